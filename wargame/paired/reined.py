"""A player who is held to something: its menu refuses what is barred, its answer begins with what is forced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wargame.core.agreements import Terms
from wargame.core.clauses import AccessClause, ForbearanceClause
from wargame.core.ids import SeatId
from wargame.core.moves import Propose, Respond, Sealed, Talk, TalkMove
from wargame.core.orders import AnyOrder
from wargame.core.refusals import Refusal
from wargame.core.setting import Seat
from wargame.paired.levers import EVERY_SEAT, Bar, Reins, counts
from wargame.players.base import Answer, Ask, Player
from wargame.rules.menu import Menu
from wargame.table.players import PlayerMaker

BARRED = Refusal("not_now", "this arm of the comparison bars it")
MOST_MOVES = 8
"""Moves of talk that a seat may make at once."""


def reined(make: PlayerMaker, reins: Reins) -> PlayerMaker:
    """The same players, held to what an arm holds them to; without reins `make` itself.

    A forced order that the rules refuse is left out, and a talk keeps 8 moves at most, forced ones first.
    """
    if not reins:
        return make

    def made(spec: str, seat: Seat, seed: int) -> Player:
        return Reined(make(spec, seat, seed), seat.id, reins)

    return made


class Reined:
    """A player under reins."""

    def __init__(self, player: Player, seat: SeatId, reins: Reins) -> None:
        """`player` decides all that the reins leave open."""
        self._player = player
        self._bars = tuple(bar for bar in reins.bars if bar.seat in (seat, EVERY_SEAT))
        self._forces = tuple(force for force in reins.forces if force.seat == seat)
        self._offers = reins.offers
        self._seat = seat
        self.spec = player.spec
        self.kind = player.kind
        self.instant = player.instant

    async def decide(self, ask: Ask) -> Answer:
        """The player's answer within what is left open, what is forced first. It raises what the player raises."""
        bars = tuple(bar for bar in self._bars if counts(bar.turns, ask.turn))
        if bars:
            ask = replace(ask, menu=BarredMenu(ask, bars))
        answer = await self._player.decide(ask)
        body = answer.body
        if isinstance(body, Sealed):
            forced = [o for force in self._forces if counts(force.turns, ask.turn) for o in force.orders]
            kept = [order for order in body.orders if ask.menu.refusal(order) is not BARRED]
            if forced or len(kept) < len(body.orders):
                answer = replace(answer, body=replace(body, orders=_sheet(ask.menu, [*forced, *kept])))
        elif isinstance(body, Talk):
            moves = self._talk(ask, body.moves)
            if moves != body.moves:
                answer = replace(answer, body=replace(body, moves=moves))
        return answer

    def _talk(self, ask: Ask, moves: tuple[TalkMove, ...]) -> tuple[TalkMove, ...]:
        """Its own moves without what is barred, after the offers and acceptances that it is held to."""
        due = [offer for offer in self._offers if counts(offer.turns, ask.turn)]
        first: list[TalkMove] = [
            Propose(terms=offer.terms, text="")
            for offer in due
            if offer.seat == self._seat and ask.round == 1 and not _stands(ask, offer.terms)
        ]
        agreed = [
            proposal.id
            for proposal in ask.view.proposals.values()
            if self._seat in proposal.needed
            and self._seat not in proposal.accepted
            and any(offer.accept and offer.terms == proposal.terms for offer in due)
        ]
        first += [Respond(proposal=each, answer="accept", terms=None, text="") for each in agreed]
        rest = [
            move
            for move in moves
            if ask.menu.talk_refusal(move) is not BARRED and not (isinstance(move, Respond) and move.proposal in agreed)
        ]
        return tuple([*first, *rest][:MOST_MOVES]) if first or len(rest) < len(moves) else moves


def _stands(ask: Ask, terms: Terms) -> bool:
    on_the_table = [proposal.terms for proposal in ask.view.proposals.values()]
    return terms in on_the_table or any(
        each.status == "in_force" and each.terms == terms for each in ask.view.agreements.values()
    )


def _sheet(menu: Menu, wishes: list[AnyOrder]) -> tuple[AnyOrder, ...]:
    """The first wishes that fit on one sheet."""
    sheet: tuple[AnyOrder, ...] = ()
    for wish in wishes:
        if menu.sheet((*sheet, wish))[-1] is None:
            sheet = (*sheet, wish)
    return sheet


class BarredMenu(Menu):
    """A menu from which something is taken; what is left costs and means the same."""

    def __init__(self, ask: Ask, bars: tuple[Bar, ...]) -> None:
        """The menu of an ask without what the bars name."""
        super().__init__(ask.book, ask.view)
        self._view = ask.view
        self._barred_orders = frozenset(kind for bar in bars for kind in bar.orders)
        self._bars = tuple(bar for bar in bars if bar.clauses)

    def kinds(self) -> tuple[str, ...]:
        """Order kinds with at least one legal order that is not barred."""
        return tuple(kind for kind in super().kinds() if kind not in self._barred_orders)

    def options(self, kind: str) -> Iterator[AnyOrder]:
        """All legal orders of a kind; none of a kind that is barred."""
        return iter(()) if kind in self._barred_orders else super().options(kind)

    def refusal(self, order: AnyOrder) -> Refusal | None:
        """Why an order may not be given, or None."""
        return BARRED if order.kind in self._barred_orders else super().refusal(order)

    def allows(self, order: AnyOrder) -> bool:
        """Whether an order may be given."""
        return order.kind not in self._barred_orders and super().allows(order)

    def talk_refusal(self, move: TalkMove) -> Refusal | None:
        """Why a move of talk may not be made, or None."""
        return BARRED if self._bars and self._bars_terms(self._terms(move)) else super().talk_refusal(move)

    def _terms(self, move: TalkMove) -> Terms | None:
        """What a move would bring about."""
        if isinstance(move, Propose):
            return move.terms
        if isinstance(move, Respond) and move.answer != "reject":
            proposal = self._view.proposals.get(move.proposal)
            return move.terms or (proposal.terms if proposal else None)
        return None

    def _bars_terms(self, terms: Terms | None) -> bool:
        if terms is None:
            return False
        return any(
            (not bar.partners or any(party in bar.partners for party in terms.parties))
            and any(clause.kind in bar.clauses for clause in terms.clauses)
            and not (bar.unless_only_yours and self._kept_to(terms))
            for bar in self._bars
        )

    def _kept_to(self, terms: Terms) -> bool:
        """Whether whoever takes access under these terms has promised this seat to use no other side's models."""
        takers = {clause.taker for clause in terms.clauses if isinstance(clause, AccessClause)}
        papers = [terms, *(each.terms for each in self._view.agreements.values() if each.binds)]
        kept = {
            clause.giver
            for paper in papers
            for clause in paper.clauses
            if isinstance(clause, ForbearanceClause) and clause.what == "only_yours" and clause.taker == self._view.seat
        }
        return bool(takers) and takers <= kept
