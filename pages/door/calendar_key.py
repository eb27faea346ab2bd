"""A person's own calendar of deadlines: its secret address, made, shown once, closed. Part of *Tài khoản*."""

import streamlit as st

from models.people.calendar_keys import end_feed, has_feed, new_feed
from models.store.database import Refused
from models.store.settings import settings
from pages.shared.view import View, present, say
from progress.send.calendar import address


def show(view: View) -> None:
    """Where the calendar stands, and the address if it was made just now."""
    words = view.words
    st.subheader(words.workbook.feed, anchor=False)
    st.caption(words.calendar.lead)
    if refused := st.session_state.pop("feed_refused", None):
        say(refused, words)
    if token := st.session_state.pop("feed_made", None):
        st.text(words.calendar.once)
        st.code(address(settings().base_url, token), language=None, wrap_lines=True)
    there = has_feed(view.engine, view.signed_in.actor)
    with st.container(horizontal=True, gap="small"):
        st.button(words.calendar.again if there else words.calendar.make, key="feed_make", on_click=_make, args=(view,))
        if there:
            st.button(words.calendar.end, key="feed_end", on_click=_end, args=(view,))


def _make(view: View) -> None:
    try:
        st.session_state["feed_made"] = new_feed(view.engine, view.signed_in.actor, now=present(view.url))
    except Refused as refused:
        st.session_state["feed_refused"] = refused


def _end(view: View) -> None:
    try:
        end_feed(view.engine, view.signed_in.actor, now=present(view.url))
    except Refused as refused:
        st.session_state["feed_refused"] = refused
