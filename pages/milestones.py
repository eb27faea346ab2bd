"""Các mốc: the milestones behind a number."""

import streamlit as st

from pages import milestone
from pages.shared import parts
from pages.shared.view import View, plain
from progress.say.languages import shortened
from progress.show import tables
from progress.show.search import narrowed, search

# What narrows the list beside the scope, as the address has it.
NARROWED = ("q", "bucket", "due_month", "done_month")


def show(view: View) -> None:
    asked = {name: view.query[name][0] for name in NARROWED if view.query.get(name)}
    code = (view.query.get("milestone") or [""])[0]
    if milestone.known(view, code):
        milestone.show_one(view, code)
        return
    _search(view)
    st.text(found(view, asked))
    _buckets(view, asked.get("bucket"))
    picked = listed(view, asked, here=True)
    if picked:
        st.session_state["picked"] += 1  # a new key: the list has forgotten the tick when one comes back to it
        st.query_params["milestone"] = picked
        st.rerun()


def _search(view: View) -> None:
    """The words to look for, in the address as `q`; the agencies and plans that bear them lead to their screens."""
    words, asked = view.words, (view.query.get("q") or [""])[0]
    st.session_state["search"] = asked
    st.text_input(
        words.frame.search, key="search", placeholder=words.frame.search, label_visibility="collapsed", on_change=_searched,
        max_chars=200, icon=":material/search:",
    )  # fmt: skip
    if asked:
        hits = search(view.facts, asked)
        known = view.facts.known
        with st.container(horizontal=True, gap="small"):
            for code in [code for code in hits.agencies if code in known.agencies][:_HITS]:
                label = plain(view.agency_name(code))
                st.page_link(view.pages["agency"], label=label, query_params=view.link(agency=code))
            for code in [code for code in hits.plans if code in known.plans][:_HITS]:
                label = plain(shortened(view.plan_name(code), 50))
                st.page_link(view.pages["plan"], label=label, query_params=view.link(plan=code))


def _searched() -> None:
    if st.session_state["search"].strip():
        st.query_params["q"] = st.session_state["search"].strip()
    else:
        st.query_params.pop("q", None)


_HITS = 6  # agencies and plans shown; the milestones themselves are all in the list


def _rows(view: View, asked: dict[str, str]):
    """The milestones of the list, of `rules.standing`'s columns."""
    rows = tables.chosen(view.reading.standing, **{name: value for name, value in asked.items() if name != "q"})
    return narrowed(rows, view.facts, asked.get("q", ""))


def found(view: View, asked: dict[str, str]) -> str:
    """How many milestones the list holds and what it was narrowed to."""
    words, (listed, cancelled) = view.words, tables.counted(_rows(view, asked))
    count = words.lists.milestones_found.format(n=words.integer(listed), what=_what(view, asked))
    return count + (words.lists.and_cancelled.format(n=words.integer(cancelled)) if cancelled else "")


def listed(view: View, asked: dict[str, str], here: bool = False) -> str | None:
    """The list itself, and the same as a file; the code of the milestone that was ticked.

    here: rows can be ticked, as the list is on the milestones' own screen.  Elsewhere the code is a link: a change of page
    from the script would leave two steps for the back button.
    """
    rows = _rows(view, asked)
    if not len(rows):
        st.info(view.words.lists.none_found)
        return None
    name = "_".join(asked.values()) or "milestones"
    return rows_of(view, rows, name, found(view, asked), here)


def rows_of(view: View, rows, name: str, alt: str, here: bool = False) -> str | None:
    """These rows of `rules.standing` as a list; `name` is the file's and keeps two lists of a screen apart."""
    table = tables.milestone_table(rows, view.facts, view.words)
    options, address = {}, parts.to_milestone(view)
    if here:
        st.caption(view.words.lists.open_row)
        options, address = {"on_select": "rerun", "selection_mode": "single-row"}, ""
    key = f"{name}_{st.session_state.setdefault('picked', 0)}"
    event = parts.grid(table, view.words, key, alt, address, **parts.rows(table), **options)
    parts.downloads(view, name, table, tables.made_up(rows))
    return table["code"][event.selection.rows[0]] if here and event.selection.rows else None


def _what(view: View, asked: dict[str, str]) -> str:
    """What the list was narrowed to, in words."""
    words, scope, bucket = view.words, view.scope, asked.get("bucket")
    said = [_bucket_word(bucket, view)]
    said += [f"“{asked['q']}”"] if asked.get("q") else []
    said += [view.agency_name(code) for code in scope.agencies]
    said += [view.plan_name(code) for code in scope.plans]
    said += [words.years(year) for year in scope.years]
    said += [words.terms.kinds.get(kind, kind) for kind in scope.kinds]
    said += [words.terms.bases[basis] for basis in scope.bases]
    for name, sentence in (("due_month", words.lists.by_due_month), ("done_month", words.lists.by_done_month)):
        if name in asked:
            year, _, month = asked[name].partition("-")
            said.append(sentence.format(month=f"{month}/{year}"))
    return " · ".join(said)


_BUCKETS = ("due_soon", *tables.GROUPS)


def _bucket_word(bucket: str | None, view: View) -> str:
    words = view.words
    named = {
        "due_soon": words.overview.due_soon_n,
        "done": words.terms.done,
        "open": words.lists.open_buckets,
        **words.terms.buckets,
    }
    return named.get(bucket, words.lists.every_state)


def _buckets(view: View, bucket: str | None) -> None:
    """The state to list: it goes into the URL and the back button knows it."""
    with st.popover(_bucket_word(bucket, view), key=f"buckets_{bucket}"):
        for choice in (None, *_BUCKETS):
            parts.choice(_bucket_word(choice, view), f"bucket_{choice}", "bucket", choice)
