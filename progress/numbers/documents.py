"""Which paper implements which: the small tree of documents around one of them."""

from collections.abc import Mapping, Sequence

import pandas as pd

from progress.numbers.facts import Facts, codes

_COLUMNS = ["document", "number", "type", "issuer", "issued_on", "title_vi", "title_en"]


def papers(facts: Facts, code: str) -> pd.DataFrame:
    """The papers that `code` implements, up to those that implement none, and those that implement it, as a tree.

    Each stands under one it implements, `depth` steps from its top; the order is that of reading.  A paper that
    implements several stands under each, what implements it only under the first; so a circle of papers ends.  A code
    that no document has stands for itself.  A paper that neither implements nor is implemented is alone.

    Columns: depth (0 = top), here (it is `code`), known (there is such a document), plan (its code; None = has none);
    document, number, type, issuer, issued_on, title_vi, title_en.
    """
    table = facts.documents.reindex(columns=[*_COLUMNS, "implements"]).drop_duplicates("document").set_index("document")
    above = {document: codes(implemented) for document, implemented in table["implements"].items()}
    below: dict[str, list[str]] = {}
    for document, implemented in above.items():
        for higher in implemented:
            below.setdefault(higher, []).append(document)
    up = _reached(code, above)
    shown, lines = set(), []

    def walk(document: str, depth: int) -> None:
        lines.append((depth, document))
        if document in shown:
            return
        shown.add(document)
        for lower in below.get(document, ()):
            # Above the paper only the way that leads to it; below it everything.
            if document in down or lower in up:
                walk(lower, depth + 1)

    down = set(_reached(code, below))
    tops = [document for document in up if not above.get(document)]
    for top in (*tops, *reversed(up)):  # after the tops what stands in a circle, the farthest first
        if top not in shown:
            walk(top, 0)
    plans = dict(zip(facts.plans["document"], facts.plans["plan"], strict=True))
    rows = [
        {"depth": depth, "here": document == code, "known": document in table.index, "plan": plans.get(document),
         "document": document, **(table.loc[document].to_dict() if document in table.index else {})}
        for depth, document in lines
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["depth", "here", "known", "plan", *_COLUMNS])


def _reached(code: str, steps: Mapping[str, Sequence[str]]) -> list[str]:
    """`code` and all that its steps lead to, the nearest first, each once."""
    found = [code]
    for document in found:
        found += [further for further in steps.get(document, ()) if further not in found]
    return found
