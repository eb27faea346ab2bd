"""Figures hold up with names, shares and dates that real data has, and say whose and which day they are."""

import itertools
import re

import plotly.graph_objects as go
import pytest

from progress.numbers import rules
from progress.numbers.reading import Reading
from progress.say.languages import EN, VI, short_name, shortened, wrapped
from progress.say.names import named_rates
from progress.show import figures, tables
from tests import cases

LONG = "Ban Chỉ đạo " + "ứng dụng công nghệ thông tin trong hoạt động của cơ quan nhà nước " * 3
LONG = LONG[:171]


def drawn(facts, scope, words=VI, colours=figures.LIGHT):
    """The overview's figures for facts and a scope, by name."""
    reading = Reading(facts, scope)
    agencies, plans = (named_rates(reading, words, by) for by in ("agency", "plan"))
    total, cells = reading.rates(), reading.rates("agency", "year")
    look = figures.Look(scope, total, words, colours)
    return {
        "heatmap": figures.heatmap(cells, agencies, look),
        "curve": figures.s_curve(reading.series, look),
        "agencies": figures.completion_bars(agencies, "Cơ quan", look),
        "plans": figures.completion_bars(plans, "Kế hoạch", look),
        "tables": (
            tables.heatmap_table(cells, agencies, total, words),
            tables.milestone_table(reading.standing, facts, words),
        ),
    }


def texts(figure) -> list[str]:
    found = [note["text"] for note in figure["layout"]["annotations"]]
    for trace in figure["data"]:
        for labels in (trace.get("text"), trace.get("hovertext")):
            found += [labels] if isinstance(labels, str) else list(labels or [])
    return found


def pictures(facts, scope, **look):
    return [figure for name, figure in drawn(facts, scope, **look).items() if name != "tables"]


SIMPLE = cases.facts(
    [{"milestone": "m1", "due": "2016-06-30"}, {"milestone": "m2", "due": "2017-06-30"}, {"milestone": "m3"}],
    [
        {"milestone": "m1", "reported_on": "2016-06-01", "status": "done"},
        {"milestone": "m2", "reported_on": "2016-06-01", "status": "in_progress", "percent": 40},
    ],
)


@pytest.mark.parametrize("words", [VI, EN], ids=["vi", "en"])
@pytest.mark.parametrize("colours", [figures.LIGHT, figures.DARK], ids=["light", "dark"])
def test_every_figure_carries_its_day(words, colours):
    for figure in pictures(SIMPLE, cases.scope("2017-12-31"), words=words, colours=colours):
        assert "31/12/2017" in figures.description(figure)


def test_every_figure_is_one_that_plotly_accepts_whole():
    for figure in pictures(SIMPLE, cases.scope("2017-12-31")):
        go.Figure(figure)


def test_a_made_up_row_marks_every_figure_and_a_real_one_none():
    made_up = cases.facts(
        [{"milestone": "m1", "due": "2016-06-30"}, {"milestone": "m2", "due": "2016-06-30", "basis": "illustrative"}]
    )
    for figure in pictures(made_up, cases.scope("2016-12-31")):
        assert VI.terms.illustrative in figures.description(figure)
    for figure in pictures(SIMPLE, cases.scope("2016-12-31")):
        assert VI.terms.illustrative not in figures.description(figure)


def test_made_up_progress_on_a_real_milestone_marks_the_figure_too():
    facts = cases.facts(
        [{"milestone": "m1", "due": "2016-06-30"}],
        [{"milestone": "m1", "reported_on": "2016-06-01", "status": "in_progress", "basis": "illustrative"}],
    )
    for figure in pictures(facts, cases.scope("2016-12-31")):
        assert VI.terms.illustrative in figures.description(figure)


def test_stored_text_is_never_markup_in_a_figure():
    facts = cases.facts(
        [{"milestone": "m1", "due": "2016-06-30", "agency": "X", "plan": "<b>P</b>"}],
        agencies=[{"agency": "X", "name_vi": '<a href="http://x">Sở</a> & <i>bạn</i>', "kind": "<script>"}],
    )
    for figure in pictures(facts, cases.scope("2016-12-31")):
        for text in texts(figure):
            assert not re.search(r"<(a|i|script)\b", text), text


def test_a_name_of_171_letters_is_cut_in_the_figure_and_whole_in_the_hover():
    facts = cases.facts(
        [{"milestone": "m1", "due": "2016-06-30", "agency": "X", "title_vi": "x" * 1745}],
        agencies=[{"agency": "X", "name_vi": LONG, "kind": "sở"}],
    )
    shown = drawn(facts, cases.scope("2016-12-31"))
    for name in ("heatmap", "agencies"):
        labels = [text for trace in shown[name]["data"] for text in trace.get("text", ())]
        labels += [note["text"] for note in shown[name]["layout"]["annotations"]]
        lines = [line for text in labels for line in re.split("<br>", text)]
        assert all(len(re.sub("<[^>]+>", "", line)) <= 60 for line in lines), name
    hover = next(t["hovertext"][0] for t in shown["heatmap"]["data"] if "hovertext" in t)
    assert LONG.strip() in hover.replace("<br>", " ")
    assert len(shown["tables"][1]["title"][0]) == 1745


def test_one_agency_with_most_of_the_work_and_many_with_none():
    agencies = [{"agency": f"A{n}", "name_vi": f"Cơ quan {n}", "kind": None} for n in range(245)]
    rows = [{"milestone": f"m{n}", "due": "2016-06-30", "agency": "A0" if n < 61 else "A1"} for n in range(100)]
    shown = drawn(cases.facts(rows, agencies=agencies), cases.scope("2016-12-31"))
    assert len(shown["tables"][0]) == 3  # two with work, and the total
    assert shown["heatmap"]["layout"]["height"] < 400
    assert "100 mốc quá hạn, 61 của Cơ quan 0" in figures.description(shown["heatmap"])


def test_no_deadline_at_all_leaves_no_curve_and_one_column():
    facts = cases.facts([{"milestone": "m1"}, {"milestone": "m2"}])
    shown = drawn(facts, cases.scope("2016-12-31"))
    assert shown["tables"][0].labels(VI) == [
        VI.columns.lead,
        VI.terms.no_deadline,
        VI.terms.total,
        VI.columns.overdue_n,
    ]
    assert not shown["curve"]["data"]


def test_one_mistyped_year_does_not_stretch_the_axis_and_is_named():
    rows = [{"milestone": f"m{n}", "due": f"2016-0{n % 9 + 1}-28"} for n in range(60)]
    facts = cases.facts([*rows, {"milestone": "old", "due": "1905-06-30"}])
    curve = drawn(facts, cases.scope("2016-12-31"))["curve"]
    assert str(curve["layout"]["xaxis"]["range"][0])[:4] == "2015"
    assert "1 mốc có hạn sớm hơn" in figures.description(curve)


def test_where_nothing_lies_before_the_cut_the_curve_does_not_say_so():
    rows = [{"milestone": f"m{n}", "due": f"2016-0{n % 9 + 1}-28"} for n in range(60)]
    curve = drawn(cases.facts(rows), cases.scope("2030-12-31"))["curve"]
    assert "có hạn sớm hơn" not in figures.description(curve)


def test_the_cells_add_up_to_the_total_in_the_table():
    shown = drawn(SIMPLE, cases.scope("2017-12-31"))["tables"][0]
    assert list(shown.texts(VI))[-1] == ("Tổng", "1/1", "0/1", "0/1", "1/3", "1")


def test_an_empty_cell_is_blank_and_zero_is_not():
    heat = drawn(SIMPLE, cases.scope("2017-12-31"))["heatmap"]
    cells = next(trace for trace in heat["data"] if trace["type"] == "bar")
    counts = next(trace for trace in heat["data"] if "1/1" in trace.get("text", ()))
    assert sorted(re.sub("</?b>", "", text) for text in counts["text"]) == ["0/1", "0/1", "1/1", "1/3"]
    assert len(cells["x"]) == 4


def test_labels_at_the_day_never_touch_and_stay_inside():
    for heights in ([0.5, 0.5, 0.5], [0, 0, 0], [1, 1, 1], [0.99, 0.2, 0.21]):
        placed = sorted(figures._apart(heights))
        assert all(b - a >= figures._LABEL_STEP - 1e-9 for a, b in itertools.pairwise(placed))
        assert placed[0] > figures._LABEL_STEP
        assert placed[-1] <= 1


@pytest.mark.parametrize("palette", [figures.LIGHT, figures.DARK], ids=["light", "dark"])
def test_text_on_every_cell_can_be_read(palette):
    def luminance(colour):
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for n in range(101):
        fill = figures.mixed(palette.heat, n / 100)
        low, high = sorted((luminance(fill), luminance(figures.readable(fill, palette.heat_text))))
        assert (high + 0.05) / (low + 0.05) >= 4.5, n


def test_an_agency_is_named_as_its_own_city_says_it():
    assert short_name("Sở Tư pháp thành phố Cần Thơ") == "Sở Tư pháp"
    assert short_name("Ủy ban nhân dân quận Ninh Kiều") == "UBND quận Ninh Kiều"
    assert short_name("Ủy ban nhân dân thành phố Cần Thơ") == "UBND thành phố Cần Thơ"
    assert short_name("Sở Công Thương tỉnh An Giang") == "Sở Công Thương"


def test_words_are_never_lost_when_lines_are_broken():
    text = "Nâng dịch vụ công của Sở Lao động - Thương binh và Xã hội lên mức độ 4"
    assert " ".join(wrapped(text, 20)) == text
    assert shortened(text, 20) == "Nâng dịch vụ công c…"
    assert shortened("ngắn", 20) == "ngắn"


def test_two_columns_of_agencies_keep_each_once():
    rows = [{"milestone": f"m{n}", "agency": f"A{n:02}"} for n in range(20)]
    agencies = [{"agency": f"A{n:02}", "name_vi": f"{n}", "kind": "sở" if n < 12 else "quận"} for n in range(20)]
    facts = cases.facts(rows, agencies=agencies)
    table = rules.completion(rules.standing(facts, cases.scope("2016-12-31")), ["agency"]).merge(
        facts.agencies[["agency", "kind"]], on="agency"
    )
    left, right = tables.halves(table)
    assert left["kind"].unique().tolist() == ["sở"]
    assert [*left["agency"], *right["agency"]] == table["agency"].tolist()
