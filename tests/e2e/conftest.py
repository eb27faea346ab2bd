"""A real server on the demonstration, and a real browser."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from models.changes.demonstration import PASSWORD
from pages.door import signin
from pages.frame import STYLE_DARK
from tests.browser import ARGUMENTS, found

ROOT = Path(__file__).parents[2]
expect.set_options(timeout=30_000)  # how long a page may take on a busy machine, not what it must show


class Server:
    """A dashboard of its own process on a free port of 127.0.0.1."""

    def __init__(self, url: str, log: Path, **environment: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.database = url
        self.log = log
        self.address = f"http://127.0.0.1:{self.port}"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard.py"), "--server.port", str(self.port)],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url, **environment},
            stdout=log.open("w"),
            stderr=subprocess.STDOUT,
        )
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise RuntimeError(self.log.read_text())
            try:
                urllib.request.urlopen(f"{self.address}/healthz", timeout=5).read()
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise TimeoutError(self.log.read_text())

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@pytest.fixture
def serve(tmp_path_factory):
    """Start servers: serve(database address) -> Server; all are stopped in the end."""
    started = []

    def start(url: str, **environment: str) -> Server:
        started.append(Server(url, tmp_path_factory.mktemp("server") / "log", **environment))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="session")
def demonstration(demonstration_url, tmp_path_factory):
    """A server on the demonstration database, for tests that only read."""
    server = Server(demonstration_url, tmp_path_factory.mktemp("demonstration_server") / "log")
    yield server
    server.stop()


def copied(shipped: str, to: str) -> None:
    """Every row of one SQLite database in another, as of one instant, whoever has either of them open.

    A server keeps what it has read by revision: that of the copy is later than all that were here before.
    """
    databases = [sqlite3.connect(url.removeprefix("sqlite:///")) for url in (shipped, to)]
    with closing(databases[0]) as source, closing(databases[1]) as target:
        there = target.execute("SELECT 1 FROM sqlite_master WHERE name = 'revision'").fetchone()
        number = target.execute("SELECT number FROM revision").fetchone()[0] if there else 0
        source.backup(target)
        with target:
            target.execute("UPDATE revision SET number = number + ?", (number,))


@pytest.fixture(scope="session")
def _changed(demonstration_url, tmp_path_factory):
    folder = tmp_path_factory.mktemp("changed")
    copied(demonstration_url, f"sqlite:///{folder / 'progress.db'}")
    server = Server(f"sqlite:///{folder / 'progress.db'}", folder / "log")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def own(_changed, demonstration_url) -> Server:
    """A server on a demonstration of this file's own, to be changed: the server is one for all such files, the demonstration
    is put back for each."""
    copied(demonstration_url, _changed.database)
    return _changed


@pytest.fixture
def rows(own) -> Callable[..., list[tuple]]:
    """rows(query, ...) -> what the database of `own` says."""

    def read(query: str, *values) -> list[tuple]:
        with closing(sqlite3.connect(own.database.removeprefix("sqlite:///"))) as connection:
            return connection.execute(query, values).fetchall()

    return read


def settled(page: Page) -> Page:
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    return page


def sign_in(page: Page, server: Server, login: str, target: str = "/") -> Page:
    """Sign in as one of the demonstration's accounts (viewer, director, coordinator, admin), by the form; `page` then
    shows `target`, drawn."""
    page.goto(f"{server.address}{signin.address(target)}")
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(settled(page).locator(".st-key-account_corner")).to_be_visible()
    return page


def serious(page: Page) -> list[tuple[str, str]]:
    """What axe finds serious or critical on the page: the rule and the element, one for each."""
    found = Axe().run(page).response["violations"]
    return [(v["id"], n["html"][:160]) for v in found if v["impact"] in ("serious", "critical") for n in v["nodes"]]


def readable(page: Page, *widths: int) -> None:
    """In a window of each of these widths nothing is wider than it, and in the last axe finds nothing serious."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        expect(page.get_by_test_id("stMain")).to_have_js_property("scrollWidth", width)
    assert serious(page) == []
    expect(page.get_by_test_id("stMain")).to_have_js_property("scrollWidth", width)  # with all of it drawn


def recoloured(page: Page, scheme: str) -> Page:
    """The screen that is open, light or dark: the script runs again (R) to draw what it draws of the other."""
    page.emulate_media(color_scheme=scheme)
    expect(page.locator("[data-testid=stApp]")).to_have_css("color-scheme", scheme)
    drawn = f"[...document.querySelectorAll('style')].some(s => s.textContent.includes({STYLE_DARK!r}))"
    drawn += f" === {'true' if scheme == 'dark' else 'false'}"
    if not settled(page).evaluate(drawn):
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("r")
        page.wait_for_function(drawn)
    return settled(page)


def readable_day_and_night(page: Page) -> None:
    """At a desk by day, on a phone at night."""
    readable(recoloured(page, "light"), 1024, 1440)
    readable(recoloured(page, "dark"), 390)


@pytest.fixture(scope="session")
def _tab(browser, browser_context_args):
    context = browser.new_context(**browser_context_args)
    yield context.new_page()
    context.close()


@pytest.fixture
def reader(_tab, browser_context_args) -> Iterator[Page]:
    """A page for a test that signs nobody in and first goes to an address of its own. It is one for all such tests: a new
    page compiles Streamlit's client anew, which is most of what it costs to open a screen."""
    yield _tab
    _tab.goto("about:blank")
    _tab.emulate_media(media="screen", color_scheme="light")
    _tab.set_viewport_size(browser_context_args["viewport"])


@pytest.fixture
def visitor(reader) -> Iterator[Page]:
    """The same page for a test that signs somebody in."""
    yield reader
    reader.context.clear_cookies()


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": found(), "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args():
    return {"viewport": {"width": 1440, "height": 900}, "locale": "vi-VN"}
