"""Starting positions: the stored variables of each kind of seat, of the models and of the world, before any rule.

Fielded capability follows from these by the rules and is added in `build`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from wargame.core.ids import AREAS, LAYERS, Variable
from wargame.errors import PackError
from wargame.scenario.dossier import Doctrine, Dossier, Start
from wargame.scenario.faults import unknown
from wargame.scenario.pack import ActorChange

POINTS = 5.0
"""Political points at the start."""
STRANGER = 50.0
"""Trust between actors that a dossier says nothing about."""
HOME_SHARE = 0.2
"""Share of a supply layer under home control where a dossier says nothing."""
NARROW = 0.35
"""Narrow AI in an area that a dossier leaves out."""
ARMS = 50.0
UNKNOWN_VINTAGE = -24.0
"""Vintage of a lab that names neither models nor vintage; `check` calls that a fault."""

WORLD: Mapping[str, float] = {
    "g": 1,
    "kappa_us": 0.1,
    "kappa_cn": 0.1,
    "consent_rule": 1,
    "data_pressure": 1,
    "top_model_cut": 0,
    "chip_control_cn": 0.5,
    "chips": 1,
}
"""The world where a scenario says nothing; the frontier `F` is the best vintage present, and never below 0."""

Cast = Mapping[str, Dossier]


def changed(dossier: Dossier, change: ActorChange | None) -> Dossier:
    """A dossier with what a scenario changes in it; areas and trust that it does not name stay as they are."""
    if change is None:
        return dossier
    start = dossier.start.model_dump()
    for key, value in change.start.items():
        if isinstance(value, dict):
            before = narrow(dossier.start) if key == "N" else start.get(key)
            start[key] = {**(before if isinstance(before, dict) else {}), **value}
        else:
            start[key] = value
    if change.doctrine is not None and change.doctrine not in get_args(Doctrine):
        raise PackError(unknown(change.doctrine, "doctrine", get_args(Doctrine)))
    minds = {"doctrine": change.doctrine, "belief": change.belief}
    kept = {key: value for key, value in minds.items() if value is not None}
    return dossier.model_copy(update={**kept, "start": Start.model_validate(start)})


def narrow(start: Start) -> dict[str, float]:
    """Narrow-AI maturity by area."""
    if isinstance(start.N, dict):
        return {area: start.N.get(area, NARROW) for area in AREAS}
    return dict.fromkeys(AREAS, start.N)


def vintage(dossier: Dossier) -> float:
    """The best model that a lab has inside."""
    if dossier.start.vintage is not None:
        return dossier.start.vintage
    return max((model.K for model in dossier.models), default=UNKNOWN_VINTAGE)


def starting_values(cast: Cast, world: Mapping[str, float] | None = None) -> dict[Variable, float]:
    """All stored variables of a cast except fielded capability."""
    values: dict[Variable, float] = {}
    families = sorted({model.family for dossier in cast.values() for model in dossier.models})
    contractors = [name for name, dossier in cast.items() if dossier.kind == "contractor"]
    for name, dossier in cast.items():
        own = {**_everyone(name, dossier, cast), **_of_kind(dossier, families, contractors)}
        values.update({f"{name}.{part}": value for part, value in own.items()})
        values.update({f"model.{model.id}.K": model.K for model in dossier.models})
    makers = [vintage(dossier) for dossier in cast.values() if dossier.kind in ("lab", "champion")]
    opening = {"F": max([0.0, *makers]), **WORLD, **(world or {})}
    return {**values, **{f"world.{part}": value for part, value in opening.items()}}


def _everyone(name: str, dossier: Dossier, cast: Cast) -> dict[str, float]:
    start = dossier.start
    trust = {f"trust.{other}": start.trust.get(other, STRANGER) for other in cast if other != name}
    return {"budget": start.income, "points": POINTS, "income": start.income, **trust}


def _of_kind(dossier: Dossier, families: list[str], contractors: list[str]) -> dict[str, float]:
    if dossier.kind == "government":
        return _government(dossier.start, families, contractors)
    if dossier.kind == "institution":
        return {"norms": dossier.start.norms}
    if dossier.kind == "contractor":
        zeros = dict.fromkeys(("revenue", "defence_revenue", "norm_pull", "sanctions"), 0.0)
        return {**zeros, "reputation": dossier.start.reputation}
    return _lab(dossier)


def _government(start: Start, families: list[str], contractors: list[str]) -> dict[str, float]:
    values = {
        "A": start.A,
        "DS": start.DS,
        "Leg": start.Leg,
        "automation": start.automation,
        "oversight": start.oversight,
        "norms": start.norms,
        "data": start.data,
        "partners": 0.0,
        "threat_data": 0.0,
        "arms": ARMS,
        "sanctions": 0.0,
        "sovereign": 0.0,
    }
    values |= {f"N.{area}": level for area, level in narrow(start).items()}
    values |= {f"tuned.{area}": 0.0 for area in AREAS}
    values |= {f"I.{family}": start.I.get(family, 0.0) for family in families}
    values |= {f"home.{layer}": start.home.get(layer, HOME_SHARE) for layer in LAYERS if layer != "model"}
    values |= {f"bundle.{name}": 0.0 for name in contractors}
    if start.grid is not None:
        values |= {"operators": start.operators, "interceptors": start.interceptors, "grid": start.grid}
    return values


def _lab(dossier: Dossier) -> dict[str, float]:
    start = dossier.start
    zeros = ("revenue", "defence_revenue", "stake", "risk_label", "compelled", "sanctions", "norm_pull")
    return {
        **dict.fromkeys(zeros, 0.0),
        "vintage": vintage(dossier),
        "dissent": start.dissent,
        "integrity": start.integrity,
        "reputation": start.reputation,
        "talent": start.talent,
        "policy": start.policy,
        "staff_line": start.policy,
        "compute": start.compute,
        "monitor": start.monitor,
        "security": start.security,
    }
