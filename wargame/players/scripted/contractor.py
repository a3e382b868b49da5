"""The contractor sells integration, then works itself deeper in."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core import names
from wargame.core.clauses import DataClause, PaymentClause, SupportClause
from wargame.core.moves import TalkMove
from wargame.core.orders import AnyOrder, BundleIntegration, RequestIntelligence
from wargame.players import drafts
from wargame.players.scripted.arguing import cases
from wargame.players.scripted.mind import Mind


class Contractor:
    """Serves governments of its camp, the slowest fielder first."""

    shown: tuple[str, ...] = ("bundle_integration",)
    denied: tuple[str, ...] = ()

    def talk(self, mind: Mind) -> list[TalkMove]:
        """One offer a turn: engineers for money, or for data from who has more of that."""
        customers = [g for g in mind.seats("government") if g.bloc in ("us", "allied") and not mind.bound_with(g.id)]
        customers = [g for g in customers if g.id not in mind.rebuffers]
        taste = {g.id: mind.value(names.adoption(g.id), 50) - 30 * mind.whim(f"taste.{g.id}") for g in customers}
        customers.sort(key=lambda g: (taste[g.id], g.id))
        moves: list[TalkMove] = []
        for customer in customers[:1]:
            engineers = SupportClause(giver=mind.me, taker=customer.id, level=2)
            amount = 2 if customer.role == "patron" else 1
            money = PaymentClause(giver=customer.id, taker=mind.me, amount=amount)
            data = DataClause(giver=customer.id, taker=mind.me, control="kept")
            moves += mind.offer(
                drafts.terms(engineers, data if mind.fights(customer.id) else money, turns=mind.lasting(3))
            )
        return moves

    def orders(self, mind: Mind) -> Iterator[AnyOrder]:
        """Bundle for whoever has signed, argue for the trust of a customer, look at the next one."""
        bound = [g.id for g in mind.seats("government") if mind.bound_with(g.id)]
        for customer in sorted(bound, key=lambda g: mind.whim(f"bundle.{g}")):
            yield BundleIntegration(customer=customer)
        yield from cases(mind, [("raise_adoption", g) for g in bound])
        yield from cases(mind, [("raise_trust", g) for g in bound])
        about = ("adoption", "capability", "budget", "narrow")
        others = [g.id for g in mind.seats("government")]
        if others:
            yield RequestIntelligence(target=others[mind.spell() % len(others)], about=about[mind.spell() % 4])  # type: ignore[arg-type]
