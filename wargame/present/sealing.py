"""What a seat is about to hand in: the parts of it, what would be refused, where word and deed differ, what is left."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.core.deeds import intent_in_words
from wargame.core.moves import Intent, Signal
from wargame.core.orders import AnyOrder, aimed_at
from wargame.core.words import Namer, order_in_words, terms_in_words
from wargame.players.base import Ask
from wargame.present.channel_rows import move_said
from wargame.present.channels import box_of, channels
from wargame.present.fields import value_in_words
from wargame.present.order_fields import HALF, half_from_text
from wargame.present.outlook_rows import spent
from wargame.present.purse import purse_lines, purse_warnings
from wargame.table.chair import Draft

LONG = 60
"""Letters of a half-written text that are quoted."""


def broken_by(signal: Signal | None, orders: Sequence[AnyOrder]) -> tuple[Intent, ...]:
    """Intents that these orders would not honour: said and not ordered, or ordered against the word."""
    broken = []
    for intent in signal.intents if signal else ():
        ordered = any(intent.covers(order.kind, aimed_at(order)) for order in orders)
        if ordered != intent.will:
            broken.append(intent)
    return tuple(broken)


def against_word(signal: Signal | None, others: Sequence[AnyOrder], order: AnyOrder) -> list[str]:
    """Where an order does what the statement says will not be done, in a sentence; `others` stand on the sheet too."""
    return [
        "you say in public that you will not; it is flagged to all who see the order"
        for intent in broken_by(signal, (*others, order))
        if not intent.will and intent.verb == order.kind
    ]


def what_is_sealed(ask: Ask, draft: Draft) -> tuple[list[str], list[str]]:
    """What will be handed in, and what of it the rules will refuse, in sentences."""
    name = ask.called
    if ask.phase == "talk":
        said = [move_said(ask, move) for move in draft.moves]
        found = [ask.menu.talk_refusal(move) for move in draft.moves]
    elif ask.phase == "weigh":
        said = [f"{w.side}: {w.reason.text}" for w in draft.weighings]
        found = [None for _ in draft.weighings]
    else:
        said = [order_in_words(order, name) for order in draft.orders]
        found = list(ask.menu.sheet(draft.orders))
        if draft.signal:
            said.insert(0, f"statement: {stated(draft.signal, name)}")
            found.insert(0, ask.menu.signal_refusal(draft.signal))
    wrong = [f"{what}: {refusal.sentence}" for what, refusal in zip(said, found, strict=True) if refusal]
    return said, wrong


def stated(signal: Signal, name: Namer) -> str:
    """A statement with its intents: `"We build at home." (we will not adopt open)`."""
    intents = ", ".join(intent_in_words(intent, name, its="your") for intent in signal.intents)
    words = f'"{signal.text}"' if signal.text else "no words"
    return f"{words} (you {intents})" if intents else words


def differing(ask: Ask, draft: Draft) -> list[str]:
    """Intents of the statement that the orders do not honour, in a few words."""
    found = broken_by(draft.signal, draft.orders) if ask.phase == "orders" else ()
    name = ask.called
    return [f"you {intent_in_words(intent, name, its='your')}; your orders do otherwise" for intent in found]


def purse_told(ask: Ask, draft: Draft) -> tuple[list[str], list[str]]:
    """The purse to the end of the turn with the orders of the draft, and what is wrong with it, in sentences.

    Nothing but where orders are handed in: then money is spent and falls due.
    """
    if ask.phase != "orders":
        return [], []
    price = spent(ask, draft.orders)[1]
    return list(purse_lines(ask, price)), list(purse_warnings(ask, price))


def left_out(ask: Ask, draft: Draft) -> list[str]:
    """What stands half written in boxes and forms, and is not handed in, in sentences."""
    typed = {box: text for box, text in draft.typed if text.strip()}
    if ask.phase == "talk":
        offer = draft.half_offer
        half = [f"an offer: {terms_in_words(offer.terms, ask.called)}"] if offer and offer.terms.clauses else []
        return [
            *half,
            *(
                f'to {channel.name(ask.book.setting)}: "{_short(typed[box])}"'
                for channel in channels(ask, draft.moves)
                if (box := box_of(channel.key)) in typed
            ),
        ]
    if ask.phase == "orders":
        return [_half_order(ask, typed[half]) for half in HALF.values() if half in typed]
    return []


def _half_order(ask: Ask, text: str) -> str:
    """A form half filled in: its verb, and what is chosen so far."""
    kind, chosen = half_from_text(text)
    if kind == "argument":
        action = chosen.get("action") or ""
        return f'an argument: "{_short(action)}"' if action else "an argument"
    models = [(model.id, model.name) for model in ask.view.models.values()]
    parts = (
        f"{name.replace('_', ' ')} {value_in_words(ask.book.setting, name, value, models)}"
        for name, value in chosen.items()
        if not isinstance(value, list | tuple)
    )
    given = ", ".join(parts)
    return f"an order: {kind.replace('_', ' ')}{f' ({given})' if given else ''}" if kind else "an order"


def _short(text: str) -> str:
    """A text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONG else f"{line[: LONG - 1]}…"
