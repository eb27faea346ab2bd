"""Every word, number and name as a reader's language writes it."""
