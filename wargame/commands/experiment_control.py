"""`wargame experiment control`: how an experiment is played is changed while it is played, and put down."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wargame.commands.experiment_asked import steered_in_words
from wargame.commands.output import say_line, tell_line
from wargame.errors import SpecError

CONTROL_EXAMPLE = (
    "Example: wargame experiment control study --pause --by office --because 'the endpoint is wanted elsewhere'"
)


def control(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of an experiment.")],
    by: Annotated[str, typer.Option(help="Who asks; it is put down.")],
    because: Annotated[str, typer.Option(help="Why; it is put down.")],
    pause: Annotated[
        bool | None, typer.Option("--pause/--go-on", help="Begin no game, in all sessions; or begin them again.")
    ] = None,
    games: Annotated[
        int | None, typer.Option(min=1, help="Games with models that are played at once from now on.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes that play games without models from now on, in each session.")
    ] = None,
    tokens: Annotated[
        int | None, typer.Option(min=0, help="Cap of tokens over all games of models, in place of the file's.")
    ] = None,
    money: Annotated[
        float | None, typer.Option(min=0, help="The same of money, where the price of every model is known.")
    ] = None,
    cap_of_file: Annotated[bool, typer.Option("--cap-of-file", help="The caps of the file count again.")] = False,
) -> None:
    """Change how an experiment is played that was begun: those who play hear it within a second, or when they go on.

    `wargame experiment run` begins one, before its first game; before that nothing can be asked.
    Games that are being played go on to their end, or until they find no room under a cap. A cap below what is taken
    and set aside is refused.
    """
    from wargame.batch.means_taken import models_of
    from wargame.batch.steering import steer

    if pause is None and games is None and workers is None and tokens is None and money is None and not cap_of_file:
        wanted = "--tokens N, --money X, --cap-of-file, --pause, --go-on, --games N or --workers N"
        raise SpecError(f"say what is to be otherwise: {wanted}")
    now = steer(
        folder,
        by=by,
        reason=because,
        paused=pause,
        games=games,
        workers=workers,
        tokens=tokens,
        money=money,
        cap_of_file=cap_of_file,
    )
    for line in steered_in_words(folder, now):
        say_line(f"{folder}: {line}")
    if (tokens, money) != (None, None) and not models_of(folder):
        tell_line("no model plays or judges in the games that were begun there: the cap binds none of them")
