"""Requests for a later deadline: an agency asks, the coordinator answers, both see the trail."""

from datetime import date, timedelta

import streamlit as st

from models.changes import reports
from models.people.rights import Action
from pages.shared.view import View, carried_out, plain
from progress.show import update


def trail(view: View, code: str, waiting_only: bool = False) -> None:
    """What was asked for on a milestone and what was answered."""
    requests = update.requests_of(view.facts, code, view.scope.known_at, waiting=waiting_only)
    if requests and not waiting_only:
        st.markdown(f"**{view.words.update.requests_title}**")
    for row in requests:
        st.text(update.request_line(row, view.words))


def ask(view: View, row: dict) -> None:
    """The form of a request; the deadline itself is nobody's to edit."""
    words, code = view.words, row["milestone"]
    if not update.movable(row) or update.requests_of(view.facts, code, waiting=True):
        return
    with st.expander(words.update.ask_extension, key=f"ask_{code}"), st.form(f"request_{code}", border=False):
        first = max(row["due_in_force"].date(), view.today) + timedelta(days=1)
        day = st.date_input(
            words.update.ask_day, value=None, min_value=first, max_value=first.replace(year=first.year + 20, day=1),
            format="DD/MM/YYYY", key=f"request_day_{code}",
        )  # fmt: skip
        reason = st.text_area(words.update.ask_reason, key=f"request_reason_{code}", height=90, max_chars=2000)
        if not st.form_submit_button(words.update.ask_send, key=f"request_send_{code}"):
            return
        if day is None:
            st.error(words.update.ask_needs_day)
        else:
            token = update.request_token(view.signed_in.account_id, code, day, reason, view.facts)
            carried_out(
                view,
                lambda: reports.request_extension(
                    view.engine, view.signed_in.actor, code, day, reason, token=token, now=view.now
                ),
            )


def extend(view: View, row: dict) -> None:
    """For the coordinator: the deadline moved by a decision, which answers the request that waits, if one does."""
    if not view.may(Action.DECIDE) or view.scope.issued or not update.movable(row):
        return
    code, waits = row["milestone"], update.requests_of(view.facts, row["milestone"], waiting=True)
    first = row["due_in_force"].date() + timedelta(days=1)
    asked, request = (waits[0]["new_due"].date(), int(waits[0]["request"])) if waits else (None, None)
    _decision(view, code, f"{code}_{row['moves']}", view.words.update.extend_title, first, asked, request)


def waiting(view: View) -> None:
    """For the coordinator: every request without an answer, and the two answers."""
    words, requests = view.words, update.waiting(view.facts)
    if not requests:
        return
    with st.expander(
        words.update.requests_waiting.format(n=words.integer(len(requests))), key="requests", expanded=True
    ):
        for row in requests:
            with st.container(border=True, key=f"waiting_{row['request']}"):
                st.markdown(f"**{plain(words.titled(row, 'title'))}**")
                st.caption(plain(f"{row['milestone']} · {view.agency_name(row['agency'])}"))
                st.text(update.request_line(row, words))
                _answers(view, row)


def _answers(view: View, row: dict) -> None:
    words, request, asked = view.words, int(row["request"]), row["new_due"].date()
    _decision(view, row["milestone"], str(request), words.update.grant, min(view.today, asked), asked, request)
    with st.expander(words.update.decline, key=f"decline_{request}"), st.form(f"decline_form_{request}", border=False):
        reason = st.text_area(words.update.decline_reason, key=f"decline_reason_{request}", height=90, max_chars=2000)
        if st.form_submit_button(words.update.decline, key=f"decline_send_{request}"):
            carried_out(view, lambda: reports.decline(view.engine, view.signed_in.actor, request, reason, now=view.now))


def _decision(
    view: View, code: str, name: str, title: str, first: date, asked: date | None, request: int | None
) -> None:
    """The form of a decision that moves a deadline.

    name: what tells its fields from those of another; first: the earliest new deadline; asked: the one to begin with.
    """
    words, day = view.words, view.today
    last = asked or first
    with st.expander(title, key=f"grant_{name}"), st.form(f"grant_form_{name}", border=False):
        decision = st.text_input(words.update.decision_number, key=f"grant_decision_{name}", max_chars=200)
        decided_on = st.date_input(
            words.columns.extension_decided, value=day, min_value=day.replace(year=day.year - 20, day=1), max_value=day,
            format="DD/MM/YYYY", key=f"grant_day_{name}",
        )  # fmt: skip
        new_due = st.date_input(
            words.columns.new_due, value=asked, min_value=min(first, last), max_value=last.replace(year=last.year + 20, day=1),
            format="DD/MM/YYYY", key=f"grant_due_{name}",
        )  # fmt: skip
        reason = st.text_input(words.update.extend_reason, key=f"grant_reason_{name}", max_chars=2000)
        if not st.form_submit_button(words.update.grant, key=f"grant_send_{name}", type="primary"):
            return
        if new_due is None or decided_on is None:
            st.error(words.update.ask_needs_day)
        else:
            carried_out(
                view,
                lambda: reports.extend(
                    view.engine, view.signed_in.actor, code, new_due,
                    decided_on=decided_on, decision=decision, reason=reason, request=request, now=view.now,
                ),
            )  # fmt: skip
