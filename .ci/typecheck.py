"""What the type checker finds, against `typecheck.txt`: the findings known, counted by file and rule.

A finding more fails, and so does a line of `typecheck.txt` of which fewer are left: the list only shrinks.
`python .ci/typecheck.py --shrink` takes out what no longer occurs. It never adds: a finding that cannot be mended is added by hand, where a review sees it.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
KNOWN = Path(__file__).with_name("typecheck.txt")


def found() -> tuple[Counter, list[dict]]:
    """How often each (file, rule) was found, and the findings."""
    command = [sys.executable, "-m", "ty", "check", "--python", sys.prefix, "--output-format", "gitlab", "--exit-zero"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if ran.returncode:
        sys.exit(ran.stderr)
    findings = json.loads(ran.stdout)
    return Counter((one["location"]["path"], one["check_name"]) for one in findings), findings


def known() -> Counter:
    """`typecheck.txt`: a line "count file rule" each."""
    lines = (line.split() for line in KNOWN.read_text().splitlines() if not line.startswith("#"))
    return Counter({(file, rule): int(count) for count, file, rule in lines})


def main() -> int:
    """Says every finding of a file and rule that has more than are known, and every line that is out of date."""
    now, findings = found()
    before = known()
    if "--shrink" in sys.argv:
        left = {key: min(count, now[key]) for key, count in sorted(before.items()) if now[key]}
        head = [line for line in KNOWN.read_text().splitlines() if line.startswith("#")]
        KNOWN.write_text("\n".join([*head, *(f"{n} {file} {rule}" for (file, rule), n in left.items())]) + "\n")
        before = Counter(left)
    for one in findings:
        if now[place := (one["location"]["path"], one["check_name"])] > before[place]:
            begins = one["location"]["positions"]["begin"]
            print(f"{place[0]}:{begins['line']}:{begins['column']}: {one['description']}")
    for (file, rule), count in before.items():
        if now[file, rule] < count:
            print(f"{KNOWN.name}: {file} {rule}: {count} known, {now[file, rule]} left (--shrink)")
    print(f"{sum(now.values())} findings, {sum(before.values())} known", file=sys.stderr)
    return now != before


if __name__ == "__main__":
    sys.exit(main())
