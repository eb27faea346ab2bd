"""The parts of the screen *Cập nhật*: the form and the grid, its drafts, the workbook."""
