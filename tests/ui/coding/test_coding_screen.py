"""The coding station on a screen: keys code, all of it is in the coder's file, and nothing tells who played."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
from rich.terminal_theme import SVG_EXPORT_THEME
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import TextArea

from tests.coding.games import drawn
from tests.coding.test_blinding import TELLING
from tests.ui.conftest import SIZES, SMALL, WIDE, Pictured, press, shown, still
from tests.ui.conftest import drawn as picture_of
from tests.ui.fits import clipped
from wargame.coding.coded_items import CodingItem
from wargame.coding.coding_book import CodingBook, coding_book_of
from wargame.coding.coding_folder import CodingFolder, key_folder
from wargame.coding.coding_pass import CodingPass
from wargame.coding.given_codes import codes_of
from wargame.ui.coding.coding_app import CodingApp
from wargame.ui.coding.coding_windows import RemarkBox
from wargame.ui.coding.screen import Categories, CodingScreen
from wargame.ui.widgets.window import Confirm

pytestmark = pytest.mark.anyio

SAID = (
    "Sign the charter by spring, or our engineers go home.",
    "We keep the data in Kyiv whatever becomes of it.",
    "The third quarter was quiet.",
    "You changed the price and told nobody.",
)
LONG = "\n".join(f"{number}. One ground more of a long argument, which goes on for a while." for number in range(1, 61))


def coding_of(folder: Path, *texts: str, book: CodingBook | None = None) -> CodingFolder:
    """A folder with these items and an empty place for coders."""
    (folder / "coders").mkdir(exist_ok=True)
    made = [CodingItem(f"i{at}", "message", at, "Rome", "Meta", text) for at, text in enumerate(texts, 1)]
    return CodingFolder(folder, book or coding_book_of(), {item.id: item for item in made})


@asynccontextmanager
async def coding_on(
    coding: CodingFolder, size: tuple[int, int] = SMALL
) -> AsyncIterator[tuple[CodingScreen, CodingApp, Pilot[Any]]]:
    """The screen of one coder."""
    app = CodingApp(CodingPass(coding, "a-1"))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, CodingScreen)
        yield screen, app, pilot


def given(coding: CodingFolder) -> list[tuple[str, str]]:
    """Categories and remarks on the disk in the coder's order; empty ones where nothing is coded."""
    found = codes_of(coding, "a-1")
    coded = [found.get(item.id) for item in coding.in_order_of("a-1")]
    return [(code.category, code.remark) if code else ("", "") for code in coded]


def categories(coding: CodingFolder) -> list[str]:
    return [category for category, _ in given(coding)]


@pytest.mark.parametrize("size", SIZES)
async def test_digits_and_enter_code_and_each_answer_is_on_the_disk_before_the_next_item(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    coding = coding_of(tmp_path, *SAID)
    async with coding_on(coding, size) as (screen, app, pilot):
        first, second, *_ = coding.in_order_of("a-1")
        assert "ITEM 1 of 4: message" in shown(app)
        assert first.text in shown(app)
        assert "0 of 4 coded, 4 left" in shown(app)
        await press(pilot, "1")
        assert categories(coding) == ["threat", "", "", ""]
        assert second.text in shown(app)
        assert first.text not in shown(app)
        assert "1 is coded as threat" in shown(app)
        await press(pilot, "down down enter")
        assert categories(coding) == ["threat", "promise", "", ""]
        assert "2 of 4 coded, 2 left" in shown(app)
        await press(pilot, "8")
        assert "8: the categories are 1 to 7" in shown(app)
        assert categories(coding)[2:] == ["", ""]
        await press(pilot, "7 6")
        assert categories(coding) == ["threat", "promise", "other", "report"]
        assert "4 is coded as report; all items are coded; left goes back, q leaves" in shown(app)
        assert not clipped(app)
        assert screen.focused is screen.query_one(Categories)


@pytest.mark.slow
async def test_one_goes_back_decides_otherwise_and_what_was_passed_is_found_again(tmp_path: Path) -> None:
    coding = coding_of(tmp_path, *SAID)
    async with coding_on(coding) as (screen, app, pilot):
        await press(pilot, "left")
        assert "this is the first item" in shown(app)
        await press(pilot, "right 2 left")
        assert "* 2 promise" in shown(app), "what is coded is marked by a sign"
        await press(pilot, "3")
        assert categories(coding) == ["", "demand", "", ""]
        assert "ITEM 3 of 4" in shown(app)
        await press(pilot, "right 1")
        assert "4 is coded as threat; none after it is left, 2 before it are: u goes there" in shown(app)
        await press(pilot, "right")
        assert "this is the last item" in shown(app)
        await press(pilot, "u")
        assert "ITEM 1 of 4" in shown(app)
        await press(pilot, "u")
        assert "ITEM 3 of 4" in shown(app)
        await press(pilot, "1 u 1")
        assert categories(coding) == ["threat", "demand", "threat", "threat"]
        await press(pilot, "u")
        assert "all items are coded" in shown(app)
        assert screen.walk.left == 0


@pytest.mark.slow
async def test_enter_codes_nothing_before_a_category_is_marked(tmp_path: Path) -> None:
    coding = coding_of(tmp_path, *SAID)
    async with coding_on(coding) as (_, app, pilot):
        await press(pilot, "enter")
        assert categories(coding) == [""] * 4
        assert "a digit codes; enter does once up or down has marked a category" in shown(app)
        await press(pilot, "down enter enter")
        assert categories(coding) == ["threat", "", "", ""], "the next item begins without a mark"
        await press(pilot, "up enter j k j j enter")
        assert categories(coding) == ["threat", "other", "demand", ""]
        await pilot.click(Categories, offset=(5, 0), times=2)
        assert categories(coding) == ["threat", "other", "demand", "threat"]


@pytest.mark.slow
async def test_a_remark_is_kept_changed_and_taken_away(tmp_path: Path) -> None:
    coding = coding_of(tmp_path, *SAID)
    async with coding_on(coding) as (_, app, pilot):
        await press(pilot, "1 left r 'so__it_seems enter")
        assert given(coding)[0] == ("threat", "so it seems")
        assert "your remark: so it seems" in shown(app)
        await press(pilot, "2 left")
        assert given(coding)[0] == ("promise", "so it seems"), "another category keeps the remark"
        await press(pilot, "r 'now escape")
        assert given(coding)[0] == ("promise", "so it seems"), "escape leaves it as it was"
        await press(pilot, "r ctrl+u enter")
        assert given(coding)[0] == ("promise", "")
        assert "no remark; r writes one" in shown(app)


async def test_a_remark_before_its_category_waits_and_is_not_lost_by_leaving(tmp_path: Path) -> None:
    coding = coding_of(tmp_path, *SAID)
    async with coding_on(coding) as (_, app, pilot):
        await press(pilot, "r 'hard_to_say enter")
        assert "your remark waits for your category: hard to say" in shown(app)
        assert categories(coding) == [""] * 4
        await press(pilot, "right")
        assert "no remark; r writes one" in shown(app)
        await press(pilot, "q")
        assert isinstance(app.screen, Confirm)
        assert "1 remark waits for a category" in shown(app)
        await press(pilot, "escape left")
        assert "waits for your category: hard to say" in shown(app)
        await press(pilot, "1")
        assert given(coding)[0] == ("threat", "hard to say")
        await press(pilot, "q")
    assert app.return_code == 0


async def test_words_in_the_box_are_not_lost_by_leaving(tmp_path: Path) -> None:
    coding = coding_of(tmp_path, *SAID)
    async with coding_on(coding) as (_, app, pilot):
        await press(pilot, "r 'half_a_thought ctrl+q")
        assert isinstance(app.screen, RemarkBox)
        assert "enter keeps these words, escape drops them" in shown(app)
        await press(pilot, "enter q")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "enter")
    assert app.return_code == 0
    assert categories(coding) == [""] * 4


@pytest.mark.slow
async def test_a_long_remark_is_refused_and_stays_to_be_mended(tmp_path: Path) -> None:
    coding = coding_of(tmp_path, *SAID)
    async with coding_on(coding) as (_, app, pilot):
        await press(pilot, f"1 left r '{'x' * 1001} enter")
        assert "this has 1001 letters; at most 1000 are kept" in shown(app)
        assert given(coding)[0] == ("threat", "")
        await press(pilot, "backspace enter")
        assert given(coding)[0] == ("threat", "x" * 1000)


async def test_what_cannot_be_written_is_said_and_nothing_counts_as_coded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    coding = coding_of(Path(), *SAID)
    async with coding_on(coding) as (screen, app, pilot):
        rmtree(tmp_path / "coders")
        await press(pilot, "1")
        assert "! nothing is coded: coders/a-1.jsonl: cannot be written (No such file" in shown(app)
        assert "ITEM 1 of 4" in shown(app)
        assert screen.walk.left == 4
        (tmp_path / "coders").mkdir()
        await press(pilot, "1")
        assert categories(coding) == ["threat", "", "", ""]


async def test_the_next_sitting_begins_at_what_is_left_and_at_the_end_if_nothing_is(tmp_path: Path) -> None:
    coding = coding_of(tmp_path, *SAID)
    async with coding_on(coding) as (_, _, pilot):
        await press(pilot, "1 right 2")
    async with coding_on(coding) as (_, app, pilot):
        assert "ITEM 2 of 4" in shown(app)
        await press(pilot, "1 1")
    async with coding_on(coding) as (_, app, pilot):
        assert "ITEM 4 of 4" in shown(app)
        assert "all items are coded; left goes back, q leaves" in shown(app)
        await press(pilot, "left 5")
    assert categories(coding) == ["threat", "threat", "reason", "threat"]


@pytest.mark.slow
async def test_the_list_tells_what_is_left_and_goes_there(tmp_path: Path) -> None:
    coding = coding_of(tmp_path, *SAID)
    async with coding_on(coding) as (_, app, pilot):
        await press(pilot, "1 l")
        assert "ITEMS of a-1: 3 of 4 left" in shown(app)
        assert re.search(r"1  threat +\S", shown(app))
        assert len(re.findall(r"\d  left  +\S", shown(app))) == 3
        await press(pilot, "end enter")
        assert "ITEM 4 of 4" in shown(app)


@pytest.mark.slow
async def test_a_long_item_is_read_to_its_end_without_leaving_the_categories(tmp_path: Path) -> None:
    coding = coding_of(tmp_path, LONG)
    async with coding_on(coding) as (screen, app, pilot):
        words = screen.query_one("#words", VerticalScroll)
        await pilot.pause()
        assert "space: more" in shown(app)
        seen = set[str]()
        for _ in range(40):
            seen |= set(re.findall(r"(\d+)\. One ground", shown(app)))
            if words.scroll_offset.y == words.max_scroll_y:
                break
            await press(pilot, "space")
        assert len(seen) == 60
        await press(pilot, "space")
        assert words.scroll_offset.y == 0, "after the end comes the beginning"
        await press(pilot, "1")
        assert categories(coding) == ["threat"]


@pytest.mark.slow
async def test_a_book_of_twelve_categories_is_coded_by_digits_and_by_the_cursor(tmp_path: Path) -> None:
    kinds = [{"id": f"kind_{at}", "means": f"meaning {at} " + "goes on " * 12} for at in range(1, 13)]
    book = CodingBook.model_validate(
        {"title": "Twelve", "asks": "Which of them?", "units": ["message"], "categories": kinds}
    )
    coding = coding_of(tmp_path, *SAID, book=book)
    async with coding_on(coding) as (_, app, pilot):
        assert not clipped(app)
        await press(pilot, "9 0 end enter")
        assert categories(coding)[:3] == ["kind_9", "kind_10", "kind_12"]
        assert "12: " not in shown(app)


@pytest.mark.slow
async def test_a_long_question_is_read_whole_and_an_item_has_room_on_the_smallest_screen(tmp_path: Path) -> None:
    asks = "Which of these kinds of acts, as they are defined below, do these words mainly belong to, all in all?"
    kinds = [{"id": f"kind_{at}", "means": f"meaning {at} " + "goes on " * 12} for at in range(1, 13)]
    book = CodingBook.model_validate({"title": "Twelve", "asks": asks, "units": ["message"], "categories": kinds})
    coding = coding_of(tmp_path, *SAID, book=book)
    first = coding.in_order_of("a-1")[0].text
    for size in (SMALL, WIDE, (60, 16)):
        async with coding_on(coding, size) as (_, app, _):
            assert asks in " ".join(shown(app).split())
            assert first in " ".join(shown(app).split())
            assert not clipped(app)


@pytest.mark.slow
async def test_definitions_and_help_open_and_close_over_the_item(tmp_path: Path) -> None:
    async with coding_on(coding_of(tmp_path, *SAID)) as (screen, app, pilot):
        await press(pilot, "d")
        assert "such as: Sign by spring, or we switch the service off." in shown(app)
        await press(pilot, "escape ?")
        assert "1-9 code the item" in shown(app)
        assert "the pane of that number" not in shown(app)
        await press(pilot, "escape")
        assert app.screen is screen
        await press(pilot, "ctrl+p")
        assert "Next item that is left" in shown(app)
        assert "record" not in shown(app), "no game is played here that could be resumed"


@pytest.fixture
def without_key(tmp_path: Path) -> CodingFolder:
    """Items of a game in which a model and a person say who they are, and no key to them anywhere."""
    coding = drawn(tmp_path)
    rmtree(key_folder(coding.path))
    return coding


@pytest.mark.slow
async def test_nothing_on_the_screen_tells_who_played_and_no_key_is_read(without_key: CodingFolder) -> None:
    coding = without_key
    everything = ""
    async with coding_on(coding, WIDE) as (_, app, pilot):
        for _ in coding.items:
            everything += shown(app)
            await press(pilot, "3")
        await press(pilot, "l")
        everything += shown(app)
    assert set(categories(coding)) == {"other"}
    assert "a word by (a name)'s (a name)." in everything.casefold()
    assert [word for word in TELLING if word in everything.casefold()] == []


@pytest.mark.slow
async def test_control_characters_of_an_item_steer_nothing(tmp_path: Path) -> None:
    async with coding_on(coding_of(tmp_path, "a\x1b[31mb [bold]c[/bold]")) as (_, app, _):
        assert "a [31mb [bold]c[/bold]" in shown(app)


@pytest.mark.slow
async def test_without_colour_all_is_still_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with coding_on(coding_of(tmp_path, *SAID)) as (_, app, pilot):
        await press(pilot, "1 left")
        assert "* 1 threat" in shown(app)
        await press(pilot, "9")
        frame = SVG_EXPORT_THEME.foreground_color.hex.removeprefix("#")
        for colour in set(re.findall(r"fill: #([0-9a-f]{6})", picture_of(app))) - {frame}:
            assert len({colour[0:2], colour[2:4], colour[4:6]}) == 1, colour
        await press(pilot, "r")
        assert not any(box.cursor_blink for box in app.screen.query(TextArea))


@pytest.mark.slow
@pytest.mark.parametrize(
    "place", {"coding": "1 left", "coding-remark": "1 r 'so_it_seems", "coding-items": "1 2 l"}.items()
)
@pytest.mark.parametrize("size", SIZES)
async def test_the_coding_station_looks_as_it_did(
    tmp_path: Path, place: tuple[str, str], size: tuple[int, int], pictured: Pictured
) -> None:
    name, keys = place
    async with coding_on(coding_of(tmp_path, *SAID), size) as (_, app, pilot):
        await press(pilot, keys)
        await still(app, pilot)
        assert not clipped(app)
        pictured(app, f"{name}-{size[0]}x{size[1]}")


async def test_where_no_table_is_the_key_to_controls_desk_speaks_of_none(tmp_path: Path) -> None:
    async with coding_on(coding_of(tmp_path, *SAID)) as (_, app, pilot):
        await press(pilot, "f10")
        assert "there is no table here: F10 leads nowhere" in shown(app)
        assert "facilitator" not in shown(app)
