"""Plain HTTP beside the screens: health, the numbers as JSON and CSV; and what is said of an error."""

import logging
import secrets
from collections.abc import Callable
from datetime import date, datetime

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from models.files.cells import FIRST_YEAR, LAST_YEAR
from models.people.calendar_keys import person_of_feed
from models.store.clock import instant, today
from models.store.database import Refused
from models.store.settings import Settings, settings
from pages.shared.view import clock, current_facts, say, store, words_of
from progress.month import issuing
from progress.numbers import api
from progress.numbers.facts import Facts, current_revision
from progress.numbers.reading import Reading
from progress.numbers.scope import GROUPINGS, Scope
from progress.say.languages import EN, LANGUAGES, in_every_language
from progress.send.calendar import calendar

log = logging.getLogger("tien_do")


def healthz(_request: Request) -> Response:
    """200 while the database answers."""
    try:
        current_revision(store(settings().database_url))
    except Exception:  # whatever it is, a balancer must hear "no"
        log.exception("healthz")
        return PlainTextResponse("database", 503)
    return PlainTextResponse("ok")


def summary(request: Request) -> Response:
    return _grouped(request, api.summary)


def series(request: Request) -> Response:
    return _grouped(request, api.monthly)


def milestones(request: Request) -> Response:
    return _answered(request, api.milestones, api.as_csv, "text/csv; charset=utf-8")


def deadlines(request: Request) -> Response:
    """A person's calendar; the secret in the address is all that is asked for, whoever may read the screens."""
    setting = settings()
    person = person_of_feed(store(setting.database_url), request.query_params.get("token", ""))
    if person is None:
        return PlainTextResponse("404", 404)
    facts = current_facts(setting.database_url)
    now = setting.now(facts.settings, clock)
    agencies = (person.agency,) if person.agency else ()
    scope = Scope.on(today(now), now, agencies=agencies, cutoff=setting.cutoff_day)
    words = words_of(request.query_params.get("lang"))
    made = calendar(Reading(facts, scope).standing, facts, person.agency, words, now, setting.base_url)
    return Response(made, media_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private, no-store"})


def _grouped(request: Request, answer) -> Response:
    by = request.query_params.get("by", "total")
    if by not in GROUPINGS:
        return JSONResponse({"error": f"by: {', '.join(GROUPINGS)}"}, 400)
    return _answered(request, lambda reading: answer(reading, by))


def _answered(request: Request, answer, form=api.as_json, media_type="application/json") -> Response:
    """The answer for the scope that the parameters name; a parameter that cannot be read is named in a 400."""
    setting = settings()
    facts = current_facts(setting.database_url)
    try:
        reading = _asked(request, facts, setting)
    except ValueError as error:
        return JSONResponse({"error": str(error)}, 400)
    except Refused as refused:
        return JSONResponse({"error": EN.refusal(refused)}, 400)
    return Response(form(answer(reading)), media_type=media_type)


def _asked(request: Request, facts: Facts, setting: Settings) -> Reading:
    query = request.query_params

    def given(name: str, read: Callable):
        """A parameter as it is read; None where it is not there."""
        try:
            return read(query[name]) if name in query else None
        except (ValueError, Refused) as error:
            raise ValueError(f"{name}: {EN.refusal(error) if isinstance(error, Refused) else error}") from None

    return api.asked(
        facts, given("now", _instant) or setting.now(facts.settings, clock), setting.cutoff_day,
        issued=given("month", lambda month: issuing.issued(facts.known, month, query.get("edition"))),
        as_of=given("as_of", _day), known_at=given("known_at", _instant),
        plans=query.getlist("plan"), agencies=query.getlist("agency"),
    )  # fmt: skip


def _day(text: str) -> date:
    """A day of the years a plan can speak of: a series to the year 9999 is an answer of half a minute."""
    day = date.fromisoformat(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{FIRST_YEAR}-{LAST_YEAR}")
    return day


def _instant(text: str) -> datetime:
    return instant(text.replace(" ", "+"))  # a "+" in a link arrives as a blank


def failed(request: Request, error: Exception) -> Response:
    """Any exception of a plain address: the sentence of what was refused, else a code to name; the log has it whole."""
    if isinstance(error, Refused):
        return PlainTextResponse(in_every_language(error), 503)
    code = secrets.token_hex(3).upper()
    log.error("error %s", code, exc_info=error)
    return PlainTextResponse("\n".join(words.frame.problem.format(code=code) for words in LANGUAGES.values()), 500)


def reported(error: Exception) -> bool:
    """Any exception of a screen: the log has it whole, the person a sentence and a code to name.

    What is `Refused` is a sentence already: the database busy, full or gone.
    """
    words = words_of(st.query_params.get("lang"))
    if isinstance(error, Refused):
        log.warning("%s", error, exc_info=error)
        say(error, words)
        return True
    code = secrets.token_hex(3).upper()
    log.error("error %s", code, exc_info=error)
    st.error(words.frame.problem.format(code=code))
    return True


ROUTES = [
    Route("/healthz", healthz),
    Route("/api/summary.json", summary),
    Route("/api/series.json", series),
    Route("/api/milestones.csv", milestones),
    Route("/lich.ics", deadlines),
]
