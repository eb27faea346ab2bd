"""What the committee records: agencies it has reviewed, its conclusions, and its colour rule."""

from datetime import date, datetime

from sqlalchemy import Engine, insert, select, update

from models.people.rights import Action, Who, allowed
from models.store import database
from models.store.clock import today
from models.store.database import Refused, id_of, instant, writing
from models.store.tables import Agency, Conclusion, Milestone, Review, Setting
from models.store.text import clean, has_control

LONGEST = 4000  # letters of a conclusion
_DAYS = 3650  # the most days late a rule can name


def review(engine: Engine, who: Who, agency: str, period: str, reviewed: bool, *, now: datetime) -> bool:
    """Mark an agency as reviewed in a report period ("2019-11"), or take the mark back; False where it stands so already."""
    with writing(engine) as connection:
        by = allowed(connection, who, Action.REVIEW)
        agency_id = id_of(connection, Agency, agency)
        of = (Review.agency_id == agency_id, Review.period == period)
        last = connection.execute(select(Review.reviewed).where(*of).order_by(Review.id.desc()).limit(1)).scalar()
        if bool(last) == reviewed:
            return False
        row = {"agency_id": agency_id, "period": period, "reviewed": reviewed}
        connection.execute(insert(Review), {**row, "recorded_at": instant(connection, now), "recorded_by": by})
    return True


def conclude(engine: Engine, who: Who, milestone: str, content: str, concluded_on: date, *, now: datetime) -> bool:
    """Record what a meeting concluded on a milestone; False where its last conclusion says the same."""
    content = clean(content)
    if not content or len(content) > LONGEST or has_control(content):
        raise Refused("conclusion_words", longest=LONGEST)
    if concluded_on > today(now):
        raise Refused("conclusion_day", day=concluded_on, today=today(now))
    with writing(engine) as connection:
        by = allowed(connection, who, Action.REVIEW)
        milestone_id = id_of(connection, Milestone, milestone)
        last = connection.execute(
            select(Conclusion.content, Conclusion.concluded_on)
            .where(Conclusion.milestone_id == milestone_id)
            .order_by(Conclusion.id.desc())
            .limit(1)
        ).first()
        if last and tuple(last) == (content, concluded_on):
            return False
        row = {"milestone_id": milestone_id, "concluded_on": concluded_on, "content": content}
        connection.execute(insert(Conclusion), {**row, "recorded_at": instant(connection, now), "recorded_by": by})
    return True


def set_colour_rule(
    engine: Engine, who: Who, red_below: float, red_days: int, amber_below: float, *, now: datetime
) -> bool:
    """Publish another rule for the colour of a group (`progress.numbers.scope.ColourRule`); False where it is the stored one.

    red_below, amber_below: shares, 0-1; red_days: days late.  An issued month keeps the rule it was issued under: what was
    stored before is kept as an amendment.
    """
    if not 0 <= red_below <= amber_below <= 1:
        raise Refused("colour_limits")
    if not 0 <= red_days <= _DAYS:
        raise Refused("colour_days", most=_DAYS)
    rule = {
        "red_below": repr(float(red_below)),
        "red_days": str(int(red_days)),
        "amber_below": repr(float(amber_below)),
    }
    with writing(engine) as connection:
        by = allowed(connection, who, Action.DECIDE)
        stored = database.stored_settings(connection)
        changed = {f"colour_{name}": value for name, value in rule.items() if stored.get(f"colour_{name}") != value}
        if not changed:
            return False
        at = instant(connection, now)
        for key, value in changed.items():
            before = {"value": stored[key]} if key in stored else None
            connection.execute(
                insert(Setting).values(key=key, value=value) if before is None
                else update(Setting).where(Setting.key == key).values(value=value)
            )  # fmt: skip
            database.amend(connection, "setting", key, before, {"value": value}, at, by)
    return True
