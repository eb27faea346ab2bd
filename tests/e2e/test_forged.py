"""A client without a browser says what no screen of ours would let it: only what its person may do is done."""

import json
import sqlite3
from contextlib import ExitStack, closing

import pytest
from sqlalchemy import delete
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from models import accounts
from models.demonstration import PASSWORD
from models.store import open_store, writing
from models.tables import Draft
from pages.signin import COOKIE, clock
from tests.e2e.conftest import Server
from tests.e2e.test_update import own, rows, written  # noqa: F401

pytestmark = pytest.mark.xdist_group("forged")
MINE, FOREIGN = "KH93-04", "KH70-35"  # a milestone of the director's agency; one of another's


class Client:
    """One tab: `run` sends the values of widgets by their keys and draws the screen again."""

    def __init__(self, socket, query: str) -> None:
        self.socket, self.query, self.page = socket, query, ""
        self.ids, self.said = {}, ""
        self.run()

    def run(self, **values) -> None:
        """values: kind of the value and the value, by the widget's key, or by its id where the screen has none."""
        self.send(**values)
        self.drawn()

    def send(self, **values) -> None:
        message = BackMsg()
        script = message.rerun_script
        script.query_string = self.query
        if self.page:
            script.page_script_hash = self.page
        else:
            script.page_name = "update"
        for key, (kind, value) in values.items():
            state = script.widget_states.widgets.add()
            state.id = self.ids.get(key, key)
            if kind.endswith("_array_value"):
                getattr(state, kind).data.extend(value)
            else:
                setattr(state, kind, value)
        self.socket.send(message.SerializeToString())

    def drawn(self) -> None:
        self.said = ""
        while True:
            message = ForwardMsg()
            message.ParseFromString(self.socket.recv(timeout=60))
            if message.WhichOneof("type") == "navigation":
                self.page = message.navigation.page_script_hash
            if message.WhichOneof("type") == "delta" and message.delta.HasField("new_element"):
                element = message.delta.new_element
                element = getattr(element, element.WhichOneof("type"))
                self.said += f"{getattr(element, 'body', '')}{getattr(element, 'label', '')}\n"
                if (found := getattr(element, "id", "")).startswith("$$ID-"):
                    key = found.split("-", 2)[2]
                    self.ids.pop(key, None)
                    self.ids[key] = found
            early = ForwardMsg.FINISHED_EARLY_FOR_RERUN
            if message.WhichOneof("type") == "script_finished" and message.script_finished != early:
                return

    def key(self, beginning: str) -> str:
        """The key, as it was last drawn, of which this is the beginning."""
        return next(key for key in reversed(self.ids) if key.startswith(beginning))


@pytest.fixture(scope="module")
def server(own, tmp_path_factory):  # noqa: F811
    server = Server(own, tmp_path_factory.mktemp("forged_server") / "log")
    yield server
    server.stop()


@pytest.fixture
def client(server, own):  # noqa: F811
    """client(login, query) -> a tab of that person's."""
    engine = open_store(own)
    with ExitStack() as tabs:

        def opened(login: str | None, query: str = "") -> Client:
            token = login and accounts.sign_in(engine, login, PASSWORD, None, now=clock())
            socket = connect(
                server.address.replace("http", "ws") + "/_stcore/stream",
                subprotocols=["streamlit"],
                origin=server.address,
                additional_headers={"Cookie": f"{COOKIE}={token}"} if token else {},
                max_size=None,
            )
            return Client(tabs.enter_context(socket), f"as_of=2019-12-12&{query}")

        yield opened
    with writing(engine) as connection:
        connection.execute(delete(Draft))
    engine.dispose()


def everything(own: str) -> dict:  # noqa: F811
    """All that counts: every table but those of who is signed in and what is typed."""
    with closing(sqlite3.connect(own.removeprefix("sqlite:///"))) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        apart = ("session", "sign_in_attempt", "draft", "setting")
        return {n: connection.execute(f"SELECT * FROM {n}").fetchall() for n in names if n not in apart}


CLICK = ("trigger_value", True)


def test_of_a_forged_grid_only_the_cells_of_ones_own_rows_are_taken(client, own, rows):  # noqa: F811
    before = everything(own)
    tab = client("director", "as=grid")
    grid = tab.key("grid_")
    forged = {
        "edited_rows": {
            "0": {"percent": 99, "milestone": FOREIGN, "title": "x", "due": "2030-01-01", "decision": "1/QĐ-UBND"},
            "1": {"status": "cancelled", "decision": "1/QĐ-UBND"},
        },
        "added_rows": [{"_index": FOREIGN, "milestone": FOREIGN, "status": "done", "done_on": "2019-12-01"}],
        "deleted_rows": [2, 3],
    }
    state = {grid: ("string_value", json.dumps(forged))}
    tab.run(**state)
    tab.run(**state, save_all=CLICK)
    after = everything(own)
    assert written(rows) == [("KCN-05", "in_progress", 99.0, None)]
    assert rows("SELECT decision FROM status_line ORDER BY id DESC LIMIT 1") == [(None,)]
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"status_line", "saved", "revision"}


@pytest.mark.parametrize("query", [f"agency=SYT&milestone={FOREIGN}", "agency=SYT", "as=grid&agency=SYT"])
def test_another_agencys_milestone_is_not_there_whatever_is_asked_for(client, own, query):  # noqa: F811
    before = everything(own)
    tab = client("director")
    mine = tab.ids[f"unchanged_{MINE}"]
    tab.query += f"&{query}"
    for name in ("unchanged", "fill", "overwrite", "save_all"):
        tab.run(**{mine.replace(f"unchanged_{MINE}", f"{name}_{FOREIGN}"): CLICK})
    assert FOREIGN not in tab.said.replace("\\", "")
    assert everything(own) == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", ("string_array_value", ["Hủy bỏ"])),
        ("percent", ("double_value", 1e9)),
        ("note", ("string_value", "x\x07")),
    ],
)
def test_a_field_that_says_what_its_widget_cannot_saves_nothing(client, own, field, value):  # noqa: F811
    before = everything(own)
    tab = client("director")
    tab.run(**{f"fill_{MINE}": CLICK})
    state = {tab.key(f"{field}_{MINE}"): value}
    tab.run(**state)
    saving = {"save_all": CLICK} if "save_all" in tab.ids else {}
    tab.run(**state, **saving)
    assert everything(own) == before


@pytest.mark.parametrize("login", ["viewer", "admin", None])
def test_who_may_not_report_finds_no_button_and_forging_one_does_nothing(client, own, login):  # noqa: F811
    before = everything(own)
    known = client("director").ids
    tab = client(login)
    tab.run(**{known[f"unchanged_{MINE}"]: CLICK, known[f"fill_{MINE}"]: CLICK})
    assert not any(key.startswith(("unchanged_", "fill_", "save_all")) for key in tab.ids)
    assert everything(own) == before


def test_double_clicks_are_one_line_each(client, rows):  # noqa: F811
    tab = client("director")
    before = len(written(rows))
    for percent in range(81, 81 + DOUBLE_CLICKS):
        tab.run(**{f"fill_{MINE}": CLICK})
        state = {tab.key(f"percent_{MINE}"): ("double_value", float(percent))}
        tab.run(**state)
        tab.send(**state, save_all=CLICK)
        tab.send(**state, save_all=CLICK)
        tab.drawn()
        tab.run()
    assert [line[2] for line in written(rows)[before:]] == [float(n) for n in range(81, 81 + DOUBLE_CLICKS)]


DOUBLE_CLICKS = 3
