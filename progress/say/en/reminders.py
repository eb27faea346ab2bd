from progress.say.words.reminders import Reminders

WORDS = Reminders(
    subjects={
        "open": "{n} milestones to update, closing on {day}",
        "closed": "{n} milestones not updated, the period closed on {day}",
        "overdue": "{n} milestones overdue",
        "due": "{n} milestones due soon",
    },
    hello="Dear {name},",
    closed="{agency}: {n} not updated, the period closed on {day}",
    due="Due soon:",
    overdue="Overdue:",
    due_line="{title} ({code}): due {day}, {n} days left",
    overdue_line="{title} ({code}): due {day}, {n} days late",
    link="Update at: {link}",
    mail_subject="Progress report {month}, edition {edition}",
    mail_link="On the screen: {link}",
)
