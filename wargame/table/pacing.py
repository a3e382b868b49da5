"""The pace of a room: how long each step may take, where the game stops for people, what of it is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wargame.core.control_acts import Act, EndGame
from wargame.core.ids import SeatId
from wargame.rules.turn.sequence import Asked, Held
from wargame.table.clock import Cancel, PhaseClock
from wargame.transcript.overrides import now

if TYPE_CHECKING:
    from wargame.table.room import Room

SAVED_EVERY = 5.0
"""Seconds between two savings of the time left."""


class Pacing:
    """The floor's host in matters of time."""

    def __init__(self, room: Room) -> None:
        """For one room; nothing runs yet."""
        self._room = room
        self.clock = PhaseClock(room.time, self._expired)
        self._kept: tuple[object, float | None, str] | None = None
        """(step, limit, why it was closing) as the record has them, for the step at which it stops."""
        self._resuming = room.session.step
        self._tick: Cancel | None = None

    # what the floor asks and tells

    def entered(self, step: Asked | Held) -> None:
        """The game waits here now: start the clock, or let it go on where a kill stopped it."""
        room = self._room
        kept = self._kept if self._kept and self._kept[0] is step else None
        limit = kept[1] if kept else self._limit(step)
        here, self._kept = f"{step.turn}.{step.phase}.{step.round}", None
        left = room.session.left if here == self._resuming else None
        self._resuming = ""
        if isinstance(step, Held) and self._planned_end(step):
            return
        if isinstance(step, Held) and not self.stops(step):
            self.clock.end()
            return
        self.clock.start(limit, left)
        if limit is not None and kept is None:
            self._note("start", limit=limit)
        if kept and kept[2]:
            room.floor.close_step(kept[2])
        self._keep_saving()
        room.save()
        room.telling.everybody()

    def stops(self, step: Held) -> bool:
        """Whether people want to read, or control to rule, before the game goes on."""
        room, limit = self._room, self.clock.limit or self._limit(step) or 0.0
        if step.phase == "adjudication":
            return room.session.facilitated and bool(room.floor.course.state.arguments)
        return limit > 0 or (self._final(step) and room.session.facilitated)

    def asking(self, seat: SeatId) -> None:
        """A seat is asked: from now on it is idle, and a model's own time runs."""
        room, player = self._room, self._room.floor.players[seat]
        room.signs.of(seat)
        seconds = room.session.model_seconds
        if seconds is not None and not player.instant and not room.is_human(seat):
            watch = self.clock.watch
            watch.alarm(f"seat {seat}", watch.elapsed + seconds, lambda: self._late(seat, seconds))

    def sealed(self, seat: SeatId) -> None:
        """A seat's answer is in."""
        self.clock.watch.drop(f"seat {seat}")
        self._room.telling.everybody()

    def seconds(self, seat: SeatId) -> float | None:
        """How long a seat has for its answer from now."""
        room = self._room
        limits = [self.clock.left, None if room.is_human(seat) else room.session.model_seconds]
        return min((limit for limit in limits if limit is not None), default=None)

    def rewound(self) -> None:
        """Turns were undone: the room forgets what was said of them."""
        self._room.forget()

    def noted(self, kind: str, data: dict[str, Any]) -> None:
        """A clock entry of the record, met again on resuming."""
        if kind != "clock":
            return
        step, what = self._room.floor.past.step, data.get("what")
        _, limit, closing = self._kept if self._kept and self._kept[0] is step else (step, None, "")
        if what == "start":
            limit = data.get("limit")
        elif what == "extend":
            limit = data.get("limit", limit)
        elif what in ("pause", "resume"):
            self.clock.paused = what == "pause"
        elif what == "skip" or (what == "expired" and self._closes(step)):
            closing = str(data.get("why", "time ran out"))
        self._kept = (step, limit, closing)

    # what control does

    def pause(self, who: str) -> None:
        """Stop the clock."""
        if not self.clock.paused:
            self.clock.pause()
            self._note("pause", who=who)
            self._changed()

    def resume(self, who: str) -> None:
        """Let it run on."""
        if self.clock.paused:
            self.clock.resume()
            self._note("resume", who=who)
            self._keep_saving()
            self._changed()

    def extend(self, seconds: float, who: str) -> None:
        """More time, or less."""
        self.clock.extend(seconds)
        self._note("extend", seconds=seconds, limit=self.clock.limit, who=who)
        self._changed()

    def skip(self, reason: str, who: str) -> None:
        """Close the step now."""
        self._close(f"control closed the phase{f': {reason}' if reason else ''}", who)

    def read_on(self, who: str) -> None:
        """Whoever sits alone has read enough: end the time to read; nobody else is to decide on it."""
        self._close(f"{who} read on", who)

    def end(self) -> None:
        """The game is over, or put down."""
        self.clock.end()
        if self._tick is not None:
            self._tick()
            self._tick = None

    # inside

    def _close(self, why: str, who: str) -> None:
        self._note("skip", why=why, who=who)
        self._room.floor.close_step(why)

    def _limit(self, step: Asked | Held) -> float | None:
        session, rounds = self._room.session, self._room.setting.talk_rounds
        return session.preset.seconds(step.phase, step.turn, self._final(step), rounds) or None

    def _final(self, step: Asked | Held) -> bool:
        """Whether this is where the review is held."""
        return step.phase == "news" and (self._room.floor.course.ended or step.turn >= self._room.setting.turns)

    def _planned_end(self, step: Held) -> bool:
        """End the game where the plan of the session says so; the review comes after."""
        room = self._room
        last = room.session.last_turn
        if step.phase != "news" or last is None or step.turn < last or self._final(step):
            return False
        act = Act(
            id=room.floor.past.next_act,
            who="plan",
            role="controller",
            move=EndGame(),
            reason=f"the session was planned to end after turn {last}",
        )
        room.floor.act(act, now())
        return True

    def _closes(self, step: object) -> bool:
        """Whether the step ends when its time is up: control's rulings and the last review do not."""
        if not isinstance(step, Held) or not self._room.session.facilitated:
            return True
        return step.phase != "adjudication" and not self._final(step)

    def _expired(self) -> None:
        why = f"time ran out after {self.clock.limit or 0:g} seconds"
        self._note("expired", why=why)
        if self._closes(self._room.floor.past.step):
            self._room.floor.close_step(why)
        self._changed()

    def _late(self, seat: SeatId, seconds: float) -> None:
        why = f"no answer within {seconds:g} seconds"
        self._note("late", seat=seat, why=why)
        self._room.floor.late(seat, why)

    def _note(self, what: str, **more: Any) -> None:
        left = self.clock.left
        data = {"what": what, "left": None if left is None else round(left, 1), **more, "at": now()}
        self._room.floor.past.note("clock", data)

    def _changed(self) -> None:
        self._room.save()
        self._room.telling.everybody()

    def _keep_saving(self) -> None:
        """While the clock runs, what is left of it is written every few seconds."""
        if self._tick is not None:
            self._tick()
            self._tick = None
        if self.clock.limit is not None and self.clock.watch.running:
            self._tick = self._room.time.after(SAVED_EVERY, self._save_on)

    def _save_on(self) -> None:
        self._tick = None
        self._room.save()
        self._keep_saving()
