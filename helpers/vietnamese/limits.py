"""Limits that keep memory and pages within the size of the text: all of them stand here."""

LONGEST_SENTENCE = 5_000
"""Characters. No sentence is longer: text that never ends one is cut at a blank."""

LONGEST_TITLE = 500
"""Characters of a title; what is longer is no title."""

LONGEST_CELL = 2**27
"""Characters of a cell of a CSV file: no page is longer, and a quotation mark that is never closed
would otherwise bring the whole file into memory."""

LARGEST_PAGE = 2**27
"""Bytes of a page's file of any kind."""

LARGEST_UNPACKED = 2**28
"""Bytes that a spreadsheet (XLSX) holds when it is unpacked."""

LARGEST_DOCUMENT = 2**25
"""Bytes of text and form that a Word file holds when it is unpacked, pictures aside."""

MOST_ROWS = 2**20
"""Rows of a spreadsheet; spreadsheet programs have no more."""

MOST_PDF_PAGES = 500
"""Sheets of a PDF that holds an article."""

LARGEST_SHEET = 2**22
"""Bytes of what draws one sheet of a PDF."""

MOST_PARTS = 5_000
"""Parts of a web archive (MHTML): a page, its pictures, its styles."""

LARGEST_WEB_PAGE = 2**24
"""Characters of a web page: a browser's memory of it, and a parser's, is many times that."""

LARGEST_TOML = 2**22
"""Bytes of a codebook or a commentary, which people write."""

MOST_FORMS = 2_000
"""Ways of writing what is looked for, all its words' spellings joined."""

LONGEST_PROBLEM = 2_000
"""Characters of a line that says what is wrong; what is cut is said."""

LONGEST_SHOWN = 5_000
"""Characters of a text that a page shows in one place; what is cut is said."""

LONGEST_WHOLE = 1_000
"""Characters up to which a sentence is shown whole around what is marked in it; of a longer one
as many as `CONTEXT` to either side."""

CONTEXT = 300
"""Characters to either side of what is marked in a sentence that is too long to be shown whole."""

LONGEST_PRINTED = 20_000
"""Characters of what a cell of a notebook prints; what is cut is said."""

LARGEST_PICTURE = 2_000_000
"""Bytes of a picture that stands beside a notebook; a page holds its pictures."""
