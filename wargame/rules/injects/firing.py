"""Injects: scheduled, conditional and random events of the world, and when they fire."""

from __future__ import annotations

from collections.abc import Iterable

from wargame.core import chance, names
from wargame.core.chance import Draw
from wargame.core.event_values import InjectSpent
from wargame.core.ids import PUBLIC, Audience
from wargame.core.setting import Inject
from wargame.rules.base.calendar import compounded
from wargame.rules.base.ruling import START, Ruling
from wargame.rules.injects import kinds, politics
from wargame.rules.model.derived import derived
from wargame.rules.model.measures import picture


def inject_phase(ruling: Ruling, fired: frozenset[str]) -> None:
    """Fire what is due: the scenario's list first, then the standing random events, each at most once a turn."""
    injects = ruling.book.setting.injects
    for inject in injects:
        due, draws = _due(ruling, inject, fired)
        if due:
            fire(ruling, inject, (START,), draws)
    _lift_directive(ruling)
    if ruling.book.setting.random_injects:
        for kind in kinds.HAPPEN:
            if ruling.happened(kind):
                continue
            rate = float(getattr(ruling.book.parameters, f"rate_{kind}"))
            probability = compounded(ruling.book.setting, rate)
            happens, draw = ruling.happens(f"inject.{kind}", probability)
            if happens:
                kinds.HAPPEN[kind](ruling, _target(ruling, kind), (START,), (draw,), "")


def _due(ruling: Ruling, inject: Inject, fired: frozenset[str]) -> tuple[bool, tuple[Draw, ...]]:
    if inject.id in fired and inject.probability is None:
        return False, ()
    if inject.turn is not None:
        return inject.turn == ruling.turn, ()
    if inject.when is not None:
        value = ruling.state.values.get(inject.when.variable)
        if value is None:
            value = derived(picture(ruling.book, ruling.state), inject.when.variable)
        if value is None:
            return False, ()
        above = inject.when.above is None or value > inject.when.above
        below = inject.when.below is None or value < inject.when.below
        return above and below, ()
    probability = compounded(ruling.book.setting, inject.probability or 0.0)
    happens, draw = ruling.happens(f"inject.{inject.id}", probability)
    return happens, (draw,)


def fire(ruling: Ruling, inject: Inject, causes: Iterable[str], draws: tuple[Draw, ...] = ()) -> None:
    """One inject of the list: its words and own changes first, then what its kind does."""
    audience: Audience = PUBLIC if inject.audience == PUBLIC else tuple(inject.audience)
    causes = tuple(causes)
    if inject.when is not None:
        causes = (*causes, *ruling.last(inject.when.variable))
    event = ruling.emit(
        "inject_fired",
        f"inject.{inject.id}",
        causes,
        audience,
        inject.text.strip(),
        by={name: delta for name, delta in inject.changes.items() if name in ruling.state.values},
        draws=draws,
        about=(inject.target,) if inject.target and inject.target in ruling.book.setting.by_id else (),
        value=InjectSpent(inject=inject.id, how="fired"),
    )
    if inject.kind != "news":
        happen(ruling, inject.kind, inject.target, (event.id,), inject.text.strip())


def happen(ruling: Ruling, kind: str, target: str | None, causes: tuple[str, ...], text: str) -> None:
    """What a kind of world event does, to a target or to one that is drawn."""
    kinds.HAPPEN[kind](ruling, target or _target(ruling, kind), causes, (), text)


def _lift_directive(ruling: Ruling) -> None:
    event = ruling.state.touched.get(names.TOP_MODEL_CUT, START)
    if ruling.value(names.TOP_MODEL_CUT) > 0.5 and not event.startswith(f"{ruling.turn}."):
        chance_ = compounded(ruling.book.setting, ruling.book.parameters.rate_directive_lifted)
        lifted, draw = ruling.happens("inject.directive_lifted", chance_)
        if lifted:
            politics.lift(ruling, (event,), (draw,))


def _target(ruling: Ruling, kind: str) -> str:
    """The seat that a random event hits, drawn among those it can hit; an empty string if there is none."""
    options = kinds.candidates(ruling, kind)
    if not options:
        return ""
    return chance.pick(ruling.book.dice_seed(ruling.turn, ruling.phase), ruling.turn, f"target.{kind}", options)
