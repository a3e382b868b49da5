"""The replay screen: any place of a game, both ways, through anybody's eyes, and never how it came out."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.review import walks
from tests.ui.conftest import SIZES, SMALL, WIDE, Pictured, press, settled, shown, still
from tests.ui.fits import clipped
from tests.ui.replay.opened import MODELS, SCRIPTED, replaying
from wargame.ui.app import WargameApp
from wargame.ui.replay.screen import ReplayScreen
from wargame.ui.replay.windows import EyesWindow, FullText, RowsPage
from wargame.ui.widgets.composer import Composer
from wargame.ui.widgets.letters_typed import TEXT_AREA, takes_letters
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import TypedLine
from wargame.ui.widgets.window import Confirm

pytestmark = pytest.mark.anyio


def top(app: WargameApp) -> str:
    return shown(app).splitlines()[0]


@pytest.mark.parametrize("size", SIZES)
async def test_the_truth_opens_at_the_beginning_and_all_is_in_sight(size: tuple[int, int]) -> None:
    async with replaying(SCRIPTED, size) as (screen, app, _):
        assert "VIEW truth" in top(app)
        assert screen.walk is not None
        assert screen.walk.step == 0
        assert "First Download begins" in shown(app)
        assert not clipped(app)
        assert app.focused is not None


async def test_the_first_page_needs_no_game_to_be_played(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReplayScreen, "_play", lambda screen: None)
    app = WargameApp(replaying=(SCRIPTED, "control", None, "ada"))
    async with app.run_test(size=WIDE) as pilot:
        screen = app.screen
        assert isinstance(screen, ReplayScreen)
        await settled(app, "reading")
        await pilot.pause()
        assert screen.setting is None
        assert "First Download begins" in shown(app)
        await press(pilot, "right right 1 v")
        assert screen.walk is not None
        assert (screen.walk.step, screen.walk.eyes) == (2, "control")


def test_opening_a_record_loads_neither_the_rubric_nor_what_a_table_needs() -> None:
    asked = "import sys, wargame.ui.app, wargame.ui.replay.screen; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True).stdout.split()
    for heavy in ("review.rubric", "scenario.dossier", "table.session", "rules.base.rulebook", "review.story"):
        assert f"wargame.{heavy}" not in loaded


def test_opening_a_record_reads_no_box_to_write_into() -> None:
    """Textual's text area is a tenth of what the first page reads, and nothing there is written into."""
    asked = "import sys, wargame.ui.app, wargame.ui.replay.screen; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True).stdout.split()
    assert TEXT_AREA not in loaded
    assert "wargame.ui.widgets.composer" not in loaded
    assert "wargame.ui.widgets.text_box" not in loaded


def test_a_box_and_a_line_take_letters_and_a_list_does_not() -> None:
    assert takes_letters(Composer(id="box"))
    assert takes_letters(TypedLine())
    assert not takes_letters(Lines())
    assert not takes_letters(None)
    assert TEXT_AREA in sys.modules


@pytest.mark.slow
async def test_arrows_go_on_and_back_and_brackets_by_turn() -> None:
    async with replaying(SCRIPTED, SMALL) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        await press(pilot, "right right left")
        assert walk.step == 1
        await press(pilot, "right_square_bracket")
        assert (walk.step, "turn 1" in top(app)) == (walk.timeline.last_of(1), True)
        await press(pilot, "shift+right")
        assert walk.step == walk.timeline.last_of(2)
        await press(pilot, "left_square_bracket left_curly_bracket right_parenthesis")
        assert walk.timeline.kind(walk.step) == "decision"
        await press(pilot, "home")
        assert walk.step == 0
        await press(pilot, "left")
        assert "its beginning" in shown(app)
        await press(pilot, "end up")
        assert walk.step == len(walk.timeline) - 2


async def test_letters_jump_to_landmarks_and_capitals_back() -> None:
    async with replaying(SCRIPTED, SMALL) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        await press(pilot, "o")
        first = walk.step
        assert walk.timeline.landmark(first) == "offer"
        await press(pilot, "o o O O")
        assert walk.step == first
        await press(pilot, "home R")
        assert "before this place" in shown(app)


async def test_the_place_is_kept_when_the_eyes_change_and_it_says_who_could_not_see_it() -> None:
    async with replaying(SCRIPTED, WIDE) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        assert screen.setting is not None
        seats = [seat.id for seat in screen.setting.seats if seat.seated]
        await press(pilot, "o")
        place = walk.step
        blind = next(n for n, seat in enumerate(seats, 1) if not walk.is_open_to(place, seat))
        await press(pilot, str(blind))
        assert f"VIEW {screen.setting.name_of(seats[blind - 1])}" in top(app)
        assert walk.step == place
        assert "hidden from" in shown(app)
        await press(pilot, "p")
        assert "VIEW public" in top(app)
        await press(pilot, "v")
        assert isinstance(app.screen, EyesWindow)
        await press(pilot, "home enter")
        assert "VIEW truth" in top(app)
        assert walk.step == place


async def test_in_the_list_of_eyes_the_key_before_a_name_chooses_it() -> None:
    async with replaying(SCRIPTED, SMALL) as (screen, app, pilot):
        assert screen.setting is not None
        for key, view in (("1", screen.setting.name_of("rome")), ("p", "public"), ("0", "truth")):
            await press(pilot, f"v {key}")
            assert f"VIEW {view}" in top(app)
            assert app.screen is screen


async def test_through_a_seats_eyes_the_list_ends_where_one_stands() -> None:
    async with replaying(SCRIPTED, WIDE, "rome", 1) as (screen, app, pilot):
        walk, lines = screen.walk, screen.steps
        assert walk is not None
        assert "VIEW Rome" in top(app)
        assert len(lines.rows) == len(walk.so_far()) == lines.cursor + 1
        count = len(lines.rows)
        await press(pilot, "right right left")
        assert len(lines.rows) == count + 1
        await press(pilot, "up up")
        assert len(lines.rows) == count - 1


async def test_a_mark_that_lies_ahead_tells_a_seat_nothing() -> None:
    async with replaying(SCRIPTED, WIDE, "rome", 2) as (_, app, pilot):
        await press(pilot, "m")
        await press(pilot, "left_square_bracket")
        assert "the mark" not in shown(app).partition("KNOWN HERE")[2]
        await press(pilot, "0")
        assert "CHANGED SINCE the mark" in shown(app)


async def test_what_changed_is_told_against_a_mark() -> None:
    async with replaying(SCRIPTED, WIDE, "control", 2) as (_, app, pilot):
        assert "CHANGED SINCE the end of turn 1" in shown(app)
        await press(pilot, "home m end")
        assert "CHANGED SINCE the mark, turn 0" in shown(app)
        await press(pilot, "c")
        assert "CHANGED SINCE" not in shown(app)
        await press(pilot, "home m")
        assert "the mark is gone" in shown(app)


@pytest.mark.slow
async def test_kinds_and_words_narrow_the_record_and_it_says_how_far() -> None:
    async with replaying(SCRIPTED, WIDE) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        await press(pilot, "f f")
        assert "decisions, acts of control" in shown(app)
        assert {walk.timeline.kind(step) for step in walk.met()} == {"decision"}
        await press(pilot, "slash s i g n e d enter")
        rows = screen.steps.rows
        assert all("signed" in row.text for row in rows)
        await press(pilot, "F F slash s i g n e d enter")
        rows = screen.steps.rows
        assert rows
        assert all("signed" in row.text.casefold() for row in rows)
        steps = sum(len(walk.together(int(row.key))) for row in rows)
        assert f"/{steps} of {len(walk.timeline)}: " in shown(app)


@pytest.mark.slow
async def test_a_call_is_opened_with_its_prompt_and_its_reply(tmp_path: Path) -> None:
    async with replaying(Path(shutil.copy(MODELS, tmp_path)), WIDE) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        walk.step = next(s for s in range(len(walk.timeline)) if walk.timeline.kind(s) == "call")
        screen.show_here()
        await press(pilot, "T 'larch enter 'larch enter enter")
        window = app.screen
        assert isinstance(window, FullText)
        text = window.as_text()
        assert "--- SYSTEM ---" in text
        assert "# The table" in text, "what all seats are told"
        assert "# Your seat" in text, "and what one alone is told"
        assert "--- REPLY ---" in text
        await press(pilot, "escape")
        assert app.screen is screen


@pytest.mark.parametrize("size", SIZES)
async def test_keys_of_the_replay_are_the_same_in_the_text_of_a_step(size: tuple[int, int]) -> None:
    async with replaying(SCRIPTED, size) as (screen, app, pilot):
        await press(pilot, "right tab")
        assert app.focused is screen.query_one("#step", Lines)
        await press(pilot, "k")
        assert isinstance(app.screen, RowsPage)
        await press(pilot, "escape enter")
        assert isinstance(app.screen, FullText)


@pytest.mark.slow
async def test_places_are_asked_for_by_name_and_a_wrong_one_is_said() -> None:
    async with replaying(SCRIPTED, SMALL) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        await press(pilot, "colon '2.3 enter")
        assert walk.timeline.look(walk.step)[0] == "2.3"
        await press(pilot, "colon 'T1 enter")
        assert walk.step == walk.timeline.last_of(1)
        for written in ("L120", "120", "line_120"):
            await press(pilot, f"colon 'T1 enter colon '{written} enter")
            assert walk.step == walk.timeline.of_line(120), "as lists name it"
        await press(pilot, "colon '9.9 enter")
        assert "nothing that stands" in shown(app)


async def test_a_record_that_cannot_be_played_again_is_shown_by_its_lines_and_says_why(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_bytes(SCRIPTED.read_bytes().replace(b'"rules":', b'"rules":9', 1))
    async with replaying(path, SMALL) as (screen, app, pilot):
        assert screen.setting is None
        assert "only its lines can be shown" in " ".join(shown(app).split())
        await press(pilot, "right 1")
        assert "First Download begins" in shown(app)


async def test_a_game_that_broke_off_before_its_ruling_was_written_is_walked_as_far_as_it_goes(tmp_path: Path) -> None:
    lines = SCRIPTED.read_bytes().splitlines(keepends=True)
    kinds = [line.split(b'"', 6)[5] for line in lines]
    cut = next(n for n in range(60, len(lines)) if (kinds[n - 1], kinds[n]) == (b"decision", b"event"))
    path = tmp_path / "cut.jsonl"
    path.write_bytes(b"".join(lines[:cut]))
    async with replaying(path, SMALL, "rome", 2) as (screen, app, pilot):
        assert screen.setting is not None
        assert "VIEW Rome" in top(app)
        await press(pilot, "end home end")
        assert screen.walk is not None
        assert len(screen.steps.rows) == len(screen.walk.met())


async def test_a_seats_screen_is_that_of_a_record_that_ends_where_it_stands(tmp_path: Path) -> None:
    async with replaying(SCRIPTED, WIDE, "rome", 2) as (screen, app, pilot):
        assert screen.walk is not None
        line = screen.walk.timeline.lines[screen.walk.here() or 0]
        await press(pilot, "left right")
        whole = shown(app)
    path = tmp_path / SCRIPTED.name
    path.write_bytes(b"".join(SCRIPTED.read_bytes().splitlines(keepends=True)[:line]))
    async with replaying(path, WIDE, "rome", 2) as (screen, app, pilot):
        await press(pilot, "left right")
        assert shown(app) == whole


async def test_escape_goes_back_one_level_and_then_asks_before_it_leaves() -> None:
    async with replaying(SCRIPTED, SMALL) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        await press(pilot, "f f m escape")
        assert walk.sort == "all"
        await press(pilot, "escape")
        assert "the mark is gone" in shown(app)
        await press(pilot, "escape")
        window = app.screen
        assert isinstance(window, Confirm)
        await press(pilot, "n")
        assert app.screen is screen
        await press(pilot, "escape y")
    assert app.return_code == 0


async def test_a_game_in_which_nothing_has_happened_says_so(tmp_path: Path) -> None:
    path = tmp_path / "begun.jsonl"
    path.write_bytes(SCRIPTED.read_bytes().split(b"\n", 1)[0] + b"\n")
    app = WargameApp(replaying=(path, "control", None, "ada"))
    async with app.run_test(size=SMALL) as pilot:
        await settled(app, "reading")
        await press(pilot, "right d end m c k h w t a l v 1 enter g")
        assert app.return_code is None


async def test_what_is_no_record_is_said_and_the_screen_can_be_left(tmp_path: Path) -> None:
    path = tmp_path / "none.jsonl"
    path.write_text("hello\n")
    app = WargameApp(replaying=(path, "control", None, "ada"))
    async with app.run_test(size=SMALL) as pilot:
        await settled(app, "reading")
        await pilot.pause()
        assert "this is no record" in shown(app)
        await press(pilot, "right v enter q")
    assert app.return_code == 0


@pytest.fixture(scope="module")
def whispered() -> Path:
    return walks.retracted()


@pytest.mark.slow
async def test_words_of_others_stand_nowhere_on_a_seats_screen(whispered: Path) -> None:
    async with replaying(whispered, WIDE, "anthropic") as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        while walk.move("phase", 1):
            screen.show_here()
            await pilot.pause()
            assert walks.PLANTED not in shown(app)
            assert walks.PLANTED not in screen.text_in_focus()
        await press(pilot, "3 p slash l i g h t enter")
        assert walks.PLANTED not in "\n".join(row.text for row in screen.steps.rows)


async def test_the_top_line_and_the_window_title_do_not_tell_how_it_came_out() -> None:
    async with replaying(SCRIPTED, WIDE) as (screen, app, _):
        assert screen.walk is not None
        assert screen.walk.positions is not None
        for word in ("score", "win", "ahead", "ends"):
            assert word not in top(app).casefold().replace("nothing ahead is shown", "")
        assert app.title == "wargame"


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["120x36", "80x24"])
@pytest.mark.parametrize(
    ("name", "path", "eyes", "keys"),
    [
        ("replay", SCRIPTED, "control", "right_square_bracket b"),
        ("replay-seat", SCRIPTED, "rome", "right_square_bracket right_square_bracket o"),
        ("replay-decision", MODELS, "control", "T 'larch enter 'larch enter d d"),
        ("replay-eyes", SCRIPTED, "control", "v"),
        ("replay-call", MODELS, "control", "T 'larch enter 'larch enter f F F enter"),
    ],
)
async def test_the_replay_looks_as_it_did(
    name: str, path: Path, eyes: str, keys: str, size: tuple[int, int], pictured: Pictured, tmp_path: Path
) -> None:
    async with replaying(Path(shutil.copy(path, tmp_path)), size, eyes) as (_, app, pilot):
        await press(pilot, keys)
        await still(app, pilot)
        pictured(app, f"{name}-{size[0]}x{size[1]}")
