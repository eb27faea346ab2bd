from progress.say.words.overview import Overview

WORDS = Overview(
    due_done="Xong việc đến hạn",
    on_time="Đúng hạn",
    due_soon_n="Đến hạn trong 30 ngày",
    by_weight="theo trọng số {percent}",
    states_title="{n} mốc theo tình trạng",
    baseline="so hạn gốc {percent}",
)
