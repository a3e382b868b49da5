"""The public screen: what it says at every phase; nothing on it takes keys, and nothing private gets there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.table.rig import now
from tests.ui.conftest import SIZES, Pictured, drawn
from tests.ui.rooms import a_room, app_before, argue, chosen, shown, to_ruling, until
from wargame.core import names
from wargame.core.event_values import ScoreCard
from wargame.core.moves import Message, Talk
from wargame.core.setting import Seat
from wargame.players.base import Answer, Player
from wargame.review.leak_audit import Canaries, Planter
from wargame.table.chair import Draft
from wargame.table.opening_rooms import open_room
from wargame.table.players import Means
from wargame.table.room import Room
from wargame.table.settings import SessionSettings
from wargame.ui.public.screen import PublicRoomScreen, latest
from wargame.ui.widgets.panes import text_of

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("size", SIZES)]
Size = tuple[int, int]


async def test_it_says_where_the_game_stands_and_how_seats_do(size: Size) -> None:
    room = a_room(preset="90-minutes")
    app = app_before(room, first="room")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, PublicRoomScreen))
        assert "time to read" in shown(pilot)
        room.control.skip()
        await until(pilot, lambda: "TALK 1/2" in shown(pilot))
        said = shown(pilot)
        assert "FIRST DOWNLOAD" in said
        assert "TURN 1 of 2   April 2026" in said
        assert "Rome       at work" in said
        assert "Anthropic  has answered" in said
        room.control.pause()
        await until(pilot, lambda: "THE CLOCK IS STOPPED" in shown(pilot))


async def test_nothing_on_it_takes_keys_and_all_of_it_is_in_sight(size: Size) -> None:
    room = a_room(preset="90-minutes")
    app = app_before(room, first="room")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, PublicRoomScreen))
        assert list(app.screen.focus_chain) == []
        for id in ("room-title", "room-clock", "room-turn", "room-step", "room-state", "room-seats"):
            region = app.screen.query_one(f"#{id}").region
            assert region.area > 0, id
            assert app.screen.region.contains_region(region), id


async def test_the_odds_stand_there_before_the_roll(size: Size) -> None:
    room = a_room()
    app = app_before(room, first="room")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: room.clock().phase == "talk")
        case = await to_ruling(pilot, room)
        await until(pilot, lambda: "CONTROL IS RULING" in shown(pilot))
        assert "The port opens to all." in shown(pilot)
        room.control.rule(case, "dice", "two good reasons", pros=("one", "two"))
        await until(pilot, lambda: "Odds set: 83.3% to succeed" in " ".join(shown(pilot).split()))


async def test_scores_stand_there_at_the_end_if_they_are_public(size: Size) -> None:
    room = a_room()
    app = app_before(room, first="room")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: room.clock().phase == "talk")
        assert "SCORES" not in shown(pilot)
        room.control.end_game("time is up")
        await until(pilot, lambda: "SCORES" in shown(pilot))
        given = [event.value for event in room.parts.game.sequence.record if event.kind == "score_given"]
        best = max(card.total for card in given if isinstance(card, ScoreCard))
        assert f"{best:.1f} points" in shown(pilot)


async def test_f8_leads_to_the_curtain_and_no_other_key_anywhere(size: Size) -> None:
    room = a_room()
    app = app_before(room, first="room")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, PublicRoomScreen))
        await pilot.press("enter", "tab", "space", "o", "1", "f2", "f9")
        assert isinstance(app.screen, PublicRoomScreen)
        await pilot.press("f8")
        await until(pilot, lambda: "THE SCREEN IS CLEARED" in shown(pilot))


@pytest.mark.slow
async def test_nothing_private_reaches_it_in_a_whole_game(size: Size) -> None:
    canaries = Canaries()
    room = planted(canaries)
    app = app_before(room, first="room")
    looked: set[tuple[int, str, int]] = set()
    async with app.run_test(size=size) as pilot:
        while not room.over and (room.clock().turn, room.clock().phase) != (room.clock().turns, "news"):
            clock = room.clock()
            here = (clock.turn, clock.phase, clock.round)
            whisper(room, canaries)
            await pilot.pause()
            clean(pilot, room)
            looked.add(here)
            answer(room, canaries)
            await until(pilot, lambda here=here: step(room) != here or room.over)  # type: ignore[misc]
            clean(pilot, room)
        room.control.skip()
        await until(pilot, lambda: room.over)
        clean(pilot, room)
    assert {phase for _, phase, _ in looked} >= {"talk", "orders", "adjudication"}
    told = " ".join(f"{event.text} {event.body}" for event in room.record)
    assert sum(name in told for name in canaries.readers) > 20
    assert len(canaries.readers) > 60


async def test_two_pictures_of_it(size: Size, pictured: Pictured) -> None:
    room = a_room()
    app = app_before(room, first="room")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "TALK 1/2" in shown(pilot))
        pictured(app, f"room-talk-{size[0]}")
        await to_ruling(pilot, room)
        await until(pilot, lambda: "CONTROL IS RULING" in shown(pilot))
        pictured(app, f"room-ruling-{size[0]}")


def test_the_latest_news_are_whole(size: Size) -> None:
    entries = [["- a"], ["- b", "  b"], ["- c", "  c"]]
    assert latest(entries, size[1]) == ["- a", "- b", "  b", "- c", "  c"]
    assert latest(entries, 4) == ["(the last 1 of 3)", "- c", "  c"]
    assert latest([["- a"] * 9], 3) == ["(the last 1 of 1)", "- a", "- a"]


# a room full of secrets


def planted(canaries: Canaries) -> Room:
    """Everything private says something that no public screen may say: briefs, whispers, reasons, drafts."""
    plain = chosen(("rome",), 1)
    dossiers = {
        name: each.model_copy(update={"brief": f"{each.brief} {canaries.plant(name)}"})
        for name, each in plain.bundle.dossiers.items()
    }
    game = replace(plain, bundle=plain.bundle.model_copy(update={"dossiers": dossiers}))

    def make(spec: str, seat: Seat, seed: int) -> Player:
        return Planter(spec, seat, seed, canaries)

    return open_room(game, None, SessionSettings(facilitated=True), Means(make=make))


def whisper(room: Room, canaries: Canaries) -> None:
    """Control does what is not for the room, and a seat drafts."""
    control, turn = room.control, room.clock().turn
    control.message(("rome",), canaries.plant("rome"))
    control.inject(canaries.plant("meta"), audience=("meta",), objective=canaries.plant())
    control.override(names.points("rome"), 4 + turn, f"a reason {canaries.plant()}")
    room.chair("rome").save(Draft(rationale=canaries.plant("rome"), notebook=canaries.plant("rome")))
    room.parts.activity.at_stage("rome", "weighing its offers")


def answer(room: Room, canaries: Canaries) -> None:
    """Rome answers with whispers and private reasons; control goes on where it is waited for."""
    phase = room.clock().phase
    if phase in ("adjudication", "brief", "news"):
        room.control.skip(f"go on {canaries.plant()}")
    elif phase == "orders":
        argue(room, "rome", "anthropic")
    elif phase == "talk":
        body = Talk(moves=(Message(to=("meta",), text=canaries.plant("rome", "meta")),))
        now(room.chair("rome").submit(Answer(body, "human", canaries.plant("rome"), (), canaries.plant("rome"))))
    else:
        from tests.ui.rooms import hand_in

        hand_in(room, "rome")


def step(room: Room) -> tuple[int, str, int]:
    clock = room.clock()
    return clock.turn, clock.phase, clock.round


def clean(pilot: Pilot[None], room: Room) -> None:
    """No canary in anything that the app holds."""
    app: Any = pilot.app
    screen = app.screen
    assert isinstance(screen, PublicRoomScreen)
    held = [text_of(screen), drawn(app), app.title, app.sub_title, app.clipboard, *map(str, app._notifications)]
    for text in held:
        assert "canary" not in text, (room.clock(), text[max(0, text.find("canary") - 200) :][:400])


async def test_a_key_of_the_seats_screens_is_told_to_do_nothing(size: Size) -> None:
    app = app_before(a_room(), first="room")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, PublicRoomScreen))
        await pilot.press("f9")
        await until(pilot, lambda: "f9 does nothing on the room's screen" in shown(pilot))
        await pilot.press("w")
        await until(pilot, lambda: "w does nothing on the room's screen" in shown(pilot))
        await pilot.press("f1")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PublicRoomScreen) and "does nothing" not in shown(pilot))
