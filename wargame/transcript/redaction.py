"""Taking words out of a record without breaking its proof.

A stored text is chained by its hash and length alone, so cutting its words changes no other line, no hash and no seal.
What is left of it is a tombstone: the hash and the length. Where the text had a salt, that goes with the words, and
nobody finds them by trying.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from re import Pattern

from wargame.core.ids import PUBLIC
from wargame.core.prose import Sentence, Text
from wargame.errors import TranscriptError
from wargame.transcript.entry import Entry, blob_data, line_of
from wargame.transcript.reading import Transcript

TELLING = 12
"""Characters from which on words are looked for in other texts: shorter ones stand everywhere by chance."""
REPLIED = ("reply", "refusal", "fault")
"""Fields of a call that hold what came back."""


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


def redacted(record: Transcript, digests: Collection[str], *, quoting: bool = True) -> Redaction:
    """The record without these texts, and without the texts that quote them, such as prompts that carried a message.

    `digests` name texts of `record.texts`; TranscriptError for one that it does not store. What models sent and got for
    an answer that is gone goes with it. Without `quoting` texts that say the same stay, if they are not named. The
    record itself stays as it is. A text without a salt that is short enough
    to be guessed can be recognised by its hash; the length stays, too. It takes a pass over all texts and lines for
    each text that is named.
    """
    for name in digests:
        if name not in record.texts:
            raise TranscriptError(
                f"{record.path}: the record stores no text {name}; `record.texts` names those it does"
            )
    words = [record.texts[name] for name in digests if not record.texts[name].is_removed]
    telling = [str(each) for each in words if len(each) >= TELLING]
    gone = {each.digest for each in words}
    if quoting:
        gone |= {text.digest for text in record.texts.values() if not text.is_removed and _quotes(text, telling)}
    gone |= {name for name in _asked_for(record, gone) if not record.texts[name].is_removed}
    lines, left = [], []
    for line, entry in zip(record.lines, record.entries, strict=True):
        if entry.kind == "blob" and entry.data["hash"] in gone:
            rest = Text.removed(entry.data["hash"], entry.data["length"])
            line = line_of(entry.n, "blob", entry.turn, entry.phase, (), entry.causes, entry.prev, blob_data(rest))
        elif telling and entry.kind != "blob" and _quotes(line.decode(errors="replace"), telling):
            left.append(entry.n)
        lines.append(line)
    return Redaction(tuple(lines), tuple(sorted(gone)), tuple(left))


def _asked_for(record: Transcript, gone: set[str]) -> Iterator[str]:
    """Digests of replies that brought an answer of which words are gone, however short those are."""
    decided = {
        str(entry.data["id"])
        for entry in record.entries
        if entry.kind == "decision" and not gone.isdisjoint(digests_in(entry.data))
    }
    for entry in record.entries:
        if entry.kind == "call" and entry.data["decision"] in decided:
            yield from digests_in({name: entry.data[name] for name in REPLIED})


def private_words(record: Transcript) -> tuple[str, ...]:
    """Digests of all texts that not everybody at the table could read: `redacted` takes them as they are.

    What stays is what events for everybody carry. A pass over all lines.
    """
    read: set[str] = set()
    for entry in record.entries:
        if entry.kind == "event" and entry.audience == PUBLIC:
            read.update(digests_in(entry.data))
    return tuple(name for name in record.texts if name not in read)


def mentions(record: Transcript, names: Pattern[str]) -> tuple[str, ...]:
    """Digests of texts in which one of these names stands."""
    return tuple(name for name, text in record.texts.items() if not text.is_removed and names.search(text))


def sent_with(record: Transcript, words: Collection[str]) -> tuple[str, ...]:
    """Digests of prompts and replies of calls in which one of these texts stands as words of its own, however short."""
    names = {
        name for entry in record.entries if entry.kind == "call" for name in (*sent_in(entry), *digests_in(entry.data))
    }
    if not words or not names:
        return ()
    found = re.compile("|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in sorted(words, key=len, reverse=True)))
    return tuple(name for name in names if not record.texts[name].is_removed and found.search(record.texts[name]))


def sent_in(call: Entry) -> Iterator[str]:
    """Digests of the texts of a call's messages."""
    return (str(name) for _, names in call.data["messages"] for name in names)


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
            found.update(dict.fromkeys(digests_in(data)))
        elif entry.kind == "decision":
            said = (*data.get("discussion", ()), *data.get("dissent", ()))
            found.update({text.digest: None for text in said if _is_by(text, handle)})
            if data.get("seat") in seats and data.get("origin") == "human":
                found.update(dict.fromkeys(digests_in(data)))
    return tuple(found)


def _is_by(text: object, handle: str) -> bool:
    return isinstance(text, Text) and text.startswith(f"{handle}: ")


def digests_in(data: object) -> Iterator[str]:
    """Digests of every text within a thing, as it stands in an entry."""
    if isinstance(data, Text):
        yield data.digest
    elif isinstance(data, Sentence):
        yield from digests_in(data.pieces)
    elif isinstance(data, Mapping):
        for each in data.values():
            yield from digests_in(each)
    elif isinstance(data, (list, tuple)):
        for each in data:
            yield from digests_in(each)
