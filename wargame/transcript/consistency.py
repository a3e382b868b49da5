"""What a record must say of itself beside what the rules prove: everything that can be checked without a key.

Playing again proves what the rules made of the decisions. Here lines that no rule makes are held against the rest:
texts, model calls, clock, acts at the table, and who decided. What nobody can check is named in `NOT_PROVED`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, cast

from wargame.core.ids import Phase
from wargame.core.moves import decision_id
from wargame.core.prose import Text
from wargame.core.spec_words import OF_MODELS, RECORDED, is_model, word_of
from wargame.scenario.prompt_words import WORDS, is_as_told, words_in
from wargame.transcript.branch_origin import check_origin
from wargame.transcript.entry import Entry, line_of
from wargame.transcript.entry_values import note_data
from wargame.transcript.field_values import (
    CALL_VALUES,
    PROMPT,
    demand,
    fault_of,
    fields,
    is_count,
    spelled_as,
    words,
)
from wargame.transcript.reading import Transcript
from wargame.transcript.recorded_acts import ACTS
from wargame.transcript.salts import is_salted

NOT_PROVED = "who played, times, reasons, prose of the scenario, what endpoints said of themselves"
"""What stands in a record on the word of whoever wrote it; a signature closes that."""
MADE: Mapping[str, tuple[str, ...]] = {
    "scripted": ("scripted", "fallback", "timeout"),
    "best": ("scripted", "fallback", "timeout"),
    "random": ("scripted", "fallback", "timeout"),
    "passing": ("scripted", "fallback", "timeout"),
    "human": ("human", "fallback", "timeout"),
    **dict.fromkeys(OF_MODELS, ("chosen", "repaired", "fallback", "timeout", "refusal", "scripted")),
    RECORDED: ("recorded", "fallback", "timeout"),
}
"""Origins that a player of each kind can have; players of a program's own have any."""
WITH_FAULTS = ("repaired", "fallback", "timeout", "refusal")
"""Origins that say what went wrong before."""
STAMP = ("id", "what", "who", "role", "at")
TOLD = ("target", "before", "after", "reason")
CLOCK: Mapping[str, tuple[str, ...]] = {
    "turn_end": ("what", "state_hash", "at"),
    "start": ("what", "left", "limit", "at", "round"),
    "pause": ("what", "left", "who", "at", "round"),
    "resume": ("what", "left", "who", "at", "round"),
    "extend": ("what", "left", "seconds", "limit", "who", "at", "round"),
    "skip": ("what", "left", "why", "who", "at", "round"),
    "expired": ("what", "left", "why", "at", "round"),
    "late": ("what", "left", "seat", "why", "at", "round"),
    "absent": ("what", "left", "seconds", "at", "round"),
}
"""Fields of each kind of clock entry, in order."""
ACTED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "swap": ((*STAMP, *TOLD, "round"),),
    "adopt": ((*STAMP, *TOLD, "round"),),
    "undo": ((*STAMP, "before", "after", "reason", "to_turn", "round"),),
    "refused": tuple((*TOLD, *more, *STAMP, "round") for more in ((), ("attempt",), ("spec",), ("case",))),
}
"""Fields of acts that have no effect in the game, in order: those that have are done again."""
CALL = (
    *("decision", "step", "attempt", "model", "endpoint", "rung", "request", "messages", "schema", "max_tokens"),
    *("seconds", "reply", "finish", "refusal", "returned_model", "fingerprint", "status", "fault", "usage", "cost"),
)
"""Fields of a model call, in order."""
CALL_NOW = (*CALL, "reading", "carrier", "conditions")
"""Those of calls that say how their replies are read."""
USAGE = ("prompt", "cached", "completion", "reasoning")


def consistent(record: Transcript) -> None:
    """TranscriptError names the first line that does not fit the rest; it takes one pass, past the events."""
    checks = _Checks(record)
    for entry in record.entries:
        if entry.kind != "event" or checks.texts:
            checks.take(entry)
    checks.end()


def placed(decision: str) -> tuple[int, str]:
    """Turn and phase of a decision id: `2.talk1.paris` is turn 2, talk; (0, `start`) where no turn stands first."""
    turn, _, rest = decision.partition(".")
    phase = rest.partition(".")[0].rstrip("0123456789")
    return (int(turn), phase) if turn.isdecimal() and len(turn) < 9 else (0, "start")


class _Checks:
    """One pass over a record."""

    def __init__(self, record: Transcript) -> None:
        self._record = record
        self._header = record.header.data
        self._seats: dict[str, str] = dict(self._header["seats"])
        self._models = {seat for seat, spec in self._seats.items() if is_model(spec)}
        """Seats that a model sat on at some time."""
        self._salted = is_salted(record.entries)
        self._acts = 0
        self.texts: list[Entry] = []
        """Texts that stand before the line to come."""
        self._stored: set[str] = set()
        self._calls: dict[str, list[Entry]] = defaultdict(list)
        """Calls of decisions that stand, by decision."""
        self._deciders: dict[str, str] = {}
        """Players of decisions that stand, by decision."""
        self._shared = shared_lines(record)

    def take(self, entry: Entry) -> None:
        if self.texts and entry.kind != "blob":
            self._needed_by(entry)
        match entry.kind:
            case "header":
                self._opening(entry)
            case "blob":
                self._blob(entry)
            case "decision":
                self._decision(entry)
            case "call":
                self._call(entry)
            case "clock":
                self._clock(entry)
            case "override":
                self._override(entry)
            case "end":
                fields(entry, "at")
            case "event":
                pass

    def end(self) -> None:
        for decision, calls in self._calls.items():
            if not self._has_decision(decision, calls) and self._record.finished:
                raise fault_of(calls[0], f"it is a call for {decision}, a decision that was never made")

    # lines

    def _opening(self, entry: Entry) -> None:
        data = entry.data
        fields(entry, "created", "game", "code")
        whole = words_in(data["prompts"])
        for name, text in data["prompts"].items():
            if not name.startswith(WORDS):
                demand(entry, f"prompts.{name}", text, spelled_as(PROMPT))
        for name in whole:
            if not is_as_told(name, data["prompts"]):
                raise fault_of(entry, f"the template prompts.{WORDS}{name} is not the one whose hash prompts.{name} is")
        versions = data["versions"]
        if list(versions) != ["wargame", "python"] or not all(words(each) for each in versions.values()):
            raise fault_of(entry, f"its versions are {versions!r}; it has one of wargame and one of python")
        check_origin(entry, self._record)

    def _blob(self, entry: Entry) -> None:
        if entry.audience != () or entry.causes != ():
            raise fault_of(entry, "a text is for control alone and has no causes")
        if "salt" in entry.data and not self._salted:
            raise fault_of(entry, "its text has a salt, and a record of this schema has none")
        name = str(entry.data["hash"])
        self._stored.add(name)
        self.texts.append(entry)

    def _needed_by(self, entry: Entry) -> None:
        """Texts stand before the line that needs them; one that it does not need was left by a game broken off."""
        line = self._record.lines[entry.n - 1]
        for text in self.texts:
            other = (text.turn, text.phase) != (entry.turn, entry.phase)
            if other and str(text.data["hash"]).encode() in line:
                raise fault_of(text, f"it is of turn {text.turn}, {text.phase}; line {entry.n}, which needs it, is not")
        self.texts.clear()

    def _decision(self, entry: Entry) -> None:
        data = entry.data
        name, seat, player, origin, via = (str(data.get(key, "")) for key in ("id", "seat", "player", "origin", "via"))
        rightly = decision_id(entry.turn, cast(Phase, entry.phase), data.get("round", 0), seat)
        if name != rightly:
            raise fault_of(entry, f"decision {name!r} stands where {rightly} is made")
        expected = {"transcribed": "human", "branch": "branch", "": self._seats.get(seat)}.get(via)
        if player != expected:
            raise fault_of(entry, f"decision {name} is by {player!r}, but {expected!r} sat on {seat}")
        accepted = MADE.get(word_of(player))
        if accepted and origin not in accepted and not via:
            raise fault_of(entry, f"{player} cannot have {origin!r} decisions; it can have {', '.join(accepted)}")
        told = bool(data.get("faults"))
        if accepted and ((origin in WITH_FAULTS and not told) or (origin in ("scripted", "human") and told)):
            raise fault_of(entry, f"decision {name} is {origin}, which does not fit the faults that it tells")
        self._deciders[name] = player
        if is_model(player) and entry.n not in self._shared:
            self._called(entry, name, origin)

    def _called(self, entry: Entry, name: str, origin: str) -> None:
        """A model's answer has a call that brought it, and a script's has none."""
        calls = self._calls.get(name, [])
        answered = any(brought_reply(call.data) for call in calls)
        if origin in ("chosen", "repaired") and not answered:
            raise fault_of(entry, f"decision {name} is {origin}, and no recorded call brought its answer")
        if origin == "scripted" and answered:
            raise fault_of(entry, f"decision {name} is scripted, and a recorded call brought an answer")
        if origin == "repaired" and not any(str(call.data["step"]).startswith("repair") for call in calls):
            raise fault_of(entry, f"decision {name} is repaired, and no recorded call asked for the repair")

    def _call(self, entry: Entry) -> None:
        data = entry.data
        if tuple(data) not in (CALL, CALL_NOW):
            raise fault_of(entry, f"this is no record of a model call: its fields are {', '.join(data)}")
        for name, accepts in CALL_VALUES.items():
            if name in data and not accepts(data[name]):
                demand(entry, name, data[name], accepts)
        demand(entry, "usage", data["usage"], lambda usage: isinstance(usage, dict) and tuple(usage) == USAGE)
        for name, count in data["usage"].items():
            demand(entry, f"usage.{name}", count, is_count)
        decision = data["decision"]
        turn, phase = placed(decision)
        if not _same(entry, self._record.lines[entry.n - 1], turn, phase, (decision,)):
            raise fault_of(entry, "this call is not written as it must be")
        reply = data["reply"]
        if self._salted and isinstance(reply, Text) and not reply.is_removed and not reply.salt:
            raise fault_of(entry, "its reply has no salt, and words of models have one in a record of this schema")
        for name in (data["schema"], *(piece for _, pieces in data["messages"] for piece in pieces)):
            if name not in self._stored:
                raise fault_of(entry, f"it refers to the text {name}, which no line before it stores")
        if data["step"] not in ("advice", "probe"):
            seat = decision.rpartition(".")[2]
            if not seat.startswith("judge") and seat not in self._models:
                raise fault_of(entry, f"it is a call for {decision}, and no model sat on {seat}")
            twin = next((each for each in self._calls[decision] if each.data["attempt"] == data["attempt"]), None)
            if twin is not None:
                raise fault_of(entry, f"it is attempt {data['attempt']} for {decision}, as line {twin.n} is")
            self._calls[decision].append(entry)

    def _clock(self, entry: Entry) -> None:
        wanted = CLOCK.get(str(entry.data.get("what")))
        if wanted is None or tuple(entry.data) != wanted:
            raise fault_of(entry, f"a clock entry {entry.data.get('what')!r} has the fields {', '.join(wanted or ())}")
        fields(entry, *wanted[1:])
        if "seat" in wanted and entry.data["seat"] not in self._seats:
            raise fault_of(entry, f"there is no seat {entry.data['seat']!r}")

    def _override(self, entry: Entry) -> None:
        data = entry.data
        self._acts += 1
        if data.get("id") != f"control.{self._acts}":
            raise fault_of(entry, f"this act is called {data.get('id')!r}; it is control.{self._acts}")
        what = str(data.get("what"))
        if what not in ACTS and tuple(data) not in ACTED.get(what, ()):
            raise fault_of(entry, f"an act {what!r} with the fields {', '.join(data)} is none that is recorded")
        fields(entry, "who", "role", "at", "reason", "round")
        if what == "swap":
            seat, before, after = data["target"], data["before"], data["after"]
            if seat not in self._seats or before != self._seats[seat] or not words(after):
                raise fault_of(entry, f"{before!r} cannot leave {seat!r} to {after!r}: it did not sit there")
            self._seats[seat] = after
            if is_model(after):
                self._models.add(seat)
        elif what == "undo":
            was, then = {"turn": entry.turn, "phase": entry.phase}, {"turn": data["to_turn"], "phase": "brief"}
            if (data["before"], data["after"]) != (was, then):
                raise fault_of(entry, f"an undoing goes from {was} to {then}, this one says otherwise")
            self._calls = defaultdict(list, {k: v for k, v in self._calls.items() if placed(k)[0] < data["to_turn"]})
        elif what == "adopt" and (data["target"] != "plan" or not words(data["before"]) or not words(data["after"])):
            raise fault_of(entry, "another plan has a plan before and one after")

    def _has_decision(self, decision: str, calls: list[Entry]) -> bool:
        seat = decision.rpartition(".")[2]
        return (
            decision in self._deciders
            or seat.startswith("judge")
            or not any(brought_reply(each.data) for each in calls)
        )


def shared_lines(record: Transcript) -> range:
    """Lines of a branch in which others decide as they did in the game that it leaves, where their calls are.

    Numbers from 1; none for a game that is no branch.
    """
    branch = record.header.data.get("branch")
    line = branch.get("line") if isinstance(branch, dict) else None
    if not isinstance(line, int):
        return range(0)
    after = (each.n for each in record.entries[line:] if each.kind in ("event", "end"))
    return range(line + 1, next(after, len(record.entries) + 1))


def brought_reply(call: Mapping[str, Any]) -> bool:
    """Whether a call brought a whole reply; `call` is the data of a `call` entry."""
    return call["fault"] == "" and call["reply"] is not None and call["status"] == 200


def _same(entry: Entry, line: bytes, turn: int, phase: str, causes: tuple[str, ...]) -> bool:
    """Whether a line is what writing its entry gives."""
    data = note_data(entry.data, {})
    return line == line_of(entry.n, entry.kind, turn, phase, (), causes, entry.prev, data)
