"""The first steps, shown while the database is empty."""

from datetime import datetime

import streamlit as st

from pages.view import View


def show(view: View, now: datetime) -> None:
    words = view.words
    st.title(words.welcome)
    st.text(words.empty)
    with st.container(border=True):
        st.markdown(f"**1. {words.step_demo}**")
        st.code("python manage.py demo", language="bash")
    with st.container(border=True):
        st.markdown(f"**2. {words.step_load}**")
        st.code("python manage.py import ke-hoach/\npython manage.py import ke-hoach.xlsx", language="bash")
        st.text(words.step_format)
