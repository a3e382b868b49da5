"""The 0-100 measures that seats are scored on, by the names that dossiers use."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wargame.core import names
from wargame.core.clauses import DataClause, ProductionClause, SupportClause
from wargame.core.ids import SeatId
from wargame.core.models import unlisted
from wargame.core.setting import Seat
from wargame.rules.model import capability, leverage
from wargame.rules.model.measures import Picture, allied_trust, anchor_index, mean, stack_share


def _capability(look: Picture, seat: Seat) -> float:
    return look.capability.get(seat.id, 0.0)


def _strike(look: Picture, seat: Seat) -> float:
    return mean([look.sight.values.get(names.capability(seat.id, area), 0.0) for area in ("autonomy", "targeting")])


def _grid_and_support(look: Picture, seat: Seat) -> float:
    values = look.sight.values
    return mean(
        [
            values.get(names.grid(seat.id), values.get(names.domestic_support(seat.id), 50.0)),
            values.get(names.domestic_support(seat.id), 50.0),
        ]
    )


def _diversity(look: Picture, seat: Seat) -> float:
    shares = list(look.shares.get(seat.id, {}).values())
    return 100 * (1 - sum(s * s for s in shares)) / 0.75 if len(shares) > 1 else 0.0


def _pact_gains(look: Picture, seat: Seat) -> float:
    count = 0.0
    for agreement in look.sight.agreements.values():
        if agreement.binds and seat.id in agreement.parties:
            clauses = agreement.terms.clauses
            count += 10 * sum(1 for c in clauses if isinstance(c, ProductionClause | DataClause | SupportClause)) + 10
    return min(100.0, count)


def _labs(look: Picture, law: str) -> list[SeatId]:
    return [lab for lab in look.book.setting.labs if look.book.jurisdiction(lab) == law]


def _goodwill(look: Picture, seat: Seat) -> float:
    values = look.sight.values
    return mean([values.get(names.trust(lab, seat.id), 50.0) for lab in _labs(look, seat.jurisdiction)], 50.0)


def _best_vintage(look: Picture, law: str) -> float:
    return max((look.sight.values.get(names.vintage_inside(lab), -120.0) for lab in _labs(look, law)), default=-24.0)


def _rival_lag(look: Picture, seat: Seat) -> float:
    return min(100.0, max(0.0, look.sight.values[names.FRONTIER] - _best_vintage(look, "cn")) * 100 / 18)


def _closed_lag(look: Picture, seat: Seat) -> float:
    return max(
        0.0, 100 - max(0.0, look.sight.values[names.FRONTIER] - _best_vintage(look, seat.jurisdiction)) * 100 / 18
    )


def _small_lag(look: Picture, seat: Seat) -> float:
    return max(
        0.0,
        100
        - (look.sight.values[names.FRONTIER] - look.sight.values.get(names.vintage_inside(seat.id), -36.0)) * 100 / 36,
    )


def _share_abroad(look: Picture, seat: Seat) -> float:
    others = [h for h in look.book.setting.governments if look.book.jurisdiction(h) != seat.jurisdiction]
    return 100 * mean([look.shares[h].get(seat.jurisdiction, 0.0) for h in others])


def _of_own_models(look: Picture, seat: Seat) -> float:
    """Share of governments' useful work that runs on models of this lab."""
    owned = {m.id for m in look.sight.models.values() if m.owner == seat.id}
    users = {
        a.holder
        for a in look.sight.access.values()
        if a.model in owned and a.status == "live" and a.holder in look.capability
    }
    return 100 * len(users) / max(1, len(look.capability))


def _value(of: names.OfSeat, default: float = 50.0) -> Callable[[Picture, Seat], float]:
    return lambda look, seat: look.sight.values.get(of(seat.id), default)


def _revenue(look: Picture, seat: Seat) -> float:
    return min(
        100.0,
        10 * look.sight.values.get(names.revenue(seat.id), 0.0) + 2 * look.sight.values[names.income(seat.id)],
    )


def _pace(look: Picture, seat: Seat) -> float:
    """60 level with the best frontier lab but itself, 10 more or less for each month ahead or behind."""
    values = look.sight.values
    others = [s.id for s in look.book.setting.seats if s.role == "frontier" and s.id != seat.id and s.kind == "lab"]
    best = max([values[names.vintage_inside(lab)] for lab in others], default=values[names.FRONTIER])
    return min(100.0, max(0.0, 60 + 10 * (values.get(names.vintage_inside(seat.id), 0.0) - best)))


def _defenders(look: Picture, seat: Seat) -> float:
    allies = (*look.book.setting.allies, *((look.book.patron,) if look.book.patron else ()))
    served = {
        a.holder
        for a in look.sight.access.values()
        if a.supplier == seat.id and a.status == "live" and "cyber" in a.areas
    }
    return 100 * len(served & set(allies)) / max(1, min(6, len(allies)))


def _favour(look: Picture, seat: Seat) -> float:
    behind = look.book.behind(seat.id, "")
    return look.sight.values.get(names.trust(behind, seat.id), 50.0)


def _contracts(look: Picture, seat: Seat) -> float:
    return min(100.0, 25.0 * sum(1 for a in look.sight.agreements.values() if a.binds and seat.id in a.parties))


def _customers(look: Picture, seat: Seat) -> float:
    served = {
        party
        for a in look.sight.agreements.values()
        if a.binds and seat.id in a.parties
        for party in a.parties
        if party in look.capability
    }
    return mean([look.capability[party] for party in served])


def _vendor_choice(look: Picture, seat: Seat) -> float:
    owners = {m.owner for m in look.sight.models.values() if m.released and not unlisted(m.id)}
    labelled = sum(1 for owner in owners if look.sight.values.get(names.risk_label(owner)))
    return min(100.0, 15.0 * (len(owners) - labelled))


def _members(look: Picture, seat: Seat) -> list[SeatId]:
    return [member for member in seat.members if member in look.capability] or list(look.book.setting.allies)


def _interoperable(look: Picture, seat: Seat) -> float:
    families = [
        {
            look.sight.models[a.model].family
            for a in capability.live_access(look.sight, member)
            if a.model in look.sight.models
        }
        for member in _members(look, seat)
    ]
    pairs = [(a, b) for i, a in enumerate(families) for b in families[i + 1 :]]
    return 100 * mean([1.0 if a & b else 0.0 for a, b in pairs])


MEASURES: Mapping[str, Callable[[Picture, Seat], float]] = {
    "anchor": lambda look, seat: anchor_index(look),
    "capability": _capability,
    "us_stack_share": lambda look, seat: 100 * stack_share(look, "us"),
    "rival_lag": _rival_lag,
    "lab_goodwill": _goodwill,
    "low_leverage": lambda look, seat: 100 * (1 - leverage.largest(look.leverage.get(seat.id, {}))),
    "low_dependence": lambda look, seat: 100 * (1 - look.dependence.get(seat.id, 0.0)),
    "domestic_support": _value(names.domestic_support),
    "legitimacy": _value(names.legitimacy),
    "grid_and_support": _grid_and_support,
    "strike_capability": _strike,
    "supplier_diversity": _diversity,
    "pact_gains": _pact_gains,
    "stack_share_abroad": _share_abroad,
    "closed_lag": _closed_lag,
    "low_us_cohesion": lambda look, seat: 100 - allied_trust(look),
    "sanctions_avoided": lambda look, seat: max(0.0, 100 - 20 * look.sight.values.get(names.sanctions(seat.id), 0.0)),
    "integrity": _value(names.integrity),
    "pace": _pace,
    "revenue": _revenue,
    "defender_access": _defenders,
    "low_dissent": lambda look, seat: 100 - look.sight.values.get(names.dissent(seat.id), 0.0),
    "state_favour": _favour,
    "ecosystem_share": _of_own_models,
    "indirect_revenue": lambda look, seat: min(
        100.0, 0.7 * _of_own_models(look, seat) + _value(names.reputation)(look, seat) / 2
    ),
    "home_stack_share": _of_own_models,
    "small_lag": _small_lag,
    "contracts": _contracts,
    "customer_capability": _customers,
    "vendor_choice": _vendor_choice,
    "allied_capability": lambda look, seat: mean([look.capability[m] for m in _members(look, seat)]),
    "interoperability": _interoperable,
    "members_low_dependence": lambda look, seat: 100 * (1 - mean([look.dependence[m] for m in _members(look, seat)])),
    "norms": lambda look, seat: 100 * mean([look.sight.values.get(names.norms(m), 0.0) for m in _members(look, seat)]),
}
"""Measures by the name that dossiers use."""
