"""A player who is held to something: its menu refuses what is barred, its answer begins with what is forced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace

from wargame.core.agreements import Terms
from wargame.core.clauses import AccessClause, Clause, ForbearanceClause
from wargame.core.ids import SeatId
from wargame.core.moves import Body, Propose, Respond, Sealed, Talk, TalkMove
from wargame.core.orders import AnyOrder
from wargame.core.refusals import Refusal
from wargame.core.setting import Seat
from wargame.players.base import Answer, Ask, Player
from wargame.players.levers import EVERY_SEAT, Bar, Reins, counts
from wargame.rules.menu import Menu

BARRED = Refusal("not_now", "this is not open to you now")
"""What a seat is told of what is barred: not that anybody compares it with another."""
MOST_MOVES = 8
"""Moves of talk that a seat may make at once."""


def reined(make: Callable[[str, Seat, int], Player], reins: Reins) -> Callable[[str, Seat, int], Player]:
    """The same players, held to what an arm holds them to; without reins `make` itself.

    A forced order that the rules refuse is left out, and a talk keeps 8 moves at most, forced ones first. People are
    not made here, and are held to nothing.
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
        self._player, self._hold = player, SeatReins(seat, reins)
        self.spec = player.spec
        self.kind = player.kind
        self.instant = player.instant

    async def decide(self, ask: Ask) -> Answer:
        """The player's answer within what is left open, what is forced first. It raises what the player raises."""
        asked = self._hold.asked(ask, is_mind=self.kind == "model")
        answer = await self._player.decide(asked)
        body = self._hold.body(asked, answer.body)
        return answer if body is answer.body else replace(answer, body=body)


class SeatReins:
    """What one seat is held to, as it is asked and as it answers; whoever reads a record again does the same."""

    def __init__(self, seat: SeatId, reins: Reins) -> None:
        """For a seat; levers of other seats are passed over."""
        self._bars = tuple(bar for bar in reins.bars if bar.seat in (seat, EVERY_SEAT))
        self._reins, self._seat = reins, seat

    def asked(self, ask: Ask, *, is_mind: bool) -> Ask:
        """What the seat is asked, with what is barred gone from its menu; itself where nothing is barred.

        A mind that puts its answer right, if it is told what is wrong with it, is told of what is barred, and of what
        has no place beside the orders that it must give. Whoever else answers just loses these.
        """
        bars = tuple(bar for bar in self._bars if counts(bar.turns, ask.turn))
        if is_mind and (bars or self._orders(ask)):
            return ToldAsk(
                **{each.name: getattr(ask, each.name) for each in fields(Ask)}, bars=bars, forced=self._orders(ask)
            )
        return replace(ask, menu=BarredMenu(ask, bars)) if bars else ask

    def body(self, ask: Ask, body: Body) -> Body:
        """What stands as its answer to what `asked` gave: what is forced, then its own; itself if that is the same."""
        if isinstance(body, Sealed):
            forced = self._orders(ask)
            kept = [order for order in body.orders if ask.menu.refusal(order) is not BARRED]
            if forced or len(kept) < len(body.orders):
                return replace(body, orders=_sheet(ask.menu, [*forced, *kept]))
        elif isinstance(body, Talk):
            moves = self._talk(ask, body.moves)
            if moves != body.moves:
                return replace(body, moves=moves)
        return body

    def _orders(self, ask: Ask) -> tuple[AnyOrder, ...]:
        """What it must order in this turn."""
        return self._reins.forced(self._seat, ask.turn) if ask.phase == "orders" else ()

    def _talk(self, ask: Ask, moves: tuple[TalkMove, ...]) -> tuple[TalkMove, ...]:
        """Its own moves without what is barred, after the offers and acceptances that it is held to."""
        due = [offer for offer in self._reins.offers if counts(offer.turns, ask.turn)]
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
    """The first wishes that fit on one sheet, by the rules alone: what is forced may be barred."""
    sheet: tuple[AnyOrder, ...] = ()
    for wish in wishes:
        if Menu.sheet(menu, (*sheet, wish))[-1] is None:
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


class ToldMenu(BarredMenu):
    """The same for a mind that is told why: whole sheets and single clauses are refused too."""

    def __init__(self, ask: Ask, bars: tuple[Bar, ...], forced: tuple[AnyOrder, ...]) -> None:
        """The menu of an ask without what the bars name, beside orders that are given in any case."""
        super().__init__(ask, bars)
        self._stands = _sheet(self, list(forced))

    def sheet(self, orders: tuple[AnyOrder, ...]) -> tuple[Refusal | None, ...]:
        """Refusals of a whole sheet, order by order; one that is given in any case costs nothing more."""
        open_ = tuple(each for each in orders if each not in self._stands and each.kind not in self._barred_orders)
        beside = iter(super().sheet((*self._stands, *open_))[len(self._stands) :])
        alone = iter(super().sheet(open_) if self._stands else [None] * len(open_))
        found: list[Refusal | None] = []
        for order in orders:
            if order in self._stands:
                found.append(None)
            elif order.kind in self._barred_orders:
                found.append(BARRED)
            else:
                refusal, own = next(beside), next(alone)
                found.append(self._beside(refusal) if refusal and self._stands and own is None else refusal)
        return tuple(found)

    def _beside(self, refusal: Refusal) -> Refusal:
        """The same refusal, with what takes the place."""
        given = ", ".join(each.kind for each in self._stands)
        return replace(refusal, sentence=f"{refusal.sentence}; your sheet holds {given} in any case, which comes first")

    def clause_refusal(self, clause: Clause) -> Refusal | None:
        """Why a clause could stand in no offer between its two sides, or None."""
        for bar in self._bars:
            with_them = not bar.partners or clause.giver in bar.partners or clause.taker in bar.partners
            if clause.kind in bar.clauses and with_them and not bar.unless_only_yours:
                return BARRED
        return super().clause_refusal(clause)

    def clause_grounds(self) -> tuple[object, ...]:
        """What the answers of `clause_refusal` rest on: what is barred is among it."""
        return (*super().clause_grounds(), self._bars)


@dataclass(slots=True)
class ToldAsk(Ask):
    """What a mind under reins is asked: whatever menu it is given, what is barred is not on it."""

    bars: tuple[Bar, ...] = ()
    forced: tuple[AnyOrder, ...] = ()

    def __post_init__(self) -> None:
        """Take from the menu what is barred; a copy with another menu does the same."""
        if not isinstance(self.menu, ToldMenu):
            self.menu = ToldMenu(self, self.bars, self.forced)
