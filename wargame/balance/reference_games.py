"""Making the references of a scenario: what each seat has when passing and at best, and how much what moves in a turn.

Every doctrine that could play a seat is tried in the first games; only those that are not clearly behind go on.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean, pstdev

from wargame.balance import plan
from wargame.core import names
from wargame.core.ids import SeatId, Variable
from wargame.errors import SpecError
from wargame.paired.arms import BASE, Arm
from wargame.paired.intervals import interval
from wargame.paired.readings import Reading, ValueOf
from wargame.paired.rows import GameRow
from wargame.paired.run import RowListener, play_paired
from wargame.rules.model.derived import derived_names
from wargame.transcript.references import References, SeatReference, key_of
from wargame.transcript.setup import GameSetup

TRIED_WITH = 24
"""Seeds with which all doctrines of a seat are tried."""


def references(
    setup: GameSetup, seeds: Sequence[int], *, workers: int = 1, progress: RowListener | None = None
) -> References:
    """The references of every seat: its mean when it passes, and with the best doctrine that is shipped for it.

    Beside them the spread of every variable by which a game is told. SpecError as for `reference_games`, which it
    plays.
    """
    return references_from(setup, reference_games(setup, seeds, workers=workers, progress=progress))


def reference_games(
    setup: GameSetup,
    seeds: Sequence[int],
    *,
    readings: Mapping[str, Reading] = {},
    workers: int = 1,
    progress: RowListener | None = None,
) -> tuple[GameRow, ...]:
    """The games that references are made from, with the values of `plan.READ_AT_END` and some readings more.

    Tried are the seat's own doctrine and those that could play it beside: for every seed a game of the base, one of
    each seat passing and one of each doctrine still tried. SpecError if a single game came to no end, or as
    `play_paired` raises it.
    """
    book, _ = setup.opening()
    arms = plan.arms(plan.seated(book), every=True)
    arms = tuple(arm for arm in arms if plan.spec_of(arm.name) not in (plan.RANDOM, plan.BEST))
    read = {**{str(name): ValueOf(of=(name,)) for name in told_by(setup)}, **readings}
    first, later = seeds[:TRIED_WITH], seeds[TRIED_WITH:]
    rows = _played(setup, arms, first, read, workers, progress)
    if later:
        going_on = [arm for arm in arms if _goes_on(arm, rows)]
        rows += _played(setup, going_on, later, read, workers, progress)
    return tuple(rows)


def references_from(setup: GameSetup, rows: Sequence[GameRow]) -> References:
    """The references that come of games of `reference_games`; nothing is played."""
    book, _ = setup.opening()
    games = sum(row.arm == BASE for row in rows)
    made = {seat.id: _reference(seat.id, setup.seats[seat.id], rows, games) for seat in plan.seated(book)}
    return References(key_of(setup), setup.variant, book.setting.turns, games, made, spreads(rows, told_by(setup)))


def told_by(setup: GameSetup) -> tuple[Variable, ...]:
    """The variables by whose changes a game is told: scores, measures of the world, capability and trust."""
    book, start = setup.opening()
    trust = [change.variable for change in start.changes if ".trust." in change.variable]
    return (*derived_names(book), names.PACE, *trust)


def spreads(rows: Iterable[GameRow], variables: Iterable[str]) -> dict[Variable, float]:
    """The standard deviation of each variable's change in a turn over games of the base, of those that moved at all.

    Rows must come with a reading for each, called by its name.
    """
    base = [row for row in rows if row.arm == BASE]
    found = {name: [move for row in base for move in _moves(row.series.get(name, ()))] for name in variables}
    measured = {Variable(name): round(pstdev(moves), 5) for name, moves in found.items() if moves}
    return {name: spread for name, spread in measured.items() if spread > 0}


def _moves(series: Sequence[float | None]) -> list[float]:
    return [now - before for before, now in itertools.pairwise(series) if before is not None and now is not None]


def _played(
    setup: GameSetup,
    arms: Sequence[Arm],
    seeds: Sequence[int],
    read: Mapping[str, Reading],
    workers: int,
    progress: RowListener | None,
) -> list[GameRow]:
    ends = plan.READ_AT_END
    rows = play_paired(setup, arms, seeds, variables=ends, readings=read, workers=workers, progress=progress)
    if failed := [f"{row.arm}, seed {row.seed}: {row.fault}" for row in rows if row.fault]:
        raise SpecError(f"{len(failed)} games came to no end, the first being {failed[0]}")
    return list(rows)


def _scores(seat: SeatId, rows: Iterable[GameRow]) -> dict[str, dict[int, float]]:
    """A seat's score by whoever played it, the base among them, and by seed."""
    found: dict[str, dict[int, float]] = {}
    for row in rows:
        if row.arm == BASE or plan.seat_of(row.arm) == seat:
            found.setdefault(plan.spec_of(row.arm), {})[row.seed] = row.scores[seat]
    return found


def _goes_on(arm: Arm, rows: Sequence[GameRow]) -> bool:
    """Whether more games of an arm are worth their time: not if another doctrine of the seat is clearly better."""
    seat, spec = plan.seat_of(arm.name), plan.spec_of(arm.name)
    if spec == plan.PASSING:
        return True
    found = {who: scores for who, scores in _scores(seat, rows).items() if who != plan.PASSING}
    ahead = max(found.values(), key=lambda scores: fmean(scores.values()))
    return interval([found[spec][seed] - ahead[seed] for seed in sorted(ahead)]).high >= 0


def _reference(seat: SeatId, own: str, rows: Sequence[GameRow], games: int) -> SeatReference:
    """Means over all games; the best is held against passing pair by pair."""
    found = {who: scores for who, scores in _scores(seat, rows).items() if len(scores) == games}
    passing = found.pop(plan.PASSING)
    player = max(found, key=lambda who: fmean(found[who].values()))
    best = found[player]
    gain = interval([best[seed] - passing[seed] for seed in sorted(best)])
    low, high = fmean(passing.values()), fmean(best.values())
    among_scripts = round(pstdev(found[BASE].values()), 2)
    named = own if player == BASE else player
    return SeatReference(round(low, 2), round(high, 2), named, gain.low > 0, among_scripts)
