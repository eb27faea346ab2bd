"""A client without a browser says what no screen of ours would let it: only what its person may do is done."""

import json
import re
from contextlib import ExitStack

import pytest
from sqlalchemy import delete
from streamlit.proto.BackMsg_pb2 import BackMsg

from models.store.database import open_store, writing
from models.store.tables import Draft
from tests.e2e import wire

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
        for message in wire.drawn(self.socket):
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

    def key(self, pattern: str) -> str:
        """The key, as it was last drawn, that begins like this."""
        return next(key for key in reversed(self.ids) if re.match(pattern, key))


@pytest.fixture(scope="module")
def tokens(own) -> dict[str | None, str | None]:
    """Of one session of each person."""
    return {None: None, **{login: wire.token(own, login) for login in ("director", "viewer", "admin")}}


@pytest.fixture
def client(own, tokens):
    """client(login, query) -> a tab of that person's; what was typed in the tabs is given up in the end."""
    with ExitStack() as tabs:

        def opened(login: str | None, query: str = "") -> Client:
            return Client(tabs.enter_context(wire.tab(own, tokens[login])), f"as_of=2019-12-12&{query}")

        yield opened
    engine = open_store(own.database)
    with writing(engine) as connection:
        connection.execute(delete(Draft))
    engine.dispose()


def everything(rows) -> dict:
    """All that counts: every table but those of who is signed in and what is typed."""
    names = [name for (name,) in rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    apart = ("session", "sign_in_attempt", "draft", "setting")
    return {name: rows(f"SELECT * FROM {name}") for name in names if name not in apart}


def lines(rows) -> list[tuple]:
    """Every line the director recorded on a screen, the newest last."""
    return rows(
        "SELECT m.code, l.status, l.percent, l.decision FROM status_line l JOIN milestone m ON m.id = l.milestone_id "
        "WHERE l.recorded_by = 'director' ORDER BY l.id"
    )


CLICK = ("trigger_value", True)


def test_of_a_forged_grid_only_the_cells_of_ones_own_rows_are_taken(client, rows):
    before, recorded = everything(rows), len(lines(rows))
    tab = client("director", "as=grid")
    forged = {
        "edited_rows": {
            "0": {"percent": 99, "milestone": FOREIGN, "title": "x", "due": "2030-01-01", "decision": "1/QĐ-UBND"},
            "1": {"status": "cancelled", "decision": "1/QĐ-UBND"},
        },
        "added_rows": [{"_index": FOREIGN, "milestone": FOREIGN, "status": "done", "done_on": "2019-12-01"}],
        "deleted_rows": [2, 3],
    }
    state = {tab.key(r"grid_\d"): ("string_value", json.dumps(forged))}
    tab.run(**state)
    tab.run(**state, save_all=CLICK)
    after = everything(rows)
    assert lines(rows)[recorded:] == [("KCN-05", "in_progress", 99.0, None)]
    assert {name for name in after if after[name] != before[name]} == {"status_line", "saved", "revision"}


def test_another_agencys_milestone_is_not_there_whatever_is_asked_for(client, rows):
    before = everything(rows)
    tab = client("director")
    own, query = tab.ids[f"unchanged_{MINE}"], tab.query
    for asked in (f"agency=SYT&milestone={FOREIGN}", "agency=SYT", "as=grid&agency=SYT"):
        tab.query = f"{query}&{asked}"
        tab.run()
        clicked = ("unchanged", "fill", "overwrite", "save_all")
        tab.run(**{own.replace(f"unchanged_{MINE}", f"{name}_{FOREIGN}"): CLICK for name in clicked})
        assert FOREIGN not in tab.said.replace("\\", "")
        assert everything(rows) == before, asked


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", ("string_array_value", ["Hủy bỏ"])),
        ("percent", ("double_value", 1e9)),
        ("note", ("string_value", "x\x07")),
    ],
)
def test_a_field_that_says_what_its_widget_cannot_saves_nothing(client, rows, field, value):
    before = everything(rows)
    tab = client("director", f"milestone={MINE}")
    state = {tab.key(f"{field}_{MINE}"): value}
    tab.run(**state)
    saving = {"save_all": CLICK} if "save_all" in tab.ids else {}
    tab.run(**state, **saving)
    assert everything(rows) == before


def test_who_may_not_report_finds_no_button_and_forging_one_does_nothing(client, rows):
    before = everything(rows)
    known = client("director").ids
    for login in ("viewer", "admin", None):
        tab = client(login)
        tab.run(**{known[f"unchanged_{MINE}"]: CLICK, known[f"fill_{MINE}"]: CLICK})
        assert not any(key.startswith(("unchanged_", "fill_", "save_all")) for key in tab.ids), login
        assert everything(rows) == before, login


def test_double_clicks_are_one_line_each(client, rows):
    tab = client("director", f"milestone={MINE}")
    before, claims = len(lines(rows)), (81.0, 82.0, 83.0)
    for percent in claims:
        state = {tab.key(f"percent_{MINE}"): ("double_value", percent)}
        tab.run(**state)
        tab.send(**state, save_all=CLICK)
        tab.send(**state, save_all=CLICK)
        tab.drawn()
        tab.run()
    assert [percent for _, _, percent, _ in lines(rows)[before:]] == list(claims)
