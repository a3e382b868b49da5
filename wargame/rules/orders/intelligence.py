"""Knowing: an intelligence request narrows one seat's estimates for a while."""

from __future__ import annotations

from wargame.core.conditions import Condition
from wargame.core.ids import EventId, SeatId, readers
from wargame.core.orders import RequestIntelligence
from wargame.core.refusals import Refusal
from wargame.core.state import State
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.base.ruling import Ruling
from wargame.rules.orders.verbs import a_seat, enter, refuse

SIDES: dict[str, tuple[str, ...]] = {
    "adoption": (".A",),
    "capability": (".C.",),
    "trust": (".trust.",),
    "budget": (".budget", ".income"),
    "dissent": (".dissent", ".talent"),
    "vintage": (".vintage", ".compute"),
    "narrow": (".N.", ".automation", ".oversight"),
}
"""What each side of a seat covers, as parts of variable names."""

LEARNT = {"narrow": "narrow AI", "trust": "trust in others", "adoption": "adoption capacity"}
"""What a side is called where its own word would not do."""

OF_LABS = ("dissent", "vintage")
OF_GOVERNMENTS = ("adoption", "capability", "narrow")


def may_request(book: Rulebook, state: State, by: SeatId, order: RequestIntelligence) -> Refusal | None:
    """Any seat may ask about another, about what that kind of seat has."""
    if refusal := a_seat(book, order.target, other_than=by):
        return refusal
    kind = book.seat(order.target).kind
    if (order.about in OF_LABS and kind not in ("lab", "champion")) or (
        order.about in OF_GOVERNMENTS and kind != "government"
    ):
        return refuse(
            "wrong_target", f"{book.name(order.target)} is a {kind}; there is no {order.about} to learn about"
        )
    if f"intelligence-{by}-{order.target}-{order.about}" in state.conditions:
        return refuse("already_so", f"your estimate of {book.name(order.target)}'s {order.about} is fresh")
    return None


def request(ruling: Ruling, by: SeatId, order: RequestIntelligence, cause: EventId) -> None:
    """A quarter of the noise remains, for two turns."""
    until = ruling.until(ruling.book.parameters.intelligence_turns)
    condition = Condition(
        f"intelligence-{by}-{order.target}-{order.about}",
        "intelligence",
        by,
        order.target,
        order.about,
        ruling.book.parameters.estimate_narrowed,
        until,
        cause,
        readers(by),
    )
    learnt = LEARNT.get(order.about, order.about)
    text = f"{ruling.name(by)} has a better estimate of {ruling.name(order.target)}'s {learnt}."
    ruling.emit(
        "estimate_narrowed",
        "request_intelligence",
        (cause,),
        readers(by),
        text,
        puts=(condition,),
        about=(by, order.target),
    )


enter(RequestIntelligence, "covert", may_request, request)
