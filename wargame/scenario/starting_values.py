"""Starting positions: the stored variables of each kind of seat, of the models and of the world, before any rule.

Fielded capability follows from these by the rules and is added in `build`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from wargame.core import names
from wargame.core.ids import AREAS, LAYERS, Area, ModelId, Variable
from wargame.errors import PackError
from wargame.scenario.dossier import Cast, DoctrineName, Dossier, Start
from wargame.scenario.faults import unknown
from wargame.scenario.pack import ActorChange

POINTS = 5.0
"""Political points at the start."""
STRANGER = 50.0
"""Trust between actors that a dossier says nothing about."""
HOME_SHARE = 0.2
"""Share of a supply layer under home control where a dossier says nothing."""
CUT_OFF = 0.05
"""Chance in a year at which a government expects a supplier to cut it off; of a power, its coercion index."""
NARROW = 0.35
"""Narrow AI in an area that a dossier leaves out."""
ARMS = 50.0
UNKNOWN_VINTAGE = -24.0
"""Vintage of a lab that names neither models nor vintage; `check` calls that a fault."""

WORLD: Mapping[Variable, float] = {
    names.PACE: 1,
    names.coercion("us"): 0.1,
    names.coercion("cn"): 0.1,
    names.CONSENT_RULE: 1,
    names.DATA_PRESSURE: 1,
    names.TOP_MODEL_CUT: 0,
    names.CHIP_CONTROL: 0.5,
    names.CHIPS: 1,
}
"""The world where a scenario says nothing; the frontier `F` is the best vintage present, and never below 0."""


def changed(dossier: Dossier, change: ActorChange | None) -> Dossier:
    """A dossier with what a scenario changes in it; areas and trust that it does not name stay as they are.

    PackError if there is no such doctrine, pydantic's ValidationError (a ValueError) for a starting value out of range.
    """
    if change is None:
        return dossier
    start = dossier.start.model_dump()
    for key, value in change.start.items():
        if isinstance(value, dict):
            before = narrow(dossier.start) if key == "N" else start.get(key)
            start[key] = {**(before if isinstance(before, dict) else {}), **value}
        else:
            start[key] = value
    if change.doctrine is not None and change.doctrine not in get_args(DoctrineName):
        raise PackError(unknown(change.doctrine, "doctrine", get_args(DoctrineName)))
    minds = {"doctrine": change.doctrine, "habits": change.habits, "belief": change.belief, "aims": change.aims}
    kept = {key: value for key, value in minds.items() if value is not None}
    return dossier.model_copy(update={**kept, "start": Start.model_validate(start)})


def narrow(start: Start) -> dict[Area, float]:
    """Narrow-AI maturity by area, 0-1; all six areas are there."""
    if isinstance(start.N, dict):
        return {area: start.N.get(area, NARROW) for area in AREAS}
    return dict.fromkeys(AREAS, start.N)


def vintage(dossier: Dossier) -> float:
    """The best model that a lab has inside, counted as its models are."""
    if dossier.start.vintage is not None:
        return dossier.start.vintage
    return max((model.K for model in dossier.models), default=UNKNOWN_VINTAGE)


def starting_values(cast: Cast, world: Mapping[str, float] | None = None) -> dict[Variable, float]:
    """All stored variables of a cast except fielded capability; `world` is keyed by the last part of a name.

    Each is in the unit of its family (`core.codebook`), and not yet settled to its range.
    """
    values: dict[Variable, float] = {}
    families = sorted({model.family for dossier in cast.values() for model in dossier.models})
    contractors = [name for name, dossier in cast.items() if dossier.kind == "contractor"]
    for name, dossier in cast.items():
        values |= _everyone(name, dossier, cast)
        values |= _of_kind(name, dossier, families, contractors)
        values |= {names.vintage(ModelId(model.id)): model.K for model in dossier.models}
    makers = [vintage(dossier) for dossier in cast.values() if dossier.kind in ("lab", "champion")]
    changed_world = {names.of_the_world(part): value for part, value in (world or {}).items()}
    frontier = (world or {}).get("F", max([0.0, *makers]))
    world_at_start = {names.FRONTIER: frontier, names.PAR: frontier, names.STANDARD: frontier, **WORLD}
    told = {**world_at_start, **changed_world}
    return {**values, **told, **_beliefs(cast, told)}


def _beliefs(cast: Cast, world: Mapping[Variable, float]) -> dict[Variable, float]:
    """What governments expect of those who could cut them off, before anything has happened."""
    index: dict[str, float] = {name: CUT_OFF for name, dossier in cast.items() if dossier.kind in ("lab", "champion")}
    for name, dossier in cast.items():
        if dossier.role in ("patron", "rival_patron"):
            index[name] = world[names.coercion("us" if dossier.role == "patron" else "cn")]
    return {
        names.cut_off(name, by): chance
        for name, dossier in cast.items()
        if dossier.kind == "government"
        for by, chance in index.items()
        if by != name
    }


def _everyone(name: str, dossier: Dossier, cast: Cast) -> dict[Variable, float]:
    start = dossier.start
    return {
        names.budget(name): start.income,
        names.points(name): POINTS,
        names.income(name): start.income,
        **{names.trust(name, other): start.trust.get(other, STRANGER) for other in cast if other != name},
    }


def _of_kind(name: str, dossier: Dossier, families: list[str], contractors: list[str]) -> dict[Variable, float]:
    if dossier.kind == "government":
        return _government(name, dossier.start, families, contractors)
    if dossier.kind == "institution":
        return {names.norms(name): dossier.start.norms}
    if dossier.kind == "contractor":
        zeros = (names.revenue, names.defence_revenue, names.norm_pull, names.sanctions)
        return {**{of(name): 0.0 for of in zeros}, names.reputation(name): dossier.start.reputation}
    return _lab(name, dossier)


def _government(name: str, start: Start, families: list[str], contractors: list[str]) -> dict[Variable, float]:
    values = {
        names.adoption(name): start.A,
        names.domestic_support(name): start.DS,
        names.legitimacy(name): start.Leg,
        names.automation(name): start.automation,
        names.oversight(name): start.oversight,
        names.norms(name): start.norms,
        names.data_worth(name): start.data,
        names.threat_data(name): 0.0,
        names.arms(name): ARMS,
        names.sanctions(name): 0.0,
        names.sovereign_effort(name): 0.0,
    }
    values |= {names.narrow(name, area): level for area, level in narrow(start).items()}
    values |= {names.integration(name, family): start.I.get(family, 0.0) for family in families}
    values |= {names.home_share(name, layer): start.home.get(layer, HOME_SHARE) for layer in LAYERS if layer != "model"}
    values |= {names.bundled(name, contractor): 0.0 for contractor in contractors}
    if start.grid is not None:
        values |= {
            names.operators(name): start.operators,
            names.interceptors(name): start.interceptors,
            names.grid(name): start.grid,
        }
    return values


def _lab(name: str, dossier: Dossier) -> dict[Variable, float]:
    start = dossier.start
    zeros = (
        names.revenue,
        names.defence_revenue,
        names.stake,
        names.risk_label,
        names.compelled,
        names.sanctions,
        names.norm_pull,
    )
    return {
        **{of(name): 0.0 for of in zeros},
        names.vintage_inside(name): vintage(dossier),
        names.dissent(name): start.dissent,
        names.integrity(name): start.integrity,
        names.reputation(name): start.reputation,
        names.talent(name): start.talent,
        names.policy(name): start.policy,
        names.staff_line(name): start.policy,
        names.compute(name): start.compute,
        names.monitor(name): start.monitor,
        names.security(name): start.security,
    }
