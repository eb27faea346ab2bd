"""An issued month: fixed, laid out as files, and made again to the byte."""
