"""Injects: targets of the wrong kind, readers who are not there, and effects on variables that do not exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wargame.core import names
from wargame.core.codebook import family_of
from wargame.core.ids import Variable
from wargame.scenario.elements.known import known_models, no_variable, unread, variables
from wargame.scenario.faults import Fault, Key, one_of, unknown
from wargame.scenario.pack import InjectKind, InjectLine
from wargame.scenario.pack_files import PackReading

_MAKERS, _STATES = ("lab", "champion"), ("government",)
TARGETS: Mapping[InjectKind, tuple[str, ...]] = {
    "closed_release": _MAKERS,
    "model_withheld": _MAKERS,
    "open_leap": _MAKERS,
    "open_goes_closed": _MAKERS,
    "jailbreak": (),
    "export_directive": (),
    "tariff_shock": _STATES,
    "arms_slip": _STATES,
    "intelligence_pause": _STATES,
    "distillation_expose": _MAKERS,
    "staff_letter": _MAKERS,
    "tragedy": _STATES,
    "supplier_cuts_unit": _STATES,
    "government_change": _STATES,
    "mass_strike": _STATES,
    "strait_scare": (),
    "funding_windfall": _MAKERS,
    "small_model_parity": (),
    "progress_speed_up": (),
    "sovereign_slip": _STATES,
    "champions_merge": ("champion",),
}
"""Kinds of seats that `rules.injects` can hit with each kind of inject; `news` may name any seat or model."""


def injects(reading: PackReading) -> Iterator[Fault]:
    """Faults of `injects`, apart from their triggers."""
    exists = variables(reading)
    for at, inject in enumerate(reading.pack.injects if reading.pack else ()):
        key: Key = ("injects", at)
        yield from _target(reading, inject, (*key, "target"))
        for number, name in enumerate(inject.audience if inject.audience != "public" else ()):
            if name not in reading.table:
                sentence = unknown(name, "actor of this scenario", reading.table)
                yield reading.source.fault((*key, "audience", number), sentence)
        for name, delta in inject.changes.items():
            yield from change_faults(reading, name, delta, exists, (*key, "changes", name))


def _target(reading: PackReading, inject: InjectLine, key: Key) -> Iterator[Fault]:
    target, source, fitting = inject.target, reading.source, TARGETS.get(inject.kind)
    if target is None:
        return
    models = known_models(reading) if fitting is None else {}
    dossier = reading.dossiers.get(target)
    if fitting == ():
        yield source.fault(key, f"{target} is named, but {inject.kind} hits nobody in particular; leave target out")
    elif target not in (*reading.table, *models) and not (fitting is None and unread(reading)):
        what = "actor or model of this scenario" if fitting is None else "actor of this scenario"
        yield source.fault(key, unknown(target, what, (*reading.table, *models)))
    elif fitting and dossier and dossier.kind not in fitting:
        wanted = f"the target of {inject.kind} must be a {one_of(fitting)}"
        yield source.fault(key, f"{target} is a {dossier.kind}; {wanted}")
    elif inject.kind == "mass_strike" and dossier and names.grid(target) not in variables(reading):
        sentence = f"{target} has no power grid at the start; the target must be a government with start.grid"
        yield source.fault(key, sentence)


def change_faults(
    reading: PackReading, name: Variable, delta: float, exists: set[Variable], key: Key
) -> Iterator[Fault]:
    """What is wrong with adding this to a variable at the start or in play: injects and the ledger ask."""
    if complaint := no_variable(reading, name, exists, stored=True):
        yield reading.source.fault(key, complaint)
    elif (family := family_of(name)) and abs(delta) > family.high - family.low:
        widest = f"{family.high - family.low:g}"
        sentence = f"{name} is moved by {delta:g}; it must be a step from -{widest} to {widest}, the width of its range"
        yield reading.source.fault(key, sentence)
