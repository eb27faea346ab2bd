"""One milestone, one agency, one plan: what happened obeys both clocks, ranks are shared, figures hold."""

from datetime import datetime

import pandas as pd
import plotly.graph_objects as go
import pytest

from progress.numbers import history, rules
from progress.numbers.facts import _typed
from progress.say.languages import EN, VI
from progress.show import figures, profiles
from tests import cases

COLUMNS = ["reported_on", "status", "percent", "done_on", "value", "note", "evidence", "decision", "basis",
           "recorded_at", "recorded_by", "line_id", "withdrawn_at", "withdrawn_by"]  # fmt: skip


def lines(*rows: dict) -> pd.DataFrame:
    """As `facts.milestone_lines` gives them; recorded at noon of the reported day where it is not said."""
    told = [{"recorded_at": f"{row['reported_on']}T12:00:00+07:00", "recorded_by": "x", **row} for row in rows]
    return _typed(pd.DataFrame(told, columns=COLUMNS, dtype="object"))


STORY = lines(
    {"reported_on": "2016-09-10", "status": "in_progress", "percent": 30},
    {"reported_on": "2016-10-12", "status": "in_progress", "percent": 60},
    {"reported_on": "2016-11-20", "status": "done", "done_on": "2016-10-05", "percent": 100, "evidence": "1/BC"},
)


def test_a_completion_is_in_the_history_from_the_day_it_happened():
    shown = history.reports(STORY, cases.scope("2016-10-06"))
    assert shown["status"].tolist() == ["done", "in_progress"]
    assert shown["since"].dt.strftime("%d/%m").tolist() == ["05/10", "10/09"]


def test_nothing_that_was_recorded_later_is_in_the_history():
    known_at = datetime.fromisoformat("2016-11-01T00:00:00+07:00")
    shown = history.reports(STORY, cases.scope("2016-12-31", known_at=known_at))
    assert shown["percent"].tolist() == [60, 30]
    assert shown["until"].isna().tolist() == [True, False]


def test_a_report_that_a_completion_overtook_is_listed_and_holds_on_no_day():
    shown = history.reports(STORY, cases.scope("2016-12-31"))
    assert shown["held"].tolist() == [True, False, True]
    assert shown["before_percent"].tolist()[:2] == [30, 30]
    effect = profiles.reports_table(shown, VI)["in_effect"]
    assert effect == ("đang giữ", "không giữ ngày nào", "trước 05/10/2016")


def test_the_first_report_comes_after_not_started():
    reports = history.reports(STORY, cases.scope("2016-12-31"))
    assert reports["before_status"].iloc[-1] == "not_started"
    assert profiles.reports_table(reports, VI)["stood_before"][-1] == VI.terms.statuses["not_started"]


def test_a_milestone_without_reports_has_an_empty_history():
    shown = history.reports(lines(), cases.scope("2016-12-31"))
    assert shown.empty
    assert not len(profiles.reports_table(shown, EN))


MOVED = cases.facts(
    [{"milestone": "m1", "due": "2016-06-30"}, {"milestone": "m2"}],
    [{"milestone": "m1", "reported_on": "2017-02-01", "status": "done"}],
    [
        {"milestone": "m1", "decided_on": "2016-06-01", "new_due": "2016-09-30", "decision": "1/QĐ"},
        {"milestone": "m1", "decided_on": "2016-09-01", "new_due": "2016-12-31", "decision": "2/QĐ"},
        {"milestone": "m1", "decided_on": "2017-03-01", "new_due": "2017-12-31", "decision": "3/QĐ"},
        {"milestone": "m2", "decided_on": "2016-09-01", "new_due": "2016-12-31"},
    ],
)


def moves(as_of: str, **scope) -> pd.DataFrame:
    there = cases.scope(as_of, **scope)
    return history.moves(MOVED.extensions, rules.standing(MOVED, there), there)


def test_extensions_follow_each_other_and_only_those_decided_by_the_day():
    assert moves("2016-08-31")["decision"].tolist()[:1] == ["1/QĐ"]
    assert len(moves("2016-08-31")) == 1
    shown = moves("2016-12-31")
    assert shown["days"].tolist()[:2] == [92, 92]
    assert shown["days"].isna().tolist() == [False, False, True]  # m2 had no deadline to move


def test_an_extension_recorded_later_is_not_known():
    known_at = datetime.fromisoformat("2016-08-31T00:00:00+07:00")
    assert len(moves("2017-12-31", known_at=known_at)) == 1


def test_an_extension_after_completion_is_listed_without_effect():
    assert moves("2017-12-31")["in_force"].tolist() == [True, True, False, True]
    assert VI.profile.after_done in profiles.moves_table(moves("2017-12-31"), VI)["extension_reason"][2]


@pytest.mark.parametrize("words", [VI, EN], ids=["vi", "en"])
@pytest.mark.parametrize("colours", [figures.LIGHT, figures.DARK], ids=["light", "dark"])
def test_the_timeline_is_one_that_plotly_accepts_and_carries_its_day(words, colours):
    for as_of in ("2015-01-01", "2016-12-31", "2017-12-31"):
        scope = cases.scope(as_of)
        rows = rules.standing(MOVED, scope)
        look = figures.Look(scope, rules.completion(rows), words, colours)
        reports = history.reports(STORY, scope)
        figure = figures.timeline(rows.assign(name=rows["milestone"]), moves(as_of), "Tựa", look, reports)
        go.Figure(figure)
        assert words.day(scope.as_of) in figures.description(figure)


def test_the_timeline_of_long_and_hostile_names_is_cut_and_never_markup():
    name = "<b>x</b> " + "Nâng cấp dịch vụ công trực tuyến " * 60
    facts = cases.facts([{"milestone": "m1", "due": "1905-06-30"}, {"milestone": "m2", "due": "2099-06-30"}])
    scope = cases.scope("2016-12-31")
    rows = rules.standing(facts, scope).assign(name=name, group="2016")
    look = figures.Look(scope, rules.completion(rows), VI, figures.LIGHT)
    figure = figures.timeline(rows, history.moves(facts.extensions, rows, scope), "Tựa", look)
    go.Figure(figure)
    names = [n["text"] for n in figure["layout"]["annotations"] if "Nâng cấp" in n["text"]]
    assert len(names) == 4
    assert all(len(text) < 70 and "<b>x" not in text for text in names)


def particular(milestone: dict, report: dict | None = None, words=VI) -> dict[str, str]:
    facts = cases.facts([{"milestone": "m1", **milestone}], [{"milestone": "m1", **report}] if report else [])
    scope = cases.scope("2016-12-31")
    row = rules.standing(facts, scope).iloc[0].to_dict()
    return dict(profiles.of_milestone(row, history.version(facts, "m1", scope), facts, words))


def test_what_was_attained_has_its_true_size():
    done = {"reported_on": "2016-06-01", "status": "done", "value": 46}
    assert particular({"target": 40, "unit": "xã"}, done)[VI.columns.measured] == "46 / 40 xã, đạt 115% kế hoạch"
    assert particular({"target": 60, "unit": "xã"}, done)[VI.columns.measured] == "46 / 60 xã, đạt 76,7% kế hoạch"
    lower = particular({"target": 23, "target_lower": True}, done)[VI.columns.measured]
    assert lower == "46 / ≤ 23, đạt 50% kế hoạch"
    assert VI.columns.measured not in particular({}, done)


def test_a_deadline_is_shown_with_the_words_of_the_paper_and_what_is_not_known_is_left_out():
    shown = particular({"due": "2016-12-31", "due_words": "Năm 2016", "supporting": "A; B"})
    assert shown[VI.columns.original_due] == "31/12/2016 (văn bản ghi “Năm 2016”)"
    assert shown[VI.columns.due_in_force] == "31/12/2016 (chưa dời lần nào)"
    assert shown[VI.columns.supporting] == "A, B"
    assert VI.columns.done_on not in shown
    assert VI.columns.document not in shown
    assert (
        particular({"due_words": "Thường xuyên"})[VI.columns.original_due] == "Không hạn (văn bản ghi “Thường xuyên”)"
    )


def test_places_are_shared_and_counted_within_the_kind():
    kinds = {"A": "sở", "B": "sở", "C": "sở", "D": "sở", "Q": "quận"}
    done = ("A1", "B1", "Q1")
    facts = cases.facts(
        [
            {"milestone": f"{a}{n}", "agency": a, "due": "2016-06-30" if a != "D" else "2017-06-30"}
            for a in kinds
            for n in (1, 2)
        ],
        [{"milestone": m, "reported_on": "2016-06-01", "status": "done"} for m in done],
        agencies=[{"agency": a, "name_vi": a, "kind": kind} for a, kind in kinds.items()],
    )
    rows = rules.completion(rules.standing(facts, cases.scope("2016-12-31")), ["agency"])
    rows = rows.merge(facts.agencies[["agency", "kind"]], on="agency")
    said = {a: profiles.place(rows, a, VI) for a in kinds}
    assert said["A"] == said["B"] == "hạng 1/3 sở, theo xong việc đến hạn"
    assert said["C"].startswith("hạng 3/3 sở")
    assert said["D"] == VI.terms.rank_none  # nothing came due: no place, and not one of the three
    assert said["Q"].startswith("hạng 1/1 quận")
    assert profiles.place(rows, "NOBODY", VI) == VI.terms.rank_none


def test_an_agency_supports_what_others_lead_and_name_it_whole():
    facts = cases.facts(
        [
            {"milestone": "m1", "agency": "X", "supporting": "A; B"},
            {"milestone": "m2", "agency": "X", "supporting": "AB"},
            {"milestone": "m3", "agency": "A", "supporting": "A"},
        ]
    )
    standing = rules.standing(facts, cases.scope("2016-12-31"))
    assert profiles.supported(standing, "A")["milestone"].tolist() == ["m1"]
    assert profiles.supported(standing, "Z").empty


def test_what_became_of_an_agency_is_said_where_it_is_known():
    facts = cases.facts(
        [{"milestone": "m1", "agency": "A"}],
        agencies=[
            {"agency": "A", "name_vi": "Sở A cũ", "valid_to": "2016-06-30", "successor": "B"},
            {"agency": "B", "name_vi": "Sở B mới"},
        ],
    )
    assert profiles.succession("A", facts, VI) == "Hoạt động đến 30/06/2016. Nhiệm vụ chuyển cho Sở B mới."
    assert profiles.succession("B", facts, VI) == ""


def test_the_rates_of_past_periods_are_those_of_a_summary_at_their_end():
    scope = cases.scope("2016-12-20")
    past = history.periods(MOVED, scope, 3)
    assert past["period"].tolist() == ["2016-12", "2016-11", "2016-10"]
    assert past["end"].dt.strftime("%d/%m").tolist() == ["20/12", "30/11", "31/10"]
    for row in past.to_dict("records"):
        whole = rules.completion(rules.standing(MOVED, cases.scope(f"{row['end']:%Y-%m-%d}"))).iloc[0]
        assert row["due_n"] == whole["due_n"]
        assert row["open_n"] == whole["open_n"]
    assert len(profiles.periods_table(past, EN)) == 3
