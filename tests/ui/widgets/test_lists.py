"""The list of lines: few bytes a step however long it is, the cursor kept, safe with any text."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType

from tests.ui.conftest import press, shown
from wargame.present.rows import ListRow, heading
from wargame.ui.widgets.lists import Lines

pytestmark = pytest.mark.anyio


class Listed(App[None]):
    """An app with one list."""

    def __init__(self, rows: list[ListRow], **options: Any) -> None:
        super().__init__()
        self.given, self.options = rows, options
        self.drawn: list[Any] = []

    def compose(self) -> ComposeResult:
        yield Lines(id="lines", **self.options)

    def on_mount(self) -> None:
        self.lines.fill(self.given)
        self.lines.focus()

    @property
    def lines(self) -> Lines:
        return self.query_one(Lines)

    def _display(self, screen: Any, renderable: Any) -> None:
        self.drawn.append(renderable)
        super()._display(screen, renderable)


def numbered(count: int) -> list[ListRow]:
    return [
        ListRow(((f"{n:>6} ", "bold"),), f"row number {n} says something of middling length", str(n))
        for n in range(count)
    ]


async def test_a_step_of_the_cursor_sends_less_than_a_kilobyte() -> None:
    app = Listed(numbered(10_000))
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "down down")
        app.drawn.clear()
        await press(pilot, "down")
        sent = sum(
            len(update.render_segments(app.console)) for update in app.drawn if hasattr(update, "render_segments")
        )
        assert 0 < sent <= 1024


async def test_the_cursor_stays_on_its_row_when_rows_come_before_it() -> None:
    app = Listed(numbered(50))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.lines.go_to_key("30")
        app.lines.fill([ListRow((), "new", "new"), *numbered(50)])
        assert app.lines.chosen is not None
        assert app.lines.chosen.key == "30"
        assert app.lines.cursor == 31


async def test_following_stays_at_the_end_unless_the_reader_has_moved_up() -> None:
    app = Listed(numbered(50), follow=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "end")
        app.lines.fill(numbered(51))
        assert app.lines.cursor == 50
        await press(pilot, "up up")
        app.lines.fill(numbered(52))
        assert app.lines.cursor == 48


async def test_a_filter_counts_and_lets_go() -> None:
    app = Listed(numbered(300))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.lines.narrow_to(text="number 29")
        assert app.lines.counted == "1/11 of 300"
        app.lines.narrow_to(text="nowhere")
        await pilot.pause()
        assert "nothing holds 'nowhere'" in shown(app)
        app.lines.narrow_to(text="")
        assert app.lines.counted.endswith("/300")


async def test_headings_are_passed_over() -> None:
    app = Listed([heading("one"), *numbered(2), heading("two"), ListRow((), "last", "last")])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        keys = []
        for _ in range(3):
            keys.append(app.lines.chosen.key if app.lines.chosen else "")
            await press(pilot, "down")
        assert keys == ["0", "1", "last"]


@pytest.mark.parametrize("wrap", [True, False])
@pytest.mark.parametrize(
    "text", ["", "x" * 500, "\x1b[31mred\x1b[0m", "wide 漢字 letters", "a\nb\nc", "[red]no markup[/red]", "\u202eright"]
)
async def test_any_text_can_be_shown(text: str, wrap: bool) -> None:
    app = Listed([ListRow((("A ", "bold"),), text, "only")], wrap=wrap)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        said = shown(app)
        assert "\x1b" not in said
        if text.startswith("["):
            assert "[red]no markup[/red]" in said


async def test_wrapped_rows_are_walked_row_by_row_and_wholly_seen() -> None:
    app = Listed([ListRow(((f"{n} ", ""),), "word " * 40, str(n)) for n in range(20)], wrap=True)
    async with app.run_test(size=(60, 12)) as pilot:
        await press(pilot, "down down down down")
        assert app.lines.chosen is not None
        assert app.lines.chosen.key == "4"
        assert "4 word" in shown(app)
        await press(pilot, "pagedown home")
        assert app.lines.cursor == 0
        assert "0 word" in shown(app)


async def test_filling_with_the_same_rows_draws_nothing() -> None:
    app = Listed(numbered(100))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.drawn.clear()
        app.lines.fill(numbered(100))
        await pilot.pause()
        assert not app.drawn


def test_a_row_is_its_head_and_body() -> None:
    made: Callable[[str], ListRow] = lambda body: ListRow((("a ", ""), ("b ", "bold")), body)  # noqa: E731
    assert made("c").text == "a b c"


@pytest.mark.slow
@pytest.mark.parametrize("wrap", [False, True])
@pytest.mark.parametrize("seed", range(4))
async def test_what_is_drawn_in_part_looks_as_if_all_were_drawn_anew(seed: int, wrap: bool) -> None:
    chance = Random(seed)
    app = Listed(numbered(3), wrap=wrap, mark=">")
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.pause()
        for _ in range(25):
            act = chance.randrange(5)
            if act < 2:
                words = ["short", "long and longer " * chance.randint(1, 6), "other"]
                rows = [
                    ListRow((("  ", ""),), chance.choice(words), f"{n}") for n in range(chance.choice([0, 2, 5, 30]))
                ]
                app.lines.fill(rows)
            elif act == 2:
                app.lines.go_to(chance.randrange(30))
            elif act == 3:
                app.lines.narrow_to(text=chance.choice(["", "long", "nothing of the kind"]))
            else:
                app.lines.action_page(chance.choice([-1, 1]))
            await pilot.pause()
            partly = shown(app)
            app.lines.notify_style_update()
            app.lines.refresh()
            await pilot.pause()
            assert partly == shown(app)


async def test_rows_that_stay_as_they_were_are_not_drawn_again() -> None:
    app = Listed(numbered(20))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        changed = [*numbered(20)[:7], ListRow((("     7 ", "bold"),), "something else", "7"), *numbered(20)[8:]]
        app.drawn.clear()
        app.lines.fill(changed)
        await pilot.pause()
        sent = "".join(u.render_segments(app.console) for u in app.drawn if hasattr(u, "render_segments"))
        assert "something else" in sent
        assert "row number" not in sent


async def test_the_row_under_the_cursor_is_told_when_a_filter_puts_the_cursor_elsewhere() -> None:
    moved: list[str] = []

    class Told(Listed):
        def on_lines_moved(self, event: Lines.Moved) -> None:
            moved.append(event.row.key)

    app = Told(numbered(20))
    async with app.run_test() as pilot:
        app.lines.narrow_to(text="number 12")
        await pilot.pause()
        assert moved == ["12"]


class Around(Listed):
    """An app that has a use of its own for Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "go", show=False)]
    gone = 0

    def action_go(self) -> None:
        self.gone += 1


@pytest.mark.parametrize(("rows", "gone"), [([], 1), ([heading("a title")], 1), ([ListRow((), "a row", "k")], 0)])
async def test_enter_on_a_list_without_a_row_to_choose_is_for_whatever_stands_around_it(
    rows: list[ListRow], gone: int
) -> None:
    app = Around(rows)
    async with app.run_test() as pilot:
        await press(pilot, "enter")
        assert app.gone == gone


async def test_a_page_key_moves_what_is_seen_by_a_page_where_rows_are_long() -> None:
    app = Listed([ListRow((), f"{at} " + "a long row of words " * 20, str(at)) for at in range(40)], wrap=True)
    async with app.run_test(size=(60, 24)) as pilot:
        height = app.lines.scrollable_content_region.height - 1
        for pages in (1, 2, 3):
            await press(pilot, "pagedown")
            assert app.lines.scroll_offset.y == pages * height
        await press(pilot, "pageup")
        assert app.lines.scroll_offset.y == 2 * height
