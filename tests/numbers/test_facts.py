"""Facts as they were at an instant: names, papers and settings that are updated in place are read back."""

from datetime import datetime, timedelta

from sqlalchemy import insert

from models.files.load import load_bytes
from models.store.database import amend, instant, writing
from models.store.tables import Setting
from progress.numbers.facts import facts
from progress.numbers.scope import ColourRule

NOW = datetime.fromisoformat("2019-11-20T09:00:00+07:00")
AGENCIES = "code,name,kind,valid_to,successor\nA,Sở A,sở,,\nB,Sở B,sở,,\n"
PLANS = "code,title,number,issued_on\nP,Kế hoạch,7/KH-UBND,2016-01-05\n"


def loaded(engine, now, **tables: str):
    outcome = load_bytes(
        engine, {f"{name}.csv": content.encode() for name, content in tables.items()}, now=now, by="an"
    )
    assert outcome.accepted, outcome.errors


def said(table) -> list[list[str]]:
    """What a table says, an empty cell as it may be stored."""
    return table.astype("object").where(table.notna(), "").astype("str").to_numpy().tolist()


def test_a_renamed_agency_and_a_corrected_paper_keep_what_they_said_at_an_earlier_instant(engine):
    loaded(engine, NOW, agencies=AGENCIES, plans=PLANS)
    before = facts(engine)
    loaded(engine, NOW + timedelta(days=1), agencies="code,name,kind,valid_to,successor\nA,Chi cục A,chi cục,2019-11-30,B\n",
           plans="code,title,number,issued_on\nP,Kế hoạch mới,8/KH-UBND,2016-02-01\n")  # fmt: skip
    now = facts(engine)
    assert now.agencies["name_vi"].tolist() == ["Chi cục A", "Sở B"]
    then = now.at(NOW)
    assert said(then.agencies) == said(before.agencies)
    assert said(then.plans) == said(before.plans)
    assert said(then.documents) == said(before.documents)
    assert now.at(None) is now and now.at(NOW + timedelta(days=2)) is now


def test_of_several_corrections_those_after_the_instant_are_read_back_and_no_other(engine):
    for days, name in enumerate(("Sở A", "Sở AA", "Sở AAA")):
        loaded(engine, NOW + timedelta(days=days), agencies=f"code,name\nA,{name}\n")
    known = facts(engine)
    names = [known.at(NOW + timedelta(days=n)).agencies["name_vi"][0] for n in range(3)]
    assert names == ["Sở A", "Sở AA", "Sở AAA"]


def test_a_file_that_changes_nothing_is_no_correction(engine):
    loaded(engine, NOW, agencies=AGENCIES)
    loaded(engine, NOW, agencies=AGENCIES)
    assert facts(engine).amendments.empty


def test_the_colour_rule_of_an_earlier_instant_is_the_one_that_held_then(engine):
    with writing(engine) as connection:
        at = instant(connection, NOW)
        connection.execute(insert(Setting), {"key": "colour_red_days", "value": "60"})
        amend(connection, "setting", "colour_red_days", None, {"value": "60"}, at, "an")
    known = facts(engine)
    assert ColourRule.stored(known.settings).red_days == 60
    assert ColourRule.stored(known.at(NOW - timedelta(seconds=1)).settings) == ColourRule()


def test_an_instant_is_later_than_every_change_before_it(engine):
    instants = []
    for now in (NOW, NOW, NOW - timedelta(days=1), NOW + timedelta(days=1)):
        with writing(engine) as connection:
            instants.append(instant(connection, now))
    assert instants == sorted(set(instants))
    assert instants[-1] == NOW + timedelta(days=1)


def test_a_paper_linked_to_its_plan_later_was_not_known_before(engine):
    loaded(engine, NOW, agencies=AGENCIES, plans="code,title\nP,Kế hoạch\n")
    loaded(engine, NOW + timedelta(days=1), plans="code,number,title\nP,7/KH-UBND,Kế hoạch\n")
    known = facts(engine)
    assert known.plans["number"].tolist() == ["7/KH-UBND"]
    assert known.at(NOW).plans["number"].isna().all()
