"""Signing in with the city's identity provider (OpenID Connect): it says who a person is, our accounts what he may do.

By Authlib, as `st.login` does it, but before the screens and with a session of ours at the end: see docs/decisions.md.
"""

import logging
import secrets
from functools import cache

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models.people import accounts
from models.store.database import Refused
from models.store.settings import Provider, settings
from pages.door import signin
from pages.shared.view import clock, present, store

log = logging.getLogger("tien_do")
_DONE = "/sign-in/provider/done"  # the address to register with the provider


async def begin(request: Request) -> Response:
    """Off to the provider, which sends the person back to `_DONE`."""
    target = signin.inside(request.query_params.get("next", "/"))
    provider = settings().provider
    if provider is None:
        return Response(status_code=404)
    request.session["next"] = target
    try:
        return await _client(provider).authorize_redirect(request, str(request.url.replace(path=_DONE, query="")))
    except Exception:  # whatever keeps the provider from answering, the person reads one sentence
        return await _failed(target)


async def done(request: Request) -> Response:
    """Back from the provider: the account with the address it vouches for is signed in."""
    target = request.session.pop("next", "/")
    provider = settings().provider
    if provider is None:
        return Response(status_code=404)
    try:
        email = await _address(_client(provider), request)
    except Exception:
        return await _failed(target)
    return await run_in_threadpool(_let_in, request, target, email)


async def _address(client, request: Request) -> str:
    """The e-mail address the provider vouches for; raises where it vouches for none."""
    token = await client.authorize_access_token(request)
    claims = dict(token.get("userinfo") or {})
    if "email" not in claims:
        claims |= dict(await client.userinfo(token=token))
    vouched = claims.get("email_verified", True) in (True, "true")  # some providers write words
    if not claims.get("email") or not vouched:
        raise ValueError("no verified e-mail address")
    return claims["email"]


def _let_in(request: Request, target: str, email: str) -> Response:
    url = settings().database_url
    try:
        token = accounts.sign_in_known(store(url), email, now=clock(), recorded=present(url))
    except Refused as refused:
        return signin.sign_in_page(target, refused=refused, status=403)
    return signin.with_session(request, token, target)


async def _failed(target: str) -> Response:
    log.exception("identity provider")
    refused = Refused("provider_failed")
    return await run_in_threadpool(signin.sign_in_page, target, refused=refused, status=502)


@cache
def _client(provider: Provider):
    from authlib.integrations.starlette_client import OAuth  # takes a fifth of a second

    return OAuth().register(
        "city",
        server_metadata_url=provider.metadata,
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256", "timeout": 10},
    )


def _cookie_secret() -> str:
    try:
        return settings().cookie_secret or secrets.token_hex()
    except Refused:  # the screens say what is wrong
        return secrets.token_hex()


# What is on its way to the provider, for ten minutes, in a signed cookie.
_ON_THE_WAY = Middleware(
    SessionMiddleware,
    secret_key=_cookie_secret(),
    session_cookie="tien_do_provider",
    path="/sign-in/provider",
    max_age=600,
)
ROUTES = [
    Route("/sign-in/provider", begin, methods=["GET"], middleware=[_ON_THE_WAY]),
    Route(_DONE, done, methods=["GET"], middleware=[_ON_THE_WAY]),
]
