"""Who sits at a table: people and those whom a maker makes, who stands in for them, how seats change hands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wargame.core.ids import DecisionId, SeatId
from wargame.core.setting import Seat
from wargame.players import specs
from wargame.players.base import Answer, Player
from wargame.players.human import People
from wargame.table.chair import Draft
from wargame.table.parts import TableParts
from wargame.table.players import PlayerMaker
from wargame.table.settings import SessionSettings


def player_of(spec: str, seat: Seat, seed: int, make: PlayerMaker) -> Player:
    """A player for a seat: people, or whom `make` makes; SpecError if the spec cannot be read or cannot sit there."""
    return People() if specs.check(spec) == "human" else make(spec, seat, seed)


def fallback_of(spec: str, seat: Seat, seed: int, settings: SessionSettings, make: PlayerMaker) -> Player | None:
    """Who plays when the player of a seat is late; None if the seat then passes. SpecError as `make` raises it."""
    declared = settings.fallback(seat.id, spec)
    return None if declared == "pass" else make(declared, seat, seed)


def swap(parts: TableParts, seat: SeatId, spec: str, told: dict[str, Any]) -> None:
    """Let another player take a seat, with an override entry of the record that tells of it.

    If the seat owes an answer, the new player is asked at once. SpecError, and nothing is changed, if it cannot sit
    there.
    """
    game, settings = parts.game, parts.session.settings
    who, seed = game.book.seat(seat), game.book.seed
    player = player_of(spec, who, seed, parts.make)
    fallback = fallback_of(spec, who, seed, settings, parts.make)
    game.past.note("override", told)
    game.swap(seat, player, fallback)
    if player.kind == "person" and seat in parts.session.drafts:
        parts.session.drafts[seat] = replace(parts.session.drafts[seat], marks=())  # who sits down now has read nothing
    parts.file.save()
    parts.listeners.everybody()


def hand_in(parts: TableParts, seat: SeatId, answer: Answer, asked: DecisionId | None = None, **more: Any) -> None:
    """Seal a seat's answer with what its people said; its draft is emptied, but for how far it has read.

    NotAllowed keeps all as it was. TranscriptError if record or session cannot be written.
    """
    session = parts.session
    against = session.dissent.get(seat, {})
    said = {
        "discussion": tuple(session.discussion.get(seat, ())),
        "dissent": tuple(f"{who}: {text}" for who, text in against.items()),
    }
    parts.game.submit(seat, answer, asked, **said, **more)
    draft = session.drafts.pop(seat, None)
    if draft is not None and draft.marks:
        session.drafts[seat] = Draft(marks=draft.marks)
    for kept in (session.discussion, session.dissent):
        kept.pop(seat, None)
    parts.file.save()
