"""Requests for a later deadline: an agency asks, the coordinator answers, both see the trail."""

from collections.abc import Callable
from datetime import timedelta

import streamlit as st

from models import changes
from models.store import Refused
from pages.view import View, plain
from progress import updating
from progress.periods import today


def trail(view: View, code: str, waiting_only: bool = False) -> None:
    """What was asked for on a milestone and what was answered."""
    requests = updating.requests_of(view.facts, code, view.scope.known_at)
    if waiting_only:
        requests = requests[requests["answered_at"].isna()]
    elif len(requests):
        st.markdown(f"**{view.words.requests_title}**")
    for row in requests.to_dict("records"):
        st.text(updating.request_line(row, view.words))


def ask(view: View, row: dict) -> None:
    """The form of a request; the deadline itself is nobody's to edit."""
    words, code = view.words, row["milestone"]
    waits = updating.requests_of(view.facts, code)["answered_at"].isna().any()
    if waits or row["due_in_force"] != row["due_in_force"] or row["status"] in ("done", "cancelled"):
        return
    with st.expander(words.ask_extension, key=f"ask_{code}"), st.form(f"request_{code}", border=False):
        first = max(row["due_in_force"].date(), today(view.now)) + timedelta(days=1)
        day = st.date_input(
            words.ask_day, value=None, min_value=first, max_value=first.replace(year=first.year + 20, day=1),
            format="DD/MM/YYYY", key=f"request_day_{code}",
        )  # fmt: skip
        reason = st.text_area(words.ask_reason, key=f"request_reason_{code}", height=90, max_chars=2000)
        if not st.form_submit_button(words.ask_send, key=f"request_send_{code}"):
            return
        if day is None:
            st.error(words.ask_needs_day)
        else:
            token = updating.request_token(view.person.account_id, code, day, reason, view.facts)
            _carried_out(
                view,
                lambda: changes.request_extension(
                    view.engine, view.person.actor, code, day, reason, token=token, now=view.now
                ),
            )


def waiting(view: View) -> None:
    """For the coordinator: every request without an answer, and the two answers."""
    words, requests = view.words, updating.waiting(view.facts)
    if requests.empty:
        return
    with st.expander(words.requests_waiting.format(n=words.integer(len(requests))), key="requests", expanded=True):
        for row in requests.to_dict("records"):
            with st.container(border=True, key=f"waiting_{row['request']}"):
                st.markdown(f"**{plain(words.titled(row, 'title'))}**")
                st.caption(plain(f"{row['milestone']} · {view.agency_name(row['agency'])}"))
                st.text(updating.request_line(row, words))
                _answers(view, row)


def _answers(view: View, row: dict) -> None:
    words, request, code = view.words, int(row["request"]), row["milestone"]
    with st.expander(words.grant, key=f"grant_{request}"), st.form(f"grant_form_{request}", border=False):
        decision = st.text_input(words.decision_number, key=f"grant_decision_{request}", max_chars=200)
        day, asked = today(view.now), row["new_due"].date()
        decided_on = st.date_input(
            words.extension_decided, value=day, min_value=day.replace(year=day.year - 20, day=1), max_value=day,
            format="DD/MM/YYYY", key=f"grant_day_{request}",
        )  # fmt: skip
        new_due = st.date_input(
            words.new_due, value=asked, min_value=min(day, asked), max_value=asked.replace(year=asked.year + 20, day=1),
            format="DD/MM/YYYY", key=f"grant_due_{request}",
        )  # fmt: skip
        if st.form_submit_button(words.grant, key=f"grant_send_{request}", type="primary"):
            _carried_out(
                view,
                lambda: changes.extend(
                    view.engine, view.person.actor, code, new_due,
                    decided_on=decided_on, decision=decision, request=request, now=view.now,
                ),
            )  # fmt: skip
    with st.expander(words.decline, key=f"decline_{request}"), st.form(f"decline_form_{request}", border=False):
        reason = st.text_area(words.decline_reason, key=f"decline_reason_{request}", height=90, max_chars=2000)
        if st.form_submit_button(words.decline, key=f"decline_send_{request}"):
            _carried_out(view, lambda: changes.decline(view.engine, view.person.actor, request, reason, now=view.now))


def _carried_out(view: View, change: Callable) -> None:
    """Done and drawn again, or the sentence that refuses it."""
    try:
        change()
    except Refused as refused:
        st.error(plain(refused.en if view.scope.lang == "en" else refused.vi))
    else:
        st.rerun()
