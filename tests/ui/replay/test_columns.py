"""Thought, said and did stand side by side at both sizes, for a person, a model and a script alike."""

from __future__ import annotations

import asyncio
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.table.rig import answer, opened, through
from tests.ui.conftest import SMALL, WIDE, Pictured, press, shown, still
from tests.ui.replay.opened import MODELS, SCRIPTED, replaying
from wargame.core.ids import SeatId
from wargame.core.moves import Sealed, Signal
from wargame.present.replay_words import GAP, TITLES, side_by_side
from wargame.review.instructor import set_instructor_word
from wargame.table.chair import Clock
from wargame.table.room import Room
from wargame.transcript.entry_values import decision_of
from wargame.transcript.reading import read
from wargame.ui.replay.windows import DecisionPage

pytestmark = pytest.mark.anyio
ROME = SeatId("rome")
MEANT = "Whoever holds the weights holds the hospital wards, and nobody is to see how little is ready"
SAID = "We build at home, whatever our neighbours think of it"
SIZES = pytest.mark.parametrize("size", [WIDE, SMALL], ids=["120x36", "80x24"])


@pytest.fixture(scope="module")
def of_a_person(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A game in which a person on a seat says one thing, means another and orders what a script would."""
    path = tmp_path_factory.mktemp("person") / "game.jsonl"

    async def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase) == (1, "orders"):
            made = answer(room, ROME)
            assert isinstance(made.body, Sealed)
            body = replace(made.body, signal=Signal(text=SAID, intents=()))
            await room.chair(ROME).submit(replace(made, body=body, rationale=MEANT, plan="Two turns of quiet"))

    asyncio.run(through(opened(path, turns=1), moment))
    return path


def columns_of(page: list[str]) -> list[str]:
    """What stands in each of the three columns, with blanks for breaks."""
    at = next(number for number, row in enumerate(page) if row.split() == list(TITLES))
    starts = [page[at].index(title) for title in TITLES]
    ends = [*starts[1:], None]
    cells = [[row[start:end].strip() for row in page[at + 1 :]] for start, end in zip(starts, ends, strict=True)]
    return [" ".join(cell for cell in each if cell) for each in cells]


def copied(path: Path, tmp_path: Path) -> Path:
    copy = Path(shutil.copy(path, tmp_path / "game.jsonl"))
    set_instructor_word(copy, "larch", "lead")
    return copy


@pytest.mark.slow
@SIZES
@pytest.mark.parametrize("player", ["person", "model", "script"])
async def test_a_decision_opens_in_three_columns_whoever_made_it(
    size: tuple[int, int], player: str, of_a_person: Path, tmp_path: Path
) -> None:
    path = copied({"person": of_a_person, "model": MODELS, "script": SCRIPTED}[player], tmp_path)
    async with replaying(path, size) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        line = walk.timeline
        walk.step, made = next(
            (step, made)
            for step in range(len(line))
            if line.kind(step) == "decision"
            and (made := decision_of(line.entry(step))).rationale
            and isinstance(made.body, Sealed)
            and made.body.signal
            and made.body.orders
            and (player != "person" or made.seat == ROME)
        )
        screen.show_here()
        await press(pilot, "T 'larch enter enter")
        window = app.screen
        assert isinstance(window, DecisionPage)
        page = window.as_text().splitlines()
        titles = next(row for row in shown(app).splitlines() if "THOUGHT" in row)
        assert [word for word in titles.split() if word in TITLES] == list(TITLES), "they are in sight"
        thought, said, did = columns_of(page)
        assert walk.names is not None
        meant = walk.names.noted(made.rationale) if player == "script" else made.rationale
        assert " ".join(meant.split()) in thought
        assert isinstance(made.body, Sealed)
        assert made.body.signal is not None
        assert " ".join(made.body.signal.text.split()) in said
        assert did not in ("", "-")
        if player == "person":
            assert MEANT in thought
            assert "played by human" in window.as_text()
            assert MEANT[:20] not in f"{said} {did}"
        await press(pilot, "c")
        assert not any(row.split() == list(TITLES) for row in window.as_text().splitlines())
        await press(pilot, "c")
        assert columns_of(window.as_text().splitlines()) == [thought, said, did]


@pytest.mark.parametrize("width", [60, 72, 104])
@pytest.mark.parametrize("path", [SCRIPTED, MODELS], ids=["scripts", "models"])
def test_no_word_is_lost_in_columns_and_no_row_is_wider_than_the_page(width: int, path: Path) -> None:
    for entry in read(path).entries:
        if entry.kind != "decision":
            continue
        made = decision_of(entry)
        rows = side_by_side(made, str, width, heard=True)
        assert all(cell_len(row) <= width for row in rows[1:])
        letters = re.sub(r"\s", "", "".join(columns_of(rows)))
        assert re.sub(r"\s", "", made.rationale) in letters


def test_a_column_that_needs_little_leaves_its_room_to_the_others() -> None:
    made = next(decision_of(entry) for entry in read(MODELS).entries if entry.kind == "decision")
    rows = side_by_side(replace(made, rationale="word " * 80), str, 72, heard=True)
    starts = [rows[1].index(title) for title in TITLES]
    needs_little = side_by_side(replace(made, rationale="x"), str, 72, heard=True)
    assert needs_little[1].index("SAID") == len("THOUGHT") + GAP < starts[1]


@pytest.mark.slow
@SIZES
async def test_a_persons_decision_in_columns_looks_as_it_did(
    size: tuple[int, int], pictured: Pictured, of_a_person: Path, tmp_path: Path
) -> None:
    async with replaying(copied(of_a_person, tmp_path), size) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        walk.step = walk.timeline.of_id("1.orders.rome")
        screen.show_here()
        await press(pilot, "T 'larch enter enter")
        await still(app, pilot)
        pictured(app, f"replay-columns-{size[0]}x{size[1]}")
