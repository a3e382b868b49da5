"""Names of variables: one function for each family, so that a misspelt name cannot be written.

The short symbols of the model (`A`, `I`, `N`, `C`, `DS`, `Leg`, `K`) stand here and in the codebook, where each
family has its row with unit, range and meaning; records and scenarios spell them out, code calls these functions.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Literal, ParamSpec, TypeAlias, cast

from wargame.core.ids import Area, Layer, ModelId, SeatId, Variable

OfSeat: TypeAlias = Callable[[SeatId], Variable]
"""A family of which each seat has at most one variable, such as `budget`."""

Spelling = ParamSpec("Spelling")


def _spelt_once(family: Callable[Spelling, Variable]) -> Callable[Spelling, Variable]:
    """A family that keeps each name that it has given: the same string each time, for half as much again in time."""
    return cast(Callable[Spelling, Variable], cache(family))


def _of_a_seat(part: str) -> OfSeat:
    return _spelt_once(lambda seat: Variable(f"{seat}.{part}"))


# the world

FRONTIER = Variable("world.F")
PACE = Variable("world.g")
PAR = Variable("world.par")
STANDARD = Variable("world.standard")
CONSENT_RULE = Variable("world.consent_rule")
DATA_PRESSURE = Variable("world.data_pressure")
TOP_MODEL_CUT = Variable("world.top_model_cut")
CHIP_CONTROL = Variable("world.chip_control_cn")
CHIPS = Variable("world.chips")
OPEN_LAG = Variable("world.open_lag")
JOINT_CAPABILITY = Variable("world.joint_C")
COHESION = Variable("world.cohesion")


@_spelt_once
def of_the_world(part: str) -> Variable:
    """A variable of the world by the last part of its name, as scenarios write it.

    The name is put together and not checked.
    """
    return Variable(f"world.{part}")


@_spelt_once
def coercion(power: Literal["us", "cn"]) -> Variable:
    """How coercive the power of this bloc has lately been, 0-1."""
    return Variable(f"world.kappa_{power}")


@_spelt_once
def stack_share(law: Literal["us", "cn", "home"]) -> Variable:
    """Share of a jurisdiction in the stacks of allies, 0-1; `home` counts each ally's own."""
    return Variable(f"world.{law}_share")


# models


@_spelt_once
def vintage(model: ModelId) -> Variable:
    """Vintage of a model in frontier-months: its lag is the frontier less this."""
    return Variable(f"model.{model}.K")


# every seat


@_spelt_once
def trust(of: SeatId, toward: SeatId) -> Variable:
    """Trust of one seat in another, 0-100."""
    return Variable(f"{of}.trust.{toward}")


budget = _of_a_seat("budget")
"""Money in hand, in points of about $50m."""
points = _of_a_seat("points")
"""Political capital in hand, in political points."""
income = _of_a_seat("income")
"""Money that comes in before agreements, in points a quarter: a turn brings as much as it is long."""
sanctions = _of_a_seat("sanctions")
"""How many seats punish this one for proven theft."""
score = _of_a_seat("score")
"""Weighted measures minus red lines crossed, at most 100; red lines can take it below 0 (derived)."""

# governments

adoption = _of_a_seat("A")
"""Adoption capacity, 0-100: organisation, skills, doctrine."""


@_spelt_once
def integration(seat: SeatId, family: str) -> Variable:
    """Integration depth with a model family, 0-1. `family` is that of `Model.family`."""
    return Variable(f"{seat}.I.{family}")


@_spelt_once
def narrow(seat: SeatId, area: Area) -> Variable:
    """Maturity of narrow AI in a mission area, 0-1."""
    return Variable(f"{seat}.N.{area}")


@_spelt_once
def capability(seat: SeatId, area: Area) -> Variable:
    """Fielded capability in a mission area, 0-100."""
    return Variable(f"{seat}.C.{area}")


@_spelt_once
def tuned(seat: SeatId, area: Area, family: str) -> Variable:
    """1 where a small model of this family has been fine-tuned for the edge in an area."""
    return Variable(f"{seat}.tuned.{area}-{family}")


@_spelt_once
def cut_off(seat: SeatId, by: SeatId) -> Variable:
    """The chance in a year, 0-1, that a supplier or power cuts a government off, as that government believes."""
    return Variable(f"{seat}.cutoff.{by}")


domestic_support = _of_a_seat("DS")
"""Domestic support, 0-100."""
legitimacy = _of_a_seat("Leg")
"""Legitimacy of the use of force, 0-100."""


@_spelt_once
def home_share(seat: SeatId, layer: Layer) -> Variable:
    """Share of a supply layer under home control, 0-1."""
    return Variable(f"{seat}.home.{layer}")


@_spelt_once
def bundled(seat: SeatId, contractor: SeatId) -> Variable:
    """Share of the integration layer held by a contractor, 0-1."""
    return Variable(f"{seat}.bundle.{contractor}")


automation = _of_a_seat("automation")
"""Degree to which targeting is automated, 0-1."""
oversight = _of_a_seat("oversight")
"""Human oversight of automated targeting, 0-1."""
norms = _of_a_seat("norms")
"""Public norms that bless military use, 0-1."""
data_worth = _of_a_seat("data")
"""Worth of the data at hand for narrow AI, a factor 0-3."""
operators = _of_a_seat("operators")
"""Trained air-defence crews; there where a seat fights an air war."""
interceptors = _of_a_seat("interceptors")
"""Interceptors at hand each day; there where a seat fights an air war."""
grid = _of_a_seat("grid")
"""Power grid that works, 0-100; there where a seat fights an air war."""
arms = _of_a_seat("arms")
"""Arms that arrive on time from the patron, 0-100."""
threat_data = _of_a_seat("threat_data")
"""Shared threat intelligence that helps cyber and intelligence work, 0-1."""
sovereign_effort = _of_a_seat("sovereign")
"""Effort sunk into a home-grown model line, in budget points, as it still counts."""
fielded = _of_a_seat("C")
"""Fielded capability, weighted by the seat's missions, 0-100 (derived)."""
delay = _of_a_seat("D")
"""Months between access and use (derived)."""
lag = _of_a_seat("lag")
"""Months by which the best model within reach trails the frontier (derived)."""
dependence = _of_a_seat("H")
"""Concentration over foreign supplier jurisdictions, 0-1 (derived)."""


@_spelt_once
def usefulness(seat: SeatId, area: Area) -> Variable:
    """Usefulness of the best lawful model in an area, 0-1 (derived)."""
    return Variable(f"{seat}.u.{area}")


@_spelt_once
def leverage(seat: SeatId, supplier: SeatId) -> Variable:
    """Share of capability lost at once if that supplier cut it, 0-1 (derived)."""
    return Variable(f"{seat}.leverage.{supplier}")


largest_leverage = _of_a_seat("leverage.max")
"""The largest leverage that any one supplier has, 0-1 (derived)."""
anchor = _of_a_seat("anchor")
"""Anchor index of the patron, 0-100: shared stack, trust, joint capability (derived)."""

# labs, champions and contractors

vintage_inside = _of_a_seat("vintage")
"""Best model a lab has inside, released or not, in frontier-months."""
dissent = _of_a_seat("dissent")
"""Staff dissent of a lab, 0-100."""
integrity = _of_a_seat("integrity")
"""Acts of a lab against its published words, 0-100."""
reputation = _of_a_seat("reputation")
"""Public standing of a lab or contractor, 0-100."""
talent = _of_a_seat("talent")
"""Share of its best people that a lab still has, 0-100."""
policy = _of_a_seat("policy")
"""Highest severity of use that the published policy permits, 0-7."""
staff_line = _of_a_seat("staff_line")
"""The line that was published when the staff joined, 0-7."""
revenue = _of_a_seat("revenue")
"""Income of a firm from agreements last turn, in points a quarter."""
defence_revenue = _of_a_seat("defence_revenue")
"""Part of the revenue that governments pay, in points a quarter."""
compute = _of_a_seat("compute")
"""Compute of a lab against what the frontier needs, a factor 0-10."""
monitor = _of_a_seat("monitor")
"""Watch that a lab keeps for distillation, 0-1."""
security = _of_a_seat("security")
"""Security of a lab's weights, level 1-5."""
stake = _of_a_seat("stake")
"""Share that the state holds in a lab, 0-1."""
risk_label = _of_a_seat("risk_label")
"""1 while designated a supply-chain risk."""
compelled = _of_a_seat("compelled")
"""1 while production is compelled under the Defense Production Act."""


@_spelt_once
def norm_pull(firm: SeatId) -> Variable:
    """Weight of a contractor's or lab's defaults in how others deploy, 0-1."""
    return Variable(f"{firm}.norm_pull")
