"""The columns of tables of results, each with type, unit and meaning: those of all, and those that only some have."""

from __future__ import annotations

from collections.abc import Mapping

from wargame.balance.direct_increments import unit_of_parameter
from wargame.batch.conduct import COUNTS
from wargame.batch.experiment_file import LARGEST_SEED
from wargame.batch.intent_gaps import GAP_COLUMNS
from wargame.batch.level_meanings import level_meaning
from wargame.batch.outcome_units import reading_unit
from wargame.batch.planned import ExperimentPlan
from wargame.transcript.codebook import Heading, column_row, number, text, whole

COMMON: Mapping[str, Heading] = {
    "run": text("id of the game: it follows from the names of its levels, its seed and its number"),
    "seed": whole("seed of all chance; games of one seed are a pair, cell by cell", "seed", high=LARGEST_SEED),
}
BESIDE: Mapping[str, Heading] = {
    "source": text("`experiment`, or the name of the file of a record that was laid beside it"),
    "people": whole(
        "seats that people played at any time; models and scripts play all seats of an experiment", "seats"
    ),
}
"""Columns of tables in which recorded games stand beside those of an experiment."""
REMARK: Mapping[str, Heading] = {
    "remark": text(
        "of a record: what is otherwise in it than in the experiment's games; where it is one of them, which"
    )
}
"""A column of `runs` where recorded games stand in it."""
ORDERS: Mapping[str, Heading] = {
    "seat": text("id of the seat, or of one that is in the world without a seat and acts by doctrine"),
    "kind": text("kind of order"),
    "times": whole("how often an order of this kind was carried out", "orders", 1),
}
"""Columns of the table `orders`, after those that all tables have."""
NUMBERS = column_row(
    "all tables",
    "numbers",
    number(
        "every number with a point, in all columns: a 64-bit float, in CSV in the shortest form that reads back as the "
        "same one, such as 0.30000000000000004; nothing is rounded, and digits are no precision",
        "of the column",
    ),
    "everybody",
    "the ledger",
)
"""What the codebook says of all of them together."""
RULED: Mapping[str, Heading] = {
    "ruled": whole("arguments that judges ruled, or left to the rules", "arguments"),
    "heard": whole(
        "how many of them any judge gave an opinion of; the rules ruled the others; empty: not counted", "arguments"
    ),
    "odds": number("mean chance of success that judges proposed, first over those of an argument", "0-1", 0, 1),
    "spread": number("mean of the highest less the lowest chance of an argument; empty for one judge", "0-1", 0, 1),
}
"""Columns of games in some of which models rule arguments."""


def headings(plan: ExperimentPlan, beside: bool = False) -> Mapping[str, Mapping[str, Heading]]:
    """The columns of each table of an experiment: `runs`, `seats`, `turns`, `orders`, and of models `gaps`.

    More of them where records lie beside.
    """
    levels = {f"factor.{each.name}": text(level_meaning(each)) for each in plan.factors}
    levels |= {
        f"param.{name}": number("value of this parameter, which the design varies", unit_of_parameter(name))
        for name in plan.varied
    }
    if plan.replicates > 1:
        levels["replicate"] = whole("which of the games of its cell with its seed, from 1", "game", 1)
    if leave_records(plan):
        levels["from"] = text("game that this one leaves, and the last line that both share: GAME:LINE; empty: none")
    begin = {**COMMON, **levels, **(BESIDE if beside else {})}
    outcomes = {f"outcome.{each.name}": number(_read_as(each.reads.kind, each.at), each.unit) for each in plan.outcomes}
    series = {
        f"reading.{each.name}": number(f"{each.reads.kind} as read at the end of the turn", reading_unit(each.reads))
        for each in plan.outcomes
    }
    return {
        "runs": {
            **begin,
            **(REMARK if beside else {}),
            "state": text(
                "ok, fallbacks (sealed, but scripts made decisions of models), failed, stopped, not started"
                "; of the last three all numbers are empty"
            ),
            "reason": text("why it failed or stopped"),
            "turns": whole("turns that were played", "turn"),
            "parted": whole(
                "first turn at whose end the world was not as in the game of the first cell; empty: never", "turn", 1
            ),
            "decisions": whole("decisions of all seats", "decisions"),
            "asked": whole("decisions that were asked of models, and opinions of judges who rule", "answers"),
            "fallbacks": whole("how many models did not give: scripts played there, or the rules ruled", "answers"),
            "tokens": whole("tokens that models took, on the high side where an endpoint did not say", "tokens"),
            "money": number("what they cost where the price was known", "currency of the price table", low=0),
            **(RULED if have_judges(plan) else {}),
            **outcomes,
        },
        "seats": {
            **begin,
            "seat": text("id of the seat; those that are in the world without a seat have no row here"),
            "player": text("spec of who played it"),
            "score": number("final score", "points", 0, 100),
            "place": number(
                "where it stands between passing, 0, and the best doctrine, 100; empty: no references",
                "% of the way",
            ),
            "regret": number(
                "how far it lies behind the best doctrine; below 0: better; empty: no references", "points"
            ),
            "orders": whole("its orders that were carried out", "orders"),
            **COUNTS,
        },
        "turns": {
            **begin,
            "turn": whole("turn, from 1", "turn", 1),
            "state": text("hash of the state at its end"),
            **series,
        },
        "orders": {**begin, **ORDERS},
        **({"gaps": {**begin, **GAP_COLUMNS}} if any(cell.has_models for cell in plan.cells) else {}),
    }


def _read_as(kind: str, at: object) -> str:
    times = {"end": "at the end of the game", "mean": "mean over all turns", "area": "sum over all turns"}
    return f"{kind}, {times.get(str(at), f'at the end of turn {at}')}; empty where the game has nothing of the kind"


def have_judges(plan: ExperimentPlan) -> bool:
    """Whether models rule arguments in any game."""
    return any(cell.judges for cell in plan.cells)


def leave_records(plan: ExperimentPlan) -> bool:
    """Whether any game leaves a record."""
    return any(cell.start is not None for cell in plan.cells)
