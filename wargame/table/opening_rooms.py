"""Opening the table around a game with people: a `Room`, new, resumed or rehearsed, with a clock, chairs and control.

Its parts are put together here alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from wargame.core.ids import SeatId
from wargame.core.setting import REHEARSAL
from wargame.errors import SpecError
from wargame.players.reined import reined
from wargame.table import session as sessions
from wargame.table.activity import Activity
from wargame.table.attendance import Attendance
from wargame.table.clock import PhaseClock
from wargame.table.game import RunningGame
from wargame.table.holding import reins_of
from wargame.table.listeners import Listeners
from wargame.table.opening import check_players, closed_on_failure, unfinished
from wargame.table.pacing import SessionPacing
from wargame.table.parts import TableParts
from wargame.table.players import Means, PlayerFactory
from wargame.table.room import Room
from wargame.table.seats import fallback_of, player_of
from wargame.table.session import Session, SessionFile, beside
from wargame.table.settings import USUAL, SessionSettings
from wargame.transcript.entry import Entry
from wargame.transcript.setup import GameSetup, seats_after
from wargame.transcript.writing import Appender, Log, NullLog, Resumed


def open_room(
    setup: GameSetup, out: Path | None, settings: SessionSettings = USUAL, means: Means | None = None
) -> Room:
    """A room for a new game, recorded at `out` (which must not exist) or nowhere.

    The session goes into a file beside the record. SpecError or TranscriptError, and nothing is written, if a player
    cannot sit there or either file exists. PackError as `GameSetup.opening` raises it. A preset that names its turns
    shortens a setup of the scenario's own length; `play` is to be run as a task.
    """
    means = means or Means()
    settings.check()
    people = sum(spec == "human" for spec in setup.seats.values())
    if settings.one_keyboard:
        settings = replace(settings, preset=settings.preset.for_queue(people))
    turns = settings.preset.turns
    if turns is not None and setup.turns is None:
        setup = replace(setup, turns=min(turns, setup.bundle.pack.turns))
    check_players(setup.seats, means)
    session = Session(settings)
    if out is None:
        return _room(setup, setup.seats, NullLog(), (), session, None, means)
    kept_at = beside(out)
    if kept_at.exists():
        raise SpecError(f"{kept_at}: a session of another game lies here; move it away or name another file")
    header = setup.as_header()
    log = Appender(out)
    with closed_on_failure(log):
        log.note("header", 0, "start", header)
        return _room(setup, setup.seats, log, (), session, out, means)


def resume_room(path: Path, means: Means | None = None, *, cut_broken: bool = False) -> Room:
    """The room of a game that was broken off: same turn, phase, answers, drafts, people, words and time left.

    `room.torn` says what is cut off the end of the record when something new comes, if anything is. `cut_broken` cuts
    it where it breaks, and keeps the old file beside. What the record holds is played again here, so the cost grows
    with its length; nobody is asked. TranscriptError if the game is over, somebody else plays it, the session file
    cannot be read, or the record cannot have been so. SpecError if a player cannot sit there.
    """
    record, setup = unfinished(path, cut_broken=cut_broken)
    seats = seats_after(setup, record.entries)
    log = Resumed(path, record)
    with closed_on_failure(log):
        session = sessions.load(beside(path))
        log.note("header", 0, "start", setup.as_header())
        return _room(setup, seats, log, record.entries, session, path, means or Means(), record.torn)


LONGEST_TITLE = 60


def rehearsal_room(setup: GameSetup, settings: SessionSettings = USUAL, means: Means | None = None) -> Room:
    """A throw-away room for the practice move: one turn, other chance, recorded nowhere.

    The same seed gives the same practice, and never the chance of the game that follows. It raises what `open_room`
    raises, but for what is wrong with a file.
    """
    pack = setup.bundle.pack
    called = f"{REHEARSAL}: {pack.title}"[:LONGEST_TITLE]
    bundle = setup.bundle.model_copy(update={"pack": pack.model_copy(update={"title": called})})
    practice = replace(setup, bundle=bundle, turns=1, seed=(setup.seed * 7919 + 104729) % 2**31)
    return open_room(practice, None, settings, means)


def _room(
    setup: GameSetup,
    seats: Mapping[SeatId, str],
    log: Log,
    entries: Sequence[Entry],
    session: Session,
    out: Path | None,
    means: Means,
    torn: str = "",
) -> Room:
    (book, start), settings = setup.opening(), session.settings
    listeners = Listeners(book.setting.ids)
    activity = Activity(means.time, listeners.everybody)
    clock = PhaseClock(means.time)
    file = SessionFile(session, clock, None if out is None else beside(out))
    pacing = SessionPacing(session, file, clock, listeners, activity)
    factory = PlayerFactory(means.models, log, entries, activity.at_stage, setup.prompts)
    make = reined(means.make or factory.make, reins_of(setup))
    players = {seat.id: player_of(seats[seat.id], seat, setup.seed, make) for seat in book.setting.seats}
    fallbacks = {
        seat.id: player
        for seat in book.setting.seats
        if (player := fallback_of(players[seat.id].spec, seat, setup.seed, settings, make)) is not None
    }
    game = RunningGame(
        book, start, players, log, pacing=pacing, listeners=listeners, fallbacks=fallbacks, entries=entries
    )
    game.begin()
    if not entries:
        file.save()
    parts = TableParts(
        game=game,
        session=session,
        file=file,
        pacing=pacing,
        listeners=listeners,
        activity=activity,
        attendance=Attendance(session, book.setting, means.time),
        time=means.time,
        make=make,
        adviser=means.adviser or factory.adviser(seats.values()),
        judges=tuple(means.judges if means.judges is not None else factory.judges(settings.judges, book)),
        record=out,
        torn=torn,
    )
    return Room(parts)
