from progress.say.words.start import Start

WORDS = Start(
    welcome="Chào mừng. Hai cách để bắt đầu",
    empty="Cơ sở dữ liệu chưa có kế hoạch nào.",
    step_demo="Xem thử với dữ liệu minh họa: chạy lệnh này rồi tải lại trang",
    step_load="Nạp kế hoạch của đơn vị: một thư mục tệp CSV, hoặc một tệp Excel có các trang agencies, plans, milestones, progress",
    step_format="Cột bắt buộc: agencies (code, name) · plans (code, title) · milestones (code, plan, agency, title) · progress (milestone, reported_on, status)",
    load_here="Hoặc nạp ngay tại đây",
    setup_code="Mã cài đặt",
    setup_help="In trên màn hình của máy chủ khi khởi động; chỉ dùng được khi cơ sở dữ liệu còn trống.",
    wrong_code="Mã cài đặt không đúng. Xem lại dòng “Mã cài đặt” trên màn hình máy chủ.",
    choose_files="Tệp CSV hoặc Excel",
    would_write="Sẽ thêm {added}. Chưa ghi gì.",
    write="Ghi vào cơ sở dữ liệu",
    refused_file="Không ghi gì: {n} ô cần sửa.",
)
