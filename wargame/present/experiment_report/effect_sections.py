"""The parts of the page that tell effects: over all games, at each level of a factor, and how far these differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wargame.batch.comparisons import PairedEffect
from wargame.batch.effects_within import effects_within
from wargame.batch.interactions import interactions
from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import LedgerContents
from wargame.present import experiment_rows as rows
from wargame.present import within_rows as rows_within
from wargame.present.experiment_report.effect_drawing import effects_drawn
from wargame.present.experiment_report.page_parts import PageFigure, PageSection

PICTURES = (
    "In the pictures a thick line is Student's interval, a thin one the bootstrap's, and a filled dot stands where the "
    "corrected P is below .05; a cross has no interval. Dashed lines are the smallest effect that matters, either way, "
    "where the file names one."
)


def effects_section(made: Sequence[PairedEffect]) -> PageSection:
    """What each level did, over all levels of the other factors."""
    return PageSection(
        title="What each level did",
        texts=(PICTURES,),
        columns=rows.columns_in_words(made),
        figures=tuple(_of_effects(made)),
        head=rows.effect_head(made),
        rows=rows.effect_rows(made),
    )


def within_sections(plan: ExperimentPlan, found: LedgerContents, without: bool, factor: str) -> Iterator[PageSection]:
    """Effects at each level of a factor, and how far they differ between its levels; they come from what was read.

    SpecError, MissingLibrary and ExperimentError as `effects_within` raises them.
    """
    inside = effects_within(plan, found, factor, without_fallbacks=without)
    yield PageSection(
        title=f"What each level did at each level of {factor}",
        texts=(rows_within.within_meaning(inside), *rows_within.within_in_words(inside)),
        columns=rows_within.within_columns(inside),
        figures=tuple(_by_effect((each.at, each.effect) for each in inside)),
        head=rows_within.WITHIN_HEAD,
        rows=rows_within.within_rows(inside),
    )
    if differ := interactions(plan, found, factor, without_fallbacks=without):
        yield PageSection(
            title=f"How far effects differ between levels of {factor}",
            texts=(rows_within.interaction_meaning(differ),),
            columns=rows_within.interaction_columns(differ),
            figures=tuple(_by_effect((f"{each.at} less {each.less_at}", each.difference) for each in differ)),
            head=rows_within.INTERACTION_HEAD,
            rows=rows_within.interaction_rows(differ),
        )


def _of_effects(made: Sequence[PairedEffect]) -> Iterator[PageFigure]:
    for outcome, unit in {each.outcome: each.unit for each in made}.items():
        those = {f"{each.factor}: {each.level}": each for each in made if each.outcome == outcome}
        if picture := effects_drawn(outcome, those):
            yield PageFigure(f"{outcome} ({unit})", picture)


def _by_effect(made: Iterable[tuple[str, PairedEffect]]) -> Iterator[PageFigure]:
    """A picture for each outcome and level that has an interval, of effects under the names of their rows."""
    by_effect: dict[str, dict[str, PairedEffect]] = {}
    for name, each in made:
        by_effect.setdefault(f"{each.outcome} ({each.unit}), {each.factor}: {each.level}", {})[name] = each
    for title, those in by_effect.items():
        if any(each.low is not None for each in those.values()):
            yield PageFigure(title, effects_drawn(title, those))
