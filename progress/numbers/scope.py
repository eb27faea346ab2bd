"""What a screen, a picture or a file speaks of: which day, known when, and which milestones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from models.store.database import Refused
from progress.numbers.periods import CUTOFF_DAY, Period, closed_through, period_of, today

NO_DEADLINE = "none"  # the year of a milestone without an original deadline, as links write it
LANGUAGES = ("vi", "en")
FIRST = LANGUAGES[0]  # spoken where none is named
PHASES = ("running", "closed")  # of a plan, as links and commands write it
TODAY = "today"  # the structure of the running day
# What the numbers can be asked for by: groups of `rules.TALLIED`.
GROUPINGS = ("total", "agency", "plan", "year", "kind", "agency,year", "plan,year", "agency,plan")


@dataclass(frozen=True)
class ColourRule:
    """The published rule of a group's colour: red below this share of what came due or beyond so many days late, amber
    below that share or with anything overdue.  The coordinator's settings `colour_*`; in them the words of `FIELDS`."""

    red_below: float = 0.70
    red_days: int = 90
    amber_below: float = 0.90

    FIELDS = ("red_below", "red_days", "amber_below")

    @classmethod
    def stored(cls, settings: Mapping[str, str]) -> "ColourRule":
        """The rule the settings hold; what they do not say is the definitions'."""
        given = {name: settings[f"colour_{name}"] for name in cls.FIELDS if f"colour_{name}" in settings}
        return cls(**{name: int(text) if name == "red_days" else float(text) for name, text in given.items()})


@dataclass(frozen=True)
class Issued:
    """A month as it was issued: its numbers are those of as_of, known at known_at, for ever."""

    month: str  # 2019-11
    edition: int
    as_of: date
    known_at: datetime
    cutoff: int


@dataclass(frozen=True)
class Scope:
    """Everything a number depends on, beside the facts.

    as_of: the day spoken of.  closed_through: the last day that has ended (definitions, "Time").  known_at: only what
    was recorded by this instant; None = all that is recorded.  The selections are codes and years (None = without
    a deadline); an empty one selects everything.  phase: of plans that run, or of those that were closed ("" = all).
    structure: agencies are those that answer for the work on this day, with all that is known now; None = those of as_of,
    as known.  issued: the month and edition the day and instant are those of.
    """

    as_of: date
    closed_through: date
    known_at: datetime | None = None
    plans: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    years: tuple[int | None, ...] = ()
    kinds: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    phase: str = ""  # of PHASES
    structure: date | None = None
    cutoff: int = CUTOFF_DAY
    lang: str = FIRST
    issued: tuple[str, int] | None = None
    rule: ColourRule = ColourRule()
    live: bool = field(default=False, compare=False)  # as_of is the running day

    @classmethod
    def on(cls, as_of: date, now: datetime, **selection) -> "Scope":
        """The scope as of a day, seen from the instant `now`."""
        return cls(as_of, closed_through(as_of, now), live=as_of == today(now), **selection)

    @classmethod
    def of(cls, issued: Issued, **selection) -> "Scope":
        """The scope of an issued month."""
        fixed: dict[str, Any] = {
            "known_at": issued.known_at,
            "cutoff": issued.cutoff,
            "issued": (issued.month, issued.edition),
        }
        return cls(issued.as_of, issued.as_of, **{**selection, **fixed})

    @property
    def period(self) -> Period:
        """The monthly report period `as_of` lies in."""
        return period_of(self.as_of, self.cutoff)

    def only(self, **selection) -> "Scope":
        return replace(self, **selection)

    def to_query(self) -> dict[str, list[str]]:
        """The URL's parameters: the day always, the rest where something is selected."""
        query = {"as_of": [self.as_of.isoformat()]}
        for name, values in (
            ("month", [self.issued[0]] if self.issued else []),
            ("edition", [str(self.issued[1])] if self.issued else []),
            ("plan", self.plans),
            ("agency", self.agencies),
            ("year", [NO_DEADLINE if y is None else str(y) for y in self.years]),
            ("kind", self.kinds),
            ("basis", self.bases),
            ("plans", [self.phase] if self.phase else []),
            ("structure", [TODAY] if self.structure else []),
            ("lang", [self.lang] if self.lang != FIRST else []),
        ):
            if values:
                query[name] = list(values)
        return query

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]], now: datetime, known: "Known", cutoff: int) -> "Scope":
        """The scope a link asks for.  What cannot be read or is not known falls back: the day to today, a future day
        to today, a month that is not issued to the day, an edition to the last one, a code to nothing selected;
        nothing is raised."""
        lang = next((v for v in query.get("lang", ()) if v in LANGUAGES), FIRST)
        day = min(_day(query) or today(now), today(now))
        known_at = now if known.latest is not None and known.latest > now else None  # the clock was set back
        issued = known.edition((query.get("month") or [""])[0], (query.get("edition") or [""])[0])
        on = partial(cls.of, issued) if issued else partial(cls.on, day, now, known_at=known_at)
        return on(
            plans=_known(query.get("plan"), known.plans),
            agencies=_known(query.get("agency"), known.agencies),
            years=_known([_year(v) for v in query.get("year", ())], known.years),
            kinds=_known(query.get("kind"), known.kinds),
            bases=_known(query.get("basis"), known.bases),
            phase=next((v for v in query.get("plans", ()) if v in PHASES), ""),
            structure=today(now) if TODAY in query.get("structure", ()) else None,
            cutoff=cutoff,
            lang=lang,
        )


@dataclass(frozen=True)
class Known:
    """What can be selected: the codes and years that occur."""

    plans: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    years: tuple[int | None, ...] = ()
    kinds: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    issued: tuple[Issued, ...] = ()  # the first issued first
    latest: datetime | None = None  # the last instant anything was recorded at

    def edition(self, month: str, edition: str = "") -> Issued | None:
        """An issued month by its name, its last edition where none is named; None = not issued."""
        found = [i for i in self.issued if i.month == month]
        return next((i for i in found if str(i.edition) == edition), found[-1] if found else None)


def _known(asked: Iterable | None, known: Iterable) -> tuple:
    return tuple(dict.fromkeys(v for v in asked or () if v in known))


def to_come(query: Mapping[str, Sequence[str]], now: datetime) -> date | None:
    """The day after today that a link asks for, where it does; `Scope.from_query` then speaks of today."""
    day = _day(query)
    return day if day and day > today(now) else None


def no_day_to_come(day: date, now: datetime) -> None:
    """Raises `Refused` for a day after today: of what is to come there are no numbers."""
    if day > today(now):
        raise Refused("day_to_come", day=day, today=today(now))


def _day(query: Mapping[str, Sequence[str]]) -> date | None:
    try:
        return date.fromisoformat((query.get("as_of") or [""])[0])
    except ValueError:
        return None


def _year(value: str) -> int | None:
    if value == NO_DEADLINE:
        return None
    return int(value) if len(value) == 4 and value.isascii() and value.isdigit() else -1
