"""`wargame verify`: whether a record proves itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wargame.commands.output import say


def verify(files: Annotated[list[Path], typer.Argument(help="Transcripts of finished games.")]) -> None:
    """Prove transcripts by playing them again.

    Every line is compared; the exit code is 1 if a transcript does not prove itself, and all are looked at. What cannot
    be proved without a signature is said with each.
    """
    from wargame.core.plain_text import plain_line
    from wargame.errors import WargameError
    from wargame.transcript.consistency import NOT_PROVED
    from wargame.transcript.verify import verify as proved

    failed = False
    for file in files:
        try:
            game = proved(file)
        except WargameError as fault:
            failed = True
            text = str(fault)
            say(plain_line(f"FAILED {text}" if text.startswith(str(file)) else f"FAILED {file}: {text}"))
        else:
            seal = game.hashes[game.turns]
            unproved = f"not proved: {NOT_PROVED}"
            removed = f", {game.record.removed} texts removed" if game.record.removed else ""
            told = f"{game.turns} turns, {len(game.record.lines)} entries{removed}, state hash {seal}"
            say(f"ok {file}: {told}; {unproved}")
    if failed:
        raise typer.Exit(1)
