"""What an experiment comes to before it is played, in words and as data: games, pairs, power, time and cost."""

from __future__ import annotations

import os
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from wargame.commands.output import answer, say_line
from wargame.commands.progress import about_time
from wargame.errors import ExperimentError, MissingLibrary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wargame.batch.planned import ExperimentPlan
    from wargame.batch.run_ledger import LedgerContents
    from wargame.batch.smallest_seen import SmallestSeen

TOLD = 10
"""Failures and cells that are listed at most."""
RUNS_TOLD = 20
"""Games whose ids are listed at most."""


def plan_in_words(plan: ExperimentPlan, found: LedgerContents | None = None) -> list[str]:
    """Its games, cells, pairs and outcomes, a line each, and the smallest differences that it can see.

    Games that are `found` say how far differences spread.
    """
    from wargame.batch.crossing import design_in_words, mixed_up

    cells, seeds = len(plan.cells), len(plan.experiment.numbers)
    again = f", each played {plan.replicates} times" if plan.replicates > 1 else ""
    each = f"{_of(cells, 'cell')} of {_of(seeds, 'seed')} each{again}"
    lines = [f"{plan.experiment.name}: {_of(len(plan.runs), 'game')}, {each}"]
    lines += [f"  {cell.name}" for cell in plan.cells[:TOLD]]
    lines += [f"  and {cells - TOLD} more"] if cells > TOLD else []
    lines += [f"edit: {each}" for each in plan.changes[:TOLD]]
    lines += [f"  and {len(plan.changes) - TOLD} more edits"] if len(plan.changes) > TOLD else []
    starts = dict.fromkeys(cell.start.in_words for cell in plan.cells if cell.start is not None)
    lines += [f"from {each}" for each in starts]
    if (design := plan.experiment.design) is not None:
        over = ", ".join(f"{name} {low:g} to {high:g}" for name, (low, high) in plan.varied.items())
        lines.append(f"design: {design.kind}, {design_in_words(design)} over {over}")
    if cells > 1:
        lines.append(f"pairs: each cell beside {plan.cells[0].name!r}, seed by seed: {_of(seeds, 'pair')} a comparison")
        lines += mixed_up(plan.experiment)
        lines += _power(plan, found)
        lines += _sequence(plan)
    return [*lines, f"outcomes: {', '.join(f'{each.name} ({each.unit})' for each in plan.outcomes)}", *_remarks(plan)]


def _remarks(plan: ExperimentPlan) -> list[str]:
    """Levers that do nothing in some cells, names that tables lose, and outcomes that sum what runs on already."""
    from wargame.batch.names_in_tables import misread
    from wargame.batch.outcome_units import sums_what_runs_on

    return [*plan.remarks, *misread(plan.experiment.factors)] + [
        f"{each.name}: `area` sums a count that runs on from the start, so that what happens early counts again in "
        "each later turn: this is no number of deeds; `at: end` is"
        for each in plan.outcomes
        if sums_what_runs_on(each.reads, each.at)
    ]


def _sequence(plan: ExperimentPlan) -> list[str]:
    """In which order games begin; nothing of games of scripts in the order of the file, which nothing hangs on."""
    if plan.sequence is not None:
        return [f"order: the games of each seed begin in an order that is drawn, with sequence {plan.sequence}"]
    if any(cell.has_models for cell in plan.cells):
        return [
            "order: the games of each seed begin as the file has their cells; if a model changes while they are "
            "played, that cannot be told from what cells do. `sequence: drawn` draws the order"
        ]
    return []


def _power(plan: ExperimentPlan, found: LedgerContents | None) -> list[str]:
    """The smallest differences that a plan can see; nothing without SciPy, or with one seed."""
    from wargame.batch.comparisons import smallest_visible
    from wargame.batch.smallest_seen import smallest_seen

    seeds = len(plan.experiment.numbers)
    comparisons = plan.comparisons
    if seeds < 2:
        return ["power: one pair a comparison shows no difference for certain"]
    try:
        alone, among = smallest_visible(seeds), smallest_visible(seeds, comparisons)
    except MissingLibrary:
        return ["power: `pip install scipy` tells the smallest differences that so many pairs show"]
    return [
        f"power: with {seeds} pairs a difference is found four times in five if it is at least {alone:.2f} times the "
        "standard deviation of the differences within pairs"
        + (f"; among {comparisons} comparisons, at least {among:.2f} times" if comparisons > 1 else ""),
        *map(_seen_in_words, smallest_seen(plan, found)),
    ]


def _seen_in_words(seen: SmallestSeen) -> str:
    """Whether the smallest effect that matters of an outcome is seen, as far as that can be said before all games."""
    from wargame.present.plain_numbers import in_digits

    told = (
        f"power: {seen.outcome}: the smallest effect that matters, {seen.smallest:g} ({seen.unit}), is seen so if "
        f"what differs within pairs has a standard deviation of at most {in_digits(seen.most, 3)}"
    )
    if seen.spread is None:
        return told
    can = "the plan can see it" if seen.is_seen else "the plan cannot see it, and more seeds can"
    return f"{told}; in the games that are sealed it is {in_digits(seen.spread, 3)}: {can}"


def _power_as_data(plan: ExperimentPlan, found: LedgerContents | None) -> dict[str, object]:
    """In standard deviations of a difference within pairs; None where it cannot be told.

    Of smallest effects that matter: with which standard deviation, at most, they are seen, in the outcome's unit, and
    the largest of the games that are sealed.
    """
    from wargame.batch.comparisons import smallest_visible
    from wargame.batch.smallest_seen import smallest_seen

    pairs, comparisons = len(plan.experiment.numbers), plan.comparisons
    told: dict[str, object] = {"pairs": pairs, "comparisons": comparisons, "visible": None, "visible_among_all": None}
    if pairs < 2 or not comparisons:
        return told
    try:
        alone, among = smallest_visible(pairs), smallest_visible(pairs, comparisons)
        matter = {
            each.outcome: {"smallest": each.smallest, "spread_at_most": each.most, "spread_so_far": each.spread}
            for each in smallest_seen(plan, found)
        }
    except MissingLibrary:
        return told
    return {**told, "visible": alone, "visible_among_all": among, "smallest_that_matter": matter}


def plan_as_data(plan: ExperimentPlan, found: LedgerContents | None = None) -> dict[str, object]:
    """The same for `--json`, with every run."""
    return {
        "experiment": plan.experiment.name,
        "games": len(plan.runs),
        "seeds": len(plan.experiment.numbers),
        "replicates": plan.replicates,
        "cells": [{"name": cell.name, "levels": dict(cell.levels)} for cell in plan.cells],
        "outcomes": [each.name for each in plan.outcomes],
        "units": {each.name: each.unit for each in plan.outcomes},
        "edits": list(plan.changes),
        "remarks": _remarks(plan),
        "sequence": dict(plan.sequence_told),
        "power": _power_as_data(plan, found),
        "budget": plan.experiment.budget.model_dump(),
        "runs": [
            {"run": run.id, "cell": plan.cells[run.cell].name, "seed": run.seed, "replicate": run.replicate}
            for run in plan.runs
        ],
    }


def dry_run_told(plan: ExperimentPlan, out: Path, workers: int, json: bool) -> None:
    """Say what would be played. A game of each cell, up to ten, is played to see how long it takes, none of models.

    SpecError or ExperimentError where a run would refuse the folder, as it does.
    """
    from wargame.batch.begun_otherwise import check_begun
    from wargame.batch.game_played import play_run, work_of
    from wargame.batch.ledger_of_plan import contents_of
    from wargame.batch.ledger_writer import check_place
    from wargame.batch.planned import PlannedRun
    from wargame.batch.steering import steering_of
    from wargame.commands.experiment_cost import cost_ahead

    check_place(out)
    steering_of(out)  # a run reads it first of all, and refuses what it cannot read
    found, work = contents_of(plan, out), work_of(plan)
    check_begun(plan, found, to_play=True)
    plain = [place for place, cell in enumerate(plan.cells) if not cell.has_models]
    tried, begun = plain[:TOLD], monotonic()
    for place in tried:
        played = play_run(work, PlannedRun("", place, plan.experiment.numbers[0]))
        if played.fault:
            raise ExperimentError(f"cell {plan.cells[place].name!r}: its first game fails: {played.fault}")
    each = (monotonic() - begun) / max(1, len(tried))
    left = [run for run in plan.runs if run.id not in found.sealed]
    without = sum(not plan.cells[run.cell].has_models for run in left)
    seconds = each * without / min(workers, os.cpu_count() or 1)
    if json:
        at = {"sealed": len(plan.runs) - len(left), "seconds_a_game": each, "seconds_left": seconds}
        cost = cost_ahead(plan, out, found)
        answer({**plan_as_data(plan, found), **at, "games_of_models_left": len(left) - without, **cost.as_data()})
        return
    cost = cost_ahead(plan, out, found)  # what it refuses is told before anything else
    for line in plan_in_words(plan, found):
        say_line(line)
    say_line(f"{_are(len(plan.runs) - len(left), 'game')} sealed in {out}, {_are(len(left))} to be played")
    if without:
        by = _of(workers, "process", "es")
        say_line(f"a game without models takes {each:.2f} s here: {about_time(seconds)} with {by}")
    for line in cost.in_words():
        say_line(line)
    for line in _runs_told(plan):
        say_line(line)


def _runs_told(plan: ExperimentPlan) -> Iterator[str]:
    """The ids of the first games; the rest where a program reads them."""
    for run in plan.runs[:RUNS_TOLD]:
        again = f", game {run.replicate} of it" if plan.replicates > 1 else ""
        yield f"{run.id}  seed {run.seed}{again}  {plan.cells[run.cell].name}"
    if (more := len(plan.runs) - RUNS_TOLD) > 0:
        yield f"and {more} more {'game' if more == 1 else 'games'}, whose ids `--json` lists"


def _of(count: int, what: str, more: str = "s") -> str:
    return f"{count} {what}{more * (count != 1)}"


def _are(count: int, what: str = "") -> str:
    return f"{_of(count, what) if what else count} {'is' if count == 1 else 'are'}"
