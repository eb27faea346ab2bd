from progress.say.words.method import Method

WORDS = Method(
    lead="Mỗi con số trên màn hình, trong hình và trong tệp đều do một hàm duy nhất tính theo các định nghĩa dưới đây. Các ví dụ dùng số liệu đang chọn.",
    more_rules="Quy tắc chung",
    identity="Các nhóm cộng lại đúng bằng phạm vi: {sum} = {scope} mốc (đã kiểm tra). Hủy bỏ đứng riêng: {cancelled}.",
    rules=(
        "Mọi ngày là ngày ở Việt Nam. Một ngày chỉ được coi là đã qua khi đã hết ngày: mốc hạn hôm nay chưa quá hạn.",
        "Hai mốc thời gian: ngày việc xảy ra và lúc được ghi nhận. Điều ghi nhận hoặc xảy ra về sau không làm đổi câu trả lời cũ.",
        "Gia hạn, tạm dừng, hủy bỏ có hiệu lực từ ngày quyết định trở đi, không lùi về trước và không sau khi đã hoàn thành. Hạn gốc không bao giờ bị ghi đè.",
        "Năm của một mốc là năm của hạn gốc; mốc không có hạn có cột riêng, nên các năm cộng lại đúng bằng tổng.",
        "Tỷ lệ của nhóm lớn cộng số đếm rồi mới chia, không lấy trung bình các tỷ lệ.",
        "Mốc có nhiều cơ quan chỉ tính cho cơ quan chủ trì.",
        "Không xác định thì ghi “—”, không ghi 0% hay 100%. 100% chỉ khi đúng bằng 100%.",
        "Kỳ báo cáo tháng từ ngày 15 tháng trước đến ngày 14 (Nghị định 09/2019/NĐ-CP, điều 12); trước tháng 3/2019 là tháng dương lịch.",
        "Đứng yên: mốc chưa xong mà tình trạng và phần trăm không đổi từ 3 kỳ trở lên.",
    ),
    counts_title="Các nhóm và các số đếm",
)
