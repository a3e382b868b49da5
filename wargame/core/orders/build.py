"""Build and field: adopt, build, tune, integrate, train, automate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wargame.core.ids import Area, ModelId, SeatId
from wargame.core.orders.base import Order, order


@order("build", "a government", budget=1)
@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptOpen(Order):
    """Download open weights, or a newer version of them, and put them to use on home machines."""

    kind: Literal["adopt_open"] = "adopt_open"
    model: ModelId


@order("build", "a government", budget=4)
@dataclass(frozen=True, slots=True, kw_only=True)
class BuildSovereign(Order):
    """Fund a home-grown model line; how close it comes depends on money, chips and the frontier run it follows."""

    kind: Literal["build_sovereign"] = "build_sovereign"
    effort: Literal[1, 2, 3]
    """Multiples of the basic budget of 4 points."""


@order("build", "a government or lab", budget=3)
@dataclass(frozen=True, slots=True, kw_only=True)
class BuyCompute(Order):
    """Buy chips and machine halls: more home cloud, or a faster lab; a rival patron's go to its labs."""

    kind: Literal["buy_compute"] = "buy_compute"


@order("build", "a government", budget=2)
@dataclass(frozen=True, slots=True, kw_only=True)
class FieldNarrow(Order):
    """Put money into specialised AI for one mission area."""

    kind: Literal["field_narrow"] = "field_narrow"
    area: Area


@order("build", "a government", budget=1)
@dataclass(frozen=True, slots=True, kw_only=True)
class FineTuneEdge(Order):
    """Fine-tune open weights at hand for the edge in one mission area."""

    kind: Literal["fine_tune_edge"] = "fine_tune_edge"
    area: Area


@order("build", "a government", budget=2)
@dataclass(frozen=True, slots=True, kw_only=True)
class Integrate(Order):
    """Work models into the forces: raise adoption capacity, or depth with the models in use."""

    kind: Literal["integrate"] = "integrate"
    focus: Literal["adoption", "depth"]


@order("build", "a government", budget=1)
@dataclass(frozen=True, slots=True, kw_only=True)
class TrainOperators(Order):
    """Train crews and staff officers to use what has been fielded."""

    kind: Literal["train_operators"] = "train_operators"


@order("build", "a contractor", budget=3, visibility="parties")
@dataclass(frozen=True, slots=True, kw_only=True)
class BundleIntegration(Order):
    """Bundle model, engineers and infrastructure for a government: faster fielding, more layers in one hand."""

    kind: Literal["bundle_integration"] = "bundle_integration"
    customer: SeatId


@order("build", "a government", visibility="secret")
@dataclass(frozen=True, slots=True, kw_only=True)
class DeployAutomation(Order):
    """Automate target selection to a degree, under some human oversight."""

    kind: Literal["deploy_automation"] = "deploy_automation"
    degree: Literal[0, 1, 2, 3]
    """0 takes it out of service."""
    oversight: Literal[0, 1, 2]
    """0 hardly any, 1 spot checks, 2 a human decides each time."""


@order("build", "a government", points=1)
@dataclass(frozen=True, slots=True, kw_only=True)
class SetOversight(Order):
    """Change the human oversight of automation publicly."""

    kind: Literal["set_oversight"] = "set_oversight"
    oversight: Literal[0, 1, 2]
