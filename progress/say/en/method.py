from progress.say.formats import Counted
from progress.say.words.method import Method

WORDS = Method(
    lead="Every number on a screen, in a picture and in a file is made by one function, by the definitions below. The examples use the numbers you have chosen.",
    more_rules="Rules for all of them",
    identity=Counted(
        "The groups add up to the scope: {sum} = {scope} {scope:milestone|milestones} (checked). Cancelled stands apart: {cancelled}."
    ),
    rules=(
        "All days are days in Viet Nam. A day has passed only once it is over: what is due today is not overdue.",
        "Two clocks: the day a thing happened and the instant it was recorded. What is recorded or happens later never changes an earlier answer.",
        "An extension, suspension or cancellation works from its decision onward, never backward and never after completion. The original deadline is never overwritten.",
        "The year of a milestone is the year of its original deadline; those without one have their own column, so the years add up to the total.",
        "The rate of a larger group adds the counts and then divides; rates are never averaged.",
        "A shared milestone counts for its lead agency only.",
        "What is undefined is “—”, not 0% and not 100%. 100% means exactly that.",
        "A monthly report period runs from the 15th to the 14th (Decree 09/2019/NĐ-CP, art. 12); before March 2019 it is the calendar month.",
        "Standing still: open, and its state and percent unchanged for three periods or more.",
    ),
    counts_title="Groups and counts",
)
