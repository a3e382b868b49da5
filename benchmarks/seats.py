"""Generated tables of any number of seats, to see what a seat more costs: two powers, and labs to capitals as 1 to 3.

The first ten actors are shipped ones; each later one is a copy of one of them with a name, and models, of its own.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from wargame.scenario.find import DOSSIER_FILE, SCENARIO_FILE, find_actor

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


if __name__ == "__main__":
    write_pack(Path(sys.argv[1]), int(sys.argv[2]))
