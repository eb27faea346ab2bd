"""Which state of a milestone a person had before him: a save says on which it was made, so that nobody's word is lost."""

import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"([0-9]{1,18})\.([0-9]{1,18})\.([0-9]{1,18})\.([0-9]{1,18})")


@dataclass(frozen=True)
class Seen:
    """The version of a milestone that was seen: any line, withdrawal, extension or correction makes another.

    line: id of the last status line, taken back or not; withdrawn: how many were taken back; extension: id of the last
    one; version: id of what the plan says of it.  0 = none.
    """

    line: int = 0
    withdrawn: int = 0
    extension: int = 0
    version: int = 0

    def __str__(self) -> str:
        """As a draft, a form's key and the workbook of an agency have it; `read` reads it back."""
        return f"{self.line}.{self.withdrawn}.{self.extension}.{self.version}"

    @classmethod
    def read(cls, text: str) -> "Seen":
        """What `str` wrote.  Raises `ValueError` for anything else."""
        if not (found := _WRITTEN.fullmatch(text)):
            raise ValueError(f"not a version of a milestone: {text!r}")
        return cls(*map(int, found.groups()))

    def reported_since(self, before: "Seen") -> bool:
        """Whether a line was added or taken back in between, rather than the plan or the deadline moved."""
        return (self.line, self.withdrawn) != (before.line, before.withdrawn)
