"""Tổng quan: are we on time, and who is late."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages import milestones
from pages.shared import parts
from pages.shared.view import View
from progress.numbers import rules
from progress.numbers.scope import Scope
from progress.show import figures, tables
from progress.show.spreadsheet import file_name

# What was clicked in a figure, as the address has it.
BEHIND = ("at_agency", "at_plan", "at_year", "at_due_month", "at_done_month")


_STATES_HEIGHT, _TABLE_HEIGHT = 440, 70  # pixels, about


@dataclass(frozen=True)
class _Panel:
    """A figure, what a click in it opens (its customdata -> the milestones' place), and the same numbers as a table."""

    name: str
    figure: figures.Figure
    behind: Callable[[list[str]], dict[str, str]]
    table: Any


def show(view: View) -> None:
    if not view.reading.total["registered"]:
        st.info(view.words.lists.nothing_here)
        return
    _behind(view)
    parts.rates(view)
    parts.compared_with_issued(view)
    panels = _panels(view.url, view.facts.revision, view.scope, view.theme, view)
    columns = st.columns(2, gap="medium")
    filled = [0, _STATES_HEIGHT]
    for panel in panels:  # each where there is room: no hole beside a city of two agencies, nor of two hundred
        shorter = filled.index(min(filled))
        filled[shorter] += panel.figure["layout"]["height"] + _TABLE_HEIGHT
        with columns[shorter]:
            _chart(view, panel)
            parts.as_table(view, panel.name, panel.figure, panel.table)
        if panel.name == "plan":
            with columns[1]:
                _states(view)


@st.cache_resource(show_spinner=False, max_entries=32)
def _panels(url: str, revision: int, scope: Scope, theme: str | None, _view: View) -> list[_Panel]:
    """The figures of the overview, drawn once for a scope at a revision."""
    view, words, reading = _view, _view.words, _view.reading
    total, cells, months = reading.rates(), reading.rates("agency", "year"), reading.series
    agencies, plans = view.rates("agency"), view.rates("plan")
    look = figures.Look(view.scope, total, words, view.colours)
    return [
        _Panel(
            "heatmap",
            figures.heatmap(cells, agencies, look),
            lambda key: {"agency": key[0], "year": key[1]},
            tables.heatmap_table(cells, agencies, total, words),
        ),
        _Panel(
            "curve",
            figures.s_curve(months, look),
            lambda key: {key[0]: key[1]},
            tables.curve_table(months, total, view.scope.as_of, words),
        ),
        _Panel(
            "plan",
            figures.completion_bars(plans, figures.behind_title(plans, words.figures.plans_title, words), look),
            lambda key: {"plan": key[0]},
            tables.bars_table(plans, total, "plan", words),
        ),
        *(
            _Panel(
                f"agency_{number}",
                figures.completion_bars(part, figures.behind_title(part, words.figures.bars_title, words), look),
                lambda key: {"agency": key[0]},
                tables.bars_table(part, None, "agency", words),
            )
            for number, part in enumerate(tables.halves(agencies))
        ),
    ]


def _states(view: View) -> None:
    """Every state with its count; each opens its milestones. They add up to the scope."""
    words, row = view.words, view.reading.total
    st.markdown(f"**{words.overview.states_title.format(n=words.integer(row['scope']))}**")
    for bucket in (*rules.BUCKETS, "cancelled"):
        if row[bucket]:
            label = f"{words.terms.signs[bucket]} {words.terms.buckets[bucket]}: {words.integer(row[bucket])}"
            st.page_link(view.pages["milestone"], label=label, query_params=view.link(bucket=bucket))


def _chart(view: View, panel: _Panel) -> None:
    """The figure; a click in it opens the milestones behind.

    In a dialog with an address: switching the page from the script would leave two steps for the back button.
    """
    clicks = st.session_state.setdefault("clicks", 0)
    event = st.plotly_chart(
        panel.figure, theme=None, key=f"{panel.name}_{clicks}", on_select="rerun", selection_mode="points",
        alt=figures.description(panel.figure), config=figures.config(file_name(view.scope, panel.name, view.facts.revision), view.words),
    )  # fmt: skip
    picked = next((point["customdata"] for point in event.selection.points if point.get("customdata")), None)
    if picked:
        st.session_state["clicks"] += 1  # a new key: the chart has forgotten the click when the dialog is closed
        st.query_params.update({f"at_{what}": value for what, value in panel.behind(picked).items() if value})
        st.rerun()


def _behind(view: View) -> None:
    """The milestones behind what was clicked, as the address names it."""
    asked = {name.removeprefix("at_"): view.query[name][0] for name in BEHIND if view.query.get(name)}
    if asked:
        places = {name: [value] for name, value in asked.items() if name in ("agency", "plan", "year")}
        months = {name: value for name, value in asked.items() if name not in places}
        part = view.within(places)
        st.dialog(milestones.found(part, months), width="large", on_dismiss=_closed)(milestones.listed)(part, months)


def _closed() -> None:
    for name in BEHIND:
        st.query_params.pop(name, None)
