"""What a doctrine is: a way to play a kind of seat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from wargame.core.moves import TalkMove
from wargame.core.orders import AnyOrder
from wargame.players.scripted.mind import Mind


class Doctrine(Protocol):
    """A way to play a kind of seat. It keeps nothing between two calls."""

    shown: tuple[str, ...]
    """Kinds of orders that it announces, in the order of its liking."""
    denied: tuple[str, ...]
    """Kinds of orders that it denies at times while giving them."""

    def talk(self, mind: Mind) -> list[TalkMove]:
        """Offers, pledges and words of the first round."""
        ...

    def orders(self, mind: Mind) -> Iterator[AnyOrder]:
        """Wishes, the dearest first; the first that fit are ordered."""
        ...
