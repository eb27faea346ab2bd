"""The pack of a month on the screen."""

from dataclasses import dataclass

from progress.say.words.room import Room


@dataclass(frozen=True)
class Pack(Room):
    make: str
    making: str
    download: str
    page: str
    files: str
    size: str
