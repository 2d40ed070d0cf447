"""Limits that keep memory and pages within the size of the text: all of them stand here."""

LONGEST_SENTENCE = 5_000
"""Characters. No sentence is longer: text that never ends one is cut at a blank."""

LONGEST_TITLE = 500
"""Characters of a title; what is longer is no title."""

LONGEST_CELL = 2**27
"""Characters of a cell of a CSV file: no page is longer, and a quotation mark that is never closed
would otherwise bring the whole file into memory."""

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
