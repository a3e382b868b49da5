"""The matrix widget: a cursor over cells, nothing lost where columns do not fit, the table as values."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from textual.app import App, ComposeResult

from tests.ui.conftest import press, shown
from wargame.present.cells import Cell, CellTable
from wargame.ui.widgets.matrix import Matrix

pytestmark = pytest.mark.anyio
COLUMNS = tuple(f"c{n}" for n in range(30))
ROWS = tuple((f"row {r}", tuple(Cell(f"{r}.{c}", f"name {r} {c}") for c in range(30))) for r in range(40))
BIG = CellTable("big", "corner", COLUMNS, ROWS)


class Stand(App[None]):
    def __init__(self, table: CellTable) -> None:
        super().__init__()
        self.table = table
        self.chosen: list[str] = []
        self.drawn: list[Any] = []

    def _display(self, screen: Any, renderable: Any) -> None:
        self.drawn.append(renderable)
        super()._display(screen, renderable)

    def sent(self) -> int:
        """Characters of what was drawn, in whatever colours the terminal has."""
        return sum(len(part.render_segments(self.console)) for part in self.drawn if hasattr(part, "render_segments"))

    def compose(self) -> ComposeResult:
        yield Matrix()

    def on_mount(self) -> None:
        self.query_one(Matrix).show(self.table)
        self.query_one(Matrix).focus()

    def on_matrix_chosen(self, event: Matrix.Chosen) -> None:
        self.chosen.append(event.cell.name)


async def test_a_step_inside_the_window_draws_the_two_lines_alone_and_they_look_as_if_all_were_drawn() -> None:
    app = Stand(BIG)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "right down")
        app.drawn.clear()
        await press(pilot, "down")
        step = app.sent()
        seen = [str(strip) for strip in app.screen._compositor.render_strips()]
        app.drawn.clear()
        app.query_one(Matrix).refresh()
        await pilot.pause()
        assert 0 < step <= app.sent() / 5
        assert [str(strip) for strip in app.screen._compositor.render_strips()] == seen


async def test_every_cell_can_be_reached_and_seen() -> None:
    app = Stand(BIG)
    async with app.run_test(size=(40, 10)) as pilot:
        assert "c29" not in shown(app)
        assert ">" in shown(app).splitlines()[0]
        await press(pilot, "end pagedown pagedown pagedown pagedown pagedown enter")
        assert "39.29" in shown(app)
        assert "corner" in shown(app)
        assert "row 39" in shown(app)
        assert "<" in shown(app).splitlines()[0]
        assert app.chosen == ["name 39 29"]
        await press(pilot, "home pageup pageup pageup pageup pageup enter")
        assert "0.0" in shown(app)
        assert app.chosen[-1] == "name 0 0"


async def test_the_cursor_stays_where_it_is_when_the_numbers_change() -> None:
    app = Stand(BIG)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "down down right right right")
        matrix = app.query_one(Matrix)
        matrix.show(BIG)
        assert matrix.at == (2, 3)
        matrix.show(CellTable("small", "", ("a",), (("x", (Cell("1"),)),)))
        assert matrix.at == (0, 0)


async def test_another_table_begins_at_the_first_cell_that_says_something() -> None:
    app = Stand(BIG)
    async with app.run_test(size=(80, 24)):
        matrix = app.query_one(Matrix)
        sparse = CellTable("s", "", ("a", "b"), (("x", (Cell("."), Cell("."))), ("y", (Cell("."), Cell("7")))))
        matrix.show(sparse, keep=False)
        assert matrix.at == (1, 1)


async def test_an_empty_table_takes_keys_without_harm() -> None:
    app = Stand(CellTable("none", "", (), ()))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "down right enter end home")
        assert app.chosen == []


def test_values_are_separated_by_commas_with_names_in_front() -> None:
    table = CellTable("t", "needs", ("a, b", "c"), (("x", (Cell("~70! "), Cell("."))),))
    assert list(csv.reader(io.StringIO(table.as_csv()))) == [["needs", "a, b", "c"], ["x", "~70!", "."]]
