from progress.say.words.forecast import Forecast

WORDS = Forecast(
    title="Dự báo: từ {low} đến {high} trong {n} mốc sắp đến hạn sẽ xong đúng hạn ({low_share}-{high_share})",
    record="Căn cứ: {kept}/{of} mốc đến hạn trong {times} lần 30 ngày trước, khi ấy chưa xong, đã xong đúng hạn.",
    how="Nếu các mốc tới được thực hiện như các mốc đã qua thì trong {covers} trường hợp số mốc xong đúng hạn nằm trong khoảng này (phân phối nhị thức-beta); mỗi lần thử chỉ dùng những gì đã ghi nhận lúc đó.",
    tried="Thử với {n} lần 30 ngày trước: nói được {said} lần, đúng {hits}.",
    few="Chưa dự báo: mới có {n} mốc có hạn đã hoàn thành, cần ít nhất {enough}.",
    none_due="Chưa dự báo: không có mốc nào đến hạn trong 30 ngày.",
    wide="Chưa dự báo: {kept}/{of} mốc đã qua chưa đủ để loại trừ kết quả nào trong {n} mốc sắp đến hạn.",
    trials="Các lần thử",
    day="Hỏi hết ngày",
    at_stake="Mốc sắp đến hạn",
    known="Căn cứ khi đó",
    range="Dự báo",
    came="Đã xong đúng hạn",
    hit="Kết quả",
    right="✓ đúng",
    wrong="× sai",
    silent="không dự báo",
)
