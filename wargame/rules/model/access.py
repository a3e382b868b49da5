"""Lines of access: how they begin, change and end. Orders, agreements and injects all come through here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from wargame.core import names
from wargame.core.clauses import AccessClause
from wargame.core.ids import AREAS, WAYS, EventId, Licence, ModelId, SeatId, readers
from wargame.core.models import Access, Model, Source
from wargame.core.state import State
from wargame.rules.base.ruling import Ruling


def supplied_by(state: State, supplier: SeatId, holder: SeatId | None = None) -> list[Access]:
    """Live or suspended lines that this supplier could still take back, to one holder or to all; never weights."""
    return [
        item
        for item in state.access.values()
        if item.supplier == supplier
        and item.holder != supplier
        and item.channel != "weights"
        and item.status != "ended"
        and (holder is None or item.holder == holder)
    ]


def held_lines(state: State, holder: SeatId) -> list[Access]:
    """A seat's lines that have not ended, those that are suspended among them."""
    return [line for line in state.access.values() if line.holder == holder and line.status != "ended"]


def held(state: State, holder: SeatId, model: ModelId) -> Access | None:
    """A seat's own line to a model that has not ended, the most useful channel first; None without one."""
    lines = [line for line in held_lines(state, holder) if line.model == model]
    return next(iter(sorted(lines, key=lambda a: ("weights", "on_premises", "enclave", "api").index(a.channel))), None)


def granted_licence(state: State, holder: SeatId, model: Model) -> Licence:
    """The best military licence that a holder has to open weights: the published one, or one given to it.

    `none`, `civil`, `restricted` or `full`, in rising order.
    """
    order = ("none", "civil", "restricted", "full")
    best = order.index(model.licence)
    for condition in state.conditions.values():
        if condition.kind == "licence" and condition.seat == holder and condition.variable == model.id:
            best = max(best, int(condition.amount))
    for agreement in state.agreements.values():
        if agreement.status == "in_force":
            for clause in agreement.terms.clauses:
                if isinstance(clause, AccessClause) and clause.taker == holder and clause.model == model.id:
                    best = max(best, order.index(clause.licence))
    chosen: tuple[Licence, ...] = ("none", "civil", "restricted", "full")
    return chosen[best]


def own_copy(ruling: Ruling, holder: SeatId, model: Model, licence: Licence, source: Source, cause: EventId) -> Access:
    """Weights on the holder's own machines, frozen at today's vintage.

    It is made and not yet recorded. KeyError if the model's vintage is not stored.
    """
    public = source in ("open", "sovereign")
    return Access(
        id=ruling.label(f"copy|{holder}|{model.id}"),
        holder=holder,
        supplier=holder,
        model=model.id,
        channel="weights",
        licence=licence,
        areas=AREAS,
        data="sovereign",
        audit="none",
        support=0,
        source=source,
        agreement=None,
        frozen_K=ruling.value(names.vintage(model.id)),
        penalty=1.0,
        status="live",
        since=ruling.turn,
        cause=cause,
        audience="public" if public else readers(holder),
    )


def end(ruling: Ruling, lines: Iterable[Access], rule: str, cause: EventId, why: str) -> None:
    """End lines of access; each holder loses the use at once. One event for each line, told to those who knew of it."""
    for line in lines:
        ruling.emit(
            "access_ended",
            rule,
            (cause, line.cause),
            line.audience,
            f"{ruling.name(line.holder)} lost {model_name(ruling.state, line.model)} {WAYS[line.channel]}: {why}.",
            puts=(replace(line, status="ended", cause=cause),),
            about=(line.supplier, line.holder),
        )


def suspend(ruling: Ruling, lines: Iterable[Access], by: SeatId, rule: str, cause: EventId, why: str) -> None:
    """Suspend live lines of access; whoever did so can resume them. One event for each; others are passed over."""
    for line in lines:
        if line.status == "live":
            ruling.emit(
                "access_suspended",
                rule,
                (cause,),
                line.audience,
                f"{ruling.name(line.holder)}'s use of {model_name(ruling.state, line.model)} is suspended: {why}.",
                puts=(replace(line, status="suspended", cause=cause, halted_by=by),),
                about=(line.supplier, line.holder),
            )


def resume(ruling: Ruling, lines: Iterable[Access], by: SeatId, rule: str, cause: EventId, why: str) -> None:
    """Make live again what this seat has suspended. One event for each line; others are passed over."""
    for line in lines:
        if line.status == "suspended" and line.halted_by == by:
            ruling.emit(
                "access_resumed",
                rule,
                (cause, line.cause),
                line.audience,
                f"{ruling.name(line.holder)} has {model_name(ruling.state, line.model)} back: {why}.",
                puts=(replace(line, status="live", cause=cause, halted_by=None),),
                about=(line.supplier, line.holder),
            )


def model_name(state: State, model: ModelId) -> str:
    """A model's display name; its id where there is no such model."""
    found = state.models.get(model)
    return found.name if found else model
