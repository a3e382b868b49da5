"""The project's own measurements, each beside its target; the peer engine runs in the same minute on the same machine.

What is decided here is how a number is taken, not what it should be: targets are promises of the README.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from wargame.core.moves import Decision
from wargame.rules.course import Asked, Course, seldom_collecting
from wargame.table.opening import choose, new_table
from wargame.transcript.chain import read
from wargame.transcript.header import Game, game_of
from wargame.transcript.verify import decisions_of, verify

SCENARIO, CORE = "between-the-giants", "core"
CORE_SEATS, FULL_SEATS = 7, 14
SEED = 7
GAMES: dict[str | None, Game] = {}
"""Packs that were read already: reading them is measured apart from playing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table."""

    what: str
    value: float | None
    """The median; null where it was skipped."""
    unit: str
    target: float | None
    """At most this; null where nothing is promised."""
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target is met, if there is one and it was measured."""
        return None if self.value is None or self.target is None else self.value <= self.target


def median_ms(work: Callable[[], object], runs: int) -> float:
    """Median wall time in milliseconds, after one run that is not counted."""
    work()
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def game(variant: str | None) -> Game:
    """The scripted grand game."""
    return choose(SCENARIO, variant=variant, seed=SEED, everyone="scripted")


def play(variant: str | None, out: Path) -> None:
    """One whole scripted game, recorded and made safe at the end; the file is replaced."""
    if variant not in GAMES:
        GAMES[variant] = game(variant)
    out.unlink(missing_ok=True)
    asyncio.run(new_table(GAMES[variant], out, sync="end").play())


# rules alone


def drive(course: Course, rounds: dict[str, Sequence[Decision]]) -> None:
    """Play a game from recorded decisions: no player, no view, no log."""
    steps = course.run()
    step = next(steps, None)
    while step is not None:
        try:
            if isinstance(step, Asked):
                step = steps.send(rounds[f"{step.turn}.{step.phase}{step.round or ''}"])
            else:
                step = next(steps)
        except StopIteration:
            return


def rules_alone(transcript: Path, runs: int) -> list[Line]:
    """Rules and fold without players, per turn of a seat, from the decisions of a recorded game."""
    record = read(transcript)
    rounds: dict[str, list[Decision]] = {}
    for decision in decisions_of(record).values():
        rounds.setdefault(decision.id.rpartition(".")[0], []).append(decision)
    book, start = game_of(record).opening()
    ready: dict[str, Sequence[Decision]] = dict(rounds)
    with seldom_collecting():  # as the program itself does while it plays or verifies
        whole = median_ms(lambda: drive(Course(book, start), ready), runs)
    actors, turns = len(book.setting.seats), book.setting.turns
    return [
        Line(
            "rules and fold, a turn of a seat",
            whole / turns / CORE_SEATS,
            "ms",
            0.3,
            f"{CORE_SEATS} seats, {turns} turns; the {actors - CORE_SEATS} actors without a seat decide too",
        ),
        Line("the same by actor", whole / turns / actors, "ms", None, f"{actors} actors"),
    ]


def peer_phase(runs: int) -> Line:
    """One movement phase of the `diplomacy` engine, legal orders and resolution, per power."""
    what = "peer engine (diplomacy), a movement phase of a power"
    try:
        engine: Any = importlib.import_module("diplomacy")
    except ImportError as missing:
        return Line(what, None, "ms", None, f"skipped: {missing}; `make bench` installs it")
    chance, powers = random.Random(SEED), 7
    times: list[float] = []
    for _ in range(max(2, runs // 2)):
        peer = engine.Game()
        for _ in range(20):
            if peer.is_game_done:
                break
            moving = str(peer.get_current_phase()).endswith("M")
            begun = time.perf_counter()
            possible = peer.get_all_possible_orders()
            spent = time.perf_counter() - begun
            for power in peer.powers:
                orders = [chance.choice(possible[at]) for at in peer.get_orderable_locations(power) if possible[at]]
                peer.set_orders(power, orders)
            begun = time.perf_counter()
            peer.process()
            if moving:
                times.append((spent + time.perf_counter() - begun) * 1000)
    note = f"{len(times) - 1} phases with random legal orders, {powers} powers"
    return Line(what, statistics.median(times[1:]) / powers, "ms", None, note)


# the rest


def whole_games(folder: Path, runs: int) -> list[Line]:
    """Whole scripted games with their transcript, and proving one against playing it."""
    core, full = folder / "core.jsonl", folder / "full.jsonl"
    played = median_ms(lambda: play(CORE, core), runs)
    played_full = median_ms(lambda: play(None, full), max(3, runs // 2))
    proved = median_ms(lambda: verify(core), runs)
    return [
        Line(f"scripted game, {CORE_SEATS} seats, 10 turns, recorded", played, "ms", 100),
        Line(f"scripted game, {FULL_SEATS} seats, 10 turns, recorded", played_full, "ms", 300),
        Line("reading that pack from its files", median_ms(lambda: game(CORE), max(3, runs // 2)), "ms", None),
        Line("verify that game", proved, "ms", played, "target: no longer than playing it"),
        Line("verify against play", proved / played, "x", 1.0),
        Line("transcript, 7 seats", core.stat().st_size / 1e6, "MB", None),
        Line("transcript, 14 seats", full.stat().st_size / 1e6, "MB", None),
    ]


def peak_memory() -> Line:
    """Peak memory of a process that plays one full table."""
    found = subprocess.run(
        [sys.executable, __file__, "--memory-of-a-game"], check=True, capture_output=True, text=True, env=_environment()
    )
    return Line("peak memory, 14 seats", float(found.stdout), "MB", 100, "a process of its own, Python included")


def memory_of_a_game() -> float:
    """Play a full table and tell the peak of this process, in megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        play(None, Path(folder) / "game.jsonl")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def starting_up(runs: int) -> list[Line]:
    """How long the command takes to say what it can do, against an interpreter that does nothing."""
    script = Path(sys.prefix) / "bin" / "wargame"
    bare = median_ms(lambda: _quiet([sys.executable, "-c", "pass"]), runs)
    if not script.exists():
        return [Line("wargame --help", None, "ms", None, f"skipped: {script.name} is not installed here")]
    try:
        helped = median_ms(lambda: _quiet([str(script), "--help"]), runs)
    except subprocess.CalledProcessError as fault:
        return [Line("wargame --help", None, "ms", None, f"skipped: it ends with {fault.returncode}")]
    return [
        Line("python -c pass", bare, "ms", None),
        Line("wargame --help", helped, "ms", None),
        Line("wargame --help against bare Python", helped / bare, "x", 12),
    ]


def _quiet(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment())


def _environment() -> dict[str, str]:
    root = str(Path(__file__).resolve().parent.parent)
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH", ""))))}


def measure(runs: int) -> list[Line]:
    """All measurements, in the order of the table."""
    with tempfile.TemporaryDirectory(prefix="wargame-bench-") as name:
        folder = Path(name)
        games = whole_games(folder, runs)
        rules = rules_alone(folder / "core.jsonl", runs)
    peer = peer_phase(runs)
    ours = rules[0].value
    ratio = ours / peer.value if ours is not None and peer.value else None
    compared = Line("rules against the peer engine", ratio, "x", None, "" if ratio else "skipped: no peer engine")
    return [*rules, peer, compared, *games, peak_memory(), *starting_up(max(3, runs))]


def table(lines: Sequence[Line]) -> str:
    """The table in plain text."""
    rows = [("measurement", "median", "target", "", "")]
    for line in lines:
        value = "skipped" if line.value is None else f"{line.value:.3g} {line.unit}"
        target = "" if line.target is None else f"<= {line.target:.3g} {line.unit}"
        verdict = {True: "met", False: "MISSED", None: ""}[line.met]
        rows.append((line.what, value, target, verdict, line.note))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:<{widths[2]}}  {row[3]:<{widths[3]}}  {row[4]}".rstrip()
        for row in rows
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 even where a target is missed, since machines differ: the table says so."""
    parser = argparse.ArgumentParser(prog="wargame bench", description="The project's own measurements.")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--runs", type=int, default=10, help="runs behind each median, at least 3 (default 10)")
    parser.add_argument("--memory-of-a-game", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.memory_of_a_game:
        print(memory_of_a_game())
        return 0
    if chosen.runs < 3:
        parser.error(f"--runs {chosen.runs}: a median needs at least 3 runs")
    lines = measure(chosen.runs)
    if chosen.json:
        machine = {"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count()}
        print(json.dumps({"machine": machine, "lines": [{**asdict(line), "met": line.met} for line in lines]}))
    else:
        print(table(lines))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
