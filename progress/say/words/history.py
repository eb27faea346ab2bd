"""Two days beside each other, and what moved."""

from dataclasses import dataclass

from progress.say.words.room import Room


@dataclass(frozen=True)
class History(Room):
    lead: str
    numbers: str
    figures: str
    end_of: str
    moves_title: str
    moves_none: str
    moves_subtitle: str
    moves_hover: str
    change_scope_title: str
    change_scope_subtitle: str
    spi_title: str
    spi_subtitle: str
    spi_explained: str
