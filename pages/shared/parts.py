"""What several screens show alike: the rates as cards, a word with its text, groups as links, a figure to look at."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from pages.shared.view import View, plain
from progress.month import issuing
from progress.numbers import two_days
from progress.say.languages import Words, shortened
from progress.show import figures, profiles
from progress.show.spreadsheet import file_name, table_csv, workbook
from progress.show.table import Column, Table

COMPARED = ("since",)  # the day to compare with, as the address has it
LABEL_LETTERS = 90  # a line of a wide column, two or three of a phone
_TALL = 668  # pixels: a list of eighteen
# The widths that let a phone show what a row is about; on a wider screen all columns grow.
_WIDTHS = {"number": 46, "title": 190, "lead": 104, "details": 130, "change": 74, "state": 100, "plan": 200,
           "said": 520, "stands": 340, "becomes": 340}  # fmt: skip
_DAYS = {"day": "DD/MM/YYYY", "month": "MM/YYYY", "moment": "DD/MM/YYYY HH:mm", "instant": "DD/MM/YYYY HH:mm:ss"}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BADGES = {"red": "red", "amber": "orange", "green": "green", "grey": "gray"}


def rates(view: View) -> None:
    """The three rates together, each with its fraction and its denominator's name, and what needs a look; what moved
    since the last issued month, as known now, as the list of changes has it."""
    words, row = view.words, view.reading.total
    last = two_days.last_issued(view.facts.known.issued, view.scope)
    before = replace(view, scope=two_days.earlier(view.scope, last.as_of)).reading.total if last else row
    weighted = words.overview.by_weight.format(percent=words.percent(row["pct_done_weight"]))
    cards = (
        (words.terms.done, words.percent(row["pct_done_count"]),
         words.terms.of_all.format(count=words.count(row["done"], row["scope"])),
         weighted if row["pct_done_weight"] != row["pct_done_count"] else "", "done",
         words.gained_points(row["pct_done_count"] - before["pct_done_count"]), "normal"),
        (words.overview.due_done, words.percent(row["due_completion"]),
         words.terms.of_due.format(count=words.count(row["due_done_n"], row["due_n"])), "", None,
         words.gained_points(row["due_completion"] - before["due_completion"]), "normal"),
        (words.overview.on_time, words.percent(row["on_time_rate"]),
         words.terms.on_time_of.format(count=words.count(row["on_time_n"], row["with_outcome"])),
         words.overview.baseline.format(percent=words.percent(row["on_time_rate_baseline"])), None,
         words.gained_points(row["on_time_rate"] - before["on_time_rate"]), "normal"),
        (words.columns.overdue_n, words.integer(row["overdue"]),
         words.terms.longest.format(n=words.integer(row["max_days_overdue"])) if row["overdue"] else "", "",
         "overdue" if row["overdue"] else None,
         words.gained(row["overdue"] - before["overdue"]), "inverse"),
        (words.overview.due_soon_n, words.integer(row["due_soon"]), "", "", "due_soon" if row["due_soon"] else None,
         words.gained(row["due_soon"] - before["due_soon"]), "off"),
    )  # fmt: skip
    with st.grid(5, min_column_width=150, gap="small", key="rates"):
        for label, value, fraction, more, bucket, moved, meaning in cards:
            with st.container(border=True, height="stretch", gap="xxsmall"):
                st.metric(label, value, moved, delta_color=meaning)
                for line in filter(None, (fraction, more)):
                    st.caption(line)
                if bucket:
                    st.page_link(
                        view.pages["milestone"], label=words.lists.see_all, query_params=view.link(bucket=bucket)
                    )


def compared_with_issued(view: View) -> None:
    """What the rates' changes are since, and whether the day looked at still has the numbers it was issued with."""
    words, scope, issued = view.words, view.scope, view.facts.known.issued
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if last := two_days.last_issued(issued, scope):
            label = words.issued.since.format(month=last.month, day=words.day(last.as_of))
            st.page_link(view.pages["review"], label=label, query_params=view.link(since=str(last.as_of)))
        same_day = [i for i in issued if i.as_of == scope.as_of]
        if scope.issued or not same_day:
            return
        fixed = same_day[-1]
        then = view.at(scope.only(known_at=fixed.known_at, issued=(fixed.month, fixed.edition), cutoff=fixed.cutoff))
        differing = issuing.differences(then.reading.total, view.reading.total, words)
        late = two_days.entered_after(view.facts, fixed, scope.known_at, view.reading.standing)
        named = {"month": fixed.month, "edition": fixed.edition}
        if not len(differing) and not len(late):
            st.text(words.issued.equal.format(**named))
        else:
            label = words.issued.apart.format(n=len(differing), late=len(late), **named)
            st.page_link(view.pages["report"], label=label, query_params=view.link())


def pairs(found: list[tuple[str, str]]) -> None:
    """Words with their texts, as many beside each other as there is room for."""
    with st.grid(3, min_column_width=260, gap="small", key="particulars"):
        for word, text in found:
            with st.container(gap="xxsmall"):
                st.caption(word)
                st.text(text)


def groups(view: View, rows: list[dict[str, Any]], page: str) -> None:
    """Agencies or plans to choose from, each with its colour's letter and what came due and is done.

    rows: `View.groups` by agency or by plan; page: "agency" or "plan", also the parameter's name.
    """
    words = view.words
    with st.grid(2, min_column_width=330, gap="xsmall", key=f"groups_{page}"):
        for row in rows:
            with st.container(gap="xxsmall"):
                choice(row["name"], f"{page}_{row['key']}", page, row["key"])
                with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                    colour(view, row["colour"])
                    st.caption(words.review.group_line.format(
                        count=words.count(row["done"], row["scope"]), percent=words.percent(row["due_completion"]),
                        due=words.count(row["due_done_n"], row["due_n"]), overdue=words.integer(row["overdue"]),
                    ))  # fmt: skip


def choice(label: str, key: str, name: str, code: str | None) -> None:
    """A choice that the address takes up: the parameter `name` becomes `code`, None takes it away.

    A button: a page link to the page one is on would leave the browser's address as it is (tried).  A long label is cut
    and stands whole in the help.
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


def compared_day(view: View) -> date:
    """The day before this one that the address asks to compare with, and where it is chosen."""
    since = two_days.compared_day(view.query.get("since", ()), view.scope, view.facts.known.issued)
    st.session_state["since"] = since
    first = date(max(since.year - 10, 1), 1, 1)
    last = view.scope.as_of - timedelta(days=since < view.scope.as_of)
    with st.container(width=180):
        st.date_input(
            view.words.review.compared, key="since", min_value=first, max_value=last, format="DD/MM/YYYY",
            on_change=_compared,
        )  # fmt: skip
    return since


def _compared() -> None:
    st.query_params["since"] = str(st.session_state["since"])


def forecast(view: View) -> None:
    """How many of the milestones due soon will be on time, with what it rests on and how such ranges fared; or why not."""
    now, *before = view.reading.forecasts
    first, *rest = profiles.forecast_lines(now, before, view.words)
    st.markdown(f"**{plain(first)}**")
    for line in rest:
        st.text(line)
    if before and now.at_stake:
        table = profiles.forecast_table(before, view.words)
        with st.expander(view.words.forecast.trials, key="forecast_trials"):
            grid(table, view.words, "forecast", view.words.forecast.trials)
            downloads(view, "forecast", table)


def colour(view: View, name: str) -> None:
    """The colour of a group, with its letter: pictures get photocopied in grey."""
    st.badge(view.words.terms.colour_words[name], color=_BADGES[name])


def as_table(view: View, name: str, figure: figures.Figure, table: Table) -> None:
    """The numbers of a figure as a table, one click away."""
    with st.expander(view.words.lists.as_table, key=f"as_table_{name}"):
        grid(table, view.words, f"table_{name}", figures.description(figure))
        downloads(view, name, table)


def listed(view: View, name: str, title: str, table: Table, illustrative: bool = False) -> None:
    """A table as a meeting reads it, and as files; a long one scrolls within itself."""
    grid(table, view.words, f"table_{name}", title, to_milestone(view), **rows(table))
    downloads(view, name, table, illustrative)


def grid(table: Table, words: Words, key: str, alt: str, address: str = "", **options) -> Any:
    """A table to read and sort by value, without the columns in which nothing stands.

    address: of a milestone's screen; the code is then a link to it and stands beside the title.
    """
    names = table.filled
    if address and "code" in names and "title" in names:
        names.remove("code")
        names.insert(names.index("title") + 1, "code")
    shown = table.only(*names)
    config = {column.key: _config(column, words, address, shown.is_long) for column in shown.columns}
    return st.dataframe(
        shown.grid(words, address), hide_index=True, key=key, alt=alt, placeholder="", column_config=config, **options
    )


def _config(column: Column, words: Words, address: str, is_long: bool) -> Any:
    """How a column is headed, how wide it is, and what its cells are."""
    label, width = column.label(words), _WIDTHS.get(column.key)
    if column.kind in _DAYS:
        kind = st.column_config.DateColumn if column.kind in ("day", "month") else st.column_config.DatetimeColumn
        return kind(label, format=_DAYS[column.kind])
    if column.kind == "code" and address:
        return st.column_config.LinkColumn(label, display_text=r"&milestone=([^&]*)$")
    if is_long and column.is_number:
        forms = {"share": "percent", "days": words.terms.days.format(n="%d")}
        return st.column_config.NumberColumn(label, format=forms.get(column.kind, "localized"))
    return st.column_config.Column(label, width=width, pinned=column.key == "number" or None)  # pinned keeps its width


def rows(table: Table) -> dict[str, int]:
    """How high a list and its rows are: above 4 rem text is wrapped, so that a phone shows a whole title."""
    high = 66 if "title" in table else 35
    return {"row_height": high, "height": min(38 + high * len(table), _TALL)}


def to_milestone(view: View) -> str:
    """The address of a milestone's own screen, up to its code."""
    return f"milestone?{urlencode(view.link(), doseq=True)}&milestone="


def downloads(view: View, name: str, table: Table, illustrative: bool = False) -> None:
    """A table as files; `name` keeps the tables of a screen apart, the rest of the file's name one state from another."""
    words, file = view.words, file_name(view.scope, name, view.facts.revision)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key=f"downloads_{name}"):
        if illustrative:
            st.caption(f"**{words.terms.illustrative}**")
        for label, form, kind, data in (
            (words.lists.download, "csv", "text/csv", lambda: table_csv(table, words)),
            (words.lists.download_xlsx, "xlsx", _XLSX, lambda: workbook(table, words)),
        ):
            st.download_button(
                label, data=data, file_name=f"{file}.{form}", mime=kind, key=f"download_{form}_{name}",
                on_click="ignore", type="tertiary",
            )  # fmt: skip


def drawn(view: View, name: str, figure: figures.Figure) -> None:
    """A figure that is only looked at."""
    st.plotly_chart(
        figure, theme=None, key=name, alt=figures.description(figure),
        config=figures.config(file_name(view.scope, name, view.facts.revision), view.words),
    )  # fmt: skip
