"""The careful lab sells under its published line, consults its staff, goes to court, and leaves when it must."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core import names
from wargame.core.moves import TalkMove
from wargame.core.orders import (
    AnyOrder,
    BuyCompute,
    GrantTrustedAccess,
    HandleProtest,
    Litigate,
    ReleaseModel,
    SetPolicy,
    Suspend,
    WithdrawFromContract,
    WithholdModel,
)
from wargame.players.scripted.arguing import cases
from wargame.players.scripted.eager_lab import EagerLab, gravest
from wargame.players.scripted.grievances import cheats
from wargame.players.scripted.mind import Mind
from wargame.players.scripted.switch import switch
from wargame.players.scripted.watch import watch
from wargame.players.scripted.wording import WRONGED
from wargame.rules.orders.lab_conduct import PROTEST_FROM

LEAVES_FROM = 20.0
"""Dissent from which a lab of principle leaves a customer whose automation went wrong, rather than pausing it."""


class CarefulLab(EagerLab):
    """Keeps its line in public, shows what it withholds to defenders whom it trusts."""

    shown: tuple[str, ...] = (
        "litigate",
        "withdraw_from_contract",
        "set_policy",
        "withhold_model",
        "release_model",
        "handle_protest",
    )
    denied: tuple[str, ...] = ()
    licence_of_choice: str = "restricted"

    def talk(self, mind: Mind) -> list[TalkMove]:
        """Restricted offers, and a public word when coerced."""
        moves = super().talk(mind)
        wrong = next((w for w in mind.grieved.values() if w in ("lab_threatened", "production_compelled")), None)
        if wrong is not None:
            moves += mind.say(("public",), mind.speech.say("public", deed=WRONGED[wrong]))
        return moves

    def orders(self, mind: Mind) -> Iterator[AnyOrder]:
        """Court and staff first, then what it withholds for trusted defenders, then news and growth."""
        yield Litigate()
        yield from self.staff(mind)
        yield from self._uses(mind)
        yield from self._leaks(mind)
        yield from switch(mind)
        yield from self._trusted(mind)
        held_back = {m.id for m in mind.view.models.values() if m.owner == mind.me and not m.released}
        news = [o for o in self.releases(mind) if not (isinstance(o, ReleaseModel) and o.model in held_back)]
        if mind.temper("caution") > 0.4 and mind.lately("jailbreak", "tragedy", "defection_detected", spells=1):
            again = not held_back or (len(held_back) == 1 and mind.whim("withhold") < 0.3)
            for model in mind.models(mind.me)[:1] if again else ():
                yield WithholdModel(model=model.id)
        yield from news
        yield BuyCompute()
        yield from watch(mind)
        yield from cases(mind, self.aims(mind))
        yield SetPolicy(stance="harden" if mind.own(names.dissent) > 35 else "publish")
        yield from self.fill(mind) if mind.own(names.policy) >= 7 else ()
        yield from self.looks(mind)

    def _trusted(self, mind: Mind) -> Iterator[AnyOrder]:
        """What is withheld goes to defenders whom it trusts, and on sale once the frontier has moved past it."""
        patron = mind.book.patron
        held = [model for model in mind.view.models.values() if model.owner == mind.me and not model.released]
        for model in held:
            friends = [g for g in mind.seats("government") if not mind.across(g) and mind.trust(g.id) > 50]
            friends.sort(key=lambda g: (g.id != patron, -mind.trust(g.id), g.id))
            for friend in friends[:3]:
                yield GrantTrustedAccess(model=model.id, customer=friend.id)
            aged = mind.value(names.FRONTIER) - mind.vintage(model.id) > 4 + 4 * mind.temper("caution")
            others = (m for m in held if m is not model)
            older = any(mind.vintage(m.id) > mind.vintage(model.id) for m in others)
            if aged or (older and mind.whim("release") < 0.5):
                yield ReleaseModel(model=model.id)

    def _uses(self, mind: Mind) -> Iterator[AnyOrder]:
        """A customer whose automation went wrong is left if staff mind, or switched off until a human is back in it."""
        for customer, what in cheats(mind).items():
            served = any(line.holder == customer and "targeting" in line.areas for line in mind.supplied)
            if what == "targeting_scandal" and served and mind.temper("principle") > 0.3:
                if mind.temper("principle") > 0.6 and mind.own(names.dissent) > LEAVES_FROM:
                    yield WithdrawFromContract(customer=customer)
                yield Suspend(customer=customer)

    def _leaks(self, mind: Mind) -> Iterator[AnyOrder]:
        """After a jailbreak it closes the door that it watches least, to a customer without a guarantee, for a turn.

        It does so once a year: whose door was closed and opened again over the last one is not troubled by the next.
        """
        if not mind.lately("jailbreak", spells=1) or mind.temper("caution") < 0.4:
            return
        if any(seen.about[:1] == (mind.me,) for seen in mind.recent("access_suspended", spells=4)):
            return
        held = {key[2] for key in mind.settled if key[0] == "guarantee" and key[1] == mind.me}
        for line in sorted(mind.supplied, key=lambda line: (mind.trust(line.holder), line.id)):
            if line.status == "live" and line.channel in ("api", "enclave") and line.holder not in held:
                yield Suspend(customer=line.holder)
                return

    def staff(self, mind: Mind) -> Iterator[AnyOrder]:
        """Leave the gravest contract when staff will not have it, or a patron that threatens; consult in any case."""
        angry, firm = mind.own(names.dissent) > PROTEST_FROM, mind.temper("principle") > 0.5
        threatened = f"threat-{mind.me}" in mind.view.conditions and firm
        for line in gravest(mind) if angry else ():
            if firm or self.gives_way(mind, line.holder):
                yield WithdrawFromContract(customer=line.holder)
                break
        patron = mind.book.patron
        if threatened and patron and mind.serves(patron) and mind.whim("stand") < 0.6:
            yield WithdrawFromContract(customer=patron)
        if angry:
            yield HandleProtest(how="consult")
