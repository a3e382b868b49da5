"""A small experiment that tests play: one turn of a small table, two factors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from textwrap import dedent
from typing import Any

from wargame.batch.experiment_file import read_experiment
from wargame.batch.game_played import GameRead
from wargame.batch.planned import ExperimentPlan, outcomes_key, plan
from wargame.batch.run_ledger import LedgerContents, SealedRun

SMALL = """
name: small
game: {scenario: first-download, turns: 1}
factors:
  - name: threats
    levels:
      - {name: as usual}
      - {name: cost no trust, params: {trust_threat: 0}}
  - name: rome
    levels:
      - {name: scripted}
      - {name: random, seats: {rome: random}}
seeds: {first: 1, count: 3}
outcomes:
  - {name: trust, reads: {kind: value, of: [rome.trust.washington]}, at: end}
  - {name: agreements, reads: {kind: signed}, at: area}
"""


def written(folder: Path, text: str = SMALL, **replaced: str) -> Path:
    """The experiment as a file, with words of it replaced."""
    for old, new in replaced.items():
        text = text.replace(old, new)
    path = folder / "study.yaml"
    path.write_text(dedent(text), encoding="utf-8")
    return path


def planned(folder: Path, text: str = SMALL) -> ExperimentPlan:
    """The same, planned."""
    return plan(read_experiment(written(folder, text)))


@dataclass(frozen=True)
class SealedInMemory(SealedRun):
    """A sealed game that stands in no folder: one that was never played, or one that came to something else."""

    kept: GameRead | None = None

    @property
    def read(self) -> GameRead:
        """What was read out of it."""
        assert self.kept is not None
        return self.kept


def never_played(run: str, cell: str, seed: int, read: GameRead, outcomes: str = "") -> SealedRun:
    """A game of which only what was read out of it is there."""
    nowhere = Path("nowhere")
    place = (nowhere, 0, 0, "", "", outcomes, nowhere, 0, 0)
    return SealedInMemory(run, cell, seed, *place, read.asked, read.fallbacks, read.tokens, read.money, kept=read)


def with_read(sealed: SealedRun, **changes: Any) -> SealedRun:
    """A sealed game as if this had been read out of it instead; all else stays as it is."""
    read = replace(sealed.read, **changes)
    about = {each.name: getattr(sealed, each.name) for each in fields(SealedRun)}
    counts = {name: getattr(read, name) for name in ("asked", "fallbacks", "tokens", "money")}
    return SealedInMemory(**{**about, **counts}, kept=read)


def ledger_of(
    plan: ExperimentPlan,
    value: Mapping[tuple[str, str, int], float | None],
    factors: tuple[str, str] = ("threats", "rome"),
) -> LedgerContents:
    """A ledger of games that were never played, with these values of `trust` by the levels of two factors and seed.

    None: there is no such game.
    """
    found, key = LedgerContents(), outcomes_key(plan.outcomes)
    for run in plan.runs:
        cell = plan.cells[run.cell]
        at = value[cell.levels[factors[0]], cell.levels[factors[1]], run.seed]
        if at is None:
            continue
        series = {"trust": (at,), "agreements": (1.0,)}
        read = GameRead(turns=1, scores={}, origins={}, orders={}, hashes=(f"{at}",), series=series)
        found.sealed[run.id] = never_played(run.id, cell.name, run.seed, read, key)
    return found
