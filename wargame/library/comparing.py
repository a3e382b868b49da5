"""Games that differ in one thing: pairs from the start over many seeds, and branches of one game from a turn on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from wargame.errors import SpecError
from wargame.library.given import items_of, mapping_of, path_of, seconds, variables_of, whole
from wargame.library.levers import arm_of
from wargame.library.own import own as own_player
from wargame.library.records import Record
from wargame.loops import finish
from wargame.paired import run
from wargame.paired.arms import Arm
from wargame.paired.readings import Reading
from wargame.paired.rows import GameRow
from wargame.players.base import Player
from wargame.table.opening import choose, fit_to_go_on, resumed_game
from wargame.table.players import Means, ModelMeans
from wargame.transcript import branch as branches
from wargame.transcript import reading

CHANGES = get_args(branches.OneChange)
READINGS = get_args(get_args(Reading)[0])


def play_paired(
    scenario: str | Path,
    arms: Sequence[Arm],
    seeds: Iterable[int],
    *,
    seats: Mapping[str, str] | None = None,
    everyone: str = "scripted",
    variant: str | None = None,
    turns: int | None = None,
    params: Mapping[str, float] | None = None,
    variables: Sequence[str] = (),
    readings: Mapping[str, Reading] | None = None,
    common: Arm | None = None,
    workers: int = 1,
    progress: run.RowListener | None = None,
) -> tuple[GameRow, ...]:
    """Play each seed once as it is and once in each arm, without people, and give a row for each game.

    Games of one seed share their chance, so what differs is what the arm changed; `differences(rows)` holds them
    against each other. Nothing is recorded: `play` with the same seed gives the record of a row.

    Args:
        scenario: name of a scenario or the path of its folder.
        arms: what is otherwise: `Arm("calm", params={"trust_threat": 0})`. The base needs no arm; it is played too.
            An arm may change parameters, players, the length, variables at the start (`start`), the scenario
            (`edits`) and what seats may, must or offer (`reins`).
        seeds: one pair of games each, such as `range(1, 21)`.
        seats: player specs by seat in the base; `everyone`, `variant`, `turns` and `params` are as in `play`.
        everyone: player spec of every other seat.
        variant: a smaller table that the scenario offers.
        turns: length, if it is not the scenario's own.
        params: parameters that are otherwise in the base too.
        variables: read at the end of each game, such as `rome.A`; names are in `codebook()`.
        readings: read at the end of each turn and given as `series` of a row, by a name of yours:
            `{"share": ValueOf(of=("world.us_share",))}`, from `wargame.paired.readings`.
        common: what is otherwise in the base and in every arm; its name does not count.
        workers: processes; the rows do not depend on how many. More than one import the program that calls this:
            guard its main part by `if __name__ == "__main__":`.
        progress: told (games done, games in all, the new row) after each game.

    Raises:
        PackError, SpecError: before anything is played, for a scenario, arm, seat, player or seed that cannot be.

    A game that fails is a row with its reason in `fault`. A scripted game of seven seats takes a fraction of a second.
    """
    whole("turns", turns)
    whole("workers", workers, 1, optional=False)
    setup = choose(
        str(path_of("scenario", scenario)),
        variant=variant,
        turns=turns,
        everyone=everyone,
        seats=mapping_of("seats", seats, "{'rome': 'random'}"),
        overrides=mapping_of("params", params, "{'trust_threat': 0}"),
    )
    compared = items_of("arms", arms, "[Arm('calm', params={'trust_threat': 0})]")
    for arm in compared:
        arm_of("arms", arm)
    if common is not None:
        arm_of("common", common)
    read = mapping_of("readings", readings, "{'share': ValueOf(of=('world.us_share',))}")
    if strange := [each for each in read.values() if not isinstance(each, READINGS)]:
        kinds = ", ".join(kind.__name__ for kind in READINGS)
        raise SpecError(f"readings: {strange[0]!r} is no reading; readings are {kinds}")
    return run.play_paired(
        setup,
        compared,
        items_of("seeds", seeds, "range(1, 21)"),
        variables=variables_of("variables", variables, setup),
        readings=read,
        common=common,
        workers=workers,
        progress=progress,
    )


def branch(
    record: Record,
    change: branches.OneChange,
    *,
    out: str | Path | None = None,
    seats: Mapping[str, Player] | None = None,
    tokens: int | None = None,
    answer_seconds: float | None = None,
) -> Record:
    """Another game that is this one up to a place, where something is changed; it is played on to its end.

    Args:
        record: the game that it leaves, finished or not; it stays as it is.
        change: a parameter from a turn on (`Amendment`), another answer of a seat (`Answered`), another player on a
            seat (`Seated`) or an act of control (`Acted`).
        out: a file that does not exist yet for the record; without one it stays in memory.
        seats: players of your own, by seat. All others are played by the specs of the record.
        tokens: the most that language models may take in what is played anew.
        answer_seconds: as in `play`.

    Raises:
        SpecError: the change cannot be made there, a player cannot sit there, or the file exists.
        TranscriptError: something is wrong with the record.

    Nobody is asked again for what both games share, and chance is the same wherever the change does not reach. It may
    be called while an event loop runs in the same thread.
    """
    if not isinstance(record, Record):
        raise SpecError(f"record={record!r}: this must be a Record, as play and read give one")
    if not isinstance(change, CHANGES):
        raise SpecError(f"change={change!r}: this must be one of {', '.join(kind.__name__ for kind in CHANGES)}")
    whole("tokens", tokens, 0)
    seconds("answer_seconds", answer_seconds)
    given = mapping_of("seats", seats, "{'rome': MyPlayer()}")
    means = Means(ModelMeans(tokens=tokens), own={seat: own_player(seat, player) for seat, player in given.items()})
    if out is None:
        with TemporaryDirectory(prefix="wargame-") as folder:
            path = Path(folder) / "branch.jsonl"
            return Record(_played(record, change, path, means, answer_seconds), None)
    path = path_of("out", out)
    if path.exists():
        raise SpecError(f"out={str(out)!r}: the file exists; name one that does not exist yet")
    path.parent.mkdir(parents=True, exist_ok=True)
    return Record(_played(record, change, path, means, answer_seconds), path)


def _played(
    record: Record, change: branches.OneChange, path: Path, means: Means, answer_seconds: float | None
) -> reading.Transcript:
    begun = branches.branch(record.source, change, path)
    try:
        asked = fit_to_go_on(begun, means)
        finish(means.models.ready(spec for seat, spec in asked.items() if seat not in means.own))
    except SpecError:
        path.unlink()
        raise
    finish(_on(path, means, answer_seconds))
    return reading.read(path)


async def _on(path: Path, means: Means, answer_seconds: float | None) -> None:
    try:
        game, _ = resumed_game(path, means=means, answer_seconds=answer_seconds)
        await game.play()
    finally:
        await means.models.aclose()
