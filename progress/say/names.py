"""What agencies, plans and milestones are called, in the reader's language."""

from typing import Any

import pandas as pd

from progress.numbers.facts import Facts
from progress.numbers.reading import Reading
from progress.say.languages import Words, short_name


def agency_names(facts: Facts, words: Words) -> dict[str, str]:
    """The short name of each agency by its code."""
    return {row["agency"]: short_name(words.titled(row, "name")) for row in facts.agencies.to_dict("records")}


def plan_names(facts: Facts, words: Words) -> dict[str, str]:
    """The number and title of each plan by its code."""
    return {row["plan"]: words.numbered(row) for row in facts.plans.to_dict("records")}


def named_rates(reading: Reading, words: Words, *by: str) -> pd.DataFrame:
    """`Reading.rates` with `key` (the code) and `name` of each agency or plan, and an agency's `kind`; of other groups as
    they are."""
    rows = reading.rates(*by)
    if by == ("agency",):
        rows = rows.merge(reading.facts.agencies[["agency", "kind"]], on="agency", how="left")
        names = agency_names(reading.facts, words)
    elif by == ("plan",):
        names = plan_names(reading.facts, words)
    else:
        return rows
    codes = rows[by[0]]
    return rows.assign(key=codes, name=[names.get(code, code) for code in codes])


def named_groups(reading: Reading, words: Words, by: str) -> list[dict[str, Any]]:
    """The rows of `named_rates` by "agency" or "plan", each by its columns."""
    return named_rates(reading, words, by).to_dict("records")


def milestone_titles(facts: Facts, words: Words) -> dict[str, str]:
    """What each milestone is called now, by its code."""
    rows = facts.milestones.drop_duplicates("milestone_id", keep="last")
    return dict(zip(rows["milestone"], titles(rows, words), strict=True))


def titles(rows: pd.DataFrame, words: Words) -> list[str]:
    """The title of the milestone in each row."""
    return [words.titled(row, "title") for row in rows[["title_vi", "title_en"]].to_dict("records")]
