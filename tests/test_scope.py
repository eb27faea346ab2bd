"""A scope is what a link says; what a link says wrongly falls back, and nothing is raised."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.rules import standing
from progress.scope import Known, Scope
from tests.cases import facts

NOW = datetime(2019, 12, 12, 2, tzinfo=UTC)  # 09:00 in Hanoi
KNOWN = Known(
    plans=("KH73", "KH131"),
    agencies=("STTTT", "SNV"),
    years=(2016, 2017, None),
    kinds=("sở", "quận"),
    bases=("document", "illustrative"),
)


def linked(**query: list[str]) -> Scope:
    return Scope.from_query(query, NOW, KNOWN, 14)


def test_a_link_without_a_day_speaks_of_today_which_is_not_over():
    assert linked() == Scope(date(2019, 12, 12), date(2019, 12, 11))
    assert linked().live


def test_a_day_that_is_over_is_closed_through():
    past = linked(as_of=["2016-12-31"])
    assert (past.as_of, past.closed_through, past.live) == (date(2016, 12, 31), date(2016, 12, 31), False)


def test_a_day_to_come_falls_back_to_today():
    assert linked(as_of=["2020-01-01"]).as_of == date(2019, 12, 12)


@pytest.mark.parametrize(
    "text", ["", "31/12/2016", "2016-02-30", "tomorrow", "2016-12", "9" * 5000, "\x00", "２０１６-12-31"]
)
def test_a_day_that_cannot_be_read_falls_back_to_today(text):
    assert linked(as_of=[text]).as_of == date(2019, 12, 12)
    assert linked(as_of=[]).as_of == date(2019, 12, 12)


def test_the_first_day_of_the_calendar_has_numbers_too():
    first = linked(as_of=["0001-01-01"])
    assert standing(facts([{"milestone": "m", "due": "2016-06-30"}]), first)["bucket"].tolist() == [
        "not_started_not_due"
    ]


def test_codes_that_are_not_known_are_left_out_and_the_rest_stays():
    chosen = linked(agency=["STTTT", "no-such", "STTTT"], plan=["KH0"], kind=["sở"], basis=["guess"])
    assert (chosen.agencies, chosen.plans, chosen.kinds, chosen.bases) == (("STTTT",), (), ("sở",), ())


@pytest.mark.parametrize("text", ["abc", "-2016", "2016.0", "²⁰¹⁶", "1999", "9" * 5000, ""])
def test_a_year_that_is_not_one_selects_nothing(text):
    assert linked(year=[text]).years == ()


def test_without_a_deadline_is_a_year_of_its_own():
    assert linked(year=["none", "2016"]).years == (None, 2016)


def test_a_language_that_is_not_spoken_is_vietnamese():
    assert [linked(lang=[x]).lang for x in ("en", "vi", "fr")] == ["en", "vi", "vi"]


def test_the_day_is_always_in_the_link():
    assert linked().to_query() == {"as_of": ["2019-12-12"]}


@given(
    st.builds(
        dict,
        as_of=st.dates(date(2015, 1, 1), date(2019, 12, 12)),
        plans=st.lists(st.sampled_from(KNOWN.plans), unique=True).map(tuple),
        agencies=st.lists(st.sampled_from(KNOWN.agencies), unique=True).map(tuple),
        years=st.lists(st.sampled_from(KNOWN.years), unique=True).map(tuple),
        kinds=st.lists(st.sampled_from(KNOWN.kinds), unique=True).map(tuple),
        bases=st.lists(st.sampled_from(KNOWN.bases), unique=True).map(tuple),
        lang=st.sampled_from(("vi", "en")),
    )
)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_a_link_leads_back_to_the_scope_it_was_made_from(chosen):
    scope = Scope.on(chosen.pop("as_of"), NOW, **chosen)
    assert Scope.from_query(scope.to_query(), NOW, KNOWN, 14) == scope


@given(
    st.dictionaries(
        st.sampled_from(["as_of", "plan", "agency", "year", "kind", "basis", "lang", "month", "x"]),
        st.lists(st.text(max_size=12) | st.sampled_from(["STTTT", "none", "2016", "2016-12-31"]), max_size=3),
    )
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_no_link_raises(query):
    scope = Scope.from_query(query, NOW, KNOWN, 14)
    assert scope.as_of <= date(2019, 12, 12)
    assert Scope.from_query(scope.to_query(), NOW, KNOWN, 14) == scope


def test_a_selection_keeps_only_its_milestones():
    known = facts(
        [
            {"milestone": "a", "agency": "A", "plan": "P", "due": "2016-06-30"},
            {"milestone": "b", "agency": "B", "plan": "P", "due": "2017-06-30", "basis": "illustrative"},
            {"milestone": "c", "agency": "B", "plan": "Q"},
        ],
        agencies=[{"agency": "B", "kind": "quận"}],
    )
    everything = Scope(date(2018, 1, 1), date(2018, 1, 1))

    def codes(**selection) -> str:
        return "".join(standing(known, everything.only(**selection))["milestone"])

    assert codes() == "abc"
    assert codes(agencies=("B",)) == "bc"
    assert codes(agencies=("B",), plans=("P",)) == "b"
    assert codes(years=(2016, None)) == "ac"
    assert codes(years=(None,)) == "c"
    assert codes(kinds=("quận",), bases=("document",)) == "c"
    assert codes(plans=("Q",), years=(2016,)) == ""


def test_the_report_period_of_a_scope_is_the_one_its_day_lies_in():
    assert linked(as_of=["2019-11-15"]).period.name == "2019-12"
    assert linked(as_of=["2019-11-15"]).only(cutoff=0).period.name == "2019-11"
