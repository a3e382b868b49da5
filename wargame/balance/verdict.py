"""What a scenario is worth as a game: all its measures together, and what is wrong with it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from typing import Any

from wargame.balance.aims_moved import MOST_UNMOVED, AimMoved
from wargame.balance.ends import LEAST_ENDING, MOST_ENDING, MOST_RENAMED, Ends
from wargame.balance.facts import AgainstFact
from wargame.balance.idle import Idle
from wargame.balance.main_orders import Dropped
from wargame.balance.scores import ENOUGH_GAMES, SeatScores, win_bounds
from wargame.balance.speed import Speed
from wargame.balance.strategies import WANTED, SeatStrategies
from wargame.balance.usage import Usage
from wargame.core.ids import SeatId


@dataclass(frozen=True, slots=True)
class Balance:
    """What a scenario is worth as a game."""

    scenario: str
    variant: str | None
    turns: int
    """Length of the game, in turns."""
    months: float
    """Length of a turn, in months."""
    games: int
    """Games among scripts alone."""
    allies: int
    """Allied governments at the table: of a single one nobody asks for many endings."""
    whole: bool
    """Whether all games were played; if not, it was broken off and this is what there is."""
    failed: tuple[str, ...]
    """Games that came to no end, each with its reason."""
    seats: tuple[SeatScores, ...]
    usage: Usage
    strategies: tuple[SeatStrategies, ...]
    """Empty if they were not asked for."""
    dropped: tuple[Dropped, ...]
    """What dropping each main order of a seat brings; empty if it was not asked for."""
    aims: tuple[AimMoved, ...]
    """How far play moves what each seat is scored on; empty if seats were not played in other ways."""
    ends: Ends | None
    """None at a table without a patron and allies."""
    facts: tuple[AgainstFact, ...]
    idle: Idle | None
    """None if it was not asked for."""
    speed: Speed | None
    names: Mapping[SeatId, str]

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with the scenario as a game, in sentences; empty if nothing is."""
        return tuple(_faults(self))

    def as_data(self) -> dict[str, Any]:
        """All of it as plain data, for JSON; what is no number is null."""
        data = _plain(self)
        assert isinstance(data, dict)
        bands = {each.band.fact: each for each in self.facts}
        for line in data["facts"]:
            line["band"].pop("reads", None)
            line["kept"] = bands[line["band"]["fact"]].kept
        return {**data, "faults": list(self.faults)}


def _faults(found: Balance) -> Iterator[str]:
    names = found.names
    for seat in found.seats:
        if seat.idle:
            yield f"{names[seat.seat]}: its doctrine is no better than passing"
    yield from _wins(found)
    for ways in found.strategies:
        if not ways.enough:
            yield (
                f"{names[ways.seat]}: {len(ways.worthwhile)} of {WANTED} strategies that are worth playing and differ: "
                + ", ".join(ways.worthwhile)
            )
    for each in found.dropped:
        if each.harmful:
            yield f"{names[each.seat]}: its doctrine gains {each.gain} by never ordering {each.kind}"
    for aim in found.aims:
        if aim.idle:
            told = f"{names[aim.seat]}: {aim.measure.replace('_', ' ')}"
            yield f"{told} is {aim.weight:.0%} of its score and play does not move it; at most {MOST_UNMOVED:.0%} may"
    yield from _endings(found)
    for fact in found.facts:
        if not fact.kept:
            yield f"{fact.band.fact} holds in {fact.inside:.0%}: {fact.band.says}"
    if found.usage.twice:
        yield f"the same pact is in force twice, {found.usage.twice:.2f} a game"
    yield from found.failed


def _wins(found: Balance) -> Iterator[str]:
    """Of places, not of raw scores, which say nothing across seats; of enough games, and where all seats are placed."""
    places = {seat.seat: seat.places for seat in found.seats if seat.places}
    if found.games < ENOUGH_GAMES or len(places) < len(found.seats):
        return
    least, most = win_bounds(len(places))
    for seat, place in places.items():
        if not least <= place.wins <= most:
            yield f"{found.names[seat]} wins {place.wins:.0%} of games by place; {least:.0%} to {most:.0%} are wanted"


def _endings(found: Balance) -> Iterator[str]:
    if found.ends is None or found.allies < 2 or found.games < ENOUGH_GAMES:
        return
    for name, share in found.ends.shares.items():
        if not LEAST_ENDING <= share <= MOST_ENDING:
            yield f"{share:.0%} of games end as {name!r}; {LEAST_ENDING:.0%} to {MOST_ENDING:.0%} are wanted"
    for threshold, share in found.ends.moved.items():
        if share > MOST_RENAMED:
            yield f"{share:.0%} of endings get another name when a threshold moves by a tenth: {threshold}"


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if hasattr(value, "model_dump"):
        return {name: _plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    return value
