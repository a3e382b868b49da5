"""What a branch and the game that it leaves both hold: the same lines, chained anew after a header of the branch."""

from __future__ import annotations

from pathlib import Path

from wargame.transcript.chain import previous_of, rechained
from wargame.transcript.entry import Entry, parse
from wargame.transcript.reading import Transcript


def shared_lines(parent: Transcript, header: bytes, line: int, out: Path) -> Transcript:
    """The lines of a game up to one, from 1, after another header, as they would be read from a file at `out`.

    Nothing is written. Each line is hashed once; entries are not parsed again.
    """
    stored = (str(entry.data["hash"]) for entry in parent.entries[:line] if entry.kind == "blob")
    texts = {name: parent.texts[name] for name in stored}
    lines = tuple(rechained([header, *parent.lines[1:line]]))
    entries = [parse(lines[0], 1, texts)]
    for entry, chained in zip(parent.entries[1:line], lines[1:], strict=True):
        where = entry.n, entry.kind, entry.turn, entry.phase, entry.audience, entry.causes
        entries.append(Entry(*where, previous_of(chained), entry.data))
    return Transcript(out, lines, tuple(entries), texts, "", sum(len(each) + 1 for each in lines))
