"""What a notebook shows and says of a corpus."""

from helpers.reports.folder_contents import EXAMPLE, fields_known, folder_contents
from helpers.reports.opening import commentary_remarks

__all__ = [
    "EXAMPLE",
    "commentary_remarks",
    "fields_known",
    "folder_contents",
]
