from progress.say.words.lists import Lists

WORDS = Lists(
    see_all="Xem các mốc",
    as_table="Xem dạng bảng",
    nothing_here="Không có mốc nào trong phạm vi đang chọn.",
    none_found="Không có mốc nào như vậy. Thử bỏ bớt điều kiện lọc.",
    open_buckets="Chưa hoàn thành",
    every_state="Mọi tình trạng",
    by_due_month="hạn gốc trong tháng {month}",
    by_done_month="hoàn thành trong tháng {month}",
    milestones_found="{n} mốc: {what}",
    and_cancelled=" · và {n} mốc hủy bỏ",
    download="Tải CSV",
    open_row="Đánh dấu ô ở đầu dòng để mở một mốc.",
    download_xlsx="Tải Excel",
    tables={
        "agencies": "cơ quan",
        "documents": "văn bản",
        "plans": "kế hoạch",
        "milestones": "mốc",
        "progress": "dòng tình hình",
        "extensions": "lần gia hạn",
    },
    rows={
        "agencies": "{n} cơ quan",
        "documents": "{n} văn bản",
        "plans": "{n} kế hoạch",
        "milestones": "{n} mốc",
        "progress": "{n} dòng tình hình",
        "extensions": "{n} lần gia hạn",
    },
)
