"""What a script declares before orders are opened: some of what it ordered, at times a denial, in words of its own."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.core.deeds import deed
from wargame.core.event_kinds import EventKind
from wargame.core.moves import Intent, Signal
from wargame.core.orders import AnyOrder, aimed_at
from wargame.core.views import Seen
from wargame.players.scripted.mind import Mind

NEWS: tuple[EventKind, ...] = (
    "production_compelled",
    "lab_designated",
    "lab_threatened",
    "export_barred",
    "weights_opened",
    "contract_left",
    "pressure_applied",
    "defection_detected",
    "mass_strike",
    "open_leap",
    "jailbreak",
    "agreement_signed",
)
"""What a seat speaks of that has nothing of its own to announce, the gravest first."""


def declared(mind: Mind, orders: tuple[AnyOrder, ...], shown: Sequence[str], denied: Sequence[str]) -> Signal | None:
    """A statement: a cut with its cause, else a denial now and then, else the first order that it likes to show.

    What cuts somebody off, leaves, bars or restores is always told, with what it is done for.
    `shown` are kinds in the order of its liking, `denied` kinds that it denies while it gives them, at times.
    """
    for order in orders:
        motive = mind.word.motive(order)
        if motive is not None:
            because = f"{_deed(mind, order)}, because {motive.words(mind.name(motive.by))}"
            text = mind.speech.say("act", deed=because)
            if text:
                return Signal(text=text, intents=(_intent(order, will=True),))
    for order in orders:
        if order.kind in denied and mind.whim(f"deny.{order.kind}") < 0.35:
            text = mind.speech.say("deny", deed=_deed(mind, order))
            if text:
                return Signal(text=text, intents=(_intent(order, will=False),))
    open_ones = sorted(
        (order for order in orders if order.kind in shown),
        key=lambda order: shown.index(order.kind),
    )
    for order in open_ones:
        text = mind.speech.say("act", deed=_deed(mind, order))
        if text:
            return Signal(text=text, intents=(_intent(order, will=True),))
    news = _news(mind)
    text = mind.speech.say("quiet", news=f"in turn {news.turn} {news.text.rstrip('.')}") if news else ""
    return Signal(text=text, intents=()) if text else None


def _intent(order: AnyOrder, *, will: bool) -> Intent:
    aims = aimed_at(order)
    return Intent(will=will, verb=order.kind, target=aims[0] if aims else None)


def _deed(mind: Mind, order: AnyOrder) -> str:
    aims = aimed_at(order)
    model = getattr(order, "model", "")
    target, called = mind.name(aims[0]) if aims else "", mind.called(model) if model else "it"
    return deed(order.kind, target=target, model=called, its="our")


def _news(mind: Mind) -> Seen | None:
    """The latest public blow that is not its own doing."""
    for seen in mind.recent(*NEWS):
        if seen.cite and seen.about[:1] != (mind.me,):
            return seen
    return None
