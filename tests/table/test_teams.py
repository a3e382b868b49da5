"""Several people on a seat: they talk among themselves, one hands in, and dissent is kept for that seat and control."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.table.rig import FakeTime, answer, next_human, now, opened, play, settle, time_of
from wargame.core import names
from wargame.errors import NotAllowed, SpecError
from wargame.table.chair import Clock
from wargame.table.opening_rooms import resume_room
from wargame.table.people import objections
from wargame.table.players import Means
from wargame.table.room import Room
from wargame.table.team import TeamLine
from wargame.transcript.export import rows_of
from wargame.transcript.verify import verify


def test_three_people_give_one_answer_and_the_dissent_is_in_the_record_of_that_seat(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase) != (1, "orders"):
            return
        names = ("Ada Rossi", "Bo Lind", "Cleo Ng")
        ada, bo, cleo = (room.chair("rome", room.join(name, seat="rome").handle) for name in names)
        now(bo.note("canary: buy the chips"))
        now(cleo.dissent("too soon"))
        now(bo.dissent("too dear"))
        now(bo.dissent(""))
        assert ada.team.lines == (TeamLine(1, "rome-2", "canary: buy the chips"),)
        assert ada.team.against == (("rome-3", "too soon"),)
        with pytest.raises(NotAllowed, match="rome-1 hands in for this seat"):
            now(bo.submit(answer(room, "rome")))
        now(ada.submit(answer(room, "rome")))
        assert not room.session.discussion
        assert not room.chair("rome").team.against
        assert cleo.team.lines == (TeamLine(1, "rome-2", "canary: buy the chips"),), "it stands in the record now"
        assert {status.seat: status.people for status in room.statuses()}["rome"] == names
        room.leave("rome-1")
        room.lead("rome-3")

    play(opened(out), moment)
    game = verify(out)
    made = game.decisions["1.orders.rome"]
    assert made.discussion == ("rome-2: canary: buy the chips",)
    assert made.dissent == ("rome-3: too soon",)
    for seat, may in (("rome", True), ("control", True), ("meta", False)):
        assert ("too soon" in repr(list(rows_of(game, "decisions", seat)))) == may
        assert ("canary" in repr(list(rows_of(game, "decisions", seat)))) == may
    raw = out.read_text()
    assert not [name for name in ("Ada", "Bo Lind", "Cleo") if name in raw], "the record knows handles only"
    assert "Cleo Ng" in (tmp_path / "game.session.json").read_text()


def test_a_handle_sits_on_its_own_seat_and_is_taken_once() -> None:
    room = opened()
    room.join("A", seat="rome", handle="fox")
    with pytest.raises(NotAllowed, match="fox does not sit on meta"):
        room.chair("meta", "fox")
    with pytest.raises(SpecError, match="'fox' is taken"):
        room.join("B", seat="meta", handle="fox")
    with pytest.raises(SpecError, match="a player needs a seat"):
        room.join("B")
    with pytest.raises(SpecError, match="nobody in this room has the handle 'owl'"):
        room.lead("owl")
    with pytest.raises(SpecError, match="accepted are owner"):
        room.join("B", "king")  # type: ignore[arg-type]
    controller = room.join("C", "controller")
    assert (controller.handle, controller.seat) == ("controller-1", None)
    with pytest.raises(SpecError, match="sits on no seat"):
        room.lead(controller.handle)


def test_talk_share_counts_moves_and_messages() -> None:
    room = opened()
    play(room)
    lines = {line.seat: line for line in room.health()}
    assert sum(line.share for line in lines.values()) == pytest.approx(
        sum(line.moves for line in lines.values()) / moves_of_all(room), abs=1e-9
    )
    assert lines["rome"].moves > 0


def moves_of_all(room: Room) -> int:
    return sum(len(getattr(made.body, "moves", ())) for made in room.game.past.decisions.values())


def test_the_public_screen_shows_nothing_private_all_game_long() -> None:
    shown: list[str] = []

    def moment(room: Room, clock: Clock) -> None:
        if clock.turn == 1 and clock.round == 1:
            for seat in room.setting.ids:
                room.control.message((seat,), f"canary for {seat}")
        if next_human(room) == "rome":
            now(room.chair("rome").note("canary among Romans"))
        shown.append(repr(room.public()) + repr(room.statuses()) + repr(room.clock()))

    room = opened()
    play(room, moment)
    assert len(shown) >= 9
    assert "canary" in repr(room.truth())
    assert "canary" not in "".join(shown)
    screen = room.public()
    assert (
        screen.values[names.domestic_support("rome")] == room.game.sequence.state.values[names.domestic_support("rome")]
    )
    assert not [name for name in screen.values if name.endswith((".budget", ".dissent", ".A"))]
    briefs = [seat.brief.strip() for seat in room.setting.seats if seat.brief.strip()]
    assert briefs
    assert not [brief for brief in briefs if brief[:60] in shown[-1]]


def test_putting_a_room_down_twice_harms_nothing(tmp_path: Path) -> None:
    async def meet() -> None:
        room = opened(tmp_path / "game.jsonl", preset="90-minutes")
        task = asyncio.ensure_future(room.play())
        await settle()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        room.close()
        time_of(room).pass_(10_000)
        again = resume_room(tmp_path / "game.jsonl", Means(time=FakeTime()))
        assert again.clock().turn == 1
        again.close()

    asyncio.run(meet())


def test_objections_are_read_line_by_line_and_belong_to_people_of_the_seat() -> None:
    room = opened()
    ada, bo = room.join("Ada Rossi", seat="rome"), room.join("Bo", seat="rome")
    people = room.chair("rome").people
    assert people == (ada, bo)
    assert objections("bo: too dear\n\nrome-1: too soon: much", people) == {
        bo.handle: "too dear",
        ada.handle: "too soon: much",
    }
    assert objections("", people) == {}
    for wrong in ("Cleo: too dear", "Bo", "Bo:  "):
        with pytest.raises(SpecError, match="write NAME: why, one line for each person; on this seat: Ada Rossi, Bo"):
            objections(wrong, people)
