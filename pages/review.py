"""Rà soát: what a meeting goes through, in its order."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from models.changes import meetings
from models.people.rights import Action
from pages.shared import parts
from pages.shared.view import View, carried_out, plain
from progress.numbers import history, two_days
from progress.numbers.periods import Period
from progress.numbers.rules import FROZEN_PERIODS
from progress.say.languages import shortened
from progress.show import profiles, tables
from progress.show.definitions import colour_rule


def show(view: View) -> None:
    words, scope, standing = view.words, view.scope, view.reading.standing
    if not len(standing):
        st.info(words.lists.nothing_here)
        return
    agencies, marked = view.groups("agency"), profiles.reviewed_by(history.reviewed(view.facts, scope), words)
    st.text(words.review.reviewed.format(
        n=words.integer(sum(row["agency"] in marked for row in agencies)), of=words.integer(len(agencies)),
        start=words.day(scope.period.start), end=words.day(scope.period.end),
    ))  # fmt: skip
    table = partial(tables.overdue_table, conclusions=history.conclusions(view.facts, scope))
    _section(view, "overdue", words.columns.overdue_n, tables.chosen(standing, "overdue"), table)
    table = partial(tables.due_soon_table, closed_through=scope.closed_through)
    _section(view, "due_soon", words.overview.due_soon_n, tables.chosen(standing, "due_soon"), table)
    parts.forecast(view)
    _changed(view)
    title = words.review.frozen.format(n=FROZEN_PERIODS)
    _section(view, "frozen", title, tables.frozen(standing), tables.frozen_table)
    rows = tables.without_document(standing)
    _section(view, "no_document", words.review.no_document, rows, tables.without_document_table)
    before = two_days.period_before(scope)
    rows = two_days.late_entries(view.facts, before, scope.known_at, standing)
    _section(view, "late", _in(before, words.review.late, view), rows, tables.late_table)
    silent(view)
    _marks(view, agencies, marked)


def _marks(view: View, agencies: list[dict], marked: dict[str, str]) -> None:
    """Every agency with its colour, whether it has been gone through in the period, and for the coordinator a button."""
    words, may = view.words, view.may(Action.REVIEW)
    st.markdown(f"**{words.review.each}**")
    st.caption(colour_rule(view.scope.rule, words))
    with st.grid(3, min_column_width=300, gap="xsmall", key="marks"):
        for row in agencies:
            code = row["agency"]
            with st.container(border=True, gap="xxsmall"):
                label = plain(shortened(row["name"], parts.LABEL_LETTERS))
                st.page_link(view.pages["agency"], label=label, query_params=view.link(agency=code))
                with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                    parts.colour(view, row["colour"])
                    st.caption(plain(marked.get(code, words.review.reviewed_not)), width="stretch")
                    if may:
                        label = words.review.unmark if code in marked else words.review.mark
                        if st.button(label, key=f"mark_{code}"):
                            _mark(view, code, code not in marked)


def _mark(view: View, agency: str, reviewed: bool) -> None:
    who, period = view.signed_in.actor, view.scope.period.name
    carried_out(view, lambda: meetings.review(view.engine, who, agency, period, reviewed, now=view.now))


def _changed(view: View) -> None:
    """What changed since a day: the end of the period before, or the one in the address."""
    words, scope = view.words, view.scope
    since = two_days.compared_day(view.query.get("since", ()), scope, view.facts.known.issued)
    rows = view.reading.changes(view.at(two_days.earlier(scope, since)).reading)
    title = words.review.changed.format(since=words.day(since))
    _heading(title, rows)
    parts.compared_day(view)
    if len(rows):
        st.markdown(f"**{tables.changes_sentence(rows, words)}**")
    _list(view, f"changes_{since}", title, rows, tables.changes_table)


def silent(view: View) -> None:
    """Who has not reported, and the words to remind them with."""
    words, period = view.words, view.scope.period
    rows, (n, of) = tables.silent(view.reading.standing, view.facts), view.reading.reported
    title = _in(period, words.review.silent, view)
    _heading(title, rows)
    st.text(words.frame.reported.format(n=words.in_sentence(n), of=words.in_sentence(of)))
    left, right = st.columns(2, gap="medium")
    with left:
        _list(view, "silent", title, rows, tables.silent_table)
    if len(rows):
        right.code(tables.reminder(rows, view.facts, period, words), language=None, wrap_lines=True)


def _in(period: Period, sentence: str, view: View) -> str:
    return sentence.format(start=view.words.day(period.start), end=view.words.day(period.end))


def _section(view: View, name: str, title: str, rows, table: Callable) -> None:
    _heading(title, rows)
    _list(view, name, title, rows, table)


def _heading(title: str, rows) -> None:
    st.subheader(f"{title} ({len(rows)})", anchor=False)


def _list(view: View, name: str, title: str, rows, table: Callable) -> None:
    """The rows as a table and as a file; one line where there are none."""
    words = view.words
    if not len(rows):
        st.text(words.review.none)
        return
    parts.listed(view, name, title, table(rows, view.facts, words), tables.made_up(rows))
