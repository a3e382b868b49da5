"""What happened at the door of a room and is no move of the game, in words for control's eyes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from wargame.rooms.places import RoomPlace

NAMED = 4
"""Addresses told one by one; what came from others is told as one sum."""
MOST_ADDRESSES = 1000
"""Addresses whose wrong tries are counted; from then on the one that was quiet for longest is counted with the rest."""


class DoorWatch:
    """Counts wrong codes and keys by the address from which they come, and takeovers by place; no code is kept."""

    def __init__(self, called: Callable[[RoomPlace], str]) -> None:
        """Nothing has happened yet; `called` names a place."""
        self._called = called
        self._wrong: dict[str, Counter[str]] = {}
        self._rest: Counter[str] = Counter()
        self._taken: dict[RoomPlace, tuple[int, str]] = {}

    def wrong(self, what: str, address: str) -> None:
        """A wrong `code` or `key` came from there and was looked at."""
        self._wrong[address] = self._wrong.pop(address, Counter()) + Counter([what])
        if len(self._wrong) > MOST_ADDRESSES:
            self._rest += self._wrong.pop(next(iter(self._wrong)))

    def taken(self, place: RoomPlace, address: str) -> None:
        """Somebody came from there to a place at which another line stood."""
        self._taken[place] = self._taken.get(place, (0, ""))[0] + 1, address

    def told(self) -> dict[str, str]:
        """What happened since the host began, in words by what it is of; empty if nothing did."""
        lately = list(reversed(self._wrong.items()))
        rest = sum((each for _, each in lately[NAMED:]), self._rest)
        return {
            **{f"at the door, from {address}": _many(each) for address, each in lately[:NAMED]},
            **({"at the door, from other addresses": _many(rest)} if rest else {}),
            **{
                f"{self._called(place)}, taken over while another line stood": f"{_times(count)}, last from {address}"
                for place, (count, address) in self._taken.items()
            },
        }


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _many(wrong: Counter[str]) -> str:
    return ", ".join(f"{count} wrong {what}{'' if count == 1 else 's'}" for what, count in sorted(wrong.items()))
