"""Cách tính: every definition, worked through with the numbers of the chosen scope."""

import streamlit as st

from pages.view import View
from progress.explained import counted, identity, worked


def show(view: View) -> None:
    words, row = view.words, view.completion().iloc[0]
    st.subheader(words.method)
    st.text(words.method_lead)
    st.table(worked(row, words), hide_index=True, border="horizontal", alt=words.method)
    st.subheader(words.counts_title)
    st.table(counted(row, words), hide_index=True, border="horizontal", alt=words.counts_title)
    st.text(identity(row, words))
    st.subheader(words.more_rules)
    for rule in words.rules:
        st.markdown(f"- {rule}")
