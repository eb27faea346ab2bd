"""What a person must decide, each asked once, and what was found that nobody needs to decide.

A question and a warning carry the key of their sentence (`progress.say.words.annex`) and its values: they are worded
where they are shown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, TypeVar


class Open(Enum):
    """What `ask` gives as long as nobody has answered."""

    OPEN = 1


OPEN: Final = Open.OPEN
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Place:
    """Where something stands in the files: the part is a sheet or a table."""

    file: str
    part: str = ""
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True)
class Choice:
    """One answer that may be given; `label` is a name, or the key of a word."""

    value: str
    label: str


@dataclass
class Question:
    """`id` is `kind:words` and the same in the next reading.  `proposal` is what is most likely meant, and `key` says why
    it is asked; `wrong`: the key of what an answer that was given lacks."""

    kind: str
    words: str
    place: Place
    key: str
    values: Mapping[str, object]
    choices: Sequence[Choice] = ()
    proposal: object = None
    rows: list[int] = field(default_factory=list)
    wrong: str | None = None

    @property
    def id(self) -> str:
        return f"{self.kind}:{self.words}"


@dataclass(frozen=True)
class Warned:
    """One finding beside the tables: a rule and where it holds."""

    rule: str
    place: Place
    column: str
    value: str
    key: str
    values: Mapping[str, object]


class WrongAnswer(ValueError):
    """An answer that cannot be one: the key of the sentence that says what it should be."""


class Questions:
    """The open questions, and the answers that were given to some."""

    def __init__(self, answers: Mapping[str, object]) -> None:
        self.answers = dict(answers)
        self.open: dict[str, Question] = {}
        self.used: set[str] = set()

    def ask(
        self,
        kind: str,
        words: str,
        place: Place,
        key: str,
        accept: Callable[[object], Answer],
        choices: Sequence[Choice] = (),
        proposal: object = None,
        /,
        **values: object,
    ) -> Answer | Open:
        """The answer as `accept` reads it, or OPEN.  The same words are one question, however often they stand."""
        words = " ".join(words.split())
        question = Question(kind, words, place, key, values, choices, proposal)
        wrong = None
        if question.id in self.answers:
            self.used.add(question.id)
            given = self.answers[question.id]
            if given is not None:
                try:
                    return accept(given)
                except WrongAnswer as error:
                    wrong = str(error)
        known = self.open.setdefault(question.id, question)
        known.wrong = wrong
        if (
            place.row is not None
            and place.row not in known.rows
            and (place.file, place.part) == (known.place.file, known.place.part)
        ):
            known.rows.append(place.row)
        return OPEN

    @property
    def unknown(self) -> list[str]:
        """Answers to what was not asked."""
        return sorted(set(self.answers) - self.used)
