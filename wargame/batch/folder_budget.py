"""The one cap over all model games of a folder, whichever share or session plays them, also if it changes meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from wargame.batch.means_taken import (
    Amount,
    ShareCounts,
    counts_in,
    means_alone,
    no_room,
    on_record,
    put_counts,
    still_elsewhere,
)
from wargame.batch.steering import steering_of
from wargame.errors import ExperimentError
from wargame.players.llm.budget import Budget
from wargame.players.llm.prices import Price


class FolderBudget(Budget):
    """Means that several processes draw on: each sets aside under one lock, by what all of them have taken."""

    def __init__(self, folder: Path, share: tuple[int, int], tokens: int | None, money: float | None) -> None:
        """For one share, which nobody else plays; `tokens` and `money` are the caps of the file, None is none.

        What a killed session of this share had set aside counts as taken. ExperimentError if several shares play where
        the system knows no locks, and something is capped.
        """
        super().__init__(tokens, money)
        self._folder, self._in_file = folder, (tokens, money)
        self.still: Callable[[], Amount] = Amount
        """What games of this share that are played will take yet."""
        self.games: Callable[[], int] = int
        """How many those are."""
        self.games_elsewhere = 0
        """Games in flight in other shares that live, when room was last asked for: they may give room back."""
        self.refused = Amount()
        """What the last call that found no room might have taken."""
        self._path = folder / f"means-{share[0]}-of-{share[1]}.json"
        with means_alone(folder) as is_locked:
            if not is_locked and share[1] > 1:
                raise ExperimentError(
                    f"{folder}: this file system knows no locks, so that a cap over several shares could not hold; "
                    "play all games of models in one place"
                )
            counts = counts_in(folder)
            mine = counts.get(self._path.name, ShareCounts())
            self._taken, self._lost = mine.taken, mine.held + mine.lost
            self._begun_at = mine.taken
            self._before = {name: each.taken for name, each in counts.items()}
            self._put()
        found = on_record(folder)  # after the counts: what they hold stands in records, and what comes now in both
        self.spent_tokens, self.spent_money = found.tokens, found.money
        self.hear()

    @property
    def caps(self) -> tuple[int | None, float | None]:
        """The caps that hold now."""
        return self.tokens, self.money

    def are_trials(self) -> None:
        """What was taken since this was made stands in no record of a game: it counts as taken for good.

        To be said before the first game is begun, of calls by which models were tried.
        """
        with means_alone(self._folder):
            took = self._taken - self._begun_at
            self._taken, self._lost = self._begun_at, self._lost + took
            self.spent_tokens -= took.tokens
            self.spent_money -= took.money
            self._put()
            self._look_elsewhere()

    def hear(self) -> None:
        """Take the caps that were asked for last; what cannot be read leaves them as they were."""
        with suppress(ExperimentError):
            asked, (tokens, money) = steering_of(self._folder), self._in_file
            self.tokens = tokens if asked.tokens is None else asked.tokens
            self.money = money if asked.money is None else asked.money

    def set_aside(self, tokens: int, money: float, price: Price | None) -> str:
        """Set aside so much, or say why that cannot be: no other share and no change of a cap comes in between."""
        with means_alone(self._folder):
            self.hear()
            self._look_elsewhere()
            if sentence := super().set_aside(tokens, money, price):
                self.refused = Amount(tokens, money)
                return sentence
            self._put()
        return ""

    def make_room(self, wanted: Amount, take: Callable[[], None], is_first: Callable[[], bool]) -> str:
        """Why so much for one more game is not left beside what games in flight take yet; if it is, `take` takes it.

        If no living share plays another, one that `is_first`, of which nobody knows what it takes, begins in any case.
        No other share comes in between. What is set aside for calls in flight is a part of what their games take yet.
        What games of a share that was killed would have taken yet is free, but not what it had set aside for calls.
        """
        with means_alone(self._folder):
            sentence = self._no_room(wanted)
            if sentence and (self.games_elsewhere or not is_first()):
                return sentence
            take()
            self._put()
        return ""

    def lacks_yet(self) -> str:
        """Why what was refused last does not fit now either, beside what games in flight take yet; empty if it does."""
        with means_alone(self._folder):
            return self._no_room(self.refused)

    def _no_room(self, wanted: Amount) -> str:
        """Why so much is not left, by what is asked and by what all shares say now."""
        self.hear()
        elsewhere, self.games_elsewhere = still_elsewhere(self._folder, self._look_elsewhere())
        yet = self.still()
        gone = Amount(self.spent_tokens + self.elsewhere_tokens, self.spent_money + self.elsewhere_money)
        more = Amount(max(self.held_tokens, yet.tokens), max(self.held_money, yet.money))
        return no_room(self.caps, gone, more + elsewhere, wanted)

    def _look_elsewhere(self) -> Mapping[str, ShareCounts]:
        """Take in what the other shares say of themselves, which is given by name."""
        gone, others = (
            self._lost,
            {name: each for name, each in counts_in(self._folder).items() if name != self._path.name},
        )
        for name, each in others.items():
            gone += each.taken - self._before.get(name, Amount()) + each.held + each.lost
        self.elsewhere_tokens, self.elsewhere_money = gone.tokens, gone.money
        return others

    def tell(self) -> None:
        """Let the other shares know how many games this one plays, and what those will take yet."""
        self._put()

    def put_back(self, tokens: int, money: float) -> None:
        """So much is not set aside any more."""
        super().put_back(tokens, money)
        self._put()

    def count(self, tokens: int, money: float, *, known: bool) -> None:
        """Count what one attempt took."""
        super().count(tokens, money, known=known)
        self._taken += Amount(tokens, money)
        self._put()

    def _put(self) -> None:
        held = Amount(self.held_tokens, self.held_money)
        put_counts(self._path, ShareCounts(self._taken, held, self._lost, self.still(), self.games()))
