from progress.say.formats import Counted
from progress.say.words.forecast import Forecast

WORDS = Forecast(
    title=Counted(
        "Forecast: from {low} to {high} of {n} {n:milestone that comes|milestones that come} due will be on time ({low_share}-{high_share})"
    ),
    record=Counted(
        "It rests on {kept}/{of} milestones due in the last {times} {times:time|times} 30 days, open before, that were done on time."
    ),
    how="If those to come are carried out as those before, the number done on time lies in this range in {covers} of cases (beta-binomial); each trial uses only what was recorded at the time.",
    tried=Counted("Tried on the last {n} {n:time|times} 30 days: it spoke in {said} of them and was right in {hits}."),
    few=Counted(
        "No forecast: {n} {n:milestone with a deadline is|milestones with a deadline are} done, at least {enough} are needed."
    ),
    none_due="No forecast: no milestone comes due within 30 days.",
    wide="No forecast: {kept}/{of} milestones before are too few to rule out any outcome of {n}.",
    trials="The trials",
    day="Asked at the end of",
    at_stake="Coming due",
    known="Record then",
    range="Forecast",
    came="Done on time",
    hit="Outcome",
    right="✓ right",
    wrong="× wrong",
    silent="no forecast",
)
