"""What the screens show is what the rules say; links and mistakes in them."""

import asyncio
import gc
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from weakref import ref

import pytest
import streamlit as st
from starlette.requests import HTTPConnection
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from models.changes import meetings
from models.changes.demonstration import TODAY
from models.people.rights import Operator
from pages.door import guard
from pages.door.signin import COOKIE
from pages.shared import view
from progress.month import issuing
from progress.numbers import api, rules
from progress.numbers.facts import Facts
from progress.numbers.reading import Reading
from progress.numbers.rules import completion, reporting, standing
from progress.numbers.scope import Scope
from progress.numbers.two_days import changes, decided, earlier, late_entries, period_before
from progress.say.languages import EN, VI

FRAME = str(Path(__file__).parents[2] / "pages" / "frame.py")


@pytest.fixture
def shown(demonstration_url) -> str:
    return demonstration_url


def page(url: str, monkeypatch, screen: str = "", token: str | None = None, **query) -> AppTest:
    """screen: its path in the address; token: of a session (`accounts.sign_in`), as the browser of a signed-in person would
    send it."""
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr(type(st.context), "cookies", {COOKIE: token} if token else {})
    app = AppTest.from_file(FRAME, default_timeout=30)
    app._bidi_component_manager = BidiComponentManager()  # none of another package: it would read about each of them
    for name, value in query.items():
        app.query_params[name] = value
    if screen:  # `switch_page` knows only screens that are files of their own
        app._page_hash = calc_hash(screen)
    app.run()
    assert not app.exception, app.exception
    return app


SCOPES = [
    {},
    {"as_of": "2019-11-14"},
    {"as_of": "2016-12-31"},
    {"as_of": "2019-12-12", "agency": "STTTT"},
    {"as_of": "2019-10-31", "plan": "KH70"},
    {"as_of": "2019-12-01", "year": "2019", "kind": "sở"},
    {"as_of": "2018-06-30", "year": "none"},
    {"as_of": "2019-12-12", "basis": "document"},
    {"as_of": "2014-01-01"},
]


def headline(known: Facts, scope: Scope, words=VI) -> dict[str, str]:
    """The five numbers of the overview, as a person reads them."""
    row = api.summary(Reading(known, scope.only(known_at=TODAY)))["groups"][0]
    return {
        words.terms.done: words.percent(row["pct_done_count"]),
        words.overview.due_done: words.percent(row["due_completion"]),
        words.overview.on_time: words.percent(row["on_time_rate"]),
        words.columns.overdue_n: words.integer(row["overdue"]),
        words.overview.due_soon_n: words.integer(row["due_soon"]),
    }


@pytest.mark.parametrize(
    ("query", "words"), [*((query, VI) for query in SCOPES), *((query, EN) for query in SCOPES[::4])],
    ids=lambda given: getattr(given, "lang", str(given)),
)  # fmt: skip
def test_the_overview_shows_the_numbers_of_summary(shown, demonstrated, monkeypatch, query, words):
    app = page(shown, monkeypatch, **query, lang=words.lang)
    known = demonstrated
    asked = {name: [value] for name, value in query.items()}
    scope = Scope.from_query(asked, TODAY, known.known, 14)
    assert {metric.label: metric.value for metric in app.metric} == headline(known, scope, words)
    row = api.summary(Reading(known, scope.only(known_at=TODAY)))["groups"][0]
    fractions = " ".join(caption.value for caption in app.caption)
    for part, whole in (("done", "scope"), ("due_done_n", "due_n"), ("on_time_n", "with_outcome")):
        assert words.count(row[part], row[whole]) in fractions


def test_the_overview_counts_each_of_its_days_once_and_drawn_again_none(demonstration_url, monkeypatch, tmp_path):
    url = f"sqlite:///{shutil.copy(demonstration_url.removeprefix('sqlite:///'), tmp_path)}"  # nobody has looked at it
    issuing.issue(view.store(url), Operator("x"), "2019-11", 14, now=TODAY)
    asked, real = [], rules.standings
    monkeypatch.setattr(rules, "standings", lambda facts, scopes: asked.extend(scopes) or real(facts, scopes))
    page(url, monkeypatch)
    assert [scope.as_of for scope in asked] == [TODAY.date(), date(2019, 11, 14)]  # the last issued month beside it
    page(url, monkeypatch)
    assert len(asked) == 2


def test_no_reading_outlives_the_facts_it_is_of(demonstration_url, monkeypatch, tmp_path):
    url = f"sqlite:///{shutil.copy(demonstration_url.removeprefix('sqlite:///'), tmp_path)}"
    page(url, monkeypatch)
    before = ref(view._reading(url, 0, Scope.on(TODAY.date(), TODAY), view.current_facts(url)))
    meetings.review(view.store(url), Operator("x"), "STTTT", "2019-11", True, now=TODAY)
    page(url, monkeypatch)
    gc.collect()
    assert before() is None


@pytest.mark.parametrize(("screen", "query"), [("agency", {"agency": "STTTT"}), ("plan", {"plan": "KH112"})])
def test_the_numbers_of_one_are_those_of_the_overview_filtered_to_it(shown, monkeypatch, screen, query):
    overview = page(shown, monkeypatch, as_of="2019-11-14", **query)
    one = page(shown, monkeypatch, screen, as_of="2019-11-14", **query)
    assert len(one.subheader) == 1  # the one's own screen, not the choice of one
    assert [m.value for m in one.metric] == [m.value for m in overview.metric]


@pytest.mark.parametrize(
    ("query", "since"),
    [
        ({"as_of": "2019-12-12", "since": "2018-12-31"}, date(2018, 12, 31)),
        ({"as_of": "2019-11-14"}, date(2019, 10, 14)),
        ({"as_of": "2018-06-30", "agency": "STTTT"}, date(2018, 5, 31)),
        ({"as_of": "2019-12-12", "since": "2019-02-30"}, date(2019, 11, 14)),  # no day falls back
        ({"as_of": "2019-12-12", "since": "0001-01-01"}, date(1, 1, 1)),
        ({"as_of": "0001-01-01"}, date(1, 1, 1)),
    ],
    ids=str,
)
def test_the_counts_of_the_review_are_those_of_the_rules(shown, demonstrated, monkeypatch, query, since):
    app = page(shown, monkeypatch, "review", **query)
    known = demonstrated
    at = Scope.from_query({name: [value] for name, value in query.items()}, TODAY, known.known, 14)
    after = standing(known, at)
    changed = changes(standing(known, earlier(at, since)), after, decided(known, since, at))
    row = completion(after).iloc[0]
    late = late_entries(known, period_before(at), None, after)
    silent = (~reporting(after)["reported"]).sum()
    found = [row["overdue"], row["due_soon"], len(changed), row["frozen_n"], row["no_document_n"], len(late), silent]
    headings = [heading.value for heading in app.subheader]
    assert [int(heading[heading.rindex("(") + 1 : -1]) for heading in headings] == found
    assert headings[2].startswith(VI.review.changed.format(since=VI.day(since)))
    assert [text.value for text in app.text].count(VI.review.none) == found.count(0)


@pytest.mark.parametrize("as_of", ["0001-01-01", "0001-01-20"])
def test_history_is_shown_on_the_calendars_first_days(shown, monkeypatch, as_of):
    page(shown, monkeypatch, "history", as_of=as_of)


def test_an_unknown_milestone_shows_the_list(shown, monkeypatch):
    app = page(shown, monkeypatch, "milestone", as_of="2019-11-14", milestone="NOBODY", bucket="overdue")
    assert app.text[0].value == f"5 mốc: {VI.terms.buckets['overdue']}"


def test_a_search_that_finds_nothing_says_what_to_do(shown, monkeypatch):
    app = page(shown, monkeypatch, "milestone", as_of="2019-11-14", q="*không có*")
    assert app.text[0].value == "0 mốc: Mọi tình trạng · “*không có*”"
    assert [info.value for info in app.info] == [VI.lists.none_found]


def test_the_line_on_top_says_the_day_the_period_and_who_has_reported(shown, monkeypatch):
    app = page(shown, monkeypatch, as_of="2019-11-14")
    assert (
        "Tính đến hết ngày 14/11/2019** · kỳ 15/10/2019-14/11/2019 · 22/24 cơ quan đã báo cáo" in app.markdown[0].value
    )


def test_a_live_day_says_that_it_is_not_over(shown, monkeypatch):
    assert "12/12/2019 (đang trong ngày)" in page(shown, monkeypatch).markdown[0].value


@pytest.mark.parametrize(
    "query",
    [
        {"as_of": "yesterday"},
        {"as_of": "2019-02-30"},
        {"as_of": "9999-12-31"},
        {"as_of": "2019-12-12", "agency": "<b>NOBODY"},
        {"as_of": "2019-12-12", "year": "1e9"},
        {"as_of": "2019-12-12", "year": "٢٠١٩"},
        {"as_of": "2019-12-12", "plan": "'; DROP TABLE plan"},
        {"as_of": "2019-12-12", "lang": "fr"},
        {"as_of": "2019-12-12", "month": "2019-99", "bucket": "nonsense"},
    ],
    ids=str,
)
def test_a_bad_value_in_a_link_falls_back(shown, demonstrated, monkeypatch, query):
    app = page(shown, monkeypatch, **query)
    whole = headline(demonstrated, Scope.on(TODAY.date(), TODAY))
    assert {metric.label: metric.value for metric in app.metric} == whole
    assert app.query_params["as_of"] == "2019-12-12"


def test_a_day_to_come_is_said_in_one_line_and_shows_today(shown, monkeypatch):
    app = page(shown, monkeypatch, as_of="2019-12-13")
    assert [info.value for info in app.info] == [VI.frame.to_come.format(day="13/12/2019")]
    assert app.query_params["as_of"] == "2019-12-12"
    assert not app.run().info  # the address names today by now
    assert not page(shown, monkeypatch, as_of="2019-12-12").info


@pytest.mark.parametrize("now", ["2001-02-28T09:00:00+07:00", "2099-12-31T09:00:00+07:00"])
def test_a_now_decades_away_from_the_real_one_shows_its_own_day(shown, monkeypatch, now):
    monkeypatch.setenv("PROGRESS_NOW", now)
    app = page(shown, monkeypatch)
    assert str(app.date_input(key="filter_as_of").value) == now[:10]


def test_a_filter_is_written_into_the_url_and_moves_the_numbers(shown, monkeypatch):
    app = page(shown, monkeypatch)
    before = [m.value for m in app.metric]
    app.multiselect(key="filter_agency").select("STTTT").run()
    assert app.query_params["agency"] == "STTTT"
    assert [m.value for m in app.metric] != before
    app.button(key="clear").click().run()
    assert "agency" not in app.query_params
    assert [m.value for m in app.metric] == before


def test_the_day_moves_every_number_and_can_be_taken_back(shown, monkeypatch):
    app = page(shown, monkeypatch)
    before = [m.value for m in app.metric]
    app.date_input(key="filter_as_of").set_value(date(2017, 6, 30)).run()
    assert app.query_params["as_of"] == "2017-06-30"
    assert [m.value for m in app.metric] != before
    app.button(key="back_to_today").click().run()
    assert [m.value for m in app.metric] == before


def test_an_empty_scope_says_so(shown, monkeypatch):
    app = page(shown, monkeypatch, as_of="2019-12-12", agency="STTTT", plan="KH131", year="2015")
    assert VI.lists.nothing_here in [info.value for info in app.info]


def test_the_method_works_every_rate_through(demonstrated):
    from pages import method  # noqa: F401  the screen exists
    from progress.show.definitions import PARTS, worked

    known = demonstrated
    row = api.summary(Reading(known, Scope.on(date(2019, 11, 14), TODAY)))["groups"][0]
    table = worked(row, VI)
    assert len(table) == len(PARTS) == len(VI.terms.methods) == len(EN.terms.methods)
    assert f"{row['done']}/{row['scope']} = {VI.percent(row['pct_done_count'])}" in table["worked"]


def test_the_method_names_every_bucket_with_its_number(demonstrated):
    from progress.show.definitions import counted

    known = demonstrated
    row = api.summary(Reading(known, Scope.on(date(2019, 11, 14), TODAY)))["groups"][0]
    for words in (VI, EN):
        table = counted(row, words)
        numbers = dict(table.only("quantity", "worked").texts(words))
        for key, name in words.terms.buckets.items():
            assert numbers[name] == words.integer(row[key])


def test_an_empty_database_shows_the_first_steps(sqlite_url, monkeypatch):
    app = page(sqlite_url, monkeypatch)
    assert app.title[0].value == VI.start.welcome
    assert "python manage.py demo" in [code.value for code in app.code]


def test_a_database_that_cannot_be_opened_is_one_sentence(monkeypatch):
    app = page("sqlite:////no/such/folder/x.db", monkeypatch)
    assert "Không mở được cơ sở dữ liệu" in app.error[0].value


def test_a_line_recorded_in_the_future_is_not_known_yet(shown, demonstrated, monkeypatch):
    """The clock may be set back (PROGRESS_NOW): what was recorded after it has not happened yet."""
    monkeypatch.setenv("PROGRESS_NOW", "2017-06-30T12:00:00+07:00")
    app = page(shown, monkeypatch)
    known = demonstrated
    now = datetime.fromisoformat("2017-06-30T12:00:00+07:00")
    row = api.summary(Reading(known, Scope.on(date(2017, 6, 30), now, known_at=now)))["groups"][0]
    assert app.metric[0].value == VI.percent(row["pct_done_count"])


def heard(*said: BackMsg) -> list[BackMsg]:
    """What of the messages of a tab gets as far as its page; the last is always one that does."""
    messages = iter([*said, BackMsg(stop_script=True)])

    async def receive() -> dict:
        return {"type": "websocket.receive", "bytes": next(messages).SerializeToString()}

    async def all_of_them() -> list[BackMsg]:
        tab, found = guard._watched(HTTPConnection({"type": "websocket", "headers": []}), receive), []
        while not found or not found[-1].stop_script:
            found.append(BackMsg.FromString((await tab())["bytes"]))
        return found[:-1]

    with ThreadPoolExecutor() as apart:  # a browser test before this one may have left its loop in this thread
        return apart.submit(asyncio.run, all_of_them()).result()


def test_no_visitor_empties_what_is_kept_for_everybody():
    assert heard(BackMsg(clear_cache=True)) == []


def test_what_a_clock_in_a_page_sends_goes_on_once_after_something_was_filled_in_and_no_more_since():
    def sent(cell: str, by_clock: bool = True) -> BackMsg:
        message = BackMsg()
        message.rerun_script.is_auto_rerun = by_clock
        message.rerun_script.widget_states.widgets.add(id="grid", string_value=cell)
        return message

    drawn, typing, paused = sent("", by_clock=False), sent("1"), sent("2")
    assert heard(drawn, sent(""), typing, paused, paused, paused) == [drawn, paused]
