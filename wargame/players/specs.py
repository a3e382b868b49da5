"""Player specs: from `scripted:patron` or `llm:MODEL@URL` to a player."""

from __future__ import annotations

from wargame.core.setting import Seat
from wargame.errors import SpecError
from wargame.players.base import Player
from wargame.players.llm import address
from wargame.players.random import RandomPlayer
from wargame.players.scripted import DOCTRINES, Scripted

ACCEPTED = "human, scripted, scripted:DOCTRINE, random, llm:MODEL, llm:MODEL@BASE_URL, recorded:FILE"


def check(spec: str) -> str:
    """The spec, if it is well formed; SpecError says what is wrong and what would be accepted.

    Whether a model can be reached or a recording read is not asked here.
    """
    kind, _, rest = spec.partition(":")
    if kind == "scripted" and rest and rest not in DOCTRINES:
        raise SpecError(f"player {spec!r}: {rest!r} is no doctrine; doctrines are {', '.join(DOCTRINES)}")
    if (kind in ("human", "random") and rest) or (kind in ("llm", "recorded") and not rest):
        raise SpecError(f"player {spec!r} is malformed; accepted are {ACCEPTED}")
    if kind not in ("human", "random", "scripted", "llm", "recorded"):
        raise SpecError(f"player {spec!r} is unknown; accepted are {ACCEPTED}")
    if kind == "llm":
        address.parse(spec)
    return spec


def make(spec: str, seat: Seat, seed: int) -> Player:
    """A player that needs nobody and no network; others are made where their means are (`llm`, `human`, `recorded`)."""
    kind, _, rest = check(spec).partition(":")
    if kind == "random":
        return RandomPlayer(seed)
    if kind == "scripted":
        return Scripted(rest or seat.doctrine, seed, spec)
    raise SpecError(f"player {spec!r} cannot sit here; accepted here are scripted, scripted:DOCTRINE and random")
