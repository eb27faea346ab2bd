from progress.say.words.history import History

WORDS = History(
    lead="Hai ngày cạnh nhau, cả hai theo những gì đã ghi nhận đến nay.",
    numbers="Các con số của hai ngày",
    figures="Các hình của hai ngày",
    end_of="Hết {day}",
    moves_title="{n} lần dời hạn, tổng cộng {days} ngày; nhiều nhất là tháng {month} ({most} lần)",
    moves_none="Chưa có lần dời hạn nào.",
    moves_subtitle="Số lần dời hạn, theo tháng của ngày quyết định",
    moves_hover="Tháng {month}: {n} lần, {days} ngày",
    change_scope_title="{n} kỳ gần nhất: thêm {added} mốc, hủy bỏ {cancelled}; phạm vi nay là {scope} mốc",
    change_scope_subtitle="Cột lên: mốc thêm vào kế hoạch; cột xuống: mốc hủy bỏ (trừ mốc mở lại), theo kỳ báo cáo",
    spi_title="SPI {spi}; {due} việc đến hạn đã xong, {on_time} việc có kết quả là đúng hạn",
    spi_subtitle="Cuối mỗi kỳ báo cáo; SPI 100% là đúng bằng kế hoạch",
    spi_explained="SPI = trọng số đã hoàn thành / trọng số có hạn gốc đã qua. Đứng một mình nó đánh lừa hai lần: việc xong sớm bù cho việc trễ, và khi mọi việc đã xong nó bằng 1 dù trễ bao lâu. Vì vậy nó luôn đi cùng hai tỷ lệ bên cạnh.",
)
