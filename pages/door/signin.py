"""The door for people: sign-in, sign-out and the choice of a password, as plain HTML that posts to plain HTTP.

A password never passes through a screen's session.  What a browser keeps is a random token, of which the database has
only the hash.
"""

import base64
import hashlib
from collections.abc import Mapping
from html import escape
from string import Template
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

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
from progress.say.languages import Words

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
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > _LONGEST:
                return Response(status_code=413)
        try:
            form = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
        except UnicodeDecodeError:
            return Response(status_code=400)
        if not _from_here(request):
            words = _words(inside(form.get("next", "/")))
            return _page(
                words.account.sign_in, _said(words.account.sign_in_elsewhere), words, 403, address(_turned("/", words))
            )
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
    form = _form("/sign-in", target, words.account.sign_in, (
        _field("login", words.account.login, f'value="{escape(login)}" autocomplete="username" autocapitalize="none" '
               f'spellcheck="false" {"" if login else "autofocus"}'),
        _field("password", words.account.password, f'type="password" autocomplete="current-password" {"autofocus" if login else ""}'),
        _said(_sentence(refused, words)),
    ))  # fmt: skip
    parts = [f"<p>{escape(words.account.sign_in_lead)}</p>", form]
    if setting.provider:
        link = escape(address(target, "/sign-in/provider"))
        parts.append(f'<p><a class="wide" href="{link}">{escape(words.account.sign_in_provider)}</a></p>')
    with reading(store(setting.database_url)) as connection:
        illustrative = "today" in stored_settings(connection)
    if illustrative:
        parts.append(f"<hr><p>{escape(words.account.try_as)}</p><div class=roles>")
        parts += [
            _form(
                "/sign-in",
                target,
                words.terms.roles[role],
                (_hidden("login", role.value), _hidden("password", PASSWORD)),
            )
            for role in Role
        ]
        parts.append("</div>")
    return _page(words.account.sign_in, "".join(parts), words, status, address(_turned(target, words)))


def _password_page(person: Person, target: str, refused: Refused | None = None, status: int = 200) -> Response:
    words = _words(target)
    form = _form("/password", target, words.account.change_password, (
        _hidden("username", person.login, 'autocomplete="username"'),
        _field("old", words.account.password_old, 'type="password" autocomplete="current-password" autofocus'),
        _field("new", words.account.password_new,
               f'type="password" autocomplete="new-password" minlength="{accounts.SHORTEST}" aria-describedby="rule"'),
        f'<p id="rule">{escape(words.account.password_rule.format(shortest=accounts.SHORTEST))}</p>',
        _field("again", words.account.password_again, 'type="password" autocomplete="new-password"'),
        _said(_sentence(refused, words)),
    ))  # fmt: skip
    lead = f"<p>{escape(words.account.one_time_lead)}</p>" if person.must_change else ""
    out = _form("/sign-out", target, words.account.sign_out, ())
    back = "" if person.must_change else f'<p><a href="{escape(target)}">{escape(words.account.back_to_plans)}</a></p>'
    content = f"{lead}{form}<hr>{back}<div class=roles>{out}</div>"
    return _page(words.account.change_password, content, words, status, address(_turned(target, words), "/password"))


def no_page(url: URL) -> Response:
    """What stands at an address of no screen, in the language it names."""
    here = f"{url.path}?{url.query}"
    words = _words(here)
    home = "/" if words.lang == "vi" else f"/?lang={words.lang}"
    content = (
        f'<p>{escape(words.frame.no_page_lead)}</p><p><a href="{home}">{escape(words.account.back_to_plans)}</a></p>'
    )
    return _page(words.frame.no_page, content, words, 404, _turned(here, words))


def _form(action: str, target: str, button: str, parts: tuple[str, ...]) -> str:
    return (
        f'<form method="post" action="{action}">{_hidden("next", target)}{"".join(parts)}'
        f"<button>{escape(button)}</button></form>"
    )


def _hidden(name: str, value: str, more: str = "") -> str:
    return f'<input type="hidden" name="{name}" value="{escape(value)}" {more}>'


def _field(name: str, label: str, attributes: str) -> str:
    return f'<label for="{name}">{escape(label)}</label><input id="{name}" name="{name}" required {attributes}>'


def _sentence(refused: Refused | None, words: Words) -> str:
    return "" if refused is None else words.refusal(refused)


def _said(sentence: str) -> str:
    return f'<p class="error" role="alert">{escape(sentence)}</p>' if sentence else ""


def _turned(target: str, words: Words) -> str:
    """The same address in the other language."""
    parts, other = urlsplit(target), "en" if words.lang == "vi" else "vi"
    return f"{parts.path}?{urlencode([*((k, v) for k, v in parse_qsl(parts.query) if k != 'lang'), ('lang', other)])}"


def _page(title: str, content: str, words: Words, status: int, turned: str) -> Response:
    """turned: the link to the same page in the other language."""
    other, turn = ("en", "English") if words.lang == "vi" else ("vi", "Tiếng Việt")
    html = _PAGE.substitute(
        lang=words.lang,
        title=escape(title),
        style=_STYLE,
        content=content,
        other=other,
        turned=escape(turned),
        turn=turn,
    )
    return HTMLResponse(html, status, headers=_HEADERS)


_STYLE = """
:root { color-scheme: light dark; --ink: #101820; --ground: #fff; --field: #f3f6f5; --line: #8a94a0; --accent: #0b5a43;
  --on: #fff; --error: #b3261e }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --ground: #12171d; --field: #1b222a; --line: #6b7683;
  --accent: #57c79a; --on: #10201a; --error: #ff8a80 } }
* { box-sizing: border-box }
body { margin: 0; padding: 1.5rem 1rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 "Source Sans 3", "Source Sans", system-ui, sans-serif }
main { max-width: 22rem; margin: 8vh auto 0 }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2 }
p { margin: .35rem 0 .75rem }
a { color: var(--accent) }
hr { margin: 1.5rem 0 1rem; border: 0; border-top: 1px solid var(--line); opacity: .5 }
label { display: block; margin: .9rem 0 .35rem; font-weight: 600 }
input:not([type=hidden]) { width: 100%; padding: .6rem .75rem; border: 1px solid var(--line); border-radius: 6px;
  background: var(--field); color: inherit; font: inherit }
button, .wide { display: block; width: 100%; margin-top: 1.25rem; padding: .65rem .75rem; border: 1px solid var(--accent);
  border-radius: 6px; background: var(--accent); color: var(--on); font: inherit; font-weight: 600; text-align: center;
  text-decoration: none; cursor: pointer }
.wide, .roles button { margin-top: 0; background: transparent; color: var(--accent) }
.roles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .5rem }
.roles form, .roles button { height: 100% }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.error { margin-top: .9rem; padding-left: .75rem; border-left: 3px solid var(--error); color: var(--error) }
#rule { margin: .25rem 0 0; font-size: .875rem }
footer { margin-top: 1.5rem; font-size: .875rem }
"""
_PAGE = Template("""<!doctype html>
<html lang="$lang"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title · Tiến độ</title><link rel="icon" href="data:,"><style>$style</style></head>
<body><main><h1>$title</h1>$content<footer><a href="$turned" hreflang="$other" lang="$other">$turn</a></footer></main></body></html>
""")
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
