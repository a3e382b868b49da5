"""The page of the whole game names a planted turning point first, with its reason; before it nothing is given away."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.ui.conftest import SMALL, WIDE, Pictured, press, settled, shown, still
from tests.ui.replay.opened import SCRIPTED, replaying
from tests.ui.replay.planted import PLANTED, PlantedGame, record
from wargame.core.ids import CONTROL
from wargame.present.whole_rows import whole_rows
from wargame.review.story import story_of
from wargame.review.story_whole import whole_game
from wargame.transcript.verify import verify
from wargame.ui.replay.windows import RowsPage
from wargame.ui.widgets.lists import Lines

pytestmark = pytest.mark.anyio


Recorded = Callable[[str], Path]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """Each of the games by its name, played once."""
    folder = tmp_path_factory.mktemp("planted")
    by_name = {each.name: each for each in PLANTED}
    return cache(lambda name: record(by_name[name], folder))


@pytest.mark.slow
@pytest.mark.parametrize("planted", PLANTED, ids=[each.name for each in PLANTED])
def test_a_planted_turning_point_stands_first_with_its_reason(planted: PlantedGame, recorded: Recorded) -> None:
    game = verify(recorded(planted.name))
    story = story_of(game, CONTROL)
    found = whole_game(story, game)
    first = found[0].moment
    lead = story.telling.told[first.lead].seen
    assert (first.turn, lead.kind, lead.about) == (planted.turn, planted.kind, planted.seats)
    assert found[0].weight > 1.15 * found[1].weight
    rows = whole_rows(
        game.sequence.book.setting, found, CONTROL, lambda moment: moment.lead, lambda step: 0, lambda seat: False
    )
    of_first = [row.text for row in rows if row.key == str(first.lead)]
    assert any(planted.because in text for text in of_first)
    for what in planted.told:
        assert any(what in text for text in of_first), what


async def test_the_whole_game_is_offered_on_the_first_page_and_nothing_of_it_is_told_before() -> None:
    async with replaying(SCRIPTED, WIDE) as (screen, app, pilot):
        assert "e whole game, and how it ended" in shown(app)
        assert "size" not in shown(app)
        await press(pilot, "e")
        await settled(app, "telling")
        await pilot.pause()
        page = app.screen
        assert isinstance(page, RowsPage)
        assert "THE WHOLE GAME" in shown(app)
        assert "HOW IT ENDED" in page.as_text()
        text = page.as_text()
        assert screen.walk is not None
        await press(pilot, "home enter")
        assert app.screen is screen
        assert "WHAT MATTERED HERE" in shown(app)
        assert f"line {screen.walk.timeline.lines[screen.walk.step]};" in text


@pytest.mark.slow
@pytest.mark.parametrize(("eyes", "keys"), [("rome", ""), ("public", ""), (CONTROL, "g")])
async def test_where_nothing_ahead_is_shown_the_page_ends_with_the_place(eyes: str, keys: str) -> None:
    async with replaying(SCRIPTED, WIDE, eyes, 1) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        await press(pilot, f"{keys} e".strip())
        await settled(app, "telling")
        await pilot.pause()
        assert "THE GAME UP TO HERE" in shown(app)
        page = app.screen
        assert isinstance(page, RowsPage)
        text = page.as_text()
        assert "HOW IT ENDED" not in text
        assert "turn 2" not in text
        rows = page.query_one("#words", Lines).rows
        assert all(int(row.key) <= walk.step for row in rows if row.key)


@pytest.fixture(scope="module")
def north(recorded: Recorded) -> Path:
    return recorded(PLANTED[0].name)


@pytest.mark.slow
async def test_a_moment_says_what_it_moved_whose_score_and_what_it_led_to(north: Path) -> None:
    async with replaying(north, WIDE, CONTROL, PLANTED[0].turn - 1) as (screen, app, pilot):
        for _ in range(9):
            await press(pilot, "h")
            if "Defense Production Act" in screen.query_one("#step", Lines).as_text():
                break
        told, planned = screen.query_one("#step", Lines).as_text(), "does as it is told before the summer"
        for part in ("WHAT MATTERED HERE", "usual move", "scores", "led to", "refused to serve what the law allows"):
            assert part in told, part
        assert planned not in told
        await press(pilot, "enter")
        assert "WHAT MATTERED HERE" in app.screen.as_text()  # type: ignore[attr-defined]
        await press(pilot, "escape T 'larch enter 'larch enter")
        assert planned in screen.query_one("#step", Lines).as_text()


async def test_through_a_seats_eyes_a_moment_moves_nothing_that_has_not_happened_there() -> None:
    async with replaying(SCRIPTED, WIDE, "rome", 1) as (screen, _, pilot):
        walk = screen.walk
        assert walk is not None
        await press(pilot, "h")
        moment = screen.moment_here()
        assert moment is not None
        story = screen._story_here()
        assert max(told.number for told in story.telling.told) <= walk.number
        assert max(moment.moment.places) < len(story.telling.told)


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["120x36", "80x24"])
@pytest.mark.parametrize("keys", ["e", "h"])
async def test_the_whole_game_and_a_moment_look_as_they_did(
    size: tuple[int, int], keys: str, pictured: Pictured
) -> None:
    async with replaying(SCRIPTED, size) as (_, app, pilot):
        await press(pilot, keys)
        await settled(app, "telling")
        await pilot.pause()
        await still(app, pilot)
        pictured(app, f"replay-{'whole' if keys == 'e' else 'moment'}-{size[0]}x{size[1]}")
