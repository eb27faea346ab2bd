"""The first steps, and what an import found."""

from dataclasses import dataclass

from progress.say.words.room import Room


@dataclass(frozen=True)
class Start(Room):
    welcome: str
    empty: str
    step_demo: str
    step_load: str
    step_format: str
    load_here: str
    setup_code: str
    setup_help: str
    wrong_code: str
    choose_files: str
    would_write: str
    write: str
    refused_file: str
