"""A torn or damaged record is walked up to its tear, and every screen says where that is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.conftest import SMALL, WIDE, press, shown
from tests.ui.replay.opened import SCRIPTED, replaying
from wargame.errors import TranscriptError
from wargame.transcript.line_index import index_of
from wargame.ui.replay.windows import RowsPage

pytestmark = pytest.mark.anyio

TORN = 150
"""The line at which the records of these tests are damaged: in the middle of the second turn."""


def _lines() -> list[bytes]:
    return SCRIPTED.read_bytes().splitlines(keepends=True)


def _no_entry(lines: list[bytes]) -> None:
    lines[TORN - 1] = b"garbage\n"


def _not_its_place(lines: list[bytes]) -> None:
    del lines[TORN - 1]


def _no_json(lines: list[bytes]) -> None:
    lines[TORN - 1] = lines[TORN - 1][: len(lines[TORN - 1]) // 2] + b"\n"


def _half_a_line(lines: list[bytes]) -> None:
    lines[TORN - 1 :] = [lines[TORN - 1][:40]]


WAYS = {
    "no entry": (_no_entry, "this is no entry of a record"),
    "a line is missing": (_not_its_place, f"it is entry {TORN + 1}"),
    "half a line in the middle": (_no_json, "it is damaged"),
    "the last line does not end": (_half_a_line, "it does not end"),
}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
async def test_a_torn_record_is_walked_up_to_its_tear(way: str, tmp_path: Path) -> None:
    lines, (damage, why) = _lines(), WAYS[way]
    damage(lines)
    path = tmp_path / "torn.jsonl"
    path.write_bytes(b"".join(lines))
    async with replaying(path, WIDE) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        assert walk.positions is not None
        page = " ".join(shown(app).split())
        assert f"TORN at line {TORN}" in page
        assert why in page
        await press(pilot, "end")
        assert walk.timeline.lines[walk.step] < TORN
        await press(pilot, "1 left e")
        assert "VIEW Rome" in shown(app)
    assert path.read_bytes() == b"".join(lines)


async def test_of_a_torn_record_no_result_is_told(tmp_path: Path) -> None:
    path = tmp_path / "torn.jsonl"
    path.write_bytes(b"".join(_lines()[: TORN - 1]) + b"{")
    async with replaying(path, SMALL) as (_, app, pilot):
        await press(pilot, "e")
        page = app.screen
        assert isinstance(page, RowsPage)
        told = page.as_text()
        assert "AS FAR AS ITS RECORD GOES" in told
        assert "HOW IT ENDED" not in told


async def test_what_was_stored_behind_a_tear_is_not_found(tmp_path: Path) -> None:
    index = index_of(SCRIPTED)
    stored = next(number for number in index.numbers("blob") if number > 20)
    name = str(index.entry(stored).data["hash"])
    assert index.text(name) is not None
    index.cut(stored, "it is damaged")
    assert index.text(name) is None
    assert len(index) == stored - 1
    index.close()


def test_without_being_asked_for_a_damaged_record_its_first_bad_line_is_named(tmp_path: Path) -> None:
    lines = _lines()
    _no_entry(lines)
    path = tmp_path / "torn.jsonl"
    path.write_bytes(b"".join(lines))
    with pytest.raises(TranscriptError, match=f"line {TORN}: this is no entry"):
        index_of(path)
