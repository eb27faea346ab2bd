"""The tree of papers: up to what is implemented, down to what implements, whatever stands in the column."""

from dataclasses import replace

import pandas as pd

from progress.numbers.documents import papers
from tests import cases

COLUMNS = ["document", "number", "type", "issuer", "issued_on", "title_vi", "title_en", "level", "implements", "source",
           "note"]  # fmt: skip


def tree(code: str, **implements: str | None) -> list[str]:
    """The tree as text, two blanks a step: each named document with what it implements."""
    documents = pd.DataFrame(
        [{"document": d, "title_vi": d, "implements": i} for d, i in implements.items()], columns=COLUMNS
    )
    found = papers(replace(cases.facts([{"milestone": "m1"}]), documents=documents), code)
    return [
        "  " * row["depth"] + row["document"] + ("*" if row["here"] else "") + ("" if row["known"] else "?")
        for row in found.to_dict("records")
    ]


def test_a_paper_stands_between_what_it_implements_and_what_implements_it():
    shown = tree("plan", law=None, decree="law", plan="decree", step="plan", other="law")
    assert shown == ["law", "  decree", "    plan*", "      step"]


def test_a_paper_that_implements_two_stands_under_both_and_its_own_under_the_first():
    assert tree("plan", a=None, b=None, plan="a; b", step="plan") == ["a", "  plan*", "    step", "b", "  plan*"]


def test_a_circle_of_papers_ends():
    assert tree("a", a="b", b="a") == ["b", "  a*", "    b"]
    assert tree("a", a="a") == ["a*", "  a*"]
    assert tree("plan", law=None, x="y", y="x", plan="law; x") == ["law", "  plan*", "y", "  x", "    y", "    plan*"]
    assert tree("c", a="b", b="a", c="b", d="c")[-1].strip() == "d"


def test_a_code_without_a_document_stands_for_itself():
    assert tree("plan", plan="law") == ["law?", "  plan*"]
    assert tree("nobody", plan=None) == ["nobody*?"]


def test_a_paper_alone_is_alone():
    assert tree("plan", plan=None, other=None) == ["plan*"]


def test_a_paper_named_twice_in_one_cell_counts_once():
    assert tree("plan", law=None, plan="law;law; ") == ["law", "  plan*"]


def test_without_any_documents_there_is_still_the_paper():
    assert len(papers(cases.facts([{"milestone": "m1"}]), "X")) == 1


def test_a_chain_of_a_hundred_papers_is_walked_whole():
    chain = {f"d{n}": f"d{n - 1}" if n else None for n in range(100)}
    shown = tree("d50", **chain)
    assert len(shown) == 100
    assert shown[-1] == "  " * 99 + "d99"
