"""The columns of each table in a file, and every header that names them.

A header is compared without case, diacritics, blanks, underscores and punctuation: "Thời hạn (*)", "thoi_han" and
"THỜI HẠN" are one.  English names first: the first is the one findings and exports use, unless the file has another.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.files import cells
from models.store.text import fold

TABLES = ("agencies", "documents", "plans", "milestones", "progress", "extensions")  # in the order of writing


@dataclass(frozen=True)
class Column:
    names: tuple[str, ...]  # English, the first for exports and findings
    headers: tuple[str, ...] = ()  # Vietnamese
    read: Callable[[str], object] | None = None  # None = text as it is
    required: bool = False
    empty: object = None  # what an empty cell says
    stored: bool = True  # False = accepted and left alone

    @property
    def name(self) -> str:
        return self.names[0]


def _column(names: str, headers: str = "", read=None, **rest) -> Column:
    return Column(tuple(names.split()), tuple(filter(None, headers.split("|"))), read, **rest)


COLUMNS: dict[str, tuple[Column, ...]] = {
    "agencies": (
        _column("code", "Mã|Mã cơ quan|Mã đơn vị", cells.code, required=True),
        _column("name name_vi", "Tên|Tên cơ quan|Tên đơn vị|Cơ quan|Đơn vị", required=True),
        _column("name_en", "Tên tiếng Anh"),
        _column("kind", "Loại|Loại cơ quan|Loại hình"),
        _column("block", "Khối"),
        _column("valid_from", "Hiệu lực từ|Từ ngày|Ngày thành lập", cells.first_day),
        _column("valid_to", "Hiệu lực đến|Đến ngày|Ngày kết thúc", cells.last_day),
        _column("successor", "Cơ quan kế thừa|Kế thừa|Cơ quan kế nhiệm"),
        _column("source", "Nguồn"),
        _column("note", "Ghi chú"),
    ),
    "documents": (
        _column("code", "Mã|Mã văn bản", cells.code, required=True),
        _column("number", "Số|Số hiệu|Số ký hiệu|Số văn bản"),
        _column("type", "Loại|Loại văn bản"),
        _column("issuer", "Cơ quan ban hành|Nơi ban hành"),
        _column("issued_on", "Ngày ban hành", cells.day),
        _column("title_vi title", "Tên|Trích yếu|Tên văn bản"),
        _column("title_en", "Tên tiếng Anh|Trích yếu tiếng Anh"),
        _column("level", "Cấp|Cấp ban hành"),
        _column("period", "Giai đoạn", stored=False),
        _column("theme", "Chủ đề|Lĩnh vực", stored=False),
        _column("implements", "Thực hiện văn bản|Triển khai văn bản|Căn cứ"),
        _column("source", "Nguồn"),
        _column("note", "Ghi chú"),
    ),
    "plans": (
        _column("code", "Mã|Mã kế hoạch", cells.code, required=True),
        _column("title title_vi", "Tên|Tên kế hoạch|Trích yếu|Kế hoạch", required=True),
        _column("title_en", "Tên tiếng Anh|Trích yếu tiếng Anh"),
        _column("number", "Số|Số hiệu|Số ký hiệu|Số văn bản"),
        _column("type", "Loại|Loại văn bản"),
        _column("issuer", "Cơ quan ban hành|Nơi ban hành"),
        _column("issued_on", "Ngày ban hành", cells.day),
        _column("period_start", "Bắt đầu|Từ|Bắt đầu giai đoạn|Giai đoạn từ", cells.first_day),
        _column("period_end", "Kết thúc|Đến|Kết thúc giai đoạn|Giai đoạn đến", cells.last_day),
        _column("theme", "Chủ đề|Lĩnh vực"),
        _column("implements", "Thực hiện văn bản|Triển khai văn bản|Căn cứ"),
        _column("source", "Nguồn"),
    ),
    "milestones": (
        _column("code", "Mã|Mã mốc|Mã nhiệm vụ", cells.code, required=True),
        _column("plan", "Kế hoạch|Mã kế hoạch|Thuộc kế hoạch", required=True),
        _column("agency", "Cơ quan chủ trì|Cơ quan|Chủ trì|Đơn vị chủ trì|Đơn vị|Mã cơ quan", required=True),
        _column(
            "title title_vi",
            "Nội dung|Nội dung nhiệm vụ|Tên mốc|Tên|Nhiệm vụ|Tên nhiệm vụ|Mốc",
            required=True,
        ),
        _column("title_en", "Tên tiếng Anh|Nội dung tiếng Anh"),
        _column("supporting", "Cơ quan phối hợp|Phối hợp|Đơn vị phối hợp", cells.codes, empty=()),
        _column("start", "Bắt đầu|Ngày bắt đầu|Khởi công", cells.first_day),
        _column(
            "due",
            "Thời hạn|Thời hạn hoàn thành|Hạn|Hạn hoàn thành|Thời gian hoàn thành",
            cells.deadline,
            empty=(None, None),
        ),
        _column("weight", "Trọng số", cells.weight, empty=1.0),
        _column("target", "Chỉ tiêu|Mục tiêu", cells.target, empty=(None, False, None)),
        _column("unit", "Đơn vị tính|ĐVT"),
        _column("basis", "Cơ sở", cells.basis, empty="document"),
        _column("source", "Nguồn"),
        _column("added_on", "Ngày thêm|Ngày bổ sung", cells.day),
    ),
    "progress": (
        _column("milestone", "Mốc|Mã mốc|Mã nhiệm vụ|Nhiệm vụ", required=True),
        _column("reported_on", "Ngày báo cáo|Ngày cập nhật", cells.day, required=True),
        _column("status", "Trạng thái|Tình trạng|Tình hình", cells.status, required=True),
        _column("percent", "Tỷ lệ|Tỷ lệ %|Phần trăm|%|Tiến độ|Tiến độ %|Tỷ lệ hoàn thành", cells.percent),
        _column("done_on", "Ngày hoàn thành|Hoàn thành ngày", cells.day),
        _column("value", "Giá trị|Kết quả|Giá trị đạt được", cells.amount),
        _column("note", "Ghi chú|Nội dung"),
        _column("evidence", "Văn bản|Minh chứng|Văn bản minh chứng|Số văn bản"),
        _column("decision", "Quyết định|Số quyết định"),
        _column("recorded_at", "Ghi nhận lúc|Thời điểm ghi nhận", cells.instant),
        _column("recorded_by", "Người ghi nhận|Người cập nhật"),
        _column("basis", "Cơ sở", cells.basis, empty="document"),
    ),
    "extensions": (
        _column("milestone", "Mốc|Mã mốc|Mã nhiệm vụ|Nhiệm vụ", required=True),
        _column("decided_on", "Ngày quyết định|Ngày gia hạn", cells.day, required=True),
        _column("new_due", "Hạn mới|Thời hạn mới|Gia hạn đến", cells.new_deadline, required=True),
        _column("decision", "Quyết định|Số quyết định"),
        _column("reason", "Lý do"),
        _column("recorded_at", "Ghi nhận lúc|Thời điểm ghi nhận", cells.instant),
        _column("recorded_by", "Người ghi nhận|Người cập nhật"),
    ),
}
_TABLE_NAMES = {
    "agencies": "cơ quan",
    "documents": "văn bản",
    "plans": "kế hoạch",
    "milestones": "mốc",
    "progress": "tiến độ",
    "extensions": "gia hạn",
}


def plain(header: str) -> str:
    """What of a header or a table's name is compared."""
    return " ".join(re.sub(r"[\W_]+", " ", fold(header.replace("%", " phan tram "))).split())


_BY_NAME = {plain(name): table for table, vietnamese in _TABLE_NAMES.items() for name in (table, vietnamese)}
HEADERS: dict[str, dict[str, Column]] = {
    table: {plain(header): column for column in columns for header in (*column.names, *column.headers)}
    for table, columns in COLUMNS.items()
}


def named_table(name: str) -> str | None:
    """The table that a sheet or a file (without its ending) of this name holds."""
    return _BY_NAME.get(plain(name))


def likely_table(header: Sequence[str]) -> str | None:
    """The table whose required columns are all there and which knows most of the header; None when two know as many."""
    given = {plain(cell) for cell in header}
    known = {}
    for table in TABLES:
        found = {HEADERS[table][name] for name in given if name in HEADERS[table]}
        if found.issuperset(c for c in COLUMNS[table] if c.required) and (table != "documents" or len(found) > 2):
            known[table] = len(found)
    best = [table for table, count in known.items() if count == max(known.values())]
    return best[0] if len(best) == 1 else None
