"""Text as people type it: cleaned when it comes in, folded when it is compared, guarded when it goes into a spreadsheet."""

import re
import unicodedata

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_TONE_PLACES = str.maketrans({"đ": "d", "Đ": "d"})
_ALPHABET = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền hỏi ngã sắc nặng, after none


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


def alphabetical(name: str) -> tuple:
    """The sorting key of a name in Vietnamese order: Đ after D, Ô after O, Ơ after Ô, Ư after U; tones decide last."""
    letters, tones = [], []
    for character in unicodedata.normalize("NFC", name.casefold()):
        decomposed = unicodedata.normalize("NFD", character)
        tone = next((_TONES[mark] for mark in decomposed if mark in _TONES), 0)
        letter = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES))
        letters.append((1, _ALPHABET[letter], "") if letter in _ALPHABET else (0, 0, letter))
        tones.append(tone)
    return letters, tones, name
