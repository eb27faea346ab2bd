"""Text as people type it: cleaned when it comes in, folded when it is compared."""

import unicodedata

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
