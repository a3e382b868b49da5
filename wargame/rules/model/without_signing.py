"""What a government could do without signing: what it has, what it may take up, and what that costs at home (E9)."""

from __future__ import annotations

from dataclasses import dataclass, field

from wargame.core import names
from wargame.core.clauses import ForbearanceClause, ProductionClause
from wargame.core.ids import AREAS, EventId, SeatId
from wargame.core.models import Access
from wargame.rules.base.rulebook import Rulebook, Sight
from wargame.rules.model import capability, uptake


@dataclass(slots=True)
class Standings:
    """What was worked out already while several offers are judged on one sight."""

    without: dict[SeatId, tuple[tuple[float, ...], float]] = field(default_factory=dict)
    """For each holder: the best usefulness by area without signing, and the capability it settles at."""
    grounds: dict[SeatId, capability.Ground] = field(default_factory=dict)
    """What capability rests on apart from usefulness, for each holder."""
    leverage: dict[SeatId, dict[SeatId, float]] = field(default_factory=dict)
    """Leverage of each supplier over each holder, where a guarantee alone is weighed."""
    helped: dict[tuple[SeatId, int], tuple[float, ...]] = field(default_factory=dict)
    """For each holder and level of engineers: the best usefulness by area without signing anything else."""
    gains: dict[tuple[object, ...], tuple[float, float]] = field(default_factory=dict)
    """Gain and exposure by what an access clause would open; price, audit and promises do not bear on them."""


def political_price(book: Rulebook, sight: Sight, holder: SeatId, maker: SeatId) -> float:
    """E9: points that the model of a Chinese maker costs a government of the US camp at home and with its patron.

    `rival_base * (1/2 + T/100)`, T being its trust in the patron; the patron itself pays five times `rival_base`.
    Nothing for others, and nothing more for whoever runs on a Chinese model already.
    """
    if book.jurisdiction(maker) != "cn" or book.seat(holder).bloc not in ("us", "allied"):
        return 0.0
    makers = {
        sight.models[line.model].owner for line in capability.live_access(sight, holder) if line.model in sight.models
    }
    if any(book.jurisdiction(each) == "cn" for each in makers):
        return 0.0
    return _at_home(book, sight, holder)


def price_of_pieces(book: Rulebook, sight: Sight, holder: SeatId, giver: SeatId) -> float:
    """E9: points that pieces of a Chinese giver cost a government of the US camp: `rival_pieces` of a model's price.

    Nothing for others, and nothing more for whoever takes pieces from there already.
    """
    if book.jurisdiction(giver) != "cn" or book.seat(holder).bloc not in ("us", "allied"):
        return 0.0
    taken = (
        clause
        for agreement in sight.agreements.values()
        if agreement.binds and holder in agreement.parties
        for clause in agreement.terms.clauses
        if isinstance(clause, ProductionClause) and clause.taker == holder
    )
    if any(book.jurisdiction(clause.giver) == "cn" for clause in taken):
        return 0.0
    return book.parameters.rival_pieces * _at_home(book, sight, holder)


def _at_home(book: Rulebook, sight: Sight, holder: SeatId) -> float:
    """What a rival camp's model costs a government of the US camp that runs on none so far."""
    price = book.parameters.rival_base
    if book.seat(holder).bloc == "us":
        return 5 * price
    return price * (0.5 + sight.values.get(names.trust(holder, book.patron or ""), 50.0) / 100)


def forbidden(sight: Sight, holder: SeatId) -> bool:
    """Whether a government has given its word not to build on a Chinese model."""
    return any(
        pledge.by == holder and pledge.promise == "no_chinese_base" and pledge.status == "open"
        for pledge in sight.pledges.values()
    ) or any(
        isinstance(clause, ForbearanceClause)
        and clause.giver == holder
        and clause.what in ("not_adopt_chinese", "only_yours")
        for agreement in sight.agreements.values()
        if agreement.binds
        for clause in agreement.terms.clauses
    )


def forgone(book: Rulebook, sight: Sight, holder: SeatId, laws: frozenset[str], known: Standings) -> float:
    """E9: points of capability that a government gives up by keeping to models made under these laws, from 0.

    What it settles at with all that it has or may take up, less what it settles at with those alone.
    """
    _, whole = standing(book, sight, holder, known)
    lines = [line for line in capability.live_access(sight, holder) if uptake.law_of(book, sight, line) in laws]
    free = [line for line in _open_alternatives(book, sight, holder, False) if uptake.law_of(book, sight, line) in laws]
    useful = capability.best(capability.usefulness(book, sight, holder, (*lines, *free)))
    return max(0.0, whole - settles_at(book, sight, holder, useful, known))


def _open_alternatives(book: Rulebook, sight: Sight, holder: SeatId, rival: bool) -> tuple[Access, ...]:
    """Open weights whose published terms allow full military use; Chinese ones only with `rival`."""
    free = [
        m
        for m in sight.models.values()
        if m.weights == "open" and m.released and m.licence == "full" and (rival or book.jurisdiction(m.owner) != "cn")
    ]
    if not free:
        return ()
    best = max(free, key=lambda m: (sight.values.get(names.vintage(m.id), -120.0), m.id))
    return (
        Access(
            "alternative",
            holder,
            holder,
            best.id,
            "weights",
            "full",
            AREAS,
            "sovereign",
            "none",
            0,
            "open",
            None,
            sight.values.get(names.vintage(best.id)),
            1.0,
            "live",
            sight.turn,
            EventId(""),
            "public",
        ),
    )


def standing(book: Rulebook, sight: Sight, holder: SeatId, known: Standings) -> tuple[tuple[float, ...], float]:
    """Usefulness by area without signing, and the capability that a government settles at with it, 0-100.

    Chinese weights count where it has not forsworn them and they are worth their political price. KeyError for a seat
    that is no government. `known` is read and added to.
    """
    found = known.without.get(holder)
    if found is None:
        found = _standing_with(book, sight, holder, known, rival=False)
        if not forbidden(sight, holder):
            useful, settled = _standing_with(book, sight, holder, known, rival=True)
            if settled - political_price(book, sight, holder, _chinese_maker(book, sight)) > found[1]:
                found = useful, settled
        known.without[holder] = found
    return found


def helped(book: Rulebook, sight: Sight, holder: SeatId, level: int, known: Standings) -> tuple[float, ...]:
    """Usefulness by area, 0-1, of what a government has and may take up of its own side, with engineers beside it.

    `level` is that of the engineers, 0-3; below what it enjoys already it changes nothing. `known` is added to.
    """
    found = known.helped.get((holder, level))
    if found is None:
        lines = (*capability.live_access(sight, holder), *_open_alternatives(book, sight, holder, False))
        found = capability.best(capability.usefulness(book, sight, holder, lines, engineers=level))
        known.helped[holder, level] = found
    return found


def lifted(book: Rulebook, sight: Sight, holder: SeatId, level: int, known: Standings) -> float:
    """E9: points of capability, from 0, by which engineers of a level raise what a government settles at.

    None where it enjoys as much help already: engineers of two givers do not add up (E3). `known` as for `helped`.
    """
    if level <= capability.support_level(sight, holder):
        return 0.0
    before, after = (helped(book, sight, holder, each, known) for each in (0, level))
    return max(0.0, settles_at(book, sight, holder, after, known) - settles_at(book, sight, holder, before, known))


def _standing_with(
    book: Rulebook, sight: Sight, holder: SeatId, known: Standings, *, rival: bool
) -> tuple[tuple[float, ...], float]:
    lines = (*capability.live_access(sight, holder), *_open_alternatives(book, sight, holder, rival))
    useful = capability.best(capability.usefulness(book, sight, holder, lines))
    return useful, settles_at(book, sight, holder, useful, known)


def _chinese_maker(book: Rulebook, sight: Sight) -> SeatId:
    return next((m.owner for m in sight.models.values() if book.jurisdiction(m.owner) == "cn"), "")


def settles_at(book: Rulebook, sight: Sight, holder: SeatId, useful: tuple[float, ...], known: Standings) -> float:
    """The capability, 0-100, that a government settles at with this usefulness by area.

    `useful` are six numbers from 0 to 1 in the order of the areas; `known` is read and added to.
    """
    ground = known.grounds.get(holder)
    if ground is None:
        ground = known.grounds[holder] = capability.ground(book, sight, holder)
    return capability.settled(book, holder, ground, useful)
