"""Packs read, checked and found again: `check` beside ruamel's own load of the same files, and a scenario once kept."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ruamel.yaml import YAML

from benchmarks.lines import Line
from wargame.scenario import source
from wargame.scenario.bundle import load
from wargame.scenario.check import check
from wargame.scenario.find import DOSSIER_FILE, SCENARIO_FILE, find_actor, find_scenario, list_scenarios


def files_of(name: str) -> list[Path]:
    """The YAML files that a scenario is read from: its own and the dossiers of its full table."""
    folder, bundle = find_scenario(name), load(name)
    return [folder / SCENARIO_FILE, *(find_actor(actor, folder) / DOSSIER_FILE for actor in bundle.dossiers)]


def measure(runs: int) -> list[Line]:
    """`check` of the scenario for which it is slowest against a plain load, and a second reading against the first."""
    rounds = max(3, runs // 2)
    with tempfile.TemporaryDirectory() as folder:
        before, os.environ["XDG_CACHE_HOME"] = os.environ.get("XDG_CACHE_HOME"), folder
        try:
            once = {found.name: _ratio(found.name, 1) for found in list_scenarios()}
            slowest = max(once, key=lambda name: once[name])
            ratio = _ratio(slowest, rounds)
            read = _seconds(lambda: _anew(slowest, folder), rounds)
            again = _seconds(lambda: load(slowest), rounds)
        finally:
            os.environ.pop("XDG_CACHE_HOME")
            if before is not None:
                os.environ["XDG_CACHE_HOME"] = before
    return [
        Line("`check` against ruamel's safe load of the same files", ratio, "x", 1.5, f"slowest: {slowest}"),
        Line(f"reading {slowest} for a game", read * 1000, "ms", None, "nothing is kept yet"),
        Line("the same once it is kept, against that", again / read, "x", None, "its files are hashed again"),
    ]


def _ratio(name: str, rounds: int) -> float:
    """Median ratio of neighbouring pairs, by processor time."""
    files = files_of(name)
    pairs = []
    for _ in range(rounds):
        plain = _seconds(lambda: [YAML(typ="safe", pure=True).load(path.read_text("utf-8")) for path in files], 1)
        pairs.append(_seconds(lambda: check(name), 1) / plain)
    return statistics.median(pairs)


def _anew(name: str, cache: str) -> None:
    for path in Path(cache).rglob("*.json"):
        path.unlink()
    load(name)


def _seconds(act: Callable[[], object], rounds: int) -> float:
    """Median processor seconds of an act that finds no file parsed in this process."""
    taken = []
    for _ in range(rounds):
        source.forget()
        begun = time.process_time()
        act()
        taken.append(time.process_time() - begun)
    return statistics.median(taken)
