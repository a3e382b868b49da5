"""Whether a cap has room for one more game beside those that are played: games should end before others begin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil, fsum
from pathlib import Path
from typing import TYPE_CHECKING

from wargame.batch.means_taken import Amount, taken_by

if TYPE_CHECKING:
    from wargame.batch.folder_budget import FolderBudget
    from wargame.batch.run_ledger import SealedRun
    from wargame.players.llm.budget import Budget

MARGIN = 1.1
"""What a game is expected to take against the mean of those that are sealed: games differ, and calls in flight set
more aside than they take."""
ALONE = "under a cap, one game is played to its end before others begin, so that it is known what a game takes"


def expected(sealed: Iterable[SealedRun]) -> Amount | None:
    """What a game of models is expected to take, by those that are sealed; None before any is."""
    read = [each.read for each in sealed if each.read.asked]
    if not read:
        return None
    tokens, money = sum(each.tokens for each in read), fsum(each.money for each in read)
    return Amount(ceil(MARGIN * tokens / len(read)), MARGIN * money / len(read))


def still(whole: Amount, gone: Amount) -> Amount:
    """What a game will take yet that has taken so much, if it takes this in all; never less than nothing."""
    return Amount(max(0, whole.tokens - gone.tokens), max(0.0, whole.money - gone.money))


class RoomForGames:
    """The games of a session that are played, and what they will take yet; others hear it through `batch`."""

    def __init__(self, batch: FolderBudget, sealed: Mapping[str, SealedRun]) -> None:
        """`sealed` grows as games are sealed."""
        self._batch, self._sealed = batch, sealed
        self._known: tuple[int, Amount | None] = -1, None
        self._before: dict[str, Amount] = {}
        """What games had taken before this session."""
        self._playing: dict[str, tuple[Amount, Budget | None]] = {}
        batch.still = self._still

    def begin(self, run: str, path: Path) -> str:
        """Make room for a game, whose record stands at `path` if it was begun; a sentence if there is none.

        Before any game is sealed there is room for one at a time. ExperimentError as the folder raises it.
        """
        whole = self._each()
        if self._batch.caps != (None, None) and whole is None and self._playing:
            return ALONE
        if run not in self._before:
            self._before[run] = (taken_by(path) if path.exists() else None) or Amount()
        taken = self._before[run]

        def take() -> None:
            self._playing[run] = taken, None

        if whole is None or self._batch.caps == (None, None):
            take()
            return ""
        return self._batch.make_room(still(whole, taken), take)

    def plays(self, run: str, means: Budget) -> None:
        """A game for which room was made takes what it takes from these means, with what it took before."""
        self._playing[run] = self._playing[run][0], means

    def end(self, run: str) -> None:
        """A game is over, or was left."""
        self._playing.pop(run, None)

    def _each(self) -> Amount | None:
        if self._known[0] != len(self._sealed):
            self._known = len(self._sealed), expected(tuple(self._sealed.values()))
        return self._known[1]

    def _still(self) -> Amount:
        whole, found = self._each(), Amount()
        for taken, means in self._playing.values() if whole is not None else ():
            now = Amount() if means is None else Amount(means.spent_tokens, means.spent_money)
            found += still(whole or Amount(), max(taken, now, key=lambda each: each.tokens))
        return found
