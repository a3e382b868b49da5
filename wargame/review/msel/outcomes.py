"""What came of each inject in a game on record, in the words of a sheet."""

from __future__ import annotations

from collections.abc import Container, Mapping

from wargame.core.event_values import InjectSpent
from wargame.core.events import Event
from wargame.errors import SpecError
from wargame.scenario.pack import Pack
from wargame.transcript.verify import Replayed


def outcomes_of(game: Replayed, pack: Pack) -> Mapping[str, str]:
    """By the ids of a scenario's injects: when each came, that control brought it in or struck it, or that it did not.

    SpecError if the game is one of another scenario. Looks through the whole record once.
    """
    played = game.game.bundle.pack.id
    if played != pack.id:
        raise SpecError(f"the record is of a game of {played}, and this list of {pack.id}; give a record of {pack.id}")
    spent: dict[str, list[Event]] = {}
    for event in game.events:
        if isinstance(event.value, InjectSpent):
            spent.setdefault(event.value.inject, []).append(event)
    here = {inject.id for inject in game.sequence.book.setting.injects}
    out = {}
    for line in pack.injects:
        if line.id in spent:
            out[line.id] = "; ".join(_came(event, game.acts) for event in spent[line.id])
        elif line.id in here:
            out[line.id] = f"did not come by turn {game.turns}"
        else:
            out[line.id] = "not part of this game"
    return out


def _came(event: Event, acts: Container[str]) -> str:
    assert isinstance(event.value, InjectSpent)
    if event.value.how == "cancelled":
        return f"struck by control in turn {event.turn} (event {event.id})"
    by_control = any(cause in acts for cause in event.causes)
    return f"came in turn {event.turn}{', by control' if by_control else ''} (event {event.id})"
