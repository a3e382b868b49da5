"""Opening rooms: for a new game, for one broken off, and for the practice move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Unpack

from wargame.core.arguments import Mode
from wargame.core.ids import SeatId
from wargame.errors import SpecError, TranscriptError
from wargame.players import specs
from wargame.players.base import Player
from wargame.players.scripted.advice import Adviser, scripted_advice
from wargame.table.clock import LoopTime, TimeSource
from wargame.table.floor import Floor
from wargame.table.judges import Judge
from wargame.table.opening import Maker, seats_now
from wargame.table.options import Kit, Options
from wargame.table.presets import Preset, preset_of
from wargame.table.room import Room
from wargame.table.seats import fallback_of, player_of
from wargame.table.session import Session, beside, load, save
from wargame.transcript.entry import Entry
from wargame.transcript.reading import read
from wargame.transcript.setup import GameSetup, game_of
from wargame.transcript.writing import Appender, Log, NullLog, Resumed


def open_room(
    game: GameSetup,
    out: Path | None,
    *,
    preset: str | Preset = "untimed",
    facilitated: bool = False,
    research: bool = False,
    hide_players: bool = False,
    adjudication: Mode = "rules",
    model_seconds: float | None = None,
    judged_by: Sequence[str] = (),
    tokens: int | None = None,
    money: float | None = None,
    fallbacks: Mapping[SeatId, str] | None = None,
    make: Maker = specs.make,
    time: TimeSource | None = None,
    adviser: Adviser = scripted_advice,
    judges: Sequence[Judge] = (),
) -> Room:
    """A room for a new game, recorded at `out` (which must not exist) or nowhere; see `Room.open`."""
    chosen = preset_of(preset)
    if chosen.turns is not None and game.turns is None:
        game = replace(game, turns=min(chosen.turns, game.bundle.pack.turns))
    session = Session(
        preset=chosen,
        facilitated=facilitated,
        research=research,
        hide_players=hide_players,
        adjudication=adjudication,
        model_seconds=model_seconds,
        judges=list(judged_by),
        tokens=tokens,
        money=money,
        fallbacks=dict(fallbacks or {}),
    )
    for spec in session.fallbacks.values():
        if spec != "pass":
            specs.check(spec)
    book, _ = game.opening()
    players = {seat.id: player_of(game.seats[seat.id], seat, game.seed, make) for seat in book.setting.seats}
    kept_at = None
    log: Log = NullLog()
    if out is not None:
        kept_at = beside(out)
        if kept_at.exists():
            raise SpecError(f"{kept_at}: a session of another game lies here; move it away or name another file")
        log = Appender(out)
        log.note("header", 0, "start", game.as_header())
        save(session, kept_at)
    kit = Kit(make, time or LoopTime(), adviser, tuple(judges))
    return _room(game, log, players, session, kept_at, kit)


def resume_room(
    path: Path,
    *,
    make: Maker = specs.make,
    time: TimeSource | None = None,
    adviser: Adviser = scripted_advice,
    judges: Sequence[Judge] = (),
) -> Room:
    """The room of a game that was broken off; see `Room.resume`."""
    record = read(path, mend=True)
    if record.finished:
        raise TranscriptError(f"{path}: this game was played to its end; there is nothing to resume")
    game = game_of(record)
    session = load(beside(path))
    book, _ = game.opening()
    seats = seats_now(game, record.entries)
    players = {seat.id: player_of(seats[seat.id], seat, game.seed, make) for seat in book.setting.seats}
    log = Resumed(path, record)
    log.note("header", 0, "start", game.as_header())
    kit = Kit(make, time or LoopTime(), adviser, tuple(judges))
    room = _room(game, log, players, session, beside(path), kit, record.entries)
    room.torn = record.torn
    return room


def rehearsal_room(game: GameSetup, **options: Unpack[Options]) -> Room:
    """A throw-away room for the practice move; see `Room.rehearsal`."""
    practice = replace(game, turns=1, seed=(game.seed * 7919 + 104729) % 2**31)
    return open_room(practice, None, **options)


def _room(
    game: GameSetup,
    log: Log,
    players: Mapping[SeatId, Player],
    session: Session,
    kept_at: Path | None,
    kit: Kit,
    entries: Sequence[Entry] = (),
) -> Room:
    book, start = game.opening()
    fallbacks = {
        seat.id: player
        for seat in book.setting.seats
        if (player := fallback_of(players[seat.id].spec, seat, game.seed, session, kit.make)) is not None
    }
    floor = Floor(book, start, players, log, fallbacks=fallbacks, entries=entries)
    room = Room(floor, session, kept_at, kit)
    floor.begin()
    return room
