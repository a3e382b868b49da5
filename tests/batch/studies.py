"""A small experiment that tests play: one turn of a small table, two factors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

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
        found.sealed[run.id] = SealedRun(run.id, cell.name, run.seed, Path(), 0, 0, "", "", key, read)
    return found
