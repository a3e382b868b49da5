"""What a public screen is sent, part by part: what everybody may see of a table, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from wargame.core.views import Seen
from wargame.rooms.typed_json import of_bytes
from wargame.table.chair import Clock, SeatStatus
from wargame.table.public_view import PublicScreen


@dataclass(frozen=True, slots=True)
class ScreenMoment:
    """Where the game stands for everybody."""

    clock: Clock
    """Without seconds: what is left stands in the head of each frame."""
    rings: float | None
    """When the clock rings, in whole seconds of the host's own time; None if it stands or the phase is untimed."""
    statuses: tuple[SeatStatus, ...]
    """How every seat stands; in place of how long it is idle, the moment of its last sign, by the host's time."""


@dataclass(frozen=True, slots=True)
class ObserverHeld:
    """What an observer knows beside what everybody may see."""

    who: str
    """Their handle, under which notes are kept."""
    tags: Mapping[str, str]
    """The codebook of notes: each word, and when it is the right one."""
    notes: int
    """How many notes of theirs are kept."""


def screen_of(parts: Mapping[str, bytes]) -> PublicScreen:
    """What the screen shows, with no seats and no seconds; ValueError if the parts hold none."""
    public: PublicScreen = of_bytes(PublicScreen, parts["public"])
    return replace(public, events=of_bytes(tuple[Seen, ...], parts["events"]))
