"""The corner with the person's name on every screen, and the screen "Tài khoản": who one is, and one's browsers."""

from datetime import timedelta
from html import escape
from urllib.parse import urlencode, urlsplit

import streamlit as st

from models.people import accounts
from models.store.settings import settings
from pages.door import calendar_key, signin
from pages.shared import parts
from pages.shared.view import View, clock, plain
from progress.say.languages import Words, shortened
from progress.show.table import Table, column

NAME_LETTERS = 22


def corner(view: View) -> None:
    """Sign in, or one's name with what one can do about it."""
    words, person = view.words, view.person
    if person is None:
        link(words.account.sign_in, signin.address(_here()))
        return
    name = plain(shortened(person.name, NAME_LETTERS))
    # a popover of each screen's own: one for all stays open over the screen its link leads to
    with st.container(key="account_corner", width="content"), st.popover(name, key=f"corner_{_path().strip('/')}"):
        st.text(person.name)
        st.caption(words.terms.roles[person.role])
        st.page_link(view.pages["account"], label=words.frame.account_page, query_params=view.link())
        if person.session_id is not None:
            st.button(words.account.sign_out, key="sign_out", on_click=_sign_out, args=(view, False))


def closed(words: Words) -> None:
    """All that is shown where reading needs a person and there is none."""
    st.info(words.account.sign_in_closed)
    link(words.account.sign_in, signin.address(_here()))


def show(view: View) -> None:
    words, person = view.words, view.person
    st.header(words.frame.account_page)
    if person is None:
        closed(words)
        return
    found = [
        (words.account.login, person.login),
        (words.account.full_name, person.name),
        (words.account.role, words.terms.roles[person.role]),
    ]
    if person.agency:
        found.append((words.columns.agency, view.agency_name(person.agency)))
    parts.pairs(found)
    calendar_key.show(view)
    if person.session_id is None:
        return
    link(words.account.change_password, signin.address(_here(), "/password"))
    idle = settings().idle
    st.subheader(words.account.browsers)
    st.caption(
        words.account.ended_by_itself.format(
            idle=idle // timedelta(minutes=1), hours=accounts.LIFETIME // timedelta(hours=1)
        )
    )
    rows = accounts.sessions(view.engine, person, idle=idle, now=clock())
    table = Table(
        column("since", (row.started_at for row in rows), "moment", words.account.browser_since),
        column("seen", (row.seen_at for row in rows), "moment", words.account.browser_seen),
        column(
            "this", ("✓" if row.id == person.session_id else "" for row in rows), heading=words.account.this_browser
        ),
    )
    parts.grid(table, words, "browsers", words.account.browsers)
    st.button(words.account.sign_out_everywhere, key="sign_out_everywhere", on_click=_sign_out, args=(view, True))


def link(label: str, to: str) -> None:
    """A link out of the screens to a page of this server, in the same tab (`st.link_button` opens another)."""
    st.html(f'<a href="{escape(to)}" target="_self" style="color: inherit">{escape(label)}</a>', width="content")


def _path() -> str:
    return urlsplit(st.context.url or "").path or "/"


def _here() -> str:
    query = urlencode([(name, value) for name in st.query_params for value in st.query_params.get_all(name)])
    return f"{_path()}?{query}" if query else _path()


def _sign_out(view: View, everywhere: bool) -> None:
    accounts.sign_out(view.engine, view.signed_in, everywhere=everywhere, now=clock())
