"""The world screen: tables of what the seat knows, a reason for every number, values to take out."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.ui.conftest import SIZES, SMALL, WIDE, Pictured, at_table, press, shown
from tests.ui.fits import clipped
from tests.ui.views import asked, played
from wargame.core import names
from wargame.present.why_rows import why_rows
from wargame.present.world_rows import agreement_rows, because_rows, rank_lines, shape_rows
from wargame.present.world_tables import TABLES, capability, dependence, losses, over_turns, trust
from wargame.review.own_history import OwnHistory
from wargame.ui.app import WargameApp
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.matrix import Matrix
from wargame.ui.widgets.panes import Pane

pytestmark = pytest.mark.anyio
OPEN = "f4"


def world(seat: str = "kyiv", folder: Path = Path("exports"), answered: int = 5) -> WargameApp:
    return at_table(played(seat, answered=answered), folder=folder)


def why(app: WargameApp) -> str:
    return app.screen.query_one("#why-lines", Lines).as_text()


# tables


@pytest.mark.parametrize("seat", ["kyiv", "washington", "meta", "beijing"])
def test_every_cell_of_every_table_can_be_explained(seat: str) -> None:
    ask = asked(seat, answered=5)
    past = OwnHistory(ask.view)
    for make in TABLES:
        table = make(ask)
        assert table.rows, table.title
        for name, cells in table.rows:
            assert len(cells) == len(table.columns), name
            for cell in cells:
                assert why_rows(ask, past, cell.name), (table.title, name)


def test_a_number_without_a_tilde_is_known_exactly() -> None:
    ask = asked("kyiv", answered=5)
    for make in (capability, trust):
        for _, cells in make(ask).rows:
            for cell in cells:
                if cell.name.count(".") == 2 and cell.text.strip().isdigit():
                    assert cell.name not in ask.view.spread, cell
                if cell.text.startswith("~") and cell.name.count(".") == 2:
                    assert cell.name in ask.view.spread, cell


def test_shares_above_a_half_are_marked_by_a_sign() -> None:
    ask = asked("washington", answered=5)
    for make in (dependence, losses):
        for _, cells in make(ask).rows:
            for cell in cells[:-2]:
                digits = cell.text.strip(" ~!.")
                if digits:
                    assert ("!" in cell.text) == (float(digits) > 50) or digits == "50"


def test_ones_own_numbers_go_turn_by_turn_and_end_at_the_present() -> None:
    ask = asked("kyiv", answered=5)
    table = over_turns(ask)
    assert table.columns[: ask.view.turn + 1] == (*(f"T{turn}" for turn in range(ask.view.turn)), "now"), "it runs"
    rows = dict(table.rows)
    now = rows["support"][ask.view.turn]
    assert float(now.text) == pytest.approx(ask.view.values[names.domestic_support("kyiv")], abs=0.06)
    assert rows["support"][-1].text in ("rising", "falling", "level", "up and down", "not known before")


def test_the_rank_line_has_every_government_once_and_brackets_what_is_guessed() -> None:
    ask = asked("kyiv", answered=5)
    text = "\n".join(rank_lines(ask, 80)[2:])
    assert text.count("(") == len(ask.book.setting.governments) - 1
    assert "K" in text
    assert "(K)" not in text


def test_agreements_that_the_seat_may_not_know_are_not_listed() -> None:
    ask = asked("kyiv", answered=5)
    listed = {row.key.removeprefix("agreement ") for row in agreement_rows(ask) if row.key}
    assert listed == {a.id for a in ask.view.agreements.values() if a.status == "in_force"}


def test_the_because_sheet_names_what_moved_and_why() -> None:
    ask = asked("kyiv", answered=5)
    rows = because_rows(ask, OwnHistory(ask.view), 1)
    assert any("your" in row.text and "->" in row.text for row in rows)


# the screen


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_enter_on_a_number_tells_why_it_is_so(size: tuple[int, int]) -> None:
    app = world()
    async with app.run_test(size=size) as pilot:
        await press(pilot, f"{OPEN} T")
        matrix = app.screen.query_one(Matrix)
        assert matrix.table.title == "trust"
        assert "Your trust in Washington" in why(app)
        await press(pilot, "enter")
        assert "known exactly" in shown(app)
        assert "MOVED BY, the latest first" in shown(app)
        assert clipped(app) == []
        await press(pilot, "1 down right")
        assert "one standard error either way" in why(app)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_every_table_and_every_pane_can_be_reached_by_keys(size: tuple[int, int]) -> None:
    app = world()
    async with app.run_test(size=size) as pilot:
        await press(pilot, OPEN)
        titles = []
        for _ in TABLES:
            titles.append(app.screen.query_one(Matrix).table.title)
            await press(pilot, "t")
            assert clipped(app) == []
        assert len(set(titles)) == len(TABLES)
        seen = set()
        for _ in range(5):
            seen |= {pane.id for pane in app.screen.query(Pane) if pane.region.area > 0}
            await press(pilot, "m")
        assert seen == {"table", "shapes", "rank", "why", "standing"}


async def test_a_moved_number_is_explained_from_the_list_of_moves() -> None:
    app = world()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{OPEN} 5")
        lines = app.screen.query_one("#standing-lines", Lines)
        assert lines.chosen is not None
        assert lines.chosen.key.startswith("moved ")
        await press(pilot, "enter")
        assert "MOVED BY" in why(app)


async def test_x_writes_the_table_as_values(tmp_path: Path) -> None:
    app = world(folder=tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{OPEN} t t x x")
    written = values_in(tmp_path)
    assert written[0] == ["fields", "all", "cyber", "intelligence", "command", "logistics", "targeting", "autonomy"]
    assert written[1][0] == "K Kyiv"


def values_in(folder: Path) -> list[list[str]]:
    (path,) = folder.glob("*.csv")
    return list(csv.reader(path.read_text().splitlines()))


async def test_the_numbers_can_stand_alone() -> None:
    app = world()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, OPEN)
        narrow = app.screen.query_one(Matrix).size.width
        await press(pilot, "m")
        assert app.screen.query_one(Matrix).size.width > narrow
        await press(pilot, "m")
        assert app.screen.query_one(Matrix).size.width == narrow


async def test_without_colour_everything_can_still_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = world("washington")
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, OPEN)
        assert "~ marks an estimate" in shown(app)
        assert "( ) is what you can only estimate" in shown(app)


@pytest.mark.parametrize(("size", "name"), [(WIDE, "world-wide"), (SMALL, "world-small")])
async def test_the_world_looks_as_it_did(size: tuple[int, int], name: str, pictured: Pictured) -> None:
    app = world()
    async with app.run_test(size=size) as pilot:
        await press(pilot, OPEN)
        pictured(app, name)


# shapes


def test_how_it_went_shows_capability_and_trust_with_their_move_in_signs_and_words() -> None:
    ask = asked("kyiv", answered=5)
    rows = shape_rows(ask, OwnHistory(ask.view))
    said = {row.key.removeprefix("moved "): row.text for row in rows if row.key}
    trust_in = names.trust("kyiv", "washington")
    assert f"{ask.view.values[trust_in]:4.0f}" in said[trust_in]
    assert {names.capability("kyiv", "cyber"), names.fielded("kyiv")} <= set(said)
    for name, text in said.items():
        assert any(word in text for word in ("rising", "falling", "level", "up and down")), name


def test_how_it_went_shows_no_number_that_the_seat_can_only_estimate() -> None:
    ask = asked("paris", answered=5)
    for row in shape_rows(ask, OwnHistory(ask.view)):
        assert row.key.removeprefix("moved ") not in ask.view.spread


@pytest.mark.parametrize("size", SIZES)
async def test_a_shape_can_be_asked_for_its_reasons(size: tuple[int, int]) -> None:
    app = world()
    async with app.run_test(size=size) as pilot:
        await press(pilot, f"{OPEN} 2 enter")
        assert "Kyiv" in why(app) or "your" in why(app)


def test_what_one_should_beware_of_is_marked_by_a_sign_and_not_by_its_shade_alone() -> None:
    for seat in ("kyiv", "washington"):
        for make in (dependence, losses):
            for _, cells in make(asked(seat, answered=5)).rows:
                assert all("!" in cell.text or cell.text == "high" for cell in cells if cell.bad)
