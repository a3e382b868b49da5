"""Where a game keeps its model calls: entries for control alone, with every long text stored once.

On resume the calls that the record holds already are found again, so that nothing is paid twice. Address and hash of a
request are texts, too: so a record can be shown without them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from wargame.core.ids import DecisionId
from wargame.core.prose import Text, digest_of, said
from wargame.errors import TranscriptError
from wargame.players.llm.request import CallRecord
from wargame.transcript.consistency import placed
from wargame.transcript.entry import Entry
from wargame.transcript.salts import salts_for
from wargame.transcript.writing import Log

WORDS = ("reply", "refusal", "fault")
"""Fields of calls that hold what an endpoint said, or quote it."""
HIDDEN = ("endpoint", "request")
"""Fields that are texts since texts have salts; of older records they are words like any other."""
SINCE_READINGS = ("reading", "carrier", "conditions")
"""Fields that calls of the first reading do not have."""


class Calls:
    """The calls of one game, in its transcript."""

    def __init__(self, log: Log, entries: Sequence[Entry] = ()) -> None:
        """For a new game, or for one that goes on after these entries of its record; reads them once.

        TranscriptError, with its line, if an entry of a call holds none.
        """
        self._log = log
        self._calls: list[CallRecord] = []
        self._of: dict[tuple[DecisionId, int], CallRecord] = {}
        self._sizes: dict[str, int] = {}
        """Characters of each text that was sent, by its plain digest."""
        self._salts = salts_for(entries)
        self._texts: dict[str, Text] = {}
        """Texts as the record has them, by their words: each has one salt."""
        named: dict[str, str] = {}
        for entry in entries:
            if entry.kind == "blob":
                name, words = str(entry.data["hash"]), entry.data.get("text")
                if isinstance(words, Text) and words.salt:
                    self._texts[str(words)] = words
                    named[name] = name = digest_of(str(words))
                self._sizes[name] = int(entry.data["length"])
            elif entry.kind == "call":
                self._add(_renamed(call_of(entry.data, entry.n), named))

    def earlier(self, decision: DecisionId, attempt: int) -> CallRecord | None:
        """The recorded attempt of this number, the newest if there are several; None if there is none."""
        return self._of.get((decision, attempt))

    def keep(self, call: CallRecord, texts: Mapping[str, str]) -> None:
        """Record an attempt, and before it those of its texts that the record does not hold yet.

        `texts` are by hash. What an endpoint said is marked as said.
        """
        turn, phase = placed(call.decision)
        for name, text in texts.items():
            if name not in self._sizes:
                self._sizes[name] = len(text)
                self._log.text(self._salted(text), turn, phase)
        data = {**asdict(call), **self._words(call, texts)}
        if call.reading == 1:
            data = {name: value for name, value in data.items() if name not in SINCE_READINGS}
        self._log.note("call", turn, phase, data, (call.decision,))
        self._add(call)

    def _words(self, call: CallRecord, texts: Mapping[str, str]) -> Mapping[str, Any]:
        """The fields of a call that name texts or are some, as they are recorded."""
        hidden = WORDS if self._salts is None else (*WORDS, *HIDDEN)
        found: dict[str, Any] = {name: getattr(call, name) for name in hidden}
        found = {name: self._salted(words) for name, words in found.items() if isinstance(words, str)}
        if self._salts is None:
            return found
        named = {name: digest_of(self._salted(text)) for name, text in texts.items()}
        return {**found, **_names(call, named)}

    def _salted(self, words: str) -> str:
        made = said(words)
        if self._salts is None or type(made) is not Text:
            return made
        if words not in self._texts:
            self._texts[words] = Text(words, self._salts())
        return self._texts[words]

    def kept(self) -> Iterator[tuple[CallRecord, int]]:
        """Every call with the number of characters that it sent, for the budget."""
        for call in self._calls:
            pieces = (self._sizes.get(name, 0) for _, names in call.messages for name in names)
            yield call, sum(pieces) + self._sizes.get(call.schema, 0)

    def _add(self, call: CallRecord) -> None:
        self._calls.append(call)
        self._of[call.decision, call.attempt] = call


def _names(call: CallRecord, named: Mapping[str, str]) -> dict[str, Any]:
    """What a call calls the texts that it sent, by other names."""
    messages = tuple((who, tuple(named.get(name, name) for name in names)) for who, names in call.messages)
    return {"messages": messages, "schema": named.get(call.schema, call.schema)}


def _renamed(call: CallRecord, named: Mapping[str, str]) -> CallRecord:
    return replace(call, **_names(call, named)) if named else call


def call_of(data: Mapping[str, Any], line: int) -> CallRecord:
    """The call that an entry holds; TranscriptError names `line`, from 1, if it holds none."""
    try:
        return _calls().validate_python({key: _plain(value) for key, value in data.items()})
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise TranscriptError(f"line {line}: this is no record of a model call ({where}: {first['msg']})") from None


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value


@cache
def _calls() -> TypeAdapter[CallRecord]:
    return TypeAdapter(CallRecord)
