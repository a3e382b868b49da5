"""Beliefs about cut-offs: how likely each supplier or power is to cut a government off, learnt from what it did (E9).

One rule for all: whoever could cut somebody off and does not is thought a little safer each quarter, whoever does is
thought more dangerous. What happens to oneself counts in full, what happens to peers and to labs at a power's home by
a weight. A threat teaches nothing by itself: carried out it is an act, not carried out it is a chance not taken.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from wargame.core import names
from wargame.core.agreements import Terms
from wargame.core.clauses import AccessClause, GuaranteeClause, PaymentClause, ProductionClause
from wargame.core.events import Event
from wargame.core.ids import EventId, SeatId, Variable
from wargame.core.models import REVOCABILITY
from wargame.rules.base.rulebook import Rulebook, Sight
from wargame.rules.base.ruling import Ruling

BY_SUPPLIERS = ("suspend", "revoke", "withdraw_from_contract")
"""Rules under which access ends or is suspended by its supplier's own will."""


SOMEBODY: SeatId = ""
"""The victim of a bar that all read of, for those who do not know whom it hit."""


class Deed(NamedTuple):
    """A supplier or power has cut somebody off."""

    by: SeatId
    victim: SeatId
    event: Event


def cut_offs(book: Rulebook, events: Iterable[Event]) -> tuple[Deed, ...]:
    """Who cut whom off in these events, each pair once: access, arms and pieces held back, labs seized or labelled.

    One pass over the events.
    """
    found: dict[tuple[SeatId, SeatId], Deed] = {}
    bars: list[Event] = []
    for event in events:
        pair = _pair(book, event)
        if pair is not None:
            found.setdefault(pair, Deed(*pair, event))
        if event.kind == "export_barred":
            bars.append(event)
    barred = [deed.event for deed in found.values() if deed.event.rule == "export_directive"]
    return (*found.values(), *(Deed(bar.about[0], SOMEBODY, bar) for bar in bars if barred))


def _pair(book: Rulebook, event: Event) -> tuple[SeatId, SeatId] | None:
    about = event.about
    if event.kind in ("access_suspended", "access_ended") and len(about) == 2:
        if event.rule == "export_directive" and book.patron:
            return book.patron, about[1]
        return (about[0], about[1]) if event.rule in BY_SUPPLIERS else None
    if event.kind in ("production_compelled", "lab_designated", "supply_squeezed"):
        return about[0], about[1]
    if event.kind == "pressure_applied" and any(c.variable == names.arms(about[1]) for c in event.changes):
        return about[0], about[1]
    return None


def _exposed(book: Rulebook, sight: Sight) -> Mapping[SeatId, frozenset[SeatId]]:
    """By each supplier or power: the governments that it could cut off now."""
    found: dict[SeatId, set[SeatId]] = {}
    for line in sight.access.values():
        if line.status == "ended" or line.supplier == line.holder or not REVOCABILITY[line.channel]:
            continue
        for by in {line.supplier, book.behind(line.supplier, line.holder)} - {line.holder}:
            found.setdefault(by, set()).add(line.holder)
    return {by: frozenset(holders) for by, holders in found.items()}


def learn(ruling: Ruling, events: Iterable[Event]) -> None:
    """At the end of a turn each government updates its beliefs on what it could see; `events` are those of the turn.

    A belief b is a chance in a year. Each quarter in which somebody could be cut off and was not multiplies it by
    `(1 - belief_memory)^w`; each cut-off takes `1 - (1 - belief_memory)^(4 w)` of the way to 1, w being 1 for oneself,
    `belief_peer` for a peer and `belief_lab` for a lab at the power's home: a year's evidence at once.
    """
    book, state = ruling.book, ruling.state
    deeds, exposed = cut_offs(book, events), _exposed(book, state)
    feared: dict[SeatId, dict[Variable, float]] = {}
    calmer: dict[Variable, float] = {}
    seen: dict[SeatId, list[EventId]] = {}
    for holder in book.setting.governments:
        for by in (*book.setting.labs, *(power for power in (book.patron, book.rival) if power)):
            variable = names.cut_off(holder, by)
            before = state.values.get(variable)
            if before is None:
                continue
            known = [d for d in deeds if d.by == by and (d.event.audience == "public" or holder in d.event.audience)]
            if any(deed.victim != SOMEBODY and deed.event.rule == "export_directive" for deed in known):
                known = [deed for deed in known if deed.victim != SOMEBODY]
            after = before
            for deed in known:
                after += (1 - after) * (1 - _kept(ruling, 4 * _weight(ruling, holder, deed.victim)))
            if known:
                feared.setdefault(by, {})[variable] = after
                seen.setdefault(by, []).extend(deed.event.id for deed in known)
            else:
                quiet = book.setting.quarter * _chance(ruling, exposed, holder, by) + _idle_threats(ruling, by)
                calmer[variable] = before * _kept(ruling, quiet)
    for by, to in feared.items():
        text = f"{ruling.name(by)} is thought likelier to cut others off."
        ruling.shift("cut_off_feared", "E9", tuple(dict.fromkeys(seen[by])), text, to=to, about=(by,))
    causes = ruling.last(*calmer)
    ruling.shift("cut_off_forgotten", "E9", causes, "Who could cut others off and did not is trusted more.", to=calmer)


def _kept(ruling: Ruling, weight: float) -> float:
    return math.pow(1 - ruling.book.parameters.belief_memory, weight)


def _weight(ruling: Ruling, holder: SeatId, victim: SeatId) -> float:
    numbers = ruling.book.parameters
    if victim == holder:
        return 1.0
    lab = victim in ruling.book.setting.labs
    return numbers.belief_lab if lab else numbers.belief_peer


def _chance(ruling: Ruling, exposed: Mapping[SeatId, frozenset[SeatId]], holder: SeatId, by: SeatId) -> float:
    """How much a quiet turn tells: by whether oneself, a peer, or only a lab at home could have been cut off."""
    numbers, could = ruling.book.parameters, exposed.get(by, frozenset())
    if holder in could:
        return 1.0
    if could:
        return numbers.belief_peer
    return numbers.belief_lab if by == ruling.book.patron else 0.0


def _idle_threats(ruling: Ruling, by: SeatId) -> float:
    """Threats of this power that end with this turn and were not carried out: chances to coerce a lab, not taken."""
    over = [
        condition
        for condition in ruling.state.conditions.values()
        if condition.kind == "threatened" and condition.by == by and condition.until == ruling.turn
    ]
    idle = [each for each in over if not any(ruling.value(of(each.seat)) for of in (names.compelled, names.risk_label))]
    return ruling.book.parameters.belief_lab * len(idle)


def risk(book: Rulebook, sight: Sight, holder: SeatId, supplier: SeatId, terms: Terms | None = None) -> float:
    """The chance, 0-1, at which a government prices that what this supplier serves is taken away.

    The power behind the supplier: `1 - T/100 * (1 - b)`, its belief b raised by the share that the state holds in the
    lab; and beside it the supplier's own will, by the belief about it. A guarantee takes `guarantee_worth` off the risk
    of whoever gave it and of nobody else: in these terms, or in any agreement in force. What either would lose itself
    if the two broke (`at_stake`) takes `shock_back` of that off its part, as it lets agreements survive in E13.
    """
    values, power = sight.values, book.behind(supplier, holder)
    believed = values.get(names.cut_off(holder, power), 0.0)
    own = 0.0
    if power != supplier:
        believed = 1 - (1 - believed) * (1 - values.get(names.stake(supplier), 0.0))
        own = values.get(names.cut_off(holder, supplier), 0.0) * _unsure(book, sight, holder, supplier, terms)
    trust = values.get(names.trust(holder, power), 50.0) / 100
    behind = (1 - trust * (1 - believed)) * _unsure(book, sight, holder, power, terms)
    return 1 - (1 - behind) * (1 - own)


def _unsure(book: Rulebook, sight: Sight, holder: SeatId, by: SeatId, terms: Terms | None) -> float:
    """The part of a risk that neither a guarantee nor what whoever bears it would lose itself takes off."""
    between = [*([terms] if terms else []), *_in_force(sight, holder)]
    lost = min(1.0, sum([at_stake(sight, each, by) for each in between if by in each.parties]))
    promised = book.parameters.guarantee_worth if guaranteed(sight, holder, by, terms) else 0.0
    return (1 - promised) * (1 - book.parameters.shock_back * lost)


def at_stake(sight: Sight, terms: Terms, breaker: SeatId) -> float:
    """lambda_back: what a seat would lose itself if it broke these terms, 0-1.

    Money as a share of its income, .4 for a model that it has the use of, .15 for each volume of pieces that it
    delivers or takes: what others of the same paper deliver to one another is not its own.
    """
    income = max(1.0, sight.values.get(names.income(breaker), 1.0))
    loss = 0.0
    for clause in terms.clauses:
        if isinstance(clause, AccessClause) and clause.giver == breaker:
            loss += clause.price / income
        elif isinstance(clause, AccessClause) and clause.taker == breaker:
            loss += 0.4
        elif isinstance(clause, ProductionClause) and breaker in (clause.giver, clause.taker):
            loss += 0.15 * clause.volume
        elif isinstance(clause, PaymentClause) and clause.taker == breaker:
            loss += clause.amount / income
    return min(1.0, loss)


def _in_force(sight: Sight, holder: SeatId) -> list[Terms]:
    return [each.terms for each in sight.agreements.values() if each.binds and holder in each.parties]


def guaranteed(sight: Sight, holder: SeatId, by: SeatId, terms: Terms | None = None) -> bool:
    """Whether a seat has promised a government not to cut it off, in these terms or in an agreement in force."""
    return any(
        isinstance(clause, GuaranteeClause) and clause.giver == by and clause.taker == holder
        for paper in ([terms] if terms else []) + _in_force(sight, holder)
        for clause in paper.clauses
    )
