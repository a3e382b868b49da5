"""Equal runs of lines in two files, as pylint's duplicate-code check counts them: `python -m tests.house.duplicates`.

pylint's own settings hold but for the six lines: imports, signatures, docstrings and comments do not count. It names
two places of a copy and never a third, so the count is a floor.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SHORTEST = 6
"""What pylint is given as `min-similarity-lines`; it names runs that are longer than this."""
LIMIT = 0
"""Most pairs of equal runs that may be left."""
_SPAN = re.compile(r"^==(?P<module>[\w.]+):\[(?P<first>\d+):(?P<last>\d+)\]", re.MULTILINE)


class Pair(NamedTuple):
    """One run of lines that stands in two files."""

    places: tuple[str, ...]
    lines: int


def pairs(root: Path = ROOT, package: str = "wargame") -> tuple[Pair, ...]:
    """Every pair that the check names below `root`; RuntimeError if pylint could not look."""
    files = sorted(str(path.relative_to(root)) for path in (root / package).rglob("*.py"))
    options = ["--rcfile=/dev/null", "--disable=all", "--enable=duplicate-code", "--jobs=1", "--score=no"]
    command = [sys.executable, "-m", "pylint", *options, f"--min-similarity-lines={SHORTEST}", *files]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 8) or done.stderr:
        raise RuntimeError(f"pylint ended with {done.returncode}: {done.stderr or done.stdout}")
    found = []
    for message in done.stdout.split("R0801")[1:]:
        spans = list(_SPAN.finditer(message))
        lines = max(int(span["last"]) - int(span["first"]) for span in spans)
        found.append(Pair(tuple(f"{span['module']}:{int(span['first']) + 1}" for span in spans), lines))
    return tuple(found)


def main(root: str = str(ROOT)) -> int:
    """Print each pair and the count; 1 if there are more than the limit allows."""
    found = pairs(Path(root))
    for pair in found:
        print(f"{pair.lines} lines: {' = '.join(pair.places)}")
    lines = sum(pair.lines for pair in found)
    print(f"{len(found)} pairs of equal runs, {lines} lines; at most {LIMIT} pairs may be left")
    return int(len(found) > LIMIT)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:2]))
