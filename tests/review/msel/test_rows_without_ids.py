"""A planners' sheet without ids: rows are known by most of their words, and texts too long for a list are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.review.msel.conftest import Edited
from wargame.errors import SpecError
from wargame.review.msel.exchange import LONGEST_TEXT, rows_of, take_back
from wargame.review.msel.sheet_files import LONGEST_CELL, csv_of
from wargame.scenario.pack_files import read_pack

COMES = "A delegation arrives early and asks to be heard."


def hseep_alone(sheet: Any) -> None:
    """Leave the columns of planners, without ids."""
    sheet.delete_cols(12, 5)


def test_a_row_with_a_word_changed_is_its_inject_though_rows_are_added_and_numbered_anew(
    edited: Edited, tiny: Path
) -> None:
    before = read_pack(tiny).pack
    assert before is not None
    old = before.injects[1]

    def act(sheet: Any) -> None:
        hseep_alone(sheet)
        sheet["A3"], sheet["A4"] = 4, 5
        sheet["C3"] = old.text.strip().replace("open letter", "angry letter")
        sheet.append([2, 2, COMES])
        sheet.append([3, 3, "Nobody hears it."])

    taken = edited(act)
    assert (taken.faults, taken.changed, taken.removed) == ((), (old.id,), ())
    assert taken.added == ("a-delegation-arrives-early", "nobody-hears-it")
    taken.write()
    after = read_pack(tiny).pack
    assert after is not None
    new = next(line for line in after.injects if line.id == old.id)
    assert "angry letter" in new.text
    assert (new.kind, new.when, new.target, new.changes) == (old.kind, old.when, old.target, old.changes)


def test_two_rows_that_are_like_one_inject_are_not_guessed_and_the_way_out_is_told(edited: Edited, tiny: Path) -> None:
    pack = read_pack(tiny).pack
    assert pack is not None
    text = pack.injects[1].text.strip()

    def act(sheet: Any) -> None:
        hseep_alone(sheet)
        sheet["A3"], sheet["A4"] = 4, 5
        sheet["C3"] = text.replace("open", "angry")
        sheet.append([2, 2, text.replace("open", "short")])

    with pytest.raises(
        SpecError, match=r"\(a-letter\); keep the column Id, or add one: the id of its inject beside each"
    ):
        edited(act)


def test_the_way_out_leads_out(edited: Edited, tiny: Path) -> None:
    """A column of ids beside the columns of planners, filled in for the old rows alone."""

    def act(sheet: Any) -> None:
        ids = [sheet.cell(row, 12).value for row in range(1, 5)]
        hseep_alone(sheet)
        for row, word in enumerate(ids, 1):
            sheet.cell(row, 12).value = word
        sheet["C3"] = "Something else happens here."
        sheet.append([4, 3, COMES])

    taken = edited(act)
    assert (taken.faults, taken.changed, taken.added) == ((), ("a-letter",), ("a-delegation-arrives-early",))


@pytest.mark.parametrize("column", ["C", "H", "K"])
def test_a_text_too_long_for_a_list_is_refused_at_its_cell(edited: Edited, column: str) -> None:
    taken = edited(**{f"{column}2": "Ships wait. " * 1000})
    (fault,) = taken.faults
    assert f"sheet MSEL, cell {column}2: " in fault
    assert f"has 11999 characters; at most {LONGEST_TEXT} can be taken from a sheet" in fault
    assert taken.after == taken.before


def test_a_long_text_that_stands_in_the_scenario_already_comes_back(tiny: Path, tmp_path: Path) -> None:
    path = tiny / "scenario.yaml"
    text = path.read_text()
    path.write_text(text.replace("Word goes round", "Word goes round. " + "Word goes on. " * 800, 1))
    assert path.read_text() != text
    (tmp_path / "list.csv").write_text(csv_of(rows_of(read_pack(tiny))), "utf-8")
    taken = take_back(tiny, tmp_path / "list.csv")
    assert (taken.faults, taken.changed) == ((), ())


@pytest.mark.parametrize("heading", ["Id", "To", "Trigger", "Changes", "Target"])
def test_a_cell_that_no_workbook_could_hold_is_refused_in_a_moment(tiny: Path, tmp_path: Path, heading: str) -> None:
    rows = [list(map(str, row)) for row in rows_of(read_pack(tiny))]
    rows[1][rows[0].index(heading)] = "rome.DS above 1 and " * 2_000
    (tmp_path / "list.csv").write_text(csv_of(rows), "utf-8")
    taken = take_back(tiny, tmp_path / "list.csv")
    assert any(f"has 39999 characters; a cell holds {LONGEST_CELL} at most" in fault for fault in taken.faults)
    assert all(len(fault) < 1000 for fault in taken.faults)
