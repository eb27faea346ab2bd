"""What the committee records: agencies it has reviewed, its conclusions, and the months it issues."""

from datetime import date, datetime

from sqlalchemy import Connection, Engine, insert, select

from models.rights import Action, Who, allowed
from models.store import Refused, instant, writing
from models.tables import Agency, Conclusion, Milestone, Review
from models.text import clean, has_control

LONGEST = 4000  # letters of a conclusion


def review(engine: Engine, who: Who, agency: str, period: str, reviewed: bool, *, now: datetime) -> bool:
    """Mark an agency as reviewed in a report period ("2019-11"), or take the mark back; False where it stands so already."""
    with writing(engine) as connection:
        by = allowed(connection, who, Action.REVIEW)
        agency_id = _id(connection, Agency, agency)
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
    if not content or len(content) > LONGEST or has_control(content.replace("\n", " ")):
        raise Refused(
            f"Kết luận cần có chữ, dài nhất {LONGEST} ký tự.",
            f"A conclusion needs words, at most {LONGEST} characters.",
        )
    with writing(engine) as connection:
        by = allowed(connection, who, Action.REVIEW)
        milestone_id = _id(connection, Milestone, milestone)
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


def _id(connection: Connection, table: type, code: str) -> int:
    found = connection.execute(select(table.id).where(table.code == code)).scalar()
    if found is None:
        raise Refused(f"Không có mã {code}.", f"There is no code {code}.")
    return found
