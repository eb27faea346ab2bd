from progress.say.formats import Counted
from progress.say.words.pack import Pack

WORDS = Pack(
    make="Make the pack",
    making="Making the pack of {month}...",
    download="Download the pack (zip, {size} MB)",
    page="Page {n} of the report",
    files=Counted("{n} {n:file|files} in the pack"),
    size="Size",
)
