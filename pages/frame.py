"""The frame of every screen: who looks at what, the navigation, the line on top.

The URL is the truth: widgets mirror it, a change in one writes the URL, and a change of page keeps it.
"""

from datetime import datetime
from functools import partial

import streamlit as st

from models.store.database import Refused
from models.store.settings import settings
from pages import filters, screens
from pages.door import account, first_steps, signin
from pages.screens import Screen
from pages.shared import query
from pages.shared.view import View, clock, current_facts, of_older_rules, say, store
from progress.month import issuing
from progress.numbers.periods import today
from progress.numbers.scope import Scope, to_come
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
    """One run: the URL is read, its screen drawn, and the URL settled as it was understood."""
    st.set_page_config(page_title="Tiến độ", page_icon=ICON, layout="wide", menu_items={})
    st.html(f"<style>{STYLE}{STYLE_DARK if st.context.theme.type == 'dark' else ''}</style>")
    view = _view()
    screen, page = _navigation(view)
    query.settle(view.scope, view.query, screen.own)
    if view.facts.known.plans:
        as_of_line(view)
        page.run()
    else:
        account.corner(view)
        (partial(first_steps.show, view) if screen.of_plans else page.run)()


def _view() -> View:
    """What the URL asks to see and who asks; the run ends here where that cannot be shown."""
    try:
        setting = settings()
        store(setting.database_url)
    except Refused as refused:
        for words in LANGUAGES.values():
            say(refused, words)
        st.stop()
    facts, asked = current_facts(setting.database_url), query.asked()
    now = setting.now(facts.settings, clock)
    scope = Scope.from_query(asked, now, facts.known, setting.cutoff_day)
    person = signin.signed_in(st.context.cookies, st.context.headers)
    view = View(setting.database_url, facts, now, scope, st.context.theme.type, asked, {}, person).at(scope)
    if person is None and not setting.public_read:
        account.closed(view.words)
        st.stop()
    return view


def _navigation(view: View) -> tuple[Screen, st.Page]:
    """The menu of all screens, and the screen of the URL."""
    for screen in screens.SCREENS:
        seen = not screen.hidden and (screen.may is None or view.may(screen.may))
        view.pages[screen.name] = st.Page(
            partial(screen.show, view), title=screen.title(view.words.frame), url_path=screen.name,
            default=screen.path == "/", visibility="visible" if seen else "hidden",
        )  # fmt: skip
    page = st.navigation(list(view.pages.values()), position="hidden" if st.context.is_embedded else "top")
    screen = next(screen for screen in screens.SCREENS if view.pages[screen.name] == page)
    st.set_page_config(page_title=screen.titled(view.words))
    return screen, page


def as_of_line(view: View) -> None:
    """As of which day, which period, who has reported; and the filters."""
    scope, words = view.scope, view.words
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        n, of = view.reading.reported
        day = (words.frame.on_day if scope.live else words.frame.through_day).format(day=words.day(scope.as_of))
        if scope.issued:
            month, edition = scope.issued
            day = words.issued.line.format(month=month, edition=edition, day=words.day(scope.as_of))
        said = [
            f"**{day}**",
            words.frame.period.format(start=words.day(scope.period.start), end=words.day(scope.period.end)),
            words.frame.reported.format(n=words.in_sentence(n), of=words.in_sentence(of)),
        ]
        line = " · ".join(said)
        if not scope.live:
            line = f":{'blue' if scope.issued else 'orange'}-background[{line}]"
        st.markdown(line, width="stretch")
        if not st.context.is_embedded:
            filters.show(view)
            account.corner(view)
    if of_older_rules(view):
        st.warning(words.issued.truths[issuing.OLDER_RULES])
    if "today" in view.facts.settings:
        st.caption(
            words.frame.demonstration.format(day=words.day(today(datetime.fromisoformat(view.facts.settings["today"]))))
        )
    if not scope.issued and (day := to_come(view.query, view.now)):
        st.info(words.frame.to_come.format(day=words.day(day)))


if __name__ == "__main__":
    main()
