"""A room: one game in progress with people at it, its clock, its sessions; seats see it through their chairs.

The room keeps what is no part of the game (drafts, the clock, names, seat words) in a session file beside
the transcript, readable by its owner alone. How one is put together stands in `host`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Unpack

from wargame.core.events import Event
from wargame.core.ids import CONTROL, SeatId
from wargame.core.setting import Setting
from wargame.core.views import Observer, View
from wargame.errors import NotAllowed
from wargame.players.base import Answer
from wargame.players.human import HumanPlayer
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.turn.sequence import Asked
from wargame.table.attendance import Attendance
from wargame.table.chair import Clock, Draft, SeatStatus
from wargame.table.control import Control
from wargame.table.digest import digest
from wargame.table.floor import Floor
from wargame.table.game import Result
from wargame.table.health import SeatHealth, health
from wargame.table.judges import Judge, Opinions
from wargame.table.listeners import Telling
from wargame.table.local_chair import LocalChair
from wargame.table.options import Kit, Means, Options
from wargame.table.pacing import Pacing
from wargame.table.people import Person, Role
from wargame.table.public_view import PublicScreen, screen
from wargame.table.session import Session, save
from wargame.table.status import Signs, statuses
from wargame.transcript.entry import Entry
from wargame.transcript.setup import GameSetup
from wargame.transcript.writing import Log


class Room:
    """One game in progress. Make one with `open` or `resume`, run `play` as a task, use `control` and `chair`."""

    def __init__(self, floor: Floor, session: Session, kept_at: Path | None, kit: Kit) -> None:
        """From its parts; `open` and `resume` put them together."""
        self.floor, self.session = floor, session
        self.make, self.time, self.adviser = kit.make, kit.time, kit.adviser
        self.judges: Sequence[Judge] = kit.judges
        self.torn = ""
        """What was cut off the end of the record when it was opened again."""
        self.result: Result | None = None
        """How the game ended, once it has."""
        self.crowd = Attendance(session, self.setting)
        """The people in the room."""
        self.control = Control(self, "controller", "controller")
        """The controller's desk."""
        self.pace = Pacing(self)
        self._kept_at = kept_at
        self.telling = Telling(self.setting.ids)
        """Who is told of changes."""
        self.signs = Signs(self.time)
        """When each seat last gave a sign of life."""
        self.opinions: dict[str, Opinions] = {}
        """What judges made of arguments, by case."""
        self._truth = Observer(self.setting, self.book.seed, CONTROL)
        floor.host = self.pace

    @classmethod
    def open(cls, game: GameSetup, out: Path | None, **options: Unpack[Options]) -> Room:
        """A room for a new game, recorded at `out` (which must not exist) or nowhere.

        `preset` is a session preset or its name. `facilitated` rooms stop for control before arguments are ruled
        and after the last turn. `research` keeps the owner from steering. `hide_players` keeps it from seats who
        is a person and who a model. `model_seconds` is what a mind that is no person has for each answer.
        `judged_by`, `tokens` and `money` are kept for whoever makes judges and models.
        `fallbacks` says who plays a seat that is late, a spec or `pass`; unless said, people pass and the seat's
        script plays for everybody else. `make` is asked for every player but people.
        """
        from wargame.table import host

        return host.open_room(game, out, **options)

    @classmethod
    def resume(cls, path: Path, **means: Unpack[Means]) -> Room:
        """The room of a game that was broken off: same turn, phase, answers, drafts, people, words and time left.

        `room.torn` says what was cut off the end of the record, if anything was.
        """
        from wargame.table.host import resume_room

        return resume_room(path, **means)

    @staticmethod
    def rehearsal(game: GameSetup, **options: Unpack[Options]) -> Room:
        """A throw-away room for the practice move: one turn, other chance, recorded nowhere."""
        from wargame.table import host

        return host.rehearsal_room(game, **options)

    @property
    def book(self) -> Rulebook:
        """The rules and the setting."""
        return self.floor.book

    @property
    def setting(self) -> Setting:
        """The frame of the game."""
        return self.floor.book.setting

    @property
    def record(self) -> list[Event]:
        """Every event that stands, for control's eyes."""
        return self.floor.course.record

    @property
    def log(self) -> Log:
        """Where the game is recorded: whoever makes players that call models keeps their calls there."""
        return self.floor.log

    @property
    def entries(self) -> Sequence[Entry]:
        """What the record held already when the room was opened again."""
        return self.floor.entries

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return self.floor.past.step is None

    # the game

    async def play(self) -> Result:
        """Run the game to its end; to be awaited as a task beside the interface."""
        try:
            self.result = await self.floor.play()
        finally:
            self.close()
        self.telling.everybody()
        return self.result

    def close(self) -> None:
        """Put the record and the session down; an unfinished game can be resumed."""
        self.save()
        self.pace.end()
        self.floor.log.close()

    def save(self) -> None:
        """Write the session file."""
        step = self.floor.past.step
        self.session.step = f"{step.turn}.{step.phase}.{step.round}" if step else ""
        self.session.left = self.pace.clock.left
        if self._kept_at is not None:
            save(self.session, self._kept_at)

    def chair(self, seat: SeatId, handle: str | None = None) -> LocalChair:
        """A seat's place at the table; with a handle, that person's."""
        if seat not in (ids := self.setting.ids):
            raise NotAllowed(f"there is no seat {seat!r}; the seats are {', '.join(ids)}")
        if handle is not None and self.crowd.find(handle).seat != seat:
            raise NotAllowed(f"{handle} does not sit on {seat}")
        return LocalChair(self, seat, handle)

    def claim(self, seat: SeatId, word: str, handle: str | None = None) -> LocalChair:
        """The chair of a seat for whoever knows its word; NotAllowed if it is wrong."""
        self.crowd.check_word(seat, word)
        return self.chair(seat, handle)

    def join(self, name: str, role: Role = "player", seat: SeatId | None = None, handle: str | None = None) -> Person:
        """Somebody comes in; the first player on a seat leads it. The record knows people by handle only."""
        person = self.crowd.join(name, role, seat, handle)
        self._people_changed()
        return person

    def leave(self, handle: str) -> None:
        """Somebody goes."""
        self.crowd.leave(handle)
        self._people_changed()

    def lead(self, handle: str) -> None:
        """Make somebody the one who hands in for their seat."""
        self.crowd.lead(handle)
        self._people_changed()

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody in the room."""
        return self.crowd.everybody

    def set_word(self, seat: SeatId, word: str) -> None:
        """Give a seat the word by which its people are let in; only a salted hash is kept."""
        self.crowd.set_word(seat, word)
        self.save()

    def has_word(self, seat: SeatId) -> bool:
        """Whether a seat has a word."""
        return self.crowd.has_word(seat)

    def _people_changed(self) -> None:
        self.save()
        self.telling.everybody()

    def is_human(self, seat: SeatId) -> bool:
        """Whether people control a seat now."""
        return isinstance(self.floor.players[seat], HumanPlayer)

    def owes(self, seat: SeatId) -> bool:
        """Whether a seat has yet to answer."""
        past = self.floor.past
        return isinstance(past.step, Asked) and seat not in past.decided

    def keep_draft(self, seat: SeatId, draft: Draft) -> None:
        """Keep what a seat prepares."""
        if draft == Draft():
            self.session.drafts.pop(seat, None)
        else:
            self.session.drafts[seat] = draft
        self.signs.of(seat)
        self.save()
        self.telling.room.tell()

    def hand_in(self, seat: SeatId, answer: Answer, **more: Any) -> None:
        """Seal a seat's answer with what its people said; its draft is emptied."""
        talk, against = self.session.discussion.pop(seat, []), self.session.dissent.pop(seat, {})
        said = {"discussion": tuple(talk), "dissent": tuple(f"{who}: {text}" for who, text in against.items())}
        self.floor.seal(seat, answer, **said, **more)
        self.session.drafts.pop(seat, None)
        self.save()

    def stage(self, seat: SeatId, text: str) -> None:
        """A seat's mind says what it is at; for players that report it."""
        self.signs.of(seat, text)
        self.telling.everybody()

    # looking

    def clock(self) -> Clock:
        """The phase clock."""
        past, turns = self.floor.past, self.session.last_turn or self.setting.turns
        step, clock = past.step, self.pace.clock
        if step is None:
            return Clock(past.turn, turns, "end", 0, None, clock.paused)
        return Clock(step.turn, turns, step.phase, step.round, clock.left, clock.paused)

    def statuses(self) -> tuple[SeatStatus, ...]:
        """How every seat stands; who is present without a seat is left out unless it is played."""
        return statuses(self)

    def health(self) -> tuple[SeatHealth, ...]:
        """How the room is doing, seat by seat."""
        unsent = {seat: not self.session.drafts.get(seat, Draft()).empty for seat in self.setting.ids}
        return health(self.statuses(), self.floor.past.decisions.values(), unsent)

    def next_human(self, after: SeatId | None = None) -> SeatId | None:
        """The next seat in table order that people control and that owes an answer; None if none does."""
        ids = self.setting.ids
        start = ids.index(after) + 1 if after in ids else 0
        return next((s for s in (*ids[start:], *ids[:start]) if self.owes(s) and self.is_human(s)), None)

    def catch_up(self, seat: SeatId) -> str:
        """What has happened so far, as far as this seat knows: for somebody who comes late."""
        return digest(self.chair(seat).look().view, self.setting)

    def public(self) -> PublicScreen:
        """What a projector may show: made of public events and public numbers alone."""
        return screen(self.setting, self.floor.course.state, self.record, self.clock(), self.statuses())

    def truth(self) -> View:
        """Everything, for control's eyes."""
        return self._truth.view(self.floor.course.state, self.record)

    # telling

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Be told of every change at the table (control and the projector); gives a function that ends it."""
        return self.telling.room.add(changed)

    def stirred(self, seat: SeatId) -> None:
        """The people of a seat did something among themselves."""
        self.signs.of(seat)
        self.save()
        self.telling.seat(seat)

    def forget(self) -> None:
        """Turns were undone: what was seen of them, and what was said of their arguments, goes."""
        self._truth = Observer(self.setting, self.book.seed, CONTROL)
        self.session.votes.clear()
        self.opinions.clear()

    def contested(self, case: str) -> bool:
        """Whether judges disagree on an argument."""
        return case in self.opinions and self.opinions[case].contested
