"""Rules, whole games, memory and starting up; the peer engine runs in the same minute on the same machine.

Run as a script it plays one full table and tells the peak memory of its process.
"""

from __future__ import annotations

import asyncio
import importlib
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.lines import Line, environment, median_ms
from wargame.core.moves import Decision
from wargame.gc_tuning import seldom_collecting
from wargame.rules.turn.sequence import Asked, SequenceOfPlay
from wargame.table.opening import choose, new_game
from wargame.transcript.reading import read
from wargame.transcript.setup import GameSetup, game_of
from wargame.transcript.verify import decisions_of, verify

SCENARIO, CORE = "between-the-giants", "core"
CORE_SEATS, FULL_SEATS = 7, 14
SEED = 7
GAMES: dict[str | None, GameSetup] = {}
"""Packs that were read already: reading them is measured apart from playing."""


def game(variant: str | None) -> GameSetup:
    """The scripted grand game."""
    return choose(SCENARIO, variant=variant, seed=SEED, everyone="scripted")


def play(variant: str | None, out: Path) -> None:
    """One whole scripted game, recorded and made safe at the end; the file is replaced."""
    if variant not in GAMES:
        GAMES[variant] = game(variant)
    out.unlink(missing_ok=True)
    asyncio.run(new_game(GAMES[variant], out, sync="end").play())


# rules alone


def drive(sequence: SequenceOfPlay, rounds: dict[str, Sequence[Decision]]) -> None:
    """Play a game from recorded decisions: no player, no view, no log."""
    steps = sequence.run()
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
        whole = median_ms(lambda: drive(SequenceOfPlay(book, start), ready), runs)
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
        [sys.executable, "-m", "benchmarks.games"], check=True, capture_output=True, text=True, env=environment()
    )
    return Line("peak memory, 14 seats", float(found.stdout), "MB", 100, "a process of its own, Python included")


def memory_of_a_game() -> float:
    """Play a full table and tell the peak of this process, in megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        play(None, Path(folder) / "game.jsonl")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def starting_up(runs: int) -> list[Line]:
    """How long an import takes, and the command to say what it can do, against an interpreter that does nothing."""
    script = Path(sys.prefix) / "bin" / "wargame"
    bare = median_ms(lambda: _quiet([sys.executable, "-c", "pass"]), runs)
    imported = median_ms(lambda: _quiet([sys.executable, "-c", "import wargame"]), runs)
    begun = [
        Line("python -c pass", bare, "ms", None),
        Line("import wargame against bare Python", imported / bare, "x", 4),
    ]
    if not script.exists():
        return [*begun, Line("wargame --help", None, "ms", None, f"skipped: {script.name} is not installed here")]
    try:
        helped = median_ms(lambda: _quiet([str(script), "--help"]), runs)
    except subprocess.CalledProcessError as fault:
        return [*begun, Line("wargame --help", None, "ms", None, f"skipped: it ends with {fault.returncode}")]
    return [
        *begun,
        Line("wargame --help", helped, "ms", None),
        Line("wargame --help against bare Python", helped / bare, "x", 10),
    ]


def _quiet(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment())


def measure(runs: int) -> list[Line]:
    """The rules, the peer engine, whole games, memory and starting up."""
    with tempfile.TemporaryDirectory(prefix="wargame-bench-") as name:
        folder = Path(name)
        games = whole_games(folder, runs)
        rules = rules_alone(folder / "core.jsonl", runs)
    peer = peer_phase(runs)
    ours = rules[0].value
    ratio = ours / peer.value if ours is not None and peer.value else None
    compared = Line("rules against the peer engine", ratio, "x", None, "" if ratio else "skipped: no peer engine")
    return [*rules, peer, compared, *games, peak_memory(), *starting_up(max(3, runs))]


if __name__ == "__main__":
    print(memory_of_a_game())
