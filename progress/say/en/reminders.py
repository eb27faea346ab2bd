from progress.say.formats import Counted
from progress.say.words.reminders import Reminders

WORDS = Reminders(
    subjects={
        "open": Counted("{n} {n:milestone|milestones} to update, closing on {day}"),
        "closed": Counted("{n} {n:milestone|milestones} not updated, the period closed on {day}"),
        "overdue": Counted("{n} {n:milestone|milestones} overdue"),
        "due": Counted("{n} {n:milestone|milestones} due soon"),
    },
    hello="Dear {name},",
    closed="{agency}: {n} not updated, the period closed on {day}",
    due="Due soon:",
    overdue="Overdue:",
    due_line=Counted("{title} ({code}): due {day}, {n} {n:day|days} left"),
    overdue_line=Counted("{title} ({code}): due {day}, {n} {n:day|days} late"),
    link="Update at: {link}",
    mail_subject="Progress report {month}, edition {edition}",
    mail_link="On the screen: {link}",
)
