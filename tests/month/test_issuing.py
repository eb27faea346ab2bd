"""A month that is issued: fixed for ever, whatever is recorded later; issued again it is another edition."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select

from models.changes import months
from models.files.load import load_bytes
from models.people.rights import Actor, Operator
from models.store import database
from models.store.tables import Account, IssuedMonth, Role, StatusLine, Withdrawal
from progress.month import issuing
from progress.numbers import api
from progress.numbers.facts import facts
from progress.numbers.periods import HANOI, month
from progress.numbers.reading import Reading
from progress.numbers.rules import standing
from progress.numbers.scope import Issued, Scope
from progress.numbers.two_days import compared_day, earlier, entered_after, last_issued, late_entries
from progress.say.languages import EN, VI
from progress.show.tables import late_table
from tests import cases
from tests.pages.test_frame import page
from tests.refusals import refused
from tests.test_manage import command  # noqa: F401  a fixture

CLERK = Operator("Nguyễn Thị Sáu")
LOADED = datetime(2019, 11, 10, 9, tzinfo=HANOI)
ISSUED = datetime(2019, 11, 15, 8, tzinfo=HANOI)
LATER = datetime(2019, 11, 20, 9, 30, tzinfo=HANOI)
CITY = {
    "agencies.csv": "code,name,kind\nSTTTT,Sở Thông tin và Truyền thông,sở\n",
    "plans.csv": "code,title\nKH1,Kế hoạch 1\n",
    "milestones.csv": "code,plan,agency,title,due\nM1,KH1,STTTT,Mốc một,2019-10-31\nM2,KH1,STTTT,Mốc hai,2019-11-30\n",
    "progress.csv": "milestone,reported_on,status,percent\nM1,2019-10-20,in_progress,40\nM2,2019-11-05,in_progress,10\n",
}


def write(engine, now: datetime, **files: str) -> None:
    outcome = load_bytes(engine, {f"{name}.csv": text.encode() for name, text in files.items()}, now=now)
    assert outcome.accepted, outcome.errors


def loaded(engine):
    write(engine, LOADED, **{name.removesuffix(".csv"): text for name, text in CITY.items()})
    return engine


@pytest.fixture
def city(engine):
    """Two milestones, on SQLite and on PostgreSQL."""
    return loaded(engine)


@pytest.fixture
def town(sqlite_engine):
    """The same on SQLite only."""
    return loaded(sqlite_engine)


def issue(engine, name: str = "2019-11", now: datetime = ISSUED, **more) -> dict:
    return issuing.issue(engine, CLERK, name, 14, now=now, **more)


def summary(engine, edition: int | None = None) -> dict:
    """The total of November: as issued, or (no edition) as of its day and known now."""
    known = facts(engine)
    scope = (
        Scope.of(issuing.issued(known.known, "2019-11", edition)) if edition else Scope.on(date(2019, 11, 14), LATER)
    )
    return api.summary(Reading.as_known(known, scope))["groups"][0]


def test_what_is_recorded_later_changes_the_day_and_not_the_issued_month(city):
    issue(city)
    assert summary(city, 1) == summary(city)
    write(city, LATER, progress="milestone,reported_on,status,done_on\nM1,2019-11-20,done,2019-10-30\n")
    assert (summary(city, 1)["overdue"], summary(city)["overdue"]) == (1, 0)
    write(city, LATER, extensions="milestone,decided_on,new_due\nM2,2019-11-01,2020-01-31\n")
    write(city, LATER, milestones="code,plan,agency,title,weight\nM1,KH1,STTTT,Mốc một đã sửa,9\n")
    write(city, LATER, milestones="code,plan,agency,title\nM3,KH1,STTTT,Mốc ba\n")
    then, now = summary(city, 1), summary(city)
    assert (then["registered"], then["extended_n"], now["registered"], now["extended_n"]) == (2, 0, 3, 1)
    known = facts(city)
    assert truth(known) == issuing.TRUE


def test_a_line_taken_back_after_the_issue_stays_in_the_issued_month(city):
    issue(city)
    with database.writing(city) as connection:
        line = connection.execute(select(StatusLine.id).order_by(StatusLine.id).limit(1)).scalar_one()
        taken = {"line_id": line, "recorded_at": database.instant(connection, LATER), "recorded_by": "a"}
        connection.execute(insert(Withdrawal), taken)
    known = facts(city)
    assert truth(known) == issuing.TRUE
    milestones = {row["code"]: row["percent"] for row in api.milestones(at(known))["rows"]}
    assert milestones["M1"] == 40
    live = Scope.on(date(2019, 11, 14), LATER)
    assert api.milestones(Reading(known, live))["rows"][0]["percent"] is None
    late = late_entries(known, month(2019, 11), None, standing(known, live))
    assert late[["entry", "milestone"]].values.tolist() == [["withdrawn", "M1"]]
    assert "Rút lại: Đang thực hiện" in late_table(late, known, VI)["state"]


def test_an_agency_renamed_after_the_issue_keeps_its_name_and_kind_in_the_issued_month(town):
    issue(town)
    write(town, LATER, agencies="code,name,kind\nSTTTT,Sở Khoa học và Công nghệ,ban\n")
    known = facts(town)
    assert at(known).facts.agencies[["name_vi", "kind"]].values.tolist() == [["Sở Thông tin và Truyền thông", "sở"]]
    assert known.agencies["name_vi"].item() == "Sở Khoa học và Công nghệ"
    assert truth(known) == issuing.TRUE


def truth(known, edition: int | None = None) -> str:
    return issuing.truth(at(known, edition), issuing.stored(known, issuing.issued(known.known, "2019-11", edition)))


def at(known, edition: int | None = None) -> Reading:
    return Reading.as_known(known, Scope.of(issuing.issued(known.known, "2019-11", edition)))


def test_issued_again_it_is_another_edition_that_says_what_differs_and_the_first_stays(town):
    first = issue(town)
    write(town, LATER, progress="milestone,reported_on,status,done_on\nM1,2019-11-20,done,2019-10-30\n")
    second = issue(town, now=LATER + timedelta(days=1), reason="Sở báo cáo muộn")
    assert (first["edition"], first["reason"], second["edition"], second["reason"]) == (1, None, 2, "Sở báo cáo muộn")
    assert first["numbers"] != second["numbers"]
    known = facts(town)
    assert all(truth(known, edition) == issuing.TRUE for edition in (1, 2))
    rows = [at(known, edition).total for edition in (1, 2)]
    table = issuing.differences(*rows, VI)
    said = {row[0]: row[1:] for row in table.texts(VI)}
    assert said[VI.terms.buckets["overdue"]] == ("1", "0")
    assert said[VI.terms.methods["on_time_rate"][0]] == ("0% (0/1)", "100% (1/1)")
    assert VI.terms.count_names["scope"] not in said
    assert [(edition.issued.edition, edition.reason, edition.by) for edition in issuing.archive(known)] == [
        (2, "Sở báo cáo muộn", CLERK.name),
        (1, "", CLERK.name),
    ]
    assert issuing.issued(known.known, "2019-11").edition == 2


def test_editions_that_say_the_same_have_no_differences():
    row = Reading(cases.facts([{"milestone": "m"}]), cases.scope("2019-11-14")).total
    assert not len(issuing.differences(row, dict(row), EN))  # undefined rates are equal too


@pytest.mark.parametrize("name", ["2019-12", "2020-01", "2199-12"])
def test_a_month_whose_last_day_is_not_over_is_refused(town, name):
    with refused("chưa hết ngày"):
        issue(town, name, now=datetime(2019, 12, 14, 23, 59, 59, tzinfo=HANOI))
    assert facts(town).issued.empty


def test_the_day_after_its_last_day_a_month_can_be_issued(town):
    row = issue(town, "2019-12", now=datetime(2019, 12, 15, tzinfo=HANOI))
    assert (row["as_of"], row["cutoff_day"]) == (date(2019, 12, 14), 14)


@pytest.mark.parametrize("name", ["2019-13", "2019-1", "11/2019", "", "2019-11-14", "0000-01"])
def test_what_is_no_month_is_refused(sqlite_engine, name):
    with refused():
        issue(sqlite_engine, name)


def test_a_month_without_milestones_is_refused(sqlite_engine):
    with refused("không có gì để phát hành"):
        issue(sqlite_engine)


def test_a_month_is_not_issued_again_without_a_reason(town):
    issue(town)
    for reason in (None, "", "  "):
        with refused("nêu lý do"):
            issue(town, reason=reason)
    assert len(facts(town).issued) == 1


def test_only_a_coordinator_may(town):
    with database.writing(town) as connection:
        for number, role in enumerate(Role, 1):
            connection.execute(insert(Account), {"id": number, "login": role, "name": role, "role": role})
    for number, role in enumerate(Role, 1):
        if role is Role.COORDINATOR:
            assert issuing.issue(town, Actor(number), "2019-11", 14, now=ISSUED)["recorded_by"] == "coordinator"
        else:
            with refused("không có quyền"):
                issuing.issue(town, Actor(number), "2019-10", 14, now=ISSUED)


def test_numbers_of_another_revision_are_not_stored(city):
    """Between the numbers and the issue somebody saves: the fingerprint would be that of other numbers."""
    revision = facts(city).revision
    write(city, ISSUED, progress="milestone,reported_on,status\nM1,2019-11-12,not_started\n")
    args = (city, CLERK, "2019-11", date(2019, 11, 14), 14, months.Numbers(1, "0" * 64, "{}"))
    assert months.issue(*args, revision, now=ISSUED) is None
    with database.reading(city) as connection:
        assert connection.execute(select(func.count()).select_from(IssuedMonth)).scalar_one() == 0
    assert months.issue(*args, revision + 1, now=ISSUED)["edition"] == 1
    known = facts(city)
    assert truth(known) == issuing.UNTRUE


def test_whoever_saves_in_between_is_in_the_numbers(town, monkeypatch):
    made, real = [], issuing.fingerprint

    def slow(*given):
        if not made:
            write(town, ISSUED, progress="milestone,reported_on,status,done_on\nM1,2019-11-12,done,2019-10-30\n")
        made.append(real(*given))
        return made[-1]

    monkeypatch.setattr(issuing, "fingerprint", slow)
    issue(town)
    assert len(made) == 2
    assert summary(town, 1)["overdue"] == 0
    known = facts(town)
    assert truth(known) == issuing.TRUE


def test_a_clock_that_stands_still_still_tells_before_from_after(city):
    """A demonstration: everything happens at one instant."""
    write(city, ISSUED, progress="milestone,reported_on,status,done_on\nM1,2019-11-12,done,2019-10-30\n")
    issue(city)
    write(city, ISSUED, progress="milestone,reported_on,status,percent\nM1,2019-11-13,in_progress,90\n")
    issue(city, reason="mở lại")
    write(city, ISSUED, progress="milestone,reported_on,status,percent\nM1,2019-11-14,cancelled,\n")
    assert [summary(city, edition)["done"] for edition in (1, 2)] == [1, 0]
    assert (summary(city, 2)["cancelled"], summary(city)["cancelled"]) == (0, 1)


def test_a_month_issued_again_keeps_the_cutoff_day_it_was_issued_under(town):
    issue(town)
    row = issuing.issue(town, CLERK, "2019-11", 0, now=LATER, reason="sửa")
    assert (row["as_of"], row["cutoff_day"]) == (date(2019, 11, 14), 14)


def test_a_file_cannot_say_that_a_line_was_recorded_before_the_issue(town):
    issue(town)
    line = "milestone,reported_on,status,done_on,recorded_at\nM1,2019-11-12,done,2019-10-30,{}\n"
    before = {"progress.csv": line.format("2019-11-12T09:00:00+07:00").encode()}
    found = load_bytes(town, before, now=LATER)
    assert [(f.rule, f.column, f.row) for f in found.errors] == [("E_DATE", "recorded_at", 2)]
    write(town, LATER, progress=line.format("2019-11-15T08:00:01+07:00"))
    assert (summary(town, 1)["done"], summary(town)["done"]) == (0, 1)


def test_history_loaded_for_the_first_time_after_an_issue_is_known_from_now_on(sqlite_engine):
    files = {name.removesuffix(".csv"): text for name, text in CITY.items()}
    progress = files.pop("progress")
    write(sqlite_engine, LOADED, **files)
    issue(sqlite_engine)
    write(sqlite_engine, LATER, progress=progress)
    known = facts(sqlite_engine)
    assert truth(known) == issuing.TRUE


# rules

NOVEMBER = Issued("2019-11", 1, date(2019, 11, 14), ISSUED, 14)
ROW = {
    "id": 1, "month": "2019-11", "edition": 1, "as_of": "2019-11-14", "known_at": ISSUED, "cutoff_day": 14,
    "numbers": "", "recorded_at": ISSUED, "recorded_by": "a",
}  # fmt: skip
M = {"milestone": "m", "due": "2019-10-31"}
DAYS = st.dates(date(2019, 9, 1), date(2019, 12, 31))
INSTANTS = st.datetimes(datetime(2019, 9, 1), datetime(2019, 12, 31)).map(lambda t: t.replace(tzinfo=HANOI))


HISTORIES = st.lists(
    st.tuples(
        st.lists(st.tuples(DAYS, st.sampled_from(["in_progress", "done", "cancelled"]), INSTANTS), max_size=6), DAYS
    ),
    min_size=4,
    max_size=8,
)


@settings(max_examples=6, deadline=None)
@given(HISTORIES)
def test_no_line_recorded_after_the_issue_moves_a_number_of_it(histories):
    lines, extensions = [], []
    for code, (reports, moved) in enumerate(histories):
        m = {"milestone": f"m{code}"}
        lines += [{**m, "reported_on": d, "status": s, "recorded_at": r} for d, s, r in reports]
        extensions += [{**m, "decided_on": moved, "new_due": "2020-01-31", "recorded_at": LATER}]
    milestones = [{**M, "milestone": row["milestone"]} for row in extensions]
    whole = cases.facts(milestones, lines, extensions)
    then = cases.facts(milestones, [line for line in lines if line["recorded_at"] <= ISSUED])
    scope = Scope.of(NOVEMBER)
    assert api.milestones(Reading(whole, scope)) == api.milestones(Reading(then, scope))
    assert api.monthly(Reading(whole, scope)) == api.monthly(Reading(then, scope))
    live, issued = standing(whole, Scope.on(date(2019, 11, 14), LATER)), standing(whole, scope)
    differing = pd.concat([live, issued]).drop_duplicates(keep=False)["milestone"]
    assert set(differing) <= set(entered_after(whole, NOVEMBER, None, live)["milestone"])


def late(lines=(), extensions=(), milestones=(M,), known_at=None) -> pd.DataFrame:
    known = cases.facts(milestones, lines, extensions, issued=[ROW])
    at = Scope.on(date(2019, 12, 31), datetime(2100, 1, 1, tzinfo=HANOI))
    return late_entries(known, month(2019, 11), known_at, standing(known, at))


def test_late_entries_are_what_is_recorded_after_the_issue_of_its_day_and_before():
    def entry(reported_on: str, recorded_at: datetime) -> dict:
        return {"milestone": "m", "reported_on": reported_on, "status": "in_progress", "recorded_at": recorded_at}

    tick = timedelta(microseconds=1)
    lines = [
        entry("2019-11-13", ISSUED),  # in the numbers, though after the day had closed
        entry("2019-11-14", ISSUED + tick),
        entry("2019-03-01", LATER),  # of a month long before
        entry("2019-11-15", LATER),  # of the next month
    ]
    assert late(lines)["reported_on"].dt.strftime("%d/%m").tolist() == ["14/11", "01/03"]
    assert late(lines, known_at=ISSUED + tick)["reported_on"].dt.strftime("%d/%m").tolist() == ["14/11"]


def test_late_extensions_and_corrections_are_late_entries_too():
    moved = {"milestone": "m", "decided_on": "2019-11-10", "new_due": "2020-01-31", "decision": "7/QĐ"}
    found = late(
        extensions=[{**moved, "recorded_at": LATER}, {**moved, "decided_on": "2019-11-20", "recorded_at": LATER}],
        milestones=[
            M,
            {"milestone": "n", "recorded_at": LATER},
            {"milestone": "o", "added_on": "2019-11-20", "recorded_at": LATER},
        ],
    )
    assert found[["entry", "milestone", "decision"]].fillna("").values.tolist() == [
        ["extension", "m", "7/QĐ"], ["milestone", "n", ""],
    ]  # fmt: skip
    table = late_table(found, cases.facts([M]), VI)
    assert table["state"] == ("Gia hạn đến 31/01/2020", "Sửa nội dung mốc")


def test_a_line_entered_late_and_taken_back_is_no_late_entry():
    line = {"milestone": "m", "reported_on": "2019-11-10", "status": "in_progress", "recorded_at": LATER}
    assert late([{**line, "withdrawn_at": LATER + timedelta(hours=1)}]).empty


def test_the_last_issued_month_is_what_a_day_is_compared_with():
    october = replace(NOVEMBER, month="2019-10", as_of=date(2019, 10, 14))
    known = (october, NOVEMBER, replace(NOVEMBER, edition=2, known_at=LATER))
    scope = cases.scope("2019-12-12")
    assert last_issued(known, scope).edition == 2
    assert compared_day((), scope, known) == date(2019, 11, 14)
    assert compared_day(["2019-10-01"], scope, known) == date(2019, 10, 1)
    assert compared_day((), cases.scope("2019-11-14"), known) == date(2019, 10, 14)
    assert last_issued(known, cases.scope("2019-12-12", known_at=ISSUED)).edition == 1
    assert compared_day((), cases.scope("2019-10-01"), known) == compared_day((), cases.scope("2019-10-01"))


def test_the_last_closed_period_is_the_last_that_has_ended():
    assert issuing.named("0001-01", 14).name == "0001-01"
    closed = [issuing.last_closed(date(2019, 11, day), 14).name for day in (13, 14, 15)]
    assert closed == ["2019-10", "2019-11", "2019-11"]


def test_the_check_list_counts_what_is_open():
    known = cases.facts(
        [M, {"milestone": "n", "agency": "B"}],
        [{"milestone": "m", "reported_on": "2019-11-10", "status": "in_progress"},
         {"milestone": "m", "reported_on": "2019-10-10", "status": "in_progress", "recorded_at": LATER}],
        requests=[{"request": 1, "milestone": "m"}, {"request": 2, "milestone": "m", "answered_at": LATER}],
    )  # fmt: skip
    scope = Scope.on(date(2019, 11, 14), LATER)
    found = {check.name: (check.found, check.about) for check in issuing.checks(Reading(known, scope), ["xấu"])}
    assert found == {
        "buckets": (0, ()), "database": (1, ("xấu",)), "silent": (1, ("B",)), "requests": (1, ()),
        "late": (1, ("2019-10",)), "unissued": (1, ("2019-10",)),
    }  # fmt: skip
    assert list(found) == list(issuing.CHECKS) == list(VI.issued.issue_check_words)


@pytest.mark.parametrize(("issued", "missing"), [("2019-08", ("2019-09", "2019-10")), ("2019-10", ())])
def test_the_check_list_names_the_months_left_out(issued, missing):
    known = cases.facts([M], issued=[{**ROW, "month": issued}])
    assert issuing.checks(Reading(known, Scope.on(date(2019, 11, 14), LATER)), [])[-1].about == missing


def test_what_differs_between_two_editions_is_listed_by_milestone_too():
    line = {
        "milestone": "m",
        "reported_on": "2019-11-20",
        "status": "done",
        "done_on": "2019-10-30",
        "recorded_at": LATER,
    }
    known = cases.facts([M], [line])
    first, second = (Reading(known, Scope.of(replace(NOVEMBER, known_at=at))) for at in (ISSUED, LATER))
    assert issuing.changed(first, second)["change"].tolist() == ["done"]


def test_an_earlier_day_of_an_issued_month_is_as_known_at_its_issue():
    assert earlier(Scope.of(NOVEMBER), date(2019, 10, 14)).known_at == ISSUED


# the screens


def test_a_screen_shows_the_issued_month_until_another_day_is_chosen(town, monkeypatch):
    issue(town)
    write(town, LATER, progress="milestone,reported_on,status,done_on\nM1,2019-11-20,done,2019-10-30\n")
    monkeypatch.setenv("PROGRESS_NOW", LATER.isoformat())
    app = page(str(town.url), monkeypatch, month="2019-11")
    assert "Số liệu đã phát hành kỳ 2019-11, lần 1, chốt 14/11/2019" in app.markdown[0].value
    assert dict(app.query_params) == {"as_of": "2019-11-14", "month": "2019-11", "edition": "1"}
    overdue = {metric.label: metric.value for metric in app.metric}[VI.columns.overdue_n]
    app.date_input(key="filter_as_of").set_value(date(2019, 11, 15)).run()
    assert dict(app.query_params) == {"as_of": "2019-11-15"}
    metrics = {metric.label: (metric.value, metric.delta) for metric in app.metric}
    assert (overdue, metrics[VI.columns.overdue_n][0], metrics[VI.overview.due_soon_n]) == ("1", "0", ("1", ""))
    app.selectbox(key="filter_month").select(("2019-11", 1)).run()
    assert dict(app.query_params) == {"as_of": "2019-11-14", "month": "2019-11", "edition": "1"}
    app.button(key="live").click().run()
    assert dict(app.query_params) == {"as_of": "2019-11-14"}
    assert VI.issued.apart[:12] in " ".join(element.proto.label for element in app.get("page_link"))


def test_the_rates_say_what_moved_since_the_last_issued_month(town, monkeypatch):
    issue(town)
    write(town, LATER, progress="milestone,reported_on,status,done_on\nM1,2019-11-18,done,2019-11-18\n")
    monkeypatch.setenv("PROGRESS_NOW", LATER.isoformat())
    app = page(str(town.url), monkeypatch)
    metrics = {metric.label: (metric.value, metric.delta) for metric in app.metric}
    assert (metrics[VI.terms.done], metrics[VI.columns.overdue_n]) == (("50,0%", "+50,0 điểm"), ("0", "-1"))


# the command line


def test_the_command_issues_a_month_and_answers_for_it_ever_after(command, tmp_path):  # noqa: F811
    for name, text in CITY.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    then = {"PROGRESS_NOW": ISSUED.isoformat()}
    assert command("import", *(tmp_path / name for name in CITY), PROGRESS_NOW=LOADED.isoformat()).returncode == 0
    made = command("issue", "2019-11", "--by", "A", **then)
    assert (made.returncode, '"edition": 1' in made.stdout, "lần 1" in made.stderr) == (0, True, True)
    before = command.answer("summary", "--month", "2019-11", **then)
    assert (before["as_of"], before["groups"][0]["overdue"]) == ("2019-11-14", 1)
    (tmp_path / "progress.csv").write_text("milestone,reported_on,status,done_on\nM1,2019-11-20,done,2019-10-30\n")
    now = {"PROGRESS_NOW": LATER.isoformat()}
    assert command("import", tmp_path / "progress.csv", **now).returncode == 0
    for asked in ("summary", "series", "milestones"):
        named = command(asked, "--month", "2019-11", "--edition", 1, **then)
        assert command(asked, "--month", "2019-11", **now).stdout == named.stdout
    assert command.answer("summary", "--month", "2019-11", **now) == before
    assert command.answer("summary", "--as-of", "2019-11-14", **now)["groups"][0]["overdue"] == 0
    refused = command("issue", "2019-11", "--by", "A", **now)
    assert (refused.returncode, refused.stdout, "nêu lý do" in refused.stderr) == (1, "", True)
    assert command("issue", "2019-12", "--by", "A", **now).returncode == 1
    assert command("issue", "2019-11", **now).returncode == 2  # by whom?
    again = command("issue", "2019-11", "--by", "A", "--reason", "Sở báo cáo muộn", **now)
    assert (again.returncode, '"edition": 2' in again.stdout) == (0, True)
    assert command.answer("summary", "--month", "2019-11", "--edition", "1", **now) == before
    assert command("summary", "--month", "2019-11", "--edition", "3", **now).returncode == 1
    assert command("summary", "--month", "2018-01", **now).returncode == 1
    assert command("summary", "--month", "2019-11", "--as-of", "2019-11-14", **now).returncode == 2
