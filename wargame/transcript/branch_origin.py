"""What a header says of the game that a branch leaves, held against the branch itself.

The parent need not lie beside it, so that it was so is not proved; that the place is one of this record, and that the
change which is named was made behind it, is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wargame.transcript.entry import Entry
from wargame.transcript.field_values import GAME, HASH, demand, fault_of, spelled_as
from wargame.transcript.reading import Transcript
from wargame.transcript.recorded_acts import ACTS

STEP = ("turn", "phase", "round")
CHANGE: Mapping[str, tuple[str, ...]] = {
    "answer": ("what", "decision"),
    "player": ("what", "seat", "spec", *STEP),
    "parameter": ("what", "parameter", "value", "turn"),
    "nothing": ("what",),
} | dict.fromkeys(ACTS, ("what", *STEP))
"""Fields of each kind of change, in order."""


def check_origin(header: Entry, record: Transcript) -> None:
    """TranscriptError if the branch or the amendments of a header cannot be; what follows is asked of whole games."""
    branch, amendments = header.data["branch"], header.data["amendments"]
    if branch is None:
        if amendments:
            raise fault_of(header, "it amends parameters, and is no branch of another game")
        return
    demand(header, "branch.game", branch["game"], spelled_as(GAME))
    demand(header, "branch.parent", branch["parent"], spelled_as(HASH))
    line, change = branch["line"], branch["change"]
    demand(header, "branch.line", line, lambda line: type(line) is int and line >= 1)
    demand(header, "branch.change", change, _is_change)
    if record.finished and not (line <= len(record.entries) and _made(change, line, record, amendments)):
        raise fault_of(header, f"it is a branch from line {line} on, and its change was not made there")


def _is_change(change: Any) -> bool:
    return isinstance(change, dict) and list(change) == list(CHANGE.get(str(change.get("what")), ("",)))


def _made(change: Mapping[str, Any], line: int, record: Transcript, amendments: list[Any]) -> bool:
    what, later = change["what"], record.entries[line:]
    if what == "nothing":
        return True
    if what == "parameter":
        named = {name: change[name] for name in ("parameter", "value", "turn")}
        last, turn = record.entries[line - 1], change["turn"]
        closed = last.kind == "event" if turn == 1 else last.data.get("what") == "turn_end"
        return amendments[-1:] == [named] and closed and last.turn == turn - 1
    if what == "answer":
        decided = (each.data for each in later if each.kind == "decision")
        return any(each["id"] == change["decision"] and each.get("via") == "branch" for each in decided)
    acts = (each.data for each in later if each.kind == "override")
    if what == "player":
        wanted = ("swap", change["seat"], change["spec"])
        return any((each["what"], each.get("target"), each.get("after")) == wanted for each in acts)
    return any(each["what"] == what for each in acts)
