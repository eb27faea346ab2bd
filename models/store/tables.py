"""What is stored.

History (the tables in `HISTORY`) is append-only: triggers made by the migrations abort UPDATE and DELETE.  SQLModel tables validate nothing, so every rule a stored value must keep stands here as a CHECK
(with `typeof` on SQLite, where a DATE column would otherwise take any text).

Days are days in Asia/Ho_Chi_Minh; instants (`recorded_at`) are UTC.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy
from sqlalchemy import CheckConstraint, Index, MetaData, Text, UniqueConstraint
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Status(StrEnum):
    """A milestone's status as its agency reports it; the words on screen are in `progress.say.words`."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


class Basis(StrEnum):
    """Where a row comes from: a paper that can be shown, or made up for a demonstration."""

    DOCUMENT = "document"
    ILLUSTRATIVE = "illustrative"


class Role(StrEnum):
    """What a person is to the plans."""

    VIEWER = "viewer"
    DIRECTOR = "director"
    COORDINATOR = "coordinator"
    ADMIN = "admin"


class Table(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """Base of all tables, with a registry of its own: a reloaded module then does not meet itself."""

    __table__: ClassVar[sqlalchemy.Table]  # SQLModel says it of no table


def _one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(v.value) for v in values)})", name=column)


def _day(*columns: str) -> list[CheckConstraint]:
    """SQLite keeps whatever it is given; PostgreSQL's DATE needs no help."""
    return [
        CheckConstraint(
            f"{c} IS NULL OR (typeof({c}) = 'text' AND {c} IS date({c}, '+0 days'))", name=f"{c}_day"
        ).ddl_if(dialect="sqlite")
        for c in columns
    ]


def _number(*columns: str) -> list[CheckConstraint]:
    return [
        CheckConstraint(f"{c} IS NULL OR typeof({c}) IN ('integer', 'real')", name=f"{c}_number").ddl_if(
            dialect="sqlite"
        )
        for c in columns
    ]


def _text(*columns: str) -> list[CheckConstraint]:
    return [CheckConstraint(f"length(trim({c})) > 0", name=f"{c}_given") for c in columns]


class Agency(Table, table=True):
    __table_args__ = (*_text("code", "name_vi"), *_day("valid_from", "valid_to"))

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name_vi: str
    name_en: str | None = None
    kind: str | None = None  # sở, quận, ...; NULL = not said, ranked among its like
    block: str | None = None
    valid_from: date | None = None  # NULL = from before anything here
    valid_to: date | None = None  # NULL = still exists
    successor_id: int | None = Field(default=None, foreign_key="agency.id")  # who answers for its work after valid_to
    source: str | None = None
    note: str | None = None


class Document(Table, table=True):
    """A paper, with or without milestones of its own. Its number is not a key: numbers restart every year."""

    __table_args__ = (*_text("code"), *_day("issued_on"))

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    number: str | None = None  # NULL = the plan has no paper of its own
    type: str | None = None
    issuer: str | None = None
    issued_on: date | None = None  # NULL = unknown, shown as "chưa rõ"
    title_vi: str | None = None  # NULL = not seen
    title_en: str | None = None
    level: str | None = None
    implements: str | None = None  # codes of papers, ";" between them, as the file has them
    source: str | None = None
    note: str | None = None


class Plan(Table, table=True):
    __table_args__ = (*_text("code", "title_vi"), *_day("period_start", "period_end"))

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    title_vi: str
    title_en: str | None = None
    document_id: int | None = Field(default=None, foreign_key="document.id")  # NULL = no paper known
    period_start: date | None = None
    period_end: date | None = None
    theme: str | None = None
    source: str | None = None


class PlanClosing(Table, table=True):
    """A decision that ends a plan: its milestones stand as at the end of closed_on. Of one plan's the last recorded holds."""

    __tablename__ = "plan_closing"
    __table_args__ = (_one_of("basis", Basis), *_day("closed_on"))

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    closed_on: date | None = None  # NULL = the closing before it was a mistake: the plan runs
    decision: str | None = None
    successor_id: int | None = Field(default=None, foreign_key="plan.id")  # the plan that carries on; NULL = none named
    basis: str = Basis.DOCUMENT
    recorded_at: datetime
    recorded_by: str | None = None


class Rename(Table, table=True):
    """What an agency is called from a day on, by a decision; until then by the name before, at first by its row's."""

    __table_args__ = (_one_of("basis", Basis), *_text("name_vi"), *_day("effective_on"))

    id: int | None = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agency.id", index=True)
    effective_on: date
    name_vi: str
    name_en: str | None = None  # NULL = no English name from then on
    decision: str | None = None
    basis: str = Basis.DOCUMENT
    recorded_at: datetime
    recorded_by: str | None = None


class Milestone(Table, table=True):
    """Only the identity: what a milestone says is in its versions."""

    __table_args__ = (*_text("code"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)


class MilestoneVersion(Table, table=True):
    """What the plan says of a milestone, each time it was said: a corrected weight must not change an issued month.

    Its plan and agency are the first it had, as corrected; where it went from there is in `Transfer`.
    """

    __tablename__ = "milestone_version"
    __table_args__ = (
        _one_of("basis", Basis),
        CheckConstraint("weight >= 0 AND weight < 1e15", name="weight"),
        CheckConstraint("due IS NULL OR start IS NULL OR start <= due", name="start_before_due"),
        *_text("title_vi"),
        *_day("start", "due", "added_on"),
        *_number("weight", "target"),
    )

    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id", index=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    agency_id: int = Field(foreign_key="agency.id", index=True)  # chủ trì: the one the milestone counts for
    supporting: str | None = None  # phối hợp: codes of agencies, ";" between them; in their own list, in no rate
    supporting_words: str | None = Field(default=None, sa_type=Text)  # as the paper has them; NULL = not kept
    section: str | None = Field(default=None, sa_type=Text)  # the group of the annex it stands in; NULL = none
    product: str | None = Field(default=None, sa_type=Text)  # sản phẩm; NULL = none named
    person: str | None = None  # người phụ trách; NULL = nobody named
    continues: str | None = None  # code of the milestone of an earlier plan it carries on; NULL = none
    title_vi: str = Field(sa_type=Text)
    title_en: str | None = Field(default=None, sa_type=Text)
    start: date | None = None
    due: date | None = None  # the ORIGINAL deadline; NULL = none. An extension never touches it
    due_words: str | None = None  # as the paper has it ("Quý II/2016"); NULL = the paper gives the day
    weight: float = 1.0
    target: float | None = None
    target_lower: bool = False  # lower is better
    unit: str | None = None
    basis: str = Basis.DOCUMENT
    source: str | None = None
    added_on: date | None = None  # NULL = in the plan from its start
    recorded_at: datetime | None = None  # NULL = stood in the database from its first load
    recorded_by: str | None = None


class StatusLine(Table, table=True):
    """One report on one milestone. Its effective day is done_on for a done line, else reported_on."""

    __tablename__ = "status_line"
    __table_args__ = (
        _one_of("status", Status),
        _one_of("basis", Basis),
        CheckConstraint("percent IS NULL OR (percent >= 0 AND percent <= 100)", name="percent"),
        CheckConstraint("(status = 'done') = (done_on IS NOT NULL)", name="done_has_day"),
        CheckConstraint("done_on IS NULL OR done_on <= reported_on", name="done_before_reported"),
        *_day("reported_on", "done_on"),
        *_number("percent", "value"),
    )

    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id", index=True)
    reported_on: date  # the day the line speaks of
    status: str
    percent: float | None = None  # the agency's claim, 0-100; NULL = none made
    done_on: date | None = None
    value: float | None = None  # measured, in the milestone's unit
    note: str | None = Field(default=None, sa_type=Text)
    evidence: str | None = None  # number of the official document that proves it
    decision: str | None = None  # number of the decision that cancels or suspends
    reason: str | None = Field(default=None, sa_type=Text)  # of a cancellation or suspension
    difficulty: str | None = Field(default=None, sa_type=Text)  # khó khăn, vướng mắc; NULL = none now
    proposal: str | None = Field(default=None, sa_type=Text)  # kiến nghị; NULL = none now
    basis: str = Basis.DOCUMENT
    recorded_at: datetime
    recorded_by: str | None = None


class Extension(Table, table=True):
    """A deadline moved by a decision; in force from decided_on, never before."""

    __table_args__ = (_one_of("basis", Basis), *_day("decided_on", "new_due"))

    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id", index=True)
    decided_on: date
    new_due: date
    new_due_words: str | None = None
    decision: str | None = None  # NULL = the file that brought it had no number
    reason: str | None = Field(default=None, sa_type=Text)
    basis: str = Basis.DOCUMENT
    recorded_at: datetime
    recorded_by: str | None = None


class Transfer(Table, table=True):
    """From a day on another agency leads, another plan holds, or both: one milestone, or by a rule all open work of an agency.

    Never changed: a wrong one is followed by another of the same day.
    """

    __table_args__ = (
        _one_of("basis", Basis),
        CheckConstraint("(milestone_id IS NULL) <> (from_agency_id IS NULL)", name="milestone_or_agency"),
        CheckConstraint("to_agency_id IS NOT NULL OR to_plan_id IS NOT NULL", name="to_somewhere"),
        CheckConstraint("from_plan_id IS NULL OR from_agency_id IS NOT NULL", name="plan_of_agency"),
        *_day("effective_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    effective_on: date
    milestone_id: int | None = Field(default=None, foreign_key="milestone.id", index=True)  # NULL = a rule
    from_agency_id: int | None = Field(default=None, foreign_key="agency.id")  # whose work a rule moves
    from_plan_id: int | None = Field(default=None, foreign_key="plan.id")  # of that, only this plan's; NULL = all
    to_agency_id: int | None = Field(default=None, foreign_key="agency.id")  # NULL = the lead stays
    to_plan_id: int | None = Field(default=None, foreign_key="plan.id")  # NULL = the plan stays
    decision: str | None = None
    reason: str | None = Field(default=None, sa_type=Text)
    basis: str = Basis.DOCUMENT
    recorded_at: datetime
    recorded_by: str | None = None


class Account(Table, table=True):
    """A person who may change something; what each role may do is in one table in code."""

    __table_args__ = (
        _one_of("role", Role),
        *_text("login"),
        Index("ix_account_email", "email", unique=True),
        Index("ix_account_calendar_key", "calendar_key", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True)
    name: str
    role: str
    agency_id: int | None = Field(default=None, foreign_key="agency.id")  # a director's own; NULL for the others
    email: str | None = None  # where reminders go; an identity provider knows the person by it
    password_hash: str | None = None  # NULL = cannot sign in with a password
    must_change: bool = False  # the password was made for one use
    disabled: bool = False
    calendar_key: str | None = None  # hash of the secret in the address of the person's .ics


class Session(Table, table=True):
    """A signed-in browser. Only the hash of its token is kept: reading this table opens no door."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    token_hash: str = Field(unique=True)
    started_at: datetime
    seen_at: datetime  # ends by itself a while after
    ended_at: datetime | None = None  # NULL = still open; signed out, or closed by an administrator


class SignInAttempt(Table, table=True):
    """Each try to sign in with a password; too many failures close the door for a while."""

    __tablename__ = "sign_in_attempt"

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(index=True)  # as typed, folded; it need not be anybody's
    address: str | None = Field(default=None, index=True)
    at: datetime = Field(index=True)
    succeeded: bool


class Withdrawal(Table, table=True):
    """A status line taken back: from recorded_at on it is as if it had not been reported."""

    line_id: int = Field(primary_key=True, foreign_key="status_line.id")
    recorded_at: datetime
    recorded_by: str


class ExtensionRequest(Table, table=True):
    """An agency asks for a later deadline; it changes nothing until it is answered."""

    __tablename__ = "extension_request"
    __table_args__ = (*_text("reason"), *_day("new_due"))

    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id", index=True)
    new_due: date
    reason: str = Field(sa_type=Text)
    recorded_at: datetime
    recorded_by: str


class RequestAnswer(Table, table=True):
    """The one answer to a request: granted by an extension, or not granted with a reason."""

    __tablename__ = "request_answer"
    __table_args__ = (
        CheckConstraint("extension_id IS NOT NULL OR length(trim(reason)) > 0", name="extension_or_reason"),
    )

    request_id: int = Field(primary_key=True, foreign_key="extension_request.id")
    extension_id: int | None = Field(default=None, foreign_key="extension.id")  # NULL = not granted
    reason: str | None = Field(default=None, sa_type=Text)
    recorded_at: datetime
    recorded_by: str


class Review(Table, table=True):
    """An agency gone through by the committee in a report period; of several lines the last holds."""

    id: int | None = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agency.id", index=True)
    period: str  # 2019-11
    reviewed: bool  # false takes the mark back
    recorded_at: datetime
    recorded_by: str


class Conclusion(Table, table=True):
    """What a meeting concluded on a milestone. Never changed: a mistake is followed by another conclusion."""

    __table_args__ = (*_text("content"), *_day("concluded_on"))

    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id", index=True)
    concluded_on: date
    content: str = Field(sa_type=Text)
    recorded_at: datetime
    recorded_by: str


class IssuedMonth(Table, table=True):
    """A month's numbers fixed for ever: they are those of as_of, known at known_at. A re-issue is another edition."""

    __tablename__ = "issued_month"
    __table_args__ = (
        UniqueConstraint("month", "edition"),
        CheckConstraint("edition > 0", name="edition"),
        *_day("as_of"),
    )

    id: int | None = Field(default=None, primary_key=True)
    month: str  # 2019-11
    edition: int = 1
    as_of: date
    known_at: datetime
    cutoff_day: int  # the setting it was issued under: another one later moves no period of it
    numbers: str  # sha256 of all its numbers, to be found true again
    reason: str | None = Field(default=None, sa_type=Text)  # why it was issued again; NULL in a first edition
    recorded_at: datetime
    recorded_by: str
    numbers_version: int = 0  # by which keys and rules (`progress.numbers.version`); 0 = issued before that was kept
    totals: str | None = Field(
        default=None, sa_type=Text
    )  # JSON: the total and the groups; NULL = issued before they were kept


class Pack(Table, table=True):
    """The files of an issued month as they were once made: a picture shown later is known by its hash."""

    id: int | None = Field(default=None, primary_key=True)
    issued_month_id: int = Field(foreign_key="issued_month.id", index=True)
    lang: str
    look: str  # version of the product's look: other bytes, the same numbers
    numbers: str  # sha256 of the numbers
    files: str = Field(sa_type=Text)  # JSON: name -> sha256
    recorded_at: datetime
    recorded_by: str


class Amendment(Table, table=True):
    """A row that is updated in place (agency, document, plan, account, setting), before and after.

    With the rows as they are now it tells what they said at any instant, and it is the trail an audit reads.
    """

    __table_args__ = (CheckConstraint("before IS NOT NULL OR after IS NOT NULL", name="before_or_after"),)

    id: int | None = Field(default=None, primary_key=True)
    subject: str = Field(index=True)  # the table
    code: str  # agency, document or plan: its code; account: login; setting: key
    before: str | None = Field(default=None, sa_type=Text)  # JSON of the columns that differ; NULL = it was not there
    after: str | None = Field(default=None, sa_type=Text)  # the same columns; NULL = it is gone
    recorded_at: datetime
    recorded_by: str


class Saved(Table, table=True):
    """A click that was carried out: sent again, it is not carried out again."""

    token: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    recorded_at: datetime


class Draft(Table, table=True):
    """What a person has typed and not saved; survives the connection and the server."""

    account_id: int = Field(primary_key=True, foreign_key="account.id")
    milestone_id: int = Field(primary_key=True, foreign_key="milestone.id")
    content: str = Field(sa_type=Text)  # JSON of the form's fields
    seen: str  # the milestone's version the person saw
    saved_at: datetime


class Reminder(Table, table=True):
    """A reminder that went out: one a person and day, however often the job runs."""

    account_id: int = Field(primary_key=True, foreign_key="account.id")
    day: date = Field(primary_key=True)
    recorded_at: datetime


class Setting(Table, table=True):
    """`today`: ISO instant a demonstration stands still at; absent = the real clock.  `recorded`: the last instant given
    to a change.  The colour rule's limits: see `progress.numbers.scope.ColourRule`."""

    key: str = Field(primary_key=True)
    value: str


class Revision(Table, table=True):
    """One row. Its number grows by one with each change, in the change's own transaction; caches are keyed on it."""

    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    number: int = 0


HISTORY = (
    MilestoneVersion, StatusLine, Extension, Withdrawal, ExtensionRequest, RequestAnswer, Review, Conclusion, IssuedMonth,
    Pack, Amendment, Transfer, Rename, PlanClosing,
)  # fmt: skip
__all__ = [
    "HISTORY", "Account", "Agency", "Amendment", "Basis", "Conclusion", "Document", "Draft", "Extension",
    "ExtensionRequest", "IssuedMonth", "Milestone", "MilestoneVersion", "Pack", "Plan", "PlanClosing", "Reminder",
    "Rename", "RequestAnswer", "Review", "Revision", "Role", "Saved", "Session", "Setting", "SignInAttempt", "Status",
    "StatusLine", "Table", "Transfer", "Withdrawal",
]  # fmt: skip
