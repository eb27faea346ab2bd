"""An administrator corrects agencies, plans and milestones without touching what was issued, and the trail tells it."""

import json
from datetime import date, datetime

import pytest
from sqlalchemy import insert, select, update

from models.changes import administration, months
from models.people.rights import Actor, Operator
from models.store.database import reading, revision, writing
from models.store.tables import Agency, Amendment, SignInAttempt, StatusLine
from progress.numbers.api import fingerprint
from progress.numbers.facts import facts
from progress.numbers.reading import Reading
from progress.numbers.rules import standing
from progress.numbers.scope import Scope
from progress.say.languages import EN, LANGUAGES
from progress.show import audit
from tests.refusals import refused
from tests.rows import FACTS, add_accounts, add_plan, execute

NOW = datetime.fromisoformat("2019-12-12T09:00:00+07:00")
TODAY = date(2019, 12, 12)
ADMIN, DIRECTOR = Actor(1), Actor(2)


@pytest.fixture
def city(engine):
    """Agency A leads DONE (done in May), OPEN (reported) and NEW (never reported), due at the end of 2019; B leads none."""
    with writing(engine) as connection:
        add_plan(connection, date(2019, 12, 31), DONE=1, OPEN=1, NEW=1)
        line = {"basis": "document", "recorded_at": datetime.fromisoformat("2019-05-03T00:00:00+00:00")}
        connection.execute(
            insert(StatusLine),
            [
                {
                    **line,
                    "milestone_id": 1,
                    "reported_on": date(2019, 5, 2),
                    "status": "done",
                    "done_on": date(2019, 5, 1),
                },
                {**line, "milestone_id": 2, "reported_on": date(2019, 5, 2), "status": "in_progress", "done_on": None},
            ],
        )
        add_accounts(connection, ("quan.tri", "admin", None), ("giam.doc", "director", 1))
    return engine


def shown(engine, table: str, code: str) -> dict[str, str]:
    return administration.row(engine, table, code)


def correct(engine, table: str, code: str, who=ADMIN, **fields: str) -> bool:
    seen = shown(engine, table, code)
    return administration.save(engine, who, table, {**seen, **fields}, seen=seen, now=NOW)


def current(engine, code: str) -> dict:
    table = standing(facts(engine), Scope.on(TODAY, NOW))
    return table[table["milestone"] == code].iloc[0].to_dict()


def issue(engine, month="2019-11", as_of=date(2019, 11, 14)) -> None:
    with reading(engine) as connection:
        number = revision(connection)
    given = months.Numbers(1, "numbers", "{}")
    months.issue(engine, Operator("test"), month, as_of, 14, given, number, now=NOW)


def test_a_corrected_name_is_kept_with_what_it_was(city):
    assert correct(city, "agencies", "A", name="Sở Thông tin")
    with reading(city) as connection:
        said = (
            connection.execute(select(Amendment)).scalars().all()
            and connection.execute(
                select(Amendment.code, Amendment.before, Amendment.after, Amendment.recorded_by)
            ).one()
        )
    assert (said[0], json.loads(said[1]), json.loads(said[2]), said[3]) == (
        "A", {"name_vi": "Sở A"}, {"name_vi": "Sở Thông tin"}, "quan.tri",
    )  # fmt: skip


def test_a_form_saved_as_it_was_writes_nothing(city):
    with reading(city) as connection:
        before = revision(connection)
    for table, code in (("agencies", "A"), ("plans", "P"), ("milestones", "OPEN")):
        assert not correct(city, table, code)
    with reading(city) as connection:
        assert revision(connection) == before


@pytest.mark.parametrize("table, code", [("agencies", "A"), ("plans", "P"), ("milestones", "OPEN")])
def test_only_an_administrator_corrects(city, table, code):
    name = {"agencies": "name", "plans": "title", "milestones": "title_vi"}[table]
    name = name if name in shown(city, table, code) else "title"
    with refused("không có quyền"):
        correct(city, table, code, DIRECTOR, **{name: "Khác"})
    with refused("không có quyền"):
        administration.merge(city, DIRECTOR, "A", "B", date(2019, 12, 1), now=NOW)
    with refused("không có quyền"):
        administration.load(city, DIRECTOR, {"agencies.csv": b"code,name\nC,C\n"}, dry_run=False, now=NOW)
    with reading(city) as connection:
        assert revision(connection) == 0


def test_what_somebody_changed_since_the_form_was_opened_is_not_written_over(city):
    seen = shown(city, "agencies", "A")
    correct(city, "agencies", "A", name="Sở Thông tin")
    with refused("người khác sửa"):
        administration.save(city, ADMIN, "agencies", {**seen, "block": "khối"}, seen=seen, now=NOW)


def test_a_code_is_given_once(city):
    with refused("Đã có mã A"):
        administration.save(city, ADMIN, "agencies", {"code": "A", "name": "Sở khác"}, seen=None, now=NOW)


def test_an_added_agency_is_in_the_trail(city):
    administration.save(city, ADMIN, "agencies", {"code": "C", "name": "Sở C"}, seen=None, now=NOW)
    with reading(city) as connection:
        code, before, after = connection.execute(select(Amendment.code, Amendment.before, Amendment.after)).one()
    assert (code, before, json.loads(after)["name_vi"]) == ("C", None, "Sở C")


def test_each_field_that_cannot_be_read_has_a_sentence(city):
    with refused(r"Thời hạn.*Trọng số") as caught:
        correct(city, "milestones", "OPEN", due="khi xong", weight="-1")
    assert "due" in EN.refusal(caught.value)


def test_text_that_looks_like_a_formula_is_stored_as_typed(city):
    correct(city, "agencies", "A", name="=1+1")
    assert shown(city, "agencies", "A")["name"] == "=1+1"
    assert not correct(city, "agencies", "A")


def test_a_corrected_weight_leaves_an_issued_month_as_it_was(city):
    issue(city)
    scope = Scope.of(facts(city).known.edition("2019-11"))
    before = fingerprint(Reading(facts(city), scope))
    assert correct(city, "milestones", "OPEN", weight="7")
    assert current(city, "OPEN")["weight"] == 7
    assert fingerprint(Reading(facts(city), scope)) == before


def test_an_original_deadline_is_corrected_before_the_first_issued_month_only(city):
    assert correct(city, "milestones", "OPEN", due="2020-01-31")
    issue(city)
    with refused("Hãy dùng gia hạn"):
        correct(city, "milestones", "OPEN", due="2020-02-29")
    assert correct(city, "milestones", "OPEN", title="Tên đúng")
    assert current(city, "OPEN")["due"].date() == date(2020, 1, 31)


def test_a_file_does_not_move_an_issued_deadline_either(city):
    issue(city)
    file = {"milestones.csv": "code,plan,agency,title,due\nOPEN,P,A,Mốc,2020-03-31\n".encode()}
    outcome = administration.load(city, ADMIN, file, dry_run=True, now=NOW)
    assert [(found.rule, found.column) for found in outcome.errors] == [("E_DATE", "due")]


def test_the_deadline_of_a_milestone_added_after_the_issued_month_can_still_be_corrected(city):
    issue(city)
    new = {
        "code": "LATER",
        "plan": "P",
        "agency": "A",
        "title": "Mốc thêm",
        "due": "2020-01-31",
        "added_on": "2019-12-01",
    }
    administration.save(city, ADMIN, "milestones", new, seen=None, now=NOW)
    assert correct(city, "milestones", "LATER", due="2020-03-31")


def test_a_merger_moves_what_is_open_and_leaves_what_is_done(city):
    told = administration.merging(city, "A", "B", date(2019, 12, 1), now=NOW)
    assert (told.moving, told.staying) == (("NEW", "OPEN"), 1)
    assert administration.merge(city, ADMIN, "A", "B", date(2019, 12, 1), now=NOW) == told
    assert {code: current(city, code)["agency"] for code in ("DONE", "OPEN", "NEW")} == {
        "DONE": "A", "OPEN": "B", "NEW": "B",
    }  # fmt: skip
    row = shown(city, "agencies", "A")
    assert (row["valid_to"], row["successor"]) == ("2019-11-30", "B")


def test_a_milestone_done_after_the_day_of_the_merger_moves(city):
    assert administration.merging(city, "A", "B", date(2019, 4, 30), now=NOW).moving == ("DONE", "NEW", "OPEN")


def test_a_merger_leaves_an_issued_month_as_it_was(city):
    issue(city)
    scope = Scope.of(facts(city).known.edition("2019-11"))
    before = fingerprint(Reading(facts(city).at(scope.known_at), scope))
    administration.merge(city, ADMIN, "A", "B", date(2019, 12, 1), now=NOW)
    assert fingerprint(Reading(facts(city).at(scope.known_at), scope)) == before


@pytest.mark.parametrize(
    "agency, into, on, sentence",
    [
        ("A", "A", TODAY, "khác nhau"),
        ("A", "X", TODAY, "khác nhau"),
        ("A", "B", date(2019, 12, 13), "không sau hôm nay"),
        ("B", "A", TODAY, "đã kết thúc"),
    ],
)
def test_a_merger_that_makes_no_sense_is_refused(city, agency, into, on, sentence):
    if sentence == "đã kết thúc":
        with writing(city) as connection:
            connection.execute(update(Agency).where(Agency.code == "A").values(valid_to=date(2019, 6, 30)))
    with refused(sentence):
        administration.merge(city, ADMIN, agency, into, on, now=NOW)
    with reading(city) as connection:
        assert revision(connection) == 0


def test_an_agency_is_merged_once(city):
    administration.merge(city, ADMIN, "A", "B", TODAY, now=NOW)
    with refused("đã nhập vào"):
        administration.merge(city, ADMIN, "A", "B", TODAY, now=NOW)


def test_a_preview_writes_nothing_and_counts_what_would_be(city):
    file = {"agencies.csv": "code,name\nA,Sở A\nB,Sở B mới\nC,Sở C\n".encode()}
    told = administration.load(city, ADMIN, file, dry_run=True, now=NOW)
    assert (told.added["agencies"], told.changed["agencies"], told.unchanged["agencies"]) == (1, 1, 1)
    with reading(city) as connection:
        assert revision(connection) == 0
    assert administration.load(city, ADMIN, file, dry_run=False, now=NOW).accepted
    with reading(city) as connection:
        assert connection.execute(select(Agency.name_vi).order_by(Agency.id)).scalars().all() == [
            "Sở A",
            "Sở B mới",
            "Sở C",
        ]


# The audit trail


def told(engine, **asked) -> list[tuple[str, ...]]:
    known = facts(engine)
    table = audit.trail(engine, known, date(2019, 1, 1), TODAY, LANGUAGES["vi"])
    return list(audit.searched(table, LANGUAGES["vi"], **asked).texts(LANGUAGES["vi"]))


def test_the_trail_has_every_change_with_who_and_before_and_after_newest_first(city):
    correct(city, "agencies", "A", name="Sở Thông tin")
    correct(city, "milestones", "OPEN", weight="7")
    rows = told(city)
    assert rows[0][1:] == ("quan.tri", "nội dung mốc", "OPEN", "Trọng số: 1 → 7")
    assert rows[1][1:] == ("quan.tri", "sửa dữ liệu", "A", "cơ quan: Tên: Sở A → Sở Thông tin")
    assert [row[3:] for row in rows[2:]] == [("DONE", "Hoàn thành 01/05/2019"), ("OPEN", "Đang thực hiện")]
    assert rows[0][0].startswith("12/12/2019 09:00")


def test_a_yes_of_a_milestone_is_a_mark_in_the_trail(city):
    correct(city, "milestones", "OPEN", target="≤ 10")
    said = told(city)[0][4]
    assert "✓" in said and "True" not in said and "False" not in said


def test_a_status_line_stands_beside_the_one_before(city):
    with writing(city) as connection:
        line = {"milestone_id": 2, "reported_on": date(2019, 6, 1), "status": "in_progress", "percent": 40.0,
                "basis": "document", "recorded_at": NOW, "recorded_by": "giam.doc", "note": "Chờ nghiệm thu"}  # fmt: skip
        connection.execute(insert(StatusLine), line)
    assert told(city)[0][4] == "Đang thực hiện → Đang thực hiện 40,0% · Chờ nghiệm thu"


def test_the_trail_is_searched_by_person_day_and_words_without_diacritics(city):
    correct(city, "agencies", "A", name="Sở Thông tin")
    issue(city)
    assert [row[3] for row in told(city, search="so thong TIN")] == ["A"]
    assert [row[2] for row in told(city, by="test")] == ["phát hành kỳ"]
    assert told(city, search="không có") == []
    table = audit.trail(city, facts(city), date(2019, 5, 4), date(2019, 12, 11), LANGUAGES["vi"])
    assert not len(table)


def test_everything_that_can_be_recorded_has_a_sentence(engine):
    with writing(engine) as connection:
        execute(connection, FACTS)
        row = {"login": "an", "address": "10.0.0.1", "at": datetime.fromisoformat("2016-05-04T00:00:00+00:00")}
        connection.execute(insert(SignInAttempt), {**row, "succeeded": False})
    for words in LANGUAGES.values():
        table = audit.trail(engine, facts(engine), date(2016, 1, 1), date(2016, 12, 31), words)
        assert set(table["kind"]) == set(words.audit.kinds.values()) - {words.audit.kinds["version"]}
        assert all(table["said"])
