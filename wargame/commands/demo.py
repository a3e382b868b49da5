"""`wargame demo`: a whole scripted game, told in words."""

from __future__ import annotations

from typing import Annotated

import typer

from wargame.commands.chosen import fresh_path
from wargame.commands.output import program, say

SCENARIO, VARIANT = "between-the-giants", "core"


def demo(seed: Annotated[int, typer.Option(help="Seed of all chance.")] = 7) -> None:
    """Play a scripted game and tell it in words.

    It needs no key and no network.
    """
    import asyncio

    from wargame.present.wrapping import terminal_width
    from wargame.review.account import WIDTH, account
    from wargame.table.opening import choose, new_game
    from wargame.transcript.verify import verify

    path = fresh_path("demo", seed)
    game = new_game(choose(SCENARIO, variant=VARIANT, seed=seed), path, sync="end")
    asyncio.run(game.play())
    say(account(verify(path), path, program(), brief=True, width=min(WIDTH, max(60, terminal_width() or WIDTH))))
    say(f"This was its short form; t tells it in full in the list of games:\n  {program()}")
    say(f"Or take a seat yourself, in a tutorial of ten minutes:\n  {program()} play first-download")
