"""Files in: every bad cell named, all or nothing, the same file twice changes nothing. Files out: the same numbers."""

import csv
import io
import shutil
from contextlib import nullcontext
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text

from models.files import load as loading
from models.files.export import export
from models.files.load import load, load_bytes
from models.files.schema import TABLES
from models.store.database import bump, open_store, reading, revision, writing
from models.store.tables import Agency, Milestone, MilestoneVersion, Plan, StatusLine
from models.store.text import clean
from progress.say.languages import EN, VI
from tests.conftest import fresh_postgresql
from tests.refusals import refused

NOW = datetime.fromisoformat("2019-12-12T09:00:00+07:00")
LATER = datetime.fromisoformat("2020-01-05T09:00:00+07:00")
REALDATA = Path(__file__).parents[3] / "shared" / "realdata"

BASE = {
    "agencies": "code,name\nSTTTT,Sở Thông tin và Truyền thông\nSNV,Sở Nội vụ\n",
    "plans": "code,title\nKH70,Kế hoạch 70\n",
    "milestones": "code,plan,agency,title\nM1,KH70,STTTT,Mốc một\n",
}


def given_files(engine, now=NOW, by=None, dry_run=False, **tables: str):
    return load_bytes(
        engine, {f"{t}.csv": content.encode() for t, content in tables.items()}, now=now, by=by, dry_run=dry_run
    )


def accepted(engine, now=NOW, by=None, **tables: str):
    outcome = given_files(engine, now, by, **tables)
    assert outcome.accepted, outcome.errors
    return outcome


def found(findings) -> list[tuple]:
    return [(f.file, f.row, f.column, f.rule, f.value) for f in findings]


def errors(engine, **tables: str) -> list[tuple]:
    """The errors of a refused load, which has written nothing."""
    before = everything(engine)
    outcome = given_files(engine, **tables)
    assert not outcome.accepted
    assert not any((*outcome.added.values(), *outcome.changed.values(), *outcome.unchanged.values()))
    assert all(VI.reason(f.why) and EN.reason(f.why) for f in outcome.errors)
    assert everything(engine) == before
    return found(outcome.errors)


def everything(engine) -> dict[str, list[tuple]]:
    with reading(engine) as connection:
        return {
            table: [tuple(r) for r in connection.execute(text(f"SELECT * FROM {table} ORDER BY id"))]
            for table in ("agency", "document", "plan", "milestone", "milestone_version", "status_line", "extension", "revision")
        }  # fmt: skip


def values(engine, query: str) -> list[tuple]:
    with reading(engine) as connection:
        return [
            tuple(None if v is None else v if isinstance(v, int | float) else str(v) for v in r)
            for r in connection.execute(text(query))
        ]


def instants(engine, table: str) -> list[datetime | None]:
    with reading(engine) as connection:
        stored = [r[0] for r in connection.execute(text(f"SELECT recorded_at FROM {table} ORDER BY id"))]
    read = [datetime.fromisoformat(i) if isinstance(i, str) else i for i in stored]
    return [i and (i.astimezone(UTC) if i.tzinfo else i.replace(tzinfo=UTC)) for i in read]


# What is accepted -----------------------------------------------------------------------------------------------------


def test_a_whole_plan_is_written_and_counted_and_the_revision_grows_by_one(engine):
    outcome = accepted(
        engine,
        **BASE,
        documents="code,number,title_vi\nNQ26,26/NQ-CP,Chương trình\n",
        progress="milestone,reported_on,status,percent\nM1,2016-05-01,in_progress,50%\n",
        extensions="milestone,decided_on,new_due,decision\nM1,2016-05-01,Quý II/2017,1/QĐ\n",
    )
    assert outcome.added == {"agencies": 2, "documents": 1, "plans": 1, "milestones": 1, "progress": 1, "extensions": 1}
    assert not outcome.warnings
    with reading(engine) as connection:
        assert revision(connection) == 1
    assert values(engine, "SELECT percent, status FROM status_line") == [(50.0, "in_progress")]
    assert values(engine, "SELECT new_due, new_due_words FROM extension") == [("2017-06-30", "Quý II/2017")]


def test_the_same_files_twice_change_nothing_and_keep_the_revision(engine):
    files = {
        **BASE,
        "agencies": "code,name,successor,valid_to\nA,Sở A,B,2025\nB,Sở B,,\nSTTTT,Sở TTTT,,\n",
        "documents": "code,number,issued_on\nKH70,70/KH,05/06/2016\n",
        "plans": "code,title,number,issuer\nKH70,Kế hoạch 70,70/KH,UBND\n",
        "milestones": "code,plan,agency,title,supporting,due,target,start\nM1,KH70,STTTT,Mốc,A;B,Quý II/2016,<=5 ngày,2016\n",
        "progress": "milestone,reported_on,status,value,note\nM1,2016-05-01,done,1,a\nM1,2016-05-01,done,1,a\nM1,2016-05-02,in_progress,,b\n",
        "extensions": "milestone,decided_on,new_due,decision\nM1,2016-05-01,2017,1/QĐ\n",
    }
    first = accepted(engine, **files)
    before = everything(engine)
    again = accepted(engine, now=LATER, by="ai đó", **files)
    assert everything(engine) == before
    assert again.unchanged == first.added and not any((*again.added.values(), *again.changed.values()))


def test_a_dry_run_says_the_same_and_writes_nothing(engine):
    before = everything(engine)
    outcome = given_files(engine, dry_run=True, **BASE)
    assert outcome.accepted and outcome.added["milestones"] == 1
    assert everything(engine) == before


def test_an_import_never_deletes_what_a_file_lacks(engine):
    accepted(engine, **BASE)
    outcome = accepted(engine, agencies="code,name\nSTTTT,Sở Thông tin và Truyền thông\n")
    assert outcome.unchanged["agencies"] == 1
    assert values(engine, "SELECT count(*) FROM agency") == [(2,)]


def test_an_absent_column_keeps_what_is_stored_and_an_empty_cell_empties_it(engine):
    accepted(engine, agencies="code,name,kind,block\nSNV,Sở Nội vụ,sở,khối\n")
    accepted(engine, agencies="code,name,kind\nSNV,Sở Nội vụ,\n")
    assert values(engine, "SELECT kind, block FROM agency WHERE code = 'SNV'") == [(None, "khối")]


def test_an_empty_weight_is_one(engine):
    accepted(engine, **BASE)
    accepted(engine, milestones="code,plan,agency,title,weight\nM1,KH70,STTTT,Mốc một,5\n")
    accepted(engine, milestones="code,plan,agency,title\nM1,KH70,STTTT,Mốc một\n")
    accepted(engine, milestones="code,plan,agency,title,weight\nM1,KH70,STTTT,Mốc một,\n")
    assert values(engine, "SELECT weight FROM milestone_version ORDER BY id") == [(1.0,), (5.0,), (1.0,)]


def test_a_changed_milestone_is_a_new_version_and_the_first_load_stood_from_the_beginning(engine):
    accepted(engine, **BASE)
    outcome = accepted(
        engine, now=LATER, by="Lan", milestones="code,plan,agency,title\nM1,KH70,SNV,Mốc một\nM2,KH70,SNV,Hai\n"
    )
    assert (outcome.changed["milestones"], outcome.added["milestones"]) == (1, 1)
    assert instants(engine, "milestone_version") == [None, LATER.astimezone(UTC), LATER.astimezone(UTC)]
    assert values(engine, "SELECT recorded_by FROM milestone_version ORDER BY id") == [(None,), ("Lan",), ("Lan",)]


def test_the_first_history_was_known_when_its_day_began_and_what_follows_from_now_on(engine):
    lines = "milestone,reported_on,status\nM1,2016-05-01,in_progress\nM1,2030-01-01,in_progress\n"
    accepted(engine, **BASE, progress=lines)
    accepted(engine, now=LATER, progress=lines + "M1,2016-06-01,in_progress\n")
    start = datetime(2016, 4, 30, 17, tzinfo=UTC)
    assert instants(engine, "status_line") == [start, NOW.astimezone(UTC), LATER.astimezone(UTC)]


def test_the_first_extension_of_a_database_with_reports_is_known_from_now_on(engine):
    accepted(engine, **BASE, progress="milestone,reported_on,status\nM1,2016-05-01,in_progress\n")
    accepted(engine, now=LATER, extensions="milestone,decided_on,new_due,decision\nM1,2016-05-01,2017-01-01,1/QĐ\n")
    assert instants(engine, "extension") == [LATER.astimezone(UTC)]


def test_a_line_that_says_when_and_by_whom_it_was_recorded_is_kept_so(engine):
    line = "milestone,reported_on,status,recorded_at,recorded_by\nM1,2016-05-01,in_progress,2016-05-02T08:00,Lan\n"
    accepted(engine, **BASE, progress=line)
    accepted(engine, progress=line)
    assert instants(engine, "status_line") == [datetime(2016, 5, 2, 1, tzinfo=UTC)]
    accepted(engine, progress=line.replace("08:00", "09:00"))
    assert len(instants(engine, "status_line")) == 2


def test_of_two_lines_of_one_day_the_later_row_is_stored_later(engine):
    outcome = accepted(
        engine,
        **BASE,
        progress="milestone,reported_on,status,percent\nM1,2016-05-01,in_progress,60\nM1,1/5/2016,in_progress,40\n",
    )
    assert found(outcome.warnings) == [("progress", 3, "reported_on", "W_DUP_REPORT", "2016-05-01")]
    assert values(engine, "SELECT percent FROM status_line ORDER BY id") == [(60.0,), (40.0,)]


def test_done_without_its_day_is_done_on_the_day_of_the_report(engine):
    accepted(
        engine,
        **BASE,
        progress="milestone,reported_on,status,done_on\nM1,2016-05-01,completed,\nM1,2016-06-01,done,2016-05-20\n",
    )
    assert values(engine, "SELECT done_on FROM status_line ORDER BY id") == [("2016-05-01",), ("2016-05-20",)]


def test_a_deadline_keeps_the_papers_words_and_a_day_has_none(engine):
    accepted(
        engine,
        **{
            **BASE,
            "milestones": "code,plan,agency,title,due\nM1,KH70,STTTT,a,Quý II/2016\nM2,KH70,STTTT,b,30/6/2016\nM3,KH70,STTTT,c,Thường xuyên\nM4,KH70,STTTT,d,\n",
        },
    )
    assert values(engine, "SELECT due, due_words FROM milestone_version ORDER BY id") == [
        ("2016-06-30", "Quý II/2016"), ("2016-06-30", None), (None, "Thường xuyên"), (None, None),
    ]  # fmt: skip


def test_a_target_fills_the_unit_only_where_there_is_none(engine):
    accepted(
        engine,
        **{
            **BASE,
            "milestones": 'code,plan,agency,title,target,unit\nM1,KH70,STTTT,a,"201,443 tỷ",\nM2,KH70,STTTT,b,<=80%,điểm\n',
        },
    )
    assert [(t, bool(low), u) for t, low, u in values(engine, "SELECT target, target_lower, unit FROM milestone_version ORDER BY id")] == [
        (201.443, False, "tỷ"), (80.0, True, "điểm"),
    ]  # fmt: skip


def test_agencies_and_plans_are_found_by_name_when_exactly_one_fits(engine):
    files = {
        **BASE,
        "milestones": "code,plan,agency,supporting,title\nM1,kế hoạch 70,SỞ NỘI VỤ,sttttt;STTTT,a\n".replace(
            "sttttt;", ""
        ),
    }
    accepted(engine, **files)
    accepted(engine, milestones="code,plan,agency,title\nM2,KH70,Sở Nội Vụ,b\n")
    assert values(engine, "SELECT a.code, v.supporting FROM milestone_version v JOIN agency a ON a.id = v.agency_id ORDER BY v.id") == [
        ("SNV", "STTTT"), ("SNV", None),
    ]  # fmt: skip
    accepted(engine, agencies="code,name\nSNV2,Sở nội vụ\n")
    assert errors(engine, milestones="code,plan,agency,title\nM3,KH70,Sở Nội vụ,b\n") == [
        ("milestones", 2, "agency", "E_REF_AGENCY", "Sở Nội vụ")
    ]


def test_a_plans_own_paper_is_made_from_its_row_and_the_documents_file_wins(engine):
    plans = "code,title,number,issuer\nKH70,Kế hoạch 70,70/KH-UBND,UBND\n"
    accepted(engine, plans=plans)
    linked = "SELECT d.code, d.number, d.issuer, d.title_vi FROM plan p JOIN document d ON d.id = p.document_id"
    assert values(engine, linked) == [("KH70", "70/KH-UBND", "UBND", None)]
    accepted(engine, plans=plans, documents="code,number,title_vi\nKH70,070/KH-UBND,Tên\n")
    assert values(engine, linked) == [("KH70", "070/KH-UBND", "UBND", "Tên")]


def test_a_document_that_comes_after_its_plan_is_linked(engine):
    accepted(engine, plans="code,title\nKH70,Kế hoạch 70\n")
    accepted(engine, documents="code,number\nKH70,70/KH\n")
    assert values(engine, "SELECT d.number FROM plan p JOIN document d ON d.id = p.document_id") == [("70/KH",)]


def test_headers_are_known_in_vietnamese_whatever_their_case_and_marks(sqlite_engine):
    accepted(
        sqlite_engine,
        agencies="MÃ;Tên cơ quan\nSTTTT;Sở TTTT\n",
        plans="ma_ke_hoach;Tên kế hoạch\nKH70;Kế hoạch\n",
        milestones="Mã mốc;Kế hoạch;Cơ quan chủ trì;Nội dung nhiệm vụ;Phối hợp;Thời hạn hoàn thành (*);Trọng số\nM1;KH70;STTTT;Mốc;;Quý II/2016;1,5\n",
        progress="Mã mốc;Ngày báo cáo;Tình trạng;%;Ghi chú\nM1;05/06/2016;Đang thực hiện;12,5;\n",
        extensions="Mốc;Ngày quyết định;Hạn mới;Số quyết định;Lý do\nM1;5/6/2016;2017;1/QĐ;x\n",
    )
    assert values(sqlite_engine, "SELECT weight, due FROM milestone_version") == [(1.5, "2016-06-30")]
    assert values(sqlite_engine, "SELECT reported_on, status, percent FROM status_line") == [
        ("2016-06-05", "in_progress", 12.5)
    ]


def test_a_finding_under_a_vietnamese_header_names_the_column_and_the_header(sqlite_engine):
    accepted(sqlite_engine, **BASE)
    outcome = given_files(sqlite_engine, milestones="Mã,Kế hoạch,Cơ quan,Nội dung,Thời hạn\nM1,KH70,STTTT,x,2016/1/1\n")
    assert found(outcome.errors) == [("milestones", 2, "due", "E_DATE", "2016/1/1")]
    assert '"Thời hạn"' in VI.reason(outcome.errors[0].why)


def test_unknown_columns_and_reports_of_an_earlier_check_are_left_alone_and_named(sqlite_engine):
    outcome = load_bytes(
        sqlite_engine, {"agencies.csv": b"code,name,xyz\nA,B,C\n", "errors.csv": b"file,row\n"}, now=NOW
    )
    assert outcome.accepted and outcome.ignored == ["errors.csv", "agencies: cột “xyz”"]


# Where tables come from -----------------------------------------------------------------------------------------------


def workbook(**sheets: str) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        for name, content in sheets.items():
            sheet = made.add_worksheet(name)
            for row, cells in enumerate(csv.reader(io.StringIO(content))):
                sheet.write_row(row, 0, cells)
    return file.getvalue()


def test_a_workbook_of_named_sheets_is_the_same_as_the_files(engine):
    outcome = load_bytes(
        engine,
        {
            "nạp.xlsx": workbook(
                **{
                    "Cơ quan": BASE["agencies"],
                    "ke_hoach": BASE["plans"],
                    "MỐC": BASE["milestones"],
                    "Ghi chú": "a,b\n",
                }
            )
        },
        now=NOW,
    )
    assert outcome.accepted and outcome.added["milestones"] == 1
    assert outcome.ignored == ["nạp.xlsx: trang tính “Ghi chú”"]


def test_a_lone_sheet_or_file_of_another_name_goes_by_its_header(engine):
    accepted(engine, **BASE)
    line = "milestone,reported_on,status\nM1,2016-05-01,in_progress\n"
    assert load_bytes(engine, {"tháng 5.xlsx": workbook(Sheet1=line)}, now=NOW).added["progress"] == 1
    assert load_bytes(engine, {"tháng 5.csv": line.encode("utf-16")}, now=NOW).unchanged["progress"] == 1


@pytest.mark.parametrize(
    "files",
    [
        {"x.csv": b"a,b\n1,2\n"},
        {"x.csv": b"code,name,title\n1,2,3\n"},
        {"x.xlsx": workbook(Sheet1="a,b\n", Sheet2="c,d\n")},
        {"agencies.csv": b""},
        {"agencies.csv": b"code\nA\n"},
        {"agencies.csv": b"code,name,name_vi\nA,B,C\n"},
        {"agencies.csv": b"code,name\nA,B\n", "co_quan.csv": b"code,name\nA,B\n"},
        {"errors.csv": b"file,row\n"},
        {},
    ],
)
def test_a_table_that_cannot_be_told_or_lacks_a_column_is_a_header_error(sqlite_engine, files):
    outcome = load_bytes(sqlite_engine, files, now=NOW)
    assert not outcome.accepted and {(f.rule, f.row) for f in outcome.errors} == {("E_HEADER", 1)}


def test_of_a_folder_only_files_with_a_tables_name_are_read(sqlite_engine, tmp_path):
    folder = tmp_path / "nạp"
    folder.mkdir()
    for table, content in BASE.items():
        (folder / f"{table}.csv").write_text(content, encoding="utf-8")
    (folder / "errors_summary.json").write_text("{}")
    (folder / "facts.csv").write_text("a,b\n")
    outcome = load(sqlite_engine, [folder], now=NOW)
    assert outcome.accepted and outcome.ignored == ["errors_summary.json", "facts.csv"]


def test_a_path_that_is_not_there_is_refused_with_a_sentence(sqlite_engine, tmp_path):
    with refused("Không đọc được"):
        load(sqlite_engine, [tmp_path / "none.csv"], now=NOW)


# What is refused ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "content", "expected"),
    [
        ("agencies", "code,name\n,Sở\n", (2, "code", "E_MISSING", "")),
        ("agencies", "code,name\nA,  \n", (2, "name", "E_MISSING", "")),
        ("agencies", "code,name_vi\nA,\n", (2, "name_vi", "E_MISSING", "")),
        ("agencies", "code,name\nA,Sở\nA,Sở\n", (3, "code", "E_DUP_CODE", "A")),
        ("agencies", "code,name\nA,S\x07ở\n", (2, "name", "E_TYPE", "S\x07ở")),
        ("agencies", "code,name\nA,Sở, thành phố\n", (2, "", "E_TYPE", " thành phố")),
        ("agencies", "code,name,successor\nA,Sở,ZZ\n", (2, "successor", "E_REF_AGENCY", "ZZ")),
        ("agencies", "code,name,valid_from,valid_to\nA,Sở,2016,2015\n", (2, "valid_to", "E_ORDER", "2015-12-31")),
        ("documents", "code,issued_on\nA,2016\n", (2, "issued_on", "E_DATE", "2016")),
        ("plans", "code,title,period_start,period_end\nP,x,2016,2015\n", (2, "period_end", "E_ORDER", "2015-12-31")),
        ("milestones", "code,plan,agency,title\nM,ZZ,SNV,x\n", (2, "plan", "E_REF_PLAN", "ZZ")),
        ("milestones", "code,plan,agency,title\nM,KH70,ZZ,x\n", (2, "agency", "E_REF_AGENCY", "ZZ")),
        ("milestones", "code,plan,agency,title,supporting\nM,KH70,SNV,x,SNV;ZZ\n", (2, "supporting", "E_REF_AGENCY", "ZZ")),
        ("milestones", "code,plan,agency,title,start,due\nM,KH70,SNV,x,2016-02-01,2016-01-01\n", (2, "due", "E_ORDER", "2016-01-01")),
        ("milestones", "code,plan,agency,title,weight\nM,KH70,SNV,x,-1\n", (2, "weight", "E_WEIGHT", "-1")),
        ("milestones", "code,plan,agency,title,basis\nM,KH70,SNV,x,đoán\n", (2, "basis", "E_TYPE", "đoán")),
        ("milestones", "code,plan,agency,title,target\nM,KH70,SNV,x,nhiều\n", (2, "target", "E_TYPE", "nhiều")),
        ("progress", "milestone,reported_on,status\nZZ,2016-05-01,done\n", (2, "milestone", "E_REF_MILESTONE", "ZZ")),
        ("progress", "milestone,reported_on,status\nM1,5-1-2016,done\n", (2, "reported_on", "E_DATE", "5-1-2016")),
        ("progress", "milestone,reported_on,status\nM1,2016-05-01,in-progress\n", (2, "status", "E_STATUS", "in-progress")),
        ("progress", "milestone,reported_on,status,percent\nM1,2016-05-01,done,101\n", (2, "percent", "E_PERCENT", "101")),
        ("progress", "milestone,reported_on,status,value\nM1,2016-05-01,done,1e400\n", (2, "value", "E_TYPE", "1e400")),
        ("progress", "milestone,reported_on,status,done_on\nM1,2016-05-01,done,2016-05-02\n", (2, "done_on", "E_ORDER", "2016-05-02")),
        ("progress", "milestone,reported_on,status,done_on\nM1,2016-05-01,in_progress,2016-05-01\n", (2, "done_on", "E_TYPE", "2016-05-01")),
        ("progress", "milestone,reported_on,status,recorded_at\nM1,2016-05-01,done,hôm qua\n", (2, "recorded_at", "E_DATE", "hôm qua")),
        ("extensions", "milestone,decided_on,new_due\nM1,2016-05-01,Thường xuyên\n", (2, "new_due", "E_DATE", "Thường xuyên")),
    ],
)  # fmt: skip
def test_a_bad_cell_refuses_the_whole_load_and_is_named(sqlite_engine, table, content, expected):
    accepted(sqlite_engine, **BASE)
    assert errors(sqlite_engine, **{table: content}) == [(table, *expected)]


def test_every_bad_cell_is_named_in_the_order_of_tables_and_rows(engine):
    assert errors(
        engine,
        progress="milestone,reported_on,status,percent\nM1,?,?,?\n",
        milestones="code,plan,agency,title,weight\nM1,P,A,,x\n",
    ) == [
        ("milestones", 2, "title", "E_MISSING", ""),
        ("milestones", 2, "weight", "E_WEIGHT", "x"),
        ("milestones", 2, "plan", "E_REF_PLAN", "P"),
        ("milestones", 2, "agency", "E_REF_AGENCY", "A"),
        ("progress", 2, "reported_on", "E_DATE", "?"),
        ("progress", 2, "status", "E_STATUS", "?"),
        ("progress", 2, "percent", "E_PERCENT", "?"),
        ("progress", 2, "milestone", "E_PARENT_REJECTED", "M1"),
    ]


def test_a_rejected_row_rejects_what_belongs_to_it_down_to_the_reports(engine):
    assert errors(
        engine,
        agencies="code,name,valid_from\nA,Sở,hôm qua\nB,Sở B,\n",
        plans="code,title\nP,Kế hoạch\n",
        milestones="code,plan,agency,title\nM1,P,A,x\nM2,P,B,y\n",
        progress="milestone,reported_on,status\nM1,2016-05-01,done\nM2,2016-05-01,done\n",
    ) == [
        ("agencies", 2, "valid_from", "E_DATE", "hôm qua"),
        ("milestones", 2, "agency", "E_PARENT_REJECTED", "A"),
        ("progress", 2, "milestone", "E_PARENT_REJECTED", "M1"),
    ]


def test_a_successor_whose_own_row_is_rejected_rejects_the_row(sqlite_engine):
    assert errors(sqlite_engine, agencies="code,name,successor\nA,Sở A,B\nB,Sở B,C\nC,,\n") == [
        ("agencies", 2, "successor", "E_PARENT_REJECTED", "B"),
        ("agencies", 3, "successor", "E_PARENT_REJECTED", "C"),
        ("agencies", 4, "name", "E_MISSING", ""),
    ]


def test_a_repeated_code_leaves_the_first_row_standing(sqlite_engine):
    files = {**BASE, "milestones": BASE["milestones"] + "M1,KH70,SNV,lại\n"}
    assert errors(sqlite_engine, **files, progress="milestone,reported_on,status\nM1,2016-05-01,done\n") == [
        ("milestones", 3, "code", "E_DUP_CODE", "M1")
    ]


def test_a_table_that_cannot_be_read_is_not_said_to_lack_its_rows(sqlite_engine):
    outcome = load_bytes(
        sqlite_engine, {**{f"{t}.csv": c.encode() for t, c in BASE.items()}, "agencies.csv": b"code;nam\xe9\n"}, now=NOW
    )
    assert [(f.file, f.rule) for f in outcome.errors] == [("agencies", "E_ENCODING")]


def test_days_in_two_loads_must_be_in_order_too(engine):
    accepted(
        engine, **{**BASE, "milestones": "code,plan,agency,title,start,due\nM1,KH70,SNV,x,2016-02-01,2016-03-01\n"}
    )
    assert errors(engine, milestones="code,plan,agency,title,due\nM1,KH70,SNV,x,1/2016\n") == [
        ("milestones", 2, "due", "E_ORDER", "2016-01-31")
    ]


def test_blank_rows_and_line_breaks_in_quotes_keep_the_row_numbers(sqlite_engine):
    assert errors(sqlite_engine, agencies='code,name\n\nA,"Sở\nA"\n , \nB,\n') == [
        ("agencies", 5, "name", "E_MISSING", "")
    ]


def test_a_cell_may_have_ten_thousand_letters_and_no_more(sqlite_engine):
    accepted(sqlite_engine, agencies=f"code,name\nA,{'ở' * 10_000}\n")
    assert [e[1:4] for e in errors(sqlite_engine, agencies=f"code,name\nA,{'ở' * 10_001}\nB,{'x' * 200_000}\n")] == [
        (2, "name", "E_SIZE"), (3, "", "E_SIZE"),
    ]  # fmt: skip
    assert [e[3] for e in errors(sqlite_engine, agencies=f"code,name\n{'A' * 501},x\n")] == ["E_SIZE"]


def test_too_many_columns_rows_or_bytes_are_refused(sqlite_engine, monkeypatch):
    wide = "code,name," + ",".join(f"x{i}" for i in range(63)) + "\n"
    assert [e[1:4] for e in errors(sqlite_engine, agencies=wide)] == [(1, "", "E_SIZE")]
    monkeypatch.setattr(loading, "UPLOAD", loading.Limits(size=5, unpacked=10**7, rows=2, area=10**6))
    outcome = load_bytes(sqlite_engine, {"agencies.csv": b"code,name\n"}, now=NOW)
    assert [f.rule for f in outcome.errors] == ["E_SIZE"]
    monkeypatch.setattr(loading, "UPLOAD", loading.Limits(10**7, 10**7, rows=2, area=10**6))
    assert [e[1:4] for e in errors(sqlite_engine, agencies="code,name\nA,a\nB,b\nC,c\n")] == [(4, "", "E_SIZE")]


# What is doubtful -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("M1,2016-05-01,done,50,,", [("percent", "W_STATUS_PERCENT", "50")]),
        ("M1,2016-05-01,not_started,5,,", [("percent", "W_STATUS_PERCENT", "5")]),
        ("M1,2016-05-01,done,100,,", []),
        ("M1,2016-05-01,not_started,0,,", []),
        ("M1,2016-05-01,cancelled,,,", [("decision", "W_NO_DECISION", "")]),
        ("M1,2016-05-01,suspended,,,1/QĐ", []),
        ("M1 ,2016-05-01,done,,,", [("milestone", "W_SPACE", "M1 ")]),
        ("M1,2016-05-01,done,,\xa0xong,", [("note", "W_SPACE", "\xa0xong")]),
    ],
)
def test_a_doubtful_line_is_accepted_with_a_warning(sqlite_engine, line, expected):
    outcome = accepted(sqlite_engine, **BASE, progress=f"milestone,reported_on,status,percent,note,decision\n{line}\n")
    assert found(outcome.warnings) == [("progress", 2, *e) for e in expected]


def test_an_extension_without_a_decision_is_doubtful(sqlite_engine):
    outcome = accepted(sqlite_engine, **BASE, extensions="milestone,decided_on,new_due\nM1,2016-05-01,2017-01-01\n")
    assert found(outcome.warnings) == [("extensions", 2, "decision", "W_NO_DECISION", "")]


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1"])
def test_text_spoilt_by_a_wrong_encoding_is_doubtful(sqlite_engine, wrong):
    spoilt = (
        "Ứng dụng công nghệ".encode().decode(wrong, "replace")
        if wrong == "latin-1"
        else "Hà Tĩnh, đơn vị".encode().decode(wrong, "replace")
    )
    outcome = accepted(sqlite_engine, agencies=f'code,name\nA,"{spoilt}"\nB,Sở\ufffd\n')
    assert [f.rule for f in outcome.warnings] == ["W_MOJIBAKE"] * 2


@pytest.mark.parametrize("name", ["“XÃ” và “LIÊN XÔ”", "MÃ…", "SỞ Y TẾ – “HUYỆN, XÃ”", "Café", "«Khá»", "Đường 3/2"])
def test_sound_vietnamese_text_is_not_taken_for_spoilt(sqlite_engine, name):
    assert not accepted(sqlite_engine, agencies=f'code,name\nA,"{name}"\n').warnings


def test_a_repeated_report_counts_only_among_rows_without_an_error(sqlite_engine):
    accepted(sqlite_engine, **BASE)
    outcome = given_files(
        sqlite_engine,
        progress="milestone,reported_on,status,percent\nM1,2016-05-01,done,x\nM1,2016-05-01,done,\nM9,2016-05-01,done,\nM9,2016-05-01,done,\n",
    )
    assert not outcome.accepted and not outcome.warnings


def test_the_answer_in_json_has_the_keys_of_the_contract(sqlite_engine):
    answer = given_files(sqlite_engine, agencies="code,name\nA, \n").as_json(EN.reason)
    assert list(answer) == ["accepted", "added", "changed", "unchanged", "errors", "warnings"]
    assert list(answer["errors"][0]) == ["file", "row", "column", "rule", "value", "message"]
    assert answer["errors"][0]["message"] == "This cell must not be empty."


# Whole ----------------------------------------------------------------------------------------------------------------


def test_a_load_that_breaks_half_way_leaves_nothing(engine, monkeypatch):
    before = everything(engine)
    monkeypatch.setattr(loading._Writing, "_write_links", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        given_files(engine, **BASE)
    assert everything(engine) == before


def test_progress_is_told_outside_the_transaction(sqlite_engine, monkeypatch):
    told, inside = [], []
    write = loading._Writing.write
    monkeypatch.setattr(loading._Writing, "write", lambda self: (inside.append(len(told)), write(self)))
    load_bytes(sqlite_engine, {"agencies.csv": BASE["agencies"].encode()}, now=NOW, tick=lambda *t: told.append(t))
    assert told == [("agencies", 2, 2), ("write", 0, 2), ("write", 2, 2)] and inside == [2]


def realdata(kind: str) -> list[Path]:
    """The folders of real data beside the repository; the small case here stands for them where there are none."""
    return sorted(REALDATA.glob(f"*/{kind}")) or [Path(kind)]


SMALL = {
    "clean": {
        "agencies.csv": "code,name\nDDC,Department of Design \nDOT,Transportation\n",
        "plans.csv": "code,title\nSTREETS,Streets\n",
        "milestones.csv": 'code,plan,agency,title,start,due,weight\nP1,STREETS,DDC,"Bus ""SBS"", Brooklyn",2014-10-21,2019-12-02,25205\n',
        "progress.csv": "milestone,reported_on,percent,status,note\nP1,2019-09-01,60,in_progress,\n",
        "errors.csv": "file,row,column,code,value\nagencies,2,name,W_SPACE,Department of Design \n",
    },
    "dirty": {
        "agencies.csv": "code,name\nDDC,Department of Design\n",
        "plans.csv": "code,title\nSTREETS,Streets\n",
        "milestones.csv": "code,plan,agency,title,start,due,weight\nP1,STREETS,DDC,x,2012-05-23,2012/08/21,\nP2,STREETS,DDC,y,2018-01-01,2017-07-17,\nP3,STREETS,DDC,z,,,\n",
        "progress.csv": "milestone,reported_on,percent,status,note\nP1,2012-08-23,100,completed,\nP2,2012-08-23,0,,\nP3,2012-08-23,50,in-progress,\nP3,2012-08-23,50,in-progress,\n",
        "errors.csv": "file,row,column,code,value\nmilestones,2,due,E_DATE,2012/08/21\nmilestones,3,due,E_ORDER,2017-07-17\nprogress,2,milestone,E_PARENT_REJECTED,P1\nprogress,3,status,E_MISSING,\nprogress,3,milestone,E_PARENT_REJECTED,P2\nprogress,4,status,E_STATUS,in-progress\nprogress,5,status,E_STATUS,in-progress\n",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    "folder",
    [*realdata("clean"), *realdata("dirty"), Path("clean"), Path("dirty")],
    ids=lambda p: "-".join(p.parts[-2:]),
)
def test_real_files_give_exactly_the_findings_written_beside_them(sqlite_engine, tmp_path, folder):
    if not folder.is_absolute():
        for name, content in SMALL[folder.name].items():
            (tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / name).write_text(content)
        folder = tmp_path / folder
    outcome = load(sqlite_engine, [folder], now=NOW)
    with open(folder / "errors.csv", encoding="utf-8", newline="") as file:
        expected = sorted((r["file"], int(r["row"]), r["column"], r["code"], r["value"]) for r in csv.DictReader(file))
    assert sorted(found([*outcome.errors, *outcome.warnings])) == expected
    assert outcome.accepted == (folder.name == "clean")


# Files out ------------------------------------------------------------------------------------------------------------


def exported(engine, folder: Path, as_of=None) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in export(engine, folder, as_of)}


@pytest.fixture
def second(request, engine, tmp_path):
    """Another empty database of the same kind."""
    if engine.dialect.name == "sqlite":
        made = nullcontext(f"sqlite:///{tmp_path / 'second.db'}")
    else:
        made = fresh_postgresql(*request.getfixturevalue("postgresql_template"))
    with made as url:
        other = open_store(url)
        yield other
        other.dispose()


AWKWARD = {
    "agencies": 'code,name,kind,block,valid_to,successor,note\n=A,"Sở ""A"", thành phố",sở,,2025,B,"hai\ndòng"\nB,-Sở B,,,,,\'=x\n',
    "documents": "code,number,issued_on,title_vi,implements\nNQ,26/NQ-CP,2015-04-15,Chương trình,\nKH70,070/KH,,@tên,NQ;X\n",
    "plans": "code,title,number,period_start,period_end\nKH70,+Kế hoạch,070/KH,2016,2016\nP2,Khác,,,\nP3,Ba,3/KH,,\n",
    "milestones": "code,plan,agency,title,supporting,start,due,weight,target,unit,added_on\n"
    "M1,KH70,=A,Một,=A;B,2016,Quý II/2016,0.1,<=5 ngày,,\nM2,P2,B,Hai,,,30/6/2016,1e-7,-5,%,2016-03-01\n-M3,P3,B,Ba,,,Thường xuyên,3,,,2017-01-01\n",
    "progress": "milestone,reported_on,status,percent,done_on,value,note,evidence,decision,recorded_at,recorded_by,basis\n"
    "M1,2016-05-01,in_progress,33.333333333333336,,-5,- đã làm,,,2016-05-01T10:00:00.000123Z,Lan,illustrative\n"
    "M1,2016-05-01,in_progress,33.333333333333336,,-5,- đã làm,,,2030-05-01,,\n"
    "M2,2016-06-01,done,,2016-05-20,1e300,,1/BC,,,,\n-M3,2017-06-01,cancelled,,,,,,1/QĐ,,,\n",
    "extensions": "milestone,decided_on,new_due,decision,reason\nM1,2016-05-01,Năm 2017,,=1+1\nM1,2017-05-01,31/12/2018,2/QĐ,\n",
}  # fmt: skip


def test_an_export_loaded_into_an_empty_database_is_exported_the_same(engine, second, tmp_path):
    accepted(engine, **AWKWARD)
    accepted(
        engine,
        now=LATER,
        milestones="code,plan,agency,title\nM2,P2,B,Hai (sửa)\n",
        progress="milestone,reported_on,status\nM1,2016-07-01,done\n",
    )
    out = exported(engine, tmp_path / "one")
    outcome = load(second, [tmp_path / "one"], now=LATER)
    assert outcome.accepted, outcome.errors
    assert exported(second, tmp_path / "two") == out
    assert instants(second, "status_line") == instants(engine, "status_line")
    again = load(engine, [tmp_path / "one"], now=LATER)
    assert again.accepted and not any((*again.added.values(), *again.changed.values()))


def test_an_export_has_a_table_a_file_in_plain_utf8_with_iso_days(engine, tmp_path):
    accepted(engine, **AWKWARD)
    out = exported(engine, tmp_path)
    assert list(out) == [f"{table}.csv" for table in TABLES]
    assert out["milestones.csv"].decode().splitlines()[:3] == [
        "code,plan,agency,title,title_en,section,supporting,supporting_words,product,person,start,due,weight,target,unit,"
        "basis,source,added_on,continues",
        "M1,KH70,'=A,Một,,,'=A;B,,,,2016-01-01,Quý II/2016,0.1,<=5,ngày,document,,,",
        "M2,P2,B,Hai,,,,,,,,2016-06-30,1e-07,-5,%,document,,2016-03-01,",
    ]
    assert not any(b"\r" in content or content.startswith(b"\xef\xbb\xbf") for content in out.values())
    assert b",2016-05-01T10:00:00.000123+00:00,Lan,illustrative\n" in out["progress.csv"]


def test_no_exported_text_starts_like_a_formula(engine, tmp_path):
    accepted(engine, **AWKWARD)
    for name, content in exported(engine, tmp_path).items():
        for row in csv.reader(io.StringIO(content.decode(), newline="")):
            for cell in row:
                assert cell[:1] not in ("=", "+", "@", "\t", "\r", "-") or float(cell) < 0, (name, cell)


def test_an_export_as_of_a_day_holds_what_was_so_by_that_day(engine, tmp_path):
    accepted(engine, **AWKWARD)
    codes = {
        name: [row[0] for row in csv.reader(io.StringIO(content.decode()))][1:]
        for name, content in exported(engine, tmp_path, date(2016, 5, 20)).items()
    }
    assert codes["milestones.csv"] == ["M1", "M2"]
    assert codes["progress.csv"] == ["M1", "M1", "M2"]
    assert codes["extensions.csv"] == ["M1"]


def test_an_export_that_fails_leaves_the_old_files_as_they_were(sqlite_engine, tmp_path):
    accepted(sqlite_engine, **BASE)
    before = exported(sqlite_engine, tmp_path)
    accepted(sqlite_engine, agencies="code,name\nNEW,Mới\n")
    with writing(sqlite_engine) as connection:
        connection.execute(text("DROP TABLE extension"))
    with pytest.raises(Exception, match="no such table: extension"):
        export(sqlite_engine, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.csv")} == before
    assert not list(tmp_path.glob(".export-*"))


def test_a_folder_that_cannot_be_written_is_refused_with_a_sentence(sqlite_engine, tmp_path):
    (tmp_path / "file").write_text("")
    with refused("Không ghi được"):
        export(sqlite_engine, tmp_path / "file" / "out")


# Anything at all ------------------------------------------------------------------------------------------------------

CELL = st.text(max_size=8) | st.sampled_from(
    ["", "A", "P", "M", "A;P", "=A", "'-x", " A", "2016-05-01", "5/1/2016", "Quý II/2016", "2016", "Thường xuyên", "done",
     "in_progress", "hủy bỏ", "50%", "1,5", "<=5 ngày", "document", "2016-05-01T10:00:00Z", "-5", "1e400", "á»‡", "x\x00y"]
)  # fmt: skip
ANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def tables(draw):
    files = {}
    for table in draw(st.sets(st.sampled_from(list(TABLES)), min_size=1)):
        columns = [column.name for column in TABLES[table].columns]
        head = draw(st.lists(st.sampled_from(columns), unique=True)) if draw(st.booleans()) else columns
        lines = draw(st.lists(st.lists(CELL, min_size=len(head), max_size=len(head)), max_size=4))
        file = io.StringIO()
        csv.writer(file).writerows([head, *lines])
        files[f"{table}.csv"] = file.getvalue().encode("utf-8", "replace")
    return files


@ANY
@given(files=tables())
def test_any_table_of_text_is_accepted_or_a_cell_is_named(sqlite_engine, files):
    outcome = load_bytes(sqlite_engine, files, now=NOW)
    assert outcome.accepted == (not outcome.errors)
    for finding in (*outcome.errors, *outcome.warnings):
        assert finding.file in TABLES and finding.row >= 1 and VI.reason(finding.why) and EN.reason(finding.why)
    if outcome.accepted:
        again = load_bytes(sqlite_engine, files, now=LATER)
        assert again.accepted and not any((*again.added.values(), *again.changed.values()))


SHOWN = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=12)
WORD = (SHOWN | st.builds(lambda mark, rest: mark + rest, st.sampled_from(["=", "+", "-", "@", "'=", "''-", "'"]), SHOWN)).map(
    clean
).filter(bool)  # fmt: skip
NUMBER = st.floats(allow_nan=False, allow_infinity=False)


ROW = st.tuples(
    st.lists(WORD, min_size=4, max_size=4),
    NUMBER,
    st.floats(0, 1e14),
    st.none() | st.floats(0, 100),
    st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC)),
)


@settings(ANY, max_examples=20)
@given(st.lists(st.tuples(WORD, ROW), min_size=4, max_size=10, unique_by=lambda row: row[0]))
def test_whatever_is_stored_goes_out_and_comes_in_the_same(tmp_path_factory, sqlite_template, rows):
    folder = tmp_path_factory.mktemp("round")
    one, two = (open_store(f"sqlite:///{shutil.copy(sqlite_template, folder / name)}") for name in ("one.db", "two.db"))
    with writing(one) as connection:
        for key, (code, (words, number, weight, percent, recorded)) in enumerate(rows, 1):
            connection.execute(insert(Agency.__table__), {"id": key, "code": code, "name_vi": words[0]})
            connection.execute(insert(Plan.__table__), {"id": key, "code": code, "title_vi": words[1]})
            connection.execute(insert(Milestone.__table__), {"id": key, "code": code})
            connection.execute(
                insert(MilestoneVersion.__table__),
                {"milestone_id": key, "plan_id": key, "agency_id": key, "title_vi": words[2], "weight": weight, "target": number,
                 "target_lower": key % 2 == 0, "basis": "document", "unit": words[0]},
            )  # fmt: skip
            connection.execute(
                insert(StatusLine.__table__),
                {"milestone_id": key, "reported_on": date(2016, 5, 1), "status": "in_progress", "percent": percent, "value": number,
                 "note": words[3], "basis": "illustrative", "recorded_at": recorded, "recorded_by": words[0]},
            )  # fmt: skip
        bump(connection)
    out = exported(one, folder / "out")
    outcome = load(two, [folder / "out"], now=NOW)
    assert outcome.accepted, outcome.errors
    assert exported(two, folder / "again") == out
    stored = "SELECT v.title_vi, v.weight, v.target, v.unit, l.percent, l.value, l.note, l.recorded_at, l.recorded_by FROM milestone_version v JOIN status_line l ON l.milestone_id = v.milestone_id ORDER BY v.id"
    assert values(two, stored) == values(one, stored)
    one.dispose(), two.dispose()
