"""What each seat is shown when it is asked: its view, its menu, the rules without what is not its own, its diary."""

from __future__ import annotations

from itertools import islice

from wargame.core.ids import CONTROL, Phase, SeatId
from wargame.core.telling import Telling, telling
from wargame.core.views import Observer, Shared, View
from wargame.players.base import Ask, Diary, blinded
from wargame.rules.menu import Menu
from wargame.rules.turn.sequence import Asked, Held
from wargame.transcript.recorded_play import RecordedPlay

MOST_TELLINGS = 4
"""Viewers whose telling is kept, for each holds a state a turn; the one made longest ago is made again when needed."""


class Showing:
    """The eyes of every seat of one game, and control's; what was seen once is not looked at again."""

    def __init__(self, past: RecordedPlay) -> None:
        """Nobody has seen anything yet."""
        self._past, self._sequence, self._book = past, past.sequence, past.sequence.book
        self._blind = blinded(self._book)
        self.anew()

    def anew(self) -> None:
        """Forget what the seats have seen; it is read again from the record, as after an undone turn."""
        shared, setting, seed = Shared(), self._book.setting, self._book.seed
        self._observers = {seat: Observer(setting, seed, seat, shared) for seat in setting.ids}
        self._observers[CONTROL] = Observer(setting, seed, CONTROL)
        self._diaries: dict[SeatId, Diary] = dict.fromkeys(setting.ids, Diary())
        self._written = 0
        self._tellings: dict[str, tuple[int, Telling]] = {}

    def view(self, reader: SeatId) -> View:
        """What a seat knows now, or `control`, which knows everything."""
        return self._observers[reader].view(self._sequence.state, self._sequence.record)

    def telling(self, viewer: str) -> Telling:
        """What a viewer may tell of the game so far; made anew when something has happened since."""
        events, made = self._sequence.record, self._past.decisions
        seen, kept = self._tellings.get(viewer, (-1, None))
        if kept is None or seen != len(events) + len(made):
            undone = self._past.undone
            kept = telling(self._book.setting, self._book.seed, viewer, events, made, undone=undone)
            self._tellings.pop(viewer, None)
            self._tellings[viewer] = len(events) + len(made), kept
            while len(self._tellings) > MOST_TELLINGS:
                del self._tellings[next(iter(self._tellings))]
        return kept

    def ask(self, seat: SeatId, step: Asked | Held | None, seconds: float | None) -> Ask:
        """What a seat is asked at a step, or sees while nothing is asked of it."""
        if self._sequence.book is not self._book:
            self._book = self._sequence.book
            self._blind = blinded(self._book)
        book = self._blind[seat]
        where: tuple[int, Phase, int] = (self._past.turn, "end", 0)
        if step is not None:
            where = step.turn, step.phase, step.round
        view = self.view(seat)
        return Ask(seat, *where, view, Menu(book, view), book, self._diary(seat), seconds)

    def _diary(self, seat: SeatId) -> Diary:
        """What a seat has written for itself so far."""
        made = self._past.decisions
        if self._written < len(made):
            new = list(islice(reversed(made.values()), len(made) - self._written))
            for decision in reversed(new):
                learnt = decision.faults if decision.origin == "repaired" else ()
                diary = self._diaries[decision.seat]
                self._diaries[decision.seat] = diary.after(decision.plan, decision.notebook, learnt)
            self._written = len(made)
        return self._diaries[seat]
