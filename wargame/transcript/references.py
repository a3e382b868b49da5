"""Where a score stands between doing nothing and the best doctrine that is shipped: 0 and 100 of each seat.

The two references of a seat are means over many seeds with scripts on all other seats. `wargame balance --write` makes
them and lays them beside the scenario, under a hash of the scenario, its parameters and the version of the rules; play
only reads them. Words do not count in the hash: a corrected sentence changes no game.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from wargame.core.ids import SeatId, Variable
from wargame.errors import PackError
from wargame.rules.version import RULES
from wargame.scenario.bundle import Bundle
from wargame.scenario.find import find_scenario
from wargame.transcript.private import write_shared
from wargame.transcript.setup import GameSetup

REFERENCES_FILE = "references.json"
WORDS: Mapping[str, Any] = {
    "voices": True,
    "briefings": True,
    "pack": {
        "id",
        "title",
        "summary",
        "level",
        "sources",
        "first_steps",
        "objectives",
        "preset",
        "adjudication",
        "institutions",
    },
    "dossiers": {
        "__all__": {
            "public",
            "news",
            "brief",
            "bargains",
            "knows",
            "decides",
            "sources",
            "as_of",
            "also",
            "institutions",
        }
    },
}
"""Parts of a bundle in which scripts read nothing."""
WORDS_OF_AN_INJECT = ("text", "objective", "expected", "sender", "delivery", "controller", "notes")
"""What is said of an inject beside what it does."""
ALONE = "Raw sums: no references hold for this game, so a score says nothing across seats."
"""What is said where scores stand alone; `wargame balance SCENARIO --write` makes references."""
PLACES_MEAN = (
    "0 is what passing brings and 100 what the best doctrine does; below 0 is worse than passing, above 100 better "
    "than that doctrine"
)
"""What is said where places stand."""
PLACES_IN_SHORT = "0 is passing, 100 the best doctrine; below 0 is worse, above 100 better"
"""The same in a heading of one line."""
CLOSE = 2.0
"""Points of score that passing and the best doctrine must lie apart at least: with fewer one point is 50 places."""
LARGELY = 0.75
"""Part of that distance by which one game may lie from another (standard deviation): beyond it a place is chance."""


@dataclass(frozen=True, slots=True)
class SeatReference:
    """What a seat's scores are held against."""

    passing: float
    """Mean score of the seat when it passes: 0."""
    best: float
    """Mean score with the best player that is shipped: 100."""
    player: str
    """Spec of that player."""
    apart: bool
    """Whether the two lie apart by more than chance; where they do not, no score is placed between them."""
    spread: float | None = None
    """Standard deviation of the seat's score over the games among scripts; None where nobody has measured it."""

    def place(self, score: float) -> float | None:
        """Where a score stands, 0 for passing and 100 for the best, to a tenth; less and more are possible.

        None where the two do not lie apart.
        """
        return round(100 * (score - self.passing) / (self.best - self.passing), 1) if self.apart else None

    @property
    def doubt(self) -> str:
        """Why a place says little of a single game; empty where it says something, and where there is no place.

        Places are mostly chance if one game lies further from another than passing from the best, and largely chance
        from `LARGELY` of that on; and where those two lie closer than `CLOSE` a small change is many places.
        """
        apart = self.best - self.passing
        if not self.apart:
            return ""
        if self.spread is not None and self.spread > LARGELY * apart:
            much, by_chance = "mostly" if self.spread > apart else "largely", f"one game from another {self.spread:.1f}"
            return f"{much} chance; passing and the best doctrine lie {apart:.1f} points apart, {by_chance}"
        if apart < CLOSE:
            return (
                f"passing and the best doctrine lie only {apart:.1f} points apart; a point is {100 / apart:.0f} places"
            )
        return ""


@dataclass(frozen=True, slots=True)
class References:
    """The references of all seats of one table."""

    key: str
    """The hash of what they hold for."""
    variant: str | None
    turns: int
    """Length of the games."""
    seeds: int
    """Games behind each mean."""
    seats: Mapping[SeatId, SeatReference]
    spreads: Mapping[Variable, Annotated[float, Field(gt=0)]] = field(default_factory=dict)
    """By variable, in its unit: standard deviation of its change in a turn, over the games among scripts."""

    def places(self, scores: Mapping[SeatId, float]) -> dict[SeatId, float]:
        """Where scores stand, by seat; without seats whose references do not lie apart."""
        placed = {seat: self.seats[seat].place(score) for seat, score in scores.items() if seat in self.seats}
        return {seat: place for seat, place in placed.items() if place is not None}

    def doubts(self) -> dict[SeatId, str]:
        """Seats whose places say little of a single game, each with why, see `SeatReference.doubt`."""
        return {seat: each.doubt for seat, each in self.seats.items() if each.doubt}


_FILE = TypeAdapter(tuple[References, ...])


def key_of(setup: GameSetup) -> str:
    """The hash of all that the scores of scripts depend on, the seed left out: 64 hex digits.

    PackError if the game cannot be opened. Writes out the whole scenario each time.
    """
    book, _ = setup.opening()
    content = setup.bundle.model_dump(mode="json", exclude=dict(WORDS))
    for inject in content["pack"]["injects"]:
        for name in WORDS_OF_AN_INJECT:
            inject.pop(name, None)
    later = [asdict(each) for each in setup.amendments]
    told = [RULES, setup.variant, book.setting.turns, asdict(book.parameters), later, content]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def references_of(setup: GameSetup) -> References | None:
    """The references that hold for a game, or None; whoever sits at it does not count.

    They are looked up by the scenario's id where scenarios are found, and hold only under the same hash. PackError for
    a file that cannot be read. The file is read again only if it has changed.
    """
    found = _stored(setup.bundle)
    if not found:
        return None
    key = key_of(setup)
    return next((each for each in found if each.key == key), None)


def places(setup: GameSetup, scores: Mapping[SeatId, float]) -> Mapping[SeatId, float] | None:
    """Where scores stand, by seat, see `SeatReference.place`; None where no references hold for this game.

    Scores are totals by seat. PackError as for `references_of`.
    """
    found = references_of(setup)
    return None if found is None else found.places(scores)


def doubts(setup: GameSetup) -> Mapping[SeatId, str]:
    """Seats of a game whose places say little of a single game, each with why; PackError as for `references_of`."""
    found = references_of(setup)
    return {} if found is None else found.doubts()


def _stored(bundle: Bundle) -> tuple[References, ...]:
    try:
        path = find_scenario(bundle.pack.id) / REFERENCES_FILE
    except PackError:
        return ()
    return stored(path)


def stored(path: Path) -> tuple[References, ...]:
    """All references in a file, none if it is not there; PackError if it cannot be read."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return ()
    return _read(path, changed)


@lru_cache(maxsize=32)
def _read(path: Path, changed: int) -> tuple[References, ...]:
    try:
        return _FILE.validate_json(path.read_bytes())
    except (OSError, ValidationError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else f"{fault.error_count()} values are none of references"
        sentence = "take the file away, or make it anew with `wargame balance SCENARIO --write`"
        raise PackError(f"{path}: these references cannot be read ({why}); {sentence}") from None


def store(scenario: str | Path, made: References) -> Path:
    """Lay references beside a scenario, in place of older ones of the same table and length, and give the path.

    PackError if there is no such scenario, or the references that lie there cannot be read; OSError if it cannot be
    written.
    """
    path = find_scenario(scenario) / REFERENCES_FILE
    kept = [each for each in stored(path) if (each.variant, each.turns) != (made.variant, made.turns)]
    rows = sorted([*kept, made], key=lambda each: (each.variant or "", each.turns))
    write_shared(path, f"{json.dumps([asdict(each) for each in rows], indent=1)}\n".encode())
    return path
