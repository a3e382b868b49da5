"""`wargame moments`: which seat's turn decided a recorded game, and by how much."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wargame.commands import options
from wargame.commands.output import answer, say, say_line, tell, tell_line
from wargame.commands.progress import HowFar

if TYPE_CHECKING:
    from collections.abc import Callable

    from wargame.core.ids import Variable
    from wargame.paired.moments import DecisiveMoment
    from wargame.transcript.verify import Replayed

SHOWN_EFFECTS = 4


def moments(
    file: Annotated[Path, typer.Argument(help="A transcript; it stays as it is.")],
    top: Annotated[int, typer.Option(min=1, help="How many are shown.")] = 10,
    screened: Annotated[int, typer.Option(min=2, metavar="N", help="Rollouts of every seat's turn.")] = 20,
    decided: Annotated[int, typer.Option(min=2, metavar="N", help="Rollouts of those outside the noise.")] = 100,
    workers: Annotated[int, typer.Option(min=1, help="Processes that play.")] = os.cpu_count() or 1,
    again: Annotated[bool, typer.Option("--again", help="Play again what is kept beside the record.")] = False,
    json: options.JsonOption = False,
) -> None:
    """Find the moments that decided a recorded game.

    For each seat's turn the game goes on as it was and, under the same dice, with the seat passing in that turn
    and with the next best orders. From the next turn on scripts play in both. Shown are the differences, as it was less
    otherwise, with 95 % intervals, the largest first; many are looked at, so that one in twenty is clear of zero by
    chance alone. The leading ones are held against each other: what two of them bring only together is told, and half
    of it is each one's. What was played is kept beside the record.
    """
    from wargame.commands.record import opened
    from wargame.errors import SpecError
    from wargame.paired import moments_kept
    from wargame.paired.moments import moments as found_in
    from wargame.review.spreads import spread_of

    if decided < screened:
        raise SpecError(f"--decided {decided}: this must be at least --screened, {screened}")
    game = opened(file)
    unit = spread_of(game.game)
    found = None if again else moments_kept.kept(game.record, screened, decided)
    if found is None:
        tell_line(
            f"{file}: the game is played on from every seat's turn, {screened} times and more; this takes minutes"
        )
        progress = HowFar(lambda done, cases: f"{done} of {cases} ways to have done otherwise")
        try:
            found = found_in(file, screened=screened, decided=decided, workers=workers, unit=unit, progress=progress)
        except KeyboardInterrupt:
            tell("\nbroken off; nothing is kept")
            raise typer.Exit(130) from None
        finally:
            progress.ends()
        moments_kept.keep(game.record, screened, decided, found)
    else:
        tell_line(f"kept in {moments_kept.beside(file)}, on the word of whoever played; --again plays anew")
    ranked = sorted(found, key=lambda each: -each.size(unit))
    if json:
        answer([_as_data(each, unit) for each in ranked])
        return
    loud = [each for each in ranked if not each.inside_noise]
    say(f"{len(ranked)} ways to have done otherwise, {screened} rollouts each, {decided} where clear of zero")
    for number, each in enumerate(loud[:top], 1):
        for line in _told(game, number, each, unit):
            say_line(line)
    if len(loud) > top:
        say(f"{len(loud) - top} more are clear of zero: --top {len(loud)}")
    say(f"inside the noise: {len(ranked) - len(loud)}")
    say_line(f"kept in {moments_kept.beside(file)}")


def _told(game: Replayed, number: int, moment: DecisiveMoment, unit: Callable[[Variable], float]) -> list[str]:
    from wargame.present.moment_words import moment_in_words

    words = moment_in_words(game, moment, unit)
    who = game.sequence.book.setting.name_of(moment.seat)
    lines = [f"{number:2}  turn {moment.turn}, {who}: {words.did} [line {words.line}]", f"    against {words.against}"]
    lines += [f"      {each}" for each in words.effects[:SHOWN_EFFECTS]]
    if len(words.effects) > SHOWN_EFFECTS:
        lines.append(f"      and {len(words.effects) - SHOWN_EFFECTS} more numbers")
    lines += [f"      {each}" for each in words.bonds]
    return lines


def _as_data(moment: DecisiveMoment, unit: Callable[[Variable], float]) -> dict[str, Any]:
    from dataclasses import asdict

    return {**asdict(moment), "size": round(moment.size(unit), 3), "inside_noise": moment.inside_noise}
