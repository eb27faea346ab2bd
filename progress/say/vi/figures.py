from progress.say.words.figures import Figures

WORDS = Figures(
    heat_title="{n} mốc quá hạn, {most} của {agency}",
    heat_title_none="Không có mốc nào quá hạn",
    heat_subtitle="Số mốc hoàn thành trên tổng số, theo cơ quan chủ trì và năm của hạn gốc. Góc đỏ: có mốc quá hạn",
    heat_hover="{agency}<br>{year}: {count} mốc hoàn thành ({percent})<br>{overdue} mốc quá hạn",
    bars_title="{n} cơ quan còn dưới kế hoạch",
    plans_title="{n} kế hoạch còn chậm so với lịch gốc",
    bars_subtitle="Tỷ trọng hoàn thành theo trọng số; phần nhạt là tự báo cáo; vạch | là kế hoạch theo hạn gốc",
    bars_hover="{name}<br>Hoàn thành {done} theo trọng số ({count} mốc)<br>Kể cả tự báo cáo {claimed}<br>Kế hoạch {planned}",
    curve_title="Hoàn thành {done} khối lượng, chậm {gap} điểm so với kế hoạch",
    curve_title_even="Hoàn thành {done} khối lượng, không chậm so với kế hoạch",
    curve_subtitle="Lũy kế theo tháng, phần trăm trên tổng trọng số; kế hoạch theo hạn gốc",
    curve_behind="chậm {gap} điểm",
    curve_ahead="sớm {gap} điểm",
    curve_even="đúng kế hoạch",
    curve_guard="Trục bắt đầu từ {year}: {n} mốc có hạn sớm hơn, kiểm tra lại năm",
    foot="Tính đến {day}. {basis}",
    locale={
        "dictionary": {"Download plot as a PNG": "Tải hình PNG", "Download plot": "Tải hình"},
        "format": {
            "days": ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"],
            "shortDays": ["CN", "T2", "T3", "T4", "T5", "T6", "T7"],
            "months": [f"tháng {n}" for n in range(1, 13)],
            "shortMonths": [f"th.{n}" for n in range(1, 13)],
            "date": "%d/%m/%Y",
            "decimal": ",",
            "thousands": ".",
        },
    },
)
