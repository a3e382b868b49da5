"""The codebook: every variable's unit, range and meaning, and how well other seats can see it.

Stored variables live in the state and are changed by events only. Derived ones are computed from
them by `rules.model.measures` whenever somebody asks, and stand here so that one list names them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from wargame.core.ids import SeatId, Variable

DECIMALS = 6
"""Values are rounded to this many places, so that a record is the same on every machine."""


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of variable, such as `*.trust.*`."""

    pattern: str
    """Dotted name with `*` for a seat, model, area or family."""
    unit: str
    low: float
    high: float
    noise: float | None
    """Standard deviation of another seat's estimate; 0 = public knowledge; None = never shown to others."""
    meaning: str
    derived: bool = False
    """Computed on demand, never stored and never changed by an event."""


FAMILIES: tuple[Family, ...] = (
    Family(
        "world.F",
        "frontier-months",
        0,
        600,
        0,
        "level of the best internal model, counted from the zero of the scenario's dossiers",
    ),
    Family("world.par", "frontier-months", -120, 600, 0, "vintage that full talent and ordinary compute come to"),
    Family("world.standard", "frontier-months", 0, 600, 0, "standard of the day: one month a month, whoever leads"),
    Family("world.g", "months a month", 0.25, 8, 0, "speed of frontier progress"),
    Family("world.kappa_us", "index", 0, 1, 0, "how coercive Washington has lately been"),
    Family("world.kappa_cn", "index", 0, 1, 0, "how coercive Beijing has lately been"),
    Family("world.consent_rule", "flag", 0, 1, 0, "1 while exports of closed US models need Washington's consent"),
    Family("world.data_pressure", "flag", -1, 1, 0, "1: Washington opposes data-location rules; -1: it respects them"),
    Family("world.top_model_cut", "flag", 0, 1, 0, "1 while foreign access to the top US models is barred"),
    Family("world.chip_control_cn", "0-1", 0, 1, 0, "tightness of chip controls on China"),
    Family("world.chips", "share", 0.3, 1, 0, "chips reaching the market, as a share of the normal supply"),
    Family("model.*.K", "frontier-months", -120, 600, 1.0, "vintage of a model, public while released; lag is F - K"),
    Family("*.A", "0-100", 0, 100, 5, "adoption capacity: organisation, skills, doctrine"),
    Family("*.I.*", "0-1", 0, 1, 0.1, "integration depth with a model family"),
    Family("*.N.*", "0-1", 0, 1, 0.08, "maturity of narrow AI in a mission area"),
    Family("*.C.*", "0-100", 0, 100, 6, "fielded capability in a mission area"),
    Family(
        "*.tuned.*",
        "flag",
        0,
        1,
        None,
        "1 where a model of this family is fine-tuned for the edge",
    ),
    Family("*.trust.*", "0-100", 0, 100, 8, "trust of the first seat in the second"),
    Family("*.cutoff.*", "0-1", 0, 1, 0.08, "chance in a year that a supplier or power cuts it off, as it believes"),
    Family("*.budget", "points of about $50m", 0, 400, 3, "money in hand"),
    Family("*.points", "political points", 0, 40, None, "political capital in hand"),
    Family("*.income", "points a quarter", 0, 400, 2, "money that comes in before agreements"),
    Family("*.DS", "0-100", 0, 100, 0, "domestic support (published polls)"),
    Family("*.Leg", "0-100", 0, 100, 0, "legitimacy of the use of force"),
    Family("*.home.*", "share", 0, 1, 0.1, "share of a supply layer under home control"),
    Family("*.bundle.*", "share", 0, 1, 0, "share of the integration layer held by a contractor"),
    Family("*.automation", "0-1", 0, 1, 0.15, "degree to which targeting is automated"),
    Family("*.oversight", "0-1", 0, 1, 0.15, "human oversight of automated targeting"),
    Family("*.norms", "0-1", 0, 1, 0, "public norms that bless military use"),
    Family("*.data", "factor", 0, 3, None, "worth of the data at hand for narrow AI (battlefield 1.5, none 0.7)"),
    Family("*.operators", "crews", 0, 5000, 20, "trained air-defence crews"),
    Family("*.interceptors", "a day", 0, 20000, 60, "interceptors at hand each day"),
    Family("*.grid", "0-100", 0, 100, 0, "power grid that works"),
    Family("*.arms", "0-100", 0, 100, 0, "arms that arrive on time from Washington"),
    Family("*.threat_data", "0-1", 0, 1, None, "shared threat intelligence that helps cyber and intelligence work"),
    Family("*.sovereign", "budget points", 0, 1000, 2, "effort sunk into a home-grown model line, as it still counts"),
    Family("*.sanctions", "count", 0, 30, 0, "seats that punish this one for proven theft"),
    Family("*.vintage", "frontier-months", -120, 600, 1.5, "best model a lab has inside, released or not"),
    Family("*.dissent", "0-100", 0, 100, 6, "staff dissent of a lab"),
    Family("*.integrity", "0-100", 0, 100, 4, "acts of a lab against its published words"),
    Family("*.reputation", "0-100", 0, 100, 0, "public standing of a lab"),
    Family("*.talent", "0-100", 0, 100, 4, "share of its best people that a lab still has"),
    Family("*.policy", "severity 0-7", 0, 7, 0, "highest severity of use the published policy permits"),
    Family("*.staff_line", "severity 0-7", 0, 7, 0.5, "the line that was published when the staff joined"),
    Family("*.revenue", "points a quarter", 0, 400, 3, "income of a firm from agreements last turn"),
    Family("*.defence_revenue", "points a quarter", 0, 400, 3, "part of the revenue that governments pay"),
    Family("*.compute", "factor", 0, 10, 0.1, "compute of a lab against what the frontier needs"),
    Family("*.monitor", "0-1", 0, 1, 0.15, "watch that a lab keeps for distillation"),
    Family("*.security", "level 1-5", 1, 5, 0.5, "security of a lab's weights"),
    Family("*.stake", "0-1", 0, 1, 0, "share that the state holds in a lab"),
    Family("*.risk_label", "flag", 0, 1, 0, "1 while designated a supply-chain risk"),
    Family("*.compelled", "flag", 0, 1, 0, "1 while production is compelled under the Defense Production Act"),
    Family("*.norm_pull", "0-1", 0, 1, 0, "weight of a contractor's or lab's defaults in how others deploy"),
    # derived
    Family("*.C", "0-100", 0, 100, 5, "fielded capability, weighted by the seat's missions", derived=True),
    Family("*.D", "months", 0, 40, 2, "delay between access and use", derived=True),
    Family("*.leverage.*", "0-1", 0, 1, 0.08, "share of capability lost at once if that supplier cut it", derived=True),
    Family("*.leverage.max", "0-1", 0, 1, 0.08, "the largest leverage that any one supplier has", derived=True),
    Family("*.H", "0-1", 0, 1, 0.05, "dependence: concentration over foreign supplier jurisdictions", derived=True),
    Family("*.u.*", "0-1", 0, 1, None, "usefulness of the best lawful model in an area", derived=True),
    Family(
        "*.lag", "months", 0, 200, 2, "months by which the best model within reach trails the frontier", derived=True
    ),
    Family("*.score", "0-100", -100, 100, 0, "weighted measures minus red lines crossed", derived=True),
    Family("*.anchor", "0-100", 0, 100, 3, "anchor index: shared stack, trust, joint capability", derived=True),
    Family("world.us_share", "0-1", 0, 1, 2, "US share of allied stacks", derived=True),
    Family("world.cn_share", "0-1", 0, 1, 2, "Chinese share of allied stacks", derived=True),
    Family("world.home_share", "0-1", 0, 1, 2, "home-grown share of allied stacks", derived=True),
    Family("world.open_lag", "months", 0, 200, 2, "lag of the best open weights", derived=True),
    Family("world.joint_C", "0-100", 0, 100, 3, "mean fielded capability of the US and its allies", derived=True),
    Family("world.cohesion", "0-100", 0, 100, 3, "mean trust of allied governments in the US", derived=True),
)

_BY_PATTERN = {family.pattern: family for family in FAMILIES}


@lru_cache(maxsize=16384)
def family_of(variable: Variable) -> Family | None:
    """The family that a dotted name belongs to, or None if no such variable can exist.

    Only the form of the name is looked at: whether such a seat or model is in a game is not asked.
    """
    if variable in _BY_PATTERN:
        return _BY_PATTERN[variable]
    parts = variable.split(".")
    if len(parts) == 2:
        return _BY_PATTERN.get(f"*.{parts[1]}") if parts[0] not in ("world", "model") else None
    if len(parts) == 3:
        if parts[0] == "model":
            return _BY_PATTERN.get(f"model.*.{parts[2]}")
        return _BY_PATTERN.get(f"*.{parts[1]}.{parts[2]}") or _BY_PATTERN.get(f"*.{parts[1]}.*")
    return None


@lru_cache(maxsize=16384)
def owner(variable: Variable) -> SeatId:
    """The seat (or `world`, `model`) whose variable this is. The part before the first dot, unchecked."""
    return variable.partition(".")[0]


@lru_cache(maxsize=16384)
def bounds(variable: Variable) -> tuple[float, float]:
    """(lowest, highest) value of a variable; a name outside the codebook is a bug and raises KeyError.

    So does a derived variable, which is never stored.
    """
    family = family_of(variable)
    if family is None or family.derived:
        raise KeyError(f"no stored variable is called {variable!r}")
    return family.low, family.high


def settle(variable: Variable, value: float) -> float:
    """The value as it is stored: kept inside its range and rounded to six places.

    KeyError for a name outside the codebook and for a derived one, as `bounds` has it.
    """
    low, high = bounds(variable)
    kept = float(low if value < low else high if value > high else value)
    return kept if kept.is_integer() else round(kept, DECIMALS)
