"""Contractors bundle; institutions pool."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core import names
from wargame.core.clauses import PaymentClause, SupportClause
from wargame.core.moves import Intent, TalkMove
from wargame.core.orders import AnyOrder, BundleIntegration, EndorseNorms, PooledProcurement, RequestIntelligence
from wargame.players import drafts
from wargame.players.scripted.mind import Mind


class Contractor:
    """Sells integration to governments of its camp, then works itself deeper in."""

    def talk(self, mind: Mind) -> list[TalkMove]:
        """One offer a turn to the slowest fielder that it may serve."""
        customers = [g for g in mind.seats("government") if g.bloc in ("us", "allied") and not mind.bound_with(g.id)]
        customers.sort(key=lambda g: (mind.value(names.adoption(g.id), 50) - 30 * mind.whim(f"taste.{g.id}"), g.id))
        moves: list[TalkMove] = []
        for customer in customers[:1]:
            clauses = (
                SupportClause(giver=mind.me, taker=customer.id, level=2),
                PaymentClause(giver=customer.id, taker=mind.me, amount=2 if customer.role == "patron" else 1),
            )
            text = mind.one_of(
                "pitch", ("Live in thirty days, on whatever model you choose.", "You have models. We make them work.")
            )
            moves += mind.offer(drafts.terms(*clauses, turns=3), text)
        return moves

    def orders(self, mind: Mind) -> Iterator[AnyOrder]:
        """Bundle for whoever has signed."""
        bound = [g.id for g in mind.seats("government") if mind.bound_with(g.id)]
        for customer in sorted(bound, key=lambda g: mind.whim(f"bundle.{g}")):
            yield BundleIntegration(customer=customer)
        if bound:
            yield RequestIntelligence(target=bound[0], about="adoption")

    def intents(self, mind: Mind, orders: tuple[AnyOrder, ...]) -> tuple[str, tuple[Intent, ...]]:
        """It advertises."""
        return mind.one_of("signal", ("Any model, any mission, now.", "We integrate; you decide.")), ()


class Institution:
    """Pools money for members, blesses norms, pays a member's integration now and then."""

    def talk(self, mind: Mind) -> list[TalkMove]:
        """A subsidy to the weakest member, a word on standards."""
        members = [m for m in mind.seat.members if m in mind.book.setting.by_id]
        moves: list[TalkMove] = []
        if members and mind.whim("fund") < 0.4:
            weakest = min(members, key=lambda m: (mind.value(names.adoption(m), 50), m))
            if not mind.bound_with(weakest):
                clause = PaymentClause(giver=mind.me, taker=weakest, amount=1)
                back = SupportClause(giver=mind.me, taker=weakest, level=1)
                moves += mind.offer(drafts.terms(clause, back, turns=3), "Common money for common standards.")
        if len(members) >= 2 and mind.whim("room") < 0.4:
            moves += mind.say(tuple(members[:3]), "Before any of you signs alone: we buy better together.")
        return moves

    def orders(self, mind: Mind) -> Iterator[AnyOrder]:
        """Pool when there is money, endorse norms otherwise."""
        yield PooledProcurement()
        if mind.own(names.norms) < 1 and mind.whim("norms") < 0.5:
            yield EndorseNorms()

    def intents(self, mind: Mind, orders: tuple[AnyOrder, ...]) -> tuple[str, tuple[Intent, ...]]:
        """It states principles."""
        return mind.one_of("signal", ("Interoperability is sovereignty shared.", "Rules first, then tools.")), ()
