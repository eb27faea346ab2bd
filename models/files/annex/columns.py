"""The words a column is known under, and what its cells say where the words leave a choice.

A header is compared without case, marks and punctuation.  Of two levels the lower speaks first ("Chủ trì"), the upper
where it alone does not say enough ("Thời gian / Hoàn thành" is a deadline, "Mức độ / Hoàn thành" a column of marks).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.files.annex import agencies, deadlines, states
from models.files.annex.grid import Cell
from models.store.text import fold

# What a column may be. `none`: words that belong to no field (money, unit); `note` is kept beside a report.
KINDS = (
    "number", "code", "title", "agency", "supporting", "start", "due", "product", "person", "section", "status", "percent",
    "mark", "done_on", "reported_on", "result", "difficulty", "proposal", "evidence", "note", "month", "none", "unknown",
)  # fmt: skip
REPORTING = {"status", "percent", "mark", "done_on", "result", "difficulty", "proposal"}

_WHO = (
    r"(?:(?:cac )?(?:co quan|don vi|to chuc|dia phuong|so nganh|so ban nganh|phong ban|phong|ban|cq|dv|nguoi)"
    r"(?: va)?(?= |$) ?)+"
)
_DO = (
    r"(?:thuc hien|trien khai|phu trach|chiu trach nhiem|dau moi|tham muu|duoc giao|duoc phan cong|thuc thi|to chuc|"
    r"soan thao|xu ly|bao cao)"
)
# Kind, and the words it is known under, folded; the first kind that fits is it.  * is any words, also none; WHO somebody, DO
# what is done to a task.
_WORDS = tuple(
    (kind, re.compile(words.replace("*", ".*").replace("WHO", _WHO).replace("DO", _DO)))
    for kind, words in (
        ("number", "stt|tt|so tt|so thu tu|thu tu|s tt|s t t|no|muc|#|stt muc"),
        ("code", "ma|ma so|ma nhiem vu|ma nv|ma moc|ma cong viec|ma so nhiem vu|ma hieu"),
        (
            "none",
            "*don vi tinh*|*dvt*|*kinh phi*|von|* von|von *|*du toan*|*nguon luc*|*nguon tien*|*nguon von*|*nguon kinh*|"
            "*tong muc*|*so tien*|*trieu dong*|ty dong|trong so|*thanh tien*",
        ),
        (
            "person",
            "can bo *|chuyen vien*|lanh dao *|dong chi *|nguoi phu trach*|nguoi theo doi*|nguoi thuc hien*|nguoi chi dao*|"
            "nguoi tham muu*|nguoi dau moi*|nguoi chiu trach nhiem*|phu trach|*chi dao thuc hien|*chi dao chung|*chi dao|ca nhan*",
        ),
        ("difficulty", "*kho khan*|*vuong mac*|*ton tai*|*han che*|*nguyen nhan*|*ly do*|*rao can*"),
        ("proposal", "*kien nghi*|*de xuat*|*de nghi*|*huong xu ly*|*giai phap khac phuc*|*bien phap*"),
        ("agency", "*chu tri*phoi hop*|*phoi hop*chu tri*"),
        ("supporting", "*phoi hop*|*ho tro*|*lien quan"),
        ("evidence", "van ban *giao*|cong van *giao*|quyet dinh *giao*|van ban chi dao*|so van ban *giao*"),
        (
            "agency",
            "*chu tri*|WHO(?:[a-z]+ ){0,4}DO*|WHO|"
            "noi thuc hien|phan cong|phan cong thuc hien|phan cong trien khai|trach nhiem|trach nhiem thuc hien|trach nhiem trien khai|"
            "phan cong trach nhiem|*dau moi*|chu dau tu|giao cho|ten don vi|ten co quan",
        ),
        ("percent", "*phan tram*|*ty le*|*ti le*|*khoi luong*"),
        (
            "done_on",
            "ngay hoan thanh|ngay da hoan thanh|ngay xong|*hoan thanh thuc te*|*thuc te hoan thanh*|*ket thuc thuc te*|"
            "hoan thanh ngay|da hoan thanh ngay",
        ),
        (
            "start",
            "bat dau|ngay bat dau|*thoi gian bat dau*|thoi diem bat dau|khoi cong|ngay khoi cong|khoi dong|tu|tu ngay|"
            "tu thang|ngay giao*",
        ),
        (
            "reported_on",
            "ngay bao cao|ngay cap nhat|ngay so lieu|thoi diem bao cao|thoi diem cap nhat|thoi diem so lieu",
        ),
        (
            "result",
            "tinh hinh|tinh hinh * thuc hien*|tinh hinh thuc hien*|tinh hinh trien khai*|tinh hinh xu ly*|tinh hinh hien*|"
            "ket qua thuc hien*|ket qua * thuc hien*|ket qua trien khai*|ket qua xu ly*|ket qua dat*|ket qua hien*|ket qua den*|"
            "ket qua cu the*|*da thuc hien*|*da dat*|*da trien khai*|*da lam*|*thuc hien duoc|*thuc hien den*|*den nay|"
            "*hien nay|*trong thang*|*trong quy*|*trong ky*|bao cao*|cap nhat*|y kien*|giai trinh*|noi dung bao cao",
        ),
        (
            "status",
            "trang thai*|tinh trang*|hien trang*|muc do*|danh gia*|ket qua danh gia|xep loai",
        ),
        (
            "product",
            "*san pham*|*dau ra*|ket qua du kien*|ket qua can dat*|ket qua mong doi*|ket qua phai dat*|ket qua chu yeu*|"
            "*chi so*|*yeu cau*|*muc tieu*|chi tieu*",
        ),
        (
            "due",
            "*thoi han*|*thoi gian*|*thoi diem*|*lo trinh*|han|han *|*han hoan thanh*|*han chot*|den|den ngay|den thang|"
            "ket thuc|ngay ket thuc|hoan thanh|hoan thanh ngay *|*hoan thanh truoc*|ngay den han|ngay hoan thanh du kien|"
            "nam thuc hien|nam hoan thanh|moc *|thang *|quy *|giai doan*|ky *|deadline|ke hoach hoan thanh|thoi ky",
        ),
        (
            "evidence",
            "van ban|so van ban|so ky hieu|minh chung|van ban ban hanh|van ban minh chung|tai lieu *|ho so *|"
            "van ban lien quan|van ban chung minh|so hieu van ban",
        ),
        ("note", "ghi chu*|chu thich|luu y|can cu*|co so phap ly"),
        ("section", "linh vuc*|nhom*|chu de|mang|phan|chuong|tieu chi|truc|truc *"),
        (
            "title",
            "*nhiem vu*|*noi dung*|*cong viec*|*giai phap*|*du an*|*de an*|*hang muc*|*hoat dong*|*dau viec*|*chuong trinh*|"
            "*cong tac*|*cong trinh*|viec*|*viec can *|ten|ten *|danh muc*|van de*|tieu de|task|chi tiet",
        ),
        ("status", "tien do*"),
        ("product", "ket qua*"),
    )
)
_MONTHS = re.compile(
    r"(?:thang|t|th)\s?(1[0-2]|0?[1-9])(?:[/ -](?:nam )?(20\d\d))?|(?:quy|q)\s?(iv|i{1,3}|[1-4])(?:[/ -](?:nam )?(20\d\d))?|(?:nam )?(20\d\d)|(iv|i{1,3})|(1[0-2]|0?[1-9])"
)


@dataclass(frozen=True)
class Column:
    """One column of a table: its header from the upper level to the lower, and what it is.

    `state`: what a column of marks stands for.  `months`: the months that a column of a calendar stands for, with the
    year if the header has one.  `sure`: the header alone says it.
    """

    place: int
    header: str
    kind: str
    state: str | None = None
    months: tuple[int, int, int | None] | None = None
    sure: bool = True


def plain(header: str) -> str:
    """What of a header is compared."""
    said = fold(header.replace("%", " phan tram "))
    return " ".join(
        re.sub(r"[\W_]+", " ", re.sub(r"\((?:\*+|\d+|[ivx]+|neu co|dv[^)]*|don vi[^)]*)\)", " ", said)).split()
    )


def kind_of(header: str) -> str | None:
    """What a column of this header is; None where its words are not known."""
    said = plain(header)
    if not said or len(said) > 90:
        return None
    return next((kind for kind, pattern in _WORDS if pattern.fullmatch(said)), None)


def is_header_word(text: str) -> bool:
    """Whether a cell could stand in a header: a known column, a state or a month as the lower half of one."""
    return len(text) <= 120 and (kind_of(text) is not None or states.leaf_is_state(text) or bool(months_of(text)))


def months_of(text: str) -> tuple[int, int, int | None] | None:
    """The months that a column of a calendar stands for: "T5", "Quý II", "2017"."""
    match = _MONTHS.fullmatch(plain(text))
    if not match:
        return None
    month, year, quarter, of_year, whole, roman, number = match.groups()
    if whole:
        return 1, 12, int(whole)
    if month or number:
        n = int(month or number)
        return n, n, int(year) if year else None
    name = quarter or roman
    n = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(name) or int(name)
    return 3 * n - 2, 3 * n, int(of_year) if of_year else None


# What decides on a column that may be two things: (its header, what it is most likely) -> its kind, or None.
Decide = Callable[[str, str], str | None]


def classified(paths: Sequence[Sequence[str]], cells: Sequence[Sequence[Cell]], decide: Decide) -> list[Column]:
    """What each column of a table is.

    paths: of each column its headers, from the upper level to the lower; cells: of each column the cells below.
    """
    found = [_first_guess(place, path, cells[place]) for place, path in enumerate(paths)]
    return _settled(found, cells, decide)


def _first_guess(place: int, path: Sequence[str], cells: Sequence[Cell]) -> Column:
    header = " / ".join(" ".join(part.split()) for part in path)
    if not path:
        return Column(place, "", "none" if not any(cell.text for cell in cells) else "unknown", sure=False)
    leaf, above = path[-1], " / ".join(path[:-1])
    marks = _share(cells, lambda cell: states.is_mark_or_empty(cell.text), empties=True)
    marked = any(states.is_marked(cell.text) for cell in cells)
    state = states.of_header(header)
    if (
        state
        and marks > 0.9
        and (marked or len(path) > 1)
        and (states.leaf_is_state(leaf) or kind_of(leaf) in (None, "status", "due", "result", "done_on"))
    ):
        return Column(place, header, "mark", state=state)
    if (months := months_of(leaf)) and marks > 0.9 and (marked or len(path) > 1):
        year = months[2] or next((int(y) for y in re.findall(r"(?<!\d)20\d\d(?!\d)", above)), None)
        return Column(place, header, "month", months=(months[0], months[1], year))
    kind, parent = kind_of(leaf), kind_of(above) if above else None
    if (
        len(path) > 1
        and parent in ("due", "start", "agency", "status", "result", "product")
        and kind not in ("supporting", "start", "agency", "person")
    ):
        if parent in ("due", "start"):
            kind = (
                "done_on"
                if "thuc te" in plain(leaf)
                else "due"
                if kind in (None, "due", "done_on", "status", "title")
                else kind
            )
        elif parent == "status" and kind in (None, "due", "done_on", "title"):
            kind = "status"
        elif kind is None:
            kind = parent
    if kind is None and len(path) > 1:
        kind = kind_of(header) or parent
    return Column(place, header, kind or "unknown")


def _settled(found: list[Column], cells: Sequence[Sequence[Cell]], decide: Decide) -> list[Column]:
    """Where words leave a choice, the other columns and the cells decide."""
    columns = list(found)

    def of(*kinds: str) -> list[Column]:
        return [column for column in columns if column.kind in kinds]

    def become(column: Column, kind: str) -> None:
        columns[column.place] = Column(column.place, column.header, kind, column.state, column.months, sure=False)

    for column in list(columns):
        said, below = plain(column.header), cells[column.place]
        leaf = plain(column.header.split(" / ")[-1])
        dated = _share(below, lambda cell: _is_when(cell))
        if column.kind == "status" and leaf.startswith("tien do"):
            if _share(below, lambda cell: states.percent(cell, False) is not None and not _is_year(cell)) > 0.6:
                become(column, "percent")
            elif dated > 0.5 and _share(below, lambda cell: states.read(cell.text).status is not None) < 0.5:
                become(column, "due")
            elif _share(below, lambda cell: states.read(cell.text).status is not None) < 0.3 and any(
                cell.text for cell in below
            ):
                become(column, "result" if not of("result") else "status")
        elif (
            column.kind == "status"
            and _share(
                below, lambda cell: cell.number is not None or bool(re.fullmatch(r"\d+(?:[.,]\d+)? ?%", cell.text))
            )
            > 0.8
        ):
            become(column, "percent")
        elif (
            column.kind == "percent"
            and _share(below, lambda cell: states.percent(cell, False) is not None) < 0.3
            and _share(below, lambda cell: states.read(cell.text).status is not None) > 0.5
        ):
            become(column, "status")
        elif (
            column.kind == "done_on"
            and not of("due")
            and dated > 0.3
            and "thuc te" not in said
            and not of("status", "mark", "percent")
        ):
            become(column, "due")
        elif column.kind in ("evidence", "note") and leaf in ("van ban",) and not of("title"):
            become(column, "title")
    if len(of("due")) > 1:
        _settle_days(of("due"), of, become)
    is_report = bool(of("status", "percent", "mark", "done_on", "difficulty", "proposal"))
    for column in of("product"):
        if re.match(r"ket qua", plain(column.header)) and is_report and not of("result"):
            others = [other for other in of("product") if other is not column]
            sayings = _share(
                cells[column.place],
                lambda cell: (
                    states.read(cell.text).status is not None or fold(cell.text).startswith(("da ", "dang ", "chua "))
                ),
            )
            if others or sayings > 0.2 or not re.search("san pham|dau ra", plain(column.header)):
                become(column, "result")
    results = of("result")
    if (
        results
        and not of("status", "percent", "mark")
        and _share(cells[results[0].place], lambda cell: states.is_plain(cell.text)) > 0.7
    ):
        become(results[0], "status")
    _settle_titles(of("title"), of, become, cells)
    for kind in ("number", "code", "start", "status", "percent", "done_on", "person"):
        for column in of(kind)[1:]:
            become(column, "none" if kind in ("number", "code") else "note")
    _settle_agencies(of, become, decide, cells)
    for column in of("unknown"):
        state = states.of_header(column.header) if states.leaf_is_state(column.header.split(" / ")[-1]) else None
        if state and of("mark") and not any(cell.text for cell in cells[column.place]):
            columns[column.place] = Column(column.place, column.header, "mark", state=state)
        elif not of("due", "month") and _share(cells[column.place], _is_when) > 0.7:
            become(column, "due")
    if (
        not of("number")
        and columns
        and columns[0].kind == "unknown"
        and _share(cells[0], lambda cell: bool(re.fullmatch(r"[\dIVXivx.a-zA-Z)]{1,6}", cell.text))) > 0.6
    ):
        become(columns[0], "number")
    return columns


def _settle_days(due: list[Column], of, become) -> None:
    """Several columns of days: the one that says start, the one that says what happened, the deadline."""

    def rank(column: Column) -> int:
        said = plain(column.header)
        return 0 if re.search(r"han\b|den ngay|ket thuc|ke hoach", said) else 1 if "hoan thanh" in said else 2

    best = min(due, key=rank)
    for column in due:
        if column is best:
            continue
        if "hoan thanh" in plain(column.header) and not of("done_on") and of(*REPORTING - {"done_on"}):
            become(column, "done_on")
        elif not of("start") and column.place < best.place and rank(column) == 2:
            become(column, "start")
        else:
            become(column, "note")


def _settle_agencies(of, become, decide: Decide, cells: Sequence[Sequence[Cell]]) -> None:
    """Who leads and who supports: a column that says "chủ trì" leads, of several that do not say it a person decides."""

    def offices(column: Column) -> float:
        return _share(cells[column.place], lambda cell: agencies.is_office(cell.text) or agencies.is_many(cell.text))

    named = [column for column in of("unknown") if offices(column) > 0.6]
    if not of("agency") and named:
        become(named.pop(0), "agency")
    leads = of("agency")
    if not leads:
        return
    saying = [column for column in leads if "chu tri" in plain(column.header)]
    first = (saying or [column for column in leads if any(cell.text for cell in cells[column.place])] or leads)[0]
    for column in [other for other in leads if other is not first] + ([] if of("supporting") else named):
        if saying and column in leads:
            become(column, "supporting" if "chu tri" not in plain(column.header) and not of("supporting") else "note")
            continue
        kind = decide(column.header, "supporting")
        become(column, kind or "unknown")
        if kind == "agency":
            become(first, "supporting")


def _settle_titles(titles: list[Column], of, become, cells: Sequence[Sequence[Cell]]) -> None:
    """Of several columns with the words of tasks one names them: a column whose cells cover several rows groups them,
    the next after the name says what is to come out."""
    if not titles:
        wordy = [
            c
            for c in of("section", "evidence", "product", "result", "unknown")
            if _share(cells[c.place], lambda cell: len(cell.text) > 12) > 0.6
        ]
        if wordy and of("agency", "due"):
            become(
                min(wordy, key=lambda c: ("section", "unknown", "evidence", "product", "result").index(c.kind)), "title"
            )
        return
    if len(titles) == 1:
        return
    groups = [c for c in titles if any(cell.height > 1 for cell in cells[c.place]) and c is not titles[-1]]
    names = [c for c in titles if c not in groups] or titles[-1:]
    for column in groups:
        if column not in names:
            become(column, "section")
    for column in names[1:]:
        become(column, "product" if not of("product") else "note")


def _share(cells: Sequence[Cell], test, empties: bool = False) -> float:
    """The share of cells that pass, of those with words (or of all)."""
    counted = [cell for cell in cells if empties or cell.text.strip(" -")]
    return sum(bool(test(cell)) for cell in counted) / len(counted) if counted else (1.0 if empties else 0.0)


def _is_when(cell: Cell) -> bool:
    return cell.day is not None or isinstance(deadlines.read(cell.text, 2000), deadlines.Period)


def _is_year(cell: Cell) -> bool:
    return cell.number is not None and 1990 <= cell.number <= 2100
