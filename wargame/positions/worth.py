"""What is clearly good and clearly bad in a position: by deal value, by a rehearsal of each order, by red lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from wargame.core.clauses import AccessClause
from wargame.core.events import Event
from wargame.core.ids import ModelId
from wargame.core.moves import Respond, Talk
from wargame.core.orders import AnyOrder
from wargame.core.state import State
from wargame.players.base import Answer, Ask
from wargame.players.best import standing
from wargame.players.scripted.mind import Mind
from wargame.positions.position import JudgedDeed, PositionKind, TriedPosition
from wargame.rules.foresight.rehearsal import Run, beyond, imagined, rehearse
from wargame.rules.model.deal_value import appraise, offered_access
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import crossed

CLEAR_DEAL = 2.0
"""Points of capability from which terms are clearly worth signing, and below which clearly not."""
CLEAR_GAIN = 0.8
"""Points of score that the best order brings at once at the least, where one is to be called best."""
AS_GOOD = 0.75
"""Share of the best order's gain from which another counts as good."""
FEW = 0.25
"""Share of the legal orders that may be as good: where more are, nothing is clearly best."""
CLEAR_LOSS = 0.8
"""Points of score that an order costs at once, from which it is clearly bad."""
BREACHES = ("clause_breached", "clause_breached_covertly", "pledge_broken", "pledge_broken_covertly")
"""Events by which the seat that they name first has broken a word."""


@dataclass(frozen=True, slots=True)
class _Rehearsed:
    """An order with what it comes to at once."""

    order: AnyOrder
    gain: float
    crosses: bool
    breaks: bool


def offers_judged(ask: Ask, answer: Answer) -> Iterator[tuple[PositionKind, TriedPosition]]:
    """The position with each offer that waits for the seat's word and is clearly worth it or clearly not.

    It is left out where the seat's script, which knows more of what a deal means at home, answers the other way.
    """
    assert isinstance(answer.body, Talk)
    said = {move.proposal: move.answer for move in answer.body.moves if isinstance(move, Respond)}
    for offer in ask.view.proposals.values():
        if ask.seat in offer.accepted or ask.seat not in offer.terms.parties:
            continue
        accept: JudgedDeed = ("accept", offer.id)
        refuse: frozenset[JudgedDeed] = frozenset({("reject", offer.id), ("counter", offer.id)})
        worth = appraise(ask.book, ask.view, ask.seat, offer.terms).total
        signing = Respond(proposal=offer.id, answer="accept", terms=None, text="")
        legal = ask.menu.talk_refusal(signing) is None
        crossing = frozenset({accept}) if _signing_crosses(ask, offer.terms.clauses) else frozenset[JudgedDeed]()
        if crossing and legal and said.get(offer.id) != "accept":
            yield "red_line", TriedPosition("", "red_line", ask, refuse, frozenset({accept}), crossing)
        elif worth >= CLEAR_DEAL and legal and not crossing and said.get(offer.id) == "accept":
            yield "offer", TriedPosition("", "offer", ask, frozenset({accept}), frozenset({("reject", offer.id)}))
        elif worth <= -CLEAR_DEAL and legal and said.get(offer.id) != "accept":
            yield "offer", TriedPosition("", "offer", ask, refuse, frozenset({accept}))


def _signing_crosses(ask: Ask, clauses: tuple[object, ...]) -> bool:
    """Whether models taken up by signing would cross a red line of the seat that is not crossed yet."""
    state = imagined(ask.view)
    lines = [each for each in clauses if isinstance(each, AccessClause) and each.taker == ask.seat]
    access = {**state.access, **{f"offered {at}": offered_access(state, line) for at, line in enumerate(lines)}}
    return bool(lines) and _over(ask, replace(state, access=access)) > _over(ask, state)


def _over(ask: Ask, state: State) -> frozenset[str]:
    return frozenset(crossed(picture(ask.book, state), ask.book.seat(ask.seat)))


def orders_judged(ask: Ask, seed: int) -> Iterator[tuple[PositionKind, TriedPosition]]:
    """The position once for each thing that it tries: orders of clear worth, a red line, a word given.

    Costs one rehearsal for each order on the menu, some tenths of a second at a large table.
    """
    mind = Mind(ask, seed)
    found = _rehearsed(mind)
    crossing = frozenset(each.order for each in found if each.crosses)
    breaking = frozenset(each.order for each in found if each.breaks)
    clean = [each for each in found if not (each.crosses or each.breaks) and _above_board(mind, each.order)]
    most = max((each.gain for each in clean), default=0.0)
    as_good = [each.order for each in clean if each.gain >= AS_GOOD * most]
    clear = most >= CLEAR_GAIN and len(as_good) <= FEW * len(found)
    best = frozenset(as_good if clear else ())
    bad = frozenset(each.order for each in found if each.gain <= -CLEAR_LOSS) | crossing
    whole = TriedPosition("", "order", ask, best, bad - best, crossing, breaking)
    if best and bad:
        yield "order", whole
    if crossing:
        yield "red_line", replace(whole, kind="red_line")
    if any(each.breaks and each.gain > 0 for each in found):
        yield "promise", replace(whole, kind="promise")


def _rehearsed(mind: Mind) -> list[_Rehearsed]:
    ask = mind.ask
    still = rehearse(ask.book, ask.view, None)
    base, over = standing(mind, still.after), _over(ask, still.after)
    found = []
    for order in ask.menu.all_orders():
        run = rehearse(ask.book, ask.view, order)
        gain = standing(mind, run.after) - base
        found.append(_Rehearsed(order, gain, not _over(ask, run.after) <= over, _breaks(ask, run, still)))
    return found


def _breaks(ask: Ask, run: Run, still: Run) -> bool:
    """Whether the seat itself breaks a word by this, that would not be broken anyway."""
    return any(_own_breach(ask, event) for event in beyond(run.events, still.events))


def _own_breach(ask: Ask, event: Event) -> bool:
    return event.kind in BREACHES and event.about[:1] == (ask.seat,)


def _above_board(mind: Mind, order: AnyOrder) -> bool:
    """Whether an order may be called best: in the open, within its word, and no model of a maker that it shuns."""
    model = mind.view.models.get(ModelId(getattr(order, "model", "")))
    shunned = model is not None and model.owner != mind.me and mind.shuns(model.owner)
    return order.SPEC.visibility == "public" and not shunned and not mind.word.against_order(order)
