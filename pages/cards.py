"""What several screens show alike: the rates as cards, a word with its text, groups as links, a figure to look at."""

import streamlit as st

from pages.view import View, plain
from progress import figures
from progress.words import shortened

LABEL_LETTERS = 44  # a line of a phone
_BADGES = {"red": "red", "amber": "orange", "green": "green", "grey": "gray"}


def rates(view: View) -> None:
    """The three rates together, each with its fraction and its denominator's name, and what needs a look."""
    words, row = view.words, view.completion().iloc[0]
    weighted = words.by_weight.format(percent=words.percent(row["pct_done_weight"]))
    cards = (
        (words.done, words.percent(row["pct_done_count"]),
         words.of_all.format(count=words.count(row["done"], row["scope"])),
         weighted if row["pct_done_weight"] != row["pct_done_count"] else "", "done"),
        (words.due_done, words.percent(row["due_completion"]),
         words.of_due.format(count=words.count(row["due_done_n"], row["due_n"])), "", None),
        (words.on_time, words.percent(row["on_time_rate"]),
         words.on_time_of.format(count=words.count(row["on_time_n"], row["with_outcome"])),
         words.baseline.format(percent=words.percent(row["on_time_rate_baseline"])), None),
        (words.overdue_n, words.integer(row["overdue"]),
         words.longest.format(n=words.integer(row["max_days_overdue"])) if row["overdue"] else "", "", "overdue"),
        (words.due_soon_n, words.integer(row["due_soon"]), "", "", "due_soon"),
    )  # fmt: skip
    with st.grid(5, min_column_width=150, gap="small", key="rates"):
        for label, value, fraction, more, bucket in cards:
            with st.container(border=True, height="stretch", gap="xxsmall"):
                st.metric(label, value)
                for line in filter(None, (fraction, more)):
                    st.caption(line)
                if bucket:
                    st.page_link(view.pages["milestone"], label=words.see_all, query_params=view.link(bucket=bucket))


def pairs(found: list[tuple[str, str]]) -> None:
    """Words with their texts, as many beside each other as there is room for."""
    with st.grid(3, min_column_width=260, gap="small", key="particulars"):
        for word, text in found:
            with st.container(gap="xxsmall"):
                st.caption(word)
                st.text(text)


def groups(view: View, rows, page: str) -> None:
    """Agencies or plans to choose from, each with its colour's letter and what came due and is done.

    rows: `View.completion` by agency or by plan; page: "agency" or "plan", also the parameter's name.
    """
    words = view.words
    with st.grid(2, min_column_width=330, gap="xsmall", key=f"groups_{page}"):
        for row in rows.to_dict("records"):
            with st.container(gap="xxsmall"):
                choice(row["name"], f"{page}_{row['key']}", page, row["key"])
                with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                    colour(view, row["colour"])
                    st.caption(words.group_line.format(
                        count=words.count(row["done"], row["scope"]), percent=words.percent(row["due_completion"]),
                        due=words.count(row["due_done_n"], row["due_n"]), overdue=words.integer(row["overdue"]),
                    ))  # fmt: skip


def choice(label: str, key: str, name: str, code: str | None) -> None:
    """A choice that the address takes up: the parameter `name` becomes `code`, None takes it away.

    A button: a page link to the page one is on would leave the browser's address as it is (tried).  One that needs two
    lines sets them in the middle, so a long label is cut and stands whole in the help.
    """
    cut = shortened(label, LABEL_LETTERS)
    st.button(
        plain(cut),
        key=key,
        help=plain(label) if cut != label else None,
        type="tertiary",
        on_click=_chosen,
        args=(name, code),
    )


def _chosen(name: str, code: str | None) -> None:
    if code is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = code


def colour(view: View, name: str) -> None:
    """The colour of a group, with its letter: pictures get photocopied in grey."""
    st.badge(view.words.colour_words[name], color=_BADGES[name])


def as_table(view: View, name: str, figure: figures.Figure, table) -> None:
    """The numbers of a figure as a table, one click away."""
    with st.expander(view.words.as_table, key=f"as_table_{name}"):
        st.dataframe(table, hide_index=True, key=f"table_{name}", alt=figures.description(figure))


def drawn(view: View, name: str, figure: figures.Figure) -> None:
    """A figure that is only looked at."""
    st.plotly_chart(
        figure, theme=None, key=name, alt=figures.description(figure),
        config=figures.config(f"{view.scope.as_of}_{name}", view.words),
    )  # fmt: skip
