"""Players that a program brings along: what they must be, and what their answers must be made of.

An answer is held against the types of the record before it counts, so that no game ends in a record that cannot be
read again.
"""

from __future__ import annotations

import asyncio
import inspect
from functools import cache
from typing import Any, get_args

from pydantic import ConfigDict, TypeAdapter, ValidationError

from wargame.core.ids import Phase
from wargame.core.moves import Body
from wargame.errors import SpecError, WargameError
from wargame.players import specs
from wargame.players.base import BODIES, Answer, Ask, Player, PlayerKind, unfit

KINDS = tuple(kind for kind in get_args(PlayerKind) if kind != "person")


class OwnPlayer:
    """A player of a program's own, whose answers are looked through."""

    def __init__(self, player: Player) -> None:
        """Over a player that was checked."""
        self._player = player
        self.spec, self.kind, self.instant = player.spec, player.kind, player.instant

    async def decide(self, ask: Ask) -> Answer:
        """What the player answers; WargameError if it could not be recorded as an answer to this."""
        try:
            given = self._player.decide(ask)
            answer = await given if inspect.isawaitable(given) else given
        except Exception as fault:
            fault.add_note(f"This is what {self.spec} did when it was asked for {ask.id}.")
            raise
        except asyncio.CancelledError as fault:
            if (task := asyncio.current_task()) is None or not task.cancelling():
                raise WargameError(f"{ask.id}, of {self.spec}: it gave its own waiting up (CancelledError)") from fault
            raise
        if wrong := unfit(answer, ask.phase) or _untyped(answer, ask.phase):
            raise WargameError(f"{ask.id}, of {self.spec}: {wrong}")
        return answer


def own(seat: str, player: Player) -> OwnPlayer:
    """A program's own player for a seat.

    SpecError if it is no player, says that it is a person (whom nobody could hand in for), or would stand in the
    record under the name of one of the program's own.
    """
    spec, kind, instant = (getattr(player, name, None) for name in ("spec", "kind", "instant"))
    known = isinstance(spec, str) and spec != "" and isinstance(instant, bool) and isinstance(kind, str)
    if not known or isinstance(player, type) or not callable(getattr(player, "decide", None)):
        raise SpecError(
            f"seat {seat}: {player!r} is no player; a player has `spec` (a name of its own), `kind` ('script'), "
            "`instant` (a bool) and `async def decide(ask)`, or is a spec such as 'scripted' or 'random'"
        )
    if kind not in KINDS:
        raise SpecError(
            f"seat {seat}: a player of your own has kind {kind!r}; it must be one of {', '.join(KINDS)}"
            + (": people sit at `wargame play`" if kind == "person" else "")
        )
    if not type(player).__module__.startswith("wargame.") and _is_known(player.spec):
        raise SpecError(
            f"seat {seat}: a player of your own calls itself {spec!r}, which the record would read as one of the "
            "program's; give it a `spec` of its own, such as 'own:cautious'"
        )
    return OwnPlayer(player)


def _is_known(spec: str) -> bool:
    try:
        specs.check(spec)
    except SpecError:
        return False
    return True


@cache
def _typed(phase: Phase) -> TypeAdapter[Body | None]:
    body: Any = BODIES[phase]
    return TypeAdapter(body | None, config=ConfigDict(revalidate_instances="always"))


def _untyped(answer: Answer, phase: Phase) -> str:
    """What in an answer is of another type than the record has; empty if nothing is."""
    for name in ("rationale", "plan", "notebook"):
        if not isinstance(words := getattr(answer, name), str):
            return f"its {name} is a {type(words).__name__} and no text"
    if not isinstance(answer.faults, tuple) or not all(isinstance(each, str) for each in answer.faults):
        return "its faults are no tuple of texts"
    try:
        _typed(phase).validate_python(answer.body)
    except ValidationError as fault:
        deepest = max(fault.errors(include_url=False), key=lambda each: len(each["loc"]))
        return f"{'.'.join(str(part) for part in deepest['loc'])}: {deepest['msg']}"
    return ""
