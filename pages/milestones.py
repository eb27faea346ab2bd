"""Các mốc: the milestones behind a number."""

import streamlit as st

from pages.view import View
from progress import tables
from progress.answers import table_csv

# What narrows the list beside the scope, as the address has it.
NARROWED = ("bucket", "due_month", "done_month")


def show(view: View) -> None:
    asked = {name: view.query[name][0] for name in NARROWED if view.query.get(name)}
    st.text(found(view, asked))
    _buckets(view, asked.get("bucket"))
    listed(view, asked)


def found(view: View, asked: dict[str, str]) -> str:
    """How many milestones the list holds and what it was narrowed to."""
    words, rows = view.words, tables.chosen(view.standing, **asked)
    cancelled = int((rows["bucket"] == "cancelled").sum())
    count = words.milestones_found.format(n=words.integer(len(rows) - cancelled), what=_what(view, asked))
    return count + (words.and_cancelled.format(n=words.integer(cancelled)) if cancelled else "")


def listed(view: View, asked: dict[str, str]) -> None:
    """The list itself, and the same as a file."""
    words, rows = view.words, tables.chosen(view.standing, **asked)
    if rows.empty:
        st.info(words.none_found)
        return
    table = tables.milestone_table(rows, view.facts, words)
    day = st.column_config.DateColumn(format="DD/MM/YYYY")
    st.dataframe(
        table,
        hide_index=True,
        height=min(38 + 35 * len(table), 720),
        key="milestones",
        alt=found(view, asked),
        placeholder="",
        column_config={
            words.number: st.column_config.NumberColumn(width=50),
            words.title: st.column_config.TextColumn(width=300),
            **{name: day for name in (words.due_in_force, words.original_due, words.done_on, words.reported_on)},
        },
    )
    if rows["illustrative"].any():
        st.caption(f"**{words.illustrative}**")
    name = f"{view.scope.as_of}_{'_'.join(asked.values()) or 'milestones'}_r{view.facts.revision}.csv"
    st.download_button(
        words.download, data=lambda: table_csv(table), file_name=name, mime="text/csv", key="download",
        on_click="ignore",
    )  # fmt: skip


def _what(view: View, asked: dict[str, str]) -> str:
    """What the list was narrowed to, in words."""
    words, scope, bucket = view.words, view.scope, asked.get("bucket")
    said = [_bucket_word(bucket, view)]
    said += [view.agency_name(code) for code in scope.agencies]
    said += [view.plan_name(code) for code in scope.plans]
    said += [words.years(year) for year in scope.years]
    said += [words.kinds.get(kind, kind) for kind in scope.kinds]
    said += [words.bases[basis] for basis in scope.bases]
    for name, sentence in (("due_month", words.by_due_month), ("done_month", words.by_done_month)):
        if name in asked:
            year, _, month = asked[name].partition("-")
            said.append(sentence.format(month=f"{month}/{year}"))
    return " · ".join(said)


_BUCKETS = ("due_soon", *tables.GROUPS)


def _bucket_word(bucket: str | None, view: View) -> str:
    words = view.words
    named = {"due_soon": words.due_soon_n, "done": words.done_buckets, "open": words.open_buckets, **words.buckets}
    return named.get(bucket, words.every_state)


def _buckets(view: View, bucket: str | None) -> None:
    """The state to list, as a link each: it goes into the URL and the back button knows it."""
    with st.popover(_bucket_word(bucket, view), key="buckets"):
        for choice in (None, *_BUCKETS):
            st.page_link(
                view.pages["milestone"], label=_bucket_word(choice, view), query_params=view.link(bucket=choice)
            )
