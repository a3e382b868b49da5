"""A seat whose model does not answer any more is handed to its script, on the record, and whoever may know is told."""

from __future__ import annotations

from wargame.core.control_acts import Act, ControlMessage
from wargame.core.ids import SeatId
from wargame.core.prose import said
from wargame.table.timekeeping import Paced
from wargame.transcript.overrides import now

TABLE = "table"
"""Who hands a seat over where nobody did: the table itself."""


def hand_over(game: Paced, seat: SeatId, why: str, *, hidden: bool) -> bool:
    """Let the script of a seat take it from its model; whether it has one.

    The record has it as a change of players, which control may change back. People at the table are told by a message,
    unless it is `hidden` who is a machine: then the log of control alone says it.
    """
    script, past = game.fallbacks.get(seat), game.past
    if script is None or not past.waiting:
        return False
    told = {"id": past.next_act, "what": "swap", "who": TABLE, "role": "controller", "at": now()}
    before = game.players[seat].spec
    past.note("override", {**told, "target": seat, "before": before, "after": script.spec, "reason": said(why)})
    game.swap(seat, script, script)
    people = tuple(each for each, player in game.players.items() if player.kind == "person")
    if people and not hidden:
        text = f"The model of {game.book.name(seat)} does not answer any more; its script plays from now on."
        act = Act(id=past.next_act, who=TABLE, role="controller", move=ControlMessage(to=people, text=text))
        if past.refused(act) is None:
            game.act(act, now())
    return True
