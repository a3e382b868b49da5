"""What an experiment allows one to say, in sentences and rows: for a terminal, and for a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wargame.batch.comparisons import FEW, FallbackStrata, PairedEffect
from wargame.batch.conduct import RATES
from wargame.batch.conduct_rates import ConductRate
from wargame.batch.mediation import MediatedEffect
from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import LedgerContents
from wargame.batch.runner import BatchState
from wargame.batch.variance_split import VarianceShare
from wargame.core.words import many
from wargame.present.plain_numbers import chance_in_words, in_digits

SPREAD_HEAD = ("OUTCOME", "SOURCE", "SHARE", "BY CHANCE")
CONDUCT_HEAD = ("PLAYER", "SHARE", "VALUE", "95 %", "OF", "SEEDS", "REMARK")
STRATA_HEAD = ("OUTCOME", "LEVEL", "PAIRS ALONE", "EFFECT", "95 %", "PAIRS WITH FALLBACKS", "EFFECT", "95 %")


def limits_in_words(plan: ExperimentPlan, at: BatchState) -> list[str]:
    """What has to be known before any number is read: what the games are, how many, and how many are missing."""
    elsewhere = "" if plan.registered else "; exploratory unless it was registered elsewhere"
    lines = [
        f"Simulation: every seat is played by a script or a model. {at.sealed} of {many(at.runs, 'game')}, "
        f"{many(len(plan.experiment.numbers), 'seed')}{elsewhere}.",
        *plan.registered,
    ]
    if plan.varied:
        lines.append(
            "Of a parameter that the design varies, an effect is the change from the low to the high end of its range, "
            "on the plane that lies nearest to all points of a seed: bends and what two do together are averaged."
        )
    if len(plan.experiment.numbers) < FEW:
        lines.append(
            f"Few seeds: below {FEW}, intervals are right only if differences are spread about as a normal "
            "distribution is, and so few cannot show whether they are."
        )
    if not at.complete:
        stopped = f", {len(at.stopped)} stopped" if at.stopped else ""
        lines.append(f"Not complete: {len(at.failed)} failed{stopped}, {at.not_started} not started.")
    return lines


def fallbacks_in_words(
    plan: ExperimentPlan, found: LedgerContents, without: bool, *, on_page: bool = False
) -> list[str]:
    """How far these are games of the models that they name, in all and by cell where cells differ; empty without any.

    A table that loses the games of one cell more often than those of another compares what is left of them. Who reads a
    page cannot make another, and is told who can.
    """
    asked, others, games = 0, 0, 0
    by_cell: dict[str, tuple[int, int]] = {}
    for run in plan.runs:
        if (sealed := found.sealed.get(run.id)) is not None and sealed.asked:
            asked, others = asked + sealed.asked, others + sealed.fallbacks
            games += sealed.fallbacks > 0
            before = by_cell.get(sealed.cell, (0, 0))
            by_cell[sealed.cell] = before[0] + sealed.fallbacks, before[1] + sealed.asked
    if not asked:
        return []
    judged = any(cell.judges for cell in plan.cells)
    of, who = ("decisions and rulings", "scripts or the rules") if judged else ("decisions", "scripts")
    what = "decision or ruling" if judged else "decision"
    told = f"Models were asked for {asked} {of if asked != 1 else what}; {who} made {others} of them, in "
    told += f"{many(games, 'game')}, which {'is' if games == 1 else 'are'} "
    it = "it" if games == 1 else "them"
    leaves = f"whoever has the games can make it without {it}" if on_page else f"--without-fallbacks leaves {it} out"
    lines = [f"{told}{'left out' if without else f'in these numbers: {leaves}'}."]
    if others and len(by_cell) > 1:
        shares = sorted(((made / of, name) for name, (made, of) in by_cell.items()), reverse=True)
        (most, worst), (least, best) = shares[0], shares[-1]
        lines.append(f"{of.capitalize()} made by {who}, by cell: from {least:.0%} ({best}) to {most:.0%} ({worst}).")
    return lines


def pairless_in_words(made: Sequence[PairedEffect], without: bool) -> list[str]:
    """That nothing is left to be compared once games with fallbacks are left out; empty where something is."""
    if not without or not made or any(each.pairs for each in made):
        return []
    return ["Without the games that had such decisions no comparison has a pair, and no effect can be told."]


def replicates_in_words(plan: ExperimentPlan, found: LedgerContents) -> list[str]:
    """Of seeds that are played several times, how often all games of a cell were the same; empty where none was."""
    courses: dict[tuple[int, int], list[tuple[str, ...]]] = {}
    for run in plan.runs:
        if run.id in found.sealed:
            courses.setdefault((run.cell, run.seed), []).append(tuple(found.sealed[run.id].read.hashes))
    several = [games for games in courses.values() if len(games) > 1]
    same = sum(len(set(games)) == 1 for games in several)
    if not same:
        return []
    told = f"Replicates: with {same} of {len(several)} seeds of cells all games were the same to their end"
    return [f"{told}, as where an endpoint always answers alike: these say nothing of a model's own chance."]


def columns_in_words(made: Sequence[PairedEffect]) -> Mapping[str, str]:
    """What each column of these effects says that does not say it itself."""
    said = {
        "EFFECT": "level less the first level of its factor, within each seed, averaged over all other factors.",
        "UNIT": "that of the outcome, of EFFECT, of both intervals and of VISIBLE.",
        "95 %": "interval by Student's t over seeds. It is not corrected for the number of comparisons, nor is DRAWN.",
        "DRAWN": "interval by the bootstrap over seeds, from ten on.",
        "P": f"of no difference, two-sided by Student's t; {corrected_for(made)}, after Benjamini and Yekutieli.",
        "VISIBLE": "the smallest effect that these pairs show four times in five, were it the only comparison.",
        "MATTERS": (
            "95 % beside the smallest effect that matters, either way, as the file names it: all of the interval is "
            "smaller (no effect that matters), none of it is (effect that matters), or it is open. A VISIBLE above it: "
            "so many pairs may well leave it open."
        ),
        "SAME": "pairs of games that never parted.",
        "DRAWS": "of the draws of chance in the records of a pair, those that both have.",
    }
    return {name: meaning for name, meaning in said.items() if name in effect_head(made)}


def _has_smallest(made: Sequence[PairedEffect]) -> bool:
    return any(each.smallest is not None for each in made)


def effect_head(made: Sequence[PairedEffect]) -> tuple[str, ...]:
    """The heads of the columns of these effects; MATTERS only where the file says of one how large that is."""
    matters = ("MATTERS",) if _has_smallest(made) else ()
    numbers = ("PAIRS", "EFFECT", "95 %", "DRAWN", "P", "VISIBLE")
    return "OUTCOME", "UNIT", "LEVEL", *numbers, *matters, "SAME", "DRAWS", "REMARK"


def effect_rows(made: Sequence[PairedEffect]) -> list[tuple[str, ...]]:
    """A row for each effect, under `effect_head`: outcome by outcome, as pictures are."""
    outcomes = list(dict.fromkeys(each.outcome for each in made))
    return [
        (
            each.outcome,
            each.unit,
            f"{each.factor}: {each.level}",
            str(each.pairs),
            signed_in_words(each.mean),
            interval_in_words(each.low, each.high),
            interval_in_words(each.drawn_low, each.drawn_high),
            corrected_in_words(each),
            visible_in_words(each),
            *((_matters(each),) if _has_smallest(made) else ()),
            "" if each.unmoved is None else f"{each.unmoved:.0%}",
            "" if each.shared is None else f"{each.shared:.0%}",
            remark_in_words(each),
        )
        for each in sorted(made, key=lambda each: outcomes.index(each.outcome))
    ]


def _matters(each: PairedEffect) -> str:
    return "" if each.smallest is None else f"{each.matters} (±{each.smallest:g})"


def corrected_for(made: Sequence[PairedEffect], which: str = "") -> str:
    """For how many comparisons p-values are corrected: one that did not vary has none, and does not count.

    `which` comparisons these are, such as `of this table`.
    """
    tested, looked_at = sum(each.p is not None for each in made), many(len(made), "comparison")
    looked_at += f" {which}" if which else ""
    if not tested:
        return f"none of {looked_at} has one"
    return f"corrected for {looked_at if tested == len(made) else f'the {tested} of {looked_at} that have one'}"


def corrected_in_words(each: PairedEffect) -> str:
    """Its corrected p, as `chance_in_words` writes one; empty where it has none."""
    return "" if each.corrected is None else chance_in_words(each.corrected)


def visible_in_words(each: PairedEffect) -> str:
    """The smallest difference that so many pairs show; empty where it cannot be told."""
    return "" if each.visible is None else in_digits(each.visible, 2)


def remark_in_words(each: PairedEffect) -> str:
    """What stands in the way of trusting an interval, the exact p of few pairs, and seeds that are left out."""
    parts = [each.remark] if each.remark else []
    if each.exact is not None and each.least is not None:
        of = f"with {many(each.pairs, 'pair')} it cannot be below {in_digits(each.least, 3)}"
        parts.append(f"exact p {chance_in_words(each.exact)}, not corrected; {of}")
    if each.left_out:
        parts.append(f"{many(each.left_out, 'seed')} left out")
    return "; ".join(parts)


def interval_in_words(low: float | None, high: float | None) -> str:
    """`[LOW, HIGH]`, or nothing where it cannot be told."""
    return "" if low is None or high is None else f"[{in_digits(low, 3)}, {in_digits(high, 3)}]"


def signed_in_words(value: float | None) -> str:
    """A difference with its sign, and zero without one; empty where there is none."""
    return "" if value is None else in_digits(value + 0.0, 3, "+" if value else "")


SPREAD_MEANING = (
    "Where the spread of each outcome comes from, as shares of its sum of squares. seed: what games of one seed share; "
    "levels together: what factors do only in company, and where they are not fully crossed all that they do; rest: "
    "what a level does in one seed and not in another; "
    "replicates: what games of one cell and seed have apart, if a seed is played several times. "
    "BY CHANCE: the share of a source that does nothing."
)


def spread_rows(made: Sequence[VarianceShare]) -> list[tuple[str, ...]]:
    """A row for each source of the spread of each outcome, under `SPREAD_HEAD`."""
    return [
        (each.outcome, each.source, f"{each.share:.1%}", "" if each.chance is None else f"{each.chance:.1%}")
        for each in made
    ]


STRATA_MEANING = (
    "The same effects by what scripts did for models: in seeds whose games models played alone, and in those where "
    "scripts played for them. Not corrected, and no test: where the two differ, fallbacks are part of the effect."
)


def strata_rows(made: Sequence[FallbackStrata]) -> list[tuple[str, ...]]:
    """A row for each comparison, under `STRATA_HEAD`."""
    return [
        (
            each.alone.outcome,
            f"{each.alone.factor}: {each.alone.level}",
            *(cell for side in (each.alone, each.helped) for cell in _side(side)),
        )
        for each in made
    ]


def _side(each: PairedEffect) -> tuple[str, str, str]:
    return str(each.pairs), signed_in_words(each.mean), interval_in_words(each.low, each.high)


CONDUCT_MEANING = (
    "How players behaved, by what is typed: statements, orders, pledges, answers. All cells, and all seats of a kind "
    "of player, are counted together; by cell and seat the counts stand in the table `seats`. Intervals are "
    "the bootstrap over seeds. Of words those of models alone are counted: how often they say for what they take their "
    "table, and which orders they name in private as meant, both by patterns; what they mean in other words is not."
)


def conduct_rows(made: Sequence[ConductRate]) -> list[tuple[str, ...]]:
    """A row for each share of each player, under `CONDUCT_HEAD`; kinds of what nobody said are left out."""
    return [
        (
            each.player,
            each.name.replace("_", " "),
            f"{each.share:.0%}",
            "" if each.low is None or each.high is None else f"[{each.low:.0%}, {each.high:.0%}]",
            f"{each.part} of {each.among}: {RATES[each.name][2]}",
            str(each.seeds),
            each.remark,
        )
        for each in made
        if each.part or not each.name.startswith("aware_")
    ]


MEDIATION_HEAD = ("OUTCOME", "LEVEL", "THROUGH", "PAIRS", "EFFECT", "PASSES", "95 %", "SHARE", "REMARK")


def awareness_in_words(plan: ExperimentPlan, found: LedgerContents) -> list[str]:
    """How often models said that they take this for a test, a simulation or a game; empty where none wrote anything."""
    games = [found.sealed[run.id].read.conduct for run in plan.runs if run.id in found.sealed]
    written, aware, tested = (
        sum(counts.get(name, 0) for game in games for counts in game.values())
        for name in ("written", "aware", "aware_test")
    )
    if not written:
        return []
    told = f"In {aware} of {many(written, 'decision')} models said that they take this for a test, a simulation or a "
    told += f"game, in {tested} of them that they are tested"
    then = ": what they do then need not be what they do elsewhere" if aware else ""
    return [f"{told}{then}. Who does not say so is not counted."]


MEDIATION_MEANING = (
    "How much of each effect goes together, seed by seed, with what the level did to another outcome (Judd, Kenny and "
    "McClelland). PASSES: the part that does; the rest is direct. SHARE: of the effect, where the effect is told from "
    "zero. It is a path only if nothing else moves both, the line is straight, and what it passes through comes first; "
    "an arm that holds it still shows more."
)


def mediation_rows(made: Sequence[MediatedEffect]) -> list[tuple[str, ...]]:
    """A row for each effect and what it passes through, under `MEDIATION_HEAD`."""
    return [
        (
            each.outcome,
            f"{each.factor}: {each.level}",
            each.through,
            str(each.pairs),
            signed_in_words(each.total),
            signed_in_words(each.passed),
            interval_in_words(each.low, each.high),
            "" if each.share is None else f"{each.share:.0%}",
            each.remark,
        )
        for each in made
    ]
