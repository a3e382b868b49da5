"""A table for the tests of the screens: real rules, real views and menus, scripts on the seats that nobody plays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from wargame.core.events import Event
from wargame.core.ids import DecisionId, Phase, SeatId
from wargame.core.moves import Decision
from wargame.core.setting import Seat
from wargame.core.telling import Telling, Undoing, telling
from wargame.core.views import Observer, Shared
from wargame.errors import NotAllowed, SpecError
from wargame.players.base import Answer, Ask, Diary, as_decision, blind
from wargame.players.scripted import Scripted
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.menu import Menu
from wargame.rules.turn.sequence import Asked, SequenceOfPlay
from wargame.table.chair import Clock, Draft, SeatStatus
from wargame.table.listeners import Watchers
from wargame.table.opening import choose
from wargame.table.people import Person
from wargame.table.team import ALONE, Team


@lru_cache(maxsize=8)
def opened(scenario: str, variant: str | None, seed: int) -> tuple[Rulebook, Event]:
    return choose(scenario, variant=variant, seed=seed).opening()


@dataclass
class Asking:
    """What is owed at this moment."""

    turn: int = 0
    phase: Phase = "start"
    round: int = 0


class Game:
    """One game that goes on as soon as every person has answered."""

    def __init__(
        self,
        people: tuple[SeatId, ...] = ("rome",),
        scenario: str = "first-download",
        variant: str | None = None,
        seed: int = 1,
        left: float | None = None,
        brief: Mapping[SeatId, str] = {},
    ) -> None:
        book, start = opened(scenario, variant, seed)
        seats = tuple(replace(s, brief=s.brief + brief.get(s.id, "")) for s in book.setting.seats)
        self.book = replace(book, setting=replace(book.setting, seats=seats))
        self.sequence = SequenceOfPlay(self.book, start)
        self.people, self.left = people, left
        self.watchers = Watchers()
        self.drafts: dict[SeatId, Draft] = {}
        self.diaries: dict[SeatId, Diary] = {}
        self.answers: dict[SeatId, Answer] = {}
        self.given: list[Decision] = []
        self.looked: list[SeatId] = []
        """Who looked, in order: the curtain must come before the look."""
        shared = Shared()
        self.observers = {s: Observer(self.book.setting, self.book.seed, s, shared) for s in self.book.setting.ids}
        self.scripts = {s.id: Scripted(s.doctrine, seed) for s in self.book.setting.seats if s.id not in people}
        self.asking = Asking()
        self.undone: list[Undoing] = []
        self.over = False
        self._steps = self.sequence.run()
        self._go(next(self._steps))

    def _go(self, step: object) -> None:
        while True:
            if isinstance(step, Asked):
                self.asking = Asking(step.turn, step.phase, step.round)
                self.answers = {}
                if self.people:
                    break
                step = self._steps.send(self._decisions())
                continue
            try:
                step = next(self._steps)
            except StopIteration:
                self.over = True
                break
        self.watchers.tell()

    def take_back(self, to_turn: int) -> None:
        """Go back to the start of a turn, as control can."""
        gone = tuple(event for event in self.sequence.record if event.turn >= to_turn)
        self.undone.append(Undoing(self.asking.turn, to_turn, gone))
        self._steps.close()
        self.sequence.rewind(to_turn)
        self.given = [decision for decision in self.given if decision.turn < to_turn]
        shared, setting = Shared(), self.book.setting
        self.observers = {seat: Observer(setting, self.book.seed, seat, shared) for seat in setting.ids}
        self._steps = self.sequence.run(to_turn)
        self._go(next(self._steps))

    def ask(self, seat: SeatId) -> Ask:
        view = self.observers[seat].view(self.sequence.state, self.sequence.record)
        now = self.asking
        menu = Menu(blind(self.book, seat), view)
        diary = self.diaries.get(seat, Diary())
        return Ask(seat, now.turn, now.phase, now.round, view, menu, blind(self.book, seat), diary, self.left)

    def _decisions(self) -> list[Decision]:
        made = []
        for seat in self.book.setting.ids:
            ask = self.ask(seat)
            answer = self.answers.get(seat) or self.scripts[seat].answer(ask)
            made.append(as_decision(ask, answer, "human" if seat in self.people else "scripted"))
        self.given += made
        return made

    def hand_in(self, seat: SeatId, answer: Answer) -> None:
        if seat in self.answers or self.over:
            raise SpecError(f"{seat} owes no answer now")
        diary = self.diaries.get(seat, Diary())
        self.diaries[seat] = diary.after(answer.plan, answer.notebook)
        self.answers[seat] = answer
        self.drafts[seat] = Draft()
        if set(self.answers) >= set(self.people):
            try:
                step = self._steps.send(self._decisions())
            except StopIteration:
                self.over = True
                self.watchers.tell()
            else:
                self._go(step)
        else:
            self.watchers.tell()

    def chair(self, seat: SeatId) -> Seated:
        return Seated(self, seat)

    def seat(self, seat: SeatId) -> Seat:
        return self.book.setting.by_id[seat]


class Seated:
    """A chair at that table."""

    def __init__(self, game: Game, seat: SeatId) -> None:
        self.game, self._seat = game, seat

    @property
    def seat(self) -> SeatId:
        return self._seat

    @property
    def owes(self) -> bool:
        return not self.game.over and self._seat not in self.game.answers

    def look(self) -> Ask:
        self.game.looked.append(self._seat)
        return self.game.ask(self._seat)

    @property
    def undone(self) -> int:
        return len(self.game.undone)

    def telling(self) -> Telling:
        game = self.game
        made = {decision.id: decision for decision in game.given}
        return telling(game.book.setting, game.book.seed, self._seat, game.sequence.record, made, undone=game.undone)

    def clock(self) -> Clock:
        now, turns = self.game.asking, self.game.book.setting.turns
        return Clock(now.turn, turns, "end" if self.game.over else now.phase, now.round, self.game.left, False)

    def statuses(self) -> tuple[SeatStatus, ...]:
        said = []
        for seat in self.game.book.setting.seats:
            person = seat.id in self.game.people
            sealed = not person or seat.id in self.game.answers
            player, people = ("human", ("Ada",)) if person else ("script", ())
            said.append(SeatStatus(seat.id, seat.name, player, people, "sealed" if sealed else "owes", "", 0.0))
        return tuple(said)

    @property
    def draft(self) -> Draft:
        return self.game.drafts.get(self._seat, Draft())

    def save(self, draft: Draft) -> None:
        self.game.drafts[self._seat] = draft

    async def submit(self, answer: Answer, asked: DecisionId | None = None) -> None:
        self.game.hand_in(self._seat, answer)

    @property
    def people(self) -> tuple[Person, ...]:
        return ()

    @property
    def team(self) -> Team:
        return ALONE

    async def note(self, text: str, handle: str | None = None) -> None:
        raise NotAllowed("nobody is named on this seat")

    async def hand_over(self, handle: str) -> None:
        raise NotAllowed("nobody is named on this seat")

    async def dissent(self, text: str, handle: str | None = None) -> None:
        raise NotAllowed("nobody is named on this seat")

    async def conclude(self, text: str) -> None:
        raise NotAllowed("the play goes on")

    async def advise(self, question: str) -> str:
        return f"asked {question!r}: {self.game.ask(self._seat).view.seat} could wait"

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        return self.game.watchers.add(changed)
