"""`wargame run`: a game without people, to the end, or on from where one broke off."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from wargame.commands import chosen, options, preview
from wargame.commands.line_as_found import line_as_found
from wargame.commands.output import answer, say, tell, tell_line
from wargame.commands.over import told_if_over
from wargame.errors import BudgetSpent, ModelGone, SpecError
from wargame.shell_words import shell_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wargame.table.game import Result, RunningGame
    from wargame.table.players import ModelMeans
    from wargame.transcript.entry import Entry
    from wargame.transcript.setup import GameSetup


def run(
    scenario: options.ScenarioArgument = None,
    everyone: options.EveryoneOption = "scripted",
    seat: options.SeatOption = [],
    seed: options.SeedOption = 1,
    turns: options.TurnsOption = None,
    seats: options.VariantOption = None,
    param: options.ParameterOption = [],
    out: options.OutOption = None,
    resume: options.ResumeOption = None,
    cut_broken: options.CutBrokenOption = False,
    sync: Annotated[Literal["phase", "turn", "end"] | None, typer.Option(help="When it is made safe on disk.")] = None,
    tokens: options.TokensOption = None,
    money: options.MoneyOption = None,
    phase_seconds: Annotated[float | None, typer.Option(min=0.001, metavar="S", help="Longest for an answer.")] = None,
    if_model_fails: Annotated[
        Literal["stop", "play-on"], typer.Option(help="When a model is gone: stop, or play on with scripts.")
    ] = "stop",
    wording: Annotated[str, typer.Option(metavar="SET", help="Other words for models: a set by name or folder.")] = "",
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit code 1 unless models made all their decisions.")
    ] = False,
    json: options.JsonOption = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No live feed.")] = False,
) -> None:
    """Play a game without people and record it.

    SPEC is scripted, scripted:DOCTRINE, scripted:temper=hawk,coerce=off, best, random, passing, llm:MODEL,
    llm:MODEL@BASE_URL, single:MODEL@BASE_URL (one plain prompt for each decision) or recorded:FILE. Whoever takes
    longer than --phase-seconds is played by its doctrine. When a cap is spent the game stops, to go on with --resume,
    and so it does when a model has not answered for three decisions in a row.
    """
    from wargame.table.players import ModelMeans

    options.check_cut(resume, cut_broken)
    chosen_too = scenario or out or seat or param or seats or wording or turns is not None or everyone != "scripted"
    begins = (scenario, out, seed, turns, seats, everyone, seat, param, wording)
    if resume is not None and not chosen_too and told_if_over(resume, json=json, quiet=quiet):
        return
    plan = _begins(*begins) if resume is None else _goes_on(resume, cut_broken, chosen_too)
    models = ModelMeans(tokens=tokens, money=money, plays_on=if_model_fails == "play-on")
    if not _told(plan, *_played(plan, models, sync, phase_seconds, quiet, json), json, quiet) and strict:
        raise typer.Exit(1)


class PlannedGame(NamedTuple):
    """What is about to be played."""

    setup: GameSetup
    path: Path
    entries: Sequence[Entry] = ()
    """What the record holds already, if it is gone on with."""
    going_on: bool = False
    cut_broken: bool = False


def _begins(
    scenario: str | None,
    out: Path | None,
    seed: int,
    turns: int | None,
    variant: str | None,
    everyone: str,
    seats: list[str],
    parameters: list[str],
    wording: str,
) -> PlannedGame:
    from wargame.scenario.source import forget
    from wargame.table.opening import choose

    if not scenario:
        raise SpecError("run needs a scenario, or --resume FILE; `wargame scenarios` lists the scenarios")
    setup = choose(
        scenario,
        variant=variant,
        seed=seed,
        turns=turns,
        everyone=everyone,
        seats=chosen.seats_of(seats),
        overrides=chosen.parameters_of(parameters),
        wording=wording,
    )
    forget()
    return PlannedGame(setup, out or chosen.fresh_path(scenario, seed))


def _goes_on(path: Path, cut_broken: bool, chosen_too: object) -> PlannedGame:
    from wargame.table.opening import unfinished

    if chosen_too:
        raise SpecError(f"--resume {path}: the transcript says what is played; give no scenario and no other choice")
    record, setup = unfinished(path, cut_broken=cut_broken)
    return PlannedGame(setup, path, record.entries, going_on=True, cut_broken=cut_broken)


def _played(
    plan: PlannedGame,
    models: ModelMeans,
    sync: Literal["phase", "turn", "end"] | None,
    seconds: float | None,
    quiet: bool,
    json: bool,
) -> tuple[RunningGame, Result]:
    """Open the game, say what it may take, and play it; if it breaks off, say how it is gone on with."""
    from wargame.commands.feed import Feed, ProgressLine
    from wargame.players import specs
    from wargame.table.listeners import Listeners
    from wargame.table.opening import new_game, resumed_game
    from wargame.table.players import Means
    from wargame.table.waiting import run_through
    from wargame.transcript.record_file import refuse_if_there

    setup, path, means = plan.setup, plan.path, Means(models)
    for each, spec in setup.seats.items():
        models.check(each, spec)
    preview.check_price(setup, models)
    if not plan.going_on:
        refuse_if_there(path)
    with_models = bool(specs.models_in(setup.seats.values()))
    run_through(models.ready(setup.seats.values()), waits=with_models)
    mode = sync or ("phase" if with_models else "end")
    listeners = Listeners(told=(ProgressLine(),) if quiet or json else (Feed(), ProgressLine()))
    if plan.going_on:
        game, torn = resumed_game(
            path, sync=mode, means=means, listeners=listeners, answer_seconds=seconds, cut_broken=plan.cut_broken
        )
        if torn:
            tell_line(f"{path}: {torn}")
        if setup.prompts and _is_reworded(setup):
            tell_line(f"{path}: the words of its prompts are not in this program; it goes on with those in use")
    else:
        game = new_game(setup, path, sync=mode, means=means, listeners=listeners, answer_seconds=seconds)
    if not quiet:
        for line in preview.previews(setup, models, max(1, plan.entries[-1].turn if plan.entries else 1)):
            tell(line)
    try:
        waits = not all(player.instant for player in game.players.values())
        with line_as_found():
            return game, run_through(_to_the_end(game, models), waits=waits)
    except (KeyboardInterrupt, SystemExit) as end:
        tell("")
        tell_line(f"broken off; nothing is lost: wargame run --resume {shell_word(path)}")
        raise typer.Exit(end.code if isinstance(end, SystemExit) and isinstance(end.code, int) else 130) from None
    except BudgetSpent as fault:
        again = f"wargame run --resume {shell_word(path)} with a higher --tokens or --money"
        tell_line(f"stopped: {fault}; nothing is lost: {again}")
        raise typer.Exit(1) from None
    except ModelGone as fault:
        tell_line(f"stopped: {fault}; nothing is lost: wargame run --resume {shell_word(path)} when it is there again")
        raise typer.Exit(1) from None


def _is_reworded(setup: GameSetup) -> bool:
    from wargame.players.llm.wording_sets import is_reworded

    return is_reworded(setup.prompts)


async def _to_the_end(game: RunningGame, models: ModelMeans) -> Result:
    try:
        return await game.play()
    finally:
        await models.aclose()


def _told(plan: PlannedGame, game: RunningGame, result: Result, json: bool, quiet: bool) -> bool:
    """Say how it ended; whether every decision of a model was its own."""
    from wargame.commands.summary import as_text, models_line, summary

    told = summary(plan.path, plan.setup, game.sequence, result)
    if json:
        answer(told)
    else:
        if not quiet:
            say("\n" + as_text(told, game.book.setting))
        tell_line(f"transcript: {plan.path}")
    models = told["models"]
    if models["decisions"]:
        tell_line(models_line(models, told["usage"]))
    return bool(models["own"] == models["decisions"])
