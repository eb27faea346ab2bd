"""Every worked example of the definitions (`examples.json`) comes out as it says.

H06 (validation) speaks of the form and H08 (import) of a workbook that goes out and comes back: the tests of those
hold them.  H05's `late_entries` needs issued months; here its three answers are asked.
"""

import json
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from math import isnan
from pathlib import Path

import pytest

from models.store.text import alphabetical
from progress.numbers import periods
from progress.numbers.rules import completion, standing
from progress.say import formats
from tests.cases import facts, scope

EXAMPLES = json.loads((Path(__file__).parent / "examples.json").read_text(encoding="utf-8"))["examples"]
EARLY = "2010-01-04"  # some day before everything in the examples


def of_kind(*kinds: str):
    return pytest.mark.parametrize("example", [pytest.param(e, id=e["id"]) for e in EXAMPLES if e["kind"] in kinds])


def shown_facts(given: list[dict] | dict):
    """The example's milestones, and of each status the line that says so."""
    if isinstance(given, dict):
        given = [
            {**part["template"], "id": part["template"]["id"].format(i=i)}
            for part in given["repeat"]
            for i in range(part["n"])
        ]
    plain = ("agency", "due", "added_on")
    milestones = [
        {"milestone": m["id"], "weight": m.get("weight") or 1, **{k: m[k] for k in plain if k in m}} for m in given
    ]
    lines = [
        {
            "milestone": m["id"],
            "status": m["status"],
            "reported_on": m.get("done_on") or m.get("effective_on") or EARLY,
            "percent": m.get("percent"),
        }
        for m in given
    ]
    extensions = [
        {"milestone": m["id"], "decided_on": e["decided_on"], "new_due": e["new_due"], "decision": e["decision_no"]}
        for m in given
        for e in m.get("extensions", ())
    ]
    return facts(milestones, lines, extensions)


def asked(example: dict):
    given = example["input"]
    return standing(shown_facts(given["milestones"]), scope(given["as_of"], given["day_closed"]))


def rounded(value: float | None) -> float | None:
    """Half-up to four decimals, as the examples are written."""
    if value is None or isnan(value):
        return None
    return float(Decimal(repr(float(value))).quantize(Decimal("0.0001"), ROUND_HALF_UP))


@of_kind("metrics")
def test_the_quantities_are_those_of_the_example(example):
    expected = dict(example["expected"])
    display = expected.pop("display", {})
    total = completion(asked(example)).loc[0]
    assert {key: rounded(total[key]) for key in expected} == expected
    assert {key: formats.percent(total[key]) for key in display} == display


@of_kind("rollup")
def test_groups_are_pooled_as_in_the_example(example):
    table, expected = asked(example), example["expected"]
    if "agency" in expected:
        rates = completion(table, ["agency"]).set_index("agency")["pct_done_count"]
        total = completion(table)["pct_done_count"][0]
        assert rates.to_dict() == expected["agency"]
        assert (rounded(total), formats.percent(total)) == (expected["city"], expected["city_display"])
        assert rates.mean() == expected["wrong_mean"] != rounded(total)
    else:
        years = completion(table, ["year"]).set_index("year")
        for year, quantities in expected["by_year"].items():
            assert years.loc[int(year), list(quantities)].to_dict() == quantities
        assert len(years) == len(expected["by_year"])


@of_kind("period")
def test_report_periods_run_as_in_the_example(example):
    found = []
    for case in example["input"]["cases"]:
        month = case["kind"] == "month"
        period = periods.month(case["year"], case["month"]) if month else periods.year(case["year"])
        found.append([period.start.isoformat(), period.end.isoformat()])
    assert found == example["expected"]["cases"]


@of_kind("history")
def test_what_was_true_and_what_was_known_are_two_questions(example):
    given = example["input"]
    recorded = [(datetime.fromisoformat(event["recorded_at"]), event["set"]) for event in given["events"]]
    known = facts(
        [{"milestone": given["milestone"]["id"], "agency": "STTTT", "due": given["milestone"]["due"]}],
        [
            {
                "milestone": given["milestone"]["id"],
                "recorded_at": instant,
                "reported_on": periods.today(instant),
                **said,
            }
            for instant, said in recorded
        ],
    )
    found = [
        standing(known, scope(q["as_of"], known_at=datetime.fromisoformat(q["known_at"])))["bucket"][0]
        for q in given["queries"]
    ]
    assert found == example["expected"]["buckets"]


@of_kind("format")
def test_numbers_and_days_are_written_as_in_the_example(example):
    given, expected = example["input"], example["expected"]
    assert [formats.integer(n) for n in given["ints"]] == expected["ints"]
    assert [formats.percent(p and p[0] / p[1]) for p in given["pcts"]] == expected["pcts"]
    assert [formats.day(date.fromisoformat(d)) for d in given["dates"]] == expected["dates"]


@of_kind("sort")
def test_names_are_sorted_as_in_the_example(example):
    assert sorted(example["input"]["names"], key=alphabetical) == example["expected"]["sorted"]


def test_no_example_is_of_a_kind_that_nothing_here_or_beside_asks():
    elsewhere = {"validation", "import"}
    assert {e["kind"] for e in EXAMPLES} - elsewhere == {"metrics", "rollup", "period", "history", "format", "sort"}
