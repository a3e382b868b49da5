"""What `wargame experiment analyse` says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from wargame.batch.beside_records import RecordBeside
from wargame.batch.comparisons import PairedEffect, by_fallbacks, effects
from wargame.batch.conduct_rates import conduct_rates
from wargame.batch.effects_within import effects_within
from wargame.batch.interactions import interactions
from wargame.batch.mediation import mediated
from wargame.batch.planned import ExperimentPlan
from wargame.batch.records_apart import apart
from wargame.batch.run_ledger import LedgerContents
from wargame.batch.runner import state_of
from wargame.batch.seat_regrets import seat_regrets, unheld_cells
from wargame.batch.sensitivity import sensitivities
from wargame.batch.unused_orders import never_given, unused_orders
from wargame.batch.variance_split import variance_shares
from wargame.commands.output import say_line, show
from wargame.present import experiment_rows as rows
from wargame.present import usage_rows as usage
from wargame.present.beside_rows import BESIDE_HEAD, BESIDE_MEANING, beside_in_words, beside_rows
from wargame.present.experiment_arms import arms_in_words
from wargame.present.experiment_rulings import rulings_in_words
from wargame.present.sensitivity_rows import sensitivity_head, sensitivity_rows
from wargame.present.within_rows import (
    INTERACTION_HEAD,
    WITHIN_HEAD,
    interaction_columns,
    interaction_meaning,
    interaction_rows,
    within_columns,
    within_in_words,
    within_meaning,
    within_rows,
)


def analysis_as_data(
    plan: ExperimentPlan,
    found: LedgerContents,
    without_fallbacks: bool,
    through: Sequence[str] = (),
    beside: Sequence[RecordBeside] = (),
    within: str | None = None,
) -> dict[str, Any]:
    """All numbers, for `--json`; `within` is a factor at whose levels effects are told, too, and how they differ."""
    at = state_of(plan, found)
    strata = () if without_fallbacks else by_fallbacks(plan, found)
    made = effects(plan, found, without_fallbacks=without_fallbacks)
    spread = variance_shares(plan, found, without_fallbacks=without_fallbacks)
    inside = effects_within(plan, found, within, without_fallbacks=without_fallbacks) if within is not None else ()
    apart_by = interactions(plan, found, within, without_fallbacks=without_fallbacks) if within is not None else ()
    return {
        "games": at.runs,
        "ok": at.ok,
        "fallbacks": len(at.fallbacks),
        "failed": len(at.failed),
        "stopped": len(at.stopped),
        "not_started": at.not_started,
        "limits": rows.limits_in_words(plan, at),
        "registered": list(plan.registered),
        "arms": arms_in_words(plan, made, spread),
        "effects": [_as_data(each) for each in made],
        "within": [{**asdict(each), "effect": _as_data(each.effect)} for each in inside],
        "interactions": [asdict(each) for each in apart_by],
        "spread": [asdict(each) for each in spread],
        "sensitivities": [asdict(each) for each in sensitivities(plan, found, without_fallbacks=without_fallbacks)],
        "by_fallbacks": [asdict(each) for each in strata],
        "through": [
            {**asdict(each), "share": each.share}
            for each in mediated(plan, found, through, without_fallbacks=without_fallbacks)
        ],
        "records": [
            {
                "id": each.id,
                "name": each.name,
                "people": each.people,
                "acts": each.acts,
                "run": each.run or None,
                "remarks": each.remarks,
            }
            for each in beside
        ],
        "beside": [asdict(each) for each in apart(plan, found, beside)],
        "regret": [asdict(each) for each in seat_regrets(plan, found)],
        "unused_orders": [asdict(each) for each in unused_orders(plan, found)],
        "never_ordered": list(never_given(plan, found)),
        "conduct": [{**asdict(each), "share": each.share} for each in conduct_rates(plan, found)],
    }


def _as_data(effect: PairedEffect) -> dict[str, Any]:
    return {**asdict(effect), "matters": effect.matters}


def _say_columns(columns: Mapping[str, str]) -> None:
    for name, meaning in columns.items():
        say_line(f"{name}: {meaning}")


def tell_analysis(
    plan: ExperimentPlan,
    found: LedgerContents,
    without_fallbacks: bool,
    through: Sequence[str] = (),
    beside: Sequence[RecordBeside] = (),
    within: str | None = None,
) -> None:
    """Limits, effects, what parameters and other outcomes have to do with them, spread, conduct.

    `within` is a factor at each level of which effects are told, too, and how far they differ between its levels.
    """
    paths = mediated(plan, found, through, without_fallbacks=without_fallbacks)
    made = effects(plan, found, without_fallbacks=without_fallbacks)
    inside = effects_within(plan, found, within, without_fallbacks=without_fallbacks) if within is not None else ()
    apart_by = interactions(plan, found, within, without_fallbacks=without_fallbacks) if within is not None else ()
    spread = variance_shares(plan, found, without_fallbacks=without_fallbacks)
    for line in (
        *rows.limits_in_words(plan, state_of(plan, found)),
        *rows.fallbacks_in_words(plan, found, without_fallbacks),
        *rows.pairless_in_words(made, without_fallbacks),
        *rows.replicates_in_words(plan, found),
        *rulings_in_words(plan, found),
        *rows.awareness_in_words(plan, found),
        *beside_in_words(beside),
        *arms_in_words(plan, made, spread),
    ):
        say_line(line)
    _say_columns(rows.columns_in_words(made))
    show(rows.effect_rows(made), rows.effect_head(made))
    if inside:
        say_line("")
        say_line(within_meaning(inside))
        _say_columns(within_columns(inside))
        show(within_rows(inside), WITHIN_HEAD)
        for line in within_in_words(inside):
            say_line(line)
    if apart_by:
        say_line("")
        say_line(interaction_meaning(apart_by))
        _say_columns(interaction_columns(apart_by))
        show(interaction_rows(apart_by), INTERACTION_HEAD)
    if plan.experiment.design and (counts := sensitivities(plan, found, without_fallbacks=without_fallbacks)):
        kind = plan.experiment.design.kind
        head, meaning = sensitivity_head(kind)
        say_line("")
        say_line(meaning)
        show(sensitivity_rows(counts, kind), head)
    if paths:
        say_line("")
        say_line(rows.MEDIATION_MEANING)
        show(rows.mediation_rows(paths), rows.MEDIATION_HEAD)
    if spread:
        say_line("")
        say_line(rows.SPREAD_MEANING)
        show(rows.spread_rows(spread), rows.SPREAD_HEAD)
    strata = () if without_fallbacks else by_fallbacks(plan, found)
    if strata:
        say_line("")
        say_line(rows.STRATA_MEANING)
        show(rows.strata_rows(strata), rows.STRATA_HEAD)
    if conduct := conduct_rates(plan, found):
        say_line("")
        say_line(rows.CONDUCT_MEANING)
        show(rows.conduct_rows(conduct), rows.CONDUCT_HEAD)
    if regrets := seat_regrets(plan, found):
        say_line("")
        say_line(usage.regret_meaning(unheld_cells(plan, found)))
        show(usage.regret_rows(regrets), usage.REGRET_HEAD)
    if unused := unused_orders(plan, found):
        say_line("")
        say_line(usage.unused_in_words(never_given(plan, found)))
        show(usage.unused_rows(unused), usage.UNUSED_HEAD)
    if held := apart(plan, found, beside):
        say_line("")
        say_line(BESIDE_MEANING)
        show(beside_rows(held), BESIDE_HEAD)
