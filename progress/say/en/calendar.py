from progress.say.words.calendar import Calendar

WORDS = Calendar(
    lead="An address of your own, from which a phone, Outlook or Google Calendar takes the deadlines by itself. Whoever has the address reads the calendar.",
    once="The address is shown once. Copy it into the calendar program (“subscribe”, “add from URL”):",
    make="Make the calendar's address",
    again="Make a new address, end the old one",
    end="Close the calendar",
    name="Deadlines of {agency}",
    all="Deadlines of the city",
    overdue="OVERDUE: {title}",
)
