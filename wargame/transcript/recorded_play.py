"""A game being driven step by step with its record: what the table in play and the verifier have in common.

Entries that a record holds already are done again in their order, acts of control and undone turns included;
whoever drives goes on where they end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wargame.core.control_acts import Act
from wargame.core.events import Event
from wargame.core.ids import Origin, SeatId
from wargame.core.moves import Decision
from wargame.core.prose import Text, said
from wargame.core.refusals import Refusal
from wargame.core.state import State, Written
from wargame.core.telling import Undoing
from wargame.core.written import as_data, worded
from wargame.errors import TranscriptError
from wargame.rules.control.acts import compared, refusal
from wargame.rules.turn.sequence import Asked, Happened, Held, SequenceOfPlay, Step, TurnOver
from wargame.transcript.entry import Entry
from wargame.transcript.entry_values import decision_of
from wargame.transcript.overrides import RecordedAct, now, recorded_act, turn_undone
from wargame.transcript.recorded_acts import ACTS, act_of
from wargame.transcript.salts import salts_for
from wargame.transcript.turn_start import TurnStart
from wargame.transcript.watcher import Nobody, Watcher
from wargame.transcript.writing import Log

WORDS = ("reason", "attempt")
"""Fields of override entries that somebody wrote."""
PASSED_OVER = ("header", "call", "blob")
"""Entries that the sequence of play is not driven by."""


class RecordedPlay:
    """One game under way: where it waits, what has been decided there, and everything that stands so far."""

    def __init__(
        self,
        sequence: SequenceOfPlay,
        log: Log,
        entries: Sequence[Entry] = (),
        *,
        watcher: Watcher | None = None,
        hashing: bool = True,
        remembering: bool = False,
        last: int | None = None,
    ) -> None:
        """For a fresh sequence of play; `entries` are what a record holds already.

        `hashing` works out the state's hash at the end of every turn; `remembering` keeps the state itself, for those
        who look back at it. At the end of turn `last`, with which the entries end, the game goes no further.
        """
        self.sequence = sequence
        self.log = log
        self.step: Asked | Held | None = None
        """Where the game waits; None before it begins and when it is over."""
        self.decided: dict[SeatId, Decision] = {}
        """Decisions made in the step at which the game waits."""
        self.decisions: dict[str, Decision] = {}
        """All decisions that stand, by id."""
        self.acts: dict[str, Act] = {}
        """Acts of control that stand, by id."""
        self.overrides: list[RecordedAct] = []
        """Acts of the override entries so far, undone or not."""
        self.undone: list[Undoing] = []
        """Every time that turns were taken back, with what went."""
        self.hashes: dict[int, str] = {}
        """State hash at the end of each complete turn, from 1; empty words where states are not hashed."""
        self.states: dict[int, State] = {}
        """The state at the end of each turn, if they are kept."""
        self._written: Written = {}
        self._watcher = watcher or Nobody()
        self._hashing, self._remembering, self._last = hashing, remembering, last
        self._entries = entries
        self._salts = salts_for(entries)
        self._at = 0
        self._steps = sequence.run()
        self._ruling = False

    @property
    def waiting(self) -> bool:
        """Whether the game waits somewhere, so that control may act."""
        return self.step is not None and not self._ruling

    @property
    def line(self) -> int:
        """Number of the line of the record that is being done again."""
        return min(self._at + 1, len(self._entries))

    @property
    def next_act(self) -> str:
        """The id that the next override entry has."""
        return f"control.{len(self.overrides) + 1}"

    @property
    def hash(self) -> str:
        """State hash at the end of the last complete turn; empty before the first, and where states are not hashed."""
        return self.hashes[max(self.hashes)] if self.hashes else ""

    @property
    def turn(self) -> int:
        """The last complete turn; 0 before the first is over."""
        return max(self.hashes, default=0)

    @property
    def complete(self) -> bool:
        """Whether every seat has decided where the game waits."""
        return len(self.decided) == len(self.sequence.book.setting.ids)

    @property
    def origins(self) -> dict[Origin, int]:
        """How many of the decisions that stand came about in each way."""
        out: dict[Origin, int] = {}
        for decision in self.decisions.values():
            out[decision.origin] = out.get(decision.origin, 0) + 1
        return dict(sorted(out.items()))

    # going on

    def begin(self) -> None:
        """Set the opening and go to where the game first waits; to be called once, before anything else."""
        self._go(next(self._steps, None))

    def stand(self, at: TurnStart) -> None:
        """Begin at the start of a turn of a game of this opening, in place of `begin`; no turn before is recorded."""
        self.sequence.stand(at.turn, at.events, at.state)
        self.decisions, self.acts = dict(at.decisions), dict(at.acts)
        self.hashes = {turn: at.hashes.get(turn, "") for turn in range(1, at.turn)}
        self.overrides, self.undone = list(at.overrides), list(at.undone)
        self._steps = self.sequence.run(at.turn)
        self._go(next(self._steps, None))

    def decide(self, decision: Decision) -> None:
        """Record what a seat has decided; nothing comes of it before `advance`.

        It is not held against the rules here. A second one of the same seat is recorded as well, and takes the place of
        the first.
        """
        self._decided(worded(decision, salts=None if decision.origin == "scripted" else self._salts))

    def _decided(self, decision: Decision) -> None:
        """Its words are told apart already."""
        self.log.decision(decision)
        self.decided[decision.seat] = decision
        self.decisions[decision.id] = decision

    def advance(self) -> None:
        """Rule on what was decided, or leave a hold, and go to where the game waits next.

        KeyError where a seat has not decided yet, see `complete`.
        """
        sent = [self.decided[seat] for seat in self.sequence.book.setting.ids] if isinstance(self.step, Asked) else None
        try:
            step = self._steps.send(sent)
        except StopIteration:
            step = None
        self.decided = {}
        self._go(step)

    def _go(self, step: Step | None) -> None:
        self._ruling = True
        try:
            while isinstance(step, (Happened, TurnOver)):
                self._take(step)
                step = None if self._stops(step) else next(self._steps, None)
        finally:
            self._ruling = False
        self.step = step

    def _stops(self, step: Happened | TurnOver) -> bool:
        """Whether nothing is asked for after this step."""
        return step.turn == self._last and (isinstance(step, TurnOver) or step.turn == 0)

    def _take(self, step: Happened | TurnOver) -> None:
        if isinstance(step, TurnOver):
            self._remember(step.turn)
            hash_ = self.hashes[step.turn] = self.sequence.state.hash(self._written) if self._hashing else ""
            self.log.note("clock", step.turn, "news", {"what": "turn_end", "state_hash": hash_, "at": now()})
            self.log.settle("turn")
            self._watcher.turned(step.turn)
            return
        if step.turn == 0:
            self._remember(0)
        for event in step.events:
            self.log.event(event)
        self.log.settle("phase")
        self._watcher.happened(step.events)

    def _remember(self, turn: int) -> None:
        if self._remembering:
            self.states[turn] = self.sequence.state

    # control

    def refused(self, act: Act) -> Refusal | None:
        """Why an act may not be done where the game waits, or None; it may be asked only where the game waits."""
        assert self.step is not None
        return refusal(self.sequence.moment(self.step.turn, self.step.phase), act.move, act.reason)

    def act(self, act: Act, at: str) -> Sequence[Event]:
        """Do an act that is not refused; gives what came of it. Ask `refused` first: it is not asked again here.

        `at` is the time as it will stand in the record, see `now`.
        """
        step, act = self.step, worded(act, salts=self._salts)
        assert step is not None
        before = self.sequence.moment(step.turn, step.phase)
        done = self._steps.send(act)
        assert isinstance(done, Happened)
        was, now_ = compared(before, act.move, done.events)
        data: dict[str, Any] = {"id": act.id, "what": act.move.kind, "who": act.who, "role": act.role, "at": at}
        data |= {"move": as_data(act.move), "before": was, "after": now_, "reason": act.reason}
        self._override(data)
        self.acts[act.id] = act
        self._take(done)
        self._go(next(self._steps, None))
        return done.events

    def undo(self, to_turn: int, data: dict[str, Any]) -> None:
        """Back to the start of a turn, from 1; the record keeps what is undone and says that it does not stand.

        `data` are the other fields of the override entry. The state is made anew from all events that still stand.
        """
        self._override({**data, "what": "undo", "to_turn": to_turn})
        gone = tuple([event for event in self.sequence.record if event.turn >= to_turn])
        self.undone.append(Undoing(self.overrides[-1].turn, to_turn, gone))
        self._steps.close()
        self.sequence.rewind(to_turn)
        self.decided = {}
        self.decisions = {name: made for name, made in self.decisions.items() if made.turn < to_turn}
        standing = {cause for event in self.sequence.record for cause in event.causes}
        self.acts = {name: act for name, act in self.acts.items() if name in standing}
        self.hashes = {turn: hash_ for turn, hash_ in self.hashes.items() if turn < to_turn}
        self.states = {turn: state for turn, state in self.states.items() if turn < to_turn}
        self._steps = self.sequence.run(to_turn)
        self._watcher.rewound()
        self._go(next(self._steps, None))

    def note(self, kind: str, data: dict[str, Any]) -> None:
        """Record a clock entry, or an override that has no effect in the game, where the game waits.

        `kind` is `override` or `clock`, `data` the fields of the entry.
        """
        assert self.step is not None
        if kind == "override":
            self._override(data)
        else:
            self.log.note("clock", self.step.turn, self.step.phase, {**data, "round": self.step.round})

    def _override(self, data: dict[str, Any]) -> None:
        assert self.step is not None
        words = {name: self._said(data[name]) for name in WORDS if isinstance(data.get(name), str)}
        data = {**data, **words, "round": self.step.round}
        self.overrides.append(recorded_act(self.step.turn, self.step.phase, data))
        self.log.note("override", self.step.turn, self.step.phase, data)
        self.log.settle("phase")

    def _said(self, words: str) -> str:
        made = said(words)
        return made if self._salts is None or made is words else Text(made, self._salts())

    # what a record holds already

    def follow(self) -> None:
        """Do again what the record holds, as far as it goes; TranscriptError if it cannot have been so."""
        while self.step is not None and (entry := self._ahead()) is not None:
            if self._belongs(entry):
                self._redo(entry)
                self._at += 1
            elif isinstance(self.step, Held) or self.complete:
                self.advance()
            else:
                missing = [seat for seat in self.sequence.book.setting.ids if seat not in self.decided]
                where = f"turn {self.step.turn}, {self.step.phase}"
                raise TranscriptError(
                    f"line {entry.n}: the record has no decisions of {', '.join(missing)} for {where}"
                )

    def _ahead(self) -> Entry | None:
        """The next entry that is not done yet."""
        entries, reached = self._entries, (self.sequence.state.turn, self.sequence.state.count)
        for place in range(self._at, len(entries)):
            entry = entries[place]
            if not (entry.kind in PASSED_OVER or self._past(entry, reached)):
                self._at = place
                return entry
        self._at = len(entries)
        return None

    def _past(self, entry: Entry, reached: tuple[int, int]) -> bool:
        """Whether what an entry says has happened; `reached` is the turn of the state and its number of events."""
        if entry.kind == "event":
            turn, _, number = str(entry.data.get("id")).partition(".")
            if not (turn.isdecimal() and number.isdecimal() and len(turn) + len(number) < 18):
                return True
            return (int(turn), int(number)) <= reached
        return entry.kind == "clock" and entry.data.get("what") == "turn_end" and entry.turn in self.hashes

    def _belongs(self, entry: Entry) -> bool:
        step = self.step
        assert step is not None
        if entry.kind not in ("decision", "clock", "override") or entry.data.get("what") == "turn_end":
            return False
        return (entry.turn, entry.phase, entry.data.get("round")) == (step.turn, step.phase, step.round) and (
            entry.kind != "decision" or (isinstance(step, Asked) and self._wanted(entry))
        )

    def _wanted(self, entry: Entry) -> bool:
        seat = entry.data.get("seat")
        return isinstance(seat, str) and seat not in self.decided and seat in self.sequence.book.setting.by_id

    def _redo(self, entry: Entry) -> None:
        data = entry.data
        if entry.kind == "decision":
            self._decided(decision_of(entry))
        elif entry.kind == "clock":
            self.note("clock", data)
            self._watcher.noted("clock", data)
        elif data.get("what") in ACTS:
            act = act_of(entry)
            if (why := self.refused(act)) is not None:
                raise TranscriptError(f"line {entry.n}: control could not have done {act.id}: {why}")
            self.act(act, str(data.get("at")))
        elif data.get("what") == "undo":
            self.undo(turn_undone(entry), data)
        else:
            self.note("override", data)
            self._watcher.noted("override", data)
