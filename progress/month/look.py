"""Colours by meaning, and how much text goes into a box: shared by the workbook, the slides and the text."""

from collections.abc import Sequence

from progress.month.report import Contents, Group, Heat, HeatCell, State
from progress.say.languages import LANGUAGES, Words, shortened, wrapped
from progress.show.figures import LIGHT, mixed, readable

INK, MUTED, LINE, ACCENT, OVERDUE = LIGHT.text, LIGHT.muted, LIGHT.line, LIGHT.accent, LIGHT.overdue
DONE, CLAIMED, PALE = LIGHT.done, LIGHT.claimed, "#EEF3F0"
STATES = {
    "done_early": LIGHT.done,
    "done_on_time": LIGHT.done,
    "done_late": LIGHT.late,
    "done_no_deadline": LIGHT.done,
    "overdue": LIGHT.overdue,
    "in_progress_in_time": LIGHT.in_progress,
    "not_started_not_due": LIGHT.not_started,
    "open_no_deadline": "#7D8794",
    "suspended": "#A58BC9",
    "cancelled": "#FFFFFF",  # outline only
}
COLOURS = {"red": LIGHT.overdue, "amber": LIGHT.late, "green": LIGHT.done, "grey": "#7D8794"}


def language(contents: Contents) -> Words:
    return LANGUAGES[contents.lang]


def count(group: Group, words: Words) -> str:
    return words.count(group.done, group.scope)


def heat_text(cell: HeatCell | None, words: Words) -> str:
    """9/33, with the sign of the overdue where something is."""
    if cell is None:
        return ""
    return words.count(cell.done, cell.scope) + (f" {words.terms.signs['overdue']}" if cell.overdue else "")


def heat_fill(share: float) -> tuple[str, str]:
    """The fill of a share and the ink that reads on it."""
    fill = mixed(LIGHT.heat, share)
    return fill, readable(fill, LIGHT.heat_text)


def pooled(heat: Heat, columns: int) -> Heat:
    """At most so many columns: the earliest years stand together as one, so that the row still adds up."""
    first = len(heat.years) - columns + 1
    if first < 2:
        return heat
    return Heat(
        (f"≤ {heat.years[first - 1]}", *heat.years[first:]),
        tuple((_together(row[:first]), *row[first:]) for row in heat.rows),
    )


def _together(cells: Sequence[HeatCell | None]) -> HeatCell | None:
    done, scope, overdue = (sum(getattr(c, name) for c in cells if c) for name in ("done", "scope", "overdue"))
    return HeatCell(done, scope, overdue, done / scope) if scope else None


def state_name(state: State) -> str:
    return f"{state.sign} {state.name}"


def fitted(text: str, letters: int, lines: int) -> list[str]:
    """At most so many lines of so many letters, an ellipsis where more was said; a word longer than a line is broken."""
    pieces = " ".join(
        " ".join(word[i : i + letters] for i in range(0, len(word), letters)) if len(word) > letters else word
        for word in text.split()
    )
    found = wrapped(pieces, letters)
    return found if len(found) <= lines else [*found[: lines - 1], shortened(" ".join(found[lines - 1 :]), letters)]


def label_places(*shares: float | None) -> tuple[str, ...]:
    """Where the labels of rising lines stand at a day without covering them: the highest above, the lowest right."""
    order = sorted(range(len(shares)), key=lambda place: -(shares[place] or 0))
    named = {place: "right" for place in order} | {order[0]: "above"}
    return tuple(named[place] if place != order[1] else "left" for place in range(len(shares)))


def months_apart(months: int) -> int:
    """How many months lie between two labels, so that about ten are read."""
    return next((step for step in (1, 3, 6, 12, 24, 60) if months <= 12 * step), 120)
