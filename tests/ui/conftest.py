"""What the tests of the screens share: an app at a table in two sizes, the text on the screen, pictures to compare."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, TextArea

from tests.ui.seats import Game
from wargame.present.local_table import LocalTable
from wargame.ui.app import WargameApp
from wargame.ui.seat.desk import DeskScreen
from wargame.ui.seat.following import REST

WIDE, SMALL = (120, 36), (80, 24)
SIZES = [pytest.param(WIDE, id="120x36", marks=pytest.mark.slow), pytest.param(SMALL, id="80x24")]
"""Both sizes for long files of tests: what works at the small one rarely fails at the large one alone."""
SNAPSHOTS = Path(__file__).parent / "snapshots"

Pictured = Callable[[App[Any], str], None]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")


@pytest.fixture(autouse=True, scope="session")
def styles_read_once() -> Iterator[None]:
    """Every app of the tests reads the same style sheets under the same variables: they are parsed once for all."""
    parse, known = Stylesheet._parse_rules, dict[object, list[RuleSet]]()

    def parse_once(sheet: Stylesheet, css: str, *rest: Any, **named: Any) -> list[RuleSet]:
        key = css, rest, *named.items(), *sheet._variables.items()
        if key not in known:
            known[key] = parse(sheet, css, *rest, **named)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        yield


class Doors:
    """A table that something else keeps going; words open its places if there are any."""

    table = None
    control = None
    public = None

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words
        self.read: list[str] = []
        """Who has ended a time to read."""

    def has_word(self, place: str) -> bool:
        return place in self._words

    def word_refused(self, place: str, word: str) -> str:
        return "" if word == self._words.get(place, word) else "this is not the word of this seat"

    async def play(self, first_page: object = None) -> None: ...

    def read_on(self, who: str) -> None:
        self.read.append(who)


def at_table(game: Game, **options: Any) -> WargameApp:
    """An app whose people sit at this game."""
    setting = game.book.setting
    names = {seat.id: seat.name for seat in setting.seats}
    folder, words = options.pop("folder", Path("exports")), options.pop("words", {})
    local_table = LocalTable(setting.title, names, {s: game.chair(s) for s in game.people}, Doors(words), **options)
    return WargameApp(local_table, folder=folder)


def shown(app: App[Any]) -> str:
    """The screen as text."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


async def _box(pilot: Pilot[Any]) -> Widget | None:
    """The box that has the keys; a window that is still opening is waited for."""
    for _ in range(100):
        if isinstance(pilot.app.focused, TextArea | Input):
            break
        await pilot.pause(REST / 4)
    return pilot.app.focused


async def press(pilot: Pilot[Any], keys: str) -> None:
    """Keys by name, separated by spaces; a word after a quote goes into the box at once, _ for a space."""
    for key in keys.split():
        box = await _box(pilot) if key.startswith("'") else pilot.app.focused
        if key.startswith("'") and isinstance(box, TextArea):
            box.insert(key[1:].replace("_", " "))
            await pilot.pause()
        elif key.startswith("'") and isinstance(box, Input):
            box.insert_text_at_cursor(key[1:].replace("_", " "))
        else:
            await pilot.press(key)
    await pilot.pause()
    screen = pilot.app.screen
    while isinstance(screen, DeskScreen) and screen.follower.waits:
        await pilot.pause(REST / 4)


async def settled(app: App[Any], group: str) -> None:
    """Wait until the workers of a group are done, and what they sent has arrived."""
    running = [worker for worker in app.workers if worker.group == group]
    if running:
        await app.workers.wait_for_complete(running)
    for _ in range(3):
        await asyncio.sleep(0)


async def still(app: App[Any], pilot: Pilot[Any]) -> None:
    """Wait until two pictures in a row are the same; the palette's cursor, which blinks, stands still for them."""
    if isinstance(app.focused, Input) and app.focused.cursor_blink:
        app.focused.cursor_blink = False
        app.focused._cursor_visible = True
    before = ""
    while (now := drawn(app)) != before:
        before = now
        await pilot.pause()


def drawn(app: App[Any]) -> str:
    """A picture of the screen as SVG, the same on every run."""
    svg = app.export_screenshot()
    return re.sub(r"terminal-\d+", "terminal", svg)


@pytest.fixture
def pictured(request: pytest.FixtureRequest) -> Pictured:
    """Compare the screen with its picture under `snapshots`; WARGAME_REGENERATE=1 draws the pictures anew."""

    def compare(app: App[Any], name: str) -> None:
        path = SNAPSHOTS / f"{name}.svg"
        svg = drawn(app)
        if os.environ.get("WARGAME_REGENERATE"):
            SNAPSHOTS.mkdir(exist_ok=True)
            path.write_text(svg)
        assert path.exists(), f"{path} does not exist: look at the screen, then run with WARGAME_REGENERATE=1"
        if svg != path.read_text():
            seen = Path(str(request.config.rootpath)) / ".pytest_cache" / f"{name}.svg"
            seen.parent.mkdir(exist_ok=True)
            seen.write_text(svg)
            pytest.fail(f"the screen is not as in {path}; it looks like {seen}")

    return compare
