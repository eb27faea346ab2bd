"""The version of a milestone that a person saw is written and read in one place."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.changes.seen import Seen

NUMBERS = st.integers(0, 10**18 - 1)


@given(st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS))
def test_what_is_written_is_read_back(numbers):
    assert Seen.read(str(Seen(*numbers))) == Seen(*numbers)


def test_a_draft_and_a_workbook_of_before_are_still_read():
    assert Seen.read("12.1.0.7") == Seen(line=12, withdrawn=1, extension=0, version=7)
    assert str(Seen(12, 1, 0, 7)) == "12.1.0.7"


@pytest.mark.parametrize(
    "text", ["", "1.2.3", "1.2.3.4.5", "1.2.3.x", "-1.2.3.4", "1.2.3.4 ", "1.2.3.4\n", "١.٢.٣.٤", "1" * 19 + ".0.0.1"]
)
def test_nothing_else_is_read(text):
    with pytest.raises(ValueError, match="not a version"):
        Seen.read(text)


def test_a_line_or_one_taken_back_is_a_report_and_a_moved_deadline_or_plan_is_none():
    before = Seen(5, 0, 3, 1)
    since = {field.name: Seen(**{**vars(before), field.name: 9}).reported_since(before) for field in fields(Seen)}
    assert since == {"line": True, "withdrawn": True, "extension": False, "version": False}
    assert not before.reported_since(before)
