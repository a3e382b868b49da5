"""Advice for a seat: what its doctrine would do and why, from that seat's view and menu alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import TypeAlias

from wargame.core.agreements import Terms
from wargame.core.moves import GiveNotice, MakePledge, Message, Propose, Respond, Sealed, Talk, Withdraw
from wargame.core.orders import AnyOrder, Argument
from wargame.core.promises import PROMISE_MEANING
from wargame.core.words import order_in_words, verb_in_words
from wargame.players.base import Ask
from wargame.players.scripted import Scripted, script_of
from wargame.players.scripted.mind import Mind
from wargame.players.scripted.wording import WRONGED, deal_words
from wargame.rules.foresight.outlook import argument_odds
from wargame.rules.model.deal_value import appraise

Adviser: TypeAlias = Callable[[Ask, str], Awaitable[str]]
"""(what the seat is asked, its question) to advice; it is given that seat's view and no other."""
REASONS = 3
"""Reasons given for what terms are worth, the largest."""
ANSWERS = {"accept": "Accept", "reject": "Turn down", "counter": "Counter"}


async def scripted_advice(ask: Ask, question: str) -> str:
    """The adviser that needs no model: whatever the question, what the seat's doctrine would do now."""
    return doctrine_advice(ask)


def doctrine_advice(ask: Ask) -> str:
    """What the seat's own doctrine would do now: with whom, on what terms, at what worth or price, and why."""
    seat = ask.book.seat(ask.seat)
    if ask.phase not in ("talk", "orders", "weigh"):
        return "Nothing is asked of you now; read what is new, and who depends on whom."
    script = script_of(seat, 0)
    body = script.answer(ask).body
    lines = [f"The script of your seat ({seat.doctrine.replace('_', ' ')}) reads no questions; it would do this:"]
    if isinstance(body, Talk):
        lines += list(_of_talk(ask, body)) or ["- say nothing in this round"]
        lines += _waiting(ask, body)
    elif isinstance(body, Sealed):
        lines += [f"- {_order(ask, order)}" for order in body.orders] or ["- give no order"]
        lines += [f'- declare: "{body.signal.text}"'] if body.signal and body.signal.text else []
        kinds = ", ".join(map(verb_in_words, ask.menu.kinds()))
        lines.append(f"What you could order at all: {kinds}.")
    else:
        lines += [
            f"- speak {'for' if each.side == 'pro' else 'against'} the case of "
            f'{ask.book.name(ask.view.arguments[each.argument].by)}: "{each.reason.text}"'
            for each in body.weighings
        ] or ["- add nothing: nothing on record tells for or against it that has not been said"]
    return "\n".join([*lines, *_grounds(ask, script)])


def price_of(ask: Ask, order: AnyOrder) -> str:
    """`costs 2 budget points; work models into the forces`: what an order takes, and what it does."""
    points, budget = ask.menu.cost(order)
    parts = [f"{points} political points" if points else "", f"{budget:g} budget points" if budget else ""]
    meaning = order.SPEC.meaning
    return f"costs {' and '.join(filter(None, parts)) or 'nothing'}; {meaning[0].lower()}{meaning[1:]}"


def _order(ask: Ask, order: AnyOrder) -> str:
    if isinstance(order, Argument):
        count, odds = argument_odds(ask.book, ask.view, order)
        aim = f"{order.effect.replace('_', ' ')} ({ask.book.name(order.target)})"
        return f'argue "{order.action}" to {aim}: {count} grounds on record, {odds:.0%} before others weigh in'
    return f"{order_in_words(order, ask.called)}: {price_of(ask, order)}"


def _of_talk(ask: Ask, body: Talk) -> Iterator[str]:
    for move in body.moves:
        if isinstance(move, Respond) and move.proposal in ask.view.proposals:
            offer = ask.view.proposals[move.proposal]
            said = (
                f"{ANSWERS[move.answer]} the offer of {ask.book.name(offer.by)}: {deal_words(offer.terms, ask.called)}"
            )
            yield f"- {said}{_worth(ask, offer.terms)}"
            if move.terms is not None:
                yield f"  with {deal_words(move.terms, ask.called)}{_worth(ask, move.terms)}"
        elif isinstance(move, Propose):
            others = " and ".join(ask.book.name(seat) for seat in move.terms.parties if seat != ask.seat)
            yield f"- offer {others}: {deal_words(move.terms, ask.called)}{_worth(ask, move.terms)}"
        elif isinstance(move, MakePledge):
            yield f"- pledge to {ask.book.name(move.to)} {PROMISE_MEANING[move.promise]}, to turn {move.until}"
        elif isinstance(move, Withdraw) and move.proposal in ask.view.proposals:
            taken = ask.view.proposals[move.proposal].terms
            others = " and ".join(ask.book.name(seat) for seat in taken.parties if seat != ask.seat)
            yield f"- take back your offer to {others}: {deal_words(taken, ask.called)}"
        elif isinstance(move, GiveNotice):
            ended = ask.view.agreements[move.agreement]
            others = " and ".join(ask.book.name(seat) for seat in ended.parties if seat != ask.seat)
            yield f"- give {others} notice: {deal_words(ended.terms, ask.called)}"
        elif isinstance(move, Message):
            readers = "everyone" if move.to == ("public",) else " and ".join(map(ask.book.name, move.to))
            yield f'- write to {readers}: "{move.text}"'


def _waiting(ask: Ask, body: Talk) -> list[str]:
    """Offers that wait for its word and that the doctrine leaves alone."""
    answered = {move.proposal for move in body.moves if isinstance(move, Respond)}
    waiting = [p for p in ask.view.proposals.values() if ask.seat not in p.accepted and p.id not in answered]
    return [
        f"- leave open what {ask.book.name(p.by)} offers, {deal_words(p.terms, ask.called)}{_worth(ask, p.terms)}"
        for p in waiting
    ]


def _worth(ask: Ask, terms: Terms) -> str:
    """What terms are worth to the seat and to each other party, and why to the seat, largest reason first."""
    worth = appraise(ask.book, ask.view, ask.seat, terms)
    reasons = sorted(worth.lines, key=lambda line: -abs(line[1]))[:REASONS]
    why = f" ({', '.join(f'{name} {points:+.1f}' for name, points in reasons)})" if reasons else ""
    others = [party for party in terms.parties if party != ask.seat]
    theirs = (f"~{appraise(ask.book, ask.view, other, terms).total:+.1f} to {ask.book.name(other)}" for other in others)
    return f"; worth {worth.total:+.1f} to you{why}, {', '.join(theirs)}"


def _grounds(ask: Ask, script: Scripted) -> Iterator[str]:
    """What it goes by: wrongs done to the seat of late, and openings that rivals have made."""
    mind: Mind = script.mind(ask)
    for seat, wrong in mind.grieved.items():
        if wrong == "access_suspended":  # by its maker, or by a power that barred it
            yield f"It goes by this: a service of {ask.book.name(seat)} that you ran was switched off."
        elif wrong in WRONGED:
            yield f"It goes by this: you {WRONGED[wrong]} by {ask.book.name(seat)}."
    for target, rival in mind.openings.items():
        yield f"It goes by this: {ask.book.name(rival)} has made an opening to {ask.book.name(target)}."
