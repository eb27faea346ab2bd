"""Issued months: which can be issued and what to look at before, whether one is still true, how two editions differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
from sqlalchemy import Engine

from models.changes import months
from models.people.rights import Who
from models.store.database import Refused, next_instant, reading
from progress.numbers.api import fingerprint, totals
from progress.numbers.facts import Facts, facts
from progress.numbers.periods import Period, month, period_of, shifted
from progress.numbers.reading import Reading
from progress.numbers.rules import PARTS, BucketsDoNotAddUp
from progress.numbers.scope import Issued, Known, Scope
from progress.numbers.two_days import changes, late_entries
from progress.numbers.version import NUMBERS
from progress.say.languages import Words
from progress.show.definitions import quantity
from progress.show.table import Table, column

CHECKS = ("buckets", "database", "silent", "requests", "late", "unissued")
TRUE, OLDER_RULES, UNTRUE = "true", "older rules", "untrue"  # what an issued month turns out to be
STOP = CHECKS[:2]  # no month is issued over these; the others are for the coordinator to know
_TRIES = 5


@dataclass(frozen=True)
class Check:
    """One line of the check list. name: of `CHECKS`; found: how many there are; about: which ones, where they have names."""

    name: str
    found: int
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edition:
    """An issued month with what was kept of it.  numbers: their sha256; version: of `version.VERSIONS`; reason: why it was
    issued again, empty of a first edition; by: who issued it, by name."""

    issued: Issued
    numbers: str
    version: int
    reason: str
    by: str


def named(name: str, cutoff: int) -> Period:
    """The monthly period a name like 2019-11 stands for; raises `Refused` where it stands for none."""
    try:
        day = date.fromisoformat(f"{name}-01")
    except ValueError:
        day = None
    if day is None or name != day.isoformat()[:7]:
        raise Refused("month_form", month=name)
    return month(day.year, day.month, cutoff)


def last_closed(closed_through: date, cutoff: int) -> Period:
    """The last period that has ended when this day has."""
    period = period_of(closed_through, cutoff)
    return period if period.end <= closed_through else shifted(period, -1, cutoff)


def issue(engine: Engine, who: Who, name: str, cutoff: int, *, now: datetime, reason: str | None = None) -> dict:
    """Fix the numbers of a closed month ("2019-11") as they stand at this moment; the row that was stored.

    cutoff: the setting; a month that was issued keeps its own.  Raises `Refused` for a month that is not closed, one of
    which no milestone is in a plan, a re-issue without a reason, numbers that contradict themselves, and whoever may not.
    """
    for _ in range(_TRIES):
        known = facts(engine)
        with reading(engine) as connection:  # after the facts: what comes in between moves the revision
            known_at = next_instant(connection, now)
        before = known.known.edition(name)
        cutoff = before.cutoff if before else cutoff
        issued = Issued(name, before.edition + 1 if before else 1, named(name, cutoff).end, known_at, cutoff)
        numbers = _numbers(known, issued)
        row = months.issue(engine, who, name, issued.as_of, cutoff, numbers, known.revision, now=now, reason=reason)
        if row:
            return row
    raise Refused("month_moving")


def issued(known: Known, name: str, edition: int | str | None = None) -> Issued:
    """The issued month of this name, its last edition where none is given; raises `Refused` where there is no such one."""
    found = known.edition(name, str(edition or ""))
    if found is None or (edition and str(found.edition) != str(edition)):
        wanted = f"{name} ({edition})" if edition else name
        raise Refused("month_unknown", wanted=wanted, month=name)
    return found


def stored(facts: Facts, issued: Issued) -> Edition:
    """What was kept when the month was issued."""
    return next(edition for edition in archive(facts) if edition.issued == issued)


def truth(reading: Reading, edition: Edition) -> str:
    """Whether the numbers of an issued month, made again by the keys it was issued by, are those that were issued.

    reading: `Reading.as_known` of the same.  `TRUE`; `UNTRUE`; `OLDER_RULES` of a month that was issued before the numbers
    had versions and whose numbers differ: whether the rules moved or the facts, nobody can tell.
    """
    if fingerprint(reading, edition.version) == edition.numbers:
        return TRUE
    return UNTRUE if edition.version else OLDER_RULES


def of_older_rules(facts: Facts, issued: Issued) -> bool:
    """Whether what is shown of an issued month is counted otherwise than it was: `OLDER_RULES`, at no cost for the others."""
    edition = stored(facts, issued)
    return not edition.version and truth(Reading.as_known(facts, Scope.of(issued)), edition) == OLDER_RULES


def checks(reading: Reading, damage: Sequence[str]) -> list[Check]:
    """What to look at before a month is issued, in the order of `CHECKS`.

    reading: of what is known now, at the month's last day; damage: what `models.store.database.damage` found.

    buckets: they do not add up.  database: damage.  silent: agencies that did not report in the period.  requests: for a
    later deadline, not answered.  late: entries of the month before.  unissued: months between the last issued one and
    this, or the month before where none was.
    """
    facts, scope, who = reading.facts, reading.scope, reading.reporting
    try:
        reading.rates()
        apart = 0
    except BucketsDoNotAddUp:
        apart = 1
    silent = who.loc[~who["reported"], "agency"]
    open_requests = facts.requests["answered_at"].isna() if len(facts.requests) else pd.Series(dtype="bool")
    before = shifted(scope.period, -1, scope.cutoff)
    unissued = _unissued(facts.known, scope.period, scope.cutoff)
    return [
        Check("buckets", apart),
        Check("database", len(damage), tuple(damage)),
        Check("silent", len(silent), tuple(silent)),
        Check("requests", int(open_requests.sum())),
        Check("late", len(late_entries(facts, before, scope.known_at, reading.standing)), (before.name,)),
        Check("unissued", len(unissued), tuple(unissued)),
    ]


def differences(before: Mapping, after: Mapping, words: Words) -> Table:
    """The numbers that differ between two rows of `rules.completion`, or one kept at an issue (`facts.totals`) and one, by
    their names; no row where nothing differs."""
    names = {**{key: words.terms.methods[key][0] for key in PARTS}, **words.terms.buckets, **words.terms.count_names}
    keys = [
        key
        for key in names
        if key in before and not (before[key] == after[key] or (_undefined(before[key]) and _undefined(after[key])))
    ]
    return Table(
        column("quantity", (names[key] for key in keys)),
        column("before", (quantity(before, key) for key in keys), "mixed", words.issued.before),
        column("after", (quantity(after, key) for key in keys), "mixed", words.issued.after),
    )


def changed(before: Reading, after: Reading) -> pd.DataFrame:
    """`two_days.changes` of two looks at one day: as an edition fixed it, and a later one."""
    moved = after.facts.extensions
    return changes(before.standing, after.standing, moved[moved["recorded_at"] > before.scope.known_at])


def archive(facts: Facts) -> list[Edition]:
    """Every edition of every issued month, the newest month first and in it the last edition."""
    rows = zip(facts.known.issued, facts.signed(facts.issued).to_dict("records"), strict=True)
    found = [
        Edition(issued, row["numbers"], row["numbers_version"], _text(row["reason"]), row["recorded_by"])
        for issued, row in rows
    ]
    return sorted(found, key=lambda edition: (edition.issued.month, edition.issued.edition), reverse=True)


def _numbers(known: Facts, issued: Issued) -> months.Numbers:
    reading = Reading.as_known(known, Scope.of(issued))
    if reading.standing.empty:
        raise Refused("month_empty", month=issued.month)
    try:
        return months.Numbers(NUMBERS, fingerprint(reading), totals(reading))
    except BucketsDoNotAddUp:
        raise Refused("month_torn") from None


def _unissued(known: Known, period: Period, cutoff: int) -> list[str]:
    issued = {i.month for i in known.issued if i.month < period.name}
    if not issued:
        return [shifted(period, -1, cutoff).name]
    missing, before = [], shifted(period, -1, cutoff)
    while before.name not in issued:
        missing.append(before.name)
        before = shifted(before, -1, cutoff)
    return missing[::-1]


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def _undefined(number: float | None) -> bool:
    return number is None or number != number
