"""What stands before every path and every message: nothing is read without a person where reading is not public, and
no session outlives its end in a tab that is still open."""

from urllib.parse import quote

from google.protobuf.message import DecodeError
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse
from streamlit.proto.BackMsg_pb2 import BackMsg

from models.store.database import Refused
from models.store.settings import settings
from pages.door import oidc, signin

# Without a person: the door itself, whether the server lives, what asks for a secret of its own (a calendar), and the
# files of Streamlit, the same for everyone.
_OPEN = {
    "/healthz", "/lich.ics", "/_stcore/health", "/_stcore/host-config", "/favicon.ico", "/favicon.png",
    *(route.path for route in (*signin.ROUTES, *oidc.ROUTES)),
}  # fmt: skip
_ASSETS = "/static/"
_SIGN_IN_FIRST = 4401  # why a WebSocket is closed; the answer to its handshake is 403


class Guard:
    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        visitor = HTTPConnection(scope)
        if not (_free(scope["path"]) or await run_in_threadpool(_may_read, visitor)):
            await _refuse(visitor, scope, receive, send)
        elif scope["type"] == "websocket":
            await self.app(scope, _watched(visitor, receive), send)
        else:
            await self.app(scope, receive, send)


def _free(path: str) -> bool:
    return path in _OPEN or path.startswith(_ASSETS)


def _may_read(visitor: HTTPConnection) -> bool:
    try:
        return settings().public_read or signin.signed_in(visitor.cookies, visitor.headers) is not None
    except Refused:  # a setting or the database: nothing can be read then, and the page says why
        return True


async def _refuse(visitor: HTTPConnection, scope, receive, send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": _SIGN_IN_FIRST})
    elif scope["method"] == "GET" and "text/html" in visitor.headers.get("accept", ""):
        here = quote(scope["path"]) + ("?" + scope["query_string"].decode("latin-1") if scope["query_string"] else "")
        await RedirectResponse(signin.address(here), 303)(scope, receive, send)
    else:
        await JSONResponse({"error": "sign in"}, 401)(scope, receive, send)


def _watched(visitor: HTTPConnection, receive):
    """What a tab sends, the session asked for each time.

    What a clock in a page sends goes on only when something was filled in and nothing more since the clock's last call:
    else it would keep a session alive that nobody uses, and draw while somebody types.  What asks to forget what is kept
    for everybody does not: no page of ours sends it.

    A part of a page keeps the person it was drawn for.  So the first that a connection may run, and all that it may run
    once its session is over, is the page as a whole: the frame then finds out anew who is there.
    """
    first, filled, carried = True, b"", b""
    named = signin.COOKIE in visitor.cookies

    async def watched():
        nonlocal first, filled, carried
        while True:
            message = await receive()
            asked = _asked(message)
            if asked is None:
                return message
            run, before = asked.rerun_script, filled
            filled = run.widget_states.SerializeToString(deterministic=True)
            if asked.WhichOneof("type") != "clear_cache" and not (
                run.is_auto_rerun and (filled != before or filled == carried)
            ):
                carried = filled
                break
        whole = first or (named and not await run_in_threadpool(_still_there, visitor))
        first = False
        if not whole or asked.WhichOneof("type") != "rerun_script":
            return message
        run.ClearField("fragment_id")
        return {**message, "bytes": asked.SerializeToString()}

    return watched


def _asked(message) -> BackMsg | None:
    """What a page asks for; None where this is not for a page, or Streamlit will refuse it."""
    if message["type"] != "websocket.receive" or not message.get("bytes"):
        return None
    try:
        return BackMsg.FromString(message["bytes"])
    except DecodeError:
        return None


def _still_there(visitor: HTTPConnection) -> bool:
    try:
        return signin.signed_in(visitor.cookies, visitor.headers) is not None
    except Exception:  # the database is away: the page runs, and says so
        return True


MIDDLEWARE = [Middleware(Guard)]
