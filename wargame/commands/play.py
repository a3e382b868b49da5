"""`wargame play`: one table in the terminal, on screens or line by line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands import chosen, options
from wargame.commands.line_as_found import leave, leave_if_reading, line_as_found
from wargame.commands.output import tell, tell_line
from wargame.commands.over import told_if_over
from wargame.commands.seat_words import GivenWords, with_control, words_given
from wargame.commands.survey import given_survey
from wargame.commands.terminal import LateTables, in_terminal, need_terminal
from wargame.core.arguments import MODES, Mode
from wargame.core.ids import CONTROL
from wargame.errors import SpecError
from wargame.gc_tuning import seldom_collecting
from wargame.scenario.find import find_scenario
from wargame.shell_words import shell_word
from wargame.table.people import unfit_name

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from wargame.present.lobby_plan import TablePlan
    from wargame.present.local_table import LocalTable
    from wargame.review.survey import Survey


def play(
    scenario: options.ScenarioArgument = None,
    seat: options.SeatOption = [],
    everyone: options.EveryoneOption = "scripted",
    seed: options.SeedOption = 1,
    out: options.OutOption = None,
    seats: options.VariantOption = None,
    preset: Annotated[
        str | None, typer.Option(help="untimed, 90-minutes, two-hours or half-day; else the scenario's own.")
    ] = None,
    name: Annotated[list[str], typer.Option(metavar="ID=NAME,…", help="People on a seat; repeatable.")] = [],
    own_minutes: Annotated[
        bool, typer.Option("--own-minutes", help="Seats take turns at one keyboard: each has minutes of its own.")
    ] = False,
    rehearse: Annotated[bool, typer.Option("--rehearse", help="A practice turn first, recorded nowhere.")] = False,
    hide: Annotated[bool, typer.Option("--hide-players", help="Do not show who is a person and who a model.")] = False,
    control: Annotated[bool, typer.Option("--control", help="A facilitator's desk, which is asked first.")] = False,
    adjudication: Annotated[
        str | None, typer.Option(metavar="MODE", help="How control rules arguments: rules, dice, vote, umpire, ….")
    ] = None,
    model_seconds: Annotated[
        float | None, typer.Option(min=1, metavar="S", help="What a model has for an answer; then scripts play. 180.")
    ] = None,
    judge: Annotated[
        list[str], typer.Option(metavar="llm:MODEL", help="A model's opinion on arguments for control; repeatable.")
    ] = [],
    tokens: options.TokensOption = None,
    money: options.MoneyOption = None,
    resume: options.ResumeOption = None,
    word: Annotated[
        list[str],
        typer.Option(metavar="ID", help="A word for a seat or control, typed unseen; repeatable."),
    ] = [],
    words: Annotated[Path | None, typer.Option(metavar="FILE", help="Words from a file of lines ID=WORD.")] = None,
    survey: Annotated[
        str | None, typer.Option(metavar="FILE", help="Survey before and after; `default` is the shipped one.")
    ] = None,
    consent: Annotated[
        bool, typer.Option("--consent", help="Ask each person whether what they write in private may be shown.")
    ] = False,
    cut_broken: options.CutBrokenOption = False,
    plain: Annotated[bool, typer.Option("--plain", help="Line by line, for screen readers and pipes.")] = False,
) -> None:
    """Play in the terminal, alone or several at one keyboard.

    Without --seat the first seat of the table is yours. When a cap is spent, scripts play for models.
    A game that was broken off goes on with --resume. Words may also stand in variables, as in WARGAME_WORD_PARIS.
    """
    if not plain:
        need_terminal("`wargame play --plain` plays line by line")
    if resume is not None and (scenario or seat or name or seats or out):
        raise SpecError(
            f"--resume {resume}: the transcript says what is played; give no scenario, no seats and no --out"
        )
    if judge and not control:
        raise SpecError(f"--judge {judge[0]}: judges advise a facilitator; add --control, or leave them out")
    if resume is not None and (judge or (tokens, money, model_seconds) != (None, None, None)):
        raise SpecError(f"--resume {resume}: the session goes on with the models, judges and caps that it was given")
    if resume is None and scenario is None:
        raise SpecError("play needs a scenario, or --resume FILE; `wargame scenarios` lists the scenarios")
    options.check_cut(resume, cut_broken)
    if resume is not None and told_if_over(resume):
        return
    asked = given_survey(survey) if survey is not None else None
    given, people = chosen.seats_of(seat), names_of(name)
    if scenario is not None:
        find_scenario(scenario)
    if out is not None:
        from wargame.transcript.record_file import refuse_if_there

        refuse_if_there(out)

    with line_as_found():
        secret = words_given(word, words, twice=resume is None)
        if _without_word(resume) if resume is not None else control:
            secret = with_control(secret)

    def plan() -> TablePlan:
        with seldom_collecting():
            from wargame.table.presets import preset_of

            return planned(str(scenario), given, everyone, seats, people, secret).having(
                seed=seed,
                out=out,
                facilitated=control,
                hide_players=hide,
                one_keyboard=own_minutes,
                rehearsal=rehearse,
                judges=tuple(judge),
                tokens=tokens,
                money=money,
                **({} if preset is None else {"preset": preset_of(preset)}),
                **({} if adjudication is None else {"adjudication": mode_of(adjudication)}),
                **({} if model_seconds is None else {"model_seconds": model_seconds}),
            )

    if plain:
        _line_by_line(resume or plan(), secret, cut_broken, asked, consent)
        return
    _on_screen(resume or plan, "control" if control else "", LateTables(secret, cut_broken, asked, consent))


def _without_word(resume: Path) -> bool:
    """Whether a game that is gone on with has a facilitator whose desk opens to anybody."""
    from wargame.table.session import beside, load

    session = load(beside(resume))
    return session.settings.facilitated and CONTROL not in session.words


def _line_by_line(
    what: TablePlan | Path, words: GivenWords, cut_broken: bool, survey: Survey | None, consent: bool
) -> None:
    import asyncio

    from wargame.commands.tables import Tables
    from wargame.console.playing import play_local_table

    tables = Tables(words, cut_broken, survey, consent)

    def opening() -> Awaitable[LocalTable]:
        return tables.resume(what) if isinstance(what, Path) else tables.open(what)

    try:
        with line_as_found():
            finished = asyncio.run(play_local_table(opening, given=words.of))
    except (KeyboardInterrupt, SystemExit) as end:
        tell("")
        if tables.path is not None and tables.path.is_file():
            tell_line(f"broken off; nothing is lost: wargame play --plain --resume {shell_word(tables.path)}")
        leave(end.code if isinstance(end, SystemExit) and isinstance(end.code, int) else 130)
    if finished:
        tell_line(f"transcript: {tables.path}")
    elif tables.path is not None:
        tell_line(f"nothing is lost: wargame play --plain --resume {shell_word(tables.path)}")
    leave_if_reading()


def _on_screen(opening: Callable[[], TablePlan] | Path, first: str, tables: LateTables) -> None:
    from wargame.ui.app import WargameApp

    in_terminal(WargameApp(opener=tables, opening=opening, first=first), tables)


def mode_of(name: str) -> Mode:
    """A mode of adjudication by its name; SpecError lists the names."""
    if name not in MODES:
        raise SpecError(f"--adjudication {name}: there is no such mode; accepted are {', '.join(MODES)}")
    return name


def names_of(given: list[str]) -> dict[str, str]:
    """People by seat, from `--name ID=NAME,NAME`."""
    out: dict[str, str] = {}
    for text in given:
        seat, equals, names = text.partition("=")
        if not equals or not seat or not names.strip():
            raise SpecError(f"--name {text}: this must be ID=NAME or ID=NAME,NAME, such as --name paris=Ada,Ben")
        if seat in out:
            raise SpecError(f"--name {text}: {seat} has people already; name them all at once, such as {seat}=Ada,Ben")
        if wrong := next(filter(None, (unfit_name(name.strip()) for name in names.split(","))), ""):
            raise SpecError(f"--name {seat}: {wrong}")
        out[seat] = names
    return out


def planned(
    scenario: str,
    specs: dict[str, str],
    everyone: str,
    variant: str | None,
    names: dict[str, str],
    words: GivenWords | None = None,
) -> TablePlan:
    """The plan of a table as the command line gives it; without a word about seats the first one is a person's."""
    from wargame.present.lobby_plan import SeatPlan, TablePlan
    from wargame.scenario.bundle import load

    bundle = load(scenario, variant)
    cast = bundle.cast(variant)[0]
    if not specs and everyone == "scripted":
        specs = {cast[0]: "human"}
    for seat in (*specs, *names):
        if seat not in cast:
            raise SpecError(f"{seat}: there is no such seat at this table; the seats are {', '.join(cast)}")
    opened_by = words.among((*cast, CONTROL)) if words else {}
    plan = TablePlan(scenario, variant, control_word=opened_by.get(CONTROL, "")).planned_for(bundle.pack)
    for seat in cast:
        kind, rest = SeatPlan.parts(specs.get(seat, everyone))
        if seat in names and kind != "human":
            raise SpecError(
                f"--name {seat}={names[seat]}: {seat} is played by {specs.get(seat, everyone)}, and people have names "
                f"alone; add --seat {seat}=human, or leave the name out"
            )
        plan = plan.with_seat(seat, kind=kind, rest=rest, people=names.get(seat, ""), word=opened_by.get(seat, ""))
    return plan
