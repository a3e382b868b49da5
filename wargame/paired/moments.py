"""Decisive moments: what each seat's turn was worth, found by playing on without it.

For each seat and turn the game goes on as it was and, under the same dice, with the seat passing in that turn, and with
the next best orders that a player sees who looks one step ahead. The difference is the effect of what was done. Every
one is screened; what is clear of zero there is measured again with more rollouts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from statistics import fmean, stdev
from typing import Literal, TypeAlias, TypeVar

from wargame.core import names
from wargame.core.ids import DecisionId, SeatId, Variable
from wargame.core.moves import Body, Sealed, silence
from wargame.core.orders import AnyOrder
from wargame.errors import SpecError, WargameError
from wargame.paired.intervals import student_t
from wargame.paired.processes import done_elsewhere, interrupted_at_once
from wargame.paired.rollouts import RolledOut, Rollouts
from wargame.players.best import BestPlayer
from wargame.transcript.reading import read
from wargame.transcript.verify import Replayed, replay

SCREENED = 20
"""Rollouts that every seat and turn gets."""
DECIDED = 100
"""Rollouts of those that are not inside the noise."""
WORLD: tuple[Variable, ...] = tuple(
    Variable(each)
    for each in ("world.us_share", "world.cn_share", "world.home_share", "world.open_lag", "world.joint_C")
)
"""What is read of the world at the end, beside every score."""

COUPLED = 6
"""The leading moments that are held against each other."""
APART = 2
"""Turns that lie between two of them at most."""

_Piece = TypeVar("_Piece")
_Done = TypeVar("_Done")
_Crossed: TypeAlias = tuple[Mapping[Variable, float], Mapping[Variable, float], Mapping[Variable, float]]
Against = Literal["passing", "next best"]
Unit = Callable[[Variable], float]
"""From a variable to how far it usually moves in one turn."""


@dataclass(frozen=True, slots=True)
class MomentEffect:
    """What a seat's turn did to one number at the end of the game: as it was, less otherwise."""

    variable: Variable
    """A score (`paris.score`) or a measure of the world."""
    mean: float
    low: float
    high: float
    """The 95 % interval of the mean, by Student's t over the rollouts."""

    @property
    def clear(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class MomentBond:
    """What a seat's turn brings only together with another one, and what is its own of what both bring."""

    turn: int
    seat: SeatId
    """The other one."""
    rollouts: int
    together: tuple[MomentEffect, ...]
    """What only both bring; below zero, what either would have brought without the other. Those clear of zero."""
    shares: tuple[MomentEffect, ...]
    """Of the same numbers, what this one carries: half of what only both bring goes to each."""


@dataclass(frozen=True, slots=True)
class DecisiveMoment:
    """One seat's turn beside one other thing that it could have done."""

    turn: int
    seat: SeatId
    against: Against
    instead: tuple[AnyOrder, ...]
    """The orders of the other way; empty where it passes."""
    rollouts: int
    effects: tuple[MomentEffect, ...]
    bonds: tuple[MomentBond, ...] = ()
    """With which of the other leading moments it is bound up."""

    @property
    def inside_noise(self) -> bool:
        """Whether no effect is told from chance."""
        return not any(effect.clear for effect in self.effects)

    def size(self, unit: Unit) -> float:
        """The largest effect that is told from chance, in units of a usual move; 0 inside the noise."""
        return max((abs(each.mean) / unit(each.variable) for each in self.effects if each.clear), default=0.0)


@dataclass(frozen=True, slots=True)
class _Case:
    turn: int
    seat: SeatId
    against: Against


@dataclass(frozen=True, slots=True)
class _Couple:
    """Two seats' turns, the earlier first."""

    one: _Case
    other: _Case


def moments(
    path: Path,
    *,
    screened: int = SCREENED,
    decided: int = DECIDED,
    workers: int = 1,
    unit: Unit | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[DecisiveMoment, ...]:
    """What every seat's turn of a recorded game did, in the order of turns; see `DecisiveMoment.size` for a rank.

    `screened` rollouts for each, and `decided` in all for those that are not inside the noise. `workers` are processes;
    the result does not depend on how many. With a `unit` the leading moments are held against each other two by two, to
    find those that work only together. `progress` is told (cases done, cases in all). A seat's turn in which it did
    nothing is not held against passing. SpecError for fewer than two rollouts or no worker; TranscriptError if
    something is wrong with the record, WargameError if a process dies. A game of 7 seats and 10 turns is 140 cases of
    half a game for each rollout.
    """
    if screened < 2 or decided < screened:
        raise SpecError(f"screened={screened}, decided={decided}: at least 2 rollouts, and not fewer after screening")
    if workers < 1:
        raise SpecError(f"workers={workers}: at least one process must play")
    cases = list(_cases(_replayed(path)))
    found: dict[_Case, DecisiveMoment | None] = {}
    plan = _Plan(path, screened, decided)
    try:
        with closing(_in_turn(_measured, plan, cases, min(workers, len(cases) or 1))) as measured:
            for case, each in measured:
                found[case] = each.moment
                if progress is not None:
                    progress(len(found), len(cases))
        bonds = {} if unit is None else _bonds(plan, found, workers, unit)
    finally:
        _counting.cache_clear()
    return tuple(
        replace(moment, bonds=tuple(bonds.get(case, ()))) for case in cases if (moment := found[case]) is not None
    )


def _bonds(
    plan: _Plan, found: Mapping[_Case, DecisiveMoment | None], workers: int, unit: Unit
) -> Mapping[_Case, Sequence[MomentBond]]:
    """The leading moments that were held against passing, two by two."""
    loud = [(each.size(unit), case) for case, each in found.items() if each and not each.inside_noise]
    passed = [(size, case) for size, case in loud if case.against == "passing" and size > 0]
    ranked = [case for _, case in sorted(passed, key=lambda each: -each[0])[:COUPLED]]
    leading = sorted(ranked, key=lambda case: (case.turn, case.seat))
    couples = [_Couple(one, other) for one, other in combinations(leading, 2) if other.turn - one.turn <= APART]
    bonds: dict[_Case, list[MomentBond]] = {}
    measured = dict(_in_turn(_coupled, plan, couples, min(workers, len(couples) or 1)))
    for couple in couples:
        for case, bond in zip((couple.one, couple.other), measured[couple], strict=False):
            bonds.setdefault(case, []).append(bond)
    return bonds


def _replayed(path: Path) -> Replayed:
    record = read(path, mend=True)
    return replay(record, confirm=record.finished)


def _cases(game: Replayed) -> Iterator[_Case]:
    seats = game.sequence.book.setting.ids
    for turn in range(1, game.turns + 1):
        for seat in seats:
            own = [made for made in game.decisions.values() if (made.turn, made.seat) == (turn, seat)]
            if not own:
                continue
            if any(made.body != silence(made.phase) for made in own):
                yield _Case(turn, seat, "passing")
            yield _Case(turn, seat, "next best")


@dataclass(frozen=True, slots=True)
class _Plan:
    path: Path
    screened: int
    decided: int


@dataclass(frozen=True, slots=True)
class _Measured:
    moment: DecisiveMoment | None
    """None where there is no other way to hold it against."""


def _in_turn(
    task: Callable[[_Plan, _Piece], _Done], plan: _Plan, pieces: Sequence[_Piece], workers: int
) -> Generator[tuple[_Piece, _Done], None, None]:
    if workers == 1:
        with interrupted_at_once():
            yield from ((piece, task(plan, piece)) for piece in pieces)
        return
    with closing(done_elsewhere(task, plan, pieces, workers)) as found:
        for piece, measured in found:
            if measured is None:
                raise WargameError(f"{piece}: its process ended before it was measured")
            yield piece, measured


def _measured(plan: _Plan, case: _Case) -> _Measured:
    return _Measured(_counting(plan.path).moment(case, plan.screened, plan.decided))


def _coupled(plan: _Plan, couple: _Couple) -> tuple[MomentBond, ...]:
    return _counting(plan.path).couple(couple, plan.screened, plan.decided)


@lru_cache(maxsize=1)
def _counting(path: Path) -> _Counting:
    """The game is played again once in each process."""
    return _Counting(path)


class _Counting:
    """Measures cases of one game."""

    def __init__(self, path: Path) -> None:
        self._game = _replayed(path)
        self._rollouts = Rollouts(self._game, WORLD)
        self._as_it_was = lru_cache(maxsize=None)(self._played_on)

    def _played_on(self, turn: int, number: int, until: int | None = None) -> RolledOut:
        return self._rollouts.play(turn, {}, number, until)

    def couple(self, couple: _Couple, screened: int, decided: int) -> tuple[MomentBond, ...]:
        """What two of them bring only together, as a bond of each; empty where that is not told from chance."""
        found = [self._crossed(couple, number) for number in range(screened)]
        clear = self._clear(found)
        if clear:
            found += [self._crossed(couple, number) for number in range(screened, decided)]
            clear = self._clear(found)
        if not clear:
            return ()
        together = tuple(_effect(each, [cross[0][each] for cross in found]) for each in clear)
        shares = [tuple(_effect(each, [cross[side][each] for cross in found]) for each in clear) for side in (1, 2)]
        one, other = couple.one, couple.other
        return (
            MomentBond(other.turn, other.seat, len(found), together, shares[0]),
            MomentBond(one.turn, one.seat, len(found), together, shares[1]),
        )

    def _clear(self, found: Sequence[_Crossed]) -> list[Variable]:
        """Numbers of which what only both bring is told from chance, and is a good part of what either carries."""
        clear = []
        for each in found[0][0]:
            both = _effect(each, [cross[0][each] for cross in found])
            own = min(abs(fmean(cross[side][each] for cross in found)) for side in (1, 2))
            if both.clear and abs(both.mean) >= own / 2:
                clear.append(each)
        return clear

    def _crossed(self, couple: _Couple, number: int) -> _Crossed:
        """What only both bring, what the one carries and what the other does, by number, under the same dice."""
        first, last = couple.one.turn, couple.other.turn
        one, other = self._otherwise(couple.one)[0], self._otherwise(couple.other)[0]
        ways: tuple[Mapping[DecisionId, Body], ...] = ({}, one, other, {**one, **other})
        both, without_one, without_other, neither = (
            _numbers(self._rollouts.play(first, way, number, last) if way else self._as_it_was(first, number, last))
            for way in ways
        )
        known = [each for each in both if each in without_one and each in without_other and each in neither]
        together = {v: both[v] - without_one[v] - without_other[v] + neither[v] for v in known}
        mine = {v: (both[v] - without_one[v] + without_other[v] - neither[v]) / 2 for v in known}
        theirs = {v: (both[v] - without_other[v] + without_one[v] - neither[v]) / 2 for v in known}
        return together, mine, theirs

    def moment(self, case: _Case, screened: int, decided: int) -> DecisiveMoment | None:
        """A case with its effects; None where there is no other way to hold it against."""
        answers, instead = self._otherwise(case)
        if not answers:
            return None
        endings = [self._pair(case.turn, answers, number) for number in range(screened)]
        moment = _moment(case, instead, endings)
        if not moment.inside_noise:
            endings += [self._pair(case.turn, answers, number) for number in range(screened, decided)]
            moment = _moment(case, instead, endings)
        return moment

    def _pair(self, turn: int, answers: Mapping[DecisionId, Body], number: int) -> Mapping[Variable, float]:
        was, other = self._as_it_was(turn, number), self._rollouts.play(turn, answers, number)
        scores = {names.score(seat): value - other.scores[seat] for seat, value in was.scores.items()}
        return scores | {each: value - other.values[each] for each, value in was.values.items() if each in other.values}

    def _otherwise(self, case: _Case) -> tuple[Mapping[DecisionId, Body], tuple[AnyOrder, ...]]:
        own = [made for made in self._game.decisions.values() if (made.turn, made.seat) == (case.turn, case.seat)]
        if case.against == "passing":
            return {made.id: silence(made.phase) for made in own}, ()
        sealed = next((made for made in own if isinstance(made.body, Sealed)), None)
        ask = self._rollouts.asked(case.turn, case.seat) if sealed is not None else None
        if sealed is None or ask is None or not isinstance(sealed.body, Sealed):
            return {}, ()
        best = BestPlayer(self._game.game.seed).answer(ask).body
        assert isinstance(best, Sealed)
        given, orders = set(map(repr, sealed.body.orders)), best.orders
        if set(map(repr, orders)) == given:
            orders = orders[1:]
        if set(map(repr, orders)) == given or not orders:
            return {}, ()
        return {sealed.id: Sealed(signal=sealed.body.signal, orders=orders)}, orders


def _numbers(ending: RolledOut) -> Mapping[Variable, float]:
    """Scores and measures of the world by name."""
    return {**{names.score(seat): value for seat, value in ending.scores.items()}, **ending.values}


def _moment(case: _Case, instead: tuple[AnyOrder, ...], pairs: Sequence[Mapping[Variable, float]]) -> DecisiveMoment:
    effects = tuple(_effect(each, [pair[each] for pair in pairs if each in pair]) for each in pairs[0])
    return DecisiveMoment(case.turn, case.seat, case.against, instead, len(pairs), effects)


def _effect(variable: Variable, moved: Sequence[float]) -> MomentEffect:
    mean = fmean(moved)
    half = student_t(len(moved) - 1) * stdev(moved) / math.sqrt(len(moved)) if len(moved) > 1 else 0.0
    return MomentEffect(variable, round(mean, 6), round(mean - half, 6), round(mean + half, 6))
