"""Numbers, days and names as a Vietnamese office writes them; the English side differs only where English does."""

import math
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from string import Formatter

from models.store.clock import HANOI

UNKNOWN = "—"


class Counted(str):
    """A sentence whose words follow a count: "{n} {n:day|days}" is "1 day" and "2 days".

    A language that has no plural writes plain sentences; both are filled by `format`, the count being a number or one
    that is written out already.
    """

    def format(self, *places: object, **values: object) -> str:
        return _COUNTING.vformat(self, places, values)


class _Counting(Formatter):
    def format_field(self, value: object, format_spec: str) -> str:
        one, choice, other = format_spec.partition("|")
        if not choice:
            return super().format_field(value, format_spec)
        return one if str(value) == "1" else other


_COUNTING = _Counting()


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
    return _marks(f"{shown:z,}", lang) + "%"


def decimal(value: float | None, lang: str = "vi", places: int = 2) -> str:
    """1.0 -> "1,00"; undefined is a dash; never minus nought."""
    if value is None or math.isnan(value):
        return UNKNOWN
    return _marks(f"{Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):z,}", lang)


def signed(value: float, lang: str = "vi", places: int = 0) -> str:
    """3.6 -> "+3,6"; what rounds to nought has no sign; undefined is a dash."""
    shown = decimal(value, lang, places)
    return f"+{shown}" if value > 0 and shown.strip("0,.") else shown


def amount(value: float, lang: str = "vi") -> str:
    """A weight or a measured value, without needless zeros: 12.5 -> "12,5"; 3.0 -> "3"."""
    return _marks(f"{value:z,.6f}".rstrip("0").rstrip("."), lang)


def integer(value: int, lang: str = "vi") -> str:
    """21914 -> "21.914"."""
    return _marks(f"{int(value):,}", lang)


def in_sentence(count: int, lang: str = "vi") -> str:
    """A count in a sentence: "05" as an office writes it, "5" in English."""
    return f"{int(count):02d}" if lang == "vi" and count < 10 else integer(count, lang)


def day(value: date | None) -> str:
    """05/03/2016; unknown is a dash."""
    return UNKNOWN if value is None or value != value else f"{value:%d/%m}/{value.year:04d}"


def moment(instant: datetime) -> str:
    """05/03/2016 14:30: the day and the minute in Viet Nam."""
    return f"{instant.astimezone(HANOI):%d/%m/%Y %H:%M}"


def _marks(english: str, lang: str) -> str:
    return english.translate(str.maketrans(",.", ".,")) if lang == "vi" else english
