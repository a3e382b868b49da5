"""`wargame verify`: whether a record proves itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands.output import say

if TYPE_CHECKING:
    from wargame.transcript.verify import Replayed


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
            branch = _branch(game)
        except WargameError as fault:
            failed = True
            text = str(fault)
            say(plain_line(f"FAILED {text}" if text.startswith(str(file)) else f"FAILED {file}: {text}"))
        else:
            seal = game.hashes[game.turns]
            unproved = f"not proved: {NOT_PROVED}"
            removed = f", {game.record.removed} texts removed" if game.record.removed else ""
            told = f"{game.turns} turns, {len(game.record.lines)} entries{removed}{branch}, state hash {seal}"
            say(f"ok {file}: {told}; {unproved}")
    if failed:
        raise typer.Exit(1)


def _branch(game: Replayed) -> str:
    """Where a game comes from, held against the record of the game that it leaves if that lies in the same folder."""
    from wargame.transcript.branch import parent_beside

    if (origin := game.game.branch) is None:
        return ""
    parent = parent_beside(game.record)
    told = f"as in {parent.path}" if parent else "whose record does not lie beside it: that it was so is not proved"
    return f", a branch of game {origin.game[:12]} at line {origin.line}, {told}"
