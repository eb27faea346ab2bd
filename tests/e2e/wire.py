"""What a browser says, said without one: over HTTP, and over the WebSocket of a tab."""

import urllib.error
import urllib.parse
import urllib.request

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from models.changes.demonstration import PASSWORD
from models.people import accounts
from models.store.database import open_store
from pages.door.signin import COOKIE, clock
from tests.e2e.conftest import Server


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def get(address: str, **headers: str) -> tuple[int, dict, bytes]:
    return _answer(urllib.request.Request(address, headers=headers))


def post(address: str, form: dict[str, str], **headers: str) -> tuple[int, dict, bytes]:
    return _answer(urllib.request.Request(address, urllib.parse.urlencode(form).encode(), headers))


def _answer(request: urllib.request.Request) -> tuple[int, dict, bytes]:
    """The answer itself: a redirect is not followed."""
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def token(server: Server, login: str = "viewer") -> str:
    """Of a new session of one of the demonstration's accounts."""
    engine = open_store(server.database)
    try:
        return accounts.sign_in(engine, login, PASSWORD, None, now=clock())
    finally:
        engine.dispose()


def tab(server: Server, token: str | None = None) -> ClientConnection:
    """The connection of a tab that is opened, of a person's where there is a token."""
    return connect(
        f"ws{server.address.removeprefix('http')}/_stcore/stream",
        subprotocols=["streamlit"],
        origin=server.address,
        additional_headers={"Cookie": f"{COOKIE}={token}"} if token else {},
        max_size=None,
    )


def said(wire: ClientConnection, query: str = "", page: str = "", fragment: str = "") -> str:
    """All that one run of a page, or of a part of it, sends to a tab."""
    asked = BackMsg()
    asked.rerun_script.query_string = query
    asked.rerun_script.page_name = page
    asked.rerun_script.fragment_id = fragment
    wire.send(asked.SerializeToString())
    return "".join(message.SerializeToString().decode(errors="ignore") for message in drawn(wire))


def drawn(wire: ClientConnection) -> list[ForwardMsg]:
    """The messages of one run to its end."""
    found = []
    while True:
        found.append(ForwardMsg.FromString(wire.recv(timeout=60)))
        finished = found[-1].WhichOneof("type") == "script_finished"
        if finished and found[-1].script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return found
