from progress.say.formats import Counted
from progress.say.words.start import Start

WORDS = Start(
    welcome="Welcome. Two ways to begin",
    empty="The database holds no plan yet.",
    step_demo="Look around with illustrative data: run this, then reload the page",
    step_load="Load your own plan: a folder of CSV files, or one workbook with sheets agencies, plans, milestones, progress",
    step_format="Required columns: agencies (code, name) · plans (code, title) · milestones (code, plan, agency, title) · progress (milestone, reported_on, status)",
    load_here="Or load it right here",
    setup_code="Set-up code",
    setup_help="Printed by the server when it starts; it works only while the database is empty.",
    wrong_code="That is not the set-up code. Look for the line “Mã cài đặt” where the server was started.",
    choose_files="CSV or Excel files",
    would_write="Would add {added}. Nothing is written yet.",
    write="Write to the database",
    refused_file=Counted("Nothing was written: {n} {n:cell needs|cells need} mending."),
)
