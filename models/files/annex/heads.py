"""What stands above a table: the paper's number, day and title, the day of its figures, the year it speaks of, who wrote it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.files.annex import deadlines
from models.files.annex.agencies import flat

_NUMBER = re.compile(r"(?:\bsố|\bSố|\bSỐ)\s*:?\s*(\d+[A-Za-zĐ]?(?:/\d{4})?/[A-ZĐ]{1,8}(?:[-–][A-ZĐ&.]{1,15}){0,4})")
_DAY = r"ngay\s*\d{1,2}\s*(?:thang\s*\d{1,2}\s*nam\s*\d{4}|[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4})"
_FIGURES = (
    re.compile(
        rf"(?:so lieu|tinh|cap nhat|luy ke|chot|thong ke|ke)\b[^.;()\n]{{0,60}}?(?:den|toi)(?: het)?(?: cuoi)?\s+(?P<day>{_DAY}|(?:ngay )?\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}|thang\s*\d{{1,2}}\s*(?:[/-]|nam)\s*\d{{4}}|quy\s*[ivx1-4]+\s*(?:[/-]|nam)\s*\d{{4}})"
    ),
    re.compile(rf"\(?\bden\s+(?:het\s+)?(?P<day>{_DAY}|ngay \d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}})"),
    re.compile(
        rf"(?:ngay bao cao|ngay so lieu|thoi diem bao cao|ngay cap nhat|so lieu ngay|thoi diem)\s*:?\s*(?P<day>(?:ngay )?\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{4}}|{_DAY})"
    ),
)
_PERIOD = re.compile(
    r"(?:thang\s*\d{1,2}\s*(?:[/-]|nam)\s*\d{4}|quy\s*[ivx1-4]+\s*(?:[/-]|nam)\s*\d{4}|\d{1,2} thang (?:dau|cuoi) nam \d{4}|(?<!den )nam \d{4})"
)
_SKIPPED = re.compile(
    r"(?:cong hoa xa hoi|doc lap|uy ban nhan dan|ubnd\b|phu luc|bieu (?:mau|so)?|mau so|\(|-+$|_+$|thanh pho|tinh |so:|so \d|don vi tinh|hoi dong|noi nhan|ban chi dao|so [a-z]|"
    r"van phong|bao cao$|ke hoach$|danh muc$|.{2,30}, ngay)"
)


@dataclass(frozen=True)
class Head:
    number: str | None = None
    issued_on: date | None = None
    title: str | None = None
    as_of: date | None = None  # the day of the figures
    period: date | None = None  # last day of the month, quarter or year that the title names
    year: int | None = None  # the one year it speaks of
    lines: tuple[str, ...] = ()


def head(lines: Sequence[str]) -> Head:
    """What the lines above a table say."""
    lines = [line for text in lines for part in text.split("\n") if (line := " ".join(part.split()))][:80]
    text = "\n".join(lines)
    said = flat(text)
    number, issued_on = _numbered(lines)
    as_of = next(
        (day for pattern in _FIGURES for match in pattern.finditer(said) if (day := _read(match["day"]))), None
    )
    title = _title(lines)
    shown = flat(title or "")
    periods = _PERIOD.findall(shown) or _PERIOD.findall(said)
    years = set(re.findall(r"(?<![\d/-])20\d\d(?![\d/-])", re.sub(r"20\d\d\s*[-–]\s*20\d\d", " - ", shown)))
    if not years and "-" not in shown and issued_on is None:
        years = set(re.findall(r"nam (20\d\d)", said))
    return Head(
        number,
        issued_on,
        title,
        as_of,
        _read(periods[-1]) if periods else None,
        int(years.pop()) if len(years) == 1 else None,
        tuple(lines),
    )


def _numbered(lines: Sequence[str]) -> tuple[str | None, date | None]:
    """The number and day of the paper: those it says it comes with before others."""
    numbered = [(match, line) for line in lines if (match := _NUMBER.search(line))]
    numbered.sort(key=lambda found: "kem theo" not in flat(found[1]))
    for match, line in numbered:
        rest = flat(line[match.end() :])
        day = re.match(rf"\s*,?\s*({_DAY})", rest)
        if day:
            return match[1], _read(day[1])
        other = next((found for text in lines if (found := re.search(rf"^[^,]{{2,40}},\s*({_DAY})", flat(text)))), None)
        return match[1], _read(other[1]) if other else None
    return None, None


def _title(lines: Sequence[str]) -> str | None:
    """The lines in capitals that say what the paper is of."""
    found: list[str] = []
    for line in lines:
        if _SKIPPED.match(flat(line)) or len(line) < 8:
            if found:
                break
            continue
        letters = [c for c in line if c.isalpha()]
        if letters and 10 * sum(c.isupper() for c in letters) > 7 * len(letters):
            found.append(line)
        elif found:
            break
    if found:
        return " ".join(found)
    return next((line for line in lines if len(line) > 15 and not _SKIPPED.match(flat(line))), None)


def _read(text: str) -> date | None:
    period = deadlines.read(text)
    return period.last if isinstance(period, deadlines.Period) else None
