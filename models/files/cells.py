"""One cell of text as a value: the accepted forms of days, numbers and status words, and nothing guessed; and a value as a cell.

- A day: 2016-12-31, or 31/12/2016 with the day first always.
- A deadline may also be the paper's words: a month (6/2025, 2025-06, Tháng 6/2025), a quarter (Quý II/2016, Q2/2016,
  2016-Q2), a half year (6 tháng đầu năm 2016), a year (2016, Hết năm 2016), meaning the LAST day; or Thường xuyên,
  Hằng năm, Không có hạn, meaning none. The start of something takes the same words for their FIRST day.
- A number: a single "," or "." is the decimal mark; of two different ones the last is, and the other groups by three;
  one that repeats groups by three.
"""

import math
import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from models.files.rows import Unreadable
from models.store.clock import HANOI
from models.store.database import Reason
from models.store.tables import Basis, Status
from models.store.text import fold

FIRST_YEAR, LAST_YEAR = 1900, 2200

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?([Zz]|[+-][0-9]{2}:?[0-9]{2})?"
)
# Folded words -> (first month, number of months), from the groups of the match; "year" is the year.
_END = r"(?P<end>(?:het|cuoi) )?"
_PERIODS: tuple[tuple[re.Pattern, Callable[[re.Match], tuple[int, int]]], ...] = tuple(
    (re.compile(pattern), months)
    for pattern, months in (
        (_END + r"(?:thang )?(?P<n>[0-9]{1,2}) ?/ ?(?P<year>[0-9]{4})", lambda m: (int(m["n"]), 1)),
        (_END + r"thang (?P<n>[0-9]{1,2}) nam (?P<year>[0-9]{4})", lambda m: (int(m["n"]), 1)),
        (r"(?P<year>[0-9]{4})-(?P<n>[0-9]{2})", lambda m: (int(m["n"]), 1)),
        (_END + r"quy (?P<n>[1-4]|i{1,3}|iv)(?: ?/ ?| nam |/nam )(?P<year>[0-9]{4})", lambda m: _quarter(m["n"])),
        (r"q(?P<n>[1-4])[ /](?P<year>[0-9]{4})", lambda m: _quarter(m["n"])),
        (r"(?P<year>[0-9]{4})-q(?P<n>[1-4])", lambda m: _quarter(m["n"])),
        (r"6 thang (?P<half>dau|cuoi) nam (?P<year>[0-9]{4})", lambda m: (1 if m["half"] == "dau" else 7, 6)),
        (r"(?:(?P<end>het |cuoi )?nam )?(?P<year>[0-9]{4})", lambda m: (1, 12)),
    )
)  # fmt: skip
_NO_DEADLINE = {
    "thuong xuyen", "hang nam", "hang quy", "hang thang", "khong co han", "khong thoi han", "khong co thoi han",
    "ongoing", "no deadline",
}  # fmt: skip
_STATUSES = {
    **{status.value: status.value for status in Status},
    "completed": "done",
    "chua thuc hien": "not_started",
    "chua trien khai": "not_started",
    "dang thuc hien": "in_progress",
    "hoan thanh": "done",
    "tam dung": "suspended",
    "huy bo": "cancelled",
}
_BASES = {**{basis.value: basis.value for basis in Basis}, "van ban": "document", "minh hoa": "illustrative"}
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?")
_LOWER = re.compile(r"(?:<=|≤|<|tối đa|không quá)\s*", re.IGNORECASE)
_HIGHER = re.compile(r"(?:>=|≥|>|tối thiểu|ít nhất)\s*", re.IGNORECASE)


def day(text: str) -> date:
    """An exact day."""
    found = _plain_day(text)
    if found is None:
        raise _not_a_day(Reason("forms_day"))
    return found


def first_day(text: str) -> date:
    """A day, or the first day of a month, quarter, half year or year."""
    found = _plain_day(text)
    if found is None:
        period = _period(text)
        if period is None or period[2]:
            raise _not_a_day(Reason("forms_first_day"))
        found = period[0]
    return found


def last_day(text: str) -> date:
    """A day, or the last day of a month, quarter, half year or year."""
    found = _plain_day(text)
    if found is None:
        period = _period(text)
        if period is None:
            raise _not_a_day(Reason("forms_last_day"))
        found = period[1]
    return found


def deadline(text: str) -> tuple[date | None, str | None]:
    """(the deadline, or None for none; the paper's words, or None where it gives the day)."""
    found = _plain_day(text)
    if found is not None:
        return found, None
    period = _period(text)
    if period is not None:
        return period[1], text
    if fold(text) in _NO_DEADLINE:
        return None, text
    raise _not_a_day(Reason("forms_deadline"))


def new_deadline(text: str) -> tuple[date, str | None]:
    """A deadline that an extension moves to: always a day or a period."""
    found, words = deadline(text)
    if found is None:
        raise _not_a_day(Reason("forms_new_deadline"))
    return found, words


def instant(text: str) -> datetime:
    """An ISO instant, in UTC; without an offset it is Vietnam's clock, a day alone is its first moment there."""
    try:
        if _INSTANT.fullmatch(text):
            given = datetime.fromisoformat(text.upper())
        else:
            given = datetime.combine(day(text), datetime.min.time())
        if not FIRST_YEAR <= given.year <= LAST_YEAR:
            raise ValueError
    except (ValueError, Unreadable):
        raise _not_a_day(Reason("forms_instant")) from None
    return (given if given.tzinfo else given.replace(tzinfo=HANOI)).astimezone(UTC)


def weight(text: str) -> float:
    found = _number(text)
    if found is None or not 0 <= found < 1e15:
        raise Unreadable("E_WEIGHT", Reason("no_weight"))
    return found


def percent(text: str) -> float:
    """50, 50% and 50,0 % are the same fifty."""
    found = _number(text.removesuffix("%").rstrip())
    if found is None or not 0 <= found <= 100:
        raise Unreadable("E_PERCENT", Reason("no_percent"))
    return found


def amount(text: str) -> float:
    """A measured value; words after it ("201,443 tỷ") are its unit and say nothing new."""
    return _amount(text)[0]


def target(text: str) -> tuple[float, bool, str | None]:
    """(the target; True where lower is better: "<= 5", "tối đa 5"; the unit's words after it, or None)."""
    lower = _LOWER.match(text)
    sign = lower or _HIGHER.match(text)
    found, unit = _amount(text[sign.end() :] if sign else text)
    return found, bool(lower), unit


def status(text: str) -> str:
    try:
        return _STATUSES[fold(text)]
    except KeyError:
        raise Unreadable("E_STATUS", Reason("no_status")) from None


def basis(text: str) -> str:
    try:
        return _BASES[fold(text)]
    except KeyError:
        raise Unreadable("E_TYPE", Reason("no_basis")) from None


def codes(text: str) -> tuple[str, ...]:
    """Codes with ";" between them, each once."""
    return tuple(dict.fromkeys(code for part in text.split(";") if (code := part.strip())))


def written(value: Any) -> str:
    """A stored value as a cell that reads the same: ISO days, instants in UTC to the microsecond where they have any."""
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def written_deadline(due: date | None, words: str | None) -> str:
    """The paper's words where they say the same as the day, else the day."""
    if words:
        try:
            if deadline(words)[0] == due:
                return words
        except Unreadable:
            pass
    return written(due)


def written_target(target: float | None, lower: bool) -> str:
    """Without its unit, which has a column of its own."""
    return f"<={written(target)}" if lower and target is not None else written(target)


def _plain_day(text: str) -> date | None:
    if match := _ISO.fullmatch(text):
        year, month, number = match.groups()
    elif match := _DAY_FIRST.fullmatch(text):
        number, month, year = match.groups()
    else:
        return None
    try:
        found = date(int(year), int(month), int(number))
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _period(text: str) -> tuple[date, date, bool] | None:
    """(first day, last day, whether the words name its end) of a month, quarter, half year or year."""
    folded = fold(text)
    for pattern, months in _PERIODS:
        if match := pattern.fullmatch(folded):
            (first, count), year = months(match), int(match["year"])
            last = first + count - 1
            if not (first >= 1 and last <= 12 and FIRST_YEAR <= year <= LAST_YEAR):
                return None
            return date(year, first, 1), date(year, last, monthrange(year, last)[1]), bool(match.groupdict().get("end"))
    return None


def _quarter(name: str) -> tuple[int, int]:
    number = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(name) or int(name)
    return 3 * number - 2, 3


def _not_a_day(forms: Reason) -> Unreadable:
    return Unreadable("E_DATE", Reason("no_day", forms=forms))


def _amount(text: str) -> tuple[float, str | None]:
    match = _NUMBER.match(text)
    unit = text[match.end() :].strip() if match else ""
    found = _number(match[0]) if match else None
    if found is None or (unit and not (unit[0].isalpha() or unit[0] in "%‰°$€₫/")):
        raise Unreadable("E_TYPE", Reason("no_number"))
    return found, unit or None


def _number(text: str) -> float | None:
    """None where the text is not a finite number by the rule above."""
    if not _NUMBER.fullmatch(text):
        return None
    digits, exponent = re.fullmatch(r"([^eE]*)(.*)", text).groups()
    marks = [c for c in digits if c in ".,"]
    if len(set(marks)) == 2:
        decimal, group = marks[-1], marks[0]
        if marks.count(decimal) > 1:
            return None
        whole, fraction = digits.split(decimal)
    elif len(marks) > 1:
        group, whole, fraction = marks[0], digits, None
    else:
        group, (whole, fraction) = None, (*re.split("[.,]", digits), None)[:2]
    if fraction == "" or (group and not re.fullmatch(rf"[+-]?[0-9]{{1,3}}(?:{re.escape(group)}[0-9]{{3}})+", whole)):
        return None
    found = float((whole.replace(group, "") if group else whole) + (f".{fraction}" if fraction else "") + exponent)
    return found if math.isfinite(found) else None
