"""An observer's screen: the public one with a key for notes, and nothing of what was written stays on it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from tests.ui.conftest import SIZES, Pictured, press
from tests.ui.fits import clipped
from tests.ui.rooms import a_room, shown, until
from wargame.errors import NotAllowed
from wargame.present.local_table import of_room
from wargame.table.observing import BegunNote
from wargame.transcript.note_tags import NOTE_TAGS
from wargame.ui.app import WargameApp
from wargame.ui.public.observing import ObserverScreen
from wargame.ui.widgets.numbered_page import NumberedPage
from wargame.ui.widgets.window import Question

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("size", SIZES)]
Size = tuple[int, int]


@dataclass
class Taker:
    """Where notes go here: into a list, unless it is away."""

    who: str = "observer-1"
    tags: dict[str, str] = field(default_factory=lambda: dict(NOTE_TAGS))
    kept: list[tuple[str, str, str]] = field(default_factory=list)
    away: bool = False
    begun: int = 0

    @property
    def notes(self) -> int:
        return len(self.kept)

    def begin(self) -> BegunNote:
        self.begun += 1
        return BegunNote(str(self.begun), 0.0)

    async def write(self, begun: BegunNote, tag: str, text: str) -> None:
        if self.away:
            raise NotAllowed("the line to the room is down")
        self.kept.append((begun.id, tag, text))


def observed(taker: Taker) -> WargameApp:
    return WargameApp(replace(of_room(a_room()), observer=taker), first="room")


async def test_two_pictures_of_it(size: Size, pictured: Pictured) -> None:
    app = observed(Taker())
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "TALK 1/2" in shown(pilot))
        pictured(app, f"observer-{size[0]}")
        await press(pilot, "n")
        await until(pilot, lambda: isinstance(app.screen, NumberedPage))
        assert clipped(app) == []
        pictured(app, f"observer-tags-{size[0]}")


async def test_what_was_written_stands_on_the_screen_no_longer_once_it_is_kept(size: Size) -> None:
    taker = Taker()
    app = observed(taker)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ObserverScreen))
        await press(pilot, "n 3 'planted_words enter")
        await until(pilot, lambda: "the note is kept" in shown(pilot))
        assert "planted" not in shown(pilot)
        assert taker.kept == [("1", "warning", "planted words")]


async def test_a_note_that_is_not_kept_is_taken_up_again_as_the_one_that_it_was(size: Size) -> None:
    taker = Taker(away=True)
    app = observed(taker)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ObserverScreen))
        await press(pilot, "n 0 'so_it_was enter")
        await until(pilot, lambda: "not kept yet: the line to the room is down" in " ".join(shown(pilot).split()))
        taker.away = False
        await press(pilot, "n")
        await until(pilot, lambda: isinstance(app.screen, Question))
        assert "so it was" in shown(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: bool(taker.kept))
        assert taker.kept == [("1", "", "so it was")]


async def test_the_news_are_read_back_by_keys_and_followed_again(size: Size) -> None:
    room = a_room()
    app = WargameApp(replace(of_room(room), observer=Taker()), first="room")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "TALK 1/2" in shown(pilot))
        for number in range(30):
            room.control.inject(f"Item {number} of many that fill the page", objective="much to read")
        await until(pilot, lambda: "Item 29" in shown(pilot))
        assert "Item 0 " not in shown(pilot)
        await press(pilot, "up")
        await until(pilot, lambda: "NEWS READ BACK: 1 more lines below" in shown(pilot))
        await press(pilot, "home")
        await until(pilot, lambda: "Item 0 " in shown(pilot))
        await press(pilot, "pagedown pageup")
        await until(pilot, lambda: "Item 0 " in shown(pilot))
        await press(pilot, "end")
        await until(pilot, lambda: "Item 29" in shown(pilot) and "READ BACK" not in shown(pilot))


async def test_when_game_and_room_are_gone_n_is_not_offered_and_lost_words_can_be_copied(size: Size) -> None:
    taker, room, down = Taker(away=True), a_room(facilitated=False), [""]
    table = replace(of_room(room), observer=taker, trouble=lambda: down[0])
    app = WargameApp(table, first="room")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "n note" in shown(pilot))
        await press(pilot, "n")
        room.control.end_game("the evening is over")
        await until(pilot, lambda: room.over)
        down[0] = "no line"
        await press(pilot, "3 'planted_words enter")
        await until(pilot, lambda: "THIS NOTE IS NOT KEPT" in shown(pilot))
        assert "warning: planted words" in shown(pilot)
        await press(pilot, "escape")
        await until(pilot, lambda: "no more notes are kept" in shown(pilot))
        await until(pilot, lambda: "n note" not in shown(pilot))
