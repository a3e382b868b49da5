"""The news of a turn that belong to no rule of its own: signals that were not kept to, and scores."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.core.deeds import intended
from wargame.core.event_values import BrokenIntent
from wargame.core.events import Event
from wargame.core.ids import PUBLIC, Audience, readers
from wargame.core.moves import Decision, Sealed
from wargame.core.orders import ORDER_TYPES
from wargame.core.words import part_of_a_score
from wargame.rules.base.ruling import Ruling
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import scores


def broken_signals(ruling: Ruling, sheets: Sequence[tuple[Decision, Sealed]], opened: Sequence[Event]) -> None:
    """Declared one thing, ordered another: flagged to those who could see both."""
    done = {(event.about[0], event.rule, event.about[1:]): event for event in opened if event.kind == "order_opened"}
    for decision, sheet in sheets:
        for intent in sheet.signal.intents if sheet.signal else ():
            seat = decision.seat
            deeds = [
                event
                for (actor, verb, targets), event in done.items()
                if actor == seat and intent.covers(verb, targets)
            ]
            if bool(deeds) == intent.will:
                continue
            open_verb = ORDER_TYPES[intent.verb].SPEC.visibility == "public"
            audience: Audience = deeds[0].audience if deeds else PUBLIC if open_verb else readers(seat)
            said = f"{'would' if intent.will else 'would not'} {intended(intent, ruling.name)}"
            text = f"{ruling.name(seat)} said it {said}, and {'did' if deeds else 'did not'}."
            causes = (f"{decision.id}#signal", *(event.id for event in deeds))
            ruling.emit(
                "signal_broken",
                "signal",
                causes,
                audience,
                text,
                about=(seat, *([intent.aim] if intent.aim else [])),
                value=BrokenIntent(intent=intent, did=bool(deeds)),
            )


def score(ruling: Ruling) -> None:
    """Every seat's score as things stand: told to all, or to each seat its own."""
    for seat, found in scores(picture(ruling.book, ruling.state)).items():
        reasons = "; ".join(f"{part_of_a_score(line.name)} {line.points:+.1f}" for line in found.lines)
        audience: Audience = PUBLIC if ruling.book.setting.public_scores else readers(seat)
        text = f"{ruling.name(seat)} scores {found.total:.1f}: {reasons}."
        ruling.emit("score_given", "scoring", (f"{ruling.turn}.1",), audience, text, about=(seat,), value=found.card)
