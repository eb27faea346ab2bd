from progress.say.words.reminders import Reminders

WORDS = Reminders(
    subjects={
        "open": "Còn {n} mốc chưa cập nhật, chốt ngày {day}",
        "closed": "Còn {n} mốc chưa cập nhật, kỳ đã chốt ngày {day}",
        "overdue": "{n} mốc quá hạn",
        "due": "{n} mốc sắp đến hạn",
    },
    hello="Kính gửi {name},",
    closed="{agency}: còn {n} mốc chưa cập nhật, kỳ đã chốt ngày {day}",
    due="Sắp đến hạn:",
    overdue="Quá hạn:",
    due_line="{title} ({code}): hạn {day}, còn {n} ngày",
    overdue_line="{title} ({code}): hạn {day}, quá hạn {n} ngày",
    link="Cập nhật tại: {link}",
    mail_subject="Báo cáo tiến độ kỳ {month}, phát hành lần {edition}",
    mail_link="Xem trên màn hình: {link}",
)
