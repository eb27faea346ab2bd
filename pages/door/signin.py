"""The door for people: sign-in, sign-out and the choice of a password, as plain HTML that posts to plain HTTP.

A password never passes through a screen's session.  What a browser keeps is a random token, of which the database has
only the hash.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from models.changes.demonstration import PASSWORD
from models.people import accounts
from models.people.accounts import Person
from models.store.database import Refused, reading, stored_settings
from models.store.settings import settings
from models.store.tables import Role
from pages.shared.view import clock, present, store, words_of
from progress.say.languages import LANGUAGES, Words

COOKIE = "tien_do"
_LONGEST = 8192  # bytes of a form


def visitor(cookies: Mapping[str, str], headers: Mapping[str, str]) -> Person | None:
    """Who sends this; None = nobody, or one whose session has ended.  May still owe a password of his own."""
    setting = settings()
    engine = store(setting.database_url)
    found = accounts.person(engine, cookies.get(COOKIE), idle=setting.idle, now=clock())
    if found is None and setting.user_header:
        found = accounts.person_named(engine, headers.get(setting.user_header), recorded=present(setting.database_url))
    return found


def signed_in(cookies: Mapping[str, str], headers: Mapping[str, str]) -> Person | None:
    """Who sends this and may act: a one-time password opens nothing but the page to choose another."""
    found = visitor(cookies, headers)
    return None if found is None or found.must_change else found


def address(next_path: str, page: str = "/sign-in") -> str:
    """The link to a page of this file that comes back to `next_path`."""
    return f"{page}?{urlencode({'next': next_path})}"


def inside(target: str) -> str:
    """A path of this server, whatever was asked for: a link to the sign-in must not lead on to another host."""
    if not target.startswith("/") or target[1:2] in ("/", "\\") or any(c < " " for c in target):
        return "/"
    return target


def sign_in(request: Request) -> Response:
    found = visitor(request.cookies, request.headers)
    target = inside(request.query_params.get("next", "/"))
    if found is None:
        return sign_in_page(target)
    return RedirectResponse(address(target, "/password") if found.must_change else target, 303)


def _signed_in(request: Request, form: Mapping[str, str]) -> Response:
    target, login = inside(form.get("next", "/")), form.get("login", "")
    engine = store(settings().database_url)
    who = request.client.host if request.client else None
    try:
        token = accounts.sign_in(engine, login, form.get("password", ""), who, now=clock())
    except Refused as refused:
        return sign_in_page(target, login, refused, 401)
    return with_session(request, token, target)


def with_session(request: Request, token: str, target: str) -> Response:
    """On to `target`, with the token in a cookie that lives as long as the browser is open."""
    _end(request)  # the browser's former session, if it had one
    answer = RedirectResponse(address(target), 303)  # by the sign-in page, which knows who has to choose a password
    answer.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=_encrypted(request))
    return answer


def _encrypted(request: Request) -> bool:
    return "https" in (request.url.scheme, request.headers.get("x-forwarded-proto"))


def _signed_out(request: Request, form: Mapping[str, str]) -> Response:
    _end(request)
    answer = RedirectResponse(address(inside(form.get("next", "/"))), 303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return answer


def _end(request: Request) -> None:
    engine, now = store(settings().database_url), clock()
    found = accounts.person(engine, request.cookies.get(COOKIE), idle=settings().idle, now=now)
    if found:
        accounts.sign_out(engine, found, now=now)


def password(request: Request) -> Response:
    found = visitor(request.cookies, request.headers)
    target = inside(request.query_params.get("next", "/"))
    return _password_page(found, target) if found else RedirectResponse(address(target), 303)


def _password_changed(request: Request, form: Mapping[str, str]) -> Response:
    target = inside(form.get("next", "/"))
    found = visitor(request.cookies, request.headers)
    if found is None:
        return RedirectResponse(address(target), 303)
    new, url = form.get("new", ""), settings().database_url
    try:
        if new != form.get("again", ""):
            raise Refused("passwords_differ")
        accounts.change_password(store(url), found, form.get("old", ""), new, now=clock(), recorded=present(url))
    except Refused as refused:
        return _password_page(found, target, refused, 400)
    return RedirectResponse(target, 303)


def _posted(handle):
    """A route for a form of this server: from its own pages only, small, and off the event loop (argon2 is slow)."""

    async def route(request: Request) -> Response:
        if int(request.headers.get("content-length", 0)) > _LONGEST:
            return Response(status_code=413)
        sent = await request.form(max_files=0, max_fields=8, max_part_size=_LONGEST)
        form = {name: str(value) for name, value in sent.items()}
        if not _from_here(request):
            words = _words(inside(form.get("next", "/")))
            told = words.account.sign_in_elsewhere
            return _page(words, words.account.sign_in, _turned("/", words, address), 403, sentence=told)
        return await run_in_threadpool(handle, request, form)

    return route


def _from_here(request: Request) -> bool:
    """Whether a page of this server sent this; Streamlit's own protection does not reach these routes."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("origin", "").partition("://")[2] == request.headers.get("host")


# The pages


def _words(target: str) -> Words:
    """The language of the page one came from."""
    return words_of(dict(parse_qsl(urlsplit(target).query)).get("lang"))


def sign_in_page(target: str, login: str = "", refused: Refused | None = None, status: int = 200) -> Response:
    """The form, with what was refused next to it; the provider's button and the demonstration's roles where they are."""
    words, setting = _words(target), settings()
    with reading(store(setting.database_url)) as connection:
        roles = list(Role) if "today" in stored_settings(connection) else []
    provider = address(target, "/sign-in/provider") if setting.provider else None
    return _page(
        words, words.account.sign_in, _turned(target, words, address), status, "sign_in.html",
        target=target, login=login, refused=refused, provider=provider, roles=roles, password=PASSWORD,
    )  # fmt: skip


def _password_page(person: Person, target: str, refused: Refused | None = None, status: int = 200) -> Response:
    words = _words(target)
    return _page(
        words, words.account.change_password, _turned(target, words, lambda to: address(to, "/password")), status, "password.html",
        target=target, person=person, refused=refused, shortest=accounts.SHORTEST,
    )  # fmt: skip


def no_page(url: URL) -> Response:
    """What stands at an address of no screen, in the language it names."""
    here = f"{url.path}?{url.query}"
    words = _words(here)
    return _page(words, words.frame.no_page, _turned(here, words, str), 404, sentence=words.frame.no_page_lead)


def _turned(target: str, words: Words, link: Callable[[str], str]) -> list[tuple[Words, str]]:
    """The same page in each other language: link says its address, which carries where one goes from it."""
    path, query = urlsplit(target).path, [(k, v) for k, v in parse_qsl(urlsplit(target).query) if k != "lang"]
    others = (other for other in LANGUAGES.values() if other is not words)
    return [(other, link(f"{path}?{urlencode([*query, ('lang', other.lang)])}")) for other in others]


def _page(
    words: Words, title: str, turned: list[tuple[Words, str]], status: int, template: str = "page.html", **values
) -> Response:
    """turned: the links to the same page in the other languages; values: what the template asks for."""
    values |= {"title": title, "turned": turned, "style": _STYLE, "home": f"/?lang={words.lang}"}
    html = _HTML.get_template(template).render(words=words, say=words.account, **values)
    return HTMLResponse(html, status, headers=_HEADERS)


_FOLDER = Path(__file__).parent / "html"
_HTML = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
_STYLE = (_FOLDER / "page.css").read_text(encoding="utf-8")
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"
    ),
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}

ROUTES = [
    Route("/sign-in", sign_in, methods=["GET"]),
    Route("/sign-in", _posted(_signed_in), methods=["POST"]),
    Route("/sign-out", _posted(_signed_out), methods=["POST"]),
    Route("/password", password, methods=["GET"]),
    Route("/password", _posted(_password_changed), methods=["POST"]),
]
