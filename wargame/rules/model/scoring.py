"""Scores: weighted measures, minus the red lines that were crossed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from wargame.core import names
from wargame.core.event_values import ScoreCard, ScoreLine
from wargame.core.ids import SeatId
from wargame.core.setting import Seat
from wargame.core.severity import severity_of_use
from wargame.rules.model import capability, leverage
from wargame.rules.model.measures import Picture, mean, open_lag
from wargame.rules.model.objectives import MEASURES


@dataclass(frozen=True, slots=True)
class Score:
    """A seat's score with its reasons."""

    seat: SeatId
    total: float
    lines: tuple[ScoreLine, ...]

    @property
    def card(self) -> ScoreCard:
        """The same without the seat, as an event says it."""
        return ScoreCard(total=self.total, lines=self.lines)


def score(look: Picture, seat: Seat) -> Score:
    """A seat's score with its reasons: weighted measures minus `red_line_cost` for each red line crossed.

    Measures run from 0 to 100 and weights sum to 1, so that a score runs from 0 to 100 less what red lines take; a seat
    with no aims scores 0. Rounded to two places. KeyError if the dossier names a measure or a red line that there is
    none of.
    """
    lines = []
    for aim in seat.aims:
        value = MEASURES[aim.measure](look, seat)
        lines.append(ScoreLine(aim.measure, round(value, 2), round(aim.weight * value, 3)))
    lines += [ScoreLine(f"red line: {name}", 1.0, -look.book.parameters.red_line_cost) for name in crossed(look, seat)]
    return Score(seat.id, round(sum(line.points for line in lines), 2), tuple(lines))


def scores(look: Picture) -> dict[SeatId, Score]:
    """Scores of all seats at the table, by seat; actors that are present without a seat have none."""
    return {seat.id: score(look, seat) for seat in look.book.setting.seats if seat.seated}


def crossed(look: Picture, seat: Seat) -> tuple[str, ...]:
    """Names of the red lines of this seat that are crossed in this picture, in the order of its dossier."""
    return tuple(name for name in seat.red_lines if RED_LINES[name](look, seat))


def _two_labs_refuse(look: Picture, seat: Seat) -> bool:
    gone = {
        condition.by
        for condition in look.sight.conditions.values()
        if condition.kind == "gap" and condition.seat == seat.id
    }
    return len(gone) >= 2


def _ally_on_chinese_stack(look: Picture, seat: Seat) -> bool:
    return any(look.shares[ally].get("cn", 0.0) > 0.5 for ally in look.book.setting.allies)


def _leverage_above_60(look: Picture, seat: Seat) -> bool:
    return leverage.largest(look.leverage.get(seat.id, {})) > 0.6


def _data_off_soil(look: Picture, seat: Seat) -> bool:
    return any(
        line.data == "supplier" and line.supplier != seat.id for line in capability.live_access(look.sight, seat.id)
    )


def _core_mission_lost(look: Picture, seat: Seat) -> bool:
    heaviest = max(seat.missions.values(), default=0.0)
    core = [area for area, weight in seat.missions.items() if weight == heaviest]
    return bool(core) and mean([look.sight.values.get(names.capability(seat.id, area), 0.0) for area in core]) < 15


def _single_kill_chain_supplier(look: Picture, seat: Seat) -> bool:
    lines = [a for a in capability.live_access(look.sight, seat.id) if "targeting" in a.areas]
    return len({a.supplier for a in lines}) == 1 and lines[0].supplier != seat.id


def _severity_uncontested(look: Picture, seat: Seat) -> bool:
    values = look.sight.values
    grave = any(
        a.supplier == seat.id and a.status == "live" and severity_of_use(a.licence, a.areas) > 5
        for a in look.sight.access.values()
    )
    contested = bool(values.get(names.compelled(seat.id)))
    return grave and not contested


def _member_leaves_pool(look: Picture, seat: Seat) -> bool:
    return any(
        look.sight.values.get(names.trust(member, seat.id), 50.0) < 25
        for member in seat.members
        if member in look.capability
    )


def _anchor_lost(look: Picture, seat: Seat) -> bool:
    return seat.anchor is not None and look.sight.values.get(names.trust(seat.anchor, seat.id), 50.0) < 20


def _forced_swap(look: Picture, seat: Seat) -> bool:
    return bool(look.book.setting.war) and any(
        look.sight.values.get(names.risk_label(lab)) for lab in look.book.setting.labs
    )


RED_LINES: Mapping[str, Callable[[Picture, Seat], bool]] = {
    "two_labs_refuse": _two_labs_refuse,
    "ally_on_chinese_stack": _ally_on_chinese_stack,
    "leverage_above_60": _leverage_above_60,
    "data_off_soil": _data_off_soil,
    "core_mission_lost": _core_mission_lost,
    "support_below_30": lambda look, seat: look.sight.values.get(names.domestic_support(seat.id), 50.0) < 30,
    "single_kill_chain_supplier": _single_kill_chain_supplier,
    "proven_theft_three_sanctions": lambda look, seat: look.sight.values.get(names.sanctions(seat.id), 0.0) >= 3,
    "severity_above_5_uncontested": _severity_uncontested,
    "dissent_above_60": lambda look, seat: look.sight.values.get(names.dissent(seat.id), 0.0) > 60,
    "open_lag_above_9": lambda look, seat: open_lag(look) > 9,
    "anchor_lost": _anchor_lost,
    "forced_swap_in_war": _forced_swap,
    "member_leaves_pool": _member_leaves_pool,
}
"""Red lines by the name that dossiers use."""
