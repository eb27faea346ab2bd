"""The definitions worked through with the numbers of a scope: "27/38 = 71,1%"."""

from collections.abc import Mapping

from progress.numbers.rules import BUCKETS, PARTS
from progress.numbers.scope import ColourRule
from progress.say.languages import Words
from progress.show.table import Table, column


def worked(row: Mapping, words: Words) -> Table:
    """Each rate with its definition and its sum.

    row: one row of `rules.completion`.
    """
    return Table(
        column("quantity", (words.terms.methods[key][0] for key in PARTS)),
        column("meaning", (words.terms.methods[key][1] for key in PARTS)),
        column("worked", (f"{fraction(row, key, words)} = {value(row, key, words)}" for key in PARTS)),
    )


def counted(row: Mapping, words: Words) -> Table:
    """Each group and count with its definition and its number."""
    names = {**words.terms.buckets, **words.terms.count_names}
    return Table(
        column("quantity", (names[key] for key in words.terms.counts)),
        column("meaning", words.terms.counts.values()),
        column("worked", (row[key] for key in words.terms.counts), "count"),
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


def quantity(row: Mapping, key: str) -> tuple[str, int | tuple[float, float, float]]:
    """A quantity as a cell of a mixed column: a rate, never without its counts, or a count."""
    if key not in PARTS:
        return "count", int(row[key])
    part, whole = (round(float(row[name]), 2) for name in PARTS[key])
    ratio = float("nan") if row[key] is None else float(row[key])
    return "index" if key == "spi_weight" else "rate", (ratio, part, whole)
