"""Where a game keeps its model calls: entries for control alone, with every long text stored once.

On resume the calls that the record holds already are found again, so that nothing is paid twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from wargame.core.ids import DecisionId
from wargame.core.prose import said
from wargame.errors import TranscriptError
from wargame.players.llm.request import CallRecord
from wargame.transcript.consistency import placed
from wargame.transcript.entry import Entry
from wargame.transcript.writing import Log

WORDS = ("reply", "refusal", "fault")
"""Fields of calls that hold what an endpoint said, or quote it."""
SINCE_READINGS = ("reading", "carrier", "conditions")
"""Fields that calls of the first reading do not have."""


class Calls:
    """The calls of one game, in its transcript."""

    def __init__(self, log: Log, entries: Iterable[Entry] = ()) -> None:
        """For a new game, or for one that goes on after these entries of its record; reads them once.

        TranscriptError, with its line, if an entry of a call holds none.
        """
        self._log = log
        self._calls: list[CallRecord] = []
        self._of: dict[tuple[DecisionId, int], CallRecord] = {}
        self._sizes: dict[str, int] = {}
        for entry in entries:
            if entry.kind == "blob":
                self._sizes[str(entry.data["hash"])] = int(entry.data["length"])
            elif entry.kind == "call":
                self._add(call_of(entry.data, entry.n))

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
                self._log.text(text, turn, phase)
        words = {name: said(found) for name in WORDS if isinstance(found := getattr(call, name), str)}
        data = {**asdict(call), **words}
        if call.reading == 1:
            data = {name: value for name, value in data.items() if name not in SINCE_READINGS}
        self._log.note("call", turn, phase, data, (call.decision,))
        self._add(call)

    def kept(self) -> Iterator[tuple[CallRecord, int]]:
        """Every call with the number of characters that it sent, for the budget."""
        for call in self._calls:
            pieces = (self._sizes.get(name, 0) for _, names in call.messages for name in names)
            yield call, sum(pieces) + self._sizes.get(call.schema, 0)

    def _add(self, call: CallRecord) -> None:
        self._calls.append(call)
        self._of[call.decision, call.attempt] = call


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
