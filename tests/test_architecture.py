"""One direction: models <- progress <- pages <- dashboard, manage beside dashboard."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "models": {"models"},
    "progress": {"models", "progress"},
    "pages": {"models", "progress", "pages"},
    "dashboard": {"models", "progress", "pages"},
    "manage": {"models", "progress"},
}
NEVER = {
    "models": {"pandas", "numpy", "plotly", "streamlit"},
    "progress": {"streamlit"},
    "pages": {"pandas", "numpy", "plotly", "sqlmodel", "sqlalchemy", "alembic"},
    "manage": {"pandas", "plotly", "streamlit", "sqlmodel", "sqlalchemy"},
}
HOUSE = {"models", "progress", "pages", "dashboard", "manage", "tests"}


def _modules(room: str) -> list[Path]:
    return [ROOT / f"{room}.py"] if (ROOT / f"{room}.py").exists() else sorted((ROOT / room).glob("*.py"))


def _imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_what_lies_below_it(room):
    for path in _modules(room):
        imported = _imported(path)
        assert imported & HOUSE <= MAY_IMPORT[room], path.name
        assert not imported & NEVER.get(room, set()), path.name


@pytest.mark.parametrize("room", ["models", "progress"])
def test_no_rule_and_no_write_reads_the_clock(room):
    for path in _modules(room):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow"):
                owner = node.value.id if isinstance(node.value, ast.Name) else ""
                assert owner not in ("datetime", "date", "time", "pd"), f"{path.name}:{node.lineno}"


def test_every_public_function_of_reading_and_writing_says_what_it_does():
    for room in ("models", "progress"):
        for path in _modules(room):
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and len(node.body) > 3:
                    assert ast.get_docstring(node), f"{path.name}: {node.name}"
