"""The languages there are, and how names and long texts are cut for reading."""

import re

from models.store.database import Refused
from progress.say.en import EN
from progress.say.vi import VI
from progress.say.words import Words

__all__ = ["EN", "LANGUAGES", "VI", "Words", "in_every_language", "short_name", "shortened", "wrapped"]

LANGUAGES: dict[str, Words] = {"vi": VI, "en": EN}

_PLACE = re.compile(r"\s+(thành phố|tỉnh|TP\.?)\s+[^\W\d_][\w ]*$", re.UNICODE)


def in_every_language(refused: Refused) -> str:
    """Why something was refused, a line a language: for whoever reads it before a language is known."""
    return "\n".join(words.refusal(refused) for words in LANGUAGES.values())


def short_name(name: str) -> str:
    """An agency's name as its own city says it: "Sở Tư pháp thành phố Cần Thơ" -> "Sở Tư pháp"; UBND for the committees."""
    bare = _PLACE.sub("", name)
    kept = bare if " " in bare and bare != "Ủy ban nhân dân" else name
    return kept.replace("Ủy ban nhân dân", "UBND")


def shortened(text: str, letters: int) -> str:
    """At most so many letters, the last an ellipsis."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def wrapped(text: str, letters: int) -> list[str]:
    """Lines of at most so many letters, broken between words; a longer word stands alone."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
