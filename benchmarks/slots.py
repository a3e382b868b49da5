"""How full the slots of an endpoint are while an experiment plays games of models there, and what faults cost.

As a script, `python -m benchmarks.slots`, with the stub of this project in a process of its own. It says how
full the slots were while there was a game to begin, how long the tail took after that, and whether each game was sealed
once. With `--faults` three in ten replies are faulty: rate limits, errors, broken lines, refusals and nonsense alike.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wargame.batch.experiment_file import read_experiment
from wargame.batch.planned import plan
from wargame.batch.run_ledger import contents
from wargame.batch.runner import BatchProgress, run_experiment

BUDGET = "budget: {tokens: 1000000000}\n"
STUDY = """
name: slots
game: {scenario: first-download, turns: TURNS, seats: {rome: "llm:stub@URL"}}
factors:
  - name: threats
    levels: [{name: as usual}, {name: cost no trust, params: {trust_threat: 0}}]
seeds: {first: 1, count: PAIRS}
outcomes:
  - {name: trust, reads: {kind: value, of: [rome.trust.washington]}, at: end}
"""
FAULTS = ("429", "500", "503", "dropped", "truncated", "malformed", "prose", "refusal", "no-usage", "illegal")
EACH = 0.03
SAMPLED = 0.25
"""Seconds between two looks at how many requests are open."""


@dataclass
class SlotsFilled:
    """What came of one run."""

    games: int
    sealed: int
    lines: int
    """Lines of the ledger that seal a game: as many as games, unless one was played twice."""
    failed: int
    filled: float
    """Share of the slots in use, on average from the first time that all were to the last game's beginning."""
    rise: float
    """Seconds until all were in use first."""
    steady: float
    """Seconds from then to the last game's beginning."""
    tail: float
    """Seconds from there to the end."""
    over_all: float
    """Share of the slots in use over the whole run."""


@contextmanager
def _stub(latency: float, slots: int, faults: bool) -> Iterator[str]:
    words = [sys.executable, "-m", "wargame.stub", "--port", "0", "--seed", "3"]
    words += ["--latency", str(latency), "--slots", str(slots)]
    for kind in FAULTS if faults else ():
        words += ["--fault", f"{kind}={EACH}"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as served:
        assert served.stdout is not None
        try:
            yield served.stdout.readline().strip()
        finally:
            served.terminate()


def measured(
    games: int, slots: int, latency: float, turns: int, faults: bool, folder: Path, at_once: int, *, is_capped: bool
) -> SlotsFilled:
    """Play an even number of games of one model seat each, so many at once, under a cap that is far away or none."""
    with _stub(latency, slots, faults) as url:
        text = STUDY.replace("TURNS", str(turns)).replace("URL", url).replace("PAIRS", str(games // 2))
        text += BUDGET if is_capped else ""
        (folder / "study.yaml").write_text(text, encoding="utf-8")
        planned, out = plan(read_experiment(folder / "study.yaml")), folder / "games"
        samples: list[tuple[float, int]] = []
        ends: list[float] = []
        over = threading.Event()

        def look() -> None:
            tally = f"{re.sub(r'/v1$', '', url)}/tally"
            while not over.wait(SAMPLED):
                with urllib.request.urlopen(tally, timeout=10) as reply:
                    samples.append((time.monotonic(), json.loads(reply.read())["open"]))

        def told(at: BatchProgress) -> None:
            ends.append(time.monotonic())

        watching, begun = threading.Thread(target=look), time.monotonic()
        watching.start()
        try:
            found = run_experiment(planned, out, games=at_once, progress=told)
        finally:
            over.set()
            watching.join()
        ended = time.monotonic()
    last = sorted(ends)[max(0, games - at_once - 1)]
    full = next((at for at, opened in samples if opened >= slots), begun)
    steady = [min(opened, slots) for at, opened in samples if full <= at <= last]
    sealing = sum(path.read_bytes().count(b'"what":"sealed"') for path in out.glob("ledger-*"))
    return SlotsFilled(
        games=games,
        sealed=len(contents(out).sealed),
        lines=sealing,
        failed=len(found.failed),
        filled=statistics.fmean(steady) / slots if steady else 0.0,
        rise=full - begun,
        steady=max(0.0, last - full),
        tail=ended - last,
        over_all=statistics.fmean(min(opened, slots) for _, opened in samples) / slots,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if a game was lost or counted twice."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.slots", description=__doc__)
    parser.add_argument("--games", type=int, default=200, help="an even number, more than the slots (default 200)")
    parser.add_argument("--slots", type=int, default=64, help="of the stub, and games at once (default 64)")
    parser.add_argument("--at-once", type=int, help="games that are played at once (default: as many as slots)")
    parser.add_argument("--no-cap", action="store_true", help="no cap of tokens; else one that is far away")
    parser.add_argument("--latency", type=float, default=6.0, help="seconds of each reply (default 6)")
    parser.add_argument("--turns", type=int, default=3, help="turns of a game (default 3)")
    parser.add_argument("--faults", action="store_true", help="three in ten replies are faulty")
    chosen = parser.parse_args(arguments)
    at_once = chosen.at_once or chosen.slots
    if chosen.games % 2 or not chosen.slots <= at_once < chosen.games:
        parser.error(
            f"--games {chosen.games} --at-once {at_once}: games must be even, and more than those at once, which "
            f"are the {chosen.slots} slots or more"
        )
    with tempfile.TemporaryDirectory(prefix="wargame-bench-") as name:
        stub = (chosen.slots, chosen.latency, chosen.turns, chosen.faults)
        found = measured(chosen.games, *stub, Path(name), at_once, is_capped=not chosen.no_cap)
    print(f"{found.games} games, {found.sealed} sealed in {found.lines} lines, {found.failed} failed")
    print(f"slots filled: {found.filled:.3f} over {found.steady:.0f} s, from all in use to the last game's beginning")
    print(f"{found.rise:.0f} s until all were in use, a tail of {found.tail:.0f} s; {found.over_all:.3f} over the run")
    return 0 if found.games == found.sealed == found.lines else 1


if __name__ == "__main__":
    raise SystemExit(main())
