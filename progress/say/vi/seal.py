from progress.say.words.seal import Seal

WORDS = Seal(
    title="Kiểm tra hình, tệp hoặc bộ báo cáo",
    upload="Thả vào đây một hình, một tệp hoặc cả bộ (zip)",
    running="Đang làm lại để so sánh...",
    words={
        "same": "{file}: đúng là {name} của kỳ {month}, bản phát hành {edition}, {lang}. Giống hệt từng byte.",
        "look": "{file}: là {name} của kỳ {month}, bản phát hành {edition}, {lang}. Số liệu giống hệt; chỉ hình thức của chương trình đã đổi từ đó.",
        "different": "{file}: tự nhận là của kỳ {month}, nhưng không giống tệp nào của kỳ đó. Tệp đã bị sửa, hoặc được lưu lại bằng chương trình khác.",
        "unknown": "{file}: không nhận ra là của kỳ nào đã phát hành.",
        "pack_same": "{file}: đúng là bộ báo cáo kỳ {month}, bản phát hành {edition}, {lang}. Mọi tệp giống hệt từng byte.",
        "pack_look": "{file}: bộ báo cáo kỳ {month}, bản phát hành {edition}, {lang}. Số liệu giống hệt; chỉ hình thức của chương trình đã đổi từ đó.",
        "pack_older rules": "{file}: bộ báo cáo kỳ {month}, bản phát hành {edition}, {lang}. Phát hành trước khi quy tắc tính được lưu theo phiên bản nên không làm lại được; mọi tệp đúng mã băm đã lưu khi ấy.",
        "pack_different": "{file}: bộ báo cáo kỳ {month}, bản phát hành {edition}, {lang}, nhưng có tệp không giống bản đã phát hành:",
    },
    states={
        "look": "khác hình thức, cùng số liệu",
        "different": "khác",
        "missing": "thiếu",
        "extra": "thừa",
        "older rules": "đúng mã băm đã lưu, không làm lại được",
        "unknown": "không có mã băm để so",
    },
    languages={"vi": "tiếng Việt", "en": "tiếng Anh"},
)
