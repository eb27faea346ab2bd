"""Every refusal and finding has a sentence in every language, and the sentence gets what it is filled with."""

import ast
from dataclasses import fields
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from models.store.database import Reason, Refused
from progress.say.languages import EN, LANGUAGES, VI, in_every_language
from progress.say.words.findings import Findings
from progress.say.words.refusals import Refusals

ROOT = Path(__file__).parents[2]
SOURCES = [*(p for room in ("models", "progress", "pages") for p in (ROOT / room).rglob("*.py")), *ROOT.glob("*.py")]


def _given() -> list[tuple[str, str, frozenset[str]]]:
    """(where, key, names of the values) of each `Refused` and `Reason` in the code that has a key."""
    found = []
    for path in SOURCES:
        for call in ast.walk(ast.parse(path.read_text())):
            if not isinstance(call, ast.Call) or getattr(call.func, "id", "") not in ("Refused", "Reason"):
                continue
            if call.args and isinstance(call.args[0], ast.Constant):
                names = frozenset(word.arg for word in call.keywords)
                found.append((f"{path.relative_to(ROOT)}:{call.lineno}", call.args[0].value, names))
    return found


def _places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def _sentence(words, key: str) -> str:
    return getattr(words.refusals, key, None) or getattr(words.findings, key)


def test_every_refusal_and_finding_has_one_sentence_and_no_sentence_is_for_nothing():
    keys = [field.name for room in (Refusals, Findings) for field in fields(room)]
    assert {key for _, key, _ in _given()} == set(keys) and len(keys) == len(set(keys))


def test_every_refusal_brings_what_its_sentences_are_filled_with():
    for where, key, names in _given():
        assert set().union(*(_places(_sentence(words, key)) for words in LANGUAGES.values())) == names, where


def test_the_key_of_a_refusal_is_written_where_it_is_raised():
    for path in SOURCES:
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("Refused", "Reason"):
                made = isinstance(call.args[0], ast.Name) and path.name == "database.py"  # `Refused` makes its own
                assert len(call.args) == 1, f"{path}:{call.lineno}"
                assert made or isinstance(call.args[0], ast.Constant | ast.List | ast.GeneratorExp), (
                    f"{path}:{call.lineno}"
                )


def test_a_refusal_is_worded_in_the_readers_language_and_keeps_its_key_for_the_log():
    late = Refused("extension_not_later", day=date(2019, 3, 5))
    assert VI.refusal(late) == "Hạn mới phải sau hạn đang áp dụng (05/03/2019)."
    assert EN.refusal(late) == "The new deadline must be after the one in force (05/03/2019)."
    assert in_every_language(late).splitlines() == [words.refusal(late) for words in LANGUAGES.values()]
    assert str(late) == "extension_not_later day=2019-03-05"


def test_reasons_are_said_one_after_the_other_and_one_inside_another():
    several = Refused([Reason("percent_limits"), Reason("setting", setting="PUBLIC_READ", needs=Reason("needs_flag"))])
    assert EN.refusal(several) == "A percent lies between 0 and 100. PUBLIC_READ must be 0 or 1."


def test_a_list_is_said_with_commas():
    assert EN.refusal(Refused("option_unknown", option="--plan", codes=["A", "B"])) == "--plan: no such code: A, B."


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_a_sentence_of_one_language_is_no_copy_of_another(words):
    for other in LANGUAGES.values():
        if other is not words:
            for name in (field.name for room in (Refusals, Findings) for field in fields(room)):
                mine, theirs = (_sentence(of, name) for of in (words, other))
                assert mine != theirs or not any(c.isalpha() for c in Formatter().vformat(mine, (), _Blank())), name


class _Blank(dict):
    def __missing__(self, _name):
        return ""
