"""The page of an experiment: what its limits are first, then what came out, then how it was made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from statistics import fmean, stdev

from jinja2 import Template

from wargame.batch.beside_records import RecordBeside
from wargame.batch.comparisons import UNVARIED, PairedEffect, by_fallbacks, effects
from wargame.batch.conduct_rates import conduct_rates
from wargame.batch.experiment_file import OutcomeLine
from wargame.batch.outcome_values import values_of_games
from wargame.batch.planned import ExperimentPlan, run_id
from wargame.batch.records_apart import apart, record_outcomes
from wargame.batch.result_tables import manifest
from wargame.batch.run_ledger import LedgerContents
from wargame.batch.runner import BatchState, state_of
from wargame.batch.seat_regrets import seat_regrets, unheld_cells
from wargame.batch.sensitivity import sensitivities
from wargame.batch.unused_orders import never_given, unused_orders
from wargame.batch.variance_split import variance_shares
from wargame.core.plain_text import plain_line
from wargame.core.words import many
from wargame.page_templates import page_templates
from wargame.present import beside_rows as held
from wargame.present import experiment_rows as rows
from wargame.present import usage_rows as usage
from wargame.present.experiment_arms import arms_in_words
from wargame.present.experiment_report.effect_sections import effects_section, within_sections
from wargame.present.experiment_report.page_parts import PageFigure, PageSection
from wargame.present.experiment_report.value_drawing import MOST_ROWS, values_drawn
from wargame.present.experiment_rulings import rulings_in_words
from wargame.present.plain_numbers import in_digits, is_number
from wargame.present.report.document import has_long_word
from wargame.present.sensitivity_rows import sensitivity_head, sensitivity_rows
from wargame.rules.version import RULES

MOST_LEVELS = 40
"""Levels, cells and reasons that are told one by one."""


@dataclass(frozen=True, slots=True)
class ExperimentPage:
    """A page before it is HTML."""

    title: str
    says: str
    sections: tuple[PageSection, ...]


def experiment_page(
    plan: ExperimentPlan,
    found: LedgerContents,
    *,
    without_fallbacks: bool = False,
    beside: Sequence[RecordBeside] = (),
    within: str | None = None,
) -> ExperimentPage:
    """The page of an experiment by what its folder holds, and by records that are laid beside it; nothing is played.

    `within` is a factor at each level of which effects are told, too, and how far they differ between its levels.
    MissingLibrary without SciPy; ExperimentError where games were read for other outcomes than the plan's; SpecError
    for a factor within which no effect can be told.
    """
    sections = tuple(_sections(plan, found, without_fallbacks, beside, within))
    return ExperimentPage(plan.experiment.name, plan.experiment.says, sections)


def page_as_html(page: ExperimentPage) -> str:
    """The whole file as text, with its styles and pictures inside: it loads nothing from anywhere and has no script."""
    return _template().render(page=page)


@cache
def _template() -> Template:
    environment = page_templates("wargame.present.experiment_report")
    environment.filters.update(plain=plain_line)
    environment.globals.update(has_long_word=has_long_word, is_number=is_number)
    return environment.get_template("experiment.html.j2")


def _sections(
    plan: ExperimentPlan,
    found: LedgerContents,
    without: bool,
    beside: Sequence[RecordBeside],
    within: str | None,
) -> Iterator[PageSection]:
    at, made = state_of(plan, found), effects(plan, found, without_fallbacks=without)
    inside = () if within is None else tuple(within_sections(plan, found, without, within))
    limits = (*_limits(plan, found, at, made, without, within), *held.beside_in_words(beside))
    yield PageSection(title="Limits of this page", texts=limits)
    if made:
        yield effects_section(made)
    yield from inside
    if plan.experiment.design and (counts := sensitivities(plan, found, without_fallbacks=without)):
        kind = plan.experiment.design.kind
        head, said = sensitivity_head(kind)
        yield PageSection(
            title="How much each parameter counts", texts=(said,), head=head, rows=sensitivity_rows(counts, kind)
        )
    if spread := variance_shares(plan, found, without_fallbacks=without):
        meaning, table = (rows.SPREAD_MEANING,), rows.spread_rows(spread)
        yield PageSection(title="Where the spread comes from", texts=meaning, head=rows.SPREAD_HEAD, rows=table)
    yield _values(plan, found, without)
    if strata := () if without else by_fallbacks(plan, found):
        meaning, table = (rows.STRATA_MEANING,), rows.strata_rows(strata)
        yield PageSection(title="Where scripts played for models", texts=meaning, head=rows.STRATA_HEAD, rows=table)
    if conduct := conduct_rates(plan, found):
        meaning, table = (rows.CONDUCT_MEANING,), rows.conduct_rows(conduct)
        yield PageSection(title="How players behaved", texts=meaning, head=rows.CONDUCT_HEAD, rows=table)
    if regrets := seat_regrets(plan, found):
        meaning, table = (usage.regret_meaning(unheld_cells(plan, found)),), usage.regret_rows(regrets)
        yield PageSection(title="Beside the best doctrine", texts=meaning, head=usage.REGRET_HEAD, rows=table)
    if unused := unused_orders(plan, found):
        meaning, table = (usage.unused_in_words(never_given(plan, found)),), usage.unused_rows(unused)
        yield PageSection(title="Orders that nobody gave", texts=meaning, head=usage.UNUSED_HEAD, rows=table)
    if beside:
        yield from _beside(plan, found, beside)
    yield _design(plan)
    yield _games(plan, found, at)
    data = json.dumps(_said(manifest(plan, found, beside)), ensure_ascii=False, indent=1)
    texts = ("What was played, by which program, with which settings; what a file leaves open is left out.",)
    yield PageSection(title="Manifest", texts=texts, data=data)


def _said(data: object) -> object:
    """The same without what is None: a reader looks for what was set."""
    if isinstance(data, Mapping):
        return {key: _said(value) for key, value in data.items() if value is not None}
    return [_said(each) for each in data] if isinstance(data, list | tuple) else data


def _beside(plan: ExperimentPlan, found: LedgerContents, beside: Sequence[RecordBeside]) -> Iterator[PageSection]:
    """Recorded games: which they are, what came out in each, and how far they are from the experiment's."""
    for title, meaning, head, table in (
        ("Recorded games", held.RECORD_MEANING, held.RECORD_HEAD, held.record_rows(beside)),
        (
            "What recorded games came to",
            held.OUTCOME_MEANING,
            held.OUTCOME_HEAD,
            held.outcome_rows(record_outcomes(plan, found, beside), beside),
        ),
        (
            "Beside recorded games",
            held.BESIDE_MEANING,
            held.BESIDE_HEAD,
            held.beside_rows(apart(plan, found, beside)),
        ),
    ):
        if shown := tuple(table):
            yield PageSection(title=title, texts=(meaning,), head=head, rows=shown)


def _limits(
    plan: ExperimentPlan,
    found: LedgerContents,
    at: BatchState,
    made: Sequence[PairedEffect],
    without: bool,
    within: str | None,
) -> Iterator[str]:
    yield from rows.limits_in_words(plan, at)
    yield (
        f"Numbers come from the rules of a model (version {RULES}) and from its players, not from the world. "
        "Parameters are assumptions with ranges. A difference here says what these rules and players do; it says "
        "nothing of people, and no probability of any event can be read off it."
    )
    yield "A seed is one observation, however many games it has: n is the number of seeds."
    yield from rows.fallbacks_in_words(plan, found, without, on_page=True)
    yield from rows.pairless_in_words(made, without)
    yield from rows.replicates_in_words(plan, found)
    yield from rulings_in_words(plan, found)
    yield from rows.awareness_in_words(plan, found)
    yield from arms_in_words(plan, made, variance_shares(plan, found, without_fallbacks=without))
    if len(made) > 1:
        tested = f"P is {rows.corrected_for(made)}, and for none that was looked at elsewhere"
        has_p = any(each.p is not None for each in made)
        yield f"{len(made)} comparisons were looked at. {tested if has_p else 'None of them has a P'}."
    if within is not None:
        yield (
            f"Effects at each level of {within}, and how far they differ, are comparisons beside these; each of "
            "the two tables is corrected for its own number alone."
        )
    if still := [each for each in made if each.remark == UNVARIED]:
        are = "it is what it is" if len(still) == 1 else "they are what they are"
        yield f"{len(still)} of {len(made)} did not vary: {are} in these games, without an interval."
    if same := max((each.unmoved or 0.0 for each in made), default=0.0):
        yield f"Up to {same:.0%} of the pairs of a comparison were the same game to their end, and can show nothing."
    if lost := max((each.left_out for each in made), default=0):
        yield (
            f"Up to {many(lost, 'seed')} {'is' if lost == 1 else 'are'} left out of a comparison: a game with such a "
            "seed is missing, or has nothing to read."
        )
    if found.lost:
        have, are = ("a damaged record", "counts") if found.lost == 1 else ("damaged records", "count")
        yield f"{many(found.lost, 'game')} of the folder with {have} {are} as not played."


def _values(plan: ExperimentPlan, found: LedgerContents, without: bool) -> PageSection:
    figures, table = [], []
    found_values = values_of_games(plan, found, without_fallbacks=without)
    for outcome, unit, values in ((each.name, each.unit, found_values[each.name]) for each in plan.outcomes):
        by_cell: dict[str, list[float]] = {}
        for cell in plan.cells:
            games = product(plan.experiment.numbers, plan.times)
            each = (values.get(run_id(cell.name, seed, time)) for seed, time in games)
            by_cell[cell.name] = [value for value in each if value is not None]
        if picture := values_drawn(outcome, by_cell):
            figures.append(PageFigure(f"{outcome} ({unit})", picture))
        table += [_summed_up(outcome, unit, name, those) for name, those in list(by_cell.items())[:MOST_LEVELS]]
    texts = [
        "A dot is a game, a box the middle half of them, a bar their mean; a line goes from the least to the most."
    ]
    if len(plan.cells) > MOST_ROWS:
        texts.append(f"The first {MOST_ROWS} of {len(plan.cells)} cells are drawn; tables of results have all games.")
    head = ("OUTCOME", "UNIT", "CELL", "GAMES", "MEAN", "SD", "LEAST", "MOST")
    return PageSection(title="What the games came to", texts=texts, figures=figures, head=head, rows=table)


def _summed_up(outcome: str, unit: str, cell: str, values: Sequence[float]) -> tuple[str, ...]:
    if not values:
        return outcome, unit, cell, "0", "", "", "", ""
    spread = in_digits(stdev(values), 3) if len(values) > 1 else ""
    return (
        outcome,
        unit,
        cell,
        str(len(values)),
        in_digits(fmean(values), 4),
        spread,
        in_digits(min(values), 4),
        in_digits(max(values), 4),
    )


def _design(plan: ExperimentPlan) -> PageSection:
    experiment = plan.experiment
    numbers = experiment.numbers
    told = ", ".join(map(str, numbers[:10])) + (f" and {len(numbers) - 10} more" if len(numbers) > 10 else "")
    again = f", each played {plan.replicates} times" if plan.replicates > 1 else ""
    cells = f"{many(len(plan.cells), 'cell')} of {many(len(numbers), 'seed')} each"
    texts = [
        f"{many(len(plan.runs), 'game')}: {cells} ({told}){again}. Levels are crossed: {experiment.cross}. All games "
        f"have in common: {_plain(experiment.game.model_dump(exclude_defaults=True))}.",
    ]
    starts = dict.fromkeys(cell.start.in_words for cell in plan.cells if cell.start is not None)
    texts += [f"Games leave a record: {each}." for each in starts]
    table = [
        (factor.name, level.name, _plain(level.model_dump(exclude_defaults=True, exclude={"name"})) or "as above")
        for factor in plan.factors
        for level in factor.levels[:MOST_LEVELS]
    ]
    table += [
        ("outcome", each.name, f"{each.reads.kind}: {_plain(_read_in(each))}; at {each.at}; in {each.unit}")
        for each in plan.outcomes
    ]
    return PageSection(title="Design", texts=texts, head=("FACTOR", "LEVEL", "WHAT IS SO IN IT"), rows=table)


def _read_in(outcome: OutcomeLine) -> Mapping[str, object]:
    read: Mapping[str, object] = outcome.model_dump(exclude_defaults=True)["reads"]
    return read


def _plain(data: Mapping[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, default=str)[1:-1] if data else ""


def _games(plan: ExperimentPlan, found: LedgerContents, at: BatchState) -> PageSection:
    counts = {"ok": at.ok, "with fallbacks": len(at.fallbacks), "failed": len(at.failed), "stopped": len(at.stopped)}
    table: list[tuple[str, ...]] = [(name, str(count), "") for name, count in counts.items()]
    table.append(("not started", str(at.not_started), ""))
    reasons: Iterable[tuple[str, str]] = (*at.failed.items(), *at.stopped.items())
    table += [("", run, why) for run, why in list(reasons)[:MOST_LEVELS]]
    return PageSection(title="Games", head=("STATE", "GAMES", "WHY"), rows=table)
