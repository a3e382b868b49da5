"""What a newcomer on a seat may try first: words of the scenario, each shown in its turn until it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from wargame.core.event_kinds import EventKind
from wargame.core.ids import Phase, SeatId
from wargame.core.moves import MakePledge, Message, Propose, Respond, TalkMove
from wargame.core.setting import FirstStep, StepDone, StepPlace
from wargame.players.base import Ask
from wargame.table.chair import Draft

SEEN: dict[StepDone, tuple[EventKind, ...]] = {
    "message": ("message_sent",),
    "offer": ("offer_made", "offer_countered"),
    "agreement": ("agreement_signed",),
    "pledge": ("pledge_made",),
    "statement": ("signal_made",),
    "order": ("order_opened",),
    "argument": ("argument_put",),
}
"""Events that show a step of each sort as done."""

_TALK: tuple[Phase, ...] = ("talk",)
_ORDERS: tuple[Phase, ...] = ("orders",)
WHEN: dict[StepDone, tuple[Phase, ...]] = {
    "answer": ("talk", "orders"),
    "message": _TALK,
    "offer": _TALK,
    "agreement": _TALK,
    "pledge": _TALK,
    "statement": _ORDERS,
    "order": _ORDERS,
    "argument": _ORDERS,
}
"""Phases in which a step of each sort can be taken."""


KEYS: dict[StepDone, str] = {
    "message": "w at the desk",
    "offer": "o at the desk",
    "agreement": "enter on the offer",
    "pledge": "p at the desk",
    "statement": "F7",
    "order": "F3",
    "argument": "F3",
}
"""Where a step of each sort is taken on the screens."""
LOOKS: dict[StepPlace, tuple[str, str]] = {
    "offer": ("o at the desk", "`offer {to}`"),
    "world": ("F4", "`look world`"),
    "news": ("F5", "`look news`"),
}
"""Where what needs no more than a look is looked at: the key on the screens, and what is typed in line mode."""
COMMANDS: dict[StepDone, str] = {
    "message": "`say {to}: text`",
    "offer": "`offer {to}`",
    "agreement": "`accept OFFER`",
    "pledge": "`pledge {to} WHAT TURN`",
    "statement": "`statement TEXT`",
    "order": "`order {verb}`",
    "argument": "`order argument`",
}
"""What is typed to take a step of each sort in line mode; with anybody, the place of the seat is `SEAT`, and so on."""


HowToStep = Callable[[FirstStep], str]
"""Says a step with how it is taken."""


def with_key(step: FirstStep) -> str:
    """A step and the key that takes it, where there is one: `Ask Palantir for engineers: ... (o at the desk)`."""
    return _with(step, LOOKS[step.look][0] if step.look else KEYS.get(step.done, ""))


def hint_of(steps: Sequence[FirstStep]) -> str:
    """The first of some steps with its key, and how many come after it; empty for none."""
    more = f" 1 of {len(steps)}" if len(steps) > 1 else ""
    return f"TRY{more}: {with_key(steps[0])}" if steps else ""


def with_command(step: FirstStep) -> str:
    """A step and what to type for it, where there is something: `... (`offer palantir`)`."""
    command = LOOKS[step.look][1] if step.look else COMMANDS.get(step.done, "")
    return _with(step, command.format(to=step.to or "SEAT", verb=step.verb or "VERB"))


def _with(step: FirstStep, how: str) -> str:
    return f"{step.says} ({how})" if how else step.says


def open_steps(ask: Ask, draft: Draft) -> tuple[FirstStep, ...]:
    """The steps of this turn that the seat has neither done nor drafted."""
    steps = ask.book.setting.by_id[ask.seat].first_steps if ask.phase not in ("news", "end") else ()
    return tuple(step for step in steps if step.turn == ask.turn and not _done(ask, draft, step))


def steps_now(ask: Ask, draft: Draft) -> tuple[FirstStep, ...]:
    """Of the open steps, those that can be taken in this phase."""
    return tuple(step for step in open_steps(ask, draft) if ask.phase in WHEN[step.done])


def _done(ask: Ask, draft: Draft, step: FirstStep) -> bool:
    if step.done == "answer":
        return (ask.phase, ask.round) != ("talk", 1)
    return any(step.to is None or step.to in others for others in (*_seen(ask, step), *_drafted(ask, draft, step)))


def _seen(ask: Ask, step: FirstStep) -> Iterator[tuple[SeatId, ...]]:
    """Whom deeds of this sort were done with, of those that the seat did this turn."""
    for seen in reversed(ask.view.events):
        if seen.turn < ask.turn:
            return
        signed = seen.kind == "agreement_signed" and ask.seat in seen.about
        if seen.kind in SEEN[step.done] and (signed or seen.about[:1] == (ask.seat,)):
            yield seen.about


def _drafted(ask: Ask, draft: Draft, step: FirstStep) -> Iterator[tuple[SeatId, ...]]:
    """Whom drafts of this sort would be done with."""
    for move in draft.moves:
        if (named := _named(ask, move, step.done)) is not None:
            yield named
    if step.done == "statement" and draft.signal is not None:
        yield ()
    verbs = [order.kind for order in draft.orders]
    if (step.done == "argument" and "argument" in verbs) or (step.done == "order" and _meant(step, verbs)):
        yield ()


def _meant(step: FirstStep, verbs: Sequence[str]) -> bool:
    """Whether an order that the step means is among these; any but an argument where it names none."""
    return step.verb in verbs if step.verb else any(verb != "argument" for verb in verbs)


def _named(ask: Ask, move: TalkMove, done: StepDone) -> tuple[SeatId, ...] | None:
    """The seats that a move of this sort names; None for any other."""
    if done == "message" and isinstance(move, Message):
        return move.to
    if done == "offer" and isinstance(move, Propose):
        return move.terms.parties
    if done == "agreement" and isinstance(move, Respond) and move.answer == "accept":
        offer = ask.view.proposals.get(move.proposal)
        return offer.terms.parties if offer else None
    return (move.to,) if done == "pledge" and isinstance(move, MakePledge) else None
