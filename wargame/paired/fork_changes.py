"""The one thing that a fork changes at a decision on record: nothing instead, less, other orders, another reply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import cast

from wargame.core.ids import Phase, ProposalId
from wargame.core.moves import Body, Respond, Sealed, Talk, Weigh
from wargame.core.orders import AnyOrder
from wargame.errors import SpecError
from wargame.transcript.entry import Entry

REPLIES = ("accept", "reject")


def nothing_instead(made: Body) -> Body:
    """The same answer with nothing in it."""
    if isinstance(made, Sealed):
        return Sealed(signal=None, orders=())
    return Talk(moves=()) if isinstance(made, Talk) else Weigh(weighings=())


def kinds_of(made: Body) -> list[str]:
    """Kinds of the orders or moves that an answer holds, each once, in their order."""
    held = made.orders if isinstance(made, Sealed) else made.moves if isinstance(made, Talk) else ()
    return list(dict.fromkeys(str(each.kind) for each in held))


def without(made: Body, kinds: Iterable[str]) -> Body:
    """The same answer without orders or moves of some kinds; SpecError names one that it does not hold."""
    held, left_out = kinds_of(made), list(kinds)
    if strange := [kind for kind in left_out if kind not in held]:
        has = f"it holds {', '.join(held)}" if held else "it holds nothing"
        raise SpecError(f"{strange[0]}: the decision has nothing of this kind; {has}")
    if isinstance(made, Sealed):
        return replace(made, orders=tuple(each for each in made.orders if each.kind not in left_out))
    assert isinstance(made, Talk)
    return replace(made, moves=tuple(each for each in made.moves if each.kind not in left_out))


def with_orders(made: Body, orders: Sequence[AnyOrder]) -> Body:
    """The same answer with these orders in place of its own; SpecError for an answer that holds none."""
    if not isinstance(made, Sealed):
        raise SpecError(f"an answer of {made.kind} holds no orders")
    return replace(made, orders=tuple(orders))


def with_replies(made: Body, replies: Mapping[ProposalId, str]) -> Body:
    """The same answer with offers answered by `accept` or `reject`; SpecError where no offers are answered."""
    if not isinstance(made, Talk):
        raise SpecError(f"this is an answer of {made.kind}; offers are answered in talk")
    kept = [move for move in made.moves if not (isinstance(move, Respond) and move.proposal in replies)]
    new = [
        Respond(proposal=offer, answer="accept" if word == "accept" else "reject", terms=None, text="")
        for offer, word in replies.items()
    ]
    return replace(made, moves=(*new, *kept))


def step_of(entry: Entry) -> tuple[int, Phase, int]:
    """Turn, phase and round of the step of a line; of what belongs to none, the start of the next turn."""
    if entry.phase in ("talk", "orders", "weigh") and "round" in entry.data:
        return entry.turn, cast(Phase, entry.phase), int(entry.data["round"])
    return entry.turn + 1, "brief", 0
