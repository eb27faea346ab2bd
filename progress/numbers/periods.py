"""Days, the clock, and the report periods of Decree 09/2019/NĐ-CP (art. 12, in force 12/03/2019).

A monthly period runs from the day after the cut-off of the month before to the cut-off (15th to 14th).  Before
March 2019 periods are calendar months; March 2019 is 01/03-14/03, so that periods tile the calendar.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.store.clock import HANOI, start_of, today  # noqa: F401  the clock, for all that reads

CUTOFF_DAY = 14
_FIRST_CUT = (2019, 3)


@dataclass(frozen=True, order=True)
class Period:
    """Whole months of reporting, both ends included. `name` as in links and files: 2019-11, 2019-Q4, 2019-H2, 2019."""

    start: date
    end: date
    name: str


def closed_through(as_of: date, now: datetime) -> date:
    """The last day that has ended: `as_of` once it is over at `now`, else the day before.

    A deadline has passed iff it is on or before this day.
    """
    return as_of if as_of < today(now) else as_of - timedelta(days=1)


def month(year: int, number: int, cutoff: int = CUTOFF_DAY) -> Period:
    """The monthly period; `cutoff` 0 = calendar months throughout."""
    name = f"{year:04d}-{number:02d}"
    if cutoff == 0 or (year, number) < _FIRST_CUT:
        return Period(date(year, number, 1), date(year, number, monthrange(year, number)[1]), name)
    if (year, number) == _FIRST_CUT:
        return Period(date(year, number, 1), date(year, number, cutoff), name)
    before = date(year, number, 1) - timedelta(days=1)
    return Period(before.replace(day=cutoff) + timedelta(days=1), date(year, number, cutoff), name)


def quarter(year: int, number: int, cutoff: int = CUTOFF_DAY) -> Period:
    return _months(year, 3 * number - 2, 3 * number, f"{year:04d}-Q{number}", cutoff)


def half_year(year: int, number: int, cutoff: int = CUTOFF_DAY) -> Period:
    return _months(year, 6 * number - 5, 6 * number, f"{year:04d}-H{number}", cutoff)


def year(number: int, cutoff: int = CUTOFF_DAY) -> Period:
    return _months(number, 1, 12, f"{number:04d}", cutoff)


def period_of(day: date, cutoff: int = CUTOFF_DAY) -> Period:
    """The monthly period a day lies in."""
    period = month(day.year, day.month, cutoff)
    return period if day <= period.end else shifted(period, 1, cutoff)


def shifted(period: Period, months: int, cutoff: int = CUTOFF_DAY) -> Period:
    """The monthly period so many months later (negative: before); beyond the calendar's ends its first or last one."""
    count = int(period.name[:4]) * 12 + int(period.name[5:7]) - 1 + months
    count = min(max(count, 12 * date.min.year), 12 * date.max.year + 11)
    return month(count // 12, count % 12 + 1, cutoff)


def _months(year: int, first: int, last: int, name: str, cutoff: int) -> Period:
    return Period(month(year, first, cutoff).start, month(year, last, cutoff).end, name)
