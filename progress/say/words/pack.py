"""The pack of a month on the screen."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pack:
    make: str
    making: str
    download: str
    page: str
    files: str
    file: str
    size: str
