"""What stands between a seat and each other one: agreements, offers, refusals and promises, by counterpart.

What is older than the turn stays as it is within it, so that it can stand before what happens in the turn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from wargame.core.ids import SeatId
from wargame.core.promises import PROMISE_MEANING
from wargame.core.views import Seen
from wargame.players.base import Ask
from wargame.players.llm import position_lines
from wargame.players.llm.event_lines import quoted

LATELY = 4
"""Turns before this one of which a refusal is remembered; those of this turn stand above."""
REFUSED = 100
"""Characters of the words of a refusal that are shown."""


def deal_sheet(ask: Ask) -> Iterator[str]:
    """A line for each other seat, and under it what stands between the two since before this turn.

    Everything is told once, with the first seat that it concerns; what others have among themselves comes last.
    """
    between: dict[SeatId, list[str]] = defaultdict(list)
    for parts in (_agreements(ask, is_new=False), _refusals(ask), _promises(ask, is_new=False)):
        for seat, line in parts:
            between[seat].append(line)
    told = position_lines.others(ask, ("trust", "budget"))
    for seat, line in zip(_others(ask), told, strict=True):
        yield line
        yield from between[seat]
    yield from position_lines.agreements_of_others(ask)


def on_the_table(ask: Ask) -> Iterator[str]:
    """What waits for an answer, with its worth, then what was signed and pledged in this turn."""
    for parts in (_offers(ask), _agreements(ask, is_new=True), _promises(ask, is_new=True)):
        for seat, line in parts:
            yield f"- {seat}, {line.strip()}"


def _others(ask: Ask) -> list[SeatId]:
    return [seat.id for seat in ask.book.setting.seats if seat.id != ask.seat]


def _with(ask: Ask, parties: Collection[SeatId], by: SeatId) -> SeatId:
    """The seat with which a deal is told: who made it, else the first other party."""
    return by if by != ask.seat else next((party for party in parties if party != ask.seat), _others(ask)[0])


def _agreements(ask: Ask, *, is_new: bool) -> Iterator[tuple[SeatId, str]]:
    for deal in ask.view.agreements.values():
        if ask.seat not in deal.parties or (deal.signed == ask.turn) != is_new:
            continue
        if deal.status == "in_force":
            yield _with(ask, deal.parties, deal.by), f"  in force: {position_lines.agreement(deal)}"
        if deal.breaches or deal.status == "broken":
            state = deal.status.replace("_", " ")
            yield _with(ask, deal.parties, deal.by), f"  agreement {deal.id}: {state}, breached {deal.breaches} times"


def _offers(ask: Ask) -> Iterator[tuple[SeatId, str]]:
    answerable = ask.phase == "talk"
    for offer, line in position_lines.offers_with_lines(ask):
        until = "lapses with this turn" if offer.made < ask.turn else "lapses with the next turn"
        waits = ask.seat not in offer.accepted
        how = "" if answerable or not waits else "; cannot be answered now"
        head = "your word is missing" if waits else "on the table"
        yield _with(ask, offer.terms.parties, offer.by), f"  {head}: {line}; {until}{how}"


def _refusals(ask: Ask) -> Iterator[tuple[SeatId, str]]:
    """What was last refused between the two, and in which words."""
    last: dict[SeatId, Seen] = {}
    for seen in ask.view.events:
        if seen.kind == "offer_rejected" and ask.turn - LATELY <= seen.turn < ask.turn and ask.seat in seen.about[:2]:
            last.update((seat, seen) for seat in seen.about[:2] if seat != ask.seat)
    for other, seen in last.items():
        words = f" {quoted(seen.body, REFUSED)}" if seen.body else ""
        yield other, f"  turn {seen.turn}: {seen.text}{words}"


def _promises(ask: Ask, *, is_new: bool) -> Iterator[tuple[SeatId, str]]:
    for pledge in ask.view.pledges.values():
        if ask.seat in (pledge.by, pledge.to) and (pledge.made == ask.turn) == is_new:
            other = pledge.to if pledge.by == ask.seat else pledge.by
            whose = "you promised" if pledge.by == ask.seat else "promised you"
            yield other, f"  {whose} {PROMISE_MEANING[pledge.promise]}, to turn {pledge.until}: {pledge.status}"
