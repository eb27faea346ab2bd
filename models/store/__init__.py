"""The database itself: its tables, opening and migrating it, backups, the settings of the environment, the clock and plain text."""
