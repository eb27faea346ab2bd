from progress.say.words.history import History

WORDS = History(
    lead="Two days beside each other, both with all that is recorded now.",
    numbers="The numbers of the two days",
    figures="The figures of the two days",
    end_of="End of {day}",
    moves_title="Deadlines moved {n} times, {days} days in all; most in {month} ({most})",
    moves_none="No deadline has been moved.",
    moves_subtitle="Extensions by the month they were decided in",
    moves_hover="{month}: {n} times, {days} days",
    change_scope_title="The last {n} periods: {added} added, {cancelled} cancelled; the scope is now {scope} milestones",
    change_scope_subtitle="Up: added to the plan; down: cancelled (less those taken up again), by report period",
    spi_title="SPI {spi}; {due} of what was due is done, {on_time} of the outcomes on time",
    spi_subtitle="At the end of each report period; an SPI of 100% is as planned",
    spi_explained="SPI = weight done / weight whose original deadline has passed. Alone it misleads twice: early work makes up for late work, and once all is done it is 1 however late. So it always stands beside the two rates.",
)
