from progress.say.formats import Counted
from progress.say.words.lists import Lists

WORDS = Lists(
    see_all="See the milestones",
    as_table="See as a table",
    nothing_here="No milestone is in the chosen scope.",
    none_found="No such milestone. Try fewer filters.",
    open_buckets="Not done",
    every_state="Every state",
    by_due_month="originally due in {month}",
    by_done_month="done in {month}",
    milestones_found=Counted("{n} {n:milestone|milestones}: {what}"),
    and_cancelled=" · and {n} cancelled",
    download="Download CSV",
    open_row="Tick the box at the head of a row to open a milestone.",
    download_xlsx="Download Excel",
    tables={
        "agencies": "agencies",
        "documents": "documents",
        "plans": "plans",
        "milestones": "milestones",
        "progress": "status lines",
        "extensions": "extensions",
    },
    rows={
        "agencies": Counted("{n} {n:agency|agencies}"),
        "documents": Counted("{n} {n:document|documents}"),
        "plans": Counted("{n} {n:plan|plans}"),
        "milestones": Counted("{n} {n:milestone|milestones}"),
        "progress": Counted("{n} status {n:line|lines}"),
        "extensions": Counted("{n} {n:extension|extensions}"),
    },
)
