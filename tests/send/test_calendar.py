"""Deadlines as a calendar: read back by another program's reader; a secret address that can be taken away."""

from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import insert, select, update
from starlette.requests import Request

from models.people.accounts import Person
from models.people.calendar_keys import end_feed, has_feed, new_feed, person_of_feed
from models.people.rights import Actor
from models.store.database import reading, writing
from models.store.tables import Account, Amendment, Session
from pages.door.api import ROUTES, deadlines
from progress.numbers.periods import start_of
from progress.numbers.rules import standing
from progress.numbers.scope import Scope
from progress.say.languages import EN, VI
from progress.send.calendar import address, calendar
from tests.cases import facts
from tests.changes import test_reports
from tests.changes.test_reports import COORDINATOR, DIRECTOR, NOW, OTHER, VIEWER
from tests.refusals import refused

city = test_reports.city
BASE = "https://tiendo.example.vn"


def milestone(code: str = "m", due: str | None = "2019-12-31", **more) -> dict:
    return {"milestone": code, "due": due, "title_vi": "Việc", **more}


def made(*given, lines=(), extensions=(), day="2019-12-12", words=VI, agency: str | None = "A", agencies=()) -> bytes:
    known, now = facts(given, lines, extensions, agencies), start_of(date.fromisoformat(day)) + timedelta(hours=9)
    return calendar(standing(known, Scope.on(date.fromisoformat(day), now)), known, agency, words, now, BASE)


def events(*given, **more) -> list:
    return Calendar.from_ical(made(*given, **more)).walk("VEVENT")


def test_a_deadline_is_an_all_day_event_on_its_day_with_its_particulars():
    (event,) = events(
        milestone("KH70-03", title_vi="Cổng dữ liệu"), agencies=[{"agency": "A", "name_vi": "Sở Tài chính"}]
    )
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2019, 12, 31), date(2020, 1, 1))
    assert (event["summary"], event["uid"], event["sequence"]) == ("Cổng dữ liệu", "KH70-03@tien-do", 0)
    assert event["url"] == f"{BASE}/milestone?milestone=KH70-03"
    assert event["description"].splitlines() == [
        "Cơ quan chủ trì: Sở Tài chính", "Kế hoạch: P", "Mã: KH70-03", f"{VI.columns.state}: {VI.terms.buckets['not_started_not_due']}",
    ]  # fmt: skip


def test_only_what_is_open_and_has_a_deadline_is_there():
    lines = [{"milestone": code, "reported_on": "2019-11-01", "status": status} for code, status in
             (("b", "done"), ("c", "cancelled"), ("d", "suspended"), ("e", "in_progress"))]  # fmt: skip
    found = events(*(milestone(code) for code in "abcde"), milestone("f", None), lines=lines)
    assert [event["uid"] for event in found] == ["a@tien-do", "e@tien-do"]


def test_an_extension_moves_the_event_and_its_sequence_but_not_its_uid():
    moved = {"milestone": "m", "decided_on": "2019-12-01", "new_due": "2020-03-31"}
    (before,), (after,) = events(milestone()), events(milestone(), extensions=[moved])
    assert before["uid"] == after["uid"] and (before["sequence"], after["sequence"]) == (0, 1)
    assert after.decoded("dtstart") == date(2020, 3, 31) and "31/12/2019" in after["description"]


def test_alarms_sound_at_eight_a_week_before_the_day_before_and_on_the_day():
    (event,) = events(milestone())
    begin = datetime(2019, 12, 31)
    sounds = [begin + alarm.decoded("trigger") for alarm in event.walk("VALARM")]
    assert sounds == [datetime(2019, 12, 24, 8), datetime(2019, 12, 30, 8), datetime(2019, 12, 31, 8)]


def test_what_is_overdue_stays_on_its_day_says_so_and_is_silent():
    (event,) = events(milestone(due="2019-12-11"))
    assert event["summary"] == "QUÁ HẠN: Việc" and event.decoded("dtstart") == date(2019, 12, 11)
    assert event.walk("VALARM") == []
    (today,) = events(milestone(due="2019-12-12"))
    assert today["summary"] == "Việc"  # the day is not over


@pytest.mark.parametrize(
    "title", [r"a\b;c,d:e", "dòng một\ndòng hai", "BEGIN:VEVENT", '"x"', "ữ" * 200, "a" * 74 + "ữ"]
)
def test_any_title_is_read_back_as_it_was(title):
    data = made(milestone(title_vi=title))
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    assert event["summary"] == title
    assert data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 and line.decode() is not None for line in data.split(b"\r\n"))


def test_the_calendar_is_named_after_its_agency_and_says_what_is_made_up():
    whole = Calendar.from_ical(made(milestone(basis="illustrative"), words=EN, agency=None))
    assert whole["x-wr-calname"] == "Deadlines of the city" and whole["x-wr-caldesc"] == EN.terms.illustrative
    assert EN.terms.illustrative in whole.walk("VEVENT")[0]["description"]
    assert Calendar.from_ical(made(milestone()))["x-wr-calname"] == "Hạn các mốc của A"
    assert VI.terms.illustrative not in made(milestone()).decode()


def test_the_lines_are_those_of_the_standard():
    """To the letter: the library that writes them is the one the other tests read them with."""
    lines = made(milestone(title_vi="a, b; c")).decode().split("\r\n")
    head, event, alarm = (lines.index(f"BEGIN:{name}") for name in ("VCALENDAR", "VEVENT", "VALARM"))
    assert lines[head + 1 : event] == [
        "VERSION:2.0", "PRODID:-//Tien do//Tien do//VI", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        "X-WR-CALNAME:Hạn các mốc của A", "X-PUBLISHED-TTL:PT6H", "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]  # fmt: skip
    assert lines[event + 1 : event + 7] == [
        "UID:m@tien-do", "SEQUENCE:0", "DTSTAMP:20191212T020000Z", "DTSTART;VALUE=DATE:20191231",
        "DTEND;VALUE=DATE:20200101", "SUMMARY:a\\, b\\; c",
    ]  # fmt: skip
    assert lines[alarm - 1 : alarm + 5] == [
        "TRANSP:TRANSPARENT", "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P6DT16H", "DESCRIPTION:a\\, b\\; c", "END:VALARM",
    ]  # fmt: skip


def test_a_city_without_deadlines_is_an_empty_calendar():
    assert events() == []


# The secret ----------------------------------------------------------------------------------------------------------------


def test_only_the_hash_of_a_secret_is_kept_and_it_opens_its_owners_calendar(city):
    token = new_feed(city, DIRECTOR, now=NOW)
    with reading(city) as connection:
        key = connection.execute(select(Account.calendar_key).where(Account.id == 1)).scalar_one()
        trail = connection.execute(select(Amendment.before, Amendment.after)).all()
    assert token not in key and all(token not in str(row) and key not in str(row) for row in trail) and len(trail) == 1
    found = person_of_feed(city, token)
    assert isinstance(found, Person) and (found.login, found.agency, found.session_id) == ("director", "A", None)
    assert address(BASE, token) == f"{BASE}/lich.ics?token={token}"


def test_a_new_secret_ends_the_one_before_and_it_can_be_taken_away(city):
    first = new_feed(city, DIRECTOR, now=NOW)
    second = new_feed(city, DIRECTOR, now=NOW)
    assert person_of_feed(city, first) is None and person_of_feed(city, second) and has_feed(city, DIRECTOR)
    end_feed(city, DIRECTOR, now=NOW)
    end_feed(city, DIRECTOR, now=NOW)
    assert person_of_feed(city, second) is None and not has_feed(city, DIRECTOR)


@pytest.mark.parametrize("token", ["", "x", "%00", "ữ", "a" * 10_000])
def test_a_guess_opens_nothing(city, token):
    assert person_of_feed(city, token) is None


def test_a_closed_account_has_no_calendar_and_makes_none(city):
    token = new_feed(city, OTHER, now=NOW)
    with writing(city) as connection:
        connection.execute(update(Account).where(Account.id == 3).values(disabled=True))
    assert person_of_feed(city, token) is None
    with refused():
        new_feed(city, OTHER, now=NOW)


def test_an_ended_session_makes_no_calendar(city):
    with writing(city) as connection:
        row = {"account_id": 1, "token_hash": "h", "started_at": NOW, "seen_at": NOW, "ended_at": NOW}
        connection.execute(insert(Session), row)
    with refused():
        new_feed(city, Actor(1, 1), now=NOW)
    assert not has_feed(city, DIRECTOR)


@pytest.fixture
def fetched(city, monkeypatch):
    """fetched(token) -> (status, uids) of the address, with reading closed to the public."""
    monkeypatch.setenv("DATABASE_URL", city.url.render_as_string(hide_password=False))
    monkeypatch.setenv("PROGRESS_NOW", NOW.isoformat())
    monkeypatch.setenv("PUBLIC_READ", "0")

    def fetch(token: str, lang: str = "vi"):
        query = f"token={token}&lang={lang}".encode()
        answer = deadlines(Request({"type": "http", "method": "GET", "query_string": query, "headers": []}))
        if answer.status_code != 200:
            return answer.status_code, None
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        found = Calendar.from_ical(answer.body)
        return found["x-wr-calname"], [event["uid"] for event in found.walk("VEVENT")]

    assert any(route.path == "/lich.ics" and route.endpoint is deadlines for route in ROUTES)
    return fetch


def test_a_director_reads_his_agencys_deadlines_and_the_others_the_citys(city, fetched):
    tokens = {who: new_feed(city, who, now=NOW) for who in (DIRECTOR, COORDINATOR, VIEWER)}
    assert fetched(tokens[DIRECTOR]) == ("Hạn các mốc của Sở A", ["M1@tien-do", "M2@tien-do"])
    everything = ["M1@tien-do", "M2@tien-do", "N@tien-do"]
    assert fetched(tokens[COORDINATOR]) == ("Hạn các mốc của thành phố", everything)
    assert fetched(tokens[VIEWER], "en") == ("Deadlines of the city", everything)


def test_without_its_secret_the_address_is_not_there(city, fetched):
    token = new_feed(city, DIRECTOR, now=NOW)
    assert fetched(token[:-1])[0] == 404 and fetched("")[0] == 404
    with writing(city) as connection:
        connection.execute(update(Account).where(Account.id == 1).values(disabled=True))
    assert fetched(token)[0] == 404
