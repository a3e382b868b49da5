"""No frame of a list cuts a word, not even the first one, drawn before the list knows how wide it is."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.strip import Strip

from wargame.present.rows import ListRow
from wargame.ui.widgets.lists import Lines

pytestmark = pytest.mark.anyio
WORDS = "sovereign data on premises under guarantee of Washington, engineers and operators trained for ten turns each"


class Watched(Lines):
    """A list that keeps every line that it ever drew."""

    drawn: list[str]

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        self.drawn.append(strip.text)
        return strip


class Stand(App[None]):
    """A list of half the width, filled before anything is laid out."""

    CSS = "Watched { width: 50%; }"

    def compose(self) -> ComposeResult:
        lines = Watched(wrap=True)
        lines.drawn = []
        lines.fill([ListRow((("= ", "bold"),), f"{n} {WORDS}", str(n)) for n in range(9)])
        yield lines


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_every_line_that_is_ever_drawn_holds_whole_words(size: tuple[int, int]) -> None:
    app = Stand()
    async with app.run_test(size=size) as pilot:
        lines = app.query_one(Watched)
        await pilot.resize_terminal(size[0] - 17, size[1])
        await pilot.pause()
        known = {"=", *map(str, range(9)), *WORDS.split()}
        assert lines.drawn
        assert not [line for line in lines.drawn if set(line.split()) - known]
