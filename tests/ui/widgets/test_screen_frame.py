"""A framed screen fits its terminal from the first drawing on."""

import pytest
from textual.app import App, ComposeResult, RenderResult
from textual.widget import Widget

from wargame.ui.widgets.panes import Pane
from wargame.ui.widgets.screen_frame import ACROSS, DOWN, NARROW, SHORT, FramedScreen

pytestmark = pytest.mark.anyio


class Witness(Widget):
    """Remembers under which classes of its screen it was drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[tuple[bool, bool]] = []

    def render(self) -> RenderResult:
        self.drawn.append((self.screen.has_class(NARROW), self.screen.has_class(SHORT)))
        return "drawn"


class Witnessed(FramedScreen):
    def __init__(self) -> None:
        super().__init__()
        self.witness = Witness()

    def body(self) -> ComposeResult:
        yield Pane("seen", self.witness, id="seen", key="1")


class Terminal(App[None]):
    HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS = ACROSS, DOWN


@pytest.mark.parametrize(
    ("size", "narrow", "short"),
    [((80, 24), True, True), ((99, 30), True, False), ((100, 29), False, True), ((120, 36), False, False)],
)
async def test_a_screen_is_never_drawn_in_the_layout_of_another_size(
    size: tuple[int, int], narrow: bool, short: bool
) -> None:
    async with Terminal().run_test(size=size) as pilot:
        screen = Witnessed()
        await pilot.app.push_screen(screen)
        await pilot.pause()
        assert set(screen.witness.drawn) == {(narrow, short)}
