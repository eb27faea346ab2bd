"""Numbers and days as a Vietnamese office writes them; another language says where its own writing differs."""

import math
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from string import Formatter

from models.store.clock import HANOI

UNKNOWN = "—"


@dataclass(frozen=True)
class Writing:
    """How a language writes numbers."""

    thousands: str
    decimals: str
    small: str  # the format of a count below ten in a sentence


OFFICE = Writing(thousands=".", decimals=",", small="02d")


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


def percent(ratio: float | None, writing: Writing = OFFICE) -> str:
    """0.711 -> "71,1%".  Half-up; never 0% or 100% unless exactly that; undefined is a dash."""
    if ratio is None or math.isnan(ratio):
        return UNKNOWN
    if ratio in (0, 1):
        return f"{ratio:.0%}"
    step = Decimal("0.1")
    shown = (Decimal(repr(float(ratio))) * 100).quantize(step, ROUND_HALF_UP)
    if 0 < ratio < 1:
        shown = min(max(shown, step), 100 - step)
    return _marks(f"{shown:z,}", writing) + "%"


def decimal(value: float | None, writing: Writing = OFFICE, places: int = 2) -> str:
    """1.0 -> "1,00"; undefined is a dash; never minus nought."""
    if value is None or math.isnan(value):
        return UNKNOWN
    return _marks(f"{Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):z,}", writing)


def signed(value: float, writing: Writing = OFFICE, places: int = 0) -> str:
    """3.6 -> "+3,6"; what rounds to nought has no sign; undefined is a dash."""
    shown = decimal(value, writing, places)
    return f"+{shown}" if value > 0 and shown.strip("0,.") else shown


def amount(value: float, writing: Writing = OFFICE) -> str:
    """A weight or a measured value, without needless zeros: 12.5 -> "12,5"; 3.0 -> "3"."""
    return _marks(f"{value:z,.6f}".rstrip("0").rstrip("."), writing)


def integer(value: int, writing: Writing = OFFICE) -> str:
    """21914 -> "21.914"."""
    return _marks(f"{int(value):,}", writing)


def in_sentence(count: int, writing: Writing = OFFICE) -> str:
    """A count in a sentence: "05" as an office writes it, "5" in English."""
    return f"{int(count):{writing.small}}" if count < 10 else integer(count, writing)


def day(value: date | None) -> str:
    """05/03/2016; unknown is a dash."""
    return UNKNOWN if value is None or value != value else f"{value:%d/%m}/{value.year:04d}"


def moment(instant: datetime) -> str:
    """05/03/2016 14:30: the day and the minute in Viet Nam."""
    return f"{instant.astimezone(HANOI):%d/%m/%Y %H:%M}"


def _marks(english: str, writing: Writing) -> str:
    return english.translate(str.maketrans(",.", writing.thousands + writing.decimals))
