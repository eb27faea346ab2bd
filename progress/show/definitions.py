"""The definitions worked through with the numbers of a scope: "27/38 = 71,1%"."""

from collections.abc import Mapping

import pandas as pd

from progress.numbers.rules import BUCKETS, PARTS
from progress.numbers.scope import ColourRule
from progress.say.languages import Words


def worked(row: Mapping, words: Words) -> pd.DataFrame:
    """Each rate with its definition and its sum: columns headed in the reader's language.

    row: one row of `rules.completion`.
    """
    return pd.DataFrame(
        {
            words.columns.quantity: [words.terms.methods[key][0] for key in PARTS],
            words.columns.meaning: [words.terms.methods[key][1] for key in PARTS],
            words.columns.worked: [f"{fraction(row, key, words)} = {value(row, key, words)}" for key in PARTS],
        }
    )


def counted(row: Mapping, words: Words) -> pd.DataFrame:
    """Each group and count with its definition and its number, columns headed in the reader's language."""
    names = {**words.terms.buckets, **words.terms.count_names}
    return pd.DataFrame(
        {
            words.columns.quantity: [names[key] for key in words.terms.counts],
            words.columns.meaning: list(words.terms.counts.values()),
            words.columns.worked: [words.integer(row[key]) for key in words.terms.counts],
        }
    )


def identity(row: Mapping, words: Words) -> str:
    """The buckets of a scope, added up before the reader's eyes."""
    sum_ = " + ".join(words.integer(row[key]) for key in BUCKETS)
    return words.method.identity.format(
        sum=sum_, scope=words.integer(row["scope"]), cancelled=words.integer(row["cancelled"])
    )


def fraction(row: Mapping, key: str, words: Words) -> str:
    """A rate's counts, or weights: 27/38."""
    return "/".join(words.amount(round(float(row[part]), 2)) for part in PARTS[key])


def colour_rule(rule: ColourRule, words: Words) -> str:
    """The rule of a group's colour with its limits."""
    return words.terms.colour_rule.format(**limits(rule, words))


def limits(rule: ColourRule, words: Words) -> dict[str, str]:
    """The limits of the colour rule as words, for a sentence that names them."""
    red, amber = (f"{words.amount(share * 100)}%" for share in (rule.red_below, rule.amber_below))
    return {"red_below": red, "red_days": words.integer(rule.red_days), "amber_below": amber}


def value(row: Mapping, key: str, words: Words) -> str:
    """A rate as it is shown; SPI is a ratio."""
    return words.decimal(row[key]) if key == "spi_weight" else words.percent(row[key])
