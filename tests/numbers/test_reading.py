"""A reading counts each of its numbers once, whoever asks for it and how often."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from progress.numbers import api, rules
from progress.numbers.facts import as_known
from progress.numbers.history import periods
from progress.numbers.reading import Reading
from progress.numbers.scope import ColourRule
from progress.numbers.two_days import changes, decided
from tests import cases

FACTS = cases.facts(
    [
        {"milestone": "m", "agency": "B", "due": "2019-10-31"},
        {"milestone": "n", "agency": "A", "due": "2019-11-30"},
    ],
    [{"milestone": "m", "reported_on": "2019-11-05", "status": "done"}],
)
SCOPE = cases.scope("2019-11-14")


@pytest.fixture
def asked(monkeypatch) -> Counter:
    """How often each scope was counted from its milestones on."""
    found, real = Counter(), rules.standings

    def counted(facts, scopes):
        found.update(scopes)
        return real(facts, scopes)

    monkeypatch.setattr(rules, "standings", counted)
    return found


def test_all_that_is_asked_of_a_scope_takes_one_standing(asked):
    reading = Reading(FACTS, SCOPE)
    api.fingerprint(reading)
    assert reading.total["done"] == 1
    assert [len(rows) for rows in (reading.reporting, reading.rates("agency"), reading.forecasts)] == [1, 2, 13]
    reading.changes(Reading(FACTS, cases.scope("2019-10-31")))
    assert asked == {SCOPE: 1, cases.scope("2019-10-31"): 1}


def test_many_who_ask_at_a_time_take_one_standing(asked):
    reading, together = Reading(FACTS, SCOPE), Barrier(4)

    def ask(_):
        together.wait()
        return reading.rates("agency")

    with ThreadPoolExecutor(4) as people:
        given = list(people.map(ask, range(4)))
    assert all(rows is given[0] for rows in given)
    assert asked == {SCOPE: 1}


def test_what_failed_is_tried_again():
    reading, tries = Reading(FACTS, SCOPE), []

    def fails_once():
        tries.append(1)
        return 1 / (len(tries) - 1)

    with pytest.raises(ZeroDivisionError):
        reading.kept("x", fails_once)
    assert (reading.kept("x", fails_once), reading.kept("x", fails_once), len(tries)) == (1, 1, 2)


def test_a_reading_says_what_the_rules_say():
    reading, before = Reading(FACTS, SCOPE), Reading(FACTS, cases.scope("2019-11-01"))
    stands = rules.standing(FACTS, SCOPE)
    assert reading.standing.equals(stands)
    assert reading.rates("plan").equals(rules.completion(stands, ["plan"]))
    assert reading.rates("agency")["agency"].tolist() == ["A", "B"]  # as an office lists them
    assert reading.series.equals(rules.series(FACTS, SCOPE, stands))
    assert reading.periods(2).equals(periods(FACTS, SCOPE, 2))
    moved = changes(before.standing, stands, decided(FACTS, date(2019, 11, 1), SCOPE))
    assert reading.changes(before).equals(moved)
    assert moved["change"].tolist() == ["done"]


def test_as_known_is_with_the_colour_rule_of_its_instant():
    known = cases.facts([{"milestone": "m"}], settings={"colour_red_days": "7"})
    reading = Reading.as_known(known, SCOPE)
    assert reading.scope.rule == ColourRule(red_days=7)
    assert as_known(known, SCOPE) == (reading.facts, reading.scope)
    assert Reading(known, SCOPE).scope.rule == ColourRule()
