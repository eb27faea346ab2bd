"""A scope is what a link says; what a link says wrongly falls back, and nothing is raised."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.numbers.rules import standing
from progress.numbers.scope import ColourRule, Issued, Known, Scope, to_come
from tests.cases import facts

NOW = datetime(2019, 12, 12, 2, tzinfo=UTC)  # 09:00 in Hanoi
KNOWN = Known(
    plans=("KH73", "KH131"),
    agencies=("STTTT", "SNV"),
    years=(2016, 2017, None),
    kinds=("sở", "quận"),
    bases=("document", "illustrative"),
    issued=(
        Issued("2019-10", 1, date(2019, 10, 14), datetime(2019, 10, 15, tzinfo=UTC), 14),
        Issued("2019-11", 1, date(2019, 11, 14), datetime(2019, 11, 15, tzinfo=UTC), 14),
        Issued("2019-11", 2, date(2019, 11, 14), datetime(2019, 11, 20, tzinfo=UTC), 14),
    ),
)


def linked(**query: list[str]) -> Scope:
    return Scope.from_query(query, NOW, KNOWN, 14)


def test_a_link_without_a_day_speaks_of_today_which_is_not_over():
    assert linked() == Scope(date(2019, 12, 12), date(2019, 12, 11))
    assert linked().live


def test_a_day_that_is_over_is_closed_through():
    past = linked(as_of=["2016-12-31"])
    assert (past.as_of, past.closed_through, past.live) == (date(2016, 12, 31), date(2016, 12, 31), False)


def test_a_day_to_come_falls_back_to_today_and_is_known_to_have_been_asked_for():
    assert linked(as_of=["2019-12-13"]).as_of == date(2019, 12, 12)
    assert to_come({"as_of": ["2019-12-13"]}, NOW) == date(2019, 12, 13)
    for day in ("2019-12-12", "tomorrow", ""):
        assert to_come({"as_of": [day]}, NOW) is None and to_come({}, NOW) is None


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


def test_an_issued_month_is_its_day_known_at_its_instant_whatever_day_the_link_names():
    month = linked(month=["2019-10"], as_of=["2016-12-31"])
    assert (month.as_of, month.closed_through) == (date(2019, 10, 14), date(2019, 10, 14))
    assert (month.known_at, month.issued, month.live) == (KNOWN.issued[0].known_at, ("2019-10", 1), False)


def test_a_link_to_an_issued_month_names_its_edition_so_that_a_later_one_does_not_move_it():
    assert linked(month=["2019-11"]).issued == ("2019-11", 2)
    first = linked(month=["2019-11"], edition=["1"])
    assert first.to_query() == {"as_of": ["2019-11-14"], "month": ["2019-11"], "edition": ["1"]}
    assert linked(**first.to_query()) == first


@pytest.mark.parametrize("month", ["2019-12", "2019-13", "", "x", "2019-11'"])
def test_a_month_that_is_not_issued_falls_back_to_the_day(month):
    assert linked(month=[month], as_of=["2016-12-31"]) == linked(as_of=["2016-12-31"])


@pytest.mark.parametrize("edition", ["3", "0", "x", "", "1.0"])
def test_an_edition_that_is_not_there_falls_back_to_the_last(edition):
    assert linked(month=["2019-11"], edition=[edition]).issued == ("2019-11", 2)


def test_the_colour_rule_is_the_definitions_where_the_settings_say_nothing():
    assert ColourRule.stored({}) == ColourRule(0.70, 90, 0.90)
    assert ColourRule.stored({"colour_red_days": "60", "today": "x"}) == ColourRule(0.70, 60, 0.90)
