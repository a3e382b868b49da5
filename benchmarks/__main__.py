"""`python -m benchmarks`: every measurement beside its target.

The exit code is 0 even where a target is missed, since machines differ: the table says so.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from benchmarks import games, models, screens
from benchmarks.lines import Line, table

PARTS: Mapping[str, Callable[[int], list[Line]]] = {
    "games": games.measure,
    "models": models.measure,
    "screens": screens.measure,
}
"""What is measured, by name."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="wargame bench", description="The project's own measurements.")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--runs", type=int, default=10, help="runs behind each median, at least 3 (default 10)")
    parser.add_argument("--only", choices=PARTS, action="append", help="only this part; may be repeated")
    chosen = parser.parse_args(arguments)
    if chosen.runs < 3:
        parser.error(f"--runs {chosen.runs}: a median needs at least 3 runs")
    lines = [line for name, part in PARTS.items() if name in (chosen.only or PARTS) for line in part(chosen.runs)]
    if chosen.json:
        machine = {"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count()}
        print(json.dumps({"machine": machine, "lines": [{**asdict(line), "met": line.met} for line in lines]}))
    else:
        print(table(lines))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
