"""Finding milestones, plans and agencies by words, with or without case and diacritics."""

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from models.store.text import fold
from progress.numbers.facts import Facts


@dataclass(frozen=True)
class Found:
    """What a search found, in the order of the files: codes of agencies and plans, ids of milestones."""

    agencies: tuple[str, ...]
    plans: tuple[str, ...]
    milestones: frozenset[int]


def search(facts: Facts, text: str) -> Found:
    """Agencies, plans and milestones in which every word of `text` occurs: "đơn vị" finds "ĐƠN VỊ", as does "don vi".

    A milestone is found by its code and titles, and by the names of its lead agency and plan.  Nothing is asked:
    nothing is found.
    """
    words = fold(text).split()
    if not words:
        return Found((), (), frozenset())
    agencies, plans, milestones = _texts(facts)

    def having(texts: pd.Series) -> list:
        hit = pd.Series(True, texts.index)
        for word in words:
            hit &= texts.str.contains(word, regex=False)
        return texts.index[hit].tolist()

    return Found(tuple(having(agencies)), tuple(having(plans)), frozenset(having(milestones)))


def narrowed(rows: pd.DataFrame, facts: Facts, text: str) -> pd.DataFrame:
    """Those rows of `rules.standing` that `search` finds; all where nothing is asked."""
    return rows[rows["milestone_id"].isin(search(facts, text).milestones)] if text else rows


@lru_cache(maxsize=2)
def _texts(facts: Facts) -> tuple[pd.Series, pd.Series, pd.Series]:
    """The folded text of each agency and plan by code, of each milestone by id."""

    def folded(table: pd.DataFrame, *columns: str) -> list[str]:
        rows = zip(*(table[column] for column in columns), strict=True)
        return [fold(" ".join(value for value in row if isinstance(value, str))) for row in rows]

    def by_code(table: pd.DataFrame, code: str, *columns: str) -> pd.Series:
        return pd.Series(folded(table, code, *columns), table[code], dtype="str")

    agencies = by_code(facts.agencies, "agency", "name_vi", "name_en")
    plans = by_code(facts.plans, "plan", "number", "title_vi", "title_en")
    current = facts.milestones.drop_duplicates("milestone_id", keep="last")
    own = folded(current, "milestone", "title_vi", "title_en")
    rows = zip(own, agencies.reindex(current["agency"]), plans.reindex(current["plan"]), strict=True)
    return agencies, plans, pd.Series([" ".join(row) for row in rows], current["milestone_id"], dtype="str")
