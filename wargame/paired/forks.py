"""Forks: a game on record is left at one place with one thing changed, and goes on several times beside itself.

Each time both go on, the game as it was and the game with the change, under the same chance: the first time that of
the record, then others. Fog, names and doctrines stay those of the record, so what differs in a pair comes from the
change. Where language models play on, that holds no longer: they answer otherwise each time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from wargame.core.ids import SeatId, Variable
from wargame.errors import SpecError
from wargame.paired.arms import BASE
from wargame.paired.rows import GameRow
from wargame.players import specs
from wargame.rules.model.derived import read as value_of
from wargame.rules.model.measures import picture
from wargame.table.game import Result, RunningGame
from wargame.table.opening import gone_on_with
from wargame.table.players import Means
from wargame.table.waiting import run_through
from wargame.transcript.branch import Answered, BranchChange, OneChange, Unchanged, branch, shared_start
from wargame.transcript.folding import FoldedStart
from wargame.transcript.reading import Transcript
from wargame.transcript.setup import game_of, seats_after

FORK = "fork"
"""Name of the arm in which something is changed."""


@dataclass(frozen=True, slots=True)
class Forked:
    """What came of a fork."""

    files: tuple[Path, ...]
    """Records of the games with the change, in the order in which they were played."""
    rows: tuple[GameRow, ...]
    """For each time the game as it was (`base`) and with the change (`fork`); the seed of a row is that of its dice."""
    refused: tuple[str, ...]
    """What the rules refused of the changed answer, in sentences; empty where they refused nothing."""


def going_on(parent: Transcript, spec: str | None) -> Mapping[SeatId, str]:
    """Who takes which seat in a fork: with `scripted` everybody but doctrines, with another spec all, with None nobody.

    Doctrines that the record has keep their settings. TranscriptError if the record's header cannot be read.
    """
    if spec is None:
        return {}
    seats = seats_after(game_of(parent), parent.entries)
    return {seat: spec for seat, own in seats.items() if spec != "scripted" or specs.parse(own).kind != "script"}


def dice_of(parent: Transcript, times: int) -> Sequence[int]:
    """The seeds of dice of this many forks: the record's own first, then those that follow it."""
    seed = game_of(parent).seed
    return range(seed, seed + times)


def fork(
    parent: Transcript,
    change: OneChange,
    out: Path,
    *,
    times: int = 1,
    players: Mapping[SeatId, str] = {},
    variables: Sequence[Variable] = (),
    means: Callable[[], Means] = Means,
    progress: Callable[[int, int], None] | None = None,
) -> Forked:
    """Leave a game at a place with one thing changed, and go on `times` times beside the game as it was.

    Games with the change are recorded at `out` (`out` with a number before its ending if there are several), which must
    not exist; games as they were are not kept. `players` take seats from the step after the change on, in both; see
    `going_on`. `variables` are read at the end of each game. `means` gives what one game may use. `progress` is
    told (games done, games in all). The parent is read and never written.

    SpecError for fewer than one time, a change that cannot be made there, a player that cannot sit there, or a file
    that is there; TranscriptError if something is wrong with the record. What is shared is folded and not
    played again; each time costs what is left of two games.
    """
    if times < 1:
        raise SpecError(f"times={times}: go on at least once")
    files = tuple(out if times == 1 else out.with_name(f"{out.stem}-{number}{out.suffix}") for number in _upto(times))
    if there := [file for file in files if file.exists()]:
        raise SpecError(f"{there[0]}: this file exists; name one that does not exist yet")
    rows: list[GameRow] = []
    refused: tuple[str, ...] = ()
    begun = shared_start(parent, change)
    with TemporaryDirectory(prefix="wargame-") as folder:
        for place, (file, seed) in enumerate(zip(files, dice_of(parent, times), strict=True)):
            dice = seed if place else None
            arms: tuple[tuple[str, BranchChange, Path], ...] = (
                (BASE, Unchanged(change), Path(folder) / f"{place}.jsonl"),
                (FORK, change, file),
            )
            for name, what, path in arms:
                record = branch(parent, what, path, players=players, dice=dice, begun=begun)
                game, result = _played(record, begun, means())
                rows.append(_row(name, seed, game, result, variables))
                if name == FORK and place == 0:
                    refused = _refused(game, change)
                if progress is not None:
                    progress(len(rows), 2 * times)
    return Forked(files, tuple(rows), refused)


def _upto(times: int) -> range:
    return range(1, times + 1)


def _played(record: Transcript, begun: FoldedStart, means: Means) -> tuple[RunningGame, Result]:
    try:
        game = gone_on_with(record, means=means, start=begun)
    except SpecError:
        record.path.unlink(missing_ok=True)
        raise
    waits = not all(player.instant for player in game.players.values())
    return game, run_through(_to_the_end(game, means), waits=waits)


async def _to_the_end(game: RunningGame, means: Means) -> Result:
    try:
        return await game.play()
    finally:
        await means.models.aclose()


def _row(arm: str, seed: int, game: RunningGame, result: Result, variables: Sequence[Variable]) -> GameRow:
    look = picture(game.book, game.sequence.state)
    found = {variable: value_of(look, variable) for variable in variables}
    return GameRow(
        arm=arm,
        seed=seed,
        turns=result.turns,
        scores=dict(result.scores),
        values={variable: value for variable, value in found.items() if value is not None},
        origins=dict(result.origins),
        hashes=tuple(game.past.hashes[turn] for turn in range(1, result.turns + 1)),
    )


def _refused(game: RunningGame, change: OneChange) -> tuple[str, ...]:
    """What the rules refused of an answer that was put in another's place."""
    if not isinstance(change, Answered):
        return ()
    return tuple(
        event.text
        for event in game.sequence.record
        if event.kind == "move_refused" and any(cause.partition("#")[0] == change.decision for cause in event.causes)
    )
