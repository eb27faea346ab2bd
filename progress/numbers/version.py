"""Which numbers a month is issued by.

An issued month keeps the number of its version.  What is counted more later changes no fingerprint made before: that is of
the keys its version names, in their order.  Rules that change make another version; a program keeps the rules of every
version from 1 on.
"""

from dataclasses import dataclass, replace

# A test tells when something is counted that this version does not name: it is added here, or, once a program with this
# version was released, to the next one, which comes with a migration, so that no older program opens its months.
NUMBERS = 1


@dataclass(frozen=True)
class Version:
    """The keys a fingerprint is made of, as the answers of `progress.numbers.api` have them.

    groupings: of `scope.GROUPINGS`.  rates: of each group.  months: of the series.  milestones: of each; flags: those that
    are told of one.
    """

    groupings: tuple[str, ...]
    rates: tuple[str, ...]
    months: tuple[str, ...]
    milestones: tuple[str, ...]
    flags: tuple[str, ...]


_BEFORE = Version(
    groupings=("total", "agency", "plan", "year", "kind", "agency,year", "plan,year", "agency,plan"),
    rates=(
        "registered", "cancelled", "scope", "done", "done_early", "done_on_time", "done_late", "done_no_deadline",
        "overdue", "in_progress_in_time", "not_started_not_due", "open_no_deadline", "suspended", "weight_scope",
        "weight_done", "weight_reported", "weight_planned", "due_n", "due_done_n", "due_soon", "done_with_deadline",
        "on_time_n", "baseline_n", "baseline_on_time_n", "open_n", "updated_n", "evidenced_n", "no_document_n",
        "extended_n", "frozen_n", "measured_n", "attained_weight", "attained_of_weight", "max_days_overdue",
        "with_outcome", "pct_done_count", "pct_done_weight", "pct_reported_weight", "pct_planned_weight", "spi_weight",
        "due_completion", "completion_of_due", "on_time_rate", "on_time_rate_baseline", "overdue_share_scope",
        "overdue_share_due", "update_rate", "evidenced_share", "attainment", "illustrative", "colour",
    ),
    months=("month", "planned_n", "planned_w", "actual_n", "actual_w", "reported_w"),
    milestones=(
        "code", "bucket", "status", "percent", "done_on", "due", "due_in_force", "days_overdue", "flags", "plan",
        "agency", "kind", "year", "title_vi", "title_en", "start", "due_words", "weight", "reported_on", "evidence",
        "decision", "moves", "days_moved", "attainment", "basis", "illustrative",
    ),
    flags=("frozen", "moved", "no_document"),
)  # fmt: skip
# 1: the rules of the plan over time, of what is forgiven and taken away afterwards, and of an empty percent.
_FIRST = replace(_BEFORE, rates=(*_BEFORE.rates, "planned_n", "forgiven_n", "backdated_n"))
# 0: of months issued before the number was kept.  Their rules are not: one whose numbers differ tells no more than that.
VERSIONS = {0: _BEFORE, 1: _FIRST}
