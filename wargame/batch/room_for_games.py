"""Whether a cap has room for one more game beside those that are played: games should end before others begin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import ceil, fsum
from pathlib import Path
from typing import TYPE_CHECKING

from wargame.batch.means_taken import Amount, taken_by
from wargame.batch.run_ledger import SealedRun, contents

if TYPE_CHECKING:
    from wargame.batch.folder_budget import FolderBudget
    from wargame.players.llm.budget import Budget
    from wargame.players.llm.prices import Price

MARGIN = 1.1
"""What a game is expected to take against the mean of those that are sealed: games differ, and calls in flight set
more aside than they take."""
ALONE = "under this cap, few games begin until one has ended, so that it is known what a game takes"
ASKED = 6
"""Calls of a seat in a turn: two rounds of talk and its orders, each answer sent back once."""
PROMPT, REPLY = 12_000, 1_200
"""Tokens of a call at most, as the shipped scenarios have it; a guess until a game is sealed."""


def expected(sealed: Iterable[SealedRun]) -> Amount | None:
    """What a game of models is expected to take, by those that are sealed; None before any is."""
    read = [each for each in sealed if each.asked]
    if not read:
        return None
    tokens, money = sum(each.tokens for each in read), fsum(each.money for each in read)
    return Amount(ceil(MARGIN * tokens / len(read)), MARGIN * money / len(read))


def at_first(turns: int, asked: int, prices: Iterable[Price]) -> Amount:
    """What a game may take, guessed on the high side before any is sealed, by its turns and how many are asked.

    Seats of models and judges are asked. Money is that of the dearest of the prices that are known.
    """
    calls = turns * asked * ASKED
    money = max((price.most(PROMPT, REPLY) for price in prices), default=0.0)
    return Amount(calls * (PROMPT + REPLY), calls * money)


def still(whole: Amount, gone: Amount) -> Amount:
    """What a game will take yet that has taken so much, if it takes this in all; never less than nothing."""
    return Amount(max(0, whole.tokens - gone.tokens), max(0.0, whole.money - gone.money))


class SealedElsewhere:
    """What other shares have sealed in a folder; read again when one of them has sealed more."""

    def __init__(self, folder: Path, share: tuple[int, int]) -> None:
        """For one share of them."""
        self._folder, self._mine = folder, f"ledger-{share[0]}-of-{share[1]}.jsonl"
        self._sizes: Mapping[str, int] | None = None
        self._found: Mapping[str, SealedRun] = {}

    def __call__(self) -> Mapping[str, SealedRun]:
        """By id; those of this share may be among them. ExperimentError as `contents` raises it."""
        paths = (path for path in self._folder.glob("ledger-*-of-*.jsonl") if path.name != self._mine)
        sizes = {path.name: path.stat().st_size for path in paths}
        if sizes != self._sizes:
            self._sizes, self._found = sizes, contents(self._folder).sealed if sizes else {}
        return self._found


class RoomForGames:
    """The games of a session that are played, and what they will take yet; others hear it through `batch`."""

    def __init__(
        self,
        batch: FolderBudget,
        sealed: Mapping[str, SealedRun],
        guess: Callable[[str], Amount],
        elsewhere: Callable[[], Mapping[str, SealedRun]] = dict,
    ) -> None:
        """`sealed` grows as games are sealed, and `elsewhere` gives those of other shares.

        Until one is, `guess` says what a game by its id may take.
        """
        self._batch, self._sealed, self._guess, self._elsewhere = batch, sealed, guess, elsewhere
        self._known: tuple[int, Amount | None] = -1, None
        self._of_others: Amount | None = None
        """What a game is expected to take by those of other shares, where this one knows of none."""
        self._before: dict[str, Amount] = {}
        """What games had taken before they were begun or gone on with."""
        self._playing: dict[str, tuple[Amount, Budget | None]] = {}
        batch.still, batch.games = self._still, lambda: len(self._playing)

    def begin(self, run: str, path: Path) -> str:
        """Make room for a game, whose record stands at `path` if it was begun; a sentence if there is none.

        Before any game is sealed there is room for one over all shares, and for as many as the cap has room for by what
        is guessed. ExperimentError as the folder raises it.
        """
        known = self._each() or self._look_elsewhere()
        if run not in self._before:
            self._before[run] = (taken_by(path) if path.exists() else None) or Amount()
        taken = self._before[run]

        def take() -> None:
            self._playing[run] = taken, None

        if self._batch.caps == (None, None):
            take()
            self._batch.tell()
            return ""
        wanted = still(known or self._guess(run), taken)
        if known is None:  # what is a guess is told to no other share
            wanted += sum((still(self._guess(each), gone) for each, (gone, _) in self._playing.items()), Amount())
        lacks = self._batch.make_room(wanted, take, self._is_first)
        return ALONE if lacks and known is None else lacks

    def plays(self, run: str, means: Budget) -> None:
        """A game for which room was made takes what it takes from these means, with what it took before."""
        self._playing[run] = self._playing[run][0], means

    def end(self, run: str) -> None:
        """A game is over, or was left: what it did not take is free for all. ExperimentError if the disk is full."""
        self._before.pop(run, None)  # if it is played again, it has taken more before
        if self._playing.pop(run, None) is not None:
            self._batch.tell()

    def _is_first(self) -> bool:
        return not self._playing and (self._each() or self._look_elsewhere()) is None

    def _look_elsewhere(self) -> Amount | None:
        self._of_others = expected(tuple(self._elsewhere().values()))
        return self._of_others

    def _each(self) -> Amount | None:
        if self._known[0] != len(self._sealed):
            self._known = len(self._sealed), expected(tuple(self._sealed.values()))
        return self._known[1] or self._of_others

    def _still(self) -> Amount:
        whole, found = self._each(), Amount()
        for taken, means in self._playing.values() if whole is not None else ():
            now = Amount() if means is None else Amount(means.spent_tokens, means.spent_money)
            found += still(whole or Amount(), max(taken, now, key=lambda each: each.tokens))
        return found
