from progress.say.formats import Counted
from progress.say.words.overview import Overview

WORDS = Overview(
    due_done="Done of due",
    on_time="On time",
    due_soon_n="Due within 30 days",
    by_weight="by weight {percent}",
    states_title=Counted("{n} {n:milestone|milestones} by state"),
    baseline="against the original {percent}",
)
