"""Một mốc: everything about one milestone, on both clocks."""

import streamlit as st

from pages import cards
from pages.view import View, lines_of, plain
from progress import figures, history, particulars, rules
from progress.words import shortened


def known(view: View, code: str) -> bool:
    return history.version(view.facts, code, view.scope) is not None


def show_one(view: View, code: str) -> None:
    """The one, whatever else is selected, and the way back to the list as it was narrowed."""
    words = view.words
    cards.choice(f"← {words.to_list}", "to_list", "milestone", None)
    standing = view.whole.standing
    one = standing[standing["milestone"] == code]
    if one.empty:  # in the plan, but not on this day
        st.info(words.not_yet.format(code=plain(code), day=words.day(view.scope.as_of)))
        return
    row = one.iloc[0].to_dict()
    st.subheader(plain(f"{code} · {words.titled(row, 'title')}"))
    with st.container(horizontal=True, gap="small"):
        for page, named in (("plan", view.plan_name), ("agency", view.agency_name)):
            label = plain(shortened(named(row[page]), cards.LABEL_LETTERS))
            link = view.link(plan=None, agency=None) | {page: [row[page]]}
            st.page_link(view.pages[page], label=f"{label} →", query_params=link)
    said = history.version(view.facts, code, view.scope)
    cards.pairs(particulars.of_milestone(row, said, view.facts, words))
    reports = history.reports(lines_of(view, code), view.scope)
    moves = history.moves(view.facts.extensions, one, view.scope)
    _timeline(view, one, moves, reports)
    day = st.column_config.DateColumn(format="DD/MM/YYYY")
    if len(moves):
        st.markdown(f"**{words.extensions}**")
        st.dataframe(
            particulars.moves_table(moves, words), hide_index=True, key="moves", alt=words.extensions, placeholder="",
            column_config=dict.fromkeys((words.extension_decided, words.from_due, words.new_due), day),
        )  # fmt: skip
    st.markdown(f"**{words.history}**")
    if reports.empty:
        st.text(words.no_history)
        return
    st.dataframe(
        particulars.reports_table(reports, words), hide_index=True, key="reports", alt=words.history, placeholder="",
        height=min(38 + 35 * len(reports), 720),
        column_config=dict.fromkeys((words.happened_on, words.reported_on_day), day),
    )  # fmt: skip
    if one["illustrative"].any():
        st.caption(f"**{words.illustrative}**")


def _timeline(view: View, one, moves, reports) -> None:
    words, row = view.words, one.iloc[0].to_dict()
    look = figures.Look(view.scope, rules.completion(one), words, view.colours)
    title = words.timeline_one.format(state=words.buckets[row["bucket"]], moved=particulars.moved(row, words))
    figure = figures.timeline(one.assign(name=words.timeline_due), moves, title, look, reports)
    cards.drawn(view, f"timeline_{row['milestone']}", figure)
