"""What the model games of an experiment have taken of their means, and which of them wait for a cap."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path

from wargame.batch.means_taken import (
    PLAYING,
    Amount,
    counts_in,
    held_by_nobody,
    no_room,
    still_elsewhere,
    taken_by,
    taken_in,
)
from wargame.batch.planned import ExperimentPlan
from wargame.batch.room_for_games import expected, still
from wargame.batch.run_ledger import Caps, LedgerContents
from wargame.batch.steering import steering_of

RAISED = "stopped under a cap that is another now; the same command goes on with it"
ROUND = 1000
"""Tokens by which a cap is proposed."""


@dataclass(frozen=True, slots=True)
class MeansLeft:
    """Means of the games of models of a folder."""

    taken: Amount
    """By all games, sealed or not, and also by those that the file does not ask for any more."""
    held: Amount
    """Set aside for calls in flight, of sessions that play now."""
    left_behind: Amount
    """Set aside by sessions that play no more, as after a kill: it may have been paid for, and counts as taken."""
    caps: Caps
    """Those that hold now: what was asked in the folder, and else the file's."""
    in_file: Caps
    """Those of the file."""
    each: Amount | None
    """What one game is expected to take, with a margin; None before one is sealed."""
    waiting: tuple[str, ...] = ()
    """Games of models that are not begun, if the caps leave no room for one, by id."""
    lacks: str = ""
    """Why they wait; empty if none does."""
    held_back: Mapping[str, str] = field(default_factory=dict)
    """Half-played games that a cap stopped, and which those that hold now would stop again: why, by id."""
    enough: Caps = (None, None)
    """Caps with room for all games of models that are held back or wait, as far as that is expected; None where no cap
    holds one back, or where nobody knows yet what a game takes."""


def means_left(plan: ExperimentPlan, folder: Path, found: LedgerContents) -> MeansLeft | None:
    """What stands in a folder; None for an experiment without models in whose folder nothing was taken.

    What games in flight will take yet is taken off for those that wait, as it is when they are begun.
    ExperimentError names a file that cannot be read.
    """
    taken, held = taken_in(folder)
    models = [run.id for run in plan.runs if plan.cells[run.cell].has_models]
    if not models and taken == Amount():
        return None
    asked, means = steering_of(folder), plan.experiment.budget
    caps = (
        means.tokens if asked.tokens is None else asked.tokens,
        means.money if asked.money is None else asked.money,
    )
    each, known = expected(found.sealed.values()), (found.sealed, found.failed, found.stopped)
    yet, _ = still_elsewhere(folder, counts_in(folder))
    dead, gone = held_by_nobody(folder), taken + held + yet
    lacks = "" if each is None else no_room(caps, taken + dead, held - dead + yet, each)
    waiting = tuple(run for run in models if lacks and not any(run in of for of in known))
    wanted, held_back = each or Amount(), dict[str, str]()
    alone = [run for run in models if run in found.struck and run in found.stopped]
    needs = {run: still(wanted, taken_by(folder / PLAYING / f"{run}.jsonl") or Amount()) for run in alone}
    for run, more in needs.items():
        if found.struck[run] == caps:
            held_back[run] = found.stopped[run]
        elif said := no_room(caps, taken + dead, held - dead + yet, Amount(max(1, more.tokens), more.money)):
            held_back[run] = said
    all_of_them = sum([*(needs[run] for run in held_back), *(wanted for _ in waiting)], gone)
    return MeansLeft(
        taken,
        held - dead,
        dead,
        caps,
        (means.tokens, means.money),
        each,
        waiting,
        lacks if waiting else "",
        held_back,
        _enough(caps, all_of_them) if each is not None and (held_back or waiting) else (None, None),
    )


def _enough(caps: Caps, wanted: Amount) -> Caps:
    """Caps that have room for so much, in round numbers, where those that there are have none."""
    tokens, money = caps
    return (
        ceil(wanted.tokens / ROUND) * ROUND if tokens is not None and wanted.tokens > tokens else None,
        ceil(wanted.money * 100) / 100 if money is not None and wanted.money > money else None,
    )


def left_over_in(folder: Path, known: Collection[str]) -> tuple[str, ...]:
    """Games in progress in a folder that are none of these, by id."""
    return tuple(sorted(path.stem for path in (folder / PLAYING).glob("g*.jsonl") if path.stem not in known))


def stopped_now(stopped: Mapping[str, str], struck: Mapping[str, Caps], means: MeansLeft | None) -> Mapping[str, str]:
    """Why games are stopped, by id: that a cap was reached is not said once another holds that has room for them."""
    if means is None:
        return stopped
    held = means.held_back
    return {run: held.get(run, RAISED if run in struck else why) for run, why in stopped.items()}
