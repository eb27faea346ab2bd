"""What goes out to people: reminders, calendars and the workbook an agency fills in."""
