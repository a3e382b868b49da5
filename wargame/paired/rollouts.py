"""Rollouts: what comes of a game from one of its turns on, in memory, with one seat answering otherwise in that turn.

The past is folded and never played again. In the turn itself everybody answers as on record but the seat that is looked
at; from the next turn on scripts play. Each rollout has dice of its own, from the adjudication of the turn on. Two with
the same number meet the same dice, so that their difference is the work of what was answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from wargame.core.ids import DecisionId, SeatId, Variable
from wargame.core.moves import Body, Decision
from wargame.paired.forks import going_on
from wargame.players import specs
from wargame.players.base import Answer, Ask, Player, PlayerKind
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.model.derived import read as value_of
from wargame.rules.model.measures import picture
from wargame.rules.turn.sequence import Asked
from wargame.table.game import RunningGame
from wargame.table.unattended import Unattended
from wargame.table.waiting import run_through
from wargame.transcript.setup import seats_after
from wargame.transcript.turn_start import TurnStart
from wargame.transcript.verify import Replayed
from wargame.transcript.writing import NullLog


@dataclass(frozen=True, slots=True)
class RolledOut:
    """How a rollout ended."""

    scores: Mapping[SeatId, float]
    """Final score by seat, roughly 0 to 100."""
    values: Mapping[Variable, float]
    """Those that were asked for, at the end."""


class Rollouts:
    """The games that one game could have become."""

    def __init__(self, game: Replayed, variables: Sequence[Variable] = ()) -> None:
        """Of a game that was played again from its record; `variables` are read at the end of each rollout.

        Seats go on by the doctrines of the record, and by scripts where it has others. SpecError if a script cannot sit
        somewhere.
        """
        self.game, self._variables = game, tuple(variables)
        setup = game.game
        self._book, self._start = setup.opening()
        seats = {**seats_after(setup, game.record.entries), **going_on(game.record, "scripted")}
        self._scripts = {seat.id: specs.make(seats[seat.id], seat, setup.seed) for seat in self._book.setting.seats}
        self._standing: dict[int, TurnStart] = {}

    def play(self, turn: int, answers: Mapping[DecisionId, Body], number: int, until: int | None = None) -> RolledOut:
        """Play on from a turn, 1 to the last complete one, with these answers in place of those on record.

        `number` from 0 names the dice from the adjudication of that turn on; 0 are those of the record. The record is
        answered by to the end of turn `until`, the same turn unless said. Costs the turns that are left.
        """
        game = self._opened(turn, answers, number, turn if until is None else until)
        result = run_through(game.play(), waits=False)
        look = picture(game.book, game.sequence.state)
        found = {each: value_of(look, each) for each in self._variables}
        return RolledOut(dict(result.scores), {each: value for each, value in found.items() if value is not None})

    def asked(self, turn: int, seat: SeatId) -> Ask | None:
        """What a seat was asked when it gave its orders in a turn, as everybody had answered up to there.

        None where the turn never came to orders.
        """
        game = self._opened(turn, {}, 0, turn)
        game.begin()
        while (step := game.past.step) is not None and step.turn == turn:
            if isinstance(step, Asked) and step.phase == "orders":
                return game.ask(seat)
            if isinstance(step, Asked):
                for each in game.players:
                    run_through(self._answer(game, each), waits=False)
            game.past.advance()
        return None

    async def _answer(self, game: RunningGame, seat: SeatId) -> None:
        game.seal(seat, await game.players[seat].decide(game.ask(seat)))

    def _opened(self, turn: int, answers: Mapping[DecisionId, Body], number: int, until: int) -> RunningGame:
        book, recorded = self._dice(turn, number), self.game.decisions
        players: dict[SeatId, Player] = {
            seat: _AsRecorded(until, recorded, answers, script) for seat, script in self._scripts.items()
        }
        standing = self._standing.get(turn) or self._at(turn)
        return RunningGame(book, self._start, players, NullLog(), pacing=Unattended(), standing=standing)

    def _dice(self, turn: int, number: int) -> Rulebook:
        fresh = {**self._book.fresh, turn: self._book.seed + number} if number else self._book.fresh
        return replace(self._book, fresh=fresh)

    def _at(self, turn: int) -> TurnStart:
        events = [event for event in self.game.events if event.turn < turn]
        made = {name: each for name, each in self.game.decisions.items() if each.turn < turn}
        found = self._standing[turn] = TurnStart(turn, events, self.game.states[turn - 1], made)
        return found


class _AsRecorded:
    """Answers to the end of a turn as on record, or otherwise where that is said, and by a script from then on."""

    kind: PlayerKind = "record"
    instant = True

    def __init__(
        self, until: int, recorded: Mapping[str, Decision], answers: Mapping[DecisionId, Body], script: Player
    ) -> None:
        self._until, self._recorded, self._answers, self._script = until, recorded, answers, script
        self.spec = script.spec

    async def decide(self, ask: Ask) -> Answer:
        """The answer on record, what stands in its place, or the script's where neither is."""
        if ask.turn <= self._until:
            if (body := self._answers.get(ask.id)) is not None:
                return Answer(body, "recorded")
            if (made := self._recorded.get(ask.id)) is not None:
                return Answer(made.body, "recorded", made.rationale, plan=made.plan, notebook=made.notebook)
        return await self._script.decide(ask)
