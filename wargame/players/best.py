"""The best next step: a player without a doctrine that looks one step ahead, by deal value and by its own score.

It is a yardstick beside `scripted` and `random`: what it signs is worth something to it, what it orders raises what it
is scored on, and it neither plans, nor speaks, nor minds what others will make of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from wargame.core import names
from wargame.core.agreements import Proposal, Terms
from wargame.core.clauses import DataClause, GuaranteeClause, ProductionClause, SupportClause
from wargame.core.ids import AREAS, Channel, SeatId
from wargame.core.moves import Body, Propose, Respond, Sealed, Talk, TalkMove, Weigh
from wargame.core.orders import AnyOrder
from wargame.core.state import State
from wargame.players import drafts
from wargame.players.base import Answer, Ask, PlayerKind
from wargame.players.scripted.bargaining import changes
from wargame.players.scripted.bonds import Matter, matters
from wargame.players.scripted.mind import Mind
from wargame.rules.foresight.rehearsal import Run, rehearse
from wargame.rules.model import capability
from wargame.rules.model.deal_value import with_price
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import score

LEAST_TO_THEM = 0.2
"""What an offer must be worth to the other side, as far as it can see, for it to be made."""
MOST_OFFERS = 3
WORTH_GIVING = 0.02
"""Points of score from which an order is worth giving."""
SETTINGS = frozenset({"deploy_automation", "handle_protest", "set_oversight", "set_policy"})
"""Orders that set something of the seat's own to a value: a second one on a sheet undoes the first."""
OF_CAPABILITY = {"capability": AREAS, "strike_capability": ("autonomy", "targeting")}
"""Aims that follow fielded capability, which moves toward what can be used: where it heads counts."""


class BestPlayer:
    """Signs what is worth most, orders what raises its score most at once. About half a second a turn."""

    kind: PlayerKind = "script"
    instant = True

    def __init__(self, seed: int, spec: str = "best") -> None:
        """`seed` is the game's; it breaks no ties and draws nothing, but names its place in the table."""
        self._seed = seed
        self.spec = spec

    async def decide(self, ask: Ask) -> Answer:
        """The best answer that it sees, made on the spot: nothing else runs in this event loop meanwhile."""
        return self.answer(ask)

    def answer(self, ask: Ask) -> Answer:
        """The same without waiting.

        Orders cost one rehearsal for each order on the menu, and one more for each chance that the order opens.
        """
        mind = Mind(ask, self._seed)
        body: Body
        if ask.phase == "talk":
            moves = list(_answers(mind))
            body = Talk(moves=tuple([*moves, *(_offers(mind) if ask.round == 1 else ())][:8]))
        elif ask.phase == "weigh":
            body = Weigh(weighings=())
        else:
            body = Sealed(signal=None, orders=_sheet(mind))
        return Answer(body, "scripted", "the best next step")


def _worth(mind: Mind, terms: Terms) -> float:
    return mind.appraise(terms).total


def _answers(mind: Mind) -> Iterator[TalkMove]:
    """Each offer accepted if it is worth something and can be paid, else countered with what would be, else refused."""
    signed: set[Matter] = set(mind.settled)
    purse = mind.own(names.income) - mind.dues
    for proposal in mind.view.proposals.values():
        if mind.me in proposal.accepted:
            continue
        party, about = mind.me in proposal.terms.parties, matters(proposal.terms)
        cost = mind.owed_under(proposal.terms)
        agreed = _respond(proposal, "accept")
        good = _worth(mind, proposal.terms) > 0 and cost <= max(0.0, purse) and not (party and about & signed)
        if good and mind.menu.talk_refusal(agreed) is None:
            purse, signed = purse - cost, signed | (about if party else set())
            yield agreed
            continue
        better = _counter(mind, proposal) if party and not about & signed else None
        move = _respond(proposal, "counter", better) if better else _respond(proposal, "reject")
        if mind.menu.talk_refusal(move) is None:
            yield move


def _respond(proposal: Proposal, how: Literal["accept", "reject", "counter"], terms: Terms | None = None) -> Respond:
    return Respond(proposal=proposal.id, answer=how, terms=terms, text="")


def _counter(mind: Mind, proposal: Proposal) -> Terms | None:
    """The change of an offer that is worth most to it among those that the other might sign."""
    found = [
        terms
        for terms in changes(mind.me, proposal.terms, proposal.by, mind)
        if mind.worth_to(proposal.by, terms) > 0 and _worth(mind, terms) > 0
    ]
    return max(found, key=lambda terms: _worth(mind, terms), default=None)


def _offers(mind: Mind) -> Iterator[TalkMove]:
    return (Propose(terms=terms, text="") for terms in _worthwhile(mind, MOST_OFFERS))


def worthwhile_offers(mind: Mind, most: int) -> list[Terms]:
    """The offers worth most to the seat that every other side should want, one to a seat, the best first.

    They are legal as things stand. Some two milliseconds at a table of eleven.
    """
    return list(_worthwhile(mind, most))


def _worthwhile(mind: Mind, most: int) -> Iterator[Terms]:
    open_to = [s.id for s in mind.book.setting.seats if s.id != mind.me and not mind.offer_open_with(s.id)]
    best: dict[SeatId, tuple[float, Terms]] = {}
    for other in open_to:
        for terms in _drafts(mind, other):
            if not mind.may_offer(terms):
                continue
            worth = _worth(mind, terms)
            if worth > best.get(other, (0.0,))[0] and mind.worth_to(other, terms) > LEAST_TO_THEM:
                best[other] = worth, terms
    found = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
    for _, (_, terms) in found[:most]:
        if mind.menu.talk_refusal(Propose(terms=terms, text="")) is None:
            yield terms


def _drafts(mind: Mind, other: SeatId) -> Iterator[Terms]:
    """The usual terms between the two, at a few prices."""
    for giver, taker in ((mind.me, other), (other, mind.me)):
        maker, buyer = mind.book.seat(giver), mind.book.seat(taker)
        if maker.kind in ("lab", "champion") and buyer.kind == "government" and not mind.across(buyer):
            sure = GuaranteeClause(giver=giver, taker=taker)
            for model in mind.models(giver)[:1]:
                ways: tuple[Channel, ...] = ("weights",) if model.weights == "open" else ("enclave", "on_premises")
                for channel in ways:
                    areas = AREAS if mind.value(names.policy(giver), 7) >= 7 else drafts.HUMAN_DECIDES
                    licence: Literal["full", "restricted"] = "full" if areas is AREAS else "restricted"
                    data: Literal["resident", "sovereign"] = "resident" if channel == "enclave" else "sovereign"
                    access = drafts.access(giver, taker, model.id, channel, licence=licence, areas=areas, data=data)
                    for price in (0, 1, 2, 4):
                        yield with_price(drafts.terms(access, sure), price)
        elif maker.kind == buyer.kind == "government" and not mind.across(buyer):
            piece: Literal["drones", "precision_parts"] = "drones" if mind.fights(giver) else "precision_parts"
            goods = ProductionClause(giver=giver, taker=taker, piece=piece, volume=2)
            yield drafts.terms(goods)
            if buyer.role == "patron":
                yield drafts.terms(goods, GuaranteeClause(giver=taker, taker=giver))
        elif maker.kind == "contractor" and buyer.kind == "government" and not mind.across(buyer):
            data_back = DataClause(giver=taker, taker=giver, control="kept")
            yield drafts.terms(SupportClause(giver=giver, taker=taker, level=2), data_back)


def _sheet(mind: Mind) -> tuple[AnyOrder, ...]:
    """The orders that raise its score most, each looked at alone, as far as they fit on one sheet.

    Of orders that set the same thing the best one alone is given.
    """
    ask = mind.ask
    still = rehearse(ask.book, ask.view, None)
    base = standing(mind, still.after)
    gains = []
    for order in ask.menu.all_orders():
        gain = _expected(mind, order, still) - base
        if gain > WORTH_GIVING:
            gains.append((-gain, order.kind, repr(order), order))
    sheet: tuple[AnyOrder, ...] = ()
    for *_, order in sorted(gains, key=lambda item: item[:3]):
        if order.kind in SETTINGS and any(order.kind == other.kind for other in sheet):
            continue
        if all(refusal is None for refusal in ask.menu.sheet((*sheet, order))):
            sheet = (*sheet, order)
    return sheet


def _expected(mind: Mind, order: AnyOrder, still: Run) -> float:
    """Where it would stand after an order, over the chances that the order opens."""
    book, view = mind.ask.book, mind.ask.view
    run = rehearse(book, view, order)
    expected = standing(mind, run.after)
    for purpose, odds in run.chances.items():
        if 0 < odds < 1 and purpose not in still.chances:
            struck = rehearse(book, view, order, true=frozenset((purpose,)))
            expected += odds * (standing(mind, struck.after) - standing(mind, run.after))
    return expected


def standing(mind: Mind, state: State) -> float:
    """Its score as things stand, with fielded capability counted where it heads."""
    book, me = mind.ask.book, mind.me
    total = score(picture(book, state), mind.seat).total
    if mind.seat.kind != "government":
        return total
    useful = capability.best(capability.usefulness(book, state, me, capability.live_access(state, me)))
    heads = dict(zip(AREAS, capability.targets(book, state, me, useful), strict=True))
    weights = dict(zip(AREAS, book.weights[me], strict=True))
    for aim in mind.seat.aims:
        for area in OF_CAPABILITY.get(aim.measure, ()):
            share = weights[area] if aim.measure == "capability" else 0.5
            total += aim.weight * share * (heads[area] - state.values[names.capability(me, area)])
    return total
