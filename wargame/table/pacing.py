"""The clock of a session with people keeps the time of its game.

It says how long each step may take, where the game stops for people, and what of it is recorded.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from wargame.core.control_acts import Act, EndGame
from wargame.core.ids import SeatId
from wargame.core.prose import joined, said
from wargame.rules.turn.sequence import Asked, Held
from wargame.table.activity import Activity
from wargame.table.clock import Cancel, PhaseClock, Presence
from wargame.table.listeners import Listeners
from wargame.table.session import Session, SessionFile
from wargame.table.standing_in import hand_over
from wargame.table.timekeeping import Paced
from wargame.transcript.overrides import now

SAVED_EVERY = 5.0
"""Seconds between two savings of the time left."""
UNHEARD = 5
"""Answers in a row that a model may miss, more than a turn asks for, before its seat is its script's."""


class SessionPacing:
    """The pacing of a table with people: a phase clock, on the record, which a facilitator may stop and set."""

    _game: Paced

    def __init__(
        self, session: Session, file: SessionFile, clock: PhaseClock, listeners: Listeners, activity: Activity
    ) -> None:
        """Over a session; nothing runs yet."""
        self.clock = clock
        self._session, self._file, self._listeners, self._activity = session, file, listeners, activity
        self._kept: tuple[object, float | None, str] | None = None
        """(step, limit, why it was closing) as the record has them, for the step at which it stops."""
        self._resuming = session.step
        self._tick: Cancel | None = None
        self._unheard: Counter[SeatId] = Counter()
        """Answers in a row, by seat, for which its model took longer than it has."""
        self._closed: Asked | Held | None = None
        """The step that was closed before everybody had answered."""
        self._presence = Presence(clock.time)
        self.stood = 0.0
        """Seconds of this step in which the program did not run, and which do not count."""

    def paces(self, game: Paced) -> None:
        """This is the game."""
        self._game = game

    # what the game asks and tells

    def entered(self, step: Asked | Held) -> None:
        """The game waits here now: start the clock, or let it go on where a kill stopped it."""
        kept = self._kept if self._kept and self._kept[0] is step else None
        limit = kept[1] if kept else self._limit(step)
        here, self._kept = f"{step.turn}.{step.phase}.{step.round}", None
        left = self._session.left if here == self._resuming else None
        self._resuming, self._session.step, self._session.left = "", here, None
        self.stood = 0.0
        if isinstance(step, Held) and self._planned_end(step):
            return
        if isinstance(step, Held) and not self.stops(step):
            self.clock.end()
            return
        self.clock.start(limit, self._expired, left)
        if limit is not None and kept is None:
            self._note("start", limit=limit)
        if kept and kept[2]:
            self._game.close_step(kept[2])
        self._keep_saving()
        self._changed()

    def stops(self, step: Held) -> bool:
        """Whether people want to read, or control to rule, before the game goes on."""
        facilitated, limit = self._session.settings.facilitated, self.clock.limit or self._limit(step) or 0.0
        if step.phase == "adjudication":
            return facilitated and bool(self._game.sequence.state.arguments)
        return limit > 0 or (self._final(step) and facilitated)

    async def ruled(self, step: Held) -> None:
        """Control rules, if anybody does."""

    def asking(self, seat: SeatId) -> None:
        """A seat is asked: from now on it is idle, and a model's own time runs."""
        player, seconds, watch = self._game.players[seat], self._session.settings.model_seconds, self.clock.watch
        self._activity.of(seat)
        if seconds is not None and not player.instant and player.kind != "person":
            watch.alarm(f"seat {seat}", watch.elapsed + seconds, lambda: self._late(seat, seconds))

    def sealed(self, seat: SeatId) -> None:
        """A seat's answer is in."""
        self.clock.watch.drop(f"seat {seat}")
        self._hear(seat)
        self._listeners.everybody()

    def _hear(self, seat: SeatId) -> None:
        """Count how often in a row a model was too late; where a step was closed early, it was not its fault."""
        origin, player = self._game.past.decided[seat].origin, self._game.players[seat]
        if origin != "timeout":
            self._unheard[seat] = 0
        elif player.kind == "model" and self._closed is not self._game.past.step:
            self._unheard[seat] += 1
            if self._unheard[seat] >= UNHEARD:
                self.gone(seat, f"{player.spec} was too late for {UNHEARD} decisions in a row")

    def seconds(self, seat: SeatId) -> float | None:
        """How long a seat has for its answer from now."""
        own = None if self._game.players[seat].kind == "person" else self._session.settings.model_seconds
        return min((limit for limit in (self.clock.left, own) if limit is not None), default=None)

    def bears(self, fault: BaseException) -> bool:
        """Everything: no player that fails ends a session for which people have come together."""
        return True

    def gone(self, seat: SeatId, why: str) -> bool:
        """The script of the seat takes it from its model; control's log says why, and people hear of it if they may."""
        self._unheard[seat] = 0
        if not hand_over(self._game, seat, why, hidden=self._session.settings.hide_players):
            return False
        self._changed()
        return True

    def noted(self, kind: str, data: dict[str, Any]) -> None:
        """A clock entry of the record, met again on resuming."""
        if kind != "clock":
            return
        step, what = self._game.past.step, data.get("what")
        _, limit, closing = self._kept if self._kept and self._kept[0] is step else (step, None, "")
        if what == "start":
            limit = data.get("limit")
        elif what == "extend":
            limit = data.get("limit", limit)
        elif what in ("pause", "resume"):
            self.clock.paused = what == "pause"
        elif what == "skip" or (what == "expired" and self._closes(step)):
            closing = data.get("why", "time ran out")
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
        self._close(joined("control closed the phase: ", said(reason)) if reason else "control closed the phase", who)

    def read_on(self, who: str) -> None:
        """Everybody at the table has read enough: end the time to read; nobody else is to decide on it."""
        self._close(f"{who} read on", who)

    def end(self) -> None:
        """The game is over, or put down: the time left is kept, and nothing rings any more."""
        if self._game.over:
            self._session.step = ""
        self._file.save()
        self.clock.end()
        if self._tick is not None:
            self._tick()
            self._tick = None

    # inside

    def _close(self, why: str, who: str) -> None:
        self._note("skip", why=why, who=who)
        self._closed = self._game.past.step
        self._game.close_step(why)

    def _limit(self, step: Asked | Held) -> float | None:
        rounds = self._game.book.setting.talk_rounds
        return self._session.settings.preset.seconds(step.phase, step.turn, self._final(step), rounds) or None

    def _final(self, step: Asked | Held) -> bool:
        """Whether this is where the review is held."""
        game = self._game
        return step.phase == "news" and (game.sequence.ended or step.turn >= game.book.setting.turns)

    def _planned_end(self, step: Held) -> bool:
        """End the game where the plan of the session says so; the review comes after."""
        last = self._session.last_turn
        if step.phase != "news" or last is None or step.turn < last or self._final(step):
            return False
        act = Act(
            id=self._game.past.next_act,
            who="plan",
            role="controller",
            move=EndGame(),
            reason=f"the session was planned to end after turn {last}",
        )
        self._game.act(act, now())
        return True

    def _closes(self, step: object) -> bool:
        """Whether the step ends when its time is up: control's rulings and the last review do not."""
        if not isinstance(step, Held) or not self._session.settings.facilitated:
            return True
        return step.phase != "adjudication" and not self._final(step)

    def _expired(self) -> None:
        if self._was_absent(SAVED_EVERY):
            self.clock.extend(0)
            return
        why = f"time ran out after {self.clock.limit or 0:g} seconds"
        self._note("expired", why=why)
        if self._closes(self._game.past.step):
            self._closed = self._game.past.step
            self._game.close_step(why)
        self._changed()

    def _late(self, seat: SeatId, seconds: float) -> None:
        if self._was_absent(SAVED_EVERY):
            self.asking(seat)
            return
        why = f"no answer within {seconds:g} seconds"
        self._note("late", seat=seat, why=why)
        self._game.late(seat, why)

    def _note(self, what: str, **more: Any) -> None:
        left = self.clock.left
        data = {"what": what, "left": None if left is None else round(left, 1), **more, "at": now()}
        self._game.past.note("clock", data)

    def _changed(self) -> None:
        self._file.save()
        self._listeners.everybody()

    def _keep_saving(self) -> None:
        """While the clock runs, what is left of it is written every few seconds."""
        if self._tick is not None:
            self._tick()
            self._tick = None
        if self.clock.watch.running:
            self._presence.look()
            self._tick = self.clock.time.after(SAVED_EVERY, self._save_on)

    def _save_on(self) -> None:
        self._tick = None
        self._was_absent(SAVED_EVERY)
        if self.clock.limit is not None:
            self._file.save()
        self._keep_saving()

    def _was_absent(self, expected: float) -> bool:
        """Whether the program did not run for a while; that is taken out of the step, recorded and told."""
        if not self.clock.watch.running:
            return False
        missed, ran_on = self._presence.missed(expected)
        if not missed:
            return False
        self.clock.watch.give_back(ran_on)
        self.stood += missed
        self._note("absent", seconds=round(missed, 1))
        self._changed()
        return True
