"""Every SELECT. Facts go out as DataFrames whose columns are listed here; nothing is computed.

Days are datetime64 (NaT = not given), instants datetime64 in UTC.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import pandas as pd
from sqlalchemy import Engine, text

from models.store import reading, revision
from progress.scope import Known

_DAYS = {
    "valid_from", "valid_to", "issued_on", "period_start", "period_end", "start", "due", "added_on",
    "reported_on", "done_on", "decided_on", "new_due",
}  # fmt: skip

_AGENCIES = """
SELECT a.code AS agency, a.name_vi, a.name_en, a.kind, a.block, a.valid_from, a.valid_to, s.code AS successor, a.source
FROM agency a LEFT JOIN agency s ON s.id = a.successor_id ORDER BY a.id
"""
_DOCUMENTS = """
SELECT code AS document, number, type, issuer, issued_on, title_vi, title_en, level, implements, source, note
FROM document ORDER BY id
"""
_PLANS = """
SELECT p.code AS plan, p.title_vi, p.title_en, d.code AS document, d.number, d.type, d.issuer, d.issued_on,
       p.period_start, p.period_end, p.theme, d.implements, p.source
FROM plan p LEFT JOIN document d ON d.id = p.document_id ORDER BY p.id
"""
_MILESTONES = """
SELECT v.milestone_id, m.code AS milestone, p.code AS plan, a.code AS agency, v.supporting, v.title_vi, v.title_en,
       v.start, v.due, v.due_words, v.weight, v.target, v.target_lower, v.unit, v.basis, v.source, v.added_on,
       v.recorded_at
FROM milestone_version v JOIN milestone m ON m.id = v.milestone_id JOIN plan p ON p.id = v.plan_id
     JOIN agency a ON a.id = v.agency_id
ORDER BY v.milestone_id, v.id
"""
_LINES = """
SELECT milestone_id, reported_on, status, percent, done_on, value, evidence, decision, basis, recorded_at
FROM status_line ORDER BY milestone_id, reported_on, recorded_at, id
"""
_EXTENSIONS = """
SELECT milestone_id, decided_on, new_due, decision, reason, recorded_at
FROM extension ORDER BY milestone_id, decided_on, recorded_at, id
"""


@dataclass(frozen=True, eq=False)
class Facts:
    """What the database holds at one revision. The frames are shared: copy before changing.

    agencies: agency (code), name_vi, name_en, kind, block, valid_from, valid_to, successor (code), source.
    documents: document (code), number, type, issuer, issued_on, title_vi, title_en, level, implements, source, note.
    plans: plan (code), title_vi, title_en, document, number, type, issuer, issued_on, period_start, period_end, theme,
        implements, source.
    milestones: one row a version, oldest first: milestone_id, milestone (code), plan, agency, supporting, title_vi,
        title_en, start, due (original), due_words, weight (>= 0), target, target_lower, unit, basis, source, added_on,
        recorded_at (NaT = from the first load).
    lines: milestone_id, reported_on, status, percent (0-100), done_on, value, evidence, decision, basis, recorded_at;
        by milestone in the order in which a later line beats an earlier one (definitions, "The state at").
    extensions: milestone_id, decided_on, new_due, decision, reason, recorded_at; in the order in which they take force.
    settings: key -> value.
    """

    revision: int
    agencies: pd.DataFrame
    documents: pd.DataFrame
    plans: pd.DataFrame
    milestones: pd.DataFrame
    lines: pd.DataFrame
    extensions: pd.DataFrame
    settings: dict[str, str]

    @cached_property
    def latest(self) -> datetime | None:
        """The last instant anything was recorded; None = nothing says when."""
        instants = [t["recorded_at"].max() for t in (self.milestones, self.lines, self.extensions) if len(t)]
        return max((i for i in instants if not pd.isna(i)), default=None)

    @cached_property
    def known(self) -> Known:
        """What a scope can select, in the order of the files it came from."""
        current = self.milestones.drop_duplicates("milestone_id", keep="last")
        leads = self.agencies[self.agencies["agency"].isin(current["agency"])]
        plans = self.plans[self.plans["plan"].isin(current["plan"])]
        years = sorted(current["due"].dt.year.dropna().astype(int).unique().tolist()) if len(current) else []
        return Known(
            plans=tuple(plans["plan"]),
            agencies=tuple(leads["agency"]),
            years=(*years, *([None] if len(current) and current["due"].isna().any() else [])),
            kinds=tuple(leads["kind"].dropna().unique()),
            bases=tuple(sorted(current["basis"].unique())) if len(current) else (),
        )


def facts(engine: Engine) -> Facts:
    """All facts, read in one transaction: no number mixes two states of the database."""
    with reading(engine) as connection:

        def frame(query: str) -> pd.DataFrame:
            result = connection.execute(text(query))
            return _typed(pd.DataFrame(result.fetchall(), columns=list(result.keys())))

        return Facts(
            revision(connection),
            frame(_AGENCIES),
            frame(_DOCUMENTS),
            frame(_PLANS),
            frame(_MILESTONES),
            frame(_LINES),
            frame(_EXTENSIONS),
            dict(connection.execute(text("SELECT key, value FROM setting")).all()),
        )


def current_revision(engine: Engine) -> int:
    with reading(engine) as connection:
        return revision(connection)


def milestone_lines(engine: Engine, code: str) -> pd.DataFrame:
    """Every status line of one milestone, in the order it was recorded.

    Columns: reported_on, status, percent, done_on, value, note, evidence, decision, basis, recorded_at, recorded_by.
    """
    query = """
    SELECT l.reported_on, l.status, l.percent, l.done_on, l.value, l.note, l.evidence, l.decision, l.basis,
           l.recorded_at, l.recorded_by
    FROM status_line l JOIN milestone m ON m.id = l.milestone_id WHERE m.code = :code ORDER BY l.recorded_at, l.id
    """
    with reading(engine) as connection:
        result = connection.execute(text(query), {"code": code})
        return _typed(pd.DataFrame(result.fetchall(), columns=list(result.keys())))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns in the types the rules count on, whatever the database's driver gave."""
    for column in frame.columns:
        if column in _DAYS:
            frame[column] = pd.to_datetime(frame[column], format="ISO8601").astype("datetime64[s]")
        elif column == "recorded_at":
            frame[column] = pd.to_datetime(frame[column], format="ISO8601", utc=True).astype("datetime64[us, UTC]")
        elif column in ("percent", "value", "weight", "target"):
            frame[column] = frame[column].astype("float64")
        elif column == "target_lower":
            frame[column] = frame[column].astype("bool")
    return frame
