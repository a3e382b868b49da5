"""What is measured inside a process, for any revision: a row's name comes in on a line, seconds go out as JSON.

It runs as a script with the measured revision first on the path, and finds what it needs under the names that the
revision gives it. A row that a revision cannot run is answered with the reason.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

SCENARIO, SEED = "between-the-giants", 7
PLACES: Mapping[str, tuple[str, ...]] = {
    "choose": ("wargame.table.opening.choose",),
    "new_game": ("wargame.table.opening.new_game", "wargame.table.opening.new_table"),
    "read": ("wargame.transcript.reading.read", "wargame.transcript.chain.read"),
    "verify": ("wargame.transcript.verify.verify",),
    "decisions_of": ("wargame.transcript.verify.decisions_of",),
    "game_of": ("wargame.transcript.setup.game_of", "wargame.transcript.header.game_of"),
    "Sequence": ("wargame.rules.turn.sequence.SequenceOfPlay", "wargame.rules.course.Course"),
    "Asked": ("wargame.rules.turn.sequence.Asked", "wargame.rules.course.Asked"),
    "seldom_collecting": ("wargame.gc_tuning.seldom_collecting", "wargame.core.collecting.seldom_collecting"),
}
"""Where each thing stands, the newest place first. Whoever moves one adds its new place in front."""


@cache
def found(name: str) -> Any:
    """The thing of this name in the measured revision; LookupError says where it was sought."""
    for place in PLACES[name]:
        module, _, attribute = place.rpartition(".")
        try:
            return getattr(importlib.import_module(module), attribute)
        except (ImportError, AttributeError):
            continue
    raise LookupError(f"none of {', '.join(PLACES[name])}")


@cache
def _game(variant: str | None) -> Any:
    return found("choose")(SCENARIO, variant=variant, seed=SEED, everyone="scripted")


def play(variant: str | None, out: Path) -> Callable[[], object]:
    """One whole scripted game, recorded; reading the scenario is not part of it."""
    game = _game(variant)

    def work() -> None:
        out.unlink(missing_ok=True)
        asyncio.run(found("new_game")(game, out, sync="end").play())

    return work


def verify(folder: Path) -> Callable[[], object]:
    """Proving the core game that this revision played."""
    out = folder / "verified.jsonl"
    play("core", out)()
    return lambda: found("verify")(out)


def rules_alone(folder: Path) -> Callable[[], object]:
    """The decisions of this revision's core game, driven through its rules: no player, no view, no log."""
    out = folder / "driven.jsonl"
    play("core", out)()
    record = found("read")(out)
    rounds: dict[str, list[Any]] = {}
    for decision in found("decisions_of")(record).values():
        rounds.setdefault(decision.id.rpartition(".")[0], []).append(decision)
    book, start = found("game_of")(record).opening()
    asked, seldom = found("Asked"), found("seldom_collecting")

    def work() -> None:
        steps = found("Sequence")(book, start).run()
        step = next(steps, None)
        while step is not None:
            sent = rounds[f"{step.turn}.{step.phase}{step.round or ''}"] if isinstance(step, asked) else None
            try:
                step = steps.send(sent)
            except StopIteration:
                return

    def whole() -> None:
        with seldom():
            work()

    return whole


ROWS: Mapping[str, Callable[[Path], Callable[[], object]]] = {
    "core game": lambda folder: play("core", folder / "core.jsonl"),
    "full table": lambda folder: play(None, folder / "full.jsonl"),
    "rules": rules_alone,
    "verify": verify,
    "pack": lambda folder: lambda: found("choose")(SCENARIO, variant="core", seed=SEED, everyone="scripted"),
}
"""What prepares each row and gives the work that is timed."""


def main(folder: Path, root: Path) -> None:
    """Answer each line with {"wall", "cpu"} in seconds or {"skipped"}; the first answer tells what is measured."""
    import wargame

    at = Path(wargame.__file__).resolve()
    told = {} if root.resolve() in at.parents else {"skipped": f"{at} was found in place of what is under {root}"}
    print(json.dumps(told), flush=True)
    ready: dict[str, Callable[[], object]] = {}
    for line in sys.stdin:
        name = line.strip()
        try:
            if name not in ready:
                ready[name] = ROWS[name](folder)
                ready[name]()
            work = ready[name]
            wall, cpu = time.perf_counter(), time.process_time()
            work()
            answer: dict[str, object] = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
        except Exception as fault:
            answer = {"skipped": f"{type(fault).__name__}: {fault}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
