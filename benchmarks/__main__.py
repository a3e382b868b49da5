"""`python -m benchmarks`: every measurement beside its target.

The exit code is 0 even where a target is missed, since machines differ: the table says so.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from benchmarks import (
    against,
    batch,
    forks,
    games,
    models,
    packs,
    replays,
    reports,
    rooms,
    screens,
    seats,
    tried_claims,
)
from benchmarks.lines import Line, table
from benchmarks.ratios import FEWEST

PARTS: Mapping[str, Callable[[int], list[Line]]] = {
    "games": games.measure,
    "batch": batch.measure,
    "forks": forks.measure,
    "models": models.measure,
    "packs": packs.measure,
    "screens": screens.measure,
    "seats": seats.measure,
    "replays": replays.measure,
    "reports": reports.measure,
    "rooms": rooms.measure,
    "claims": tried_claims.measure,
}
"""What is measured, by name."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="wargame bench", description="The project's own measurements.")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--runs", type=int, default=10, help="runs behind each median, at least 3 (default 10)")
    parser.add_argument("--only", choices=PARTS, action="append", help="only this part; may be repeated")
    parser.add_argument("--base", metavar="REV", help="measure this revision beside the tree and print ratios")
    parser.add_argument("--row", action="append", default=[], help="with --base: only rows with this in their name")
    chosen = parser.parse_args(arguments)
    fewest = FEWEST if chosen.base else 3
    if chosen.runs < fewest:
        parser.error(f"--runs {chosen.runs}: at least {fewest} are needed")
    if chosen.base and chosen.only:
        parser.error(f"--only {chosen.only[0]}: with --base rows are chosen by name; say --row WORD in its place")
    if chosen.row and not chosen.base:
        parser.error(f"--row {chosen.row[0]}: rows are compared with an earlier revision; say --base REV too")
    if chosen.base:
        return compare(chosen.base, chosen.runs, chosen.row, chosen.json)
    lines = [line for name, part in PARTS.items() if name in (chosen.only or PARTS) for line in part(chosen.runs)]
    if chosen.json:
        machine = {"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count()}
        print(json.dumps({"machine": machine, "lines": [{**asdict(line), "met": line.met} for line in lines]}))
    else:
        print(table(lines))
    return 0


def compare(revision: str, pairs: int, only: Sequence[str], as_json: bool) -> int:
    """Measure a revision beside the tree and print the rows as they come; 2 if there is no such revision."""
    try:
        if as_json:
            rows = [{**asdict(row), "verdict": row.verdict} for row in against.measure(revision, pairs, only)]
            print(json.dumps({"base": revision, "pairs": pairs, "rows": rows}))
            return 0
        print(against.header(revision), flush=True)
        for row in against.measure(revision, pairs, only):
            print(against.told(row), flush=True)
    except ValueError as fault:
        print(f"benchmarks: {fault}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
