"""What the last entry of a record says of a game that is over."""

from __future__ import annotations

from typing import Any

from wargame.core.event_values import ScoreCard
from wargame.core.ids import SeatId
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import scores
from wargame.transcript.recorded_play import RecordedPlay


def ending(past: RecordedPlay) -> dict[str, Any]:
    """Score of each seat, state hash, count of origins.

    Scores are those that the last turn gave, before what a notice ends with the game was closed; they are taken anew
    where control has changed a number or ended the game since.
    """
    final = {seat: score.total for seat, score in scores(picture(past.sequence.book, past.sequence.state)).items()}
    given: dict[SeatId, float] = {}
    for event in past.sequence.record:
        if event.kind in ("value_overridden", "game_ended"):
            given.clear()
        elif isinstance(event.value, ScoreCard):
            given[event.about[0]] = event.value.total
    return {"scores": {**final, **given}, "state_hash": past.hash, "origins": past.origins}
