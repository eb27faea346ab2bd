"""Titles, notes and hints of figures."""

from collections.abc import Mapping
from dataclasses import dataclass

from progress.say.words.room import Room


@dataclass(frozen=True)
class Figures(Room):
    heat_title: str
    heat_title_none: str
    heat_subtitle: str
    heat_hover: str
    bars_title: str
    plans_title: str
    bars_subtitle: str
    bars_hover: str
    curve_title: str
    curve_title_even: str
    curve_subtitle: str
    curve_behind: str
    curve_ahead: str
    curve_even: str
    curve_guard: str
    foot: str
    locale: Mapping[str, Mapping[str, object]]  # what Plotly's own buttons and axes say; empty = as in English
