"""`wargame redact`: a record without somebody's words, beside the old one; what is left still proves itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands.output import say_line, tell, tell_line
from wargame.shell_words import shell_word

if TYPE_CHECKING:
    from wargame.scenario.bundle import Bundle


def redact(
    file: Annotated[Path, typer.Argument(help="A transcript; it stays as it is.")],
    handle: Annotated[
        list[str] | None, typer.Option("--handle", help="All words of a person, by handle; may be repeated.")
    ] = None,
    blob: Annotated[
        list[str] | None, typer.Option("--blob", help="One text, by its hash in the record; may be repeated.")
    ] = None,
    publish: Annotated[
        bool,
        typer.Option(
            "--publish",
            help="Every text that not everybody at the table could read, and addresses; the scenario stays.",
        ),
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", help="The new file; FILE.redacted.jsonl if not given.")] = None,
) -> None:
    """Write a record without somebody's words.

    Texts that quote a removed one, such as prompts, go with it. A person's words are what they wrote to their team and
    as control; if the session file lies beside the record, also what their seat answered while people sat there. To
    erase somebody from all files, use `wargame erase`. With --publish all private texts, thoughts, prompts and replies
    go, and the addresses of endpoints; seed, orders and numbers stay, so the game can be played again. The scenario
    stays whole, since the game is played from it: the private briefs of all seats, and what planners wrote beside each
    inject for control alone (objective, expected action, sender, controller, notes).
    """
    from wargame.errors import SpecError
    from wargame.table.session import beside, load
    from wargame.transcript.reading import read
    from wargame.transcript.record_file import created
    from wargame.transcript.redaction import private_words, redacted, words_of
    from wargame.transcript.rewriting import rewritten, without_addresses
    from wargame.transcript.setup import game_of
    from wargame.transcript.signature import beside as signature_beside
    from wargame.transcript.signature import signed_name

    handles, blobs = handle or [], blob or []
    if not handles and not blobs and not publish:
        raise SpecError("nothing to remove was named; give --handle HANDLE, --blob HASH or --publish")
    record = read(file)
    session = beside(file)
    people = load(session).people if session.exists() else []
    digests = list(blobs)
    for name in handles:
        seats = {person.seat for person in people if person.handle == name and person.seat is not None}
        found = words_of(record, name, seats)
        if not found and all(person.handle != name for person in people):
            raise SpecError(f"--handle {name}: nobody of this handle wrote anything in {file}")
        digests += found
        if not seats:
            tell_line(f"{name}: no seat is known, so what a seat answered stays; the session file {session} would say")
    named = (*digests, *(private_words(record) if publish else ()))
    made = redacted(record, named, quoting=not publish or bool(digests))
    lines, cut = rewritten(made.lines, without_addresses) if publish else (made.lines, ())
    noted = _noted(file, handles)
    if not made.removed and not cut:
        raise SpecError(f"{file}: nothing of what was named stands in it any more{f'; {noted}' if noted else ''}")
    target = out or file.with_suffix(".redacted.jsonl")
    _write(created(target), target, b"".join(line + b"\n" for line in lines))
    say_line(f"{target}: {len(made.removed)} texts removed of {len(record.texts)}")
    if publish:
        tell_line(_left_in(game_of(record).bundle))
    signature, copy = signature_beside(file), signature_beside(target)
    if cut:
        tell(f"addresses stood in {len(cut)} lines and are cut there: chain and seal are made anew, so sign it anew")
    elif signature.is_file() and not copy.exists():
        copy.write_bytes(signature.read_bytes())
        known = signed_name(target) == signed_name(file)
        how = "" if known else f"; verify it with --signed-as {shell_word(signed_name(file))}"
        tell(f"{copy}: the signature of the whole record, which holds for this one too{how}")
    if made.left:
        tell(f"sentences of the rules quote removed words still, in lines {', '.join(map(str, made.left))}")
    if noted:
        tell(noted)
    if handles and session.exists():
        tell(f"{session} holds names and drafts, and the old record holds the words: remove both to erase somebody")


def _noted(file: Path, handles: list[str]) -> str:
    """What these people noted beside the record, which stays there, in a sentence; empty for nothing."""
    from wargame.transcript.notes import notes_beside, read_notes

    beside = notes_beside(file)
    count = sum(note.who in handles for note in read_notes(beside).every)
    return (
        f"{beside} holds {count} note{'s' * (count != 1)} of theirs, which `wargame erase` takes out" if count else ""
    )


def _left_in(bundle: Bundle) -> str:
    """What of a scenario was for few and stands in a published record, in a sentence."""
    words = (each for line in bundle.pack.injects for each in (line.objective, line.expected, line.notes))
    beside = "" if not any(words) else ", and objectives, expected actions and notes of injects for control"
    instead = "whoever plans to use it again with people who must not know them keeps this record back"
    return f"the scenario stands in it whole, with the private briefs of all seats{beside}; {instead}"


def _write(file: int, target: Path, content: bytes) -> None:
    """The whole of a new file, or none of it: TranscriptError if the disk will not have it."""
    import os

    from wargame.errors import TranscriptError

    try:
        with os.fdopen(file, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as fault:
        target.unlink(missing_ok=True)
        raise TranscriptError(f"{target}: cannot be written ({fault.strerror}); nothing is left there") from None
