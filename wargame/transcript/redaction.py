"""Taking words out of a record without breaking its proof.

A stored text is chained by its hash and length alone, so cutting its words changes no other line, no hash and no seal.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from wargame.core.prose import Sentence, Text
from wargame.errors import TranscriptError
from wargame.transcript.entry import blob_data, line_of
from wargame.transcript.reading import Transcript

TELLING = 12
"""Characters from which on words are looked for in other texts: shorter ones stand everywhere by chance."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """A record without some of its words."""

    lines: tuple[bytes, ...]
    removed: tuple[str, ...]
    """Digests of the texts that are gone now: those that were named, and those that quoted them."""
    left: tuple[int, ...]
    """Numbers of lines in which the words of a removed text can still be read, such as a sentence of a refusal."""

    @property
    def content(self) -> bytes:
        """The file."""
        return b"".join(line + b"\n" for line in self.lines)


def redacted(record: Transcript, digests: Collection[str]) -> Redaction:
    """The record without these texts, and without the texts that quote them, such as prompts that carried a message.

    `digests` name texts of `record.texts`; TranscriptError for one that it does not store. The record itself stays as
    it is. A text that is short enough to be guessed can be recognised by its hash; the length stays, too. It takes a
    pass over all texts and lines for each text that is named.
    """
    for name in digests:
        if name not in record.texts:
            raise TranscriptError(
                f"{record.path}: the record stores no text {name}; `record.texts` names those it does"
            )
    words = [record.texts[name] for name in digests if not record.texts[name].is_removed]
    telling = [str(each) for each in words if len(each) >= TELLING]
    gone = {each.digest for each in words}
    gone |= {text.digest for text in record.texts.values() if not text.is_removed and _quotes(text, telling)}
    lines, left = [], []
    for line, entry in zip(record.lines, record.entries, strict=True):
        if entry.kind == "blob" and entry.data["hash"] in gone:
            rest = Text.removed(entry.data["hash"], entry.data["length"])
            line = line_of(entry.n, "blob", entry.turn, entry.phase, (), entry.causes, entry.prev, blob_data(rest))
        elif telling and _quotes(line.decode(errors="replace"), telling):
            left.append(entry.n)
        lines.append(line)
    return Redaction(tuple(lines), tuple(sorted(gone)), tuple(left))


def _quotes(text: str, telling: Collection[str]) -> bool:
    """Whether words stand in a text, as they are or within JSON."""
    return any(words in text or _escaped(words) in text for words in telling)


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def words_of(record: Transcript, handle: str, seats: Collection[str] = ()) -> tuple[str, ...]:
    """Digests of the texts of one person: to the team, as control, and what people on these seats answered.

    `redacted` takes them as they are. None for a handle that the record does not know. The record knows who decided by
    seat alone, so words of a seat that several people shared are those of all.
    """
    found: dict[str, None] = {}
    for entry in record.entries:
        data = entry.data
        if entry.kind in ("override", "clock") and data.get("who") == handle:
            found.update(dict.fromkeys(_digests(data)))
        elif entry.kind == "decision":
            said = (*data.get("discussion", ()), *data.get("dissent", ()))
            found.update({text.digest: None for text in said if _is_by(text, handle)})
            if data.get("seat") in seats and data.get("origin") == "human":
                found.update(dict.fromkeys(_digests(data)))
    return tuple(found)


def _is_by(text: object, handle: str) -> bool:
    return isinstance(text, Text) and text.startswith(f"{handle}: ")


def _digests(data: object) -> Iterator[str]:
    """Of every text within a thing."""
    if isinstance(data, Text):
        yield data.digest
    elif isinstance(data, Sentence):
        yield from _digests(data.pieces)
    elif isinstance(data, Mapping):
        for each in data.values():
            yield from _digests(each)
    elif isinstance(data, (list, tuple)):
        for each in data:
            yield from _digests(each)
