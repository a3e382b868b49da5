"""A sheet of codes goes out and comes back; a fault is named by its cell, and nothing is taken then."""

from __future__ import annotations

import csv
from dataclasses import replace
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


def changed(path: Path, cell: str, value: str) -> None:
    """The workbook with something else in one cell."""
    book = load_workbook(path)
    book["Codes"][cell] = value
    book["Codes"][cell].number_format = "General"
    book.save(path)


def test_an_emptied_cell_leaves_the_code_from_before_and_is_counted(coding: CodingFolder, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    first, second, *_ = coding.in_order_of("a-1")
    add_code(coding, "a-1", first.id, "threat", "a word")
    add_code(coding, "a-1", second.id, "threat", "kept")
    write_code_sheet(coding, "a-1", path)
    filled(path, at=1, category="")
    filled(path, at=2, category="offer")
    taken = take_code_sheet(coding, "a-1", path)
    assert (taken.taken, taken.same, taken.emptied, taken.empty) == (1, 0, 1, 4)
    given = codes_of(coding, "a-1")
    assert (given[first.id].category, given[first.id].remark) == ("threat", "a word")
    assert (given[second.id].category, given[second.id].remark) == ("offer", "kept")


def test_what_is_not_coded_is_counted_over_the_whole_drawing(coding: CodingFolder, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_code_sheet(coding, "a-1", path)
    head, first, *_ = rows(path)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, [*first[:6], "threat", ""]])
    taken = take_code_sheet(coding, "a-1", path)
    assert (taken.taken, taken.empty, taken.emptied) == (1, 5, 0)


def test_a_remark_without_a_category_is_a_fault_of_its_cell(coding: CodingFolder, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_code_sheet(coding, "a-1", path)
    filled(path, at=1, category="threat")
    filled(path, at=2, category="", remark="hard to say")
    (fault,) = take_code_sheet(coding, "a-1", path).faults
    second = coding.in_order_of("a-1")[1].id
    assert f"cell H3: a remark without a category; give {second} a category in G3, or empty this cell" in fault
    assert codes_of(coding, "a-1") == {}


def test_a_text_that_is_not_that_of_its_item_is_a_fault_of_its_cell(coding: CodingFolder, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_code_sheet(coding, "a-1", path)
    filled(path, at=1, category="threat")
    found = rows(path)
    at, to = next((x, y) for x in range(1, 7) for y in range(x + 1, 7) if found[x][5] != found[y][5])
    found[at][5], found[to][5] = found[to][5], found[at][5]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(found)
    faults = take_code_sheet(coding, "a-1", path).faults
    assert [fault.partition(": ")[0].rpartition(" ")[2] for fault in faults] == [f"F{at + 1}", f"F{to + 1}"]
    assert f"this is not the text of {found[at][0]}" in faults[0]
    assert codes_of(coding, "a-1") == {}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([[*row[:5], *row[6:]] for row in found])
    assert take_code_sheet(coding, "a-1", path).taken == 1, "without the column Text nothing can be compared"


def test_every_text_comes_back_as_that_of_its_item(coding: CodingFolder, tmp_path: Path) -> None:
    """Quotes, breaks, what a sheet takes for a formula or a number: writing and reading change none of them."""
    words = ("=1+1", "'quoted' and 'so'", "'=x", "a\nb\r\nc", "  0012 ", "_x0041_ stays", '"a", b', "-5")
    some = {id_: replace(item, text=text) for (id_, item), text in zip(coding.items.items(), words, strict=False)}
    more = {f"{id_}x": replace(item, id=f"{id_}x", text=words[-1 - at]) for at, (id_, item) in enumerate(some.items())}
    own = CodingFolder(coding.path, coding.book, some | more)
    assert {item.text for item in own.items.values()} == set(words)
    for name in ("a.csv", "a.xlsx"):
        write_code_sheet(own, "a-1", tmp_path / name)
        assert take_code_sheet(own, "a-1", tmp_path / name).faults == ()


@pytest.mark.parametrize(
    ("cell", "said"),
    [("G2", "cell G2: '=A1'"), ("H2", "cell H2: '=A1'"), ("A2", "cell A2: '=A1'"), ("F2", "cell F2: '=A1'")],
)
def test_a_formula_is_a_fault_of_its_cell_and_nothing_is_taken(
    coding: CodingFolder, tmp_path: Path, cell: str, said: str
) -> None:
    path = tmp_path / "a.xlsx"
    write_code_sheet(coding, "a-1", path)
    changed(path, "G2", "threat")
    changed(path, "G3", "threat")
    changed(path, cell, "=A1")
    (fault,) = take_code_sheet(coding, "a-1", path).faults
    assert f"{said} is a formula or an error; write what it stands for" in fault
    assert codes_of(coding, "a-1") == {}
