"""A room that is followed by its files shows what the room itself shows to everybody, and nothing else."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.table.rig import opened, settle, through
from wargame.core.moves import Talk
from wargame.errors import TranscriptError
from wargame.players.base import Answer
from wargame.table.following import FollowedRoom


def test_it_shows_what_the_room_itself_shows_to_everybody(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    async def meet() -> None:
        room = opened(out)
        task = asyncio.ensure_future(room.play())
        await settle()
        followed = FollowedRoom(out)
        mine, its = room.public(), followed.public()
        assert its.events == mine.events
        assert dict(its.values) == dict(mine.values)
        assert (its.clock.turn, its.clock.phase, its.clock.round) == (mine.clock.turn, mine.clock.phase, 1)
        assert [(s.seat, s.player, s.standing) for s in its.statuses] == [
            (s.seat, s.player, s.standing) for s in mine.statuses
        ]
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(meet())


def test_those_who_watch_are_told_when_the_game_has_gone_on_and_not_before(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"
    told: list[str] = []

    async def meet() -> None:
        room = opened(out)
        task = asyncio.ensure_future(room.play())
        await settle()
        followed = FollowedRoom(out)
        stop = followed.watch(lambda: told.append("changed"))
        assert not followed.look()
        await room.chair("rome").submit(Answer(Talk(moves=()), "human"))
        await settle()
        assert followed.look()
        assert told == ["changed"]
        assert {s.seat: s.standing for s in followed.public().statuses}["rome"] in ("sealed", "owes")
        stop()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(meet())


def test_a_game_that_is_over_is_shown_to_its_end(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"
    asyncio.run(through(opened(out)))
    followed = FollowedRoom(out)
    assert followed.clock().phase == "end"
    assert any(seen.kind == "score_given" for seen in followed.public().events)


def test_a_file_that_cannot_be_followed_is_named(tmp_path: Path) -> None:
    with pytest.raises(TranscriptError, match=r"none\.jsonl"):
        FollowedRoom(tmp_path / "none.jsonl")
