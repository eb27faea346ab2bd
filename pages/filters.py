"""The filters on top of every screen: widgets that mirror the URL, in which a change is written."""

from datetime import date

import streamlit as st

from pages.shared import query
from pages.shared.view import View
from progress.numbers.scope import LANGUAGES, NO_DEADLINE, Issued

SELECTIONS = ("plan", "agency", "year", "kind", "basis")


def show(view: View) -> None:
    """The popover with what selects, the way back to today and to what is known now, and the language."""
    scope, words, options = view.scope, view.words, view.facts.known
    chosen = sum(map(len, (scope.plans, scope.agencies, scope.years, scope.kinds, scope.bases)))
    with st.popover(f"{words.frame.filters} ({chosen})" if chosen else words.frame.filters, key="filters"):
        _mirrored(
            st.date_input, words.frame.as_of, "as_of", scope.as_of, format="DD/MM/YYYY",
            min_value=date(max(scope.as_of.year - 10, 1), 1, 1),  # left alone, it is counted from the real today
            max_value=max(view.today, scope.as_of),
        )  # fmt: skip
        _months(view)
        for name, label, values, selected, shown in (
            ("plan", words.columns.plan, options.plans, scope.plans, view.plan_name),
            ("agency", words.columns.agency, options.agencies, scope.agencies, view.agency_name),
            ("year", words.columns.year, options.years, scope.years, words.years),
            ("kind", words.frame.kind, options.kinds, scope.kinds, lambda kind: words.terms.kinds.get(kind, kind)),
            ("basis", words.columns.basis, options.bases, scope.bases, words.terms.bases.get),
        ):
            _mirrored(
                st.multiselect,
                label,
                name,
                list(selected),
                options=values,
                format_func=shown,
                placeholder=words.frame.all,
            )
        if chosen:
            st.button(words.frame.clear, key="clear", on_click=query.change, args=({n: [] for n in SELECTIONS},))
    if scope.issued:
        st.button(
            words.issued.live, key="live", help=words.issued.live_help, on_click=query.change, args=({"month": [], "edition": []},)
        )  # fmt: skip
    if not scope.live:
        st.button(
            words.frame.back_to_today, key="back_to_today", on_click=query.change, args=({"as_of": [str(view.today)]},)
        )
    _mirrored(
        st.segmented_control, words.frame.language, "lang", scope.lang, options=LANGUAGES, format_func=str.upper,
        label_visibility="collapsed", required=True,
    )  # fmt: skip


def _months(view: View) -> None:
    """The issued months, the newest first; none chosen is the day itself, as known now."""
    words, issued = view.words, {(i.month, i.edition): i for i in view.facts.known.issued}
    if not issued:
        return
    st.session_state["filter_month"] = view.scope.issued or ()
    st.selectbox(
        words.issued.month,
        [(), *sorted(issued, reverse=True)],
        key="filter_month",
        format_func=lambda of: words.issued.name.format(month=of[0], edition=of[1]) if of else words.issued.none,
        on_change=_month_chosen,
        args=(issued,),
    )


def _month_chosen(issued: dict[tuple[str, int], Issued]) -> None:
    of = st.session_state["filter_month"]
    day = {"as_of": [str(issued[of].as_of)], "month": [of[0]], "edition": [str(of[1])]} if of else {}
    query.change({"month": [], "edition": [], **day})


def _mirrored(widget, label: str, name: str, value, **options) -> None:
    """A widget that shows the URL's parameter `name` and writes it when a person changes it."""
    key = f"filter_{name}"
    st.session_state[key] = value
    widget(label, key=key, on_change=_changed, args=(name, key), **options)


def _changed(name: str, key: str) -> None:
    value = st.session_state[key]
    values = value if isinstance(value, list | tuple) else [] if value is None else [value]
    query.change({name: [NO_DEADLINE if v is None else str(v) for v in values]})
