"""A screen's page as HTTP: its day in the address, its language, how it is printed; and the page where no screen lies."""

from html import escape
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import URL, Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse

from models.store.clock import today
from models.store.database import Refused
from models.store.settings import settings
from pages import screens
from pages.door import oidc, signin
from pages.screens import Screen
from pages.shared.view import clock, current_facts, words_of

PRINT = (Path(__file__).parent / "print.css").read_text()
_DAY = ("as_of", "month", "edition")
_DOOR = {route.path for route in (*signin.ROUTES, *oidc.ROUTES)}


class Page:
    """A screen's page: opened without a day it is sent on to the one that names today, and it says its language.

    The day in the address from the very first: a link that is passed on must not drift, and the back button must not
    find an entry without it.
    """

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] in _DOOR:
            await self.app(scope, receive, send)
            return
        screen, request = screens.named(scope["path"][1:]), Request(scope)
        if screen is None:
            await self.app(scope, receive, _or_nothing(request, receive, send))
        elif (target := await run_in_threadpool(_settled, request, screen.path)) != request.url:
            await RedirectResponse(f"{target.path}?{target.query}", 307)(scope, receive, send)
        else:
            await _in_its_language(self.app, screen, request, receive, send)


def _settled(request: Request, path: str) -> URL:
    """The address of the screen, with the day: an issued month with its day and edition, else the day alone."""
    url, query = request.url.replace(path=path), request.query_params
    named = {name: query[name] for name in _DAY if name in query}
    if named.keys() == {"as_of"}:
        return url
    try:
        setting = settings()
        facts = current_facts(setting.database_url)
    except Refused:  # the page itself will say why
        return url
    issued = facts.known.edition(query.get("month", ""), query.get("edition", ""))
    said = {"as_of": query.get("as_of") or str(today(setting.now(facts.settings, clock)))}
    if issued:
        said = {"as_of": str(issued.as_of), "month": issued.month, "edition": str(issued.edition)}
    return url if said == named else url.remove_query_params(_DAY).include_query_params(**said)


def _or_nothing(request: Request, receive, send):
    """What is answered, but for Streamlit's page, which it gives for any address: where no screen lies that is a 404."""
    lost = False

    async def answered(message) -> None:
        nonlocal lost
        if message["type"] == "http.response.start":
            kind = Headers(raw=message["headers"]).get("content-type", "")
            lost = message["status"] == 200 and kind.startswith("text/html")
            if lost:
                await signin.no_page(request.url)(request.scope, receive, send)
        if not lost:
            await send(message)

    return answered


async def _in_its_language(app, screen: Screen, request: Request, receive, send) -> None:
    """The page with the language it is in, by which screen readers choose their voice, its title and how it is printed."""
    words = words_of(request.query_params.get("lang"))
    dressed = (
        (b'<html lang="en"', f'<html lang="{words.lang}"'),
        (b"<title>Streamlit</title>", f"<title>{escape(screen.titled(words))}</title>"),
        (b"</head>", f"<style>{PRINT}</style></head>"),
    )
    started, body = {}, b""

    async def whole(message) -> None:
        nonlocal started, body
        if message["type"] == "http.response.start":
            started = message
        elif message["type"] == "http.response.body":
            body += message.get("body", b"")
            if not message.get("more_body"):
                for plain, ours in dressed:
                    body = body.replace(plain, ours.encode())
                MutableHeaders(raw=started["headers"])["content-length"] = str(len(body))
                await send(started)
                await send({"type": "http.response.body", "body": body})

    kept = (b"accept-encoding", b"if-none-match", b"if-modified-since")
    headers = [(name, value) for name, value in request.scope["headers"] if name not in kept]
    await app({**request.scope, "headers": headers}, receive, whole)


MIDDLEWARE = [Middleware(Page)]
