"""What the scores of an experiment's seats are held against, cell by cell: references that lie beside its scenario."""

from __future__ import annotations

from wargame.batch.planned import ExperimentPlan
from wargame.transcript.references import References, references_of


def references_by_cell(plan: ExperimentPlan) -> tuple[References | None, ...]:
    """The references that hold for each cell; none of a design, whose points have parameters of their own.

    Equal tables are looked up once, at the cost of writing out their scenario. PackError for references that cannot be
    read.
    """
    known: dict[tuple[object, ...], References | None] = {}
    found = []
    for cell in plan.cells:
        setup, parameters = cell.setup, cell.parameters
        table = (cell.scenario.hash, setup.variant, setup.turns, parameters, cell.start is None)
        if table not in known:
            known[table] = None if plan.varied or cell.start is not None else references_of(setup)
        found.append(known[table])
    return tuple(found)
