"""Playing a game from a program: who sits where, what is set otherwise, and where the record goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from wargame.errors import SpecError
from wargame.library.given import mapping_of, path_of, seconds, whole
from wargame.library.own import own as own_player
from wargame.library.records import Record
from wargame.loops import finish
from wargame.players import specs
from wargame.players.base import Player
from wargame.table.opening import choose, new_game
from wargame.table.players import Means, ModelMeans
from wargame.transcript import reading
from wargame.transcript.writing import Sync


def play(
    scenario: str | Path,
    *,
    seats: Mapping[str, str | Player] | None = None,
    everyone: str | Player = "scripted",
    variant: str | None = None,
    seed: int = 1,
    turns: int | None = None,
    params: Mapping[str, float] | None = None,
    out: str | Path | None = None,
    tokens: int | None = None,
    answer_seconds: float | None = None,
) -> Record:
    """Play a game without people to its end and give its record.

    Args:
        scenario: name of a scenario (`scenarios()` lists them) or the path of its folder.
        seats: who plays which seat, by the seat's id: a player spec such as `random`, or a player of your own.
        everyone: who plays every other seat of the table; a `Player` is one object for all of them.
        variant: a smaller table that the scenario offers, such as `core`.
        seed: of all chance; the same seed and the same decisions give the same game to the last byte.
        turns: length, if it is not the scenario's own; 1 to 60.
        params: parameters of the rules set otherwise, by name; `parameters()` lists names, units and ranges.
        out: a file that does not exist yet for the record; without one it stays in memory (`Record.save` keeps it).
        tokens: the most that language models may take in the whole game.
        answer_seconds: the longest that a player who must be waited for has for each answer; then its seat's script
            plays, and the record says so.

    Raises:
        PackError: the scenario cannot be found or has faults, or a parameter is unknown or out of its range.
        SpecError: a seat, spec or player cannot be used, a model cannot be reached, or the file exists.
        BudgetSpent: the tokens are spent; a record in a file can be gone on with by `wargame run --resume`.
        ModelGone: a model has not answered for three decisions in a row; the same goes for its record.

    A scripted game of seven seats and ten turns takes a fraction of a second. It may be called while an event loop
    runs in the same thread, as in a notebook: the loop stands still meanwhile. `aplay` is the same for `await`.
    """
    return finish(
        aplay(
            scenario,
            seats=seats,
            everyone=everyone,
            variant=variant,
            seed=seed,
            turns=turns,
            params=params,
            out=out,
            tokens=tokens,
            answer_seconds=answer_seconds,
        )
    )


async def aplay(
    scenario: str | Path,
    *,
    seats: Mapping[str, str | Player] | None = None,
    everyone: str | Player = "scripted",
    variant: str | None = None,
    seed: int = 1,
    turns: int | None = None,
    params: Mapping[str, float] | None = None,
    out: str | Path | None = None,
    tokens: int | None = None,
    answer_seconds: float | None = None,
) -> Record:
    """Play a game as `play` does, from code that is asynchronous itself.

    While players wait (for a model, for a network), other tasks of the loop go on; scripts do not wait, and with them
    others have their turn once in each turn of the game.
    """
    whole("seed", seed, optional=False)
    whole("turns", turns)
    whole("tokens", tokens, 0)
    seconds("answer_seconds", answer_seconds)
    seated = mapping_of("seats", seats, "{'rome': 'random'}")
    overrides = mapping_of("params", params, "{'trust_threat': 0}")
    path = None if out is None else path_of("out", out)
    given = {seat: player for seat, player in seated.items() if not isinstance(player, str)}
    game = choose(
        str(path_of("scenario", scenario)),
        variant=variant,
        seed=seed,
        turns=turns,
        everyone=everyone if isinstance(everyone, str) else "scripted",
        seats={seat: player if isinstance(player, str) else "scripted" for seat, player in seated.items()},
        overrides=overrides,
    )
    if not isinstance(everyone, str):
        given = {seat.id: everyone for seat in game.opening()[0].setting.seats if seat.seated} | given
        given = {seat: player for seat, player in given.items() if not isinstance(seated.get(seat), str)}
    own = {seat: own_player(seat, player) for seat, player in given.items()}
    game = replace(game, seats={**game.seats, **{seat: player.spec for seat, player in own.items()}})
    models = ModelMeans(tokens=tokens)
    means = Means(models, own=own)
    asked = [spec for seat, spec in game.seats.items() if seat not in own]
    sync: Sync = "phase" if specs.models_in(asked) else "end"
    await models.ready(asked)
    try:
        if path is None:
            with TemporaryDirectory(prefix="wargame-") as folder:
                kept = Path(folder) / "game.jsonl"
                await new_game(game, kept, sync="end", means=means, answer_seconds=answer_seconds).play()
                return Record(reading.read(kept), None)
        if path.exists():
            raise SpecError(f"out={str(out)!r}: the file exists; name one that does not exist yet")
        await new_game(game, path, sync=sync, means=means, answer_seconds=answer_seconds).play()
        return Record(reading.read(path), path)
    finally:
        await models.aclose()
