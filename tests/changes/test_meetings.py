"""What the committee records stands with who and when; who may not, may not; an issued month keeps its colour rule."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models.changes.meetings import LONGEST, conclude, review, set_colour_rule
from models.people.rights import Actor, Operator
from models.store.database import reading, revision, writing
from models.store.tables import Role
from progress.numbers import history
from progress.numbers.api import summary
from progress.numbers.facts import facts
from progress.numbers.reading import Reading
from progress.numbers.scope import ColourRule, Scope
from progress.say.languages import VI
from tests.refusals import refused
from tests.rows import add_accounts, add_plan, execute

NOW = datetime.fromisoformat("2016-06-10T09:00:00+07:00")
DAY = date(2016, 6, 9)
WHO = Operator("Binh")
DONE = """
INSERT INTO status_line (id, milestone_id, reported_on, status, done_on, basis, recorded_at)
  VALUES (1, 2, '2016-05-01', 'done', '2016-05-01', 'document', '2016-05-01 00:00:00')
"""


@pytest.fixture
def town(engine):
    """M and N, which is done; a person of each role."""
    with writing(engine) as connection:
        add_plan(connection, date(2016, 5, 31), M=1, N=1)
        execute(connection, DONE)
        add_accounts(connection, *((role.value, role.value, 1 if role == Role.DIRECTOR else None) for role in Role))
    return engine


def actor(role: Role) -> Actor:
    return Actor(list(Role).index(role) + 1)


def at_revision(engine) -> int:
    with reading(engine) as connection:
        return revision(connection)


def test_a_mark_stands_with_who_and_when_and_is_taken_back_by_another_line(town):
    assert review(town, actor(Role.COORDINATOR), "A", "2016-06", True, now=NOW)
    assert review(town, WHO, "A", "2016-06", False, now=NOW)
    rows = facts(town).reviews
    assert rows["reviewed"].tolist() == [True, False]
    assert rows["recorded_by"].tolist() == ["coordinator", "Binh"]
    assert rows["recorded_at"].is_monotonic_increasing and rows["recorded_at"].is_unique


def test_marking_what_is_marked_changes_nothing(town):
    assert not review(town, WHO, "A", "2016-06", False, now=NOW)
    review(town, WHO, "A", "2016-06", True, now=NOW)
    before = at_revision(town)
    assert not review(town, WHO, "A", "2016-06", True, now=NOW)
    assert at_revision(town) == before
    assert review(town, WHO, "A", "2016-07", True, now=NOW)  # another period


def test_a_mark_is_of_one_agency_one_period_and_what_was_known(town):
    review(town, WHO, "A", "2016-06", True, now=NOW)
    review(town, WHO, "B", "2016-05", True, now=NOW)
    review(town, WHO, "A", "2016-06", False, now=NOW + timedelta(hours=1))
    known = facts(town)
    assert history.reviewed(known, Scope.on(DAY, NOW)).empty  # taken back
    at = history.reviewed(known, Scope.on(DAY, NOW, known_at=NOW + timedelta(minutes=1)))
    assert at["agency"].tolist() == ["A"]


def test_a_conclusion_stands_with_its_day_who_and_when(town):
    assert conclude(town, WHO, "M", "  Làm xong trong tháng 6 ", DAY, now=NOW)
    row = facts(town).conclusions.iloc[0]
    assert (row["content"], row["recorded_by"], row["concluded_on"].date()) == ("Làm xong trong tháng 6", "Binh", DAY)
    assert row["recorded_at"] == NOW.astimezone(UTC)


def test_the_same_conclusion_twice_is_one(town):
    conclude(town, WHO, "M", "Làm xong", DAY, now=NOW)
    assert not conclude(town, WHO, "M", "Làm xong ", DAY, now=NOW)
    assert conclude(town, WHO, "M", "Làm xong", date(2016, 6, 10), now=NOW)
    assert len(facts(town).conclusions) == 2


@pytest.mark.parametrize("content", ["", "  \n", "a" * (LONGEST + 1), "a\x00b"])
def test_a_conclusion_without_words_or_with_too_many_is_refused(town, content):
    with refused("Kết luận"):
        conclude(town, WHO, "M", content, DAY, now=NOW)


def test_a_conclusion_of_tomorrow_is_refused_with_both_days(town):
    with refused(r"11/06/2016 ở sau hôm nay .10/06/2016"):
        conclude(town, WHO, "M", "Làm xong", date(2016, 6, 11), now=NOW)


def test_a_conclusion_is_seen_from_its_day_and_from_when_it_was_recorded(town):
    conclude(town, WHO, "M", "Làm xong", DAY, now=NOW)
    known = facts(town)
    shown = [
        len(history.conclusions(known, Scope.on(day, NOW + timedelta(days=9), known_at=known_at)))
        for day, known_at in ((date(2016, 6, 8), None), (DAY, None), (DAY, NOW), (DAY, NOW - timedelta(seconds=1)))
    ]
    assert shown == [0, 1, 1, 0]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DIRECTOR, Role.ADMIN])
def test_only_a_coordinator_records_for_the_committee(town, role):
    before = at_revision(town)
    for write in (
        lambda: review(town, actor(role), "A", "2016-06", True, now=NOW),
        lambda: conclude(town, actor(role), "M", "Làm xong", DAY, now=NOW),
        lambda: set_colour_rule(town, actor(role), 0.5, 30, 0.8, now=NOW),
    ):
        with refused("không có quyền"):
            write()
    assert at_revision(town) == before


def test_what_is_not_there_is_named(town):
    with refused("Không có mã X"):
        review(town, WHO, "X", "2016-06", True, now=NOW)
    with refused("Không có mã X"):
        conclude(town, WHO, "X", "Làm xong", DAY, now=NOW)


def colour(engine, known_at=None) -> str:
    known = facts(engine).at(known_at)
    scope = Scope.on(DAY, NOW, known_at=known_at, rule=ColourRule.stored(known.settings))
    return summary(Reading(known, scope), "agency")["groups"][0]["colour"]


def test_another_colour_rule_colours_every_group_anew_and_an_issued_month_keeps_its_own(town):
    issued = NOW + timedelta(seconds=1)
    assert colour(town) == "red"  # 1 of 2
    assert set_colour_rule(town, actor(Role.COORDINATOR), 0.5, 90, 0.9, now=NOW + timedelta(hours=1))
    assert colour(town) == "amber"
    assert colour(town, issued) == "red"
    set_colour_rule(town, WHO, 0.5, 8, 0.9, now=NOW + timedelta(hours=2))
    assert colour(town) == "red"  # nine days late
    assert [colour(town, issued), colour(town, NOW + timedelta(hours=1))] == ["red", "amber"]


def test_the_rule_that_is_stored_changes_nothing(town):
    set_colour_rule(town, WHO, 0.5, 90, 0.9, now=NOW)
    before = at_revision(town)
    assert not set_colour_rule(town, WHO, 0.5, 90, 0.9, now=NOW)
    assert at_revision(town) == before
    assert len(facts(town).amendments) == 3


@pytest.mark.parametrize(
    "rule", [(0.9, 90, 0.8), (-0.1, 90, 0.9), (0.7, 90, 1.1), (float("nan"), 90, 0.9), (0.7, -1, 0.9), (0.7, 9999, 0.9)]
)
def test_limits_that_cross_or_cannot_be_are_refused_in_one_sentence(town, rule):
    with refused() as caught:
        set_colour_rule(town, WHO, *rule, now=NOW)
    assert "từ 0 đến" in VI.refusal(caught.value)
    assert facts(town).settings.get("colour_red_below") is None


def test_the_published_rule_says_its_limits():
    from progress.show.definitions import colour_rule

    said = colour_rule(ColourRule(0.5, 8, 0.855), VI)
    assert "dưới 50%" in said and "trên 8 ngày" in said and "dưới 85,5%" in said
