"""A deadline as papers write it: the days it means, no deadline, or a doubt that a person must decide.

- A day in any of its writings; a month, quarter, half year or year means its LAST day, for a start its first; "trước",
  "đến", "trong", "hết", "cuối", "chậm nhất" change nothing of that.
- A range and a list end with their last: "Quý III + IV/2016", "2016-2018", "từ tháng 3 đến tháng 6/2016".  What has no
  year takes that of the next that has one ("tháng 3 đến tháng 6/2016"), else the year of the paper.
- "Thường xuyên", "hằng năm", "định kỳ", "theo lộ trình", "sau khi có hướng dẫn", "từ năm 2016", "2025 và những năm tiếp
  theo": no deadline, the words are kept.
- A part of a period ("giữa năm", "đầu quý"), "trước tháng 6" (its end or the month before?), a day that does not exist,
  and words that are not understood are doubts.  Nothing is guessed.
"""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from models.files.cells import FIRST_YEAR, LAST_YEAR
from models.store.text import fold


@dataclass(frozen=True)
class Period:
    """The first and last day meant.  `last` is None for no deadline; `exact`: the words are a plain day with its year."""

    first: date | None
    last: date | None
    exact: bool = False
    spans: bool = False  # the words give a beginning and an end, or a beginning alone
    year_taken: bool = False  # the year is the paper's, the words have none


@dataclass(frozen=True)
class Doubt:
    """Why words cannot be read as a day: the key of its sentence; the day they would most likely mean, if any."""

    key: str
    proposal: date | None = None


_MONTH = r"(?:1[0-2]|0?[1-9])(?!\d)"
_QUARTER = r"(?:iv|i{1,3}|0?[1-4])(?![\da-z])"
_JOIN = r"\s*(?:,|\+|&|-|va|den|;)\s*"
_YEAR = r"(?:19|20|21)\d\d(?!\d)"
_OF_YEAR = (
    rf"(?:\s*(?:[/,.-]|cua nam|/ ?nam|, ?nam|- ?nam|nam)?\s*(?P<year>{_YEAR})|\s*/\s*(?P<short>1[3-9]|[2-4]\d)(?!\d))?"
)
_ATOMS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("ymd", r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?!\d)(?:[ t]\d{1,2}:\d{2}(?::\d{2})?)?"),
        ("quarters", rf"(?P<year>{_YEAR})-q(?P<list>[1-4])(?![\d/])"),
        ("months", rf"(?P<year>{_YEAR})-(?P<list>{_MONTH})(?![/.-])"),
        ("months", rf"(?P<list>{_MONTH}\s*-\s*{_MONTH})\s*/\s*(?P<year>{_YEAR})"),
        ("dmy", r"(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{4}|\d{2})(?![\d/])"),
        ("dmy", rf"(?:ngay\s*)?(?P<d>\d{{1,2}})\s*thang\s*(?P<m>\d{{1,2}})\s*(?:[/,.-]|nam)?\s*(?P<y>{_YEAR})"),
        ("dm", r"ngay\s*(?P<d>\d{1,2})\s*thang\s*(?P<m>\d{1,2})(?!\d)"),
        ("half", rf"(?P<n>\d{{1,2}})\s*thang\s*(?P<end>dau|cuoi)(?:\s*cua)?(?:\s*nam)?(?:\s*(?P<year>{_YEAR}))?"),
        ("half", rf"nua\s*(?:nam\s*)?(?P<end>dau|cuoi)(?:\s*nam)?(?:\s*(?P<year>{_YEAR}))?"),
        (
            "quarters",
            rf"(?<![a-z])(?:quy|qui|q)\.?\s*(?P<list>{_QUARTER}(?:{_JOIN}(?:(?:quy|qui|q)\.?\s*)?{_QUARTER})*)"
            + _OF_YEAR,
        ),
        ("quarters", rf"(?<![a-z])(?P<list>iv|i{{1,3}})\s*/\s*(?P<year>{_YEAR})"),
        (
            "months",
            rf"(?<![a-z])(?:thang|thg|t)\.?\s*(?P<list>{_MONTH}(?:{_JOIN}(?:(?:thang|thg|t)\.?\s*)?{_MONTH}(?!\s*/\s*\d{{1,2}}/))*)"
            + _OF_YEAR,
        ),
        ("months", rf"(?<!\d)(?P<list>{_MONTH})\s*[/.-]\s*(?P<year>{_YEAR})"),
        ("months", r"(?<!\d)(?P<list>1[0-2]|0?[1-9])/(?P<short>1[3-9]|[2-9]\d)(?![\d/])"),
        ("dm", r"(?<!\d)(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})(?![\d/.-])"),
        ("year", rf"(?:nam\s*)?(?P<year>{_YEAR})"),
        ("year", r"(?:trong|cuoi|het|ca|den cuoi)\s*nam(?:\s*nay)?(?!\s*\d)(?!\s*(?:hoc|tai|sau|truoc))"),
    )
)
_NONE = re.compile(
    r"thuong xuyen|(?:hang|moi|tung) (?:nam|quy|thang|tuan|ngay)|hang 6 thang|dinh ky|thuong nien|lien tuc|"
    r"\d+ lan ?/ ?(?:nam|quy|thang)|(?:cac|nhung) nam (?:tiep theo|sau|ke tiep)|tro di|no deadline|ongoing|annually"
)
_OPEN = re.compile(
    r"theo (?:lo trinh|ke hoach|tien do|quy dinh|huong dan|yeu cau|chi dao|phan ky|nhu cau|thoi gian|thuc te|dot|tung|"
    r"chuong trinh|van ban|su |de an|du an|cong van|quyet dinh|chi thi|nghi quyet|muc)|"
    r"sau khi|ngay khi|khi (?:co|duoc|phat sinh|trung uong|bo|can|hoan)|(?:chua|khong) (?:xac dinh|ro|co (?:thoi )?han|thoi han|"
    r"quy dinh|gioi han)|dot xuat|phat sinh|den khi|tuy theo|tuy tinh hinh|suot (?:nam|giai doan|ky)"
)
_PAPER = re.compile(
    r"(?:so\s*)?\d+\s*/\s*(?:\d{4}\s*/\s*)?[a-z]{1,4}[a-z-]*-?[a-z]*(?:\s*,?\s*ngay\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4})?"
)
_PART = re.compile(r"giua|\btuan\b|nam hoc|(?<!bat )(?<!phan )\bdau\b")
_COUNTED = re.compile(r"ke tu|trong vong|\d+ ngay|\d+ tuan|\d+ thang (?!dau|cuoi)")
_CLOCK = re.compile(r"(?:\d{1,2}:\d{2}|\d{1,2}\s*(?:gio|h|g)\s*(?:\d{2}(?!\d))?(?:\s*phut)?)(?=\s*,?\s*(?:ngay|\d))")
_WRITTEN = {
    "mười một": 11, "mười hai": 12, "mười": 10, "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "chạp": 12,
}  # fmt: skip
_IN_WORDS = re.compile(rf"(tháng|quý|quí)\s+({'|'.join(_WRITTEN)})(?!\w)")
_EXACT = re.compile(
    r"(?:ngay )?(?:\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{2}(?:\d{2})?|\d{4}-\d{2}-\d{2}(?: 00:00(?::00)?)?)"
)
_FILLING = {
    "ngay", "truoc", "den", "het", "trong", "tu", "cham", "nhat", "muon", "khong", "qua", "hoan", "thanh", "xong", "cuoi",
    "vao", "va", "nam", "thang", "quy", "giai", "doan", "thoi", "gian", "han", "thuc", "hien", "trien", "khai", "du", "kien",
    "phan", "dau", "cua", "thi", "la", "toi", "da", "bat", "ket", "khoang", "moc", "cac", "phai", "gom", "diem", "nay",
    "tai", "by", "until", "end", "of", "before",
}  # fmt: skip
_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def read(text: str, year: int | None = None, order: str = "day") -> Period | Doubt | None:
    """What the words of one cell mean; None for an empty cell ("-", "...").

    year: of the paper, for words without one.  order: `day` or `month` is first in days of three numbers; `unknown`:
    a day that can be read both ways is a doubt.
    """
    said = _plain(text)
    if not said.strip(" -.,;:/…"):
        return None
    bare = _PAPER.sub(
        lambda match: match[0] if re.match(r"\d", match[0]) and not re.search("[a-z]", match[0]) else " ", said
    )
    atoms, rest = _atoms(_CLOCK.sub(" ", bare), order)
    if _NONE.search(said):
        begins = bool(re.match(r"(?:bat dau )?tu\b", said)) or bool(re.match(r"(?:nam )?\d{4} va", said))
        return Period(_start(atoms, year) if begins else None, None, spans=begins)
    if _OPEN.search(said):
        return Doubt("due_open", _last(atoms, year)) if atoms and _last(atoms, year) else Period(None, None)
    if isinstance(atoms, Doubt):
        return atoms
    if not atoms and said.isdecimal() and 36_000 < int(said) < 60_000:
        return Doubt("due_number", date(1899, 12, 30) + timedelta(days=int(said)))
    if _COUNTED.search(rest):
        return Doubt("due_counted")
    if _PART.search(rest):
        return Doubt("due_part")
    if not atoms:
        return Doubt("due_unknown")
    days = _filled(atoms, year)
    if isinstance(days, Doubt):
        return days
    first, last = days[0][0], days[-1][1]
    if strange := set(re.findall(r"[^\W_]+", rest)) - _FILLING:
        return Doubt("due_words" if len(strange) < 8 else "due_unknown", last)
    if any(a > b for (_, a), (b, _) in pairwise(days)) or first > last:
        return Doubt("due_order_of_days")
    before = rest[: atoms[0].place].strip()
    if before.endswith("truoc") and atoms[0].day is None:
        return Doubt("due_before", first - timedelta(days=1))
    taken = all(atom.year is None for atom in atoms)
    if len(atoms) == 1 and re.search(r"\btu(?: ngay| dau)?$", before) and "den" not in rest:
        return Period(first, None, spans=True, year_taken=taken)
    spans = len(atoms) == 2 and bool(re.search(r"^\s*(?:-|~|÷|den)", rest[atoms[0].place + 1 :]))
    exact = len(atoms) == 1 and atoms[0].day is not None and bool(_EXACT.fullmatch(said))
    return Period(first, last, exact, spans, taken)


@dataclass(frozen=True)
class _Atom:
    """One day or period in the words: its first and last month or its day, its year if it has one, where it stands."""

    place: int  # in the words that are left when all are taken out
    year: int | None
    months: tuple[int, ...]
    day: int | None = None


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).lower()
    text = _IN_WORDS.sub(lambda match: f"{match[1]} {_WRITTEN[match[2]]}", text)
    text = fold(re.sub(r"[‐-―−]", "-", text))
    return re.sub(r"\s+", " ", re.sub(r"[()\[\]{}\"“”*]", " ", text)).strip().rstrip(".;, ")


def _atoms(said: str, order: str) -> tuple[list[_Atom] | Doubt, str]:
    """The days and periods in the words, in their order, and the words around them."""
    found: list[_Atom] = []
    rest, at = "", 0
    while at < len(said):
        if at == 0 or not (said[at - 1].isalnum() and said[at].isalnum()):
            for kind, pattern in _ATOMS:
                if match := pattern.match(said, at):
                    atom = _atom(kind, match, order, len(rest))
                    if isinstance(atom, Doubt):
                        return atom, rest
                    found.append(atom)
                    at = match.end()
                    rest += " "
                    break
            else:
                rest += said[at]
                at += 1
        else:
            rest += said[at]
            at += 1
    return found, rest


def _atom(kind: str, match: re.Match, order: str, place: int) -> _Atom | Doubt:
    given = match.groupdict()
    year = int(given["year"]) if given.get("year") else 2000 + int(given["short"]) if given.get("short") else None
    if kind == "ymd":
        return _Atom(place, int(given["y"]), (int(given["m"]),), int(given["d"]))
    if kind in ("dmy", "dm"):
        day, month = int(given["d"]), int(given["m"])
        if kind == "dmy":
            year = int(given["y"]) if len(given["y"]) == 4 else 2000 + int(given["y"])
            numeric = "thang" not in match[0]
            if numeric and order != "day" and day <= 12:
                if order == "unknown" and month <= 12 and day != month:
                    return Doubt("due_order")
                day, month = month, day
        return _Atom(place, year, (month,), day)
    if kind == "half":
        count = int(given["n"]) if given.get("n") else 6
        if not 1 <= count <= 11:
            return Doubt("due_unknown")
        months = (1, count) if given["end"] == "dau" else (13 - count, 12)
        return _Atom(place, year, months)
    if kind == "quarters":
        names = re.findall(r"(?<![a-z\d])(?:iv|i{1,3}|0?[1-4])(?![a-z\d])", given["list"])
        numbers = [_NUMBERS.get(name) or int(name) for name in names]
        return _Atom(place, year, tuple(month for n in numbers for month in (3 * n - 2, 3 * n)))
    if kind == "months":
        return _Atom(place, year, tuple(map(int, re.findall(r"\d+", given["list"]))))
    return _Atom(place, year, (1, 12))


def _filled(atoms: list[_Atom], year: int | None) -> list[tuple[date, date]] | Doubt:
    """(first, last) day of each, what has no year taking that of the next one that has, else that of the one before,
    else the paper's."""
    made: list[tuple[date, date]] = []
    for place, atom in enumerate(atoms):
        known = [other.year for other in (*atoms[place:], *reversed(atoms[:place])) if other.year is not None]
        its = known[0] if known else year
        if its is None:
            return Doubt("due_no_year")
        if not FIRST_YEAR <= its <= LAST_YEAR:
            return Doubt("due_impossible")
        days = _days(atom, its)
        if days is None:
            return Doubt("due_impossible")
        made.append(days)
    return made


def _days(atom: _Atom, year: int) -> tuple[date, date] | None:
    try:
        if atom.day is not None:
            day = date(year, atom.months[0], atom.day)
            return day, day
        months = atom.months
        if list(months) != sorted(months) or not 1 <= months[0] <= months[-1] <= 12:
            return None
        return date(year, months[0], 1), date(year, months[-1], monthrange(year, months[-1])[1])
    except ValueError:
        return None


def _start(atoms: list[_Atom] | Doubt, year: int | None) -> date | None:
    days = _filled(atoms, year) if atoms and not isinstance(atoms, Doubt) else None
    return days[0][0] if isinstance(days, list) else None


def _last(atoms: list[_Atom] | Doubt, year: int | None) -> date | None:
    days = _filled(atoms, year) if atoms and not isinstance(atoms, Doubt) else None
    return days[-1][1] if isinstance(days, list) else None


def is_month_first(text: str) -> bool:
    """Whether a day of three numbers can only have the month first: 6/30/2016."""
    match = re.fullmatch(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\s*", text)
    return bool(match) and int(match[1]) <= 12 < int(match[2]) <= 31


def first_of(year: int, month: int) -> date:
    """The first day of a month."""
    return date(year, month, 1)


def last_of(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])
