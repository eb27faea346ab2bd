from progress.say.formats import Counted
from progress.say.words.figures import Figures

WORDS = Figures(
    heat_title=Counted("{n} {n:milestone|milestones} overdue, {most} {n:|of them }with {agency}"),
    heat_title_none="No milestone is overdue",
    heat_subtitle="Milestones done of all, by lead agency and year of the original deadline. Red corner: something is overdue",
    heat_hover="{agency}<br>{year}: {count} milestones done ({percent})<br>{overdue} overdue",
    bars_title=Counted("{n} {n:agency is|agencies are} behind plan"),
    plans_title=Counted("{n} {n:plan is behind its|plans are behind their} original schedule"),
    bars_subtitle="Share done by weight; pale is the agency's claim; the tick | is the plan by original deadlines",
    bars_hover="{name}<br>Done {done} by weight ({count} milestones)<br>With claims {claimed}<br>Planned {planned}",
    curve_title="{done} of the work is done, {gap} points behind plan",
    curve_title_even="{done} of the work is done, not behind plan",
    curve_subtitle="Cumulative by month, percent of all weight; planned by original deadlines",
    curve_behind="{gap} points behind",
    curve_ahead="{gap} points ahead",
    curve_even="on plan",
    curve_guard=Counted(
        "The axis starts at {year}: {n} {n:milestone is due earlier, check its|milestones are due earlier, check their} year"
    ),
    foot="As of {day}. {basis}",
    locale={},
)
