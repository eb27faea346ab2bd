"""The house keeps its plan: one column of rooms, each knows only those below it (docs/architecture.md)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# From the ground up. A room may name itself and what stands before it; the text says why it names nothing after it.
COLUMN = {
    "models.store": "what is stored does not know who writes it, from which file or as what change",
    "models.people": "who may do what is asked by files and changes, and does not depend on what they write",
    "models.files": "a file is read alike whoever decided on it: a form and an upload are checked by the same rows",
    "models.changes": "a write that asked a rule or a word would change with it; what was written must not",
    "progress.numbers": "a number has no language and no picture: screens, commands, /api and packs read the same one",
    "progress.say": "a word is chosen without knowing the table, figure or mail it stands in",
    "progress.show": "a table or figure is the same on a screen and on paper: it does not know which it goes into",
    "progress.month": "the bytes of an issued month depend on nothing that is sent or on a screen",
    "progress.send": "mails and calendars are made by a job on a machine without screens",
    "manage": "the command line works where no screen is",
    "pages.shared": "what all screens share can be read without any of them",
    "pages.door": "who stands at the door has no screen yet",
    "pages.updating": "the parts of the form do not know on which screen they are put together",
    "pages": "a screen does not know the frame around it nor its own address",
    "pages.frame": "the frame is drawn by the server's program, not the other way round",
    "dashboard": "the server's program is started by nobody here",
}
ROOMS = list(COLUMN)
NO_SCREEN = ("streamlit", "it runs from the command line, from a job and behind /api, where no screen is")
NO_PICTURE = ("plotly", "figures are drawn in progress/show, from tables")
NO_TABLES = [(name, "rows go in and out of the database without tables in memory") for name in ("pandas", "numpy")]
NO_MODEL = [(name, "what is stored is known in models") for name in ("sqlmodel", "alembic")]
NO_SELECT = [
    (f"sqlalchemy.{name}", "what is read is read in progress/numbers/facts.py") for name in ("select", "text", "orm")
]
NEVER = {
    "models": [NO_SCREEN, NO_PICTURE, *NO_TABLES],
    "progress": [NO_SCREEN, *NO_MODEL],
    "progress.numbers": [NO_PICTURE],
    "progress.say": [NO_PICTURE, *NO_SELECT],
    "progress.show": NO_SELECT,
    "progress.month": [NO_PICTURE, *NO_SELECT],
    "progress.send": [NO_PICTURE, *NO_SELECT],
    "pages": [
        ("manage", "what screens and commands share lies below both"),
        *((name, "a screen puts tables and figures in place; it makes none") for name in ("pandas", "numpy", "plotly")),
        *NO_MODEL,
        ("sqlalchemy", "a screen reads facts and calls a change; it asks the database nothing itself"),
    ],
    "manage": [NO_SCREEN, NO_PICTURE, *NO_TABLES, *NO_MODEL, ("sqlalchemy", "a command calls what the screens call")],
}


def _files(root: Path, *rooms: str) -> Iterator[tuple[Path, str, ast.Module]]:
    """Every Python file of these rooms at every depth: its path, its module's name, its tree."""
    for room in rooms:
        alone = root / f"{room}.py"
        for path in [alone] if alone.exists() else sorted((root / room.replace(".", "/")).rglob("*.py")):
            within = path.relative_to(root)
            name = ".".join(within.with_suffix("").parts).removesuffix(".__init__")
            yield within, name, ast.parse(path.read_text(encoding="utf-8"))


def _room(name: str) -> str:
    """The room of a module: of pages, the three folders and the frame are rooms of their own."""
    parts = name.split(".")
    return next((room for room in (".".join(parts[:2]), parts[0]) if room in COLUMN), parts[0])


def _imports(name: str, tree: ast.Module, is_package: bool) -> Iterator[tuple[int, str]]:
    """Line and full name of everything a module imports, wherever in it: inside functions, `if TYPE_CHECKING`, by name."""
    package = name.split(".") if is_package else name.split(".")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            start = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{start}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute) and node.args:
            called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if called in ("import_module", "__import__") and isinstance(node.args[0], ast.Constant):
                yield node.lineno, str(node.args[0].value)


def forbidden(root: Path) -> list[str]:
    """A sentence for every import in the house under `root` that no room may have, with the reason."""
    found = []
    for path, name, tree in _files(root, "models", "progress", "pages", "dashboard", "manage"):
        room = _room(name)
        for line, imported in _imports(name, tree, path.name == "__init__.py"):
            target = _room(imported)
            if target == "tests":
                found.append(f"{path}:{line} imports {imported}: the product runs without its tests")
            elif target in ("models", "progress") or target in ROOMS[ROOMS.index(room) + 1 :]:
                found.append(f"{path}:{line} imports {imported}: {COLUMN[room]}")
            for rooms, reasons in NEVER.items():
                if f"{name}.".startswith(f"{rooms}."):
                    found += [
                        f"{path}:{line} imports {imported}: {why}"
                        for never, why in reasons
                        if f"{imported}.".startswith(f"{never}.")
                    ]
    return found


def test_no_import_runs_up_and_every_room_keeps_to_its_means():
    assert not (found := forbidden(ROOT)), "\n".join(found)


@pytest.mark.parametrize(
    ("file", "line", "reason"),
    [
        ("models/store/x.py", "import models.people.accounts", "does not know who writes it"),
        ("models/files/deep/er/x.py", "from models.changes import reports", "checked by the same rows"),
        ("models/changes/x.py", "from progress import say", "would change with it"),
        ("progress/numbers/x.py", "from progress.say.words import words_of", "no language and no picture"),
        ("progress/numbers/deep/x.py", "from ...show import tables", "no language and no picture"),
        ("progress/say/x.py", "def f():\n    import progress.show.tables", "without knowing the table"),
        ("progress/month/typeset/deep/x.py", "def f():\n    import streamlit as st", "where no screen is"),
        ("progress/show/x.py", "def f():\n    from streamlit.errors import Error", "where no screen is"),
        ("progress/send/x.py", "import importlib\nimportlib.import_module('streamlit')", "where no screen is"),
        ("progress/month/x.py", "from sqlalchemy import select", "read in progress/numbers/facts.py"),
        ("pages/shared/x.py", "from pages import overview", "share can be read without any"),
        ("pages/door/x.py", "from ..updating import form", "no screen yet"),
        ("pages/overview.py", "import pages.frame", "does not know the frame"),
        ("pages/overview.py", "import pandas as pd", "it makes none"),
        ("pages/admin.py", "def f():\n    from manage import main", "below both"),
        ("manage.py", "from pages.shared import view", "where no screen is"),
        ("manage.py", "import plotly.graph_objects", "drawn in progress/show"),
        ("models/people/x.py", "from tests.cases import LOGIN", "without its tests"),
    ],
)
def test_a_forbidden_import_is_found_at_any_depth_and_says_why(tmp_path, file, line, reason):
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{line}\n", encoding="utf-8")
    (said,) = forbidden(tmp_path)
    assert said.startswith(f"{file}:") and reason in said


def test_what_lies_below_may_be_named(tmp_path):
    for file, line in {
        "models/files/x.py": "from models.store.tables import Plan\nfrom . import rows\nfrom ..people import rights",
        "progress/show/x.py": "import pandas\nimport plotly\nfrom progress.say import words\nfrom models.changes import mail",
        "pages/overview.py": "import streamlit\nfrom pages import milestones\nfrom pages.updating import form",
        "dashboard.py": "import pandas\nfrom pages import frame",
    }.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(f"{line}\n", encoding="utf-8")
    assert forbidden(tmp_path) == []


def test_every_file_lies_in_a_room():
    for path, name, _ in _files(ROOT, "models", "progress"):
        assert _room(name) in COLUMN or (len(path.parts) == 2 and path.name == "__init__.py"), path
    folders = {f"pages.{path.parent.name}" for path in (ROOT / "pages").glob("*/*.py")}
    assert folders <= set(COLUMN), "a folder of screens without a place in the column"


def test_the_tests_lie_as_the_rooms_do():
    """Who changes a room runs its tests alone."""
    rooms = {room.split(".")[1] for room in COLUMN if room.startswith(("models.", "progress."))} | {"pages"}
    tested = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    assert rooms - tested == set(), "rooms without tests of their own"
    assert tested - rooms == {"e2e"}, "tests of no room"


# What only a frame has, and a dict, a list, Streamlit or a word has not.
OF_FRAMES = set(
    """iloc loc iat to_dict to_records itertuples iterrows isin isna notna fillna dropna drop_duplicates assign groupby
    sort_values reset_index set_index reindex astype tolist to_numpy nunique unique idxmax idxmin value_counts apply
    any all sum map dt empty merge""".split()  # noqa: SIM905
)
NAMESAKES = ("st", "words", "administration")  # st.empty, the word "merge", a merger of agencies


def _counted(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Where a frame is counted, selected from or taken apart: by what only a frame has, by a mask, by NaN not being itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in OF_FRAMES:
            owner = node.value
            while isinstance(owner, ast.Attribute):
                owner = owner.value
            if not (isinstance(owner, ast.Name) and owner.id in NAMESAKES):
                yield node.lineno, f".{node.attr}"
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
            yield node.lineno, "~"
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Compare | ast.BinOp | ast.ListComp):
            yield node.lineno, "[a mask]"
        if isinstance(node, ast.Compare) and ast.dump(node.left) == ast.dump(node.comparators[0]):
            yield node.lineno, "x == x"


def test_no_screen_counts():
    """A screen that selects from frames is a rule nobody tests, and another than the command line's."""
    found = [f"{path}:{line} {what}" for path, _, tree in _files(ROOT, "pages") for line, what in _counted(tree)]
    assert not found, "\n".join(["a screen gets plain values and hands tables on: ask progress", *found])


@pytest.mark.parametrize(
    "line",
    ["view.reading.standing.iloc[0]", "rows.empty", "rows['x'].sum()", "rows[rows['x'] == 1]", "rows[a & b]", "rows[~mask]",
     "rows[[is_open(row) for row in rows]]", "row['due'] == row['due']", "row['due'] != row['due']"],
)  # fmt: skip
def test_what_counts_in_a_screen_is_found(line):
    assert list(_counted(ast.parse(line)))


@pytest.mark.parametrize("line", ["st.empty()", "words.admin.merge", "row['due']", "rows[0]", "rows[:3]", "len(rows)"])
def test_what_lays_out_a_screen_is_not(line):
    assert not list(_counted(ast.parse(line)))


def _now(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow", "time", "time_ns", "localtime"):
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if (owner in ("datetime", "date", "Timestamp") and node.attr != "time") or owner in ("time", "pd"):
                yield node.lineno


def test_no_rule_and_no_write_reads_the_clock():
    """Now is an argument: the same question is asked again of any day, and in tests."""
    for path, _, tree in _files(ROOT, "models", "progress"):
        assert not list(_now(tree)), f"{path}:{list(_now(tree))}"


@pytest.mark.parametrize("line", ["datetime.now(UTC)", "dt.date.today()", "pd.Timestamp.now()", "time.time()"])
def test_a_clock_is_found(line):
    assert list(_now(ast.parse(f"def f():\n    return {line}"))) == [2]


def test_every_public_function_of_reading_and_writing_says_what_it_does():
    silent = []
    for path, _, tree in _files(ROOT, "models", "progress"):
        if "migrations" in path.parts:  # each version's head says what it changes
            continue
        for owner in [tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))]:
            if isinstance(owner, ast.ClassDef) and owner.name.startswith("_"):
                continue
            silent += [
                f"{path}:{node.lineno} {node.name}"
                for node in owner.body
                if isinstance(node, ast.FunctionDef)
                and not node.name.startswith("_")
                and len(node.body) > 3
                and not ast.get_docstring(node)
            ]
    assert not silent, "\n".join(silent)
