"""Một cơ quan: its rates, its place among its like, its milestones, and those it supports."""

import streamlit as st

from pages import milestones
from pages.shared import parts
from pages.shared.view import View, plain
from progress.show import figures, profiles, tables
from progress.show.definitions import colour_rule


def show(view: View) -> None:
    """The agency that is selected; with none or several of them, all there are to choose from."""
    words, chosen = view.words, view.scope.agencies
    if len(chosen) != 1:
        rows = view.groups("agency")
        st.text(words.profile.choose_agency.format(n=words.integer(len(rows))))
        st.caption(colour_rule(view.scope.rule, words))
        parts.groups(view, rows, "agency")
        return
    parts.choice(f"← {words.profile.all_agencies}", "all_agencies", "agency", None)
    _head(view, chosen[0])
    reading = view.reading
    if reading.total["registered"]:
        parts.rates(view)
        look = figures.Look(view.scope, reading.rates(), words, view.colours)
        left, right = st.columns(2, gap="medium")
        with left:
            figure = figures.s_curve(reading.series, look)
            parts.drawn(view, "curve", figure)
            parts.as_table(
                view, "curve", figure, tables.curve_table(reading.series, look.total, view.scope.as_of, words)
            )
        with right:
            past = profiles.periods_table(reading.periods(), words)
            title = words.profile.past_title.format(n=words.integer(len(past)))
            st.markdown(f"**{title}**")
            parts.listed(view, "past", title, past)
            parts.forecast(view)
        st.markdown(f"**{words.columns.leads_n.format(n=words.integer(reading.total['scope']))}**")
        milestones.listed(view, {})
    else:
        st.info(words.lists.nothing_here)
    everyone = view.of_every_agency
    supported = profiles.supported(everyone.reading.standing, chosen[0])
    if len(supported):
        title = words.columns.supports_n.format(n=words.integer(len(supported)))
        st.markdown(f"**{title}**")
        milestones.rows_of(everyone, tables.chosen(supported), f"supported_{chosen[0]}", title)


def _head(view: View, code: str) -> None:
    """Its name, colour and place; what became of it."""
    words = view.words
    st.subheader(plain(view.agency_name(code)))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        parts.colour(view, view.reading.total["colour"])
        st.text(profiles.place(view.of_every_agency.rates("agency"), code, words))
    later = profiles.succession(code, view.facts, words)
    if later:
        st.text(later)
