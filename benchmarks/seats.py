"""Generated tables of any number of seats, to see what a seat more costs: two powers, and labs to capitals as 1 to 3.

The first ten actors are shipped ones; each later one is a copy of one of them with a name, and models, of its own.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.lines import Line
from wargame.gc_tuning import seldom_collecting
from wargame.review.knowledge import Knowledge
from wargame.scenario.find import DOSSIER_FILE, SCENARIO_FILE, find_actor
from wargame.table.opening import choose, new_game
from wargame.transcript.reading import read
from wargame.transcript.verify import replay, verify

POWERS = ("washington", "beijing")
LABS = ("anthropic", "openai")
CAPITALS = ("paris", "london", "berlin", "delhi", "tokyo", "seoul")
COPIED = (*LABS, *CAPITALS)


def cast(seats: int) -> list[tuple[str, str]]:
    """(name, whose copy it is) of each seat."""
    if seats < 10:
        raise ValueError(f"{seats} seats: a generated table has at least 10")
    shipped = [(name, name) for name in (*POWERS, *COPIED)]
    copies = [(f"{COPIED[n % 8]}_{n // 8 + 2}", COPIED[n % 8]) for n in range(seats - 10)]
    return shipped + copies


def write_pack(folder: Path, seats: int, turns: int = 10) -> Path:
    """A pack with so many seats in a new folder; gives the folder."""
    everyone = cast(seats)
    lines = (
        f"id: table-of-{seats}",
        f"title: A table of {seats}",
        "summary: Generated, to see what each further seat costs; nothing is asked of it but its length.",
        "months: 3",
        f"turns: {turns}",
        "start: 2026-07",
        "talk_rounds: 2",
        f"seats: [{', '.join(name for name, _ in everyone)}]",
        "random_injects: true",
        "injects: []",
    )
    (folder / "briefings").mkdir(parents=True)
    (folder / SCENARIO_FILE).write_text("\n".join(lines) + "\n")
    (folder / "briefings" / "public.md").write_text("A table of the benchmarks.\n")
    (folder / "README.md").write_text("A table of the benchmarks.\n")
    for name, source in everyone:
        if name != source:
            _copy(find_actor(source, folder), folder / "actors" / name, name, source)
    return folder


def _copy(shipped: Path, folder: Path, name: str, source: str) -> None:
    """An actor of another name, whose models have other names too."""
    folder.mkdir(parents=True)
    number = name.rpartition("_")[2]
    dossier = (shipped / DOSSIER_FILE).read_text()
    dossier = re.sub(rf"^id: {source}$", f"id: {name}", dossier, flags=re.M)
    dossier = re.sub(r"^name: (.*)$", rf"name: \1 {number}", dossier, flags=re.M)
    own = re.search(r"^models:\n((?: .*\n)+)", dossier, flags=re.M)
    if own:
        renamed = re.sub(r"(id|family): ([\w.-]+)", rf"\1: \2-{number}", own.group(1))
        renamed = re.sub(r"name: ([^,}]*)", rf"name: \1 {number}", renamed)
        dossier = dossier.replace(own.group(1), renamed)
    (folder / DOSSIER_FILE).write_text(dossier)
    (folder / "voice.md").write_text((shipped / "voice.md").read_text())


FEW, MANY, MOST = 10, 40, 1.3
"""Sizes that are held against each other, and how much longer an event may take at the larger one."""


def an_event(folder: Path, seats: int, runs: int) -> dict[str, float]:
    """Microseconds of processor time for each recorded event of a scripted game, the least of so many runs."""
    game = choose(str(write_pack(folder / f"table-of-{seats}", seats)), seed=7, everyone="scripted")
    game.opening()
    out = folder / f"{seats}.jsonl"

    def run() -> None:
        out.unlink(missing_ok=True)
        asyncio.run(new_game(game, out, sync="end").play())

    def view() -> None:
        played = replay(read(out))
        Knowledge(played, "paris").at(played.turns)

    work: dict[str, Callable[[], object]] = {"run": run, "verify": lambda: verify(out), "view": view}
    with seldom_collecting():
        least = {name: min(_seconds(each) for _ in range(runs)) for name, each in work.items()}
    events = len(verify(out).events)
    return {name: seconds / events * 1e6 for name, seconds in least.items()}


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def measure(runs: int) -> list[Line]:
    """What an event costs at a large table against a small one, where 1 is linear in what happens."""
    with tempfile.TemporaryDirectory(prefix="wargame-bench-") as name:
        few, many = (an_event(Path(name), seats, max(3, runs // 2)) for seats in (FEW, MANY))
    return [
        Line(
            f"{what}, an event at {MANY} seats against {FEW}",
            many[what] / few[what],
            "x",
            MOST,
            f"{few[what]:.0f} and {many[what]:.0f} us",
        )
        for what in few
    ]


if __name__ == "__main__":
    write_pack(Path(sys.argv[1]), int(sys.argv[2]))
