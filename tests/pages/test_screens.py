"""A screen is entered once, in `SCREENS`: the frame, the addresses and the links know it from there."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
import streamlit as st
from starlette.responses import HTMLResponse

from pages import screens
from pages.addresses import Page
from pages.door import signin
from progress.say.languages import LANGUAGES, VI
from tests.pages.test_frame import page

BARE = '<!doctype html><html lang="en"><head><title>Streamlit</title></head></html>'  # as Streamlit gives it anywhere
DAY = "as_of=2019-11-14"


@pytest.fixture
def another(monkeypatch) -> screens.Screen:
    """A screen more."""

    def show(view) -> None:
        st.text(f"{view.query.get('colour')} {view.query.get('size')}")
        st.page_link(view.pages["trial"], query_params=view.link())

    made = screens.Screen("trial", lambda words: words.kind, show, own=("colour",))
    monkeypatch.setattr(screens, "SCREENS", (*screens.SCREENS, made))
    return made


def answered(path: str, query: str = DAY) -> tuple[int, dict[str, str], str]:
    """What the door makes of Streamlit's page."""
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [],
        "server": ("x", 1),
    }
    heard = []

    async def send(message) -> None:
        heard.append(message)

    with ThreadPoolExecutor() as apart:  # a browser test before this one may have left its loop in this thread
        apart.submit(asyncio.run, Page(HTMLResponse(BARE))(scope, None, send)).result()
    headers = {name.decode(): value.decode() for name, value in heard[0]["headers"]}
    return heard[0]["status"], headers, b"".join(message.get("body", b"") for message in heard).decode()


def test_a_screen_more_is_known_to_the_frame_and_keeps_what_is_its_own(another, demonstration_url, monkeypatch):
    app = page(demonstration_url, monkeypatch, "trial", as_of="2019-11-14", colour="red", size="9", q="x")
    assert app.text[0].value == "['red'] ['9']"
    assert app.query_params == {"as_of": "2019-11-14", "colour": "red"}


def test_a_screen_more_is_known_to_the_addresses(another, demonstration_url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", demonstration_url)
    status, headers, _ = answered("/trial", "colour=red")
    assert (status, headers["location"]) == (307, "/trial?colour=red&as_of=2019-12-12")
    status, headers, body = answered("/trial")
    assert '<html lang="vi"' in body and f"<title>{VI.frame.kind} · Tiến độ</title>" in body
    assert (status, headers["content-length"]) == (200, str(len(body.encode())))


def test_without_it_there_is_nothing_at_its_address():
    status, _, body = answered("/trial", f"{DAY}&lang=en")
    assert status == 404 and BARE not in body and "There is no such page" in body


@pytest.mark.parametrize("path", [route.path for route in signin.ROUTES])
def test_the_pages_of_the_door_are_no_screens_and_stay_as_they_are(path):
    assert answered(path)[2] == BARE


def test_a_name_is_one_screens_in_every_language():
    for titles in (
        [screen.name for screen in screens.SCREENS],
        *([screen.titled(words) for screen in screens.SCREENS] for words in LANGUAGES.values()),
    ):
        assert len(set(titles)) == len(titles) == len(screens.SCREENS)
