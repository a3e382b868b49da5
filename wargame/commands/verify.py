"""`wargame verify`: whether a record proves itself."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands.output import say_line
from wargame.core.words import turns_in_words

if TYPE_CHECKING:
    from wargame.errors import Unfinished
    from wargame.transcript.reading import Transcript
    from wargame.transcript.signers import AllowedSigner
    from wargame.transcript.verify import Replayed


def verify(
    files: Annotated[list[Path], typer.Argument(help="Transcripts of finished games.")],
    signers: Annotated[
        Path | None, typer.Option("--signers", metavar="LIST", help="Who may have signed, as allowed_signers of ssh.")
    ] = None,
    signed_as: Annotated[
        str | None, typer.Option("--signed-as", metavar="NAME", help="The file's name when it was signed, if another.")
    ] = None,
) -> None:
    """Prove transcripts by playing them again.

    Every line is compared; the exit code is 1 if a transcript does not prove itself, and all are looked at. One that
    stops before its end is called unfinished, with what is proved of it, and counts as not proved. A signature
    beside it (FILE.sig) must fit, and with --signers be there and by one of them. What cannot be proved, or stands on
    the word of whoever signed, is said with each.
    """
    from wargame.errors import SpecError, Unfinished, WargameError
    from wargame.review.proof import verify as proved
    from wargame.transcript.consistency import NOT_PROVED
    from wargame.transcript.signers import read_signers

    if signed_as is not None and len(files) > 1:
        raise SpecError("--signed-as: this is the name of one file; verify that one alone")
    allowed = None if signers is None else read_signers(signers)
    failed = False
    for file in files:
        try:
            game = proved(file)
            branch, signed = _branch(game), _signed(game.record, allowed, signed_as)
        except Unfinished as fault:
            failed = True
            say_line(
                f"unfinished {file}: {fault}; {_so_far(fault)}; not proved: {NOT_PROVED}, and that no more was played"
            )
        except WargameError as fault:
            failed = True
            text = str(fault)
            say_line(f"FAILED {text}" if text.startswith(str(file)) else f"FAILED {file}: {text}")
        else:
            seal = game.hashes[game.turns]
            unproved = f"{signed or 'not proved'}: {NOT_PROVED}"
            removed = f", {game.record.removed} texts removed" if game.record.removed else ""
            told = f"{turns_in_words(game.turns)}, {len(game.record.lines)} entries{removed}{branch}, state hash {seal}"
            say_line(f"ok {file}: {told}; {unproved}")
    if failed:
        raise typer.Exit(1)


def _so_far(record: Unfinished) -> str:
    """What is proved of a record that stops before its end."""
    seal = f", state hash {record.seal} after turn {record.turns}" if record.turns else ""
    return f"proved so far: all {record.line} entries, as they stand{seal}"


def _signed(record: Transcript, allowed: tuple[AllowedSigner, ...] | None, name: str | None) -> str:
    """Who vouches for a record; empty if nobody does. WargameError for a signature that does not fit."""
    from wargame.errors import TranscriptError
    from wargame.transcript.signature import beside, message_of, read_signature, signed_name
    from wargame.transcript.signers import signer_of

    path = beside(record.path)
    if not os.path.lexists(path):
        if allowed is not None or name is not None:
            raise TranscriptError(f"{path}: there is no such file, and a signature was asked for")
        return ""
    signature, called = read_signature(path), name or signed_name(record.path)
    if not signature.fits(message_of(record, called)):
        raise TranscriptError(
            f"{path}: {signature.fingerprint} has not signed this record under the name {called}; if only the file was "
            "renamed since, say --signed-as NAME"
        )
    if allowed is None:
        return f"signed as {called} by {signature.fingerprint} (whose key that is, --signers tells), on their word"
    who = signer_of(signature, allowed)
    return f"signed as {called} by {who.principals} ({signature.fingerprint}), on their word"


def _branch(game: Replayed) -> str:
    """Where a game comes from, held against the record of the game that it leaves if that lies in the same folder."""
    from wargame.transcript.branch_parent import parent_beside

    if (origin := game.game.branch) is None:
        return ""
    parent = parent_beside(game.record)
    told = f"as in {parent.path}" if parent else "whose record does not lie beside it: that it was so is not proved"
    return f", a branch of game {origin.game[:12]} at line {origin.line}, {told}"
