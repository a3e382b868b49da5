"""A sheet of codes goes out and comes back; a fault is named by its cell, and nothing is taken then."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from wargame.coding.code_sheets import CODING, take_code_sheet, write_code_sheet
from wargame.coding.coding_folder import CodingFolder
from wargame.coding.given_codes import add_code, codes_of
from wargame.errors import SpecError

from .games import drawn


@pytest.fixture
def coding(tmp_path: Path) -> CodingFolder:
    return drawn(tmp_path, most=6)


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def filled(path: Path, *, at: int, category: str, remark: str = "") -> None:
    """The sheet with a category in one row below the headings."""
    found = rows(path)
    found[at][6:] = [category, remark]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(found)


def test_a_sheet_holds_the_items_in_the_order_of_its_coder(coding: CodingFolder, tmp_path: Path) -> None:
    assert write_code_sheet(coding, "a-1", tmp_path / "a.csv") == 6
    head, *body = rows(tmp_path / "a.csv")
    assert head == [column.heading for column in CODING.columns]
    assert [row[0] for row in body] == [item.id for item in coding.in_order_of("a-1")]
    assert [row[5] for row in body] == [item.text for item in coding.in_order_of("a-1")]


def test_what_is_filled_in_comes_back_as_the_coders_codes(coding: CodingFolder, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_code_sheet(coding, "a-1", path)
    filled(path, at=2, category="Threat", remark="  so  it seems ")
    taken = take_code_sheet(coding, "a-1", path)
    assert (taken.taken, taken.same, taken.empty, taken.faults) == (1, 0, 5, ())
    item = coding.in_order_of("a-1")[1].id
    assert [(each.item, each.category, each.remark) for each in codes_of(coding, "a-1").values()] == [
        (item, "threat", "so it seems")
    ]
    again = take_code_sheet(coding, "a-1", path)
    assert (again.taken, again.same) == (0, 1)


def test_a_workbook_goes_the_same_way_and_ids_and_texts_are_text(coding: CodingFolder, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    add_code(coding, "a-1", coding.in_order_of("a-1")[0].id, "other")
    write_code_sheet(coding, "a-1", path)
    book = load_workbook(path)
    sheet = book["Codes"]
    assert sheet["A2"].number_format == sheet["F2"].number_format == "@"
    assert sheet["G2"].value == "other"
    sheet["G3"] = "offer"
    book.save(path)
    taken = take_code_sheet(coding, "b-1", path)
    assert (taken.taken, taken.empty) == (2, 4)
    assert sorted(each.category for each in codes_of(coding, "b-1").values()) == ["offer", "other"]


@pytest.mark.parametrize(
    ("at", "category", "said"),
    [
        (1, "love", "cell G2: 'love' is no category; accepted are threat, offer, other"),
        (3, "threat offer", "cell G4: 'threat offer' is no category"),
    ],
)
def test_a_fault_is_named_by_its_cell_and_nothing_is_taken(
    coding: CodingFolder, tmp_path: Path, at: int, category: str, said: str
) -> None:
    path = tmp_path / "a.csv"
    write_code_sheet(coding, "a-1", path)
    filled(path, at=5, category="threat")
    filled(path, at=at, category=category)
    taken = take_code_sheet(coding, "a-1", path)
    assert said in taken.faults[0]
    assert codes_of(coding, "a-1") == {}


def test_rows_that_are_foreign_or_there_twice_are_faults(coding: CodingFolder, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_code_sheet(coding, "a-1", path)
    found = rows(path)
    found[1][6] = found[2][6] = "threat"
    found[2][0] = found[1][0]
    found[3][0] = "i0"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(found)
    faults = take_code_sheet(coding, "a-1", path).faults
    assert "cell A3" in faults[0]
    assert "keep one of them" in faults[0]
    assert "cell A4: 'i0' is no item of this coding" in faults[1]


def test_a_sheet_without_categories_is_refused_by_its_missing_column(coding: CodingFolder, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Item,Unit,Text\ni1,message,words\n")
    with pytest.raises(SpecError, match="the column Category is missing"):
        take_code_sheet(coding, "a-1", path)
    path.write_text("a,b\n1,2\n")
    with pytest.raises(SpecError, match="headings of a sheet of codes, which are Item, Unit, Turn"):
        take_code_sheet(coding, "a-1", path)
