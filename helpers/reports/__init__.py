"""What a notebook shows and says of a corpus."""

from helpers.reports.folder_contents import EXAMPLE, fields_known, folder_contents

__all__ = [
    "EXAMPLE",
    "fields_known",
    "folder_contents",
]
