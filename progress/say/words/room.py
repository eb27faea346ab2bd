"""What every room of words is: a dataclass whose words are all there once a language is imported."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields


class Each:
    """The keys a word of several has, in their order: `buckets: Annotated[Mapping[str, str], Each(BUCKETS)]`."""

    def __init__(self, *keys: str | Iterable[str]) -> None:
        self.keys = [str(key) for one in keys for key in ([one] if isinstance(one, str) else one)]

    def checked(self, name: str, words: Mapping[str, object]) -> None:
        """Raises `TypeError` where a key has no word, a word no key, or the order is another."""
        if list(words) != self.keys:
            raise TypeError(f"{name}: {sorted(set(self.keys) ^ set(words)) or 'other order'}: has to be {self.keys}")


@dataclass(frozen=True)
class Room:
    """The words of one room in one language."""

    def __post_init__(self) -> None:
        for field in fields(self):
            for each in getattr(field.type, "__metadata__", ()):
                each.checked(f"{type(self).__name__}.{field.name}", getattr(self, field.name))
