"""The definitions once more, as a reader would carry them out by hand: plain Python, one milestone and one day at a time.

No pandas, and nothing of `progress`.  Rows are dictionaries like those of `tests.cases.facts`, with days as `date`
and instants as aware `datetime`; a milestone that comes twice has two recorded versions.
"""

from calendar import monthrange
from datetime import date, timedelta

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


def counted(lines: list[dict], known_at) -> list[dict]:
    """The lines of one milestone known by then, each beating those before it, without the decisions that are void
    because the milestone stood done."""
    known = [line for line in lines if known_at is None or line["recorded_at"] <= known_at]
    valid = []
    for line in sorted(known, key=lambda line: (line["reported_on"], line["recorded_at"])):
        stood_done = bool(valid) and valid[-1]["status"] == "done"
        if not (line["status"] in ("cancelled", "suspended") and stood_done):
            valid.append(line)
    return valid


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


def standing(world: dict, as_of: date, closed: date, known_at=None, cutoff: int = 14) -> dict[str, dict]:
    """How each milestone stands, by code."""
    registered = {}
    for version in world["milestones"]:
        recorded = version.get("recorded_at")
        if known_at is None or recorded is None or recorded <= known_at:
            registered[version["milestone"]] = version
    table = {}
    for code, milestone in registered.items():
        if milestone.get("added_on") and milestone["added_on"] > as_of:
            continue
        own = [line for line in world["lines"] if line["milestone"] == code]
        valid = counted(own, known_at)
        line = state(valid, as_of) or {"status": "not_started"}
        moves = [
            e
            for e in sorted(world["extensions"], key=lambda e: (e["decided_on"], e["recorded_at"]))
            if e["milestone"] == code
            and e["decided_on"] <= as_of
            and (known_at is None or e["recorded_at"] <= known_at)
        ]
        limit = line["done_on"] if line["status"] == "done" else as_of
        original = milestone.get("due")
        due = original
        for move in moves:
            if move["decided_on"] <= limit:
                due = move["new_due"]
        bucket = _bucket(line, due, closed)
        alive = bucket not in ("cancelled", "suspended")
        first, last = period(as_of, cutoff)
        measured, target = line.get("value"), milestone.get("target")
        if milestone.get("target_lower"):
            measured, target = target, measured
        table[code] = {
            "agency": milestone.get("agency", "A"),
            "plan": milestone.get("plan", "P"),
            "year": original.year if original else None,
            "weight": milestone.get("weight", 1.0),
            "status": line["status"],
            "bucket": bucket,
            "due_in_force": due,
            "done_on": line.get("done_on"),
            "claim": claim(line),
            "due_passed": alive and due is not None and due <= closed,
            "planned": alive and original is not None and original <= closed,
            "due_soon": bucket in OPEN and due is not None and closed < due <= closed + timedelta(days=30),
            "days_overdue": (closed - due).days if bucket == "overdue" else None,
            "baseline": alive and original is not None and (bucket in DONE or original <= closed),
            "baseline_on_time": alive and original is not None and bucket in DONE and line["done_on"] <= original,
            "moves": len(moves),
            "days_moved": (moves[-1]["new_due"] - original).days if moves and original else None,
            "evidenced": bucket in DONE and line.get("evidence") is not None,
            "updated": any(
                first <= v["reported_on"] <= last and effective(v) <= as_of
                for v in own
                if known_at is None or v["recorded_at"] <= known_at
            ),
            "frozen": bucket in OPEN and stands_still(milestone, valid, as_of, cutoff),
            "attainment": measured / target if measured is not None and target is not None and target > 0 else None,
            "illustrative": "illustrative" in (milestone.get("basis"), line.get("basis")),
        }
    return table


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
    open_ = [r for r in scope if r["bucket"] in OPEN]
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
        "attainment": ratio(sum(r["weight"] * min(r["attainment"], 1) for r in measured), weight(measured)),
        "illustrative": any(r["illustrative"] for r in rows),
    }


def series(world: dict, as_of: date, closed: date, known_at=None) -> list[dict]:
    """Planned and done at each month's end, day by day from the state of each milestone."""
    live = {
        version["milestone"]: version
        for version in world["milestones"]
        if known_at is None or version.get("recorded_at") is None or version["recorded_at"] <= known_at
    }
    at_scope = standing(world, as_of, closed, known_at)
    live = {c: m for c, m in live.items() if c in at_scope and at_scope[c]["bucket"] != "cancelled"}
    valid = {c: counted([v for v in world["lines"] if v["milestone"] == c], known_at) for c in live}

    def line_of(code: str, day: date) -> dict | None:
        return state(valid[code], min(day, as_of))

    def status(code: str, day: date) -> str:
        return said(line_of(code, day))[0]

    completions = [
        effective(v)
        for c in live
        for v in valid[c]
        if v["status"] == "done" and effective(v) <= as_of and state(valid[c], effective(v)) is v
    ]
    dues = [m["due"] for m in live.values() if m.get("due")]
    if not dues + completions:
        return []
    rows, day = [], min(dues + completions).replace(day=1)
    while day <= max([*dues, *completions, as_of]):
        end = day.replace(day=monthrange(day.year, day.month)[1])
        planned = [m for c, m in live.items() if m.get("due") and m["due"] <= end and status(c, end) != "suspended"]
        actual = [m for c, m in live.items() if status(c, end) == "done"]
        rows.append(
            {
                "month": f"{day:%Y-%m}",
                "planned_n": len(planned),
                "planned_w": sum(m.get("weight", 1.0) for m in planned),
                "actual_n": len(actual),
                "actual_w": sum(m.get("weight", 1.0) for m in actual),
                "reported_w": round(
                    sum(
                        m.get("weight", 1.0) * claim(line_of(c, end))
                        for c, m in live.items()
                        if status(c, end) != "cancelled"
                    ),
                    9,
                ),
            }
        )
        day = end + DAY
    return rows
