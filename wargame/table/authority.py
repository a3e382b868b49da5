"""Authority at a table: who acts, with which rights, and how an act of control is done or refused on the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wargame.core.bounds import too_much
from wargame.core.control_acts import NEED_REASON, Act, ControlMove, is_reason
from wargame.core.events import Event
from wargame.core.prose import said
from wargame.errors import NotAllowed
from wargame.table.parts import TableParts
from wargame.table.people import PersonRole, Right, rights
from wargame.transcript.act_numbers import numbers_as_kept
from wargame.transcript.overrides import now

RIGHT_FOR: Mapping[str, Right] = {
    "control_message": "speak",
    "final_argument": "speak",
    "rule_argument": "rule",
    "roll": "rule",
    "swap": "seats",
    "transcribe": "seats",
}
"""The right that each kind of act needs; all others need `world`."""


KEPT = 1000
"""Characters that are kept of what somebody attempted without the right to it."""


class Authority:
    """One person with a role at one table."""

    def __init__(self, parts: TableParts, who: str, role: PersonRole) -> None:
        """By handle; `room.control` and `acting` make these."""
        self.who, self.role = who, role
        self._parts, self._game, self._session = parts, parts.game, parts.session

    def may(self, right: Right) -> bool:
        """Whether this person has a right at this table."""
        return right in rights(self.role, self._session.settings.research)

    def do(self, move: ControlMove, reason: str) -> Sequence[Event]:
        """Do an act that has effects in the game; NotAllowed if a role, the rules or the moment forbid it."""
        self.need(RIGHT_FOR.get(move.kind, "world"), move.kind, {"attempt": repr(move)})
        return send_in(self._parts, self.who, self.role, move, reason)

    def need(self, right: Right, what: str, more: Mapping[str, Any] | None = None, reason: str | None = None) -> None:
        """NotAllowed unless the game waits, this person has the right, and a reason stands where one must."""
        if not self._game.past.waiting:
            raise NotAllowed(f"the game is {'over' if self._game.over else 'busy'}; nothing can be done to it now")
        if not self.may(right):
            study = " in research mode" if self._session.settings.research and self.role == "owner" else ""
            why = f"the {self.role.replace('_', ' ')} has no right to {what.replace('_', ' ')}{study}"
            told = {"target": what, "before": None, "after": None, "reason": why, **_shortened(more or {})}
            self._game.past.note("override", {**told, **self.stamp("refused")})
            raise NotAllowed(f"{self.who}: {why}; ask the controller")
        if reason is not None and (what in NEED_REASON or what == "adopt") and not is_reason(reason):
            raise NotAllowed(f"{what} needs a written reason, a sentence; this says {reason!r}")
        if reason is not None:
            self.within_bounds(reason, "the reason")

    def within_bounds(self, value: object, name: str = "it") -> None:
        """NotAllowed if a text of control, or anything in an act, is longer than a record takes."""
        _bounded(value, name)

    def stamp(self, what: str) -> dict[str, Any]:
        """Who does what, when: the beginning of an override entry."""
        return {"id": self._game.past.next_act, "what": what, "who": self.who, "role": self.role, "at": now()}


def send_in(parts: TableParts, who: str, role: PersonRole, move: ControlMove, reason: str = "") -> Sequence[Event]:
    """Do an act in somebody's name; NotAllowed if the rules or the moment forbid it. Rights are for the caller."""
    past = parts.game.past
    if not past.waiting:
        raise NotAllowed(f"the game is {'over' if parts.game.over else 'busy'}; nothing can be done to it now")
    kept = numbers_as_kept(move)
    act = Act(id=past.next_act, who=who, role=role, move=kept, reason=reason.strip())
    _bounded(act, "it")
    if (refusal := past.refused(act)) is not None:
        raise NotAllowed(refusal.sentence)
    events = parts.game.act(act, now())
    parts.listeners.readers(events)
    return events


def _bounded(value: object, name: str) -> None:
    if wrong := too_much(value, name):
        raise NotAllowed(f"{wrong}; shorten it")


def _shortened(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was attempted, as far as the record keeps it; what somebody typed is theirs and can be taken out."""
    return {
        name: (_short(value) if name == "target" else said(_short(value))) if isinstance(value, str) else value
        for name, value in told.items()
    }


def _short(text: str) -> str:
    return text if len(text) <= KEPT else f"{text[:KEPT]} [{len(text) - KEPT:,} more characters]"
