"""The frame of every screen: the clock, the URL, the filters, the navigation.

The URL is the truth: widgets mirror it, a change in one writes the URL, and a change of page keeps it.
"""

from datetime import date, datetime
from functools import partial

import streamlit as st

from models.store.database import Refused
from models.store.settings import settings
from pages import screens
from pages.door import account, first_steps, signin
from pages.shared.view import View, clock, current_facts, say, store
from progress.numbers.periods import today
from progress.numbers.scope import LANGUAGES as LANGUAGE_CODES
from progress.numbers.scope import NO_DEADLINE, Issued, Scope, to_come
from progress.say.languages import LANGUAGES

ICON = "📈"
# What a theme cannot say: a card's label in two lines rather than cut, links that look like links, each at the left edge
# of what stands above it, and dark letters on the light green of a dark screen's buttons.
STYLE = """
[data-testid="stMetricLabel"] p { white-space: normal; }
[data-testid="stMain"] [data-testid="stPageLink-NavLink"] { padding-inline: 0; }
[data-testid="stMain"] [data-testid="stPageLink-NavLink"] * { white-space: normal; }
[data-testid="stMain"] [data-testid="stPageLink-NavLink"] p, [data-testid="stBaseButton-tertiary"] p
  { text-align: left; text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 3px; }
"""
STYLE_DARK = '[data-testid="stBaseButton-primary"], [data-testid="stBaseButton-primaryFormSubmit"] { color: #12171D; }'


def main() -> None:
    st.set_page_config(page_title="Tiến độ", page_icon=ICON, layout="wide", menu_items={})
    st.html(f"<style>{STYLE}{STYLE_DARK if st.context.theme.type == 'dark' else ''}</style>")
    try:
        setting = settings()
        store(setting.database_url)
    except Refused as refused:
        for words in LANGUAGES.values():
            say(refused, words)
        st.stop()
    facts = current_facts(setting.database_url)
    now = setting.now(facts.settings, clock)
    asked = {name: st.query_params.get_all(name) for name in st.query_params}
    if "as_of" not in asked:  # a change of page empties the URL: put the scope back
        asked = {**st.session_state.get("scope", {}), **asked}
    scope = Scope.from_query(asked, now, facts.known, setting.cutoff_day)
    if scope.known_at is None and facts.latest is not None and facts.latest > now:
        scope = scope.only(known_at=now)
    person = signin.signed_in(st.context.cookies, st.context.headers)
    view = View(setting.database_url, facts, now, scope, st.context.theme.type, asked, {}, person).at(scope)
    words = view.words
    if person is None and not setting.public_read:
        account.closed(words)
        st.stop()
    for screen in screens.SCREENS:
        seen = not screen.hidden and (screen.may is None or view.may(screen.may))
        view.pages[screen.name] = st.Page(
            partial(screen.show, view), title=screen.title(words.frame), url_path=screen.name,
            default=screen.path == "/", visibility="visible" if seen else "hidden",
        )  # fmt: skip
    page = st.navigation(list(view.pages.values()), position="hidden" if st.context.is_embedded else "top")
    screen = next(screen for screen in screens.SCREENS if view.pages[screen.name] == page)
    st.set_page_config(page_title=screen.titled(words))
    st.session_state["scope"] = scope.to_query()
    own = {name: asked[name] for name in screen.own if name in asked}
    embedded = {name: asked[name] for name in ("embed", "embed_options") if name in asked}
    if (wanted := {**scope.to_query(), **own, **embedded}) != {n: st.query_params.get_all(n) for n in st.query_params}:
        st.query_params.from_dict(wanted)

    if facts.milestones.empty:
        account.corner(view)
        (partial(first_steps.show, view) if screen.of_plans else page.run)()
        return
    as_of_line(view)
    if not scope.issued and (day := to_come(asked, now)):
        st.info(words.frame.to_come.format(day=words.day(day)))
    page.run()


def as_of_line(view: View) -> None:
    """As of which day, which period, who has reported; and the filters."""
    scope, words = view.scope, view.words
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        who = view.reading.reporting
        day = (words.frame.on_day if scope.live else words.frame.through_day).format(day=words.day(scope.as_of))
        if scope.issued:
            month, edition = scope.issued
            day = words.issued.line.format(month=month, edition=edition, day=words.day(scope.as_of))
        said = [
            f"**{day}**",
            words.frame.period.format(start=words.day(scope.period.start), end=words.day(scope.period.end)),
            words.frame.reported.format(n=f"{who['reported'].sum():02d}", of=f"{len(who):02d}"),
        ]
        line = " · ".join(said)
        if not scope.live:
            line = f":{'blue' if scope.issued else 'orange'}-background[{line}]"
        st.markdown(line, width="stretch")
        if not st.context.is_embedded:
            _filters(view)
            account.corner(view)
    if "today" in view.facts.settings:
        st.caption(
            words.frame.demonstration.format(day=words.day(today(datetime.fromisoformat(view.facts.settings["today"]))))
        )


def _filters(view: View) -> None:
    scope, words, options = view.scope, view.words, view.facts.known
    chosen = sum(map(len, (scope.plans, scope.agencies, scope.years, scope.kinds, scope.bases)))
    with st.popover(f"{words.frame.filters} ({chosen})" if chosen else words.frame.filters, key="filters"):
        first = date(max(scope.as_of.year - 10, 1), 1, 1)  # left alone, it is counted from the real today
        last = max(view.today, scope.as_of)
        _mirrored(
            st.date_input, words.frame.as_of, "as_of", scope.as_of, min_value=first, max_value=last, format="DD/MM/YYYY"
        )
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
            st.button(words.frame.clear, key="clear", on_click=_write, args=({n: [] for n in _SELECTIONS},))
    if scope.issued:
        st.button(
            words.issued.live, key="live", help=words.issued.live_help, on_click=_write, args=({"month": [], "edition": []},)
        )  # fmt: skip
    if not scope.live:
        st.button(words.frame.back_to_today, key="back_to_today", on_click=_write, args=({"as_of": [str(view.today)]},))
    _mirrored(
        st.segmented_control, words.frame.language, "lang", scope.lang, options=LANGUAGE_CODES, format_func=str.upper,
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
    _write({"month": [], "edition": [], **day})


_SELECTIONS = ("plan", "agency", "year", "kind", "basis")


def _mirrored(widget, label: str, name: str, value, **options) -> None:
    """A widget that shows the URL's parameter `name` and writes it when a person changes it."""
    key = f"filter_{name}"
    st.session_state[key] = value
    widget(label, key=key, on_change=_changed, args=(name, key), **options)


def _changed(name: str, key: str) -> None:
    value = st.session_state[key]
    values = value if isinstance(value, list | tuple) else [] if value is None else [value]
    _write({name: [NO_DEADLINE if v is None else str(v) for v in values]})


def _write(changes: dict[str, list[str]]) -> None:
    if "as_of" in changes:  # another day is no issued month, unless it is said to be
        changes = {"month": [], "edition": [], **changes}
    query = {**st.session_state.get("scope", {}), **{n: st.query_params.get_all(n) for n in st.query_params}, **changes}
    st.session_state["scope"] = {name: values for name, values in query.items() if values}
    st.query_params.from_dict(st.session_state["scope"])


if __name__ == "__main__":
    main()
