"""The contractor sells integration, then works itself deeper in."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core import names
from wargame.core.moves import TalkMove
from wargame.core.orders import AnyOrder, BundleIntegration, RequestIntelligence
from wargame.players.scripted.arguing import cases
from wargame.players.scripted.engineers import for_engineers
from wargame.players.scripted.mind import Mind

MOST_ASKED = 3
"""Customers that it looks at in a turn."""


class Contractor:
    """Serves governments of its camp, the slowest fielder first."""

    shown: tuple[str, ...] = ("bundle_integration",)
    denied: tuple[str, ...] = ()

    def talk(self, mind: Mind) -> list[TalkMove]:
        """One offer a turn: engineers, to the slowest fielder whom terms can be found for that suit both."""
        customers = [g for g in mind.seats("government") if g.bloc in ("us", "allied") and not mind.bound_with(g.id)]
        customers = [g for g in customers if g.id not in mind.rebuffers]
        taste = {g.id: mind.value(names.adoption(g.id), 50) - 30 * mind.whim(f"taste.{g.id}") for g in customers}
        customers.sort(key=lambda g: (taste[g.id], g.id))
        for customer in customers[:MOST_ASKED]:
            terms = for_engineers(mind, mind.me, customer.id, 3)
            if terms is not None and (moves := mind.offer(terms)):
                return moves
        return []

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
