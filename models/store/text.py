"""Text as people type it: cleaned when it comes in, folded when it is compared, guarded when it goes into a spreadsheet."""

import re
import unicodedata

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_TONE_PLACES = str.maketrans({"đ": "d", "Đ": "d"})


def clean(text: str) -> str:
    """NFC, without outer blanks."""
    return unicodedata.normalize("NFC", text).strip()


def has_control(text: str) -> bool:
    """True when the text holds a control character other than a line break or TAB."""
    return any(unicodedata.category(c) == "Cc" and c not in "\n\r\t" for c in text)


def fold(text: str) -> str:
    """The text without case, diacritics and double blanks: what search and matching compare.

    "Bình Thủy" and "Bình Thuỷ" are one name; "đơn vị" finds "ĐƠN VỊ".
    """
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.translate(_TONE_PLACES).split())


def guarded(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that `guarded` put there."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
