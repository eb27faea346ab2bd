"""What a report says of a task: its state in words, in marks, in percent.

- Done needs the word (hoàn thành, xong) or the mark.  "Đã hoàn thành 70%", "5/9", "cơ bản hoàn thành", "hoàn thành một
  phần" are in progress; so are "quá hạn", "chậm tiến độ", "chưa hoàn thành": open, whatever else they say.
- "Hoàn thành quá hạn" is done, and so is "hoàn thành 100%".
- A column of shares (0.5, 1) is told from one of percents by all its cells; a cell with % is what it shows.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from models.files.annex.grid import Cell
from models.store.text import fold

_PERCENT = re.compile(r"(?<![\d.,/])(\d{1,3}(?:[.,]\d+)?)\s*%")
_PART = re.compile(r"(?<![\d/.,])(\d{1,4})\s*/\s*(\d{1,4})(?![\d/.,])")
_MARKS = {"x", "✓", "✔", "√", "v", "☑", "☒", "•", "●", "*", "1", "+", "xx", "ü", "þ", "có", "đúng"}
_NO_MARKS = {"", "-", "–", "—", "0", "☐", "□", "o", "không", "…", "..."}
# In this order: the first that stands in the words decides.
_WORDS = tuple(
    (state, re.compile(pattern))
    for state, pattern in (
        ("cancelled", r"huy bo|bai bo|khong (?:tiep tuc |con )?thuc hien nua|dung thuc hien|cancelled|^huy\b|da huy"),
        ("suspended", r"tam dung|tam hoan|tam ngung|hoan lai|suspended|dang dung"),
        (
            "not_started",
            r"chua (?:duoc )?(?:thuc hien|trien khai|bat dau|lam|tien hanh|khoi cong|co ket qua|den (?:han|thoi gian|ky)|to chuc)(?! xong)|"
            r"not.started|^chua$|khong thuc hien|chua toi han",
        ),
        (
            "in_progress",
            r"chua (?:hoan thanh|xong|hoan tat|dat|thuc hien xong)|dang|co ban|mot phan|phan lon|gan (?:hoan thanh|xong)|"
            r"sap (?:hoan thanh|xong)|tiep tuc|in.progress|(?:chuan bi|du kien|se|phan dau|chua the) hoan thanh|khong hoan thanh|chua\b",
        ),
        ("done", r"hoan thanh|hoan tat|\bxong\b|completed|^done$|da nghiem thu|da ban giao"),
        (
            "in_progress",
            r"qua han|cham|tre han|tre tien do|trong han|dung tien do|(?:bao )?dam bao tien do|dat tien do|khong dat",
        ),
    )
)
_PLAIN = re.compile(
    r"(?:(?:da|dang|chua|co ban|duoc|khong|tam|bi|cham|qua|tre|trong|truoc|dung|som|sau|bao dam|dam bao|thoi|han|tien do|hoan thanh|hoan tat|thuc hien|"
    r"trien khai|xong|bat dau|dung|hoan|huy bo|huy|mot phan|completed|done|in.progress|not.started|suspended|cancelled|100 ?%)[ ,;()-]*)+"
)
_WAY = r"(?:dung|truoc|qua|trong|tre|som|sau|chua den|cham|het) (?:thoi )?(?:han|tien do)"
_STATE_HEADER = re.compile(
    rf"(?:(?:da|dang|chua|so|khong) )?(?:hoan thanh|thuc hien|trien khai|xong|bat dau)[ ,(]*(?:{_WAY})?|(?:chua|dang) (?:thuc hien|trien khai)[ ,]*{_WAY}"
)
_WAY_HEADER = re.compile(rf"{_WAY}|tam dung|huy bo|dat|khong dat|dung thuc hien|khong thuc hien")
_DOUBTFUL = re.compile(
    r"da (?:thuc hien|trien khai|lam|ban hanh|to chuc)|^dat$|^dung han$|^kip thoi$|^som han$|^truoc han$"
)


@dataclass(frozen=True)
class State:
    """`status` is None where the words say none; `likely` is then what they probably mean."""

    status: str | None
    percent: float | None = None
    likely: str | None = None


def read(text: str) -> State:
    """The state in words; percents and parts in them count: 70% and 5/9 are not done whatever stands beside them."""
    said = fold(unicodedata.normalize("NFKC", text)).strip(" .;:-")
    percent = _percent_in(said)
    parts = [(int(a), int(b)) for a, b in _PART.findall(said) if int(b)]
    bare = _PERCENT.sub(" ", said)
    status = next((state for state, pattern in _WORDS if pattern.search(bare)), None)
    if status == "done" and ((percent is not None and percent < 100) or any(a < b for a, b in parts)):
        status = "in_progress"
    if status is None and (percent is not None or parts):
        whole = percent == 100 if percent is not None else all(a >= b for a, b in parts)
        if percent == 0:
            return State("not_started", 0.0)
        return State(None, percent, "done") if whole else State("in_progress", percent)
    if status is None:
        return State(None, percent, "done" if _DOUBTFUL.search(bare) else None)
    return State(status, percent)


def is_plain(text: str) -> bool:
    """Whether the words are a state and say nothing else: "Đang thực hiện, trong hạn"."""
    said = fold(text).strip(" .;:-")
    return read(text).status is not None and bool(_PLAIN.fullmatch(said))


def of_header(path: str) -> str | None:
    """The state that a column of marks stands for, by its header and the headers above it: "Đã hoàn thành / Quá hạn"."""
    said = fold(path)
    if re.search(r"chua (?:thuc hien|trien khai|bat dau)", said):
        return "not_started"
    if re.search(r"(?:da )?thuc hien xong|da thuc hien", said) and not re.search("dang|chua", said):
        return "done"
    return read(path).status


def leaf_is_state(text: str) -> bool:
    """Whether a header's last line alone is a state or a way of being one: "Quá hạn", "Chưa thực hiện"."""
    said = fold(text).strip(" .:*()")
    return len(said) < 50 and bool(_STATE_HEADER.fullmatch(said) or _WAY_HEADER.fullmatch(said))


def is_marked(text: str) -> bool:
    """Whether a cell of a column of marks is marked: x, X, ✓, 1."""
    return unicodedata.normalize("NFC", text).strip().lower() in _MARKS


def is_mark_or_empty(text: str) -> bool:
    """Whether a cell may stand in a column of marks."""
    bare = unicodedata.normalize("NFC", text).strip().lower()
    return bare in _MARKS or bare in _NO_MARKS


def percent(cell: Cell, shares: bool) -> float | None:
    """The percent that a cell says; `shares`: numbers of its column are shares of one.  None for no number or one that
    is not 0 to 100."""
    if cell.number is not None:
        value = cell.number * 100 if cell.share or shares else cell.number
    else:
        match = re.search(r"(\d{1,4}(?:[.,]\d+)?)\s*%?", cell.text)
        if not match or not re.fullmatch(
            r"(?:dat |khoang |~|≈|tren |hoan thanh )?[\d.,]+ ?%?(?: .*)?", fold(cell.text)
        ):
            return None
        value = float(match[1].replace(",", "."))
        if shares and "%" not in cell.text and value <= 1:
            value *= 100
    value = float(f"{value:.10g}")
    return value if 0 <= value <= 100 else None


def are_shares(cells: Iterable[tuple[Cell, bool]]) -> bool:
    """Whether a column's plain numbers are shares: all lie in 0..1 and one is a fraction, or a line that is done has 1.

    cells: (cell, whether its line is done).  Numbers shown with %, and words, say nothing of the others.
    """
    plain = [(cell.number, done) for cell, done in cells if cell.number is not None and not cell.share]
    return (
        bool(plain)
        and all(0 <= n <= 1 for n, _ in plain)
        and any(n not in (0, 1) or (done and n == 1) for n, done in plain)
    )


def _percent_in(said: str) -> float | None:
    found = [float(number.replace(",", ".")) for number in _PERCENT.findall(said)]
    return found[0] if len(found) == 1 and found[0] <= 100 else None
