"""What the screens of one milestone, one agency and one plan print: pairs of a word and a text, and their tables."""

from collections.abc import Mapping

import pandas as pd

from progress.numbers.documents import papers
from progress.numbers.facts import Facts, codes
from progress.numbers.forecast import COVERS, ENOUGH, RECORD, Forecast
from progress.numbers.rules import OPEN, PARTS, flags, rank
from progress.say.formats import moment
from progress.say.languages import Words
from progress.say.names import agency_names, plan_names, titles
from progress.show.table import Column, Table, column

_TOGETHER = 16  # rows of a timeline that stand under one another


def of_milestone(row: Mapping, said: Mapping, facts: Facts, words: Words) -> list[tuple[str, str]]:
    """What is known of one milestone, as (word, text), nothing that is not known.

    row: its line of `rules.standing`.  said: `history.version`, for what standing leaves out.
    """
    agencies, plans = agency_names(facts, words), plan_names(facts, words)
    found = words.terms.days.format(n=words.integer(row["days_overdue"])) if row["bucket"] == "overdue" else ""
    original, due = words.years(None), words.years(None)
    if row["due"] == row["due"]:
        original = words.day(row["due"])
    if row["due_in_force"] == row["due_in_force"]:
        due = f"{words.day(row['due_in_force'])} ({moved(row, words)})"
    if isinstance(row["due_words"], str):
        original += f" ({words.columns.paper_says.format(words=row['due_words'])})"
    pairs = (
        (words.columns.state, " · ".join(filter(None, (state(row, words), found)))),
        (words.columns.plan, plans.get(row["plan"], row["plan"])),
        (words.columns.lead, agencies.get(row["agency"], row["agency"])),
        (words.columns.supporting, ", ".join(agencies.get(code, code) for code in codes(row["supporting"]))),
        (words.columns.original_due, original),
        (words.columns.due_in_force, due),
        (words.columns.claim, "" if row["percent"] != row["percent"] else words.percent(row["percent"] / 100)),
        (words.columns.done_on, _day(row["done_on"], words)),
        (words.columns.document, row["evidence"]),
        (words.columns.measured, measured(row, words)),
        (words.columns.decision, row["decision"]),
        (words.columns.flags, ", ".join(words.terms.flag_words[f] for f in flags(pd.DataFrame([row])).iloc[0])),
        (words.columns.reported_on, _day(row["reported_on"], words)),
        (words.columns.start_day, _day(row["start"], words)),
        (words.columns.weight, words.amount(row["weight"])),
        (words.columns.basis, words.terms.bases.get(row["basis"], row["basis"])),
        (words.columns.source_paper, said["source"]),
    )
    return [(word, text) for word, text in pairs if isinstance(text, str) and text]


def of_plan(code: str, facts: Facts, words: Words) -> list[tuple[str, str]]:
    """What the paper of a plan says of itself, as (word, text): a date that is not known says so."""
    row = facts.plans.set_index("plan").loc[code].to_dict()
    period = [words.day(day) if day == day else "…" for day in (row["period_start"], row["period_end"])]
    pairs = (
        (words.columns.paper_number, row["number"] if isinstance(row["number"], str) else words.terms.unknown),
        (words.columns.paper_type, row["type"]),
        (words.columns.issuer, row["issuer"]),
        (
            words.columns.issued_on,
            words.day(row["issued_on"]) if row["issued_on"] == row["issued_on"] else words.terms.unknown,
        ),
        (words.columns.plan_period, "" if period == ["…", "…"] else "-".join(period)),
        (words.columns.theme, row["theme"]),
        (words.columns.source_paper, row["source"]),
    )
    return [(word, text) for word, text in pairs if isinstance(text, str) and text]


def document_of(plan: str, facts: Facts) -> str:
    """The code of a plan's paper; the plan's own where none is known."""
    found = facts.plans.loc[facts.plans["plan"] == plan, "document"].dropna()
    return found.iloc[0] if len(found) else plan


def paper_lines(plan: str, facts: Facts, words: Words) -> list[tuple[str, str | None]]:
    """The papers around that of a plan, a line each, with the code of the plan it leads to: another that can be chosen."""
    rows = papers(facts, document_of(plan, facts)).to_dict("records")
    chosen = [None if row["here"] or row["plan"] not in facts.known.plans else row["plan"] for row in rows]
    return [(_paper_line(row, words), code) for row, code in zip(rows, chosen, strict=True)]


def _paper_line(row: Mapping, words: Words) -> str:
    """A line of `documents.papers`, indented: number or code, and what it is about."""
    number = row["number"] if isinstance(row["number"], str) else row["document"]
    parts = [number, words.titled(row, "title") if isinstance(row["title_vi"], str) else "",
             words.day(row["issued_on"]) if row["issued_on"] == row["issued_on"] else ""]  # fmt: skip
    # The first letter has no width: blanks at the beginning are cut off.
    indent = "\u200b" + "\u2003" * (2 * row["depth"] - 1) + "└ " if row["depth"] else ""
    return indent + " · ".join(filter(None, parts)) + (f" ({words.profile.this_paper})" if row["here"] else "")


def timeline_rows(standing: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The rows of `figures.timeline`: by the original due, under its year; without one last."""
    rows = standing.sort_values(["due", "due_in_force", "milestone"], kind="stable", na_position="last")
    return rows.assign(
        name=titles(rows, words), group=[words.years(None if pd.isna(year) else year) for year in rows["year"]]
    )


def timeline_one(one: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, str]:
    """The row of `figures.timeline` of one milestone, and its message."""
    row = one.iloc[0]
    title = words.profile.timeline_one.format(state=words.terms.buckets[row["bucket"]], moved=moved(row, words))
    return one.assign(name=words.profile.timeline_due), title


def parts(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """Many rows as two halves, to stand beside each other; few as they are."""
    half = (len(rows) + 1) // 2
    return [rows] if len(rows) <= _TOGETHER else [rows.iloc[:half], rows.iloc[half:]]


def timeline_title(rows: pd.DataFrame, words: Words) -> str:
    """How many milestones, how many of them overdue, how many moved."""
    return words.profile.timeline_title.format(
        n=words.integer((rows["bucket"] != "cancelled").sum()),
        overdue=words.integer((rows["bucket"] == "overdue").sum()),
        moved=words.integer((rows["moves"] > 0).sum()),
    )


def place(rows: pd.DataFrame, code: str, words: Words) -> str:
    """An agency's place among its kind by what it has done of what came due, ties shared; and among how many.

    rows: `rules.completion` by agency with `kind`, of every agency.
    """
    places = rank(rows, "due_completion", "kind")
    row = rows[rows["agency"] == code]
    at = places.reindex(row.index).dropna()
    if at.empty:
        return words.terms.rank_none
    kind = row["kind"].iloc[0]
    like = rows["kind"].isna() if pd.isna(kind) else rows["kind"] == kind
    named = words.terms.kinds.get(kind, kind).lower() if isinstance(kind, str) else words.frame.agency_page.lower()
    of = int(places[like].notna().sum())
    return words.terms.rank.format(place=words.integer(at.iloc[0]), of=words.integer(of), kind=named)


def supported(standing: pd.DataFrame, code: str, open_only: bool = False) -> pd.DataFrame:
    """The milestones led by others that an agency supports; open_only: those that may still be worked on."""
    named = standing["supporting"].map(lambda text: code in codes(text)).astype("bool")
    rows = standing[named & (standing["agency"] != code)]
    return rows[rows["bucket"].isin(OPEN)] if open_only else rows


def succession(code: str, facts: Facts, words: Words) -> str:
    """Until when an agency existed and who answers for its work; "" where nothing is said of it."""
    row, names = facts.agencies.set_index("agency").loc[code], agency_names(facts, words)
    said = (
        [words.profile.closed_on.format(day=words.day(row["valid_to"]))] if row["valid_to"] == row["valid_to"] else []
    )
    if isinstance(row["successor"], str):
        said.append(words.profile.succeeded_by.format(name=names.get(row["successor"], row["successor"])))
    return " ".join(said)


def spans(rows: pd.DataFrame, words: Words) -> list[str]:
    """The first and last day of the report period in each row."""
    return [f"{words.day(start)}-{words.day(end)}" for start, end in zip(rows["start"], rows["end"], strict=True)]


def periods_table(past: pd.DataFrame, words: Words) -> Table:
    """`history.periods`, a line a report period, each rate with its counts."""

    def rate(key: str, heading: str = "") -> Column:
        return column(key, past[[key, *PARTS[key]]].itertuples(index=False, name=None), "rate", heading)

    return Table(
        column("report_period", spans(past, words)),
        rate("update_rate"),
        rate("on_time_rate", words.overview.on_time),
        rate("due_completion", words.overview.due_done),
        column("overdue_n", past["overdue"], "count"),
    )


def forecast_lines(now: Forecast, before: list[Forecast], words: Words) -> list[str]:
    """A forecast in sentences: the range, what it rests on, how it is made, how the ones before it fared; or why there is
    none."""
    counts = {"kept": words.integer(now.kept), "of": words.integer(now.of), "n": words.integer(now.at_stake)}
    if not now.at_stake:
        return [words.forecast.none_due]
    if now.finished < ENOUGH:
        return [words.forecast.few.format(n=words.integer(now.finished), enough=words.integer(ENOUGH))]
    if not now.speaks:
        return [words.forecast.wide.format(**counts)]
    spoke = [one for one in before if one.speaks]
    return [
        words.forecast.title.format(
            **counts, low=words.integer(now.low), high=words.integer(now.high),
            low_share=words.percent(now.low / now.at_stake), high_share=words.percent(now.high / now.at_stake),
        ),
        words.forecast.record.format(**counts, times=words.integer(RECORD)),
        words.forecast.tried.format(
            n=words.integer(len(before)), said=words.integer(len(spoke)), hits=words.integer(sum(o.hit for o in spoke))
        ),
        words.forecast.how.format(covers=f"{COVERS:.0%}"),
    ]  # fmt: skip


def forecast_table(before: list[Forecast], words: Words) -> Table:
    """The forecasts of the days before and what came of them, a line each."""

    def outcome(one: Forecast) -> str:
        return (words.forecast.right if one.hit else words.forecast.wrong) if one.speaks else words.forecast.silent

    return Table(
        column("day", (one.day for one in before), "day", words.forecast.day),
        column("at_stake", (one.at_stake for one in before), "count", words.forecast.at_stake),
        column(
            "range", (f"{one.low}-{one.high}" if one.speaks else "" for one in before), heading=words.forecast.range
        ),
        column("came", (one.came for one in before), "count", words.forecast.came),
        column("hit", map(outcome, before), heading=words.forecast.hit),
        column("known", ((one.kept, one.of) for one in before), "fraction", words.forecast.known),
    )


def state(row: Mapping, words: Words) -> str:
    return f"{words.terms.signs[row['bucket']]} {words.terms.buckets[row['bucket']]}"


def moved(row: Mapping, words: Words) -> str:
    """How often and how far a deadline was moved."""
    if not row["moves"]:
        return words.profile.never_moved
    days = row["days_moved"]
    return words.profile.moved_by.format(
        n=words.integer(row["moves"]), days="—" if days != days else words.integer(days)
    )


def measured(row: Mapping, words: Words) -> str:
    """Value and target with their unit, and the true size of what was attained; "" without a target."""
    if row["target"] != row["target"]:
        return ""
    value = "—" if row["value"] != row["value"] else words.amount(row["value"])
    unit = f" {row['unit']}" if isinstance(row["unit"], str) else ""
    text = f"{value} / {'≤ ' if row['target_lower'] else ''}{words.amount(row['target'])}{unit}"
    ratio = row["attainment"]
    if ratio != ratio:
        return text
    whole = abs(ratio * 100 - round(ratio * 100)) < 1e-9
    percent = f"{words.integer(round(ratio * 100))}%" if whole else words.percent(ratio)
    return f"{text}, {words.columns.attained.format(percent=percent)}"


def reports_table(reports: pd.DataFrame, words: Words, conclusions: pd.DataFrame | None = None) -> Table:
    """`history.reports` as an office reads them: when it happened, when it was recorded, what it changed.

    conclusions: `history.conclusions` of this milestone; they stand among the reports, the last to happen first.
    """
    rows = reports.to_dict("records")
    if conclusions is not None and len(conclusions):
        named = conclusions.rename(columns={"concluded_on": "since", "content": "note"}).assign(status="")
        rows = sorted([*named.to_dict("records"), *rows], key=lambda row: row["since"], reverse=True)

    def stood(row: Mapping, before: str = "") -> str:
        return _stood(row[f"{before}status"], row[f"{before}percent"], words) if row["status"] else ""

    def texts(key: str, name: str) -> Column:
        return column(key, (row.get(name) for row in rows))

    reported = (stood(row) or words.review.conclusion_line for row in rows)
    return Table(
        column("happened_on", (row["since"] for row in rows), "day"),
        column("reported_on_day", (row.get("reported_on") for row in rows), "day"),
        column("recorded_at", (row["recorded_at"] for row in rows), "moment"),
        texts("recorded_by", "recorded_by"),
        column("stood_before", (stood(row, "before_") for row in rows)),
        column("was_reported", reported, heading=words.profile.was_reported),
        column("in_effect", (row["status"] and _effect(row, words) for row in rows)),
        texts("document", "evidence"),
        texts("decision", "decision"),
        texts("line_note", "note"),
    )


def conclusions_table(conclusions: pd.DataFrame) -> Table:
    """`history.conclusions` of one milestone, a line each."""
    return Table(
        column("concluded_on", conclusions["concluded_on"], "day"),
        column("conclusion", conclusions["content"]),
        column("recorded_by", conclusions["recorded_by"]),
        column("recorded_at", conclusions["recorded_at"], "moment"),
    )


def reviewed_by(reviewed: pd.DataFrame, words: Words) -> dict[str, str]:
    """Of each agency of `history.reviewed` who has marked it and when."""
    rows = zip(reviewed["agency"], reviewed["recorded_by"], reviewed["recorded_at"], strict=True)
    return {agency: words.review.reviewed_by.format(who=who, at=moment(at)) for agency, who, at in rows}


def moves_table(moves: pd.DataFrame, words: Words) -> Table:
    """`history.moves`, a line an extension."""
    reasons = [
        "; ".join(filter(None, (reason, "" if works else words.profile.after_done)))
        for reason, works in zip(moves["reason"].fillna(""), moves["in_force"], strict=True)
    ]
    return Table(
        column("extension_decided", moves["decided_on"], "day"),
        column("from_due", moves["from_due"], "day"),
        column("new_due", moves["new_due"], "day"),
        column("days_moved", moves["days"], "days"),
        column("decision", moves["decision"]),
        column("extension_reason", reasons),
        column("recorded_at", moves["recorded_at"], "moment"),
    )


def _stood(status: str, percent: float, words: Words) -> str:
    said = "" if percent != percent else f" · {words.percent(percent / 100)}"
    return words.terms.statuses[status] + said


def _effect(row: Mapping, words: Words) -> str:
    if not row["held"]:
        return words.profile.holds_never
    return (
        words.profile.holds_now
        if row["until"] != row["until"]
        else words.profile.holds_until.format(day=words.day(row["until"]))
    )


def _day(day, words: Words) -> str:
    return words.day(day) if day == day else ""
