"""A plan's annex or a report as a city's offices write it, read into the tables that `load` takes.

Bytes in; tables, questions and findings out: `reading.read`.  Nothing here opens a file, follows a link or runs a macro;
`known` alone looks into the database, and only to read.  The way of a file through the room:

documents   bytes -> paragraphs and grids (word, workbook, page, separated, portable; fonts mends old encodings)
heads       what stands above a table: number, day, title, the day of the figures
columns     the words a column is known under
layout      a grid -> its header, its columns, and of each row what it is: task, group, total, note, signature ...
deadlines, states, agencies   one cell -> what it means, or that it must be asked
questions   what a person must decide, each asked once
reading     all of it for several files; tables: what is written
"""
