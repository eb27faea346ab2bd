from progress.say.words.pack import Pack

WORDS = Pack(
    make="Tạo bộ báo cáo",
    making="Đang làm bộ báo cáo kỳ {month}...",
    download="Tải bộ báo cáo (zip, {size} MB)",
    page="Trang {n} của báo cáo",
    files="{n} tệp trong bộ báo cáo",
    size="Dung lượng",
)
