from progress.say.formats import Counted
from progress.say.words.report import Report

WORDS = Report(
    nation="SOCIALIST REPUBLIC OF VIET NAM",
    motto="Independence - Freedom - Happiness",
    number="Annex to report No. ......../BC-...........",
    date="{place}, ....../....../.........",
    title="PROGRESS OF THE PLANS",
    subtitle="{month}/{year} ({period})",
    foot="Numbers as of {day} ({period}), edition {n}",
    done="As of the end of {day}, {count} milestones are done ({done_rate} of all); of those that came due, {due} are done "
    "({due_rate}); {on_time} of those with an outcome were on time ({on_time_rate}).",
    overdue=Counted(
        "{n} {n:milestone is overdue, by|milestones are overdue, the longest by} {days} {days:day|days}, {n:with|most of them with} {agency} ({most})."
    ),
    none_overdue="No milestone is overdue.",
    due_soon=Counted("{n} {n:comes|come} due within 30 days."),
    who="In the period {start}-{end}, {n}/{of} agencies with open milestones reported.",
    changed="After {since}: {changes}.",
    cancelled=Counted("{n} cancelled {n:milestone stands|milestones stand} outside every rate."),
    late="Recorded after the months before were closed",
    late_sentence=Counted("{n} {n:line|lines} of days up to {since}, recorded after they were closed"),
    first_due="originally {due}",
    days_late="Days overdue",
    method="Only what was recorded by the issue ({known}) counts; what is recorded later does not change this report.",
    rules=(
        "No rate stands without its counts. “Of all” divides by every milestone but the cancelled; “due” by those whose deadline in force has passed; “on time” by those done with a deadline and the overdue.",
        "A milestone is done only with a day of completion; the percent its agency claims stands apart, in pale.",
        "An extension works from its decision onward; the planned line always follows the original deadlines. The year is that of the original deadline.",
        Counted(
            "Colour and letter of an agency: R (red) below {red_below} of what came due or anything over {red_days} {red_days:day|days} late; A (amber) below {amber_below} or anything overdue; G (green) otherwise; – nothing came due."
        ),
    ),
    heads={
        "general": "Results",
        "by_agency_year": "By lead agency and year",
        "over_time": "Over time",
        "by_agency": "Completion of each agency",
        "by_plan": "Completion of each plan",
        "method": "Method",
    },
    overview="{count} milestones done, {overdue} overdue",
    rest="And {n} more in the workbook.",
)
