"""The one cap over all model games of a folder, whichever share or session plays them, also if it changes meanwhile."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from wargame.batch.means_taken import Amount, ShareCounts, counts_in, means_alone, on_record, put_counts
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
            self._before = {name: each.taken for name, each in counts.items()}
            self._put()
        found = on_record(folder)  # after the counts: what they hold stands in records, and what comes now in both
        self.spent_tokens, self.spent_money = found.tokens, found.money
        self.hear()

    @property
    def caps(self) -> tuple[int | None, float | None]:
        """The caps that hold now."""
        return self.tokens, self.money

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
            elsewhere = self._lost
            for name, each in counts_in(self._folder).items():
                if name != self._path.name:
                    elsewhere += each.taken - self._before.get(name, Amount()) + each.held + each.lost
            self.elsewhere_tokens, self.elsewhere_money = elsewhere.tokens, elsewhere.money
            if sentence := super().set_aside(tokens, money, price):
                return sentence
            self._put()
        return ""

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
        put_counts(self._path, ShareCounts(self._taken, Amount(self.held_tokens, self.held_money), self._lost))
