"""`wargame replay`: a recorded game, event by event."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wargame.commands.output import say


def replay(
    file: Annotated[Path, typer.Argument(help="A transcript.")],
    plain: Annotated[bool, typer.Option("--plain", help="Print event by event instead of opening a screen.")] = False,
    seat: Annotated[str, typer.Option(help="Through its eyes; control sees all, public on screen.")] = "control",
    name: Annotated[str, typer.Option(help="Who makes notes on the screen.")] = "reviewer",
    turn: Annotated[int | None, typer.Option(help="Only this turn; on the screen, begin at its end.")] = None,
) -> None:
    """Walk through a recorded game, or print it event by event.

    It prints with --plain, and where there is no terminal. It needs no player and no network.
    """
    from wargame.commands.terminal import no_terminal_at

    if not plain and not no_terminal_at():
        _on_screen(file, seat, turn, name)
        return
    from wargame.commands.record import opened
    from wargame.core.plain_text import plain_line
    from wargame.errors import SpecError
    from wargame.review.knowledge import Knowledge

    game = opened(file, turn)
    if turn is not None and not 0 <= turn <= game.turns:
        raise SpecError(f"turn {turn}: this game has turns 0 to {game.turns}")
    shown = -1
    for seen in Knowledge(game, seat).at(game.turns).events:
        if turn is not None and seen.turn != turn:
            continue
        if seen.turn != shown:
            shown = seen.turn
            say(f"\nTurn {shown}" if shown else "Start")
        told = (
            "to all" if seen.audience == "public" else f"to {', '.join(seen.audience)}" if seen.audience else "control"
        )
        body = f' "{seen.body}"' if seen.body else ""
        say(plain_line(f"  {seen.phase:<12} {seen.text}{body}  [{told}]"))


def _on_screen(file: Path, seat: str, turn: int | None, name: str) -> None:
    from wargame.commands.terminal import in_terminal
    from wargame.gc_tuning import seldom_collecting
    from wargame.transcript.foreign import opened

    with opened(file):
        pass
    with seldom_collecting():
        from wargame.ui.app import WargameApp
        from wargame.ui.replay import screen as _screen  # noqa: F401, read before the terminal is taken

    in_terminal(WargameApp(replaying=(file, seat, turn, name)))
