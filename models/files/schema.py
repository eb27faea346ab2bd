"""The tables of the import and export format, each of them one value that everything else reads.

A `Table` says what its file's columns are called, how each is read and written, where it is stored, and what it names in another
table.  Reading and checking (`models.files.records`), comparing and writing (`load`), `export`, the administration's forms and the
agency's workbook read it: a new field is a line here, a column in `models.store.tables` with its migration, and its word.

A header is compared without case, diacritics, blanks, underscores and punctuation: "Thời hạn (*)", "thoi_han" and
"THỜI HẠN" are one.  English names first: the first is the one findings and exports use, unless the file has another.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, func, or_, select

from models.files import cells
from models.store import tables as store
from models.store.text import fold

MAX_LETTERS = 10_000  # of one cell; the longest title met in the papers has 1.745
_CODE_LETTERS = 500  # PostgreSQL cannot index one of some 2.700 bytes


@dataclass(frozen=True)
class Kind:
    """How a cell becomes a value, and what is stored becomes a cell again."""

    read: Callable[[str], Any] | None = None  # None = the text as it is
    empty: Any = None  # what an empty cell says, and a new row whose file lacks the column
    cell: Callable[..., str] = cells.written  # of what is stored in the columns it fills
    number: bool = False  # a minus sign before it starts no formula


TEXT = Kind()
CODES = Kind(cells.codes)  # of several rows of another table, kept as text
DAY, FIRST_DAY, LAST_DAY = Kind(cells.day), Kind(cells.first_day), Kind(cells.last_day)
DEADLINE = Kind(cells.deadline, (None, None), cells.written_deadline)
NEW_DEADLINE = Kind(cells.new_deadline, (None, None), cells.written_deadline)
INSTANT = Kind(cells.instant)
WEIGHT = Kind(cells.weight, 1.0, number=True)
PERCENT = Kind(cells.percent, number=True)
AMOUNT = Kind(cells.amount, number=True)
TARGET = Kind(cells.target, (None, False, None), cells.written_target, number=True)
STATUS = Kind(cells.status)
BASIS = Kind(cells.basis, "document")


@dataclass(frozen=True)
class Column:
    """One column of a table's file."""

    names: tuple[str, ...]  # English, the first for exports and findings
    headers: tuple[str, ...] = ()  # Vietnamese
    kind: Kind = TEXT
    required: bool = False
    fills: tuple[str, ...] = ()  # what its value, or each part of it, is called in the database; () = it is left alone
    refers: str = ""  # the table whose codes it holds
    of: type[store.Table] | None = None  # the other row it is a column of: a plan's paper
    longest: int = MAX_LETTERS

    @property
    def name(self) -> str:
        return self.names[0]

    @property
    def key(self) -> bool:
        """Whether it is stored as the other row's id."""
        return bool(self.refers) and self.kind is not CODES

    @property
    def empty(self) -> dict[str, Any]:
        """What an empty cell says."""
        return self.parts(self.kind.empty)

    def parts(self, value: Any) -> dict[str, Any]:
        """Its value under the names of what it fills."""
        return {self.fills[0]: value} if len(self.fills) == 1 else dict(zip(self.fills, value, strict=True))


@dataclass(frozen=True, kw_only=True)
class Table:
    """What one table of the format is."""

    name: str
    vietnamese: str
    model: type[store.Table]  # what a row is stored as
    columns: tuple[Column, ...]
    order: tuple[str, str] | None = None  # two days; the second is never before the first
    since: ColumnElement | None = None  # the day from which a row holds, NULL = always: an export as of a day
    stands: ColumnElement | None = None  # which stored rows are those of the file
    kept: ColumnElement | None = None  # which of them an export holds

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def place(self) -> ColumnElement:
        """What the rows are in order of."""
        return self.model.__table__.c.id

    @cached_property
    def headers(self) -> dict[str, Column]:
        """Every header that names a column, as `plain` compares it."""
        return {plain(header): column for column in self.columns for header in (*column.names, *column.headers)}

    @cached_property
    def written(self) -> tuple[Column, ...]:
        """The columns that an export has."""
        return tuple(column for column in self.columns if column.fills)

    @cached_property
    def fields(self) -> dict[str, Column]:
        """The names under which a row is stored, in the order of `select`."""
        return {name: column for column in self.written for name in self.stored(column)}

    def stored(self, column: Column) -> tuple[str, ...]:
        """Those of what a column fills that are stored; the unit that a target's words end with is none."""
        there = (column.of or self.model).__table__.c
        return tuple(name for name in column.fills if column.key or name in there)

    @cached_property
    def own(self) -> tuple[str, ...]:
        """Those of the fields that the row itself holds, under these names."""
        return tuple(name for name, column in self.fields.items() if not column.key and column.of is None)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Those of the fields that the row itself holds as the id of another."""
        return tuple(name for name, column in self.fields.items() if column.key and column.of is None)

    @cached_property
    def empty(self) -> dict[str, Any]:
        """What a new row says where its file has no columns."""
        return {name: column.empty[name] for name, column in self.fields.items()}

    def select(self) -> Select:
        """The stored rows, the oldest first: `id`, then `fields`, a reference as the code of the row it means."""
        own = self.model.__table__
        source, joined = own, {own}
        shown: list[ColumnElement] = [own.c.id]
        for name, column in self.fields.items():
            holder = (column.of or self.model).__table__
            if holder not in joined:
                source = source.join(holder, self._belongs(holder), isouter=not column.required)
                joined.add(holder)
            if column.key:
                there = CODED[column.refers].codes.alias(name)
                source = source.join(there, there.c.id == holder.c[f"{name}_id"], isouter=not column.required)
                shown.append(there.c.code.label(name))
            else:
                shown.append(holder.c[name])
        found = select(*shown).select_from(source).order_by(self.place)
        return found if self.stands is None else found.where(self.stands)

    def _belongs(self, other: FromClause) -> ColumnElement:
        """Which row of another table a row's further columns stand in: the one it names, or the last that names it."""
        own = self.model.__table__
        if (key := own.c.get(f"{other.name}_id")) is not None:
            return other.c.id == key
        later = other.alias("later")
        last = select(func.max(later.c.id)).where(later.c[f"{own.name}_id"] == own.c.id).scalar_subquery()
        return other.c.id == last

    def export(self, as_of: date | None) -> Select:
        """The rows that go out, with a day only those that held by then."""
        found = self.select()
        if self.kept is not None:
            found = found.where(self.kept)
        if self.since is not None and as_of is not None:
            found = found.where(or_(self.since.is_(None), self.since <= as_of))
        return found


@dataclass(frozen=True, kw_only=True)
class Coded(Table):
    """A table whose rows are known by their codes: a later file may change them."""

    coded: type[store.Table]  # what the codes are codes of
    named: str = ""  # what also means the row where another names it; else its code alone does

    @property
    def codes(self) -> FromClause:
        return self.coded.__table__

    @property
    def place(self) -> ColumnElement:
        return self.codes.c.id


@dataclass(frozen=True, kw_only=True)
class History(Table):
    """A table whose rows are lines that are never changed: each is added once."""

    day: str  # the day a line speaks of; a first history was known from then on
    first: tuple[type[store.Table], ...]  # where none of these has a row, a history is the first


def plain(header: str) -> str:
    """What of a header or a table's name is compared."""
    return " ".join(re.sub(r"[\W_]+", " ", fold(header.replace("%", " phan tram "))).split())


def _column(names: str, headers: str = "", kind: Kind = TEXT, fills: str | None = None, **rest) -> Column:
    """Names with blanks between them, headers with |; it fills what it is called, but for `fills`."""
    given = tuple(names.split())
    filled = given[:1] if fills is None else tuple(fills.split())
    return Column(given, tuple(filter(None, headers.split("|"))), kind, fills=filled, **rest)


def _code(headers: str, of: type[store.Table] | None = None) -> Column:
    return _column("code", headers, required=True, of=of, longest=_CODE_LETTERS)


def _latest() -> ColumnElement:
    """Of a milestone's versions only the last."""
    version, later = store.MilestoneVersion.__table__, store.MilestoneVersion.__table__.alias("later")
    newer = select(later.c.id).where(later.c.milestone_id == version.c.milestone_id, later.c.id > version.c.id)
    return ~newer.exists()


def _plans_day() -> ColumnElement:
    """The day on which a milestone's plan began: its paper's, else that of its period."""
    version, plan, paper = (model.__table__ for model in (store.MilestoneVersion, store.Plan, store.Document))
    of = plan.alias("own_plan")
    papers = of.outerjoin(paper, paper.c.id == of.c.document_id)
    days = select(func.coalesce(paper.c.issued_on, of.c.period_start)).select_from(papers)
    return days.where(of.c.id == version.c.plan_id).correlate(version).scalar_subquery()


AGENCIES = Coded(
    name="agencies",
    vietnamese="cơ quan",
    model=store.Agency,
    columns=(
        _code("Mã|Mã cơ quan|Mã đơn vị"),
        _column("name name_vi", "Tên|Tên cơ quan|Tên đơn vị|Cơ quan|Đơn vị", required=True, fills="name_vi"),
        _column("name_en", "Tên tiếng Anh"),
        _column("kind", "Loại|Loại cơ quan|Loại hình"),
        _column("block", "Khối"),
        _column("valid_from", "Hiệu lực từ|Từ ngày|Ngày thành lập", FIRST_DAY),
        _column("valid_to", "Hiệu lực đến|Đến ngày|Ngày kết thúc", LAST_DAY),
        _column("successor", "Cơ quan kế thừa|Kế thừa|Cơ quan kế nhiệm", refers="agencies"),
        _column("source", "Nguồn"),
        _column("note", "Ghi chú"),
    ),
    coded=store.Agency,
    named="name_vi",
    order=("valid_from", "valid_to"),
)
DOCUMENTS = Coded(
    name="documents",
    vietnamese="văn bản",
    model=store.Document,
    columns=(
        _code("Mã|Mã văn bản"),
        _column("number", "Số|Số hiệu|Số ký hiệu|Số văn bản"),
        _column("type", "Loại|Loại văn bản"),
        _column("issuer", "Cơ quan ban hành|Nơi ban hành"),
        _column("issued_on", "Ngày ban hành", DAY),
        _column("title_vi title", "Tên|Trích yếu|Tên văn bản"),
        _column("title_en", "Tên tiếng Anh|Trích yếu tiếng Anh"),
        _column("level", "Cấp|Cấp ban hành"),
        _column("period", "Giai đoạn", fills=""),
        _column("theme", "Chủ đề|Lĩnh vực", fills=""),
        _column("implements", "Thực hiện văn bản|Triển khai văn bản|Căn cứ"),
        _column("source", "Nguồn"),
        _column("note", "Ghi chú"),
    ),
    coded=store.Document,
)
PLANS = Coded(
    name="plans",
    vietnamese="kế hoạch",
    model=store.Plan,
    columns=(
        _code("Mã|Mã kế hoạch"),
        _column("title title_vi", "Tên|Tên kế hoạch|Trích yếu|Kế hoạch", required=True, fills="title_vi"),
        _column("title_en", "Tên tiếng Anh|Trích yếu tiếng Anh"),
        *(replace(DOCUMENTS[name], of=store.Document) for name in ("number", "type", "issuer", "issued_on")),
        _column("period_start", "Bắt đầu|Từ|Bắt đầu giai đoạn|Giai đoạn từ", FIRST_DAY),
        _column("period_end", "Kết thúc|Đến|Kết thúc giai đoạn|Giai đoạn đến", LAST_DAY),
        _column("theme", "Chủ đề|Lĩnh vực"),
        replace(DOCUMENTS["implements"], of=store.Document),
        _column("source", "Nguồn"),
        _column("closed_on", "Ngày đóng|Đóng ngày", DAY, of=store.PlanClosing),
        _column("closing_decision", "Quyết định đóng", fills="decision", of=store.PlanClosing),
        _column("successor", "Kế hoạch kế tiếp|Kế hoạch kế thừa", refers="plans", of=store.PlanClosing),
    ),
    coded=store.Plan,
    named="title_vi",
    order=("period_start", "period_end"),
)
MILESTONES = Coded(
    name="milestones",
    vietnamese="mốc",
    model=store.MilestoneVersion,
    columns=(
        _code("Mã|Mã mốc|Mã nhiệm vụ", of=store.Milestone),
        _column("plan", "Kế hoạch|Mã kế hoạch|Thuộc kế hoạch", required=True, refers="plans"),
        _column(
            "agency",
            "Cơ quan chủ trì|Cơ quan|Chủ trì|Đơn vị chủ trì|Đơn vị|Mã cơ quan",
            required=True,
            refers="agencies",
        ),
        _column(
            "title title_vi",
            "Nội dung|Nội dung nhiệm vụ|Tên mốc|Tên|Nhiệm vụ|Tên nhiệm vụ|Mốc",
            required=True,
            fills="title_vi",
        ),
        _column("title_en", "Tên tiếng Anh|Nội dung tiếng Anh"),
        _column("section", "Phần|Nhóm|Mục"),
        _column("supporting", "Cơ quan phối hợp|Phối hợp|Đơn vị phối hợp", CODES, refers="agencies"),
        _column("supporting_words", "Phối hợp theo văn bản"),
        _column("product", "Sản phẩm"),
        _column("person", "Người phụ trách"),
        _column("start", "Bắt đầu|Ngày bắt đầu|Khởi công", FIRST_DAY),
        _column(
            "due",
            "Thời hạn|Thời hạn hoàn thành|Hạn|Hạn hoàn thành|Thời gian hoàn thành",
            DEADLINE,
            fills="due due_words",
        ),
        _column("weight", "Trọng số", WEIGHT),
        _column("target", "Chỉ tiêu|Mục tiêu", TARGET, fills="target target_lower target_unit"),
        _column("unit", "Đơn vị tính|ĐVT"),
        _column("basis", "Cơ sở", BASIS),
        _column("source", "Nguồn"),
        _column("added_on", "Ngày thêm|Ngày bổ sung", DAY),
        _column("continues", "Tiếp nối|Tiếp nối mốc", longest=_CODE_LETTERS),
    ),
    coded=store.Milestone,
    order=("start", "due"),
    since=func.coalesce(store.MilestoneVersion.__table__.c.added_on, _plans_day()),
    stands=_latest(),
)
_MILESTONE = _column("milestone", "Mốc|Mã mốc|Mã nhiệm vụ|Nhiệm vụ", required=True, refers="milestones")
_DECISION = _column("decision", "Quyết định|Số quyết định")
_REASON = _column("reason", "Lý do")
_BASIS = _column("basis", "Cơ sở", BASIS)
_RECORDED = (
    _column("recorded_at", "Ghi nhận lúc|Thời điểm ghi nhận", INSTANT),
    _column("recorded_by", "Người ghi nhận|Người cập nhật"),
)
_ON = _column("on", "Ngày hiệu lực|Hiệu lực từ ngày", DAY, required=True, fills="effective_on")
_LINE = store.StatusLine.__table__.c
PROGRESS = History(
    name="progress",
    vietnamese="tiến độ",
    model=store.StatusLine,
    columns=(
        _MILESTONE,
        _column("reported_on", "Ngày báo cáo|Ngày cập nhật", DAY, required=True),
        _column("status", "Trạng thái|Tình trạng|Tình hình", STATUS, required=True),
        _column("percent", "Tỷ lệ|Tỷ lệ %|Phần trăm|%|Tiến độ|Tiến độ %|Tỷ lệ hoàn thành", PERCENT),
        _column("done_on", "Ngày hoàn thành|Hoàn thành ngày", DAY),
        _column("value", "Giá trị|Kết quả|Giá trị đạt được", AMOUNT),
        _column("note", "Ghi chú|Nội dung"),
        _column("evidence", "Văn bản|Minh chứng|Văn bản minh chứng|Số văn bản"),
        _DECISION,
        _REASON,
        _column("difficulty", "Khó khăn|Khó khăn, vướng mắc|Vướng mắc"),
        _column("proposal", "Kiến nghị|Đề xuất, kiến nghị"),
        *_RECORDED,
        _BASIS,
    ),
    day="reported_on",
    first=(store.StatusLine,),
    since=func.coalesce(_LINE.done_on, _LINE.reported_on),
    kept=_LINE.id.not_in(select(store.Withdrawal.__table__.c.line_id)),
)
EXTENSIONS = History(
    name="extensions",
    vietnamese="gia hạn",
    model=store.Extension,
    columns=(
        _MILESTONE,
        _column("decided_on", "Ngày quyết định|Ngày gia hạn", DAY, required=True),
        _column(
            "new_due", "Hạn mới|Thời hạn mới|Gia hạn đến", NEW_DEADLINE, required=True, fills="new_due new_due_words"
        ),
        _DECISION,
        _REASON,
        *_RECORDED,
        _BASIS,
    ),
    day="decided_on",
    first=(store.StatusLine, store.Extension),
    since=store.Extension.__table__.c.decided_on,
)
TRANSFERS = History(
    name="transfers",
    vietnamese="chuyển giao",
    model=store.Transfer,
    columns=(
        _ON,
        _column("milestone", "Mốc|Mã mốc|Mã nhiệm vụ|Nhiệm vụ", refers="milestones"),
        _column("from", "Từ cơ quan|Chuyển từ", refers="agencies", fills="from_agency"),
        _column("plan_from", "Từ kế hoạch", refers="plans", fills="from_plan"),
        _column("to", "Đến cơ quan|Chuyển đến", refers="agencies", fills="to_agency"),
        _column("plan_to", "Đến kế hoạch", refers="plans", fills="to_plan"),
        _DECISION,
        _REASON,
        _BASIS,
        *_RECORDED,
    ),
    day="effective_on",
    first=(store.Milestone,),
    since=store.Transfer.__table__.c.effective_on,
)
RENAMES = History(
    name="renames",
    vietnamese="đổi tên",
    model=store.Rename,
    columns=(
        _column("agency", "Cơ quan|Mã cơ quan", required=True, refers="agencies"),
        _ON,
        _column("name_vi", "Tên mới|Tên", required=True),
        _column("name_en", "Tên tiếng Anh"),
        _DECISION,
        _BASIS,
        *_RECORDED,
    ),
    day="effective_on",
    first=(store.Milestone,),
    since=store.Rename.__table__.c.effective_on,
)
CODED = {table.name: table for table in (AGENCIES, DOCUMENTS, PLANS, MILESTONES)}
HISTORY = {table.name: table for table in (PROGRESS, EXTENSIONS, TRANSFERS, RENAMES)}
TABLES: dict[str, Table] = {**CODED, **HISTORY}  # as they are written
_BY_NAME = {plain(name): table.name for table in TABLES.values() for name in (table.name, table.vietnamese)}


def named_table(name: str) -> str | None:
    """The table that a sheet or a file (without its ending) of this name holds."""
    return _BY_NAME.get(plain(name))


def likely_table(header: Sequence[str]) -> str | None:
    """The table whose required columns are all there and which knows most of the header; None when two know as many."""
    given = {plain(cell) for cell in header}
    known = {}
    for table in TABLES.values():
        found = {table.headers[name] for name in given if name in table.headers}
        required = {column for column in table.columns if column.required}
        if found >= required and (table is not DOCUMENTS or len(found) > 2):
            known[table.name] = len(found)
    best = [table for table, count in known.items() if count == max(known.values())]
    return best[0] if len(best) == 1 else None
