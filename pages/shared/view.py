"""What every screen is given: the facts, the scope and the words; readings of them are made once and kept."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import streamlit as st

from models.people.accounts import Person
from models.people.rights import Action
from models.store.database import Refused, open_store, reading, stored_settings
from models.store.settings import settings
from progress.month import issuing
from progress.numbers.facts import Facts, current_revision, facts, milestone_lines
from progress.numbers.periods import today
from progress.numbers.reading import Reading
from progress.numbers.scope import FIRST, ColourRule, Issued, Scope
from progress.say.languages import LANGUAGES, Words
from progress.say.names import agency_names, named_groups, named_rates, plan_names
from progress.show.figures import Palette, palette


@dataclass(frozen=True)
class View:
    """One person's look at the plans: kept readings are keyed on the database's revision and the scope, nothing else."""

    url: str
    facts: Facts
    now: datetime
    scope: Scope
    theme: str | None
    query: Mapping[str, list[str]]  # the URL's parameters, those of the scope and the screen's own
    pages: dict[str, st.Page]
    person: Person | None = None  # None = nobody is signed in

    @property
    def engine(self):
        """For the functions of `models` that change something."""
        return store(self.url)

    def may(self, action: Action) -> bool:
        """Whether to show what does this; the write itself asks the database."""
        return self.person is not None and self.person.may(action)

    @property
    def signed_in(self) -> Person:
        """Who is signed in, behind what only somebody who is can reach."""
        if self.person is None:
            raise LookupError("nobody is signed in")
        return self.person

    @property
    def words(self) -> Words:
        return LANGUAGES[self.scope.lang]

    @property
    def colours(self) -> Palette:
        return palette(self.theme)

    @property
    def reading(self) -> Reading:
        """All numbers of the scope."""
        return _reading(self.url, self.facts.revision, self.scope, self.facts)

    def rates(self, *by: str):
        """`names.named_rates`: the rates by these columns, of agencies and plans with their names."""
        return self.reading.kept(("named", by), lambda: named_rates(self.reading, self.words, *by))

    def groups(self, by: str) -> list[dict[str, Any]]:
        """The rows of `rates` by "agency" or "plan"."""
        return self.reading.kept(("groups", by), lambda: named_groups(self.reading, self.words, by))

    @property
    def whole(self) -> "View":
        """The same look at everything, nothing selected."""
        return replace(self, scope=self.scope.only(plans=(), agencies=(), years=(), kinds=(), bases=()))

    @property
    def facts_now(self) -> Facts:
        """The facts with names, papers and settings as they are, whatever instant is looked at."""
        return known(self.url, self.facts.revision)

    def at(self, scope: Scope) -> "View":
        """The same person's look at another scope, with the names and the colour rule of its instant."""
        facts = _known_at(self.url, self.facts.revision, scope.known_at, self.facts_now)
        return replace(self, facts=facts, scope=scope.only(rule=ColourRule.stored(facts.settings)))

    @property
    def today(self) -> date:
        return today(self.now)

    @property
    def of_every_agency(self) -> "View":
        """The same look without a choice of agencies."""
        return replace(self, scope=self.scope.only(agencies=(), kinds=()))

    def within(self, places: Mapping[str, list[str]]) -> "View":
        """The same look narrowed to agencies, plans or years, as a link writes them."""
        inner = Scope.from_query({**self.scope.to_query(), **places}, self.now, self.facts.known, self.scope.cutoff)
        return replace(self, scope=inner.only(known_at=self.scope.known_at, rule=self.scope.rule))

    @property
    def agencies(self) -> dict[str, str]:
        """What every agency is called, by its code."""
        return self.reading.kept("agency_names", lambda: agency_names(self.facts, self.words))

    @property
    def plans(self) -> dict[str, str]:
        """What every plan is called, by its code."""
        return self.reading.kept("plan_names", lambda: plan_names(self.facts, self.words))

    def agency_name(self, code: str) -> str:
        return self.agencies.get(code, code)

    def plan_name(self, code: str) -> str:
        return self.plans.get(code, code)

    def link(self, **changes) -> dict[str, list[str]]:
        """The scope as URL parameters, with these changed; None takes one away."""
        query = {**self.scope.to_query(), **{k: [v] for k, v in changes.items() if v is not None}}
        return {k: v for k, v in query.items() if changes.get(k, v) is not None}


def plain(text: str) -> str:
    """Stored text for a heading or a link's label, which Streamlit reads as Markdown: shown as typed."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))


def words_of(lang: str | None) -> Words:
    """The words of the language a link names; Vietnamese where it names none, or another."""
    return LANGUAGES.get(lang or FIRST, LANGUAGES[FIRST])


def say(refused: Refused, words: Words) -> None:
    """Why something was not done, as typed: the sentence may name what is stored."""
    st.error(plain(words.refusal(refused)))


def carried_out(view: View, change: Callable[[], object]) -> None:
    """Done and drawn again, or the sentence that refuses it."""
    try:
        change()
    except Refused as refused:
        say(refused, view.words)
    else:
        st.rerun()


@st.cache_resource(show_spinner=False)
def store(url: str):
    return open_store(url)


def clock() -> datetime:
    """Sessions and tries run by the real clock, also where the day of the plans stands still."""
    return datetime.now(UTC)


def present(url: str) -> datetime:
    """The instant it is on the plans' own day: a dialog's button is pressed later than the run that drew it."""
    with reading(store(url)) as connection:
        return settings().now(stored_settings(connection), clock)


def current_facts(url: str) -> Facts:
    """The facts as they are now."""
    return known(url, current_revision(store(url)))


@st.cache_resource(show_spinner=False, max_entries=2)
def known(url: str, revision: int) -> Facts:
    _reading.clear()  # a reading holds its facts: none of those before is kept for its sake
    return facts(store(url))


@st.cache_resource(show_spinner=False, max_entries=4)
def _known_at(url: str, revision: int, instant: datetime | None, _facts: Facts) -> Facts:
    """The facts with names, papers and settings as they were at an instant."""
    return _facts.at(instant)


@st.cache_resource(show_spinner=False, max_entries=32)
def _reading(url: str, revision: int, scope: Scope, _facts: Facts) -> Reading:
    return Reading(_facts, scope)


def truth(view: View, issued: Issued) -> str:
    """`issuing.truth` of an edition."""
    return _truth(view.url, view.facts.revision, issued, view.facts_now)


def of_older_rules(view: View) -> bool:
    """`issuing.of_older_rules` of the issued month that is looked at; False where none is."""
    of = view.scope.issued
    issued = view.facts.known.edition(of[0], str(of[1])) if of else None
    return issued is not None and _of_older_rules(view.url, view.facts.revision, issued, view.facts_now)


@st.cache_resource(show_spinner=False, max_entries=256)
def _of_older_rules(url: str, revision: int, issued: Issued, _facts: Facts) -> bool:
    return issuing.of_older_rules(_facts, issued)


@st.cache_resource(show_spinner=False, max_entries=256)
def _truth(url: str, revision: int, issued: Issued, _facts: Facts) -> str:
    return issuing.truth(Reading.as_known(_facts, Scope.of(issued)), issuing.stored(_facts, issued))


def lines_of(view: View, code: str):
    """`facts.milestone_lines`: every status line of one milestone with its note and the name of who recorded it."""
    return _lines(view.url, view.facts.revision, code, view.facts)


@st.cache_resource(show_spinner=False, max_entries=64)
def _lines(url: str, revision: int, code: str, _facts: Facts):
    lines = milestone_lines(store(url), code)
    return _facts.signed(lines)
