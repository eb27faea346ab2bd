"""Search finds words whatever their case and diacritics, and treats what is typed as text only."""

import pytest

from progress.show.search import search
from tests import cases

FACTS = cases.facts(
    [
        {"milestone": "M1", "title_vi": "Họp giao ban các ĐƠN VỊ", "agency": "STP", "plan": "K70"},
        {"milestone": "M2", "title_vi": "Nâng cấp 50% (đợt 2)", "title_en": "Upgrade", "agency": "QBT", "plan": "K70"},
    ],
    agencies=[
        {"agency": "STP", "name_vi": "Sở Tư pháp", "name_en": "Department of Justice"},
        {"agency": "QBT", "name_vi": "UBND quận Bình Thuỷ"},
    ],
)


def found(text: str) -> set[int]:
    return set(search(FACTS, text).milestones)


@pytest.mark.parametrize("text", ["đơn vị", "ĐƠN VỊ", "don vi", "Đơn  vị", "vị đơn"])
def test_case_diacritics_and_order_do_not_matter(text):
    assert found(text) == {1}


def test_two_ways_of_writing_a_name_are_one():
    assert search(FACTS, "Bình Thủy").agencies == ("QBT",)
    assert found("binh thuy") == {2}


def test_every_word_must_occur():
    assert found("giao ban quan") == set()
    assert found("giao tu phap") == {1}


def test_a_milestone_is_found_by_its_code_its_agency_and_its_english_title():
    assert found("m2") == found("upgrade") == {2}
    assert found("justice") == {1}


@pytest.mark.parametrize("text", ["50% (", ".*", "[", "\\", "'; DROP TABLE plan"])
def test_what_is_typed_is_text_not_a_pattern(text):
    assert found(text) == ({2} if text == "50% (" else set())


@pytest.mark.parametrize("text", ["", "   ", "\u0301"])
def test_nothing_asked_finds_nothing(text):
    assert search(FACTS, text).milestones == frozenset()


def test_an_empty_database_finds_nothing():
    assert search(cases.facts(), "sở").milestones == frozenset()
