"""What is typed and not saved survives, and is nobody else's."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from models.changes import drafts, reports
from models.people.rights import Actor
from models.store.database import reading, revision, writing
from models.store.tables import Account, Draft, StatusLine
from tests.changes.test_reports import COORDINATOR, DIRECTOR, NOW, OTHER, TODAY, city, count, filled, save  # noqa: F401
from tests.refusals import refused


def test_a_draft_comes_back_as_it_was_typed_and_moves_no_number(city):  # noqa: F811
    with reading(city) as connection:
        before = revision(connection)
    typed = filled(city, status="done", done_on=date(2019, 10, 30), value=12.5, evidence="70/KH-UBND", note=" chữ ")
    drafts.keep(city, DIRECTOR, replace(typed, percent=10), now=NOW)
    drafts.keep(city, DIRECTOR, typed, now=NOW)
    assert [(kept.report, kept.saved_at) for kept in drafts.kept(city, DIRECTOR)] == [(typed, NOW)]
    with reading(city) as connection:
        assert revision(connection) == before


def test_even_what_could_not_be_saved_is_kept(city):  # noqa: F811
    typed = filled(city, status="done", percent=101)
    drafts.keep(city, DIRECTOR, typed, now=NOW)
    assert drafts.kept(city, DIRECTOR)[0].report == typed


def test_a_draft_is_its_persons_own(city):  # noqa: F811
    drafts.keep(city, DIRECTOR, filled(city, percent=10), now=NOW)
    drafts.keep(city, COORDINATOR, filled(city, percent=20), now=NOW)
    drafts.drop(city, COORDINATOR, ["M1", "?"])
    assert [kept.report.percent for kept in drafts.kept(city, DIRECTOR)] == [10]
    assert drafts.kept(city, COORDINATOR) == []


@pytest.mark.parametrize(("who", "code"), [(OTHER, "M1"), (DIRECTOR, "N"), (Actor(99), "M1"), (DIRECTOR, "?")])
def test_nobody_keeps_a_draft_on_what_he_may_not_report(city, who, code):  # noqa: F811
    with refused():
        drafts.keep(city, who, replace(filled(city, "M1"), milestone=code), now=NOW)
    assert count(city, Draft) == 0


def test_a_disabled_account_keeps_nothing(city):  # noqa: F811
    with writing(city) as connection:
        connection.execute(update(Account).where(Account.id == 1), {"disabled": True})
    with refused():
        drafts.keep(city, DIRECTOR, filled(city), now=NOW)


def test_what_is_saved_is_no_draft_any_more_and_what_is_refused_still_is(city):  # noqa: F811
    good, bad = filled(city, "M1", percent=10), filled(city, "M2", percent=101)
    for report in (good, bad):
        drafts.keep(city, DIRECTOR, report, now=NOW + timedelta(seconds=1))
    with pytest.raises(reports.NotSaved):
        save(city, good, bad)
    assert len(drafts.kept(city, DIRECTOR)) == 2
    save(city, good)
    assert [kept.report.milestone for kept in drafts.kept(city, DIRECTOR)] == ["M2"]
    assert count(city, StatusLine) == 1
