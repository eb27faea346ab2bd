"""Lịch sử: two days beside each other, and what moved over time."""

from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from pages.shared import parts
from pages.shared.view import View
from progress.numbers import two_days
from progress.numbers.scope import Scope
from progress.show import comparison, figures, tables


def show(view: View) -> None:
    words = view.words
    if not view.reading.total["registered"]:
        st.info(words.lists.nothing_here)
        return
    st.subheader(words.frame.history_page, anchor=False)
    st.text(words.history.lead)
    since = parts.compared_day(view)
    then = replace(view, scope=two_days.earlier(view.scope, since))
    st.markdown(f"**{words.history.numbers}**")
    _numbers(then, view)
    st.markdown(f"**{words.history.figures}**")
    pairs = _pairs(view.url, view.facts.revision, view.scope, since, view.theme, then, view)
    sides = ((then, "before"), (view, "after"))  # two names: on the calendar's first days both are the same day
    for name, both in pairs.items():
        for column, (day, side), (figure, table) in zip(st.columns(2, gap="medium"), sides, both, strict=True):
            with column:
                parts.drawn(day, f"{name}_{side}", figure)
                parts.as_table(day, f"{name}_{side}", figure, table)
    _over_time(view)


def _numbers(then: View, view: View) -> None:
    rows = (day.reading.total for day in (then, view))
    table = comparison.quantities(*rows, (then.scope, view.scope), view.words)
    st.table(table.said(view.words), hide_index=True, border="horizontal", alt=view.words.history.numbers)
    parts.downloads(view, f"history_{then.scope.as_of}", table)


@st.cache_resource(show_spinner=False, max_entries=16)
def _pairs(
    url: str, revision: int, scope: Scope, since: date, theme: str | None, _then: View, _now: View
) -> dict[str, tuple[tuple[figures.Figure, Any], ...]]:
    """The figures of the overview at both days with the rows of the later, and their tables."""
    words, both = _now.words, (_then, _now)
    looks = [figures.Look(day.scope, day.reading.rates(), words, day.colours) for day in both]

    def rows(*by: str) -> list:
        after = _now.rates(*by)
        return [comparison.filled(_then.rates(*by), after, by), after]

    agencies, cells, plans = rows("agency"), rows("agency", "year"), rows("plan")
    curves = [day.reading.series_beside(_now.reading) for day in both]
    bars = (
        ("plan", plans, words.figures.plans_title, "plan"),
        *(
            (f"agency_{number}", part, words.figures.bars_title, "agency")
            for number, part in enumerate(comparison.halves(*agencies))
        ),
    )
    found = {
        "heatmap": [
            (figures.heatmap(c, a, look), tables.heatmap_table(c, a, look.total, words))
            for c, a, look in zip(cells, agencies, looks, strict=True)
        ],
        "curve": [
            (figures.s_curve(m, look), tables.curve_table(m, look.total, look.scope.as_of, words))
            for m, look in zip(curves, looks, strict=True)
        ],
        **{
            name: [
                (
                    figures.completion_bars(part, figures.behind_title(part, title, words), look, other),
                    tables.bars_table(part, look.total if name == "plan" else None, head, words),
                )
                for part, other, look in zip(sides, sides[::-1], looks, strict=True)
            ]
            for name, sides, title, head in bars
        },
    }
    return {
        name: tuple(zip(figures.alike(one[0], other[0]), (one[1], other[1]), strict=True))
        for name, (one, other) in found.items()
    }


def _over_time(view: View) -> None:
    """What moved the plan itself, and how SPI went beside the rates."""
    words = view.words
    look = figures.Look(view.scope, view.reading.rates(), words, view.colours)
    past = view.reading.periods(_PERIODS + 1)
    moves = view.reading.moves()
    months, scopes = comparison.moved_by_month(moves), comparison.scope_changes(past)
    left, right = st.columns(2, gap="medium")
    with left:
        if not len(moves):
            st.text(words.history.moves_none)
        else:
            figure = figures.moved_by_month(months, look)
            parts.drawn(view, "moved", figure)
            parts.as_table(view, "moved", figure, comparison.months_table(months))
        if len(scopes):  # the calendar's first period has none before it
            figure = figures.scope_changes(scopes, look)
            parts.drawn(view, "scope", figure)
            parts.as_table(view, "scope", figure, comparison.scope_table(scopes, words))
    with right:
        figure = figures.schedule(past[:_PERIODS], look)
        parts.drawn(view, "spi", figure)
        st.text(words.history.spi_explained)
        parts.as_table(view, "spi", figure, comparison.schedule_table(past[:_PERIODS], words))
    if len(moves):
        st.markdown(f"**{words.profile.extensions}**")
        table = comparison.moved_table(moves, view.reading.standing, view.facts, words)
        parts.listed(view, "extensions", words.profile.extensions, table, view.reading.total["illustrative"])


_PERIODS = 24
