"""Words of every room and language: what is filled in, and what follows a count."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from itertools import takewhile
from pathlib import Path
from string import Formatter

import pytest

from progress.numbers import scope
from progress.say.formats import Counted
from progress.say.languages import EN, LANGUAGES

ROOT = Path(__file__).parents[2]
# Filled with a part of a whole, a number with decimals, or a limit that is never one.
NEVER_ONE = {
    "count",
    "gap",
    "longest",
    "shortest",
    "enough",
    "idle",
    "hours",
    "rows",
    "columns",
    "ranges",
    "most",
    "letters",
}
# What is counted stands before one of these.
_VERBS = "this is has was needs stands comes moves differs stays signs belongs closes holds does lies"
AFTER = {"of", *_VERBS.split()}


def sentences(words: object, at: str = "") -> Iterator[tuple[str, str]]:
    """(room.key, sentence) of every word."""
    if isinstance(words, str):
        yield at, words
    elif is_dataclass(words):
        for field in fields(words):
            yield from sentences(getattr(words, field.name), f"{at}.{field.name}")
    elif isinstance(words, Mapping):
        for key, inner in words.items():
            yield from sentences(inner, f"{at}.{key}")
    elif isinstance(words, tuple):
        for place, inner in enumerate(words):
            yield from sentences(inner, f"{at}.{place}")


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_a_sentence_is_there_and_filled_alike_in_every_language():
    # A refusal or finding names a column as its language does; kinds are the data's own words; a locale is Plotly's.
    own = (".refusals.", ".findings.", ".terms.kinds.", ".figures.locale.")
    first, *others = (
        {at: places(sentence) for at, sentence in sentences(words) if not at.startswith(own)}
        for words in LANGUAGES.values()
    )
    for other in others:
        assert first == other


def test_the_languages_of_links_are_those_with_words():
    assert tuple(LANGUAGES) == scope.LANGUAGES == tuple(words.lang for words in LANGUAGES.values())


@pytest.mark.parametrize("wrong", [{"red": "R", "amber": "A", "green": "G"}, {**EN.terms.colour_words, "blue": "B"}])
def test_a_language_that_lacks_a_word_of_several_or_has_one_too_many_is_not_made(wrong):
    with pytest.raises(TypeError, match=r"Terms\.colour_words"):
        replace(EN.terms, colour_words=wrong)


def test_no_word_is_for_nothing():
    code = [p for room in ("progress", "pages") for p in (ROOT / room).rglob("*.py") if p.parent.name not in LANGUAGES]
    said = "\n".join(path.read_text() for path in (*code, ROOT / "manage.py", *(ROOT / "pages").rglob("*.html")))
    said = said.replace("say.", "account.").replace(
        "words: words.", "frame."
    )  # as the door's pages and the screens call it
    unused = [
        f"{room.name}.{word.name}"
        for room in fields(EN)
        if is_dataclass(getattr(EN, room.name))
        and room.name not in ("annex", "findings", "refusals")  # which tests of their own know
        for word in fields(getattr(EN, room.name))
        if not re.search(rf"\b{room.name}\.{word.name}\b", said)
        and not (room.name == "columns" and re.search(rf'"{word.name}"|\b{word.name}=', said))
    ]
    assert unused == []


def filled(sentence: str, n: int) -> str:
    return sentence.format(**{name: "3/9" if name in NEVER_ONE else n for name in places(sentence)})


def plural_after(count: int, text: str) -> list[str]:
    """The plurals among the three words after a count, up to a verb."""
    runs = re.findall(rf"(?<![\w/.,-]){count}((?: [a-z]+){{1,3}})", text)
    words = [word for run in runs for word in takewhile(lambda word: word not in AFTER, run.split())]
    return [word for word in words if word.endswith("s") and not word.endswith("us")]


def test_one_is_not_followed_by_a_plural():
    assert [at for at, sentence in sentences(EN) if plural_after(1, filled(sentence, 1))] == []


def test_more_than_one_is_followed_by_a_plural_where_one_has_another_word():
    for at, sentence in sentences(EN):
        if isinstance(sentence, Counted):
            assert filled(sentence, 2).replace("2", "1") != filled(sentence, 1), at


def test_a_count_chooses_the_word_as_a_number_and_as_it_is_written():
    days = EN.terms.days
    assert [days.format(n=n) for n in (1, "1", 0, 2, "1,001")] == ["1 day", "1 day", "0 days", "2 days", "1,001 days"]


def test_the_words_to_find_plurals_by_are_found():
    assert plural_after(1, "moved 1 late entries, 1 day; 1/1 agencies, 1 is, 1 open milestones") == [
        "entries",
        "milestones",
    ]


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_every_word_can_be_filled_and_only_a_counted_one_chooses(words):
    for at, sentence in sentences(words):
        spec = [spec for _, _, spec, _ in Formatter().parse(sentence) if spec and "|" in spec]
        assert isinstance(sentence, Counted) is bool(spec), at
        assert not any("{" in one for one in spec), f"{at}: what is filled in may hold the mark between the words"
        assert filled(sentence, 2), at
