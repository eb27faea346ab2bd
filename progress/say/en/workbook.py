from progress.say.formats import Counted
from progress.say.words.workbook import Workbook

WORDS = Workbook(
    sheet="Update",
    guide_sheet="How to fill it in",
    title="{agency}: milestones to update, {day}",
    status_now="Status now",
    percent_now="% now",
    guide=(
        "1. Each row is an open milestone of {agency}. Fill in the yellow cells only; the others are locked.",
        "2. Choose a “New status” for the milestones to update. A row without one is not updated.",
        "3. Done needs “Done on” (day/month/year, not after today) and should have a “Document number”.",
        "4. “New %”, 0 to 100, is what the agency claims. “New %”, “Measured value”, “Document number” left empty stay.",
        "5. Suspending and cancelling is for the coordinator; deadlines are not changed here: ask for a later one on the page.",
        "6. Save the file (.xlsx or CSV UTF-8) and bring it to Update, Excel: each change is shown before it is written.",
        "7. One wrong cell, and no row is written; the cell is named. The same file again changes nothing.",
        "8. A milestone somebody updated after the download is refused: download the table again and fill that row in.",
    ),
    choose_status="Choose a status from the list.",
    percent_rule="A number from 0 to 100.",
    day_rule="A day, as day/month/year, not after today.",
    number_rule="A number.",
    length_rule="At most {longest} characters.",
    lead="Download the open milestones, fill them in, bring the file back. Nothing is written before you have looked and said so.",
    download=Counted("Download the table ({n} {n:milestone|milestones})"),
    upload="Bring back the filled table (.xlsx or .csv)",
    counts=Counted(
        "{n} {n:row|rows} will be written; {same} {same:stands|stand} so already; {blank} {blank:is|are} empty."
    ),
    nothing=Counted("0 changes: {same} {same:row stands|rows stand} so already, {blank} {blank:is|are} empty."),
    stands="Stands",
    becomes="Becomes",
    never="Never reported",
    asks="Look again before writing:",
    sure="Yes, as it says",
    save=Counted("Write {n} {n:row|rows}"),
    feed="Calendar of deadlines",
)
