"""What stands between a seat and each other one: agreements, offers, refusals and promises, by counterpart.

What is older than the turn stays as it is within it, so that it can stand before what happens in the turn.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator

from wargame.core.agreements import Terms
from wargame.core.ids import SeatId
from wargame.core.promises import PROMISE_MEANING
from wargame.core.views import Seen
from wargame.players.base import Ask
from wargame.players.llm import position_lines
from wargame.players.llm.event_lines import quoted
from wargame.rules.model.deal_value import appraise
from wargame.rules.model.without_signing import Standings

LATELY = 4
"""Turns before this one of which a refusal is remembered; those of this turn stand above."""
LEAST = 0.05
"""Least share of a worth that is told as a reason."""
REFUSED = 70
"""Characters of the words of a refusal that are shown."""


def deal_sheet(ask: Ask) -> Iterator[str]:
    """A line for each other seat, and under it what stands between the two since before this turn.

    Everything is told once, with the first seat that it concerns; what others have among themselves comes last.
    """
    between: dict[SeatId, list[str]] = defaultdict(list)
    for parts in (_agreements(ask, is_new=False), _refusals(ask), _promises(ask, is_new=False)):
        for seat, line in parts:
            between[seat].append(line)
    told = position_lines.others(ask, ("trust", "budget", "support"))
    for seat, line in zip(_others(ask), told, strict=True):
        yield line
        yield from between[seat]
    yield from position_lines.agreements_of_others(ask, range(ask.turn))


def on_the_table(ask: Ask) -> Iterator[str]:
    """What waits for an answer, with its worth, then what was signed and pledged in this turn."""
    for parts in (_offers(ask), _agreements(ask, is_new=True), _promises(ask, is_new=True)):
        for seat, line in parts:
            yield f"- {seat}, {line.strip()}"
    yield from position_lines.agreements_of_others(ask, (ask.turn,))


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
    """Offers in talk with their terms; in other phases, where nothing can be answered, what they come to."""
    standings, answerable = Standings(), ask.phase == "talk"
    for offer in ask.view.proposals.values():
        until = "lapses with this turn" if offer.made < ask.turn else "lapses with the next turn"
        missing = ", ".join(seat for seat in offer.needed if seat not in offer.accepted)
        terms = f": {position_lines.clauses(offer.terms)}; {position_lines.length(offer.terms)}" if answerable else ""
        if ask.seat in offer.accepted:
            head = f"  on the table: {offer.id} by {offer.by}, missing {missing}{terms}"
            line = f"{head}. {worths(ask, offer.terms, standings)}; {until}"
        else:
            found = appraise(ask.book, ask.view, ask.seat, offer.terms, standings)
            reasons = [f"{name} {points:+.1f}" for name, points in found.lines if abs(points) >= LEAST]
            why = f" ({', '.join(reasons)})" if answerable and reasons else ""
            how = "" if answerable else "; cannot be answered now"
            head = f"  your word is missing: {offer.id} by {offer.by}, missing {missing}{terms}"
            line = f"{head}. Worth to you {found.total:+.1f}{why}; {until}{how}"
        yield _with(ask, offer.terms.parties, offer.by), line


def worths(ask: Ask, terms: Terms, standings: Standings) -> str:
    """What terms are worth to the seat, and to each other party as far as it can see."""
    own = appraise(ask.book, ask.view, ask.seat, terms, standings).total
    theirs = (
        f"~{appraise(ask.book, ask.view, party, terms, standings).total:+.1f} to {party}"
        for party in terms.parties
        if party != ask.seat
    )
    return f"Worth {own:+.1f} to you, {', '.join(theirs)}"


def _refusals(ask: Ask) -> Iterator[tuple[SeatId, str]]:
    """What was last refused between the two, and in which words."""
    last: dict[SeatId, Seen] = {}
    events = ask.view.events
    first = bisect_left(events, ask.turn - LATELY, key=turn_of)
    for seen in events[first : bisect_left(events, ask.turn, lo=first, key=turn_of)]:
        if seen.kind == "offer_rejected" and ask.seat in seen.about[:2]:
            last.update((seat, seen) for seat in seen.about[:2] if seat != ask.seat)
    for other, seen in last.items():
        words = f" {quoted(seen.body, REFUSED, briefly=True)}" if seen.body else ""
        yield other, f"  turn {seen.turn}: {seen.text}{words}"


def turn_of(seen: Seen) -> int:
    """The turn in which something was seen, by which what was seen is in order."""
    return seen.turn


def _promises(ask: Ask, *, is_new: bool) -> Iterator[tuple[SeatId, str]]:
    """Promises to and from the seat; those that were kept for as long as a refusal is remembered."""
    for pledge in ask.view.pledges.values():
        done = pledge.status == "kept" and pledge.until < ask.turn - LATELY
        if not done and ask.seat in (pledge.by, pledge.to) and (pledge.made == ask.turn) == is_new:
            other = pledge.to if pledge.by == ask.seat else pledge.by
            whose = "you promised" if pledge.by == ask.seat else "promised you"
            yield other, f"  {whose} {PROMISE_MEANING[pledge.promise]}, to turn {pledge.until}: {pledge.status}"
