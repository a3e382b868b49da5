"""Leaks: secrets come out with a chance each turn; illicit use has a chance of its own (F31)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wargame.core import names
from wargame.core.events import Entity, Event
from wargame.core.prose import joined
from wargame.rules.base.calendar import compounded
from wargame.rules.base.ruling import Ruling


def draw_leaks(ruling: Ruling, events: Sequence[Event]) -> None:
    """Secret orders of this turn, secret agreements in force, and illicit uses under way may each come out."""
    for event in events:
        if event.kind == "order_opened" and event.audience != "public" and event.rule != "illicit_use":
            _order(ruling, event)
    _agreements(ruling)
    _illicit_uses(ruling)


def _order(ruling: Ruling, event: Event) -> None:
    out, draw = ruling.happens(
        f"leak.{event.rule}.{'.'.join(event.about)}", compounded(ruling.book.setting, ruling.book.parameters.leak)
    )
    if out:
        text = joined("A leak: ", event.text)
        ruling.emit(
            "secret_leaked", "leak", (event.id,), "public", text, draws=(draw,), about=event.about, value=event.value
        )


def _agreements(ruling: Ruling) -> None:
    for agreement in list(ruling.state.agreements.values()):
        if agreement.status == "in_force" and agreement.audience != "public":
            out, draw = ruling.happens(
                f"leak.agreement.{agreement.id}", compounded(ruling.book.setting, ruling.book.parameters.leak)
            )
            if out:
                parties = " and ".join(ruling.name(party) for party in agreement.parties)
                lines = [
                    replace(line, audience="public")
                    for line in ruling.state.access.values()
                    if line.agreement == agreement.id
                ]
                text = f"A leak: {parties} have a secret agreement."
                known: list[Entity] = [replace(agreement, audience="public"), *lines]
                ruling.emit(
                    "secret_leaked",
                    "leak",
                    (agreement.event,),
                    "public",
                    text,
                    puts=known,
                    draws=(draw,),
                    about=agreement.parties,
                )


def _illicit_uses(ruling: Ruling) -> None:
    numbers = ruling.book.parameters
    for line in list(ruling.state.access.values()):
        if line.source == "illicit" and line.status == "live" and line.audience != "public":
            out, draw = ruling.happens(
                f"leak.illicit.{line.id}", compounded(ruling.book.setting, numbers.illicit_exposed)
            )
            if out:
                text = f"{ruling.name(line.holder)}'s military use of {line.model} outside its terms is exposed."
                moves = {names.legitimacy(line.holder): -numbers.illicit_legitimacy}
                known = (replace(line, audience="public"),)
                ruling.emit(
                    "illicit_use_exposed",
                    "leak",
                    (line.cause,),
                    "public",
                    text,
                    by=moves,
                    puts=known,
                    draws=(draw,),
                    about=(line.holder,),
                )
