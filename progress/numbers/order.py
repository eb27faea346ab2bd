"""The order an office lists agencies, kinds and years in."""

from collections.abc import Sequence

import pandas as pd

from models.store.text import alphabetical
from progress.numbers.facts import Facts

# A kind that is not here comes after, alphabetically.
KINDS = ("ủy ban nhân dân", "ban chỉ đạo", "sở", "cơ quan ngang sở", "quận", "huyện")


def ordered(table: pd.DataFrame, facts: Facts, columns: Sequence[str]) -> pd.DataFrame:
    """Groups as an office lists them: agencies by kind, then in Vietnamese order; years ascending, none last."""
    names = dict(zip(facts.agencies["agency"], facts.agencies["name_vi"], strict=True))
    kinds = dict(zip(facts.agencies["agency"], facts.agencies["kind"], strict=True))

    def key(row: tuple) -> tuple:
        places = []
        for column, value in zip(columns, row, strict=True):
            if column == "agency":
                places.append((kind_place(kinds.get(value)), alphabetical(names.get(value, value))))
            elif column == "kind":
                places.append(kind_place(value))
            elif column == "year":
                places.append((pd.isna(value), 0 if pd.isna(value) else value))
            else:
                places.append(alphabetical(value))
        return tuple(places)

    rows = list(zip(*(table[column] for column in columns), strict=True))
    return table.iloc[sorted(range(len(rows)), key=lambda i: key(rows[i]))].reset_index(drop=True) if columns else table


def kind_place(kind: str | None) -> tuple:
    """Where a kind of agency stands in a list."""
    if kind is None or kind != kind:
        return len(KINDS) + 1, alphabetical("")
    place = next((i for i, known in enumerate(KINDS) if kind.casefold().startswith(known)), len(KINDS))
    return place, alphabetical(kind)
