"""Words that belong to somebody: which stretches of text they are known by, who may read each from which line on.

A stretch is so many characters of one line of a text. Whoever reads it may have it from any text that the rules let
them read, so all of those grant it; a seat that hands on what it may read itself tells a secret, which is no leak.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Literal

from wargame.core.ids import PUBLIC, SeatId

STRETCH = 24
"""Characters of a stretch: shorter texts stand anywhere by chance, and are not looked for."""
PLAIN = 8
"""A stretch with fewer different characters, such as a ruled line, is nobody's."""

Kind = Literal["brief", "reason", "words", "control"]


@dataclass(frozen=True, slots=True)
class SecretSource:
    """Where a secret stands first."""

    kind: Kind
    owner: SeatId | None
    """The seat that wrote it or was told it; None for control."""
    label: str
    """What messages call it, such as `the brief of rome`."""
    line: int
    """Line of the record; 0 for what the scenario says."""
    decision: str = ""
    """The decision in which it was written, if it was."""


@dataclass(slots=True)
class Stretch:
    """A stretch of a secret."""

    source: SecretSource
    readers: dict[SeatId, int] = field(default_factory=dict)
    """Who may read it, from which line of the record on; `public` is everybody."""

    def readable(self, seat: SeatId | None, line: int) -> bool:
        """Whether a seat, or None for somebody who knows what is public, may have it at a line."""
        known = [self.readers[name] for name in (seat, PUBLIC) if name is not None and name in self.readers]
        return min(known, default=line + 1) <= line


class SecretWords:
    """All secrets of a record by their stretches."""

    def __init__(self) -> None:
        """None yet."""
        self._stretches: dict[str, Stretch] = {}
        self.texts = 0
        """Texts that are looked for."""
        self.short = 0
        """Texts that are too short to be told from chance."""

    def keep(self, text: str, source: SecretSource) -> None:
        """A text is a secret; whoever may read it is granted it beside.

        A stretch that two secrets share counts as the first one's. Texts too short for a stretch are only counted.
        """
        found = list(_stretches(text))
        if not found and text.strip():
            self.short += 1
        self.texts += bool(found)
        for each in found:
            self._stretches.setdefault(each, Stretch(source))

    def grant(self, text: str, readers: Collection[SeatId], line: int) -> None:
        """Whoever may read a text may read the stretches in it, from a line of the record on.

        Only secrets that were kept before count, and of two grants to a reader the first. Linear in the text.
        """
        for _, stretch in self.found(text):
            for reader in readers:
                stretch.readers.setdefault(reader, line)

    def found(self, text: str) -> Iterator[tuple[str, Stretch]]:
        """Stretches of secrets that stand in a text, each as often as it stands there; linear in the text."""
        text, known = smooth(text), self._stretches
        for at in range(len(text) - STRETCH + 1):
            stretch = known.get(words := text[at : at + STRETCH])
            if stretch is not None:
                yield words, stretch


def smooth(text: str) -> str:
    """A text as it is compared: any run of white space, and what cannot be printed, is one blank."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _stretches(text: str) -> Iterator[str]:
    """Stretches by which a text is known: each line of it from its start, one after the other, and its end."""
    for line in map(smooth, text.splitlines()):
        last = len(line) - STRETCH
        if last >= 0:
            for at in {*range(0, last + 1, STRETCH), last}:
                if len(set(stretch := line[at : at + STRETCH])) >= PLAIN:
                    yield stretch
