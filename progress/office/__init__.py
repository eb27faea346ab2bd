"""The month's report as files an office goes on working with: a workbook, slides and a text, from `Contents` alone.

Their charts are native, so that numbers and words can still be changed; the bytes are the same on every machine.
"""
