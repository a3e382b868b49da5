"""A scenario of one's own, its sheet, and ways to change cells of it as a planner would."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from wargame.review.msel.exchange import TakenBack, rows_of, take_back
from wargame.review.msel.sheet_files import write_sheet_file
from wargame.scenario.pack_files import read_pack

TINY = Path(__file__).parents[2] / "scenario" / "tiny"
Edited = Callable[..., TakenBack]


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editable copy of the small pack, with all that planners write beside its first inject."""
    monkeypatch.setattr("wargame.scenario.find.user_data_path", lambda name: tmp_path / "user")
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    path = folder / "scenario.yaml"
    more = (
        "    sender: =Board of Boreas\n    delivery: A press release  # read it aloud\n    controller: Industry cell\n"
        "    expected: >-\n      -1 is no answer.\n    notes: |-\n      @first\n      then _x000D_ and 'quotes'\n"
    )
    path.write_text(path.read_text().replace("    turn: 2\n", f"    turn: 2\n{more}"))
    return folder


@pytest.fixture
def book(tiny: Path, tmp_path: Path) -> Path:
    """The sheet of that scenario as a workbook."""
    path = tmp_path / "msel.xlsx"
    write_sheet_file(rows_of(read_pack(tiny)), path)
    return path


@pytest.fixture
def edited(tiny: Path, book: Path) -> Edited:
    """Change cells of the workbook, by their places, and hold it against the scenario."""

    def change(act: Callable[[Any], object] | None = None, **cells: object) -> TakenBack:
        opened = load_workbook(book)
        sheet: Any = opened["MSEL"]
        for place, value in cells.items():
            sheet[place] = value
        if act is not None:
            act(sheet)
        opened.save(book)
        return take_back(tiny, book)

    return change
