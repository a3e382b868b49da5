"""The institution pools money for its members and blesses norms."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core import names
from wargame.core.clauses import PaymentClause, SupportClause
from wargame.core.moves import TalkMove
from wargame.core.orders import AnyOrder, EndorseNorms, PooledProcurement, PunishDistillation, RequestIntelligence
from wargame.players import drafts
from wargame.players.scripted.arguing import cases
from wargame.players.scripted.mind import Mind


class Institution:
    """Helps the weakest member, and asks all to buy together before any signs alone."""

    shown: tuple[str, ...] = ("pooled_procurement", "endorse_norms", "punish_distillation")
    denied: tuple[str, ...] = ()

    def talk(self, mind: Mind) -> list[TalkMove]:
        """A subsidy to the weakest member, a word on buying together."""
        members = [m for m in mind.seat.members if m in mind.book.setting.by_id]
        moves: list[TalkMove] = []
        if members and mind.whim("fund") < 0.4:
            weakest = min(members, key=lambda m: (mind.value(names.adoption(m), 50), m))
            clause = PaymentClause(giver=mind.me, taker=weakest, amount=1)
            back = SupportClause(giver=mind.me, taker=weakest, level=1)
            moves += mind.offer(drafts.terms(clause, back, turns=mind.lasting(3)))
        if len(members) >= 2 and mind.whim("room") < 0.4:
            three = tuple(members[:3])
            moves += mind.say(three, mind.speech.say("pool", other=" or ".join(map(mind.name, three))))
        return moves

    def orders(self, mind: Mind) -> Iterator[AnyOrder]:
        """Pool when there is money; norms, the case of a member, a look at one in turns."""
        members = [m for m in mind.seat.members if m in mind.book.setting.by_id]
        yield PooledProcurement()
        if mind.own(names.norms) < 1:
            yield EndorseNorms()
        first = mind.spell() % max(1, len(members))
        turned = [*members[first:], *members[:first]]
        yield from cases(mind, [("raise_adoption", member) for member in turned])
        yield from cases(mind, [("raise_legitimacy", member) for member in turned])
        for rival in mind.seats("government", "lab"):
            if rival.bloc == "cn" and mind.whim("sanction") < 0.2:
                yield PunishDistillation(target=rival.id)
        if turned:
            yield RequestIntelligence(target=turned[0], about="adoption" if mind.spell() % 2 else "capability")
