"""Leaks: secrets come out with a chance each turn; illicit use has a chance of its own (F31)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from wargame.core import names
from wargame.core.events import Entity, Event
from wargame.core.ids import SeatId, Variable
from wargame.core.orders import ORDER_TYPES
from wargame.core.prose import joined
from wargame.core.words import listed
from wargame.rules.base.calendar import compounded
from wargame.rules.base.ruling import Ruling
from wargame.rules.model.access import model_name


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
        kept_secret = ORDER_TYPES[event.rule].SPEC.visibility == "secret"
        ruling.emit(
            "secret_leaked",
            "leak",
            (event.id,),
            "public",
            text,
            by=_price(ruling, event.about[:1]) if kept_secret else None,
            draws=(draw,),
            about=event.about,
            value=event.value,
        )


def _price(ruling: Ruling, seats: Iterable[SeatId]) -> dict[Variable, float]:
    """What it costs to be found out: a government its legitimacy, a firm its reputation, by `leak_cost`."""
    found = {seat: (names.legitimacy(seat), names.reputation(seat)) for seat in seats}
    return {
        variable: -ruling.book.parameters.leak_cost
        for either in found.values()
        for variable in either
        if variable in ruling.state.values
    }


def _agreements(ruling: Ruling) -> None:
    for agreement in list(ruling.state.agreements.values()):
        if agreement.status == "in_force" and agreement.audience != "public":
            out, draw = ruling.happens(
                f"leak.agreement.{agreement.between}", compounded(ruling.book.setting, ruling.book.parameters.leak)
            )
            if out:
                parties = listed(map(ruling.name, agreement.parties))
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
                    by=_price(ruling, agreement.parties),
                    puts=known,
                    draws=(draw,),
                    about=agreement.parties,
                )


def _illicit_uses(ruling: Ruling) -> None:
    numbers = ruling.book.parameters
    for line in list(ruling.state.access.values()):
        if line.source == "illicit" and line.status == "live" and line.audience != "public":
            out, draw = ruling.happens(
                f"leak.illicit.{line.holder}.{line.model}", compounded(ruling.book.setting, numbers.illicit_exposed)
            )
            if out:
                model = model_name(ruling.state, line.model)
                text = f"{ruling.name(line.holder)}'s military use of {model} outside its terms is exposed."
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
