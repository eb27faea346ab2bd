"""Một kế hoạch: its paper, what it carries out, its milestones in time."""

import streamlit as st

from pages import milestones
from pages.shared import parts
from pages.shared.view import View, plain
from progress.show import figures, profiles, tables


def show(view: View) -> None:
    """The plan that is selected; with none or several of them, all there are to choose from."""
    words, chosen = view.words, view.scope.plans
    if len(chosen) != 1:
        rows = view.groups("plan")
        st.text(words.profile.choose_plan.format(n=words.integer(len(rows))))
        parts.groups(view, rows, "plan")
        return
    parts.choice(f"← {words.profile.all_plans}", "all_plans", "plan", None)
    st.subheader(plain(view.plan_name(chosen[0])))
    parts.pairs(profiles.of_plan(chosen[0], view.facts, words))
    _papers(view, chosen[0])
    reading = view.reading
    if not reading.total["registered"]:
        st.info(words.lists.nothing_here)
        return
    parts.rates(view)
    look = figures.Look(view.scope, reading.rates(), words, view.colours)
    agencies, cells = view.rates("agency"), reading.rates("agency", "year")
    rows = profiles.timeline_rows(reading.standing, words)
    moves = reading.moves()
    title = profiles.timeline_title(rows, words)
    left, right = st.columns(2, gap="medium")
    for number, (column, part) in enumerate(zip((left, right), profiles.parts(rows), strict=False)):
        with column:
            parts.drawn(view, f"timeline_{number}", figures.timeline(part, moves, title, look, whole=rows))
    with right:
        figure = figures.heatmap(cells, agencies, look)
        parts.drawn(view, "heatmap", figure)
        parts.as_table(view, "heatmap", figure, tables.heatmap_table(cells, agencies, look.total, words))
    milestones.listed(view, {})


def _papers(view: View, code: str) -> None:
    """The papers around this one, each under one that it implements; other plans can be chosen."""
    words = view.words
    found = profiles.paper_lines(code, view.facts, words)
    if len(found) < 2:
        return
    st.markdown(f"**{words.profile.papers_title}**")
    with st.container(gap="xxsmall"):
        for place, (label, plan) in enumerate(found):
            if plan:
                parts.choice(label, f"paper_{plan}_{place}", "plan", plan)
            else:
                st.text(label)
