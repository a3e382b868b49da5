"""The arms of a claim: its games without the lever and with it, as they are and with something otherwise in both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from wargame.balance.claims import Claim
from wargame.paired.arms import BASE, Arm
from wargame.rules.base.parameters import Parameters
from wargame.transcript.setup import GameSetup

LEVER, ZERO, OWN = "lever", "increments at zero", "own cut-offs alone"
WHERE, EVERYONE = "where ", "everyone "
"""How the names of declared conditions and of tables of other players begin."""
LEARNT_FROM_OTHERS = ("belief_peer", "belief_lab")
"""Weights by which governments learn from what is done to others: assumptions as increments are."""
HALF = 0.5
"""By how much the parameters that a claim leans on are moved, both ways."""
GRID = (
    *("random", "passing", "best"),
    *("scripted:temper=hawk", "scripted:temper=dove", "scripted:temper=bold", "scripted:temper=cautious"),
)
"""Who plays every seat in turn when a claim is tried over players, beside the scripts as they are."""
SLOW_PLAYERS = ("best",)
"""Those of them whose games take some fifty times as long as games of scripts."""
UnderKind: TypeAlias = Literal["plain", "zero", "own", "condition", "players", "parameter"]


@dataclass(frozen=True, slots=True)
class Under:
    """Something that is otherwise in both sets of games."""

    name: str
    """Empty where nothing is."""
    arm: Arm


PLAIN = Under("", Arm(BASE))


def kind_of_under(name: str) -> UnderKind:
    """What is otherwise, by its name."""
    fixed: Mapping[str, UnderKind] = {"": "plain", ZERO: "zero", OWN: "own"}
    if name in fixed:
        return fixed[name]
    return "condition" if name.startswith(WHERE) else "players" if name.startswith(EVERYONE) else "parameter"


def unders(claim: Claim) -> Iterator[Under]:
    """Under what every claim is tried: as it is, without direct increments, under the conditions that it names."""
    yield PLAIN
    low = {name: Parameters.__dataclass_fields__[name].metadata["low"] for name in claim.increments}
    zero = {name: max(0.0, least) for name, least in low.items()}
    if claim.increments:
        yield Under(ZERO, Arm(ZERO, params=zero))
    if claim.learnt:
        yield Under(OWN, Arm(OWN, params=zero | dict.fromkeys(LEARNT_FROM_OTHERS, 0.0)))
    for each in claim.conditions:
        yield Under(f"{WHERE}{each.says}", each.common.arm(each.says))


def over_players(claim: Claim, setup: GameSetup, players: Iterable[str] = GRID) -> Iterator[Under]:
    """The same with every seat in other hands; seats that the claim itself gives to somebody stay with them."""
    given = claim.common.seats.keys() | claim.lever.seats.keys()
    for spec in players:
        seats = {seat: spec for seat in setup.seats if seat not in given}
        yield Under(f"{EVERYONE}{spec}", Arm(spec, seats=seats))


def moved(setup: GameSetup, names: Iterable[str], factors: Iterable[float] = (1 - HALF, 1 + HALF)) -> Iterator[Under]:
    """Each parameter times each factor, inside its range; one that is no other value than now is left out."""
    book, _ = setup.opening()
    for name in names:
        now = float(getattr(book.parameters, name))
        for factor in factors:
            value = within_range(name, now * factor)
            if value != now:
                yield at_value(name, value)


def at_value(name: str, value: float) -> Under:
    """A parameter at a value."""
    return Under(f"{name} {value:g}", Arm(name, params={name: value}))


def within_range(name: str, value: float) -> float:
    """A value of a parameter, kept inside its declared range."""
    span = Parameters.__dataclass_fields__[name].metadata
    return float(min(span["high"], max(span["low"], value)))


def arms_of(claim: Claim, under: Iterable[Under]) -> Iterator[Arm]:
    """Every arm beside the base, which is the game with what is common."""
    lever = claim.lever.arm(LEVER)
    for each in under:
        if each.name:
            yield replace(each.arm, name=base_name(each.name))
        yield replace(lever.and_also(each.arm), name=lever_name(each.name))


def base_name(under: str) -> str:
    """The arm without the lever."""
    return f"{BASE} {under}".strip()


def lever_name(under: str) -> str:
    """The arm with it."""
    return f"{LEVER} {under}".strip()
