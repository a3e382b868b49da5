"""Playing paired games, over as many processes as one likes: the rows do not depend on how many.

Games of one seed share their chance, for every draw is named by seed, turn and purpose: where the change does not
reach, both arms meet the same.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from wargame.core.ids import Variable
from wargame.core.setting import Seat
from wargame.errors import SpecError, WargameError
from wargame.loops import finish
from wargame.paired.arms import Arm, checked, opened, seeds_of
from wargame.paired.processes import done_elsewhere, interrupted_at_once
from wargame.paired.readings import Reading
from wargame.paired.rows import GameRow
from wargame.paired.tally import Counting
from wargame.players import specs
from wargame.players.base import Player
from wargame.players.levers import Reins
from wargame.players.reined import reined
from wargame.rules.model.derived import read
from wargame.rules.model.measures import picture
from wargame.table.listeners import Listeners
from wargame.table.opening import new_game
from wargame.table.players import recorded
from wargame.transcript.references import references_of
from wargame.transcript.setup import GameSetup

RowListener = Callable[[int, int, GameRow], None]
"""Told (games done, games in all, the row that is new) as games end, in whatever order they do."""
DIED = "its process ended before the game did"


@dataclass(frozen=True, slots=True)
class _Work:
    """What every process is given once."""

    setups: tuple[GameSetup, ...]
    """The game of each arm."""
    names: tuple[str, ...]
    variables: tuple[Variable, ...]
    reins: tuple[Reins, ...]
    """What the seats of each arm are held to."""
    readings: Mapping[str, Reading]
    starts: tuple[Mapping[Variable, float], ...]
    """Variables that begin otherwise in each arm."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """One game: the place of its arm, and its seed."""

    arm: int
    seed: int


def play_paired(
    setup: GameSetup,
    arms: Sequence[Arm],
    seeds: Iterable[int],
    *,
    variables: Sequence[Variable] = (),
    readings: Mapping[str, Reading] = {},
    common: Arm | None = None,
    workers: int = 1,
    progress: RowListener | None = None,
) -> tuple[GameRow, ...]:
    """Play each seed once as the setup has it and once in each arm; nothing is recorded.

    `setup` comes from `table.opening.choose`; its own seed does not count. `arms` are compared with the base, which is
    played without being named; `common` is otherwise in all of them, the base among them. `variables` are read at the
    end of each game, `readings` (by name) at the end of each turn. `workers` are processes; with 1 it all happens in
    this one, also while an event loop runs there, as in a notebook. A game that fails, or whose process dies, is a row
    with its reason. Rows come seed by seed, the base first, whatever the number of workers. SpecError or PackError,
    before anything is played, for fewer than one worker, for seeds or arms that cannot be, a person on a seat among
    them. The cost is (arms + 1) games a seed. Other processes import the program that calls this: guard its main part
    by `__name__`.
    """
    if workers < 1:
        raise SpecError(f"workers={workers}: at least one process must play")
    every, numbers = checked(setup, arms, common), seeds_of(seeds)
    work = _Work(
        tuple(arm.of(setup) for arm in every),
        tuple(arm.name for arm in every),
        tuple(variables),
        tuple(arm.reins for arm in every),
        dict(readings),
        tuple(arm.start for arm in every),
    )
    cells = [_Cell(arm, seed) for seed in numbers for arm in range(len(every))]
    rows: dict[_Cell, GameRow] = {}
    held = [None if arm.reins or arm.start else references_of(arm.of(setup)) for arm in every]
    with closing(_played(work, cells, min(workers, len(cells)))) as games:
        for cell, played in games:
            references = held[cell.arm]
            row = played if references is None else replace(played, places=references.places(played.scores))
            rows[cell] = row
            if progress is not None:
                progress(len(rows), len(cells), row)
    return tuple(rows[cell] for cell in cells)


def _played(work: _Work, cells: Sequence[_Cell], workers: int) -> Generator[tuple[_Cell, GameRow], None, None]:
    if workers == 1:
        with interrupted_at_once():
            yield from ((cell, _game(work, cell)) for cell in cells)
        return
    bare = replace(work, setups=tuple(replace(setup) for setup in work.setups))
    with closing(done_elsewhere(_game, bare, cells, workers)) as played:
        for cell, row in played:
            yield cell, row or GameRow(arm=work.names[cell.arm], seed=cell.seed, fault=DIED)


def _made(spec: str, seat: Seat, seed: int) -> Player:
    asked = specs.parse(spec)
    return recorded(asked, seat.id) if asked.kind == "record" else specs.make(spec, seat, seed)


def _game(work: _Work, cell: _Cell) -> GameRow:
    at = cell.arm
    setup = work.setups[at].changed(seed=cell.seed)
    return row_of(work.names[at], setup, work.starts[at], work.reins[at], work.readings, work.variables)


def row_of(
    name: str,
    setup: GameSetup,
    start: Mapping[Variable, float],
    reins: Reins,
    readings: Mapping[str, Reading],
    variables: Sequence[Variable] = (),
) -> GameRow:
    """Play one game with the seed of its setup, and give what comes of it; what goes wrong in it is its fault.

    `start` are stored variables that begin otherwise, `reins` what seats are held to; `readings` are taken at the end
    of each turn, `variables` at the end of the game.
    """
    seed, counting = setup.seed, Counting(readings)
    try:
        make = reined(_made, reins) if reins else None
        setup = opened(setup, start)
        game = new_game(setup, None, make=make, listeners=Listeners(told=(counting,)))
        counting.watch(game.sequence)
        result = finish(game.play())
    except WargameError as fault:
        return GameRow(arm=name, seed=seed, fault=str(fault))
    except Exception as fault:
        return GameRow(arm=name, seed=seed, fault=f"{type(fault).__name__}: {fault}")
    sequence = game.sequence
    look = picture(sequence.book, sequence.state)
    found = {variable: read(look, variable) for variable in variables}
    return GameRow(
        arm=name,
        seed=seed,
        turns=result.turns,
        scores=dict(result.scores),
        values={variable: value for variable, value in found.items() if value is not None},
        series={name: tuple(taken) for name, taken in counting.series.items()},
        tally=counting.tally(sequence.book, sequence.state, result.turns),
        origins=dict(result.origins),
        hashes=tuple(game.past.hashes[turn] for turn in range(1, result.turns + 1)),
    )
