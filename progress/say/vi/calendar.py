from progress.say.words.calendar import Calendar

WORDS = Calendar(
    lead="Một địa chỉ riêng để điện thoại, Outlook hoặc Google Calendar tự lấy hạn các mốc. Ai có địa chỉ này đều đọc được lịch.",
    once="Địa chỉ chỉ hiện một lần. Hãy chép vào chương trình lịch (“đăng ký lịch”, “thêm từ URL”):",
    make="Tạo địa chỉ lịch",
    again="Tạo địa chỉ mới, bỏ địa chỉ cũ",
    end="Tắt lịch",
    name="Hạn các mốc của {agency}",
    all="Hạn các mốc của thành phố",
    overdue="QUÁ HẠN: {title}",
)
