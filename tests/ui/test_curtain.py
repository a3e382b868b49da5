"""The curtain: painted before the next view is built, everything of the seat before removed, words asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from textual.app import App
from textual.command import CommandPalette
from textual.widgets import Input

from tests.ui.conftest import SIZES, SMALL, WIDE, Doors, Pictured, at_table, drawn, press, shown
from tests.ui.fits import clipped
from tests.ui.rooms import a_room
from tests.ui.seats import Asking, Game
from wargame.core.ids import CONTROL
from wargame.core.moves import silence
from wargame.players.base import Answer
from wargame.present.local_table import of_room
from wargame.ui.app import WargameApp
from wargame.ui.curtain import Curtain
from wargame.ui.seat.desk import DeskScreen
from wargame.ui.seat.result import ResultScreen
from wargame.ui.widgets.composer import Composer
from wargame.ui.widgets.lists import Lines

pytestmark = pytest.mark.anyio
CANARY = "zephyrine"
SIT = "enter enter"


def planted() -> Game:
    """Rome's brief, draft, notes and typed text all hold a word that nobody else may see."""
    return Game(("rome", "meta"), brief={"rome": f" Remember {CANARY}-brief."})


def texts(app: App[Any]) -> Iterator[str]:
    """Everything that the app still holds and could show."""
    for screens in app._screen_stacks.values():
        for screen in screens:
            yield screen.title or ""
            for widget in screen.walk_children(with_self=True):
                yield str(getattr(widget, "border_title", "") or "")
                if isinstance(widget, Lines):
                    yield widget.as_text()
                for name in ("text", "value", "as_text"):
                    found = getattr(widget, name, "")
                    yield str(found() if callable(found) else found)
    yield app.title
    yield app.sub_title
    yield app.clipboard
    yield from (note.message for note in app._notifications)
    yield drawn(app)


def holds_nothing_of_rome(app: App[Any]) -> None:
    found = [text for text in texts(app) if CANARY in text.replace("&#160;", " ")]
    assert not found, found[0][:300]


async def fill_rome(app: WargameApp, pilot: Any) -> None:
    """Plant the word in every kind of place at Rome's desk."""
    await press(pilot, f"{SIT} enter w '{CANARY}-draft enter '{CANARY}-typed escape")
    assert f"{CANARY}-draft" in shown(app)
    await press(pilot, f"1 y / '{CANARY}-find")
    app.notify(f"{CANARY}-notice")
    app.title = f"{CANARY}-title"
    app.copy_to_clipboard(f"{CANARY}-clip")
    await pilot.pause()
    assert any(CANARY in text for text in texts(app))


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_nothing_of_a_seat_outlives_the_curtain(size: tuple[int, int]) -> None:
    app = at_table(planted())
    async with app.run_test(size=size, notifications=True) as pilot:
        await fill_rome(app, pilot)
        await press(pilot, "f8")
        assert isinstance(app.screen, Curtain)
        holds_nothing_of_rome(app)
        await pilot.resize_terminal(100, 30)
        holds_nothing_of_rome(app)
        await press(pilot, "escape ctrl+p")
        assert isinstance(app.screen, CommandPalette)
        holds_nothing_of_rome(app)
        await press(pilot, "escape")
        await press(pilot, SIT)
        assert app.stage.chair is not None
        assert app.stage.chair.seat == "meta"
        holds_nothing_of_rome(app)
        await press(pilot, "enter escape f2 f5 f2 f1 escape")
        holds_nothing_of_rome(app)


async def test_the_curtain_is_painted_before_the_next_view_is_built() -> None:
    game = planted()
    app = at_table(game)
    async with app.run_test(size=WIDE) as pilot:
        assert isinstance(app.screen, Curtain)
        assert not game.looked
        await press(pilot, "enter")
        assert not game.looked
        await press(pilot, "enter enter")
        assert set(game.looked) == {"rome"}
        game.looked.clear()
        await press(pilot, "f8")
        assert "THE SCREEN IS CLEARED" in shown(app)
        assert "meta" not in game.looked
        game.looked.clear()
        await press(pilot, "right" if "Next: META" not in shown(app) else "enter")
        assert not game.looked


async def test_widgets_of_the_seat_before_are_removed_and_not_hidden() -> None:
    app = at_table(planted())
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{SIT} enter f5 f2")
        assert isinstance(app.screen, DeskScreen)
        before = app.screen
        composer = before.query_one(Composer)
        await press(pilot, "f8")
        assert not before.is_running
        assert not composer.is_running
        assert [type(s) for stack in app._screen_stacks.values() for s in stack if isinstance(s, DeskScreen)] == []


@pytest.mark.slow
@pytest.mark.parametrize("over", ["f9", "?", "t", "ctrl+p", "o"])
async def test_f8_works_over_any_window(over: str) -> None:
    app = at_table(planted())
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{SIT} enter {over} f8")
        assert isinstance(app.screen, Curtain)
        assert len(app.screen_stack) == 1


@pytest.mark.slow
async def test_what_was_typed_is_there_again_when_the_seat_comes_back() -> None:
    app = at_table(planted())
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{SIT} enter w 'not_yet f8")
        await press(pilot, f"left {SIT}" if "ROME" not in shown(app) else SIT)
        await press(pilot, "enter")
        assert app.screen.query_one(Composer).text == "not yet"


@pytest.mark.parametrize("size", SIZES)
async def test_a_seat_word_is_asked_and_a_wrong_one_opens_nothing(size: tuple[int, int]) -> None:
    game = planted()
    app = at_table(game, words={seat: f"{seat}!" for seat in game.people})
    async with app.run_test(size=size) as pilot:
        await press(pilot, "enter enter")
        assert isinstance(app.screen, Curtain)
        await press(pilot, "'meta! enter")
        assert "Rome: this is not the word" in shown(app)
        assert app.screen.query_one(Input).value == ""
        assert not game.looked
        assert not clipped(app)
        await press(pilot, "'rome! enter")
        assert isinstance(app.screen, ResultScreen)


async def test_arrows_choose_another_place_also_from_the_line_for_a_word() -> None:
    game = planted()
    app = at_table(game, words={seat: f"{seat}!" for seat in game.people})
    async with app.run_test(size=SMALL) as pilot:
        assert "Next: ROME" in shown(app)
        await press(pilot, "right")
        assert "Next: META" in shown(app)
        await press(pilot, "'ro left")
        assert "Next: ROME" in shown(app)
        assert app.screen.query_one(Input).value == "", "a word begun for one place is not left for another"


async def test_enter_on_an_empty_line_for_a_word_is_no_wrong_word() -> None:
    room = a_room(("rome", "meta"))
    room.set_word("rome", "lupercalia")
    app = WargameApp(of_room(room, control=True), first="rome")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "enter")
        assert "Rome: type the word first" in shown(app)
        await press(pilot, "'lupercalia enter")
        assert isinstance(app.screen, ResultScreen), "no pause as after a wrong word"


async def test_one_enter_and_another_key_open_nothing() -> None:
    app = at_table(planted())
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "enter a enter")
        assert isinstance(app.screen, Curtain)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_the_seal_hands_over_to_the_next_seat_and_the_first_page_says_what_changed(size: tuple[int, int]) -> None:
    game = planted()
    app = at_table(game)
    async with app.run_test(size=size) as pilot:
        await press(pilot, f"{SIT} enter w 'hello_from_rome enter f9 f9 f9")
        assert isinstance(app.screen, Curtain)
        assert "META" in shown(app)
        await press(pilot, f"{SIT} enter f9 f9 f9")
        assert "ROME" in shown(app)
        await press(pilot, SIT)
        said = shown(app)
        assert "SINCE YOUR LAST TURN" in said
        assert "hello from rome" in said
        assert f"{CANARY}-brief" not in said


async def test_one_person_alone_meets_no_curtain_unless_it_is_drawn() -> None:
    app = at_table(Game())
    async with app.run_test(size=WIDE) as pilot:
        assert isinstance(app.screen, ResultScreen)
        await press(pilot, "enter f9 f9 f9")
        assert isinstance(app.screen, DeskScreen)
        await press(pilot, "f8")
        assert isinstance(app.screen, Curtain)
        await press(pilot, SIT)
        assert isinstance(app.screen, ResultScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_the_curtain_looks_as_it_did(size: tuple[int, int], pictured: Pictured) -> None:
    app = at_table(planted())
    async with app.run_test(size=size):
        pictured(app, f"curtain-{size[0]}x{size[1]}")


async def test_advice_that_comes_after_the_curtain_is_shown_to_nobody() -> None:
    game = planted()
    app = at_table(game)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{SIT} enter a '_{CANARY}")
        await pilot.press("enter", "f8")
        await pilot.pause()
        assert isinstance(app.screen, Curtain)
        holds_nothing_of_rome(app)
        assert not [worker for worker in app.workers if worker.group == "advice" and worker.is_running]


async def test_two_presses_open_a_desk_however_long_they_take_while_nobody_owes_anything() -> None:
    game = Game(("rome", "anthropic"))
    game.answers = dict.fromkeys(game.people, Answer(silence("talk"), "human"))
    app = at_table(game)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "(its answer is in)" in shown(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, Curtain)
        app.screen._watch()
        assert "ENTER once more" in shown(app)
        await press(pilot, "enter")
        await pilot.pause()
        assert not isinstance(app.screen, Curtain)


async def test_in_time_to_read_no_seat_is_said_to_have_answered() -> None:
    game = Game(("rome", "anthropic"))
    game.asking = Asking(1, "brief", 0)
    game.answers = dict.fromkeys(game.people, Answer(silence("talk"), "human"))
    app = at_table(game)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "(time to read)" in shown(app)


async def test_at_one_keyboard_without_a_facilitator_the_time_to_read_ends_when_each_seat_has_read() -> None:
    game = Game(("rome", "anthropic"))
    game.asking = Asking(1, "brief", 0)
    game.answers = dict.fromkeys(game.people, Answer(silence("talk"), "human"))
    app = at_table(game, own_pace=True)
    async with app.run_test(size=SMALL) as pilot:
        assert app.stage.table is not None
        doors = app.stage.table.host
        assert isinstance(doors, Doors)
        await press(pilot, f"{SIT} f9")
        assert isinstance(app.screen, Curtain)
        assert "ANTHROPIC" in shown(app)
        assert not doors.read, "Rome has read, Anthropic has not"
        await press(pilot, f"{SIT} f9")
        assert doors.read == ["Rome and Anthropic"]
        assert not isinstance(app.screen, Curtain)


async def test_where_somebody_facilitates_no_seat_ends_the_time_to_read() -> None:
    game = Game(("rome", "anthropic"))
    game.asking = Asking(1, "brief", 0)
    game.answers = dict.fromkeys(game.people, Answer(silence("talk"), "human"))
    app = at_table(game)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{SIT} f9")
        assert not isinstance(app.screen, Curtain)
        assert "or when control says so" in " ".join(shown(app).split())


async def test_nobody_is_sent_away_before_the_public_screen() -> None:
    app = WargameApp(of_room(a_room(("rome",)), control=True), first=CONTROL)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "look away" in shown(app), "control's desk is for control alone"
        await press(pilot, "right")
        assert "THE ROOM'S SCREEN" in shown(app)
        assert "Everybody may read what it shows." in shown(app)
        assert "look away" not in shown(app)


@pytest.mark.parametrize("words", [{}, {"rome": "bread"}])
async def test_a_key_that_only_a_seat_knows_is_told_to_do_nothing(words: dict[str, str]) -> None:
    app = at_table(Game(("rome", "meta")), words=words)
    async with app.run_test(size=WIDE) as pilot:
        assert isinstance(app.screen, Curtain)
        for key in ("f9", "f3"):
            await press(pilot, key)
            assert f"{key} does nothing here: first somebody sits down" in shown(app)
        await press(pilot, "right")
        assert "does nothing here" not in shown(app)
