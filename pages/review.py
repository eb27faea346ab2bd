"""Rà soát: what a meeting goes through, in its order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import streamlit as st

from pages.view import View
from progress import changes, tables
from progress.answers import table_csv
from progress.periods import Period
from progress.rules import FROZEN_PERIODS, reporting
from progress.words import Words

# The day to compare with, as the address has it.
COMPARED = ("since",)
_TALL = 668  # a list of eighteen; a longer one scrolls within itself


def show(view: View) -> None:
    words, scope, standing = view.words, view.scope, view.standing
    if standing.empty:
        st.info(words.nothing_here)
        return
    _section(view, "overdue", words.overdue_n, tables.chosen(standing, "overdue"), tables.overdue_table)
    table = partial(tables.due_soon_table, closed_through=scope.closed_through)
    _section(view, "due_soon", words.due_soon_n, tables.chosen(standing, "due_soon"), table)
    _changed(view)
    title = words.review_frozen.format(n=FROZEN_PERIODS)
    _section(view, "frozen", title, tables.frozen(standing), tables.frozen_table)
    rows = tables.without_document(standing)
    _section(view, "no_document", words.review_no_document, rows, tables.without_document_table)
    before = changes.period_before(scope)
    rows = changes.late_entries(view.facts, before, scope.known_at, standing)
    _section(view, "late", _in(before, words.review_late, view), rows, tables.late_table)
    _silent(view)


def _changed(view: View) -> None:
    """What changed since a day: the end of the period before, or the one in the address."""
    words, scope = view.words, view.scope
    since = changes.compared_day(view.query.get("since", ()), scope)
    before = replace(view, scope=changes.earlier(scope, since)).standing
    rows = changes.changes(before, view.standing, changes.decided(view.facts, since, scope))
    title = words.review_changed.format(since=words.day(since))
    _heading(title, rows)
    _since(view, since)
    if len(rows):
        st.markdown(f"**{tables.changes_sentence(rows, words)}**")
    _list(view, f"changes_{since}", title, rows, tables.changes_table)


def _since(view: View, since: date) -> None:
    """The day to compare with: it shows the address and writes it."""
    st.session_state["since"] = since
    first = date(max(since.year - 10, 1), 1, 1)
    last = view.scope.as_of - timedelta(days=since < view.scope.as_of)
    with st.container(width=180):
        st.date_input(
            view.words.review_compared, key="since", min_value=first, max_value=last, format="DD/MM/YYYY",
            on_change=_compared,
        )  # fmt: skip


def _compared() -> None:
    st.query_params["since"] = str(st.session_state["since"])


def _silent(view: View) -> None:
    """Who has not reported, and the words to remind them with."""
    words, period = view.words, view.scope.period
    rows, who = tables.silent(view.standing, view.facts), reporting(view.standing)
    title = _in(period, words.review_silent, view)
    _heading(title, rows)
    st.text(words.reported.format(n=f"{who['reported'].sum():02d}", of=f"{len(who):02d}"))
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
    if rows.empty:
        st.text(words.review_none)
        return
    made = table(rows, view.facts, words)
    day = st.column_config.DateColumn(format="DD/MM/YYYY")
    days = st.column_config.NumberColumn(format=words.days.format(n="%d"))
    st.dataframe(
        made,
        hide_index=True,
        height=min(38 + 35 * len(made), _TALL),
        key=f"table_{name}",
        alt=title,
        placeholder="",
        column_config={
            words.number: st.column_config.NumberColumn(width=50),
            words.title: st.column_config.TextColumn(width=300),
            words.details: st.column_config.TextColumn(width=270),
            words.lead: st.column_config.TextColumn(width=250),
            words.change: st.column_config.TextColumn(width=120),
            words.decision: st.column_config.TextColumn(width=180),
            words.days_overdue: days,
            words.days_left: days,
            **{name: day for name in _days(words)},
        },
    )
    file = f"{view.scope.as_of}_{name}_r{view.facts.revision}.csv"
    with st.container(horizontal=True, vertical_alignment="center"):
        if rows["illustrative"].any():
            st.caption(f"**{words.illustrative}**", width="stretch")
        st.download_button(
            words.download, data=lambda: table_csv(made), file_name=file, mime="text/csv", key=f"download_{name}",
            on_click="ignore",
        )  # fmt: skip


def _days(words: Words) -> tuple[str, ...]:
    return words.original_due, words.due_in_force, words.done_on, words.reported_on, words.happened_on, words.said_on
