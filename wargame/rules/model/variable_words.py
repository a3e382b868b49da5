"""Variables and their moves in plain words: `Paris's trust in you` for `paris.trust.washington`."""

from __future__ import annotations

from collections.abc import Mapping

from wargame.core import names
from wargame.core.codebook import family_of
from wargame.core.ids import SeatId, Variable
from wargame.core.setting import Setting

OF_A_SEAT: Mapping[str, str] = {
    "A": "adoption capacity",
    "DS": "domestic support",
    "Leg": "legitimacy",
    "C": "fielded capability",
    "D": "delay between access and use",
    "H": "dependence",
    "lag": "lag behind the frontier",
    "points": "political points",
    "budget": "budget",
    "data": "worth of data",
    "threat_data": "shared threat data",
    "sovereign": "effort in a home-grown line",
    "arms": "arms from Washington",
    "grid": "power grid",
    "norms": "standing behind norms",
    "sanctions": "sanctions against it",
    "vintage": "best model inside",
    "dissent": "staff dissent",
    "policy": "published line",
    "staff_line": "staff's line",
    "defence_revenue": "revenue from governments",
    "risk_label": "supply-chain-risk label",
    "compelled": "compulsion",
    "stake": "state share",
    "norm_pull": "pull on how others deploy",
}
"""What the last part of a name means where its own word would not do; the others say it themselves."""
OF_THE_WORLD: Mapping[str, str] = {
    names.FRONTIER: "the frontier",
    names.PACE: "the speed of progress",
    names.coercion("us"): "how coercive Washington is seen to be",
    names.coercion("cn"): "how coercive Beijing is seen to be",
    names.CONSENT_RULE: "Washington's consent rule",
    names.DATA_PRESSURE: "Washington's pressure against data rules",
    names.TOP_MODEL_CUT: "the bar on top US models abroad",
    names.CHIP_CONTROL: "chip controls on China",
    names.CHIPS: "chips reaching the market",
    names.stack_share("us"): "US share of allied stacks",
    names.stack_share("cn"): "Chinese share of allied stacks",
    names.stack_share("home"): "home-grown share of allied stacks",
    names.OPEN_LAG: "lag of the best open weights",
    names.JOINT_CAPABILITY: "joint capability",
    names.COHESION: "mean allied trust",
}


def spoken(setting: Setting, variable: Variable, you: SeatId = "") -> str:
    """A variable in words; `you` is the seat that is spoken to. A name that is in no family is said as it is spelt."""
    if variable in OF_THE_WORLD:
        return OF_THE_WORLD[variable]
    whose, _, rest = variable.partition(".")
    part, _, toward = rest.partition(".")
    if whose == "model":
        return f"vintage of {part}"
    if part == "trust":
        return f"{_whose(setting, whose, you)} trust in {'you' if toward == you else setting.name_of(toward)}"
    if part == "anchor":
        return "anchor index"
    what = OF_A_SEAT.get(part, part.replace("_", " "))
    if part == "leverage":
        what = "largest exposure to one supplier" if toward == "max" else f"exposure to {setting.name_of(toward)}"
    elif part in ("C", "u") and toward:
        what = f"{'capability' if part == 'C' else 'usefulness of models'} in {toward}"
    elif part in ("N", "tuned"):
        area, _, family = toward.partition("-")
        what = f"narrow AI for {area}" if part == "N" else f"fine-tune of {family} for {area}"
    elif part == "cutoff":
        what = f"fear of being cut off by {'you' if toward == you else setting.name_of(toward)}"
    elif part == "I":
        what = f"integration with {toward}"
    elif part == "home":
        what = f"home share of {toward}"
    elif part == "bundle":
        what = f"integration held by {setting.name_of(toward)}"
    return f"{_whose(setting, whose, you)} {what}"


def _whose(setting: Setting, seat: SeatId, you: SeatId) -> str:
    return "your" if seat == you else f"{setting.name_of(seat)}'s"


def figure(variable: Variable, value: float) -> str:
    """A value in as many digits as its family deserves.

    Two places where the range is 10 or less, else one; no zeros at the end.
    """
    family = family_of(variable)
    fine = family is not None and family.high - family.low <= 10
    text = f"{value:.2f}" if fine else f"{value:.1f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def signed_figure(variable: Variable, delta: float) -> str:
    """A move with its sign, in the digits of `figure`; no move counts as up."""
    text = figure(variable, abs(delta))
    return f"{'-' if delta < 0 else '+'}{text}"
