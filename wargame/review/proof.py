"""Proof of a record with what its models said: replies are read again, as the players read them, into the decisions.

`transcript.verify` proves all that needs no mind; reading a reply needs what its seat was shown, which only playing
again can tell. A record without models is proved by that alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from json import JSONDecoder
from pathlib import Path
from typing import Any

from wargame.core.bounds import bounded
from wargame.core.moves import Decision
from wargame.core.prose import Sentence, Text, digest_of, length_of
from wargame.core.spec_words import is_model
from wargame.core.written import as_data, worded
from wargame.errors import TranscriptError
from wargame.players.base import Ask
from wargame.players.reined import SeatReins
from wargame.review.questions import Questions
from wargame.table.holding import Holds
from wargame.transcript.consistency import brought_reply, shared_lines
from wargame.transcript.entry import Entry
from wargame.transcript.reading import Transcript, read
from wargame.transcript.salts import is_salted
from wargame.transcript.setup import game_of
from wargame.transcript.verify import Replayed
from wargame.transcript.verify import proved as proved_without_minds

MOST_READ = 200_000
"""Characters of a reply that are searched for objects."""
MOST_OBJECTS = 16
"""Objects of one reply that are tried."""


def verify(path: Path) -> Replayed:
    """Prove a finished record, replies of its models included; see `proved`, which raises the same."""
    return proved(read(path))


def proved(record: Transcript) -> Replayed:
    """Prove a finished record that was read already, and that each answer of a model is one that it gave.

    TranscriptError names the first line that fails, and a record that stops before its end. Reading costs some
    milliseconds for each decision of a model, on top of what playing again costs.
    """
    if all(entry.kind != "call" for entry in record.entries):
        return proved_without_minds(record)
    return proved_without_minds(record, RepliesRead(record))


class RepliesRead(Questions):
    """Holds each decision that a model made against the replies that are recorded for it."""

    def __init__(self, record: Transcript) -> None:
        """For a record; nothing is read yet."""
        super().__init__()
        self._shared, self._salted = shared_lines(record), is_salted(record.entries)
        self._told = _Told(record)
        self._holds = Holds(game_of(record))
        self._calls: dict[str, list[Entry]] = defaultdict(list)
        for entry in record.entries:
            if entry.kind == "call":
                _readable(entry)
            if entry.kind == "call" and brought_reply(entry.data):
                self._calls[str(entry.data["decision"])].append(entry)
        self._floors: list[tuple[int, int]] = []
        """Undone turns: (the first of them, the line that says so)."""

    def undone(self, line: int, to_turn: int) -> None:
        """Calls before that line were for decisions that do not stand."""
        self._floors.append((to_turn, line))

    def deciding(self, line: int, decision: Decision) -> None:
        """TranscriptError unless an answer of a model is one that it gave; what it cannot know is passed over."""
        if not is_model(decision.player) or decision.via or line in self._shared:
            return
        if decision.origin not in ("chosen", "repaired"):
            return
        floor = max((at for turn, at in self._floors if turn <= decision.turn), default=0)
        wanted = "first" if decision.origin == "chosen" else "repair"
        calls = [
            call
            for call in self._calls[decision.id]
            if floor < call.n < line and str(call.data["step"]).startswith(wanted)
        ]
        if any(_is_removed(call.data["reply"]) for call in calls):
            return
        ask, hold = self.ask(decision.seat), self._holds.of(decision.seat, line)
        ask = ask if hold is None else hold.asked(ask, is_mind=True)
        told = self._told.of(ask)
        readings = (found for call in calls for found in _readings(ask, decision, call, told, hold))
        if not any(_same(decision, found, self._salted) for found in readings):
            where = f"; the last one is line {calls[-1].n}" if calls else ""
            raise TranscriptError(
                f"line {line}: decision {decision.id} is {decision.origin}, and no recorded reply of its model reads "
                f"as what it decided{where}"
            )


class _Told:
    """How replies of a record are read where its prompts had labels: with what these stand for."""

    def __init__(self, record: Transcript) -> None:
        from wargame.players.llm.labels import HeldLabels
        from wargame.players.llm.shown import shown_of

        self._labels = HeldLabels(shown_of(record.header.data.get("prompts", {})))

    def of(self, ask: Ask) -> Callable[[str], str]:
        """What makes of a reply to this the one that was read."""
        labels = self._labels.of(ask.book.setting, ask.view.models)
        return str if labels is None else labels.tell


def _readings(
    ask: Ask, decision: Decision, call: Entry, told: Callable[[str], str], hold: SeatReins | None
) -> Iterator[Decision]:
    """The decision that each object in a reply would have made, first what the player itself takes."""
    from wargame.players.llm.completion import reply_of
    from wargame.players.llm.reply_reading import fields_wanted
    from wargame.players.llm.reply_reading import read as read_reply
    from wargame.table.calls import call_of

    reply = reply_of(call_of(call.data, call.n), fields_wanted(ask.phase))
    if reply.outcome != "answered":
        return
    others = _objects(str(call.data["reply"])) if reply.reading == 1 else ()
    for text in (reply.text, *others):
        found = read_reply(ask, told(text), reply.reading)
        if found.body is not None:
            yield worded(
                bounded(
                    replace(
                        decision,
                        body=found.body if hold is None else hold.body(ask, found.body),
                        rationale=found.rationale,
                        plan=found.plan,
                        notebook=found.notebook,
                        mended=found.mended,
                    )
                )
            )


def _readable(call: Entry) -> None:
    """TranscriptError for a call whose reply was read in a way that this program does not have."""
    from wargame.players.llm.request import READING

    if (reading := call.data.get("reading", 1)) > READING:
        raise TranscriptError(
            f"line {call.n}: its reply was read in version {reading} of reading; this program has 1 to {READING}: "
            "verify it with the version that wrote it"
        )


def _objects(text: str) -> Iterator[str]:
    """Whole objects in a text, as far as one looks: what a player takes of several may differ by version."""
    text, at, decoder = text[:MOST_READ], text.find("{"), JSONDecoder()
    for _ in range(MOST_OBJECTS):
        if at < 0:
            return
        try:
            _, end = decoder.raw_decode(text, at)
            yield text[at:end]
        except (ValueError, RecursionError):
            end = at + 1
        at = text.find("{", end)


def _same(made: Decision, found: Decision, salted: bool) -> bool:
    names = ("body", "rationale", "plan", "notebook", "mended")
    return all(_alike(as_data(getattr(made, name)), as_data(getattr(found, name)), salted) for name in names)


def _alike(made: Any, found: Any, salted: bool) -> bool:
    """Whether both are one as data; of removed words with a salt only the length is known."""
    if isinstance(made, Text) and made.is_removed:
        told = isinstance(found, str) and length_of(found) == made.length
        return told and (salted or digest_of(found) == made.digest)
    if isinstance(made, Sentence) and isinstance(found, Sentence):
        return _alike(list(made.pieces), list(found.pieces), salted)
    if isinstance(made, Mapping) and isinstance(found, Mapping):
        return made.keys() == found.keys() and all(_alike(each, found[key], salted) for key, each in made.items())
    if isinstance(made, (list, tuple)) and isinstance(found, (list, tuple)):
        return len(made) == len(found) and all(_alike(one, two, salted) for one, two in zip(made, found, strict=True))
    return bool(made == found)


def _is_removed(reply: object) -> bool:
    return isinstance(reply, Text) and reply.is_removed
