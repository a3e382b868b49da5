"""`wargame redact`: a record without somebody's words, beside the old one; what is left still proves itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wargame.commands.output import say_line, tell, tell_line


def redact(
    file: Annotated[Path, typer.Argument(help="A transcript; it stays as it is.")],
    handle: Annotated[
        list[str] | None, typer.Option("--handle", help="All words of a person, by handle; may be repeated.")
    ] = None,
    blob: Annotated[
        list[str] | None, typer.Option("--blob", help="One text, by its hash in the record; may be repeated.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="The new file; FILE.redacted.jsonl if not given.")] = None,
) -> None:
    """Write a record without somebody's words.

    Texts that quote a removed one, such as prompts, go with it. A person's words are what they wrote to their team and
    as control; if the session file lies beside the record, also what their seat answered while people sat there. Names
    stand in the session file alone: remove it, or the person in it, to erase somebody.
    """
    from wargame.errors import SpecError
    from wargame.table.session import beside, load
    from wargame.transcript.reading import read
    from wargame.transcript.record_file import created
    from wargame.transcript.redaction import redacted, words_of
    from wargame.transcript.signature import beside as signature_beside
    from wargame.transcript.signature import signed_name

    handles, blobs = handle or [], blob or []
    if not handles and not blobs:
        raise SpecError("nothing to remove was named; give --handle HANDLE or --blob HASH")
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
    made = redacted(record, digests)
    if not made.removed:
        raise SpecError(f"{file}: nothing of what was named stands in it any more")
    target = out or file.with_suffix(".redacted.jsonl")
    with open(created(target), "wb") as opened:
        opened.write(made.content)
    say_line(f"{target}: {len(made.removed)} texts removed of {len(record.texts)}")
    signature, copy = signature_beside(file), signature_beside(target)
    if signature.is_file() and not copy.exists():
        copy.write_bytes(signature.read_bytes())
        known = signed_name(target) == signed_name(file)
        how = "" if known else f"; verify it with --signed-as {signed_name(file)}"
        tell(f"{copy}: the signature of the whole record, which holds for this one too{how}")
    if made.left:
        tell(f"sentences of the rules quote removed words still, in lines {', '.join(map(str, made.left))}")
    if handles and session.exists():
        tell(f"{session} holds names and drafts, and the old record holds the words: remove both to erase somebody")
