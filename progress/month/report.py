"""What the report of an issued month says: its sentences, tables and the points of its charts, before any of it is laid
out.  The PDF, the pictures, the workbook, the slides and the document are all made of this one value.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from progress.numbers import two_days
from progress.numbers.facts import Facts, codes
from progress.numbers.periods import HANOI, Period
from progress.numbers.reading import Reading
from progress.numbers.rules import BUCKETS, PARTS
from progress.numbers.scope import Issued, Scope
from progress.say.languages import LANGUAGES, Words
from progress.say.names import agency_names, named_rates, titles
from progress.show import figures, tables
from progress.show.definitions import limits
from progress.show.table import Table, column

_BOTH = ("vi", "en")  # a pack is pasted from in either
PRINTED = 150  # rows of a list on paper; all of them are in the workbook


@dataclass(frozen=True)
class Rate:
    """One of the three rates, never without its counts.  ratio 0-1, None = undefined; text "70,0%"; of names the
    denominator: "42/60 mốc, trên tổng số"; more: a smaller second rate, or empty."""

    key: str  # as in the definitions
    name: str
    ratio: float | None
    part: int
    whole: int
    text: str
    of: str
    more: str


@dataclass(frozen=True)
class State:
    """How many milestones stand in one state.  key: of `rules.BUCKETS`, or "cancelled" (in no rate)."""

    key: str
    name: str
    sign: str
    count: int


@dataclass(frozen=True)
class Group:
    """An agency or a plan, or the total.  Counts are milestones; done_share is done/scope; weight_* are shares of its weight
    (done, with claims, planned by the original deadlines); shares 0-1, None = undefined.  colour: red, amber, green, grey,
    with its letter in `letter`.  kind: the heading it stands under; empty where the plan speaks of no kinds."""

    code: str
    name: str
    kind: str
    done: int
    scope: int
    due_done: int
    due: int
    on_time: int
    with_outcome: int
    overdue: int
    longest: int  # days
    done_share: float | None
    weight_done: float | None
    weight_claimed: float | None
    weight_planned: float | None
    colour: str
    letter: str


@dataclass(frozen=True)
class HeatCell:
    """done/scope milestones of an agency in a year, and how many are overdue; share 0-1."""

    done: int
    scope: int
    overdue: int
    share: float


@dataclass(frozen=True)
class Heat:
    """Agency × year of the original deadline.  years: headings, the total last.  rows: one an agency, in the order of
    `Contents.agencies`, then the total; a cell for each heading, None = nothing there."""

    years: tuple[str, ...]
    rows: tuple[tuple[HeatCell | None, ...], ...]


@dataclass(frozen=True)
class Point:
    """One month of the S-curve.  end: its last day, of the running month the day of the report; counts are milestones,
    shares are of all weight, 0-1; what lies after the report's day is planned only, the rest None."""

    month: date
    end: date
    planned_n: int
    done_n: int | None
    planned: float | None
    done: float | None
    claimed: float | None


@dataclass(frozen=True)
class List:
    """A table of the report: its heading, one sentence (what is said where it is empty, else what it is of).
    illustrative: a row is made up."""

    key: str
    title: str
    sentence: str
    table: Table
    illustrative: bool = False

    @property
    def printed(self) -> Table:
        """The rows a page has room for; the rest stands in the workbook."""
        return self.table.where([place < PRINTED for place in range(len(self.table))])

    @property
    def left(self) -> int:
        """How many rows a page has no room for."""
        return max(len(self.table) - PRINTED, 0)


@dataclass(frozen=True)
class Contents:
    """The report of one edition of an issued month, in one language.

    month "2019-11", edition 1, ...; lang "vi" or "en"; as_of, known_at (UTC), period: what the numbers are of.
    illustrative: something in it is made up; `mark` is then DỮ LIỆU MINH HỌA and stands in every picture, else empty.
    authority: the agency above and the one that reports, as a letter-head has them ("" where the plan names none);
        nation: the state's name and motto; place: the city ("" = not known); number_line, date_line: to be filled in.
    title, subtitle; foot: the line that stands inside every picture (day, period, edition).
    paragraph: the summary in this language; paragraphs: in Vietnamese, then English.
    rates: done of all, done of what was due, on time.  overdue, longest (days), due_soon: milestones.
    states: every state that occurs, cancelled last; all but the cancelled add up to total.scope.
    total, agencies, plans: `Group`s in the order an office lists them; heat; curve (empty = no day to draw).
    *_title: the message of a chart; *_note: what it shows and its denominator.
    overdue_list: as an office's table; changes: since `since`; silent: agencies that did not report; late: lines entered
        after the months before this one were closed; milestones: all of the scope.
    since: the day `changes` compares with.  reported: how many agencies did, of how many.  method: the rules, a line each.
    """

    month: str
    edition: int
    lang: str
    as_of: date
    known_at: datetime
    period: Period
    illustrative: bool
    mark: str
    authority: tuple[str, str]
    nation: tuple[str, str]
    place: str
    number_line: str
    date_line: str
    title: str
    subtitle: str
    foot: str
    paragraph: str
    paragraphs: tuple[str, ...]
    rates: tuple[Rate, Rate, Rate]
    overdue: int
    longest: int
    due_soon: int
    states: tuple[State, ...]
    total: Group
    agencies: tuple[Group, ...]
    plans: tuple[Group, ...]
    heat: Heat
    heat_title: str
    heat_note: str
    bars_title: str
    plans_title: str
    bars_note: str
    curve: tuple[Point, ...]
    curve_title: str
    curve_note: str
    overdue_list: List
    changes: List
    silent: List
    late: List
    milestones: List
    since: date
    reported: tuple[int, int]
    method: tuple[str, ...]


def overview_title(contents: Contents, words: Words) -> str:
    """The message of the whole: how many are done and how many overdue."""
    count = words.count(contents.total.done, contents.total.scope)
    return words.report.overview.format(count=count, overdue=words.integer(contents.overdue))


def longest(contents: Contents, words: Words) -> str:
    """How long the longest overdue milestone is; empty where none is."""
    return words.terms.longest.format(n=words.integer(contents.longest)) if contents.overdue else ""


def bar_label(group: Group, words: Words) -> str:
    """What stands at the end of a group's bar: the share of weight done, and done of all."""
    return f"{words.percent(group.weight_done)} · {words.count(group.done, group.scope)}"


def contents(reading: Reading, words: Words) -> Contents:
    """The report of an issued month.

    reading: `Reading.as_known` of an issued month.  Everything in it, names too, is as it was known at the month's instant:
    what is recorded later changes nothing, and what had been entered late by then is listed with the months before.
    """
    facts, scope, stands = reading.facts, reading.scope, reading.standing
    whole, cells = reading.rates(), reading.rates("agency", "year")
    by_agency, by_plan = named_rates(reading, words, "agency"), named_rates(reading, words, "plan")
    names = agency_names(facts, words)
    look = figures.Look(scope, whole, words, figures.LIGHT)
    last = two_days.last_issued(facts.known.issued, scope)
    since = two_days.compared_day((), scope, facts.known.issued)
    changed = reading.changes(Reading(facts, two_days.earlier(scope, since)))
    late = _late(facts, scope, last, stands)
    silent = tables.silent(stands, facts)
    who, months = reading.reporting, reading.series
    total = whole.iloc[0]
    start = figures.curve_start(months, pd.Timestamp(scope.as_of)) if len(months) else pd.NaT
    agencies = tuple(_group(row, row["agency"], row["kind"], words) for row in by_agency.to_dict("records"))
    month, edition = scope.issued
    said = {
        lang: _paragraph(total, by_agency, facts, scope, changed, since, who, LANGUAGES[lang])
        for lang in (words.lang, *_BOTH)
    }
    authority, place = _authority(facts, words)
    day = words.day(scope.as_of)
    period = words.frame.period.format(start=words.day(scope.period.start), end=words.day(scope.period.end))
    known = words.day(scope.known_at.astimezone(HANOI))
    return Contents(
        month=month,
        edition=edition,
        lang=words.lang,
        as_of=scope.as_of,
        known_at=scope.known_at,
        period=scope.period,
        illustrative=bool(total["illustrative"]),
        mark=words.terms.illustrative if total["illustrative"] else "",
        authority=authority,
        nation=(words.report.nation, words.report.motto),
        place=place,
        number_line=words.report.number,
        date_line=words.report.date.format(place=place or "." * 16),
        title=words.report.title,
        subtitle=words.report.subtitle.format(
            month=month[5:].lstrip("0") if month[5:] > "02" else month[5:], year=month[:4], day=day, period=period
        ),
        foot=words.report.foot.format(day=day, period=period, n=edition, known=known),
        paragraph=said[words.lang],
        paragraphs=tuple(said[lang] for lang in _BOTH),
        rates=_rates(total, words),
        overdue=int(total["overdue"]),
        longest=int(total["max_days_overdue"]),
        due_soon=int(total["due_soon"]),
        states=tuple(
            State(key, words.terms.buckets[key], words.terms.signs[key], int(total[key]))
            for key in (*BUCKETS, "cancelled")
            if total[key]
        ),
        total=_group(total, "", None, words),
        agencies=agencies,
        plans=tuple(_group(row, row["plan"], None, words) for row in by_plan.to_dict("records")),
        heat=_heat(cells, by_agency, total, words),
        heat_title=figures.heatmap_title(by_agency, look) if len(by_agency) else words.lists.nothing_here,
        heat_note=words.figures.heat_subtitle,
        bars_title=figures.behind_title(by_agency, words.figures.bars_title, words),
        plans_title=figures.behind_title(by_plan, words.figures.plans_title, words),
        bars_note=words.figures.bars_subtitle,
        curve=_curve(months, start, scope, float(total["weight_scope"])),
        curve_title=figures.curve_title(look),
        curve_note=figures.curve_subtitle(months, look),
        overdue_list=_overdue(tables.chosen(stands, "overdue"), names, words),
        changes=_listed(
            "changes",
            words.review.changed.format(since=words.day(since)),
            tables.changes_sentence(changed, words),
            tables.changes_table(changed, facts, words),
            changed,
            words,
        ),
        silent=_listed(
            "silent",
            words.review.silent.format(start=words.day(scope.period.start), end=words.day(scope.period.end)),
            words.frame.reported.format(n=words.in_sentence(who["reported"].sum()), of=words.in_sentence(len(who))),
            tables.silent_table(silent, facts, words),
            silent,
            words,
        ),
        late=_listed(
            "late",
            words.report.late,
            words.report.late_sentence.format(n=words.in_sentence(len(late)), since=words.day(since)),
            tables.late_table(late, facts, words),
            late,
            words,
        ),
        milestones=_listed(
            "milestones",
            words.frame.milestones_page,
            words.terms.count_of.format(n=words.integer(total["registered"])),
            tables.milestone_table(stands.sort_values("milestone", kind="stable"), facts, words),
            stands,
            words,
        ),
        since=since,
        reported=(int(who["reported"].sum()), len(who)),
        method=(
            words.report.method.format(known=known),
            *(rule.format(**limits(scope.rule, words)) for rule in words.report.rules),
        ),
    )


def _late(facts: Facts, scope: Scope, last: Issued | None, stands: pd.DataFrame) -> pd.DataFrame:
    """What was entered, by known_at, about the months before after they were closed: since the last issue, or with none
    about the period before."""
    if last:
        return two_days.entered_after(facts, last, scope.known_at, stands)
    return two_days.late_entries(facts, two_days.period_before(scope), scope.known_at, stands)


def _authority(facts: Facts, words: Words) -> tuple[tuple[str, str], str]:
    """The committee of the city and the steering committee under it, by their kinds, and the city they are of."""
    found = []
    for kind in ("ủy ban nhân dân", "ban chỉ đạo"):
        rows = facts.agencies[facts.agencies["kind"].fillna("").str.casefold().str.startswith(kind)]
        found.append(rows.iloc[0].to_dict() if len(rows) else {})
    city = re.search(r"(?:thành phố|tỉnh)\s+(.+)$", str(found[0].get("name_vi") or ""))
    names = tuple(words.titled(row, "name").upper() if row else "" for row in found)
    return names, city[1] if city else ""


def _rates(total: pd.Series, words: Words) -> tuple[Rate, Rate, Rate]:
    weighted = words.overview.by_weight.format(percent=words.percent(total["pct_done_weight"]))
    baseline = words.overview.baseline.format(percent=words.percent(total["on_time_rate_baseline"]))
    differs = total["pct_done_weight"] != total["pct_done_count"]
    asked = (
        ("pct_done_count", words.terms.done, words.terms.of_all, weighted if differs else ""),
        ("due_completion", words.overview.due_done, words.terms.of_due, ""),
        ("on_time_rate", words.overview.on_time, words.terms.on_time_of, baseline),
    )
    return tuple(
        Rate(
            key, name, _share(total[key]), int(total[part]), int(total[whole]), words.percent(total[key]),
            of.format(count=words.count(total[part], total[whole])), more,
        )
        for key, name, of, more in asked
        for part, whole in [PARTS[key]]
    )  # fmt: skip


def _group(row, code: str, kind: str | None, words: Words) -> Group:
    return Group(
        code=code,
        name=row.get("name", words.terms.total),
        kind=words.terms.kinds.get(kind, kind) if isinstance(kind, str) else "",
        done=int(row["done"]),
        scope=int(row["scope"]),
        due_done=int(row["due_done_n"]),
        due=int(row["due_n"]),
        on_time=int(row["on_time_n"]),
        with_outcome=int(row["with_outcome"]),
        overdue=int(row["overdue"]),
        longest=int(row["max_days_overdue"]),
        done_share=_share(row["pct_done_count"]),
        weight_done=_share(row["pct_done_weight"]),
        weight_claimed=_share(row["pct_reported_weight"]),
        weight_planned=_share(row["pct_planned_weight"]),
        colour=row["colour"],
        letter=words.terms.colour_words[row["colour"]].split(" ")[0],
    )


def _heat(cells: pd.DataFrame, agencies: pd.DataFrame, total: pd.Series, words: Words) -> Heat:
    years = [*sorted(cells["year"].dropna().unique().tolist()), *([None] if cells["year"].isna().any() else [])]
    at = {
        (row["agency"], None if pd.isna(row["year"]) else int(row["year"])): _cell(row)
        for row in cells.to_dict("records")
    }
    rows = [(*(at.get((row["agency"], year)) for year in years), _cell(row)) for row in agencies.to_dict("records")]
    sums = []
    for i in range(len(years)):
        column = [row[i] for row in rows if row[i]]
        counts = {name: sum(getattr(cell, name) for cell in column) for name in ("done", "scope", "overdue")}
        sums.append(_cell(counts))
    headings = [words.terms.no_deadline if year is None else str(int(year)) for year in years]
    return Heat((*headings, words.terms.total), (*rows, (*sums, _cell(total))))


def _cell(row) -> HeatCell | None:
    done, scope = int(row["done"]), int(row["scope"])
    return HeatCell(done, scope, int(row["overdue"]), done / scope) if scope else None


def _curve(months: pd.DataFrame, start: pd.Timestamp, scope: Scope, weight: float) -> tuple[Point, ...]:
    months = months[months["month"] >= start]
    if months.empty or weight <= 0:
        return ()
    ends = (months["month"] + pd.offsets.MonthEnd(1)).dt.date
    points = []
    for row, end in zip(months.to_dict("records"), ends, strict=True):
        past = row["month"].date() <= scope.as_of
        points.append(
            Point(
                month=row["month"].date(),
                end=min(end, scope.as_of) if past else end,
                planned_n=int(row["planned_n"]),
                done_n=int(row["actual_n"]) if past else None,
                planned=row["planned_w"] / weight,
                done=row["actual_w"] / weight if past else None,
                claimed=row["reported_w"] / weight if past else None,
            )
        )
    return tuple(points)


def _paragraph(
    total: pd.Series, agencies: pd.DataFrame, facts: Facts, scope: Scope, changed: pd.DataFrame, since: date,
    who: pd.DataFrame, words: Words,
) -> str:  # fmt: skip
    """What the report says in one paragraph: the rates with their counts, what is overdue and with whom, who reported, what
    changed."""
    if not total["registered"]:
        return words.lists.nothing_here

    sentences = [
        words.report.done.format(
            day=words.day(scope.as_of),
            count=words.count(total["done"], total["scope"]),
            done_rate=words.percent(total["pct_done_count"]),
            due=words.count(total["due_done_n"], total["due_n"]),
            due_rate=words.percent(total["due_completion"]),
            on_time=words.count(total["on_time_n"], total["with_outcome"]),
            on_time_rate=words.percent(total["on_time_rate"]),
        )
    ]
    if total["overdue"]:
        most = agencies.loc[agencies["overdue"].idxmax()]
        sentences.append(
            words.report.overdue.format(
                n=words.in_sentence(total["overdue"]),
                days=words.integer(total["max_days_overdue"]),
                agency=agency_names(facts, words)[most["agency"]],
                most=words.in_sentence(most["overdue"]),
            )
        )
    else:
        sentences.append(words.report.none_overdue)
    sentences.append(words.report.due_soon.format(n=words.in_sentence(total["due_soon"])))
    if len(who):
        sentences.append(
            words.report.who.format(
                start=words.day(scope.period.start),
                end=words.day(scope.period.end),
                n=words.in_sentence(who["reported"].sum()),
                of=words.in_sentence(len(who)),
            )
        )
    if len(changed):
        sentences.append(
            words.report.changed.format(since=words.day(since), changes=tables.changes_sentence(changed, words))
        )
    if total["cancelled"]:
        sentences.append(words.report.cancelled.format(n=words.in_sentence(total["cancelled"])))
    if total["illustrative"]:
        sentences.append(f"{words.terms.illustrative}.")
    return " ".join(sentences)


def _overdue(rows: pd.DataFrame, names: dict[str, str], words: Words) -> List:
    """The overdue milestones in the columns of an office's table, the longest overdue first."""
    notes = []
    for row, flagged in zip(rows.to_dict("records"), tables.raised(rows, words), strict=True):
        moved = words.report.first_due.format(due=words.day(row["due"])) if row["due"] != row["due_in_force"] else ""
        notes.append("; ".join(filter(None, (row["milestone"], moved, flagged))))
    supporting = (", ".join(names.get(code, code) for code in codes(text)) for text in rows["supporting"])
    table = Table(
        tables.numbers(rows),
        column("title", titles(rows, words)),
        column("lead", (names.get(code, code) for code in rows["agency"])),
        column("supporting", supporting),
        column("due_in_force", rows["due_in_force"], "day"),
        column("days_overdue", rows["days_overdue"], "count", words.report.days_late),
        tables.claims(rows),
        column("note", notes, heading=words.columns.line_note),
    )
    sentence = words.terms.count_of.format(n=words.integer(len(rows)))
    return _listed("overdue", words.columns.overdue_n, sentence, table, rows, words)


def _listed(key: str, title: str, sentence: str, table: Table, rows: pd.DataFrame, words: Words) -> List:
    said = sentence if len(table) or key == "silent" else words.review.none
    return List(key, title, said, table, tables.made_up(rows))


def _share(ratio: float) -> float | None:
    return None if pd.isna(ratio) else float(ratio)
