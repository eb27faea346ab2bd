"""Một mốc: everything about one milestone, on both clocks."""

import streamlit as st

from models.changes import meetings
from models.people.rights import Action
from pages.shared import parts, requests
from pages.shared.view import View, carried_out, lines_of, plain
from progress.numbers import history, rules
from progress.say.languages import shortened
from progress.show import figures, profiles

_TITLE_LETTERS = 200  # of a heading; a longer title stands whole under it


def known(view: View, code: str) -> bool:
    return history.version(view.facts, code, view.scope) is not None


def show_one(view: View, code: str) -> None:
    """The one, whatever else is selected, and the way back to the list as it was narrowed."""
    words = view.words
    parts.choice(f"← {words.frame.to_list}", "to_list", "milestone", None)
    reading = view.whole.reading
    one, row = reading.only(code), reading.milestone(code)
    if row is None:  # in the plan, but not on this day
        st.info(words.profile.not_yet.format(code=plain(code), day=words.day(view.scope.as_of)))
        return
    title = words.titled(row, "title")
    st.subheader(plain(f"{code} · {shortened(title, _TITLE_LETTERS)}"))
    if len(title) > _TITLE_LETTERS:
        st.text(title)
    with st.container(horizontal=True, gap="small"):
        for page, named in (("plan", view.plan_name), ("agency", view.agency_name)):
            label = plain(shortened(named(row[page]), parts.LABEL_LETTERS))
            link = view.link(plan=None, agency=None) | {page: [row[page]]}
            st.page_link(view.pages[page], label=f"{label} →", query_params=link)
        if view.may(Action.REPORT) and view.signed_in.agency in (None, row["agency"]):
            link = view.link(agency=row["agency"], milestone=code)
            st.page_link(view.pages["update"], label=f"{words.update.fill} →", query_params=link)
    said = history.version(view.facts, code, view.scope)
    parts.pairs(profiles.of_milestone(row, said, view.facts, words))
    reports = history.reports(lines_of(view, code), view.scope)
    moves = reading.moves(code)
    _timeline(view, code, one, moves, reports)
    if len(moves):
        st.markdown(f"**{words.profile.extensions}**")
        parts.listed(view, f"moves_{code}", words.profile.extensions, profiles.moves_table(moves, words))
    requests.trail(view, code)
    requests.extend(view, row)
    said = history.conclusions(view.facts, view.scope, row["milestone_id"])
    _conclusions(view, code, said)
    st.markdown(f"**{words.profile.history}**")
    if not len(reports) and not len(said):
        st.text(words.profile.no_history)
        return
    parts.listed(view, f"reports_{code}", words.profile.history, profiles.reports_table(reports, words, said))
    if row["illustrative"]:
        st.caption(f"**{words.terms.illustrative}**")


def _conclusions(view: View, code: str, said) -> None:
    """What meetings concluded, and for the coordinator a form to add to it."""
    words, may = view.words, view.may(Action.REVIEW)
    if not len(said) and not may:
        return
    st.markdown(f"**{words.review.conclusions}**")
    if len(said):
        parts.listed(view, f"conclusions_{code}", words.review.conclusions, profiles.conclusions_table(said))
    if may:
        with st.form(f"conclude_{code}"):
            last = view.today
            day = st.date_input(
                words.columns.concluded_on, value=min(view.scope.as_of, last), max_value=last, format="DD/MM/YYYY"
            )
            # Another conclusion, another box: what was saved is gone from it, what was refused is not.
            content = st.text_area(
                words.columns.conclusion, key=f"conclusion_{code}_{len(said)}", max_chars=meetings.LONGEST
            )
            if st.form_submit_button(words.review.conclude):
                who = view.signed_in.actor
                carried_out(view, lambda: meetings.conclude(view.engine, who, code, content, day, now=view.now))


def _timeline(view: View, code: str, one, moves, reports) -> None:
    words = view.words
    look = figures.Look(view.scope, rules.completion(one, rule=view.scope.rule), words, view.colours)
    rows, title = profiles.timeline_one(one, words)
    parts.drawn(view, f"timeline_{code}", figures.timeline(rows, moves, title, look, reports))
