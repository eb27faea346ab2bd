"""Who a person is and what he may do: accounts, sessions, rights, the keys of calendars."""
