"""The random player: uniform over the legal orders, and over a few kinds of legal talk. A floor to compare with."""

from __future__ import annotations

import random
from typing import get_args

from wargame.core.agreements import Terms
from wargame.core.clauses import (
    AccessClause,
    Clause,
    DataClause,
    ForbearanceClause,
    GuaranteeClause,
    InducementClause,
    PaymentClause,
    ProductionClause,
    SupportClause,
)
from wargame.core.ids import AREAS, Audit, Channel, DataTerms
from wargame.core.moves import (
    Body,
    MakePledge,
    Message,
    Propose,
    Respond,
    Sealed,
    Signal,
    Talk,
    TalkMove,
    Weigh,
    Weighing,
    Withdraw,
)
from wargame.core.orders import EFFECT_KINDS, AnyOrder, Argument, Reason
from wargame.core.promises import PROMISE_KINDS
from wargame.players.base import Answer, Ask, PlayerKind


class RandomPlayer:
    """Draws from its own stream, named by the decision it makes."""

    kind: PlayerKind = "chance"
    instant = True

    def __init__(self, seed: int, spec: str = "random") -> None:
        """`seed` is the game's; every decision has a stream of its own."""
        self._seed = seed
        self.spec = spec

    async def decide(self, ask: Ask) -> Answer:
        """Draw an answer: the same seed and ask give the same one.

        At most three orders; talk and orders are such as the menu allows. Alone in a game it says nothing.
        """
        chance = random.Random(f"{self._seed}|{ask.id}")
        body: Body
        if ask.phase == "talk":
            body = Talk(moves=tuple(self._talk(ask, chance)))
        elif ask.phase == "weigh":
            body = Weigh(weighings=tuple(self._weigh(ask, chance)))
        else:
            body = self._sheet(ask, chance)
        return Answer(body, "scripted")

    def _talk(self, ask: Ask, chance: random.Random) -> list[TalkMove]:
        others = [seat for seat in ask.book.setting.ids if seat != ask.seat]
        moves: list[TalkMove] = []
        for proposal in ask.view.proposals.values():
            if ask.seat in proposal.accepted:
                if proposal.by == ask.seat and chance.random() < 0.1:
                    moves.append(Withdraw(proposal=proposal.id))
                continue
            answer = chance.choice(("accept", "reject", "counter", "wait"))
            if answer == "counter":
                moves.append(Respond(proposal=proposal.id, answer="counter", terms=random_terms(ask, chance), text=""))
            elif answer != "wait":
                moves.append(
                    Respond(
                        proposal=proposal.id, answer="accept" if answer == "accept" else "reject", terms=None, text=""
                    )
                )
        if not others:
            return []
        if chance.random() < 0.5:
            moves.append(Propose(terms=random_terms(ask, chance), text="An offer."))
        if chance.random() < 0.4:
            size = chance.randint(1, min(3, len(others)))
            moves.append(Message(to=tuple(chance.sample(others, size)), text=f"A word in turn {ask.turn}."))
        if chance.random() < 0.2:
            until = chance.randint(ask.turn, ask.book.setting.turns)
            moves.append(MakePledge(to=chance.choice(others), promise=chance.choice(PROMISE_KINDS), until=until))
        return [move for move in moves if ask.menu.talk_refusal(move) is None]

    def _sheet(self, ask: Ask, chance: random.Random) -> Sealed:
        legal: list[AnyOrder] = list(ask.menu.all_orders())
        if chance.random() < 0.1:
            legal = [*legal, self._argument(ask, chance)]
        sheet: tuple[AnyOrder, ...] = ()
        for _ in range(chance.randint(0, 3)):
            fits = (
                [order for order in legal if ask.menu.sheet((*sheet, order))[-1] is None] if len(legal) < 40 else legal
            )
            if fits:
                order = chance.choice(fits)
                if ask.menu.sheet((*sheet, order))[-1] is None:
                    sheet = (*sheet, order)
        signal = Signal(text="We act as we see fit.", intents=()) if chance.random() < 0.5 else None
        return Sealed(signal=signal, orders=sheet)

    def _argument(self, ask: Ask, chance: random.Random) -> Argument:
        cites = [seen.cite for seen in ask.view.events if seen.cite] or ["none"]
        reasons = tuple(
            Reason(text="It has happened before.", cites=chance.choice(cites)) for _ in range(chance.randint(0, 3))
        )
        target = chance.choice(ask.book.setting.ids)
        return Argument(reasons=reasons, action="We make our case.", effect=chance.choice(EFFECT_KINDS), target=target)

    def _weigh(self, ask: Ask, chance: random.Random) -> list[Weighing]:
        cites = [seen.cite for seen in ask.view.events if seen.cite] or ["none"]
        return [
            Weighing(
                argument=case.id,
                side=chance.choice(("pro", "con")),
                reason=Reason(text="Consider this.", cites=chance.choice(cites)),
            )
            for case in ask.view.arguments.values()
            if case.by != ask.seat and chance.random() < 0.5
        ]


def random_terms(ask: Ask, chance: random.Random) -> Terms:
    """Terms drawn at random between this seat and another, of one to three clauses; they need not be legal.

    The draws are taken from `chance`. IndexError if nobody else is in the game.
    """
    other = chance.choice([seat for seat in ask.book.setting.ids if seat != ask.seat])
    giver, taker = (ask.seat, other) if chance.random() < 0.5 else (other, ask.seat)
    clauses: list[Clause] = []
    models = [model for model in ask.view.models.values() if model.owner == giver]
    if models:
        clauses.append(
            AccessClause(
                giver=giver,
                taker=taker,
                model=chance.choice(models).id,
                channel=chance.choice(get_args(Channel)),
                licence=chance.choice(("civil", "restricted", "full")),
                areas=tuple(chance.sample(AREAS, chance.randint(1, 6))),
                data=chance.choice(get_args(DataTerms)),
                audit=chance.choice(get_args(Audit)),
                support=chance.choice((0, 1, 2, 3)),
                price=chance.randint(0, 4),
                notice=chance.choice((0, 1, 2)),
            )
        )
    more: list[Clause] = [
        GuaranteeClause(giver=giver, taker=taker),
        SupportClause(giver=giver, taker=taker, level=chance.choice((1, 2, 3))),
        PaymentClause(giver=taker, taker=giver, amount=chance.randint(1, 3)),
        DataClause(giver=taker, taker=giver, control=chance.choice(("kept", "ceded"))),
        ProductionClause(
            giver=taker, taker=giver, piece=chance.choice(("drones", "chips", "precision_parts")), volume=1
        ),
        InducementClause(
            giver=giver, taker=taker, what=chance.choice(("threat_intelligence", "clearances", "say_in_deployment"))
        ),
        ForbearanceClause(
            giver=taker, taker=giver, what=chance.choice(("not_adopt_chinese", "not_distil", "only_yours")), toward=None
        ),
    ]
    clauses += chance.sample(more, chance.randint(0 if clauses else 1, 2))
    return Terms(
        parties=(ask.seat, other), clauses=tuple(clauses), secret=chance.random() < 0.3, turns=chance.randint(1, 8)
    )
