"""The definitions once more, as a reader would carry them out by hand: plain Python, one milestone and one day at a time.

No pandas, and nothing of `progress`.  Rows are dictionaries like those of `tests.cases.facts`, with days as `date`
and instants as aware `datetime`; a milestone that comes twice has two recorded versions.
"""

from calendar import monthrange
from datetime import date, datetime, timedelta, timezone

HANOI = timezone(timedelta(hours=7))
DAY = timedelta(days=1)
DONE = ("done_early", "done_on_time", "done_late", "done_no_deadline")
OPEN = ("overdue", "in_progress_in_time", "not_started_not_due", "open_no_deadline")
DECREE = date(2019, 3, 1)


def period(day: date, cutoff: int = 14) -> tuple[date, date]:
    """First and last day of the monthly report period a day lies in."""
    if cutoff == 0 or day < DECREE:
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    end = day
    while end.day != cutoff:
        end += DAY
    start = day
    while start.day != cutoff + 1 and start != DECREE:
        start -= DAY
    return start, end


def effective(line: dict) -> date:
    return line["done_on"] if line["status"] == "done" else line["reported_on"]


def known(row: dict, known_at) -> bool:
    """Whether something is recorded by then, and not taken back."""
    recorded, withdrawn = row.get("recorded_at"), row.get("withdrawn_at")
    if known_at is None:
        return withdrawn is None
    return (recorded is None or recorded <= known_at) and (withdrawn is None or withdrawn > known_at)


def counted(lines: list[dict], known_at) -> list[dict]:
    """The lines of one milestone known by then, each beating those before it, without the decisions that are void
    because the milestone stood done; an empty percent filled by what was last said of it."""
    valid = []
    for line in sorted(
        (line for line in lines if known(line, known_at)), key=lambda line: (line["reported_on"], line["recorded_at"])
    ):
        stood_done = bool(valid) and valid[-1]["status"] == "done"
        if not (line["status"] in ("cancelled", "suspended") and stood_done):
            valid.append({**line, "percent": said_of_percent(line, valid)})
    return valid


def said_of_percent(line: dict, before: list[dict]) -> float | None:
    if line.get("percent") is not None or line["status"] not in ("in_progress", "suspended"):
        return line.get("percent")
    for earlier in reversed(before):
        if earlier["status"] == "not_started":
            return None
        if earlier["status"] in ("in_progress", "suspended") and earlier["percent"] is not None:
            return earlier["percent"]
    return None


def state(valid: list[dict], day: date) -> dict | None:
    """The line that holds on a day."""
    return next((line for line in reversed(valid) if effective(line) <= day), None)


def said(line: dict | None) -> tuple:
    return ("not_started", 0) if line is None else (line["status"], line.get("percent") or 0)


def claim(line: dict | None) -> float:
    """The share of a milestone that is done by what its agency says of it."""
    status, percent = said(line)
    return 1.0 if status == "done" else min(percent / 100, 0.99)


def stands_still(milestone: dict, valid: list[dict], as_of: date, cutoff: int) -> bool:
    """State and percent the same on every day of this report period and the two before it, and already before them."""
    start = period(as_of, cutoff)[0]
    for _ in range(2):
        start = period(start - DAY, cutoff)[0]
    now = said(state(valid, as_of))
    if all(said(state(valid, day)) == ("not_started", 0) for day in {effective(v) for v in valid} if day <= as_of):
        begun = milestone.get("start") or milestone.get("added_on") or milestone.get("due")
        return begun is not None and begun < start
    day = start - DAY
    while day <= as_of:
        if said(state(valid, day)) != now:
            return False
        day += DAY
    return True


def plan_day(world: dict, code: str) -> date | None:
    """The day a plan begins."""
    plan = next((p for p in world.get("plans", ()) if p["plan"] == code), {})
    return plan.get("issued_on") or plan.get("period_start")


class Story:
    """One milestone as it was known at an instant."""

    def __init__(self, world: dict, code: str, known_at=None) -> None:
        self.world, self.known_at = world, known_at
        versions = [v for v in world["milestones"] if v["milestone"] == code]
        said = [v for v in versions if known_at is None or v.get("recorded_at") is None or v["recorded_at"] <= known_at]
        self.exists = bool(said)
        if not said:
            return
        self.version = said[-1]
        self.code = code
        self.lines = [line for line in world["lines"] if line["milestone"] == code]
        self.valid = counted(self.lines, known_at)
        self.moves = sorted(
            (e for e in world["extensions"] if e["milestone"] == code and known(e, known_at)),
            key=lambda e: (e["decided_on"], e["recorded_at"]),
        )
        self.transfers = [t for t in world.get("transfers", ()) if known(t, known_at)]
        self.first = self.version.get("agency", "A"), self.version.get("plan", "P")
        self.entered = self.version.get("added_on") or plan_day(world, self.first[1])
        self._path = self._walked() if self.transfers else []

    def end_of(self, plan: str) -> date | None:
        """The day a plan was closed on."""
        closings = [c for c in self.world.get("closings", ()) if c["plan"] == plan and known(c, self.known_at)]
        return max(closings, key=lambda c: c["recorded_at"])["closed_on"] if closings else None

    def in_plan(self, day: date) -> bool:
        return self.entered is None or self.entered <= day

    def place(self, day: date) -> tuple[str, str]:
        """Lead and plan of a day."""
        return next((place for on, place in reversed(self._path) if on <= day), self.first)

    def stands_as_of(self, day: date, plan: str | None = None) -> date:
        end = self.end_of(plan or self.place(day)[1])
        return day if end is None else min(day, end)

    def line(self, day: date) -> dict:
        return state(self.valid, self.stands_as_of(day)) or {"status": "not_started"}

    def _is_closed(self, day: date, plan: str) -> bool:
        return said(state(self.valid, self.stands_as_of(day, plan)))[0] in ("done", "cancelled")

    def _walked(self) -> list[tuple[date, tuple[str, str]]]:
        """Where it is from which day on, a day at a time."""
        days = {t["effective_on"] for t in self.transfers} | {effective(v) for v in self.valid}
        days |= {day + DAY for day in days}
        here = there = self.first  # where it is, and where it would be had it always been open
        path = []
        for day in sorted(days):
            closed_before = self._is_closed(day - DAY, here[1])
            named = [t for t in self.transfers if t["effective_on"] == day and t.get("milestone") == self.code]
            rules = [
                t
                for t in self.transfers
                if t["effective_on"] == day
                and t.get("agency_from") == there[0]
                and t.get("plan_from") in (None, there[1])
                and self.in_plan(day - DAY)
            ]
            rules = sorted(rules, key=lambda t: (t.get("plan_from") is not None, t["recorded_at"]))
            acts = rules + sorted(named, key=lambda t: t["recorded_at"])
            lead = next((t["agency_to"] for t in reversed(acts) if t.get("agency_to")), there[0])
            plan = next((t["plan_to"] for t in reversed(acts) if t.get("plan_to")), there[1])
            there = lead, plan
            if closed_before:
                here = (
                    there[0] if any(t.get("agency_to") for t in named) else here[0],
                    there[1] if any(t.get("plan_to") for t in named) else here[1],
                )
            if not closed_before or not self._is_closed(day, here[1]):
                here = there
            path.append((day, here))
        return path

    def due(self, day: date) -> date | None:
        """The deadline in force on a day."""
        decided = [move["new_due"] for move in self.moves if move["decided_on"] <= day]
        return decided[-1] if decided else self.version.get("due")

    def bucket(self, day: date, closed: date) -> str:
        stands = self.stands_as_of(day)
        line = state(self.valid, stands) or {"status": "not_started"}
        due = self.due(line["done_on"] if line["status"] == "done" else stands)
        return _bucket(line, due, min(closed, stands))

    def overdue(self, day: date) -> bool:
        """Whether it stood overdue at the end of a day."""
        return self.in_plan(day) and self.bucket(day, day) == "overdue"

    def days(self) -> list[date]:
        """All days on which anything can happen to it, from the first to a day after the last."""
        found = [self.version.get("due"), self.entered, *(m["new_due"] for m in self.moves)]
        found += [m["decided_on"] for m in self.moves] + [effective(v) for v in self.valid]
        found += [t["effective_on"] for t in self.transfers] + [c["closed_on"] for c in self.world.get("closings", ())]
        found = [day for day in found if day is not None] or [DECREE]
        return [min(found) + n * DAY for n in range((max(found) - min(found)).days + 2)]

    def forgiven(self, as_of: date, closed: date) -> bool:
        """It stood overdue, a decision ended that, and it is no miss now."""
        if self.bucket(as_of, closed) in ("overdue", "done_late"):
            return False
        decided = bool(self.moves) or any(v["status"] in ("suspended", "cancelled") for v in self.valid)
        for day in self.days() if decided else ():
            after = day + DAY
            if after <= as_of and day <= closed and self.overdue(day):
                bucket = self.bucket(after, min(after, closed))
                if bucket not in ("overdue", "done_late"):
                    return True
        return False

    def backdated(self, as_of: date, cutoff: int) -> bool:
        """An entry recorded after the period of its deadline took away the miss that stood the evening before."""
        entries = [
            v for v in self.lines if known(v, self.known_at) and v["status"] in ("done", "suspended", "cancelled")
        ]
        for entry in entries + self.moves:
            recorded_on = entry["recorded_at"].astimezone(HANOI).date()
            if recorded_on > as_of:
                continue
            eve = recorded_on - DAY
            then = Story(self.world, self.code, midnight(recorded_on) - timedelta(microseconds=1))
            if not then.exists or not then.in_plan(eve):
                continue
            bucket = then.bucket(eve, eve)
            if bucket not in ("overdue", "done_late"):
                continue
            last = eve
            if bucket == "done_late":
                while last >= then.days()[0] and not then.overdue(last):
                    last -= DAY
            miss = []
            while then.overdue(last):
                miss.append(last)
                last -= DAY
            line = then.line(eve)
            due = then.due(line["done_on"] if line["status"] == "done" else then.stands_as_of(eve))
            late = recorded_on > period(due, cutoff)[1] or any(
                month["month"] == name_of(due, month["cutoff_day"]) and month["known_at"] < entry["recorded_at"]
                for month in self.world.get("issued", ())
            )
            if miss and late and not any(self.overdue(day) for day in miss):
                return True
        return False


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=HANOI)


def name_of(day: date, cutoff: int) -> str:
    """The month whose period a day lies in."""
    return f"{period(day, cutoff)[1]:%Y-%m}"


def standing(world: dict, as_of: date, closed: date, known_at=None, cutoff: int = 14) -> dict[str, dict]:
    """How each milestone stands, by code."""
    table = {}
    for code in dict.fromkeys(version["milestone"] for version in world["milestones"]):
        story = Story(world, code, known_at)
        if story.exists and story.in_plan(as_of):
            table[code] = _stands(world, story, as_of, closed, cutoff)
    return table


def _stands(world: dict, story: Story, as_of: date, closed: date, cutoff: int) -> dict:
    milestone, known_at = story.version, story.known_at
    agency, plan = story.place(as_of)
    day = story.stands_as_of(as_of)
    end = story.end_of(plan)
    ended = end is not None and end <= as_of
    closed_then = min(closed, day)
    line = story.line(as_of)
    moves = [m for m in story.moves if m["decided_on"] <= day]
    original = milestone.get("due")
    due = story.due(line["done_on"] if line["status"] == "done" else day)
    bucket = story.bucket(as_of, closed)
    alive = bucket not in ("cancelled", "suspended")
    owes = bucket in OPEN and not ended
    first, last = period(as_of, cutoff)
    measured, target = line.get("value"), milestone.get("target")
    if milestone.get("target_lower"):
        measured, target = target, measured
    requests = [
        r["recorded_at"].astimezone(HANOI).date()
        for r in world.get("requests", ())
        if r["milestone"] == story.code and known(r, known_at)
    ]
    return {
        "agency": agency,
        "plan": plan,
        "year": original.year if original else None,
        "weight": milestone.get("weight", 1.0),
        "status": line["status"],
        "bucket": bucket,
        "due_in_force": due,
        "done_on": line.get("done_on"),
        "claim": claim(line),
        "due_passed": alive and due is not None and due <= closed_then,
        "planned": alive and original is not None and original <= closed_then,
        "due_soon": owes and due is not None and closed_then < due <= closed_then + timedelta(days=30),
        "days_overdue": (closed_then - due).days if due and bucket == "overdue" else None,
        "baseline": alive and original is not None and (bucket in DONE or original <= closed_then),
        "baseline_on_time": alive and original is not None and bucket in DONE and line["done_on"] <= original,
        "moves": len(moves),
        "days_moved": (moves[-1]["new_due"] - original).days if moves and original else None,
        "evidenced": bucket in DONE and line.get("evidence") is not None,
        "closed": ended,
        "updated": any(
            first <= v["reported_on"] <= last and effective(v) <= as_of for v in story.lines if known(v, known_at)
        )
        or any(first <= day <= min(last, as_of) for day in requests),
        "frozen": owes and stands_still(milestone, story.valid, as_of, cutoff),
        "forgiven": story.forgiven(as_of, closed),
        "backdated": story.backdated(as_of, cutoff),
        "attainment": measured / target if measured is not None and target is not None and target > 0 else None,
        "illustrative": "illustrative" in (milestone.get("basis"), line.get("basis")),
    }


def _bucket(line: dict, due: date | None, closed: date) -> str:
    if line["status"] in ("cancelled", "suspended"):
        return line["status"]
    if line["status"] == "done":
        if due is None:
            return "done_no_deadline"
        return "done_early" if line["done_on"] < due else "done_on_time" if line["done_on"] == due else "done_late"
    if due is None:
        return "open_no_deadline"
    if due <= closed:
        return "overdue"
    return "in_progress_in_time" if line["status"] == "in_progress" else "not_started_not_due"


def quantities(rows: list[dict]) -> dict:
    """Every quantity of the definitions over some milestones; None = undefined."""
    scope = [r for r in rows if r["bucket"] != "cancelled"]
    done = [r for r in scope if r["bucket"] in DONE]
    open_ = [r for r in scope if r["bucket"] in OPEN and not r["closed"]]
    overdue = [r for r in scope if r["bucket"] == "overdue"]
    due = [r for r in scope if r["due_passed"]]
    promised = [r for r in done if r["due_in_force"]]
    in_time = [r for r in done if r["bucket"] in ("done_early", "done_on_time")]
    measured = [r for r in scope if r["attainment"] is not None]

    def weight(rows: list[dict]) -> float:
        return sum(r["weight"] for r in rows)

    def ratio(part: float, whole: float) -> float | None:
        return part / whole if whole > 0 else None

    buckets = (*DONE, *OPEN, "suspended")
    return {
        "registered": len(rows),
        "cancelled": len(rows) - len(scope),
        "scope": len(scope),
        "done": len(done),
        **{bucket: sum(r["bucket"] == bucket for r in scope) for bucket in buckets},
        "pct_done_count": ratio(len(done), len(scope)),
        "pct_done_weight": ratio(weight(done), weight(scope)),
        "pct_reported_weight": ratio(sum(r["weight"] * r["claim"] for r in scope), weight(scope)),
        "pct_planned_weight": ratio(weight([r for r in scope if r["planned"]]), weight(scope)),
        "spi_weight": ratio(weight(done), weight([r for r in scope if r["planned"]])),
        "due_n": len(due),
        "due_done_n": len([r for r in due if r in done]),
        "due_completion": ratio(len([r for r in due if r in done]), len(due)),
        "completion_of_due": ratio(len(promised), len(promised) + len(overdue)),
        "on_time_rate": ratio(len(in_time), len(promised) + len(overdue)),
        "on_time_rate_baseline": ratio(
            len([r for r in scope if r["baseline_on_time"]]), len([r for r in scope if r["baseline"]])
        ),
        "overdue_share_scope": ratio(len(overdue), len(scope)),
        "overdue_share_due": ratio(len(overdue), len(promised) + len(overdue)),
        "due_soon": len([r for r in scope if r["due_soon"]]),
        "max_days_overdue": max((r["days_overdue"] for r in overdue), default=0),
        "update_rate": ratio(len([r for r in open_ if r["updated"]]), len(open_)),
        "evidenced_share": ratio(len([r for r in done if r["evidenced"]]), len(done)),
        "extended_n": len([r for r in scope if r["moves"]]),
        "frozen_n": len([r for r in open_ if r["frozen"]]),
        "planned_n": len([r for r in scope if r["planned"]]),
        "forgiven_n": len([r for r in rows if r["forgiven"]]),
        "backdated_n": len([r for r in rows if r["backdated"]]),
        "attainment": ratio(sum(r["weight"] * min(r["attainment"], 1) for r in measured), weight(measured)),
        "illustrative": any(r["illustrative"] for r in rows),
    }


def series(world: dict, as_of: date, closed: date, known_at=None) -> list[dict]:
    """Planned and done at each month's end, day by day from the state of each milestone."""
    at_scope = standing(world, as_of, closed, known_at)
    live = {c: Story(world, c, known_at) for c, stands in at_scope.items() if stands["bucket"] != "cancelled"}
    last = {c: story.stands_as_of(as_of) for c, story in live.items()}

    def line_of(code: str, day: date) -> dict | None:
        return state(live[code].valid, min(day, last[code]))

    def status(code: str, day: date) -> str:
        return said(line_of(code, day))[0]

    def weight(codes: list[str]) -> float:
        return sum(live[c].version.get("weight", 1.0) for c in codes)

    completions = [
        effective(v)
        for c, story in live.items()
        for v in story.valid
        if v["status"] == "done" and effective(v) <= last[c] and state(story.valid, effective(v)) is v
    ]
    dues = {c: story.version.get("due") for c, story in live.items()}
    # In a plan that is closed no deadline passes any more.
    dues = {c: due for c, due in dues.items() if due and not (at_scope[c]["closed"] and due > last[c])}
    if not [*dues.values(), *completions]:
        return []
    rows, day = [], min([*dues.values(), *completions]).replace(day=1)
    while day <= max([*dues.values(), *completions, as_of]):
        end = day.replace(day=monthrange(day.year, day.month)[1])
        planned = [c for c, due in dues.items() if due <= end and status(c, end) != "suspended"]
        actual = [c for c in live if status(c, end) == "done"]
        claimed = [
            live[c].version.get("weight", 1.0) * claim(line_of(c, end)) for c in live if status(c, end) != "cancelled"
        ]
        rows.append(
            {
                "month": f"{day:%Y-%m}",
                "planned_n": len(planned),
                "planned_w": weight(planned),
                "actual_n": len(actual),
                "actual_w": weight(actual),
                "reported_w": round(sum(claimed), 9),
            }
        )
        day = end + DAY
    return rows
