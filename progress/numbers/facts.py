"""Every SELECT. Facts go out as DataFrames whose columns are listed here; nothing is computed.

Days are datetime64 (NaT = not given), instants datetime64 in UTC.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property

import pandas as pd
from sqlalchemy import DateTime, Engine, bindparam, text

from models.changes.seen import Seen
from models.files import cells
from models.files.schema import MILESTONES
from models.store.database import reading, revision, stored_settings
from progress.numbers.scope import ColourRule, Issued, Known, Scope

_DAYS = {
    "valid_from", "valid_to", "issued_on", "period_start", "period_end", "start", "due", "added_on",
    "reported_on", "done_on", "decided_on", "new_due", "as_of", "concluded_on", "effective_on", "closed_on",
}  # fmt: skip
_INSTANTS = {"recorded_at", "withdrawn_at", "known_at", "answered_at"}

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
_MILESTONES = f"""
SELECT v.milestone_id, m.code AS milestone, p.code AS plan, a.code AS agency, {", ".join(f"v.{name}" for name in MILESTONES.own)},
       v.recorded_at, v.id AS version_id
FROM milestone_version v JOIN milestone m ON m.id = v.milestone_id JOIN plan p ON p.id = v.plan_id
     JOIN agency a ON a.id = v.agency_id
ORDER BY v.milestone_id, v.id
"""
_LINES = """
SELECT l.milestone_id, l.reported_on, l.status, l.percent, l.done_on, l.value, l.evidence, l.decision, l.basis,
       l.recorded_at, w.recorded_at AS withdrawn_at, l.id AS line_id
FROM status_line l LEFT JOIN withdrawal w ON w.line_id = l.id
ORDER BY l.milestone_id, l.reported_on, l.recorded_at, l.id
"""
_EXTENSIONS = """
SELECT milestone_id, decided_on, new_due, decision, reason, basis, recorded_at, id AS extension_id
FROM extension ORDER BY milestone_id, decided_on, recorded_at, id
"""
_ISSUED = """
SELECT id, month, edition, as_of, known_at, cutoff_day, numbers, reason, recorded_at, recorded_by, numbers_version
FROM issued_month ORDER BY month, edition
"""
_REVIEWS = """
SELECT a.code AS agency, r.period, r.reviewed, r.recorded_at, r.recorded_by
FROM review r JOIN agency a ON a.id = r.agency_id ORDER BY r.id
"""
_CONCLUSIONS = """
SELECT milestone_id, concluded_on, content, recorded_at, recorded_by FROM conclusion ORDER BY id
"""
_REQUESTS = """
SELECT q.id AS request, q.milestone_id, q.new_due, q.reason, q.recorded_at, q.recorded_by, a.extension_id,
       a.reason AS answer, a.recorded_at AS answered_at, a.recorded_by AS answered_by
FROM extension_request q LEFT JOIN request_answer a ON a.request_id = q.id ORDER BY q.id
"""
_TRANSFERS = """
SELECT t.id AS transfer_id, t.effective_on, t.milestone_id, f.code AS agency_from, q.code AS plan_from,
       a.code AS agency_to, p.code AS plan_to, t.decision, t.reason, t.basis, t.recorded_at, t.recorded_by
FROM transfer t LEFT JOIN agency f ON f.id = t.from_agency_id LEFT JOIN plan q ON q.id = t.from_plan_id
     LEFT JOIN agency a ON a.id = t.to_agency_id LEFT JOIN plan p ON p.id = t.to_plan_id
ORDER BY t.effective_on, t.recorded_at, t.id
"""
_RENAMES = """
SELECT a.code AS agency, r.effective_on, r.name_vi, r.name_en, r.decision, r.basis, r.recorded_at, r.recorded_by
FROM rename r JOIN agency a ON a.id = r.agency_id ORDER BY r.effective_on, r.recorded_at, r.id
"""
_CLOSINGS = """
SELECT p.code AS plan, c.closed_on, c.decision, s.code AS successor, c.basis, c.recorded_at, c.recorded_by
FROM plan_closing c JOIN plan p ON p.id = c.plan_id LEFT JOIN plan s ON s.id = c.successor_id
ORDER BY c.recorded_at, c.id
"""
_AMENDMENTS = """
SELECT subject, code, before, after, recorded_at, recorded_by FROM amendment ORDER BY id
"""


@dataclass(frozen=True, eq=False)
class Facts:
    """What the database holds at one revision. The frames are shared: copy before changing.

    agencies: agency (code), name_vi, name_en, kind, block, valid_from, valid_to, successor (code), source.
    documents: document (code), number, type, issuer, issued_on, title_vi, title_en, level, implements, source, note.
    plans: plan (code), title_vi, title_en, document, number, type, issuer, issued_on, period_start, period_end, theme,
        implements, source.
    milestones: one row a version, oldest first: milestone_id, milestone (code), plan, agency (the first it had), what
        `MILESTONES` of `models.files.schema` holds (supporting, title_vi, title_en, start, due (original), due_words, weight (>= 0), target,
        target_lower, unit, basis, source, added_on, ...), recorded_at (NaT = from the first load), version_id.
    lines: milestone_id, reported_on, status, percent (0-100), done_on, value, evidence, decision, basis, recorded_at,
        withdrawn_at (from then on as if it had not been reported; NaT = stands), line_id; by milestone in the order in which a
        later line beats an earlier one (definitions, "The state at").
    extensions: milestone_id, decided_on, new_due, decision, reason, basis, recorded_at, extension_id; in the order in which
        they take force.
    settings: key -> value.
    issued: id, month (2019-11), edition (1, ...), as_of, known_at, cutoff_day, numbers (sha256), reason, recorded_at,
        recorded_by, numbers_version (of `version.VERSIONS`); by month and edition.
    reviews: agency, period, reviewed (False takes the mark back), recorded_at, recorded_by; the last of one agency and
        period holds.
    conclusions: milestone_id, concluded_on, content, recorded_at, recorded_by; the first recorded first.
    requests: request (id), milestone_id, new_due, reason, recorded_at, recorded_by, and of its answer: extension_id (NaN =
        not granted), answer, answered_at (NaT = not answered), answered_by.
    amendments: subject (agency, document, plan, account, setting), code, before, after (JSON of the columns that differ,
        None = was not, is not there), recorded_at, recorded_by; the first recorded first.
    transfers: transfer_id, effective_on, milestone_id or else agency_from (a rule; with plan_from only of that plan's
        milestones), agency_to, plan_to (one of them may be empty: it stays), decision, reason, basis, recorded_at,
        recorded_by; in the order in which a later one beats an earlier one.
    renames: agency, effective_on, name_vi, name_en, decision, basis, recorded_at, recorded_by; in the same order.
    closings: plan, closed_on (NaT = the closing before was a mistake), decision, successor (plan), basis, recorded_at,
        recorded_by; of one plan's the last recorded holds.
    names: login -> the name of the account, as it is now.
    """

    revision: int
    agencies: pd.DataFrame
    documents: pd.DataFrame
    plans: pd.DataFrame
    milestones: pd.DataFrame
    lines: pd.DataFrame
    extensions: pd.DataFrame
    settings: dict[str, str]
    issued: pd.DataFrame
    reviews: pd.DataFrame
    conclusions: pd.DataFrame
    requests: pd.DataFrame
    amendments: pd.DataFrame
    transfers: pd.DataFrame
    renames: pd.DataFrame
    closings: pd.DataFrame
    names: Mapping[str, str] = field(default_factory=dict)
    now: "Facts | None" = None  # of facts as they were at an instant: the same as they are
    unnamed: "Facts | None" = None  # of facts with the names of a day: the same without them

    @property
    def present(self) -> "Facts":
        """The same facts with nothing read back."""
        return self.now or self

    @property
    def same(self) -> "Facts":
        """What stands for all facts that differ from these in names only: what is kept of them is kept once."""
        return self.unnamed or self

    @cached_property
    def latest(self) -> datetime | None:
        """The last instant anything a number depends on was recorded; None = nothing says when."""
        tables = (self.milestones, self.lines, self.extensions, self.amendments)
        tables += (self.transfers, self.renames, self.closings, self.requests)
        instants = [t["recorded_at"].max() for t in tables if len(t)]
        instants += [self.lines["withdrawn_at"].max()] if len(self.lines) else []
        return max((i for i in instants if not pd.isna(i)), default=None)

    def named(self, recorded_by: pd.Series) -> pd.Series:
        """Who recorded something, as others read it: the account's name, else what was recorded."""
        return recorded_by.map(lambda by: self.names.get(by, by))

    def signed(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows with who recorded each as others read it (`named`)."""
        return rows.assign(recorded_by=self.named(rows["recorded_by"]))

    def lines_known(self, known_at: datetime | None) -> pd.DataFrame:
        """The status lines recorded, and not withdrawn, by an instant; None = as it is now."""
        return lines_known(self.lines, known_at)

    def at(self, known_at: datetime | None) -> "Facts":
        """The same facts with the rows that are updated in place - agencies, papers, plans, settings - as they were at
        an instant (None: as they are).  What was added since is left: nothing of before speaks of it."""
        later = self.amendments
        later = later[later["recorded_at"] > known_at] if known_at is not None and len(later) else later[:0]
        if later.empty:
            return self
        frames = {"agency": self.agencies.copy(), "document": self.documents.copy(), "plan": self.plans.copy()}
        settings = dict(self.settings)
        for row in later[::-1].itertuples():
            before = None if row.before is None or row.before != row.before else json.loads(row.before)
            if row.subject == "setting":
                settings.pop(row.code, None)
                settings |= {} if before is None else {row.code: before["value"]}
            elif before is not None and row.subject in frames:
                _rewind(frames[row.subject], row.subject, row.code, before)
                if row.subject == "document":
                    _rewind(frames["plan"], "document", row.code, before)
        plans = frames["plan"]
        for column in ("number", "type", "issuer", "issued_on", "implements"):  # of a paper it did not have yet
            plans[column] = plans[column].where(plans["document"].notna())
        return replace(
            self,
            agencies=frames["agency"],
            documents=frames["document"],
            plans=frames["plan"],
            settings=settings,
            now=self.present,
        )

    def on(self, day: date, known_at: datetime | None) -> "Facts":
        """The same facts with each agency called what it was called on a day, as known at an instant (None: now)."""
        rows = self.renames[self.renames["effective_on"] <= pd.Timestamp(day)]
        if known_at is not None:
            rows = rows[rows["recorded_at"] <= known_at]
        if rows.empty:
            return self
        names = rows.drop_duplicates("agency", keep="last").set_index("agency")[["name_vi", "name_en"]]
        agencies = self.agencies.set_index("agency", drop=False)
        agencies.loc[names.index, ["name_vi", "name_en"]] = names
        return replace(self, agencies=agencies.reset_index(drop=True), now=self.present, unnamed=self.same)

    @cached_property
    def known(self) -> Known:
        """What a scope can select, in the order of the files it came from."""
        current = self.milestones.drop_duplicates("milestone_id", keep="last")
        leads = self.agencies[self.agencies["agency"].isin([*current["agency"], *self.transfers["agency_to"]])]
        plans = self.plans[self.plans["plan"].isin([*current["plan"], *self.transfers["plan_to"]])]
        years = sorted(current["due"].dt.year.dropna().astype(int).unique().tolist()) if len(current) else []
        return Known(
            plans=tuple(plans["plan"]),
            agencies=tuple(leads["agency"]),
            years=(*years, *([None] if len(current) and current["due"].isna().any() else [])),
            kinds=tuple(leads["kind"].dropna().unique()),
            bases=tuple(sorted(current["basis"].unique())) if len(current) else (),
            issued=tuple(
                Issued(row.month, row.edition, row.as_of.date(), row.known_at.to_pydatetime(), row.cutoff_day)
                for row in self.issued.itertuples()
            ),
            latest=self.latest,
        )


def lines_known(lines: pd.DataFrame, known_at: datetime | None) -> pd.DataFrame:
    """Those of `Facts.lines` recorded, and not withdrawn, by an instant; None = as it is now."""
    if known_at is None:
        return lines[lines["withdrawn_at"].isna()]
    return lines[(lines["recorded_at"] <= known_at) & ~(lines["withdrawn_at"] <= known_at)]


def _rewind(frame: pd.DataFrame, key: str, code: str, before: dict) -> None:
    rows = frame[key] == code
    for column in before.keys() & set(frame.columns):
        value = pd.Timestamp(before[column]) if column in _DAYS and before[column] is not None else before[column]
        frame.loc[rows, column] = value


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
            stored_settings(connection),
            frame(_ISSUED),
            frame(_REVIEWS),
            frame(_CONCLUSIONS),
            frame(_REQUESTS),
            frame(_AMENDMENTS),
            frame(_TRANSFERS),
            frame(_RENAMES),
            frame(_CLOSINGS),
            dict(connection.execute(text("SELECT login, name FROM account")).all()),
        )


def as_known(facts: Facts, scope: Scope) -> tuple[Facts, Scope]:
    """Both as a number needs them: papers and settings as they were at the scope's instant, agencies by their names of its
    day, and the colour rule the settings held.  By the structure of a day: agencies as they are now, by its names."""
    then = facts.at(scope.known_at)
    scope = scope.only(rule=ColourRule.stored(then.settings))
    if scope.structure is None:
        return then.on(scope.as_of, scope.known_at), scope
    agencies = then.present.on(scope.structure, None).agencies
    return replace(then, agencies=agencies, now=then.present, unnamed=then.same), scope


def seen(facts: Facts, milestones: pd.Series) -> list[Seen]:
    """The version of each of these milestones (their ids) that the facts show."""
    lines = facts.lines[facts.lines["milestone_id"].isin(milestones)]
    moves = facts.extensions[facts.extensions["milestone_id"].isin(milestones)]
    versions = facts.milestones[facts.milestones["milestone_id"].isin(milestones)]
    parts = (
        lines.groupby("milestone_id")["line_id"].max(),
        lines.groupby("milestone_id")["withdrawn_at"].count(),
        moves.groupby("milestone_id")["extension_id"].max(),
        versions.groupby("milestone_id")["version_id"].max(),
    )
    numbers = [part.reindex(milestones).fillna(0).astype("int64").tolist() for part in parts]
    return [Seen(*row) for row in zip(*numbers, strict=True)]


def totals(engine: Engine, month: str, edition: int) -> dict[str, list[dict]] | None:
    """The numbers kept when a month was issued, by grouping (`api.totals`); None = it was issued before they were kept."""
    query = text("SELECT totals FROM issued_month WHERE month = :month AND edition = :edition")
    with reading(engine) as connection:
        kept = connection.execute(query, {"month": month, "edition": edition}).scalar_one()
    return None if kept is None else json.loads(kept)


def current_revision(engine: Engine) -> int:
    with reading(engine) as connection:
        return revision(connection)


def milestone_lines(engine: Engine, code: str) -> pd.DataFrame:
    """Every status line of one milestone, in the order it was recorded.

    Columns: reported_on, status, percent, done_on, value, note, evidence, decision, basis, recorded_at, recorded_by,
    line_id, withdrawn_at, withdrawn_by (of a line taken back).
    """
    query = """
    SELECT l.reported_on, l.status, l.percent, l.done_on, l.value, l.note, l.evidence, l.decision, l.basis,
           l.recorded_at, l.recorded_by, l.id AS line_id, w.recorded_at AS withdrawn_at, w.recorded_by AS withdrawn_by
    FROM status_line l JOIN milestone m ON m.id = l.milestone_id LEFT JOIN withdrawal w ON w.line_id = l.id
    WHERE m.code = :code ORDER BY l.recorded_at, l.id
    """
    with reading(engine) as connection:
        result = connection.execute(text(query), {"code": code})
        return _typed(pd.DataFrame(result.fetchall(), columns=list(result.keys())))


def own_lines(engine: Engine, login: str, since: datetime) -> pd.DataFrame:
    """The status lines a person recorded since an instant and has not taken back, the first recorded first.

    Columns: line_id, milestone (code), status, percent, done_on, recorded_at.
    """
    query = """
    SELECT l.id AS line_id, m.code AS milestone, l.status, l.percent, l.done_on, l.recorded_at
    FROM status_line l JOIN milestone m ON m.id = l.milestone_id LEFT JOIN withdrawal w ON w.line_id = l.id
    WHERE l.recorded_by = :login AND w.line_id IS NULL ORDER BY l.recorded_at, l.id
    """
    with reading(engine) as connection:
        result = connection.execute(text(query), {"login": login})
        lines = _typed(pd.DataFrame(result.fetchall(), columns=list(result.keys())))
    return lines[lines["recorded_at"] >= since].reset_index(drop=True)


def recorded(engine: Engine, since: datetime, until: datetime) -> dict[str, pd.DataFrame]:
    """What was recorded from an instant until before another, by kind (the keys of `_TRAIL`), unordered.

    Columns of each: recorded_at, recorded_by, subject (what it is about: a code, login or month), and what it says.
    """
    found = {}
    with reading(engine) as connection:
        for kind, query in _TRAIL.items():
            between = [bindparam(name, type_=DateTime(timezone=True)) for name in ("since", "until")]
            result = connection.execute(
                text(query).bindparams(*between), {"since": since.astimezone(UTC), "until": until.astimezone(UTC)}
            )
            found[kind] = _typed(pd.DataFrame(result.fetchall(), columns=list(result.keys())))
    return found


_OF_MILESTONE = """
SELECT x.recorded_at, x.recorded_by, m.code AS subject, {} FROM {} JOIN milestone m ON m.id = {}.milestone_id
WHERE x.recorded_at >= :since AND x.recorded_at < :until
"""
_TRAIL = {
    "line": _OF_MILESTONE.format(
        "x.id AS line_id, x.reported_on, x.status, x.percent, x.done_on, x.evidence, x.decision, x.note",
        "status_line x",
        "x",
    ),
    "withdrawal": _OF_MILESTONE.format(
        "l.reported_on, l.status, l.percent, l.done_on", "withdrawal x JOIN status_line l ON l.id = x.line_id", "l"
    ),
    "version": _OF_MILESTONE.format("x.id AS version_id", "milestone_version x", "x"),
    "extension": _OF_MILESTONE.format("x.new_due, x.decision, x.reason", "extension x", "x"),
    "request": _OF_MILESTONE.format("x.new_due, x.reason", "extension_request x", "x"),
    "answer": _OF_MILESTONE.format(
        "x.extension_id IS NOT NULL AS granted, x.reason",
        "request_answer x JOIN extension_request q ON q.id = x.request_id",
        "q",
    ),
    "conclusion": _OF_MILESTONE.format("x.content", "conclusion x", "x"),
    "review": """
        SELECT x.recorded_at, x.recorded_by, a.code AS subject, x.period, x.reviewed
        FROM review x JOIN agency a ON a.id = x.agency_id WHERE x.recorded_at >= :since AND x.recorded_at < :until""",
    "issued": """
        SELECT recorded_at, recorded_by, month AS subject, edition, reason
        FROM issued_month WHERE recorded_at >= :since AND recorded_at < :until""",
    "pack": """
        SELECT x.recorded_at, x.recorded_by, i.month AS subject, x.lang, x.numbers
        FROM pack x JOIN issued_month i ON i.id = x.issued_month_id
        WHERE x.recorded_at >= :since AND x.recorded_at < :until""",
    "amendment": """
        SELECT recorded_at, recorded_by, code AS subject, subject AS "table", before, after
        FROM amendment WHERE recorded_at >= :since AND recorded_at < :until""",
    "sign_in": """
        SELECT at AS recorded_at, login AS recorded_by, address AS subject, succeeded
        FROM sign_in_attempt WHERE at >= :since AND at < :until""",
}


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns in the types the rules count on, whatever the database's driver gave."""
    for column in frame.columns:
        if column in _DAYS:
            frame[column] = pd.to_datetime(frame[column], format="ISO8601").astype("datetime64[s]")
        elif column in _INSTANTS:
            frame[column] = pd.to_datetime(frame[column], format="ISO8601", utc=True).astype("datetime64[us, UTC]")
        elif column in ("percent", "value", "weight", "target"):
            frame[column] = frame[column].astype("float64")
        elif column in ("target_lower", "reviewed"):
            frame[column] = frame[column].astype("bool")
    return frame


def codes(text) -> tuple[str, ...]:
    """The codes in a stored cell; none where it is empty."""
    return cells.codes(text) if isinstance(text, str) else ()
