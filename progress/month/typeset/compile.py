"""Runs typst in a process of its own: what it keeps in memory between two documents would otherwise stay in the server, and
a document that cannot be laid out takes nothing down with it.

stdin: JSON {"data", "timestamp", "standards", "ppi"}; stdout: the PDF, then each page as PNG, each after its length (8 bytes,
big-endian).  A document that cannot be laid out: its error on stderr, exit 1.
"""

import json
import struct
import sys
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).parent


def main() -> int:
    """Reads from stdin what is asked for and writes the documents to stdout, as said above."""
    asked = json.load(sys.stdin.buffer)
    compiler = typst.Compiler(HERE / "report.typ", root=HERE, ignore_system_fonts=True)
    made = []
    try:
        for form, more in (("pdf", {"pdf_standards": asked["standards"]}), ("png", {"ppi": asked["ppi"]})):
            given: dict[str, Any] = {
                "format": form,
                "sys_inputs": {"form": form, "data": asked["data"]},
                "timestamp": asked["timestamp"],
            }
            try:
                found = compiler.compile(**given, **more)
            except typst.TypstError as error:
                if form != "pdf" or "could not be displayed" not in str(error):
                    raise
                found = compiler.compile(**given)  # a letter no font has: a box on paper, no archive's PDF
            made += found if isinstance(found, list) else [found]
    except typst.TypstError as error:
        print(error, file=sys.stderr)
        return 1
    for content in made:
        sys.stdout.buffer.write(struct.pack(">Q", len(content)) + content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
