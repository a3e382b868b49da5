"""Arms and levers that a program hands in, looked at before anything is played, part by part."""

from __future__ import annotations

from wargame.core.agreements import Terms
from wargame.core.orders import ORDER_TYPES
from wargame.errors import SpecError
from wargame.library.given import items_of, mapping_of, whole
from wargame.paired.arms import Arm
from wargame.paired.edits import Edit
from wargame.players.levers import Bar, Force, Offer, Reins

REINS = "Reins(bars=(Bar(seat='washington', orders=('threaten',)),))"


def arm_of(name: str, value: object) -> None:
    """SpecError unless this is an arm whose parts are what they should be; whether the game has them is told later.

    `name` is that of the argument in which it stands.
    """
    if not isinstance(value, Arm):
        raise SpecError(f"{name}: {value!r} is no Arm; an arm is Arm('calm', params={{'trust_threat': 0}})")
    if not isinstance(value.name, str) or not value.name:
        raise SpecError(f"{name}: an arm is called {value.name!r}; its name must be a text")
    place = f"arm {value.name!r}"
    whole(f"{place}: turns", value.turns)
    for what, given, example in (
        ("params", value.params, "{'trust_threat': 0}"),
        ("start", value.start, "{'paris.A': 60}"),
    ):
        for key, number in mapping_of(f"{place}: {what}", given, example).items():
            if isinstance(number, bool) or not isinstance(number, int | float):
                raise SpecError(f"{place}: {what}: {key}={number!r}: this must be a number")
    mapping_of(f"{place}: seats", value.seats, "{'rome': 'random'}")
    _each(place, "edits", value.edits, Edit, "[Edit(at='pack.world.g', to=2.0)]")
    if not isinstance(value.reins, Reins):
        raise SpecError(f"{place}: reins={value.reins!r}: this must be Reins, such as {REINS}")
    _reins(place, value.reins)


def _reins(place: str, reins: Reins) -> None:
    _each(place, "bars", reins.bars, Bar, "(Bar(seat='all', clauses=('access',)),)")
    _each(place, "forces", reins.forces, Force, "(Force(seat='rome', orders=(EndorseNorms(),)),)")
    _each(place, "offers", reins.offers, Offer, "(Offer(seat='meta', terms=terms),)")
    for bar in reins.bars:
        for what, names in (("orders", bar.orders), ("clauses", bar.clauses), ("partners", bar.partners)):
            _each(f"{place}: bar of {bar.seat}", what, names, str, "('threaten',)")
    for force in reins.forces:
        _each(
            f"{place}: force on {force.seat}", "orders", force.orders, tuple(ORDER_TYPES.values()), "(EndorseNorms(),)"
        )
    for offer in reins.offers:
        if not isinstance(offer.terms, Terms):
            raise SpecError(f"{place}: offer of {offer.seat}: terms={offer.terms!r}: these must be Terms")
    turns = [(each.seat, each.turns) for each in reins.bars]
    turns += [(each.seat, each.turns) for each in reins.forces]
    turns += [(each.seat, each.turns) for each in reins.offers]
    for seat, given in turns:
        for turn in items_of(f"{place}: turns of {seat}", given, "(1, 2)"):
            whole(f"{place}: turns of {seat}", turn, 1, optional=False)


def _each(place: str, what: str, given: object, kind: type | tuple[type, ...], example: str) -> None:
    for item in items_of(f"{place}: {what}", given, example):
        if not isinstance(item, kind):
            raise SpecError(f"{place}: {what}: {item!r} does not belong there; it should be such as {example}")
