"""Rows of control's lists: players in as few cells as say who plays."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.table.rig import opened, play
from wargame.present.record_rows import short_spec, watched_seat_rows
from wargame.table.chair import Clock
from wargame.table.room import Room


@pytest.mark.parametrize(
    ("spec", "shown"),
    [
        ("llm:small@http://127.0.0.1:8093/v1", "llm:small"),
        ("llm:hosted", "llm:hosted"),
        ("recorded:games/a@b.jsonl", "recorded:games/a@b.jsonl"),
        ("scripted:patron", "scripted:patron"),
    ],
)
def test_a_model_is_named_without_its_address(spec: str, shown: str) -> None:
    assert short_spec(spec) == shown


def test_the_share_of_talk_says_that_it_is_of_all_talk_and_actors_off_the_table_have_their_part(tmp_path: Path) -> None:
    room, seen = opened(tmp_path / "game.jsonl", facilitated=True), []

    def moment(room: Room, clock: Clock) -> None:
        if clock.phase == "orders":
            players = {seat: player.spec for seat, player in room.game.players.items()}
            health = room.control.health()
            seen.append((health, watched_seat_rows(health, room.statuses(), players, room.setting)))

    play(room, moment)
    health, rows = seen[-1]
    assert 0 < sum(each.share for each in health) < 1, "actors off the table talk too"
    assert [" of all talk" in row.text for row in rows] == [each.moves > 0 for each in health]
