"""Cách tính: every definition, worked through with the numbers of the chosen scope."""

from dataclasses import replace

import streamlit as st

from models.changes import meetings
from models.people.rights import Action
from pages.shared.view import View, carried_out
from progress.numbers.scope import ColourRule
from progress.show.definitions import colour_rule, counted, identity, worked


def show(view: View) -> None:
    words, row = view.words, view.reading.total
    st.subheader(words.frame.method)
    st.text(words.method.lead)
    st.table(worked(row, words).said(words), hide_index=True, border="horizontal", alt=words.frame.method)
    st.subheader(words.method.counts_title)
    st.table(counted(row, words).said(words), hide_index=True, border="horizontal", alt=words.method.counts_title)
    st.text(identity(row, words))
    st.subheader(words.method.more_rules)
    for rule in (*words.method.rules, colour_rule(view.scope.rule, words)):
        st.markdown(f"- {rule}")
    if view.may(Action.DECIDE) and view.scope.issued is None:
        _edit(view)


def _edit(view: View) -> None:
    """Another colour rule, with what it would change before it is saved."""
    words, rule = view.words, view.scope.rule
    with st.expander(words.review.colour_edit, key="colour_edit"):
        percent = {"min_value": 0.0, "max_value": 100.0, "step": 1.0, "format": "%g"}
        red = st.number_input(
            words.review.colour_red_below, value=round(rule.red_below * 100, 6), key="red_below", **percent
        )
        days = st.number_input(words.review.colour_red_days, value=rule.red_days, min_value=0, step=1, key="red_days")
        amber = st.number_input(
            words.review.colour_amber_below, value=round(rule.amber_below * 100, 6), key="amber_below", **percent
        )
        other = ColourRule(round(red / 100, 8), days, round(amber / 100, 8))
        turned, of = turns(view.whole, other)
        st.text(words.review.colour_effect.format(n=words.integer(len(turned)), of=words.integer(of)))
        for line in turned:
            st.text(line)
        st.caption(words.review.colour_kept)
        if st.button(words.review.colour_save, key="colour_save", disabled=other == rule):
            limits = (other.red_below, other.red_days, other.amber_below)
            carried_out(
                view, lambda: meetings.set_colour_rule(view.engine, view.signed_in.actor, *limits, now=view.now)
            )


def turns(view: View, rule: ColourRule) -> tuple[list[str], int]:
    """The agencies that would change colour under another rule, in words, and how many agencies there are."""
    words = view.words
    before, after = view.groups("agency"), replace(view, scope=view.scope.only(rule=rule)).groups("agency")
    said = [
        words.review.colour_turns.format(
            agency=was["name"],
            before=words.terms.colour_words[was["colour"]],
            after=words.terms.colour_words[now["colour"]],
        )
        for was, now in zip(before, after, strict=True)
        if was["colour"] != now["colour"]
    ]
    return said, len(before)
