"""A scenario as a task of Inspect AI: `inspect eval FILE@table -T scenario=first-download -T seat=rome --model MODEL`.

A sample is a game with its seed; the seats that are named are played by models of Inspect, all others by scripts.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import get_model
from inspect_ai.scorer import Score, mean, scorer, stderr
from inspect_ai.solver import solver

from wargame.core.ids import SeatId
from wargame.errors import SpecError
from wargame.evaluation.inspect_client import InspectEndpoints, spec_of
from wargame.table.opening import choose, new_game
from wargame.table.players import Means, ModelMeans

SEED = "seed"
"""What samples of one seed have in common: they share all chance, so that errors are clustered by it."""


@task
def table(
    scenario: str = "first-download",
    seat: str | list[str] = "rome",
    variant: str | None = None,
    turns: int | None = None,
    seeds: int = 5,
    first: int = 1,
    games: int = 1,
    others: str | list[str] = "scripted",
    records: str | None = None,
) -> Task:
    """Games of a scenario in which models of Inspect sit.

    Args:
        scenario: name or path.
        seat: ids of the seats that models play, with commas between; each is a model role of its name, and without a
            model of that role the model of the evaluation plays it.
        variant: a smaller table, such as core.
        turns: another length.
        seeds: how many games with different chance.
        first: the first seed.
        games: games with each seed.
        others: player spec of everybody else at the table.
        records: a folder for the record of every game, which every command of wargame reads.

    SpecError or PackError, before a model is asked, for a scenario or a seat that there is not.
    """
    named = seat.split(",") if isinstance(seat, str) else seat  # Inspect makes a list of what has commas
    rest = others if isinstance(others, str) else ",".join(others)
    seats = tuple(SeatId(name.strip()) for name in named if name.strip())
    if not seats:
        raise SpecError(f"seat={seat!r}: name at least one seat, such as rome; several with commas between")
    choose(scenario, variant=variant, turns=turns, everyone=rest, seats=dict.fromkeys(seats, "scripted")).opening()
    samples = [
        Sample(
            id=f"{scenario}-{seed}" + (f"-{game}" if games > 1 else ""),
            input=f"Play {', '.join(seats)} in {scenario}, seed {seed}.",
            metadata={SEED: seed},
        )
        for seed in range(first, first + seeds)
        for game in range(1, games + 1)
    ]
    return Task(
        dataset=MemoryDataset(samples, name=scenario),
        solver=_play(scenario, seats, variant, turns, rest, records),
        scorer=_final_scores(),
        name=f"wargame_{Path(scenario).name}",
        metadata={"seats": list(seats), "others": rest},
    )


@solver(name="wargame_table")
def _play(
    scenario: str, seats: tuple[SeatId, ...], variant: str | None, turns: int | None, others: str, records: str | None
) -> Any:
    async def solve(state: Any, generate: Any) -> Any:
        models = {each: get_model(role=each, default=get_model()) for each in seats}
        specs = {each: spec_of(each, model) for each, model in models.items()}
        seed = int(state.metadata[SEED])
        setup = choose(scenario, variant=variant, seed=seed, turns=turns, everyone=others, seats=specs)
        means = Means(ModelMeans(endpoints=InspectEndpoints(models, specs), plays_on=True))
        out = None if records is None else Path(records) / f"{state.sample_id}-{state.epoch}.jsonl"
        if out is not None:
            out.parent.mkdir(parents=True, exist_ok=True)
        game = new_game(setup, out, means=means)
        result = await game.play()
        own = [made for made in game.past.decisions.values() if made.seat in seats]
        chosen = sum(made.origin in ("chosen", "repaired") for made in own)
        state.metadata["scores"] = {str(each): float(result.scores[each]) for each in seats if each in result.scores}
        state.metadata["own_decisions"] = chosen / len(own) if own else 0.0
        state.metadata["origins"] = {str(origin): count for origin, count in result.origins.items()}
        told = ", ".join(f"{each} {score:.1f}" for each, score in state.metadata["scores"].items())
        state.output.completion = f"{result.turns} turns; final scores: {told}"
        return state

    return solve


@scorer(metrics={"*": [mean(), stderr(cluster=SEED)]}, name="final_scores")
def _final_scores() -> Any:
    """The final score of each seat, roughly 0 to 100, and the share of decisions that were its model's own, 0 to 1."""

    async def score(state: Any, target: Any) -> Any:
        value = {**state.metadata["scores"], "own_decisions": state.metadata["own_decisions"]}
        return Score(value=value, answer=state.output.completion, metadata={"origins": state.metadata["origins"]})

    return score
