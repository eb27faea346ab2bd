"""A city's files, in and out: bytes become rows, rows become checked records, records are written, all or none."""
