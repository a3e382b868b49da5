"""Whether the world of two games went the same way, whoever ruled their arguments.

The hash of a state holds the names of events and how many there were. Where control rules an argument, or dice do,
there is one more of them, and everything after it has another name although it is the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Protocol

from wargame.core.state import State, Written, canonical

_NAMES = re.compile(rb'"event":"[^"]*"')


class CourseOfGame(Protocol):
    """What is known of the states of a game."""

    @property
    def hashes(self) -> tuple[str, ...]:
        """Of each turn, of the whole state."""
        ...

    @property
    def worlds(self) -> tuple[str, ...]:
        """Of each turn, of the world alone; empty in a game that was sealed before this was kept."""
        ...


def world_hash(state: State, written: Written) -> str:
    """16 hex digits: equal where two states differ at most in the names and the number of events, and in odds.

    `written` as in `State.hash`.
    """
    cases = {name: replace(case, odds=None) for name, case in state.arguments.items()}
    bare = replace(state, count=0, arguments=cases)
    return blake2b(_NAMES.sub(b'"event":""', canonical(bare, written)), digest_size=8).hexdigest()


def parted_in(first: CourseOfGame, second: CourseOfGame) -> int | None:
    """The first turn, from 1, at whose end the world of two games was not the same; None if it was to the end.

    Of a game that was sealed before worlds were kept the whole state counts.
    """
    if first.worlds and second.worlds:
        return parted_at(first.worlds, second.worlds)
    return parted_at(first.hashes, second.hashes)


def parted_at(first: Sequence[str], second: Sequence[str]) -> int | None:
    """The first place, from 1, at which two rows of hashes are not the same; None if they are the same to the end."""
    if first == second:
        return None
    both = enumerate(zip(first, second, strict=False), 1)
    return next((turn for turn, (a, b) in both if a != b), min(len(first), len(second)) + 1)
