from progress.say.formats import Counted
from progress.say.words.history import History

WORDS = History(
    lead="Two days beside each other, both with all that is recorded now.",
    numbers="The numbers of the two days",
    figures="The figures of the two days",
    end_of="End of {day}",
    moves_title=Counted("Deadlines moved {n} {n:time|times}, {days} {days:day|days} in all; most in {month} ({most})"),
    moves_none="No deadline has been moved.",
    moves_subtitle="Extensions by the month they were decided in",
    moves_hover=Counted("{month}: {n} {n:time|times}, {days} {days:day|days}"),
    change_scope_title=Counted(
        "The last {n} {n:period|periods}: {added} added, {cancelled} cancelled; the scope is now {scope} {scope:milestone|milestones}"
    ),
    change_scope_subtitle="Up: added to the plan; down: cancelled (less those taken up again), by report period",
    spi_title="SPI {spi}; {due} of what was due is done, {on_time} of the outcomes on time",
    spi_subtitle="At the end of each report period; an SPI of 100% is as planned",
    spi_explained="SPI = weight done / weight whose original deadline has passed. Alone it misleads twice: early work makes up for late work, and once all is done it is 1 however late. So it always stands beside the two rates.",
)
