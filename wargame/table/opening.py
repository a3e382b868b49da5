"""Opening a table: a new game, or one broken off, from a scenario and player specs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from wargame.core.ids import SeatId
from wargame.core.setting import Seat
from wargame.errors import SpecError, TranscriptError
from wargame.players import specs
from wargame.players.base import Player
from wargame.scenario.build import build
from wargame.scenario.bundle import load
from wargame.table.game import Table
from wargame.transcript.entry import Entry
from wargame.transcript.reading import read
from wargame.transcript.setup import GameSetup, game_of
from wargame.transcript.writing import Appender, Log, NullLog, Resumed, Sync

Maker = Callable[[str, Seat, int], Player]
"""Makes a player from a spec, for a seat, with the game's seed."""


def choose(
    scenario: str,
    *,
    variant: str | None = None,
    seed: int = 1,
    turns: int | None = None,
    everyone: str = "scripted",
    seats: Mapping[SeatId, str] | None = None,
    overrides: Mapping[str, float] | None = None,
) -> GameSetup:
    """A game from what a person chose; an actor that is present but not seated is played by its doctrine.

    SpecError names a seat that does not exist or a spec that cannot be read.
    """
    bundle = load(scenario, variant)
    opening = build(bundle, variant, overrides or {}, turns)
    known = opening.setting.by_id
    chosen = dict(seats or {})
    for seat, spec in chosen.items():
        if seat not in known:
            raise SpecError(f"--seat {seat}={spec}: there is no such seat; the seats are {', '.join(known)}")
    specs_of = {s.id: chosen.get(s.id, everyone if s.seated else "scripted") for s in opening.setting.seats}
    for spec in specs_of.values():
        specs.check(spec)
    prompts: Mapping[str, str] = {}
    if any(spec.startswith("llm:") for spec in specs_of.values()):
        from wargame.players.llm.templates import prompt_hashes

        prompts = prompt_hashes()
    return GameSetup(bundle, variant, seed, turns, dict(overrides or {}), specs_of, prompts)


def new_table(game: GameSetup, out: Path | None, *, sync: Sync = "phase", make: Maker = specs.make) -> Table:
    """A table for a new game, recording to `out` (which must not exist) or nowhere."""
    log: Log = Appender(out, sync=sync) if out else NullLog()
    if out:
        log.note("header", 0, "start", game.as_header())
    return table_of(game, log, make)


def resumed_table(path: Path, *, sync: Sync = "phase", make: Maker = specs.make) -> tuple[Table, str]:
    """A table that goes on where a record stops, and what was cut off its end, if anything was.

    TranscriptError if the game is over already.
    """
    record = read(path, mend=True)
    if record.finished:
        raise TranscriptError(f"{path}: this game was played to its end; there is nothing to resume")
    game = game_of(record)
    log = Resumed(path, record, sync=sync)
    log.note("header", 0, "start", game.as_header())
    seated = replace(game, seats=seats_now(game, record.entries))
    return table_of(seated, log, make, record.entries), record.torn


def seats_now(game: GameSetup, entries: Sequence[Entry]) -> dict[SeatId, str]:
    """Player spec of every actor, after all that control has changed."""
    seats = dict(game.seats)
    for entry in entries:
        if entry.kind == "override" and entry.data.get("what") == "swap":
            seats[str(entry.data["target"])] = str(entry.data["after"])
    return seats


def table_of(game: GameSetup, log: Log, make: Maker, entries: Sequence[Entry] = ()) -> Table:
    """A table for a game, its players made by `make`; `entries` are what its record holds already."""
    book, start = game.opening()
    players = {seat.id: make(game.seats[seat.id], seat, game.seed) for seat in book.setting.seats}
    return Table(book, start, players, log, entries=entries)
