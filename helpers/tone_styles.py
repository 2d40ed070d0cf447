"""The two styles of setting a tone mark, as one: khỏe and khoẻ are the same word."""

import re
import unicodedata

# Where the tone stands on oa, oe, uy is a matter of house style (khỏe, khoẻ).
_OLD_STYLE = {
    unicodedata.normalize("NFC", f"{a}{b}{tone}"): unicodedata.normalize("NFC", f"{a}{tone}{b}")
    for a, b in ("oa", "oe", "uy")
    for tone in "\u0300\u0301\u0309\u0303\u0323"
}
_NEW_STYLE = re.compile("|".join(_OLD_STYLE))


def one_tone_style(text: str) -> str:
    """Set the tone marks on oa, oe and uy in one style, to compare by.

    Parameters
    ----------
    text : str
        Text in small letters, in NFC.

    Returns
    -------
    str
        The text with the mark on the first of the two vowels, before a final consonant too:
        a key to compare by, not a spelling to show. As long as `text`.
    """
    return _NEW_STYLE.sub(lambda match: _OLD_STYLE[match.group()], text)
