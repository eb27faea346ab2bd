"""Every question, warning and refusal of a reading has its sentence, filled alike in every language."""

import ast
from dataclasses import fields
from pathlib import Path
from string import Formatter

from progress.say.languages import EN, LANGUAGES, VI
from progress.say.words.annex import Annex

ROOM = Path(__file__).parents[2] / "models" / "files" / "annex"
FIELDS = {field.name for field in fields(Annex)}


def _constants(name: str | None = None, place: int = 0) -> set[str]:
    """The words in quotes in the code, or those given to the calls of this name at that place."""
    found = set()
    for path in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if name is None and isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            if name and isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == name:
                found |= {str(arg.value) for arg in node.args[place : place + 1] if isinstance(arg, ast.Constant)}
    return found


def test_every_key_has_a_sentence():
    doubts = {f"ask_{key}" for key in _constants("Doubt")} - {"ask_due_order"}  # asked once a sheet, as day_first
    asked = {
        word for word in _constants() if word.startswith(("ask_", "answer_", "choice_")) and not word.endswith("_")
    }
    assert _constants("Unread", 1) | _constants("WrongAnswer") | doubts | asked <= FIELDS


def test_no_sentence_is_for_nothing():
    said = _constants()
    made = ("ask_due_", "ask_row_", "state_", "row_", "column_")
    assert {key for key in FIELDS if key not in said and not key.startswith(made)} == set()


def test_a_sentence_is_filled_alike_in_every_language():
    for key in FIELDS:
        places = {
            lang: sorted({name for _, name, _, _ in Formatter().parse(getattr(words.annex, key)) if name})
            for lang, words in LANGUAGES.items()
        }
        assert places["vi"] == places["en"], key


def test_a_question_is_worded_in_the_readers_language():
    assert VI.annexed("ask_agency", {"words": "Sở KH"}) == "“Sở KH” là cơ quan nào?"
    assert EN.annexed("ask_agency", {"words": "Sở KH"}) == "Which agency is “Sở KH”?"
