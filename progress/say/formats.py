"""Numbers, days and names as a Vietnamese office writes them; the English side differs only where English does."""

import math
import unicodedata
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from models.clock import HANOI

UNKNOWN = "—"

_ALPHABET = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền hỏi ngã sắc nặng, after none


def percent(ratio: float | None, lang: str = "vi") -> str:
    """0.711 -> "71,1%".  Half-up; never 0% or 100% unless exactly that; undefined is a dash."""
    if ratio is None or math.isnan(ratio):
        return UNKNOWN
    if ratio in (0, 1):
        return f"{ratio:.0%}"
    step = Decimal("0.1")
    shown = (Decimal(repr(float(ratio))) * 100).quantize(step, ROUND_HALF_UP)
    if 0 < ratio < 1:
        shown = min(max(shown, step), 100 - step)
    return _marks(f"{shown:,}", lang) + "%"


def decimal(value: float | None, lang: str = "vi", places: int = 2) -> str:
    """1.0 -> "1,00"; undefined is a dash."""
    if value is None or math.isnan(value):
        return UNKNOWN
    return _marks(f"{Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}", lang)


def amount(value: float, lang: str = "vi") -> str:
    """A weight or a measured value, without needless zeros: 12.5 -> "12,5"; 3.0 -> "3"."""
    return _marks(f"{value:,.6f}".rstrip("0").rstrip("."), lang)


def integer(value: int, lang: str = "vi") -> str:
    """21914 -> "21.914"."""
    return _marks(f"{int(value):,}", lang)


def day(value: date | None) -> str:
    """05/03/2016; unknown is a dash."""
    return UNKNOWN if value is None or value != value else f"{value:%d/%m}/{value.year:04d}"


def moment(instant: datetime) -> str:
    """05/03/2016 14:30: the day and the minute in Viet Nam."""
    return f"{instant.astimezone(HANOI):%d/%m/%Y %H:%M}"


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


def _marks(english: str, lang: str) -> str:
    return english.translate(str.maketrans(",.", ".,")) if lang == "vi" else english
