"""A sheet read back is the scenario that it came from; what planners change in it arrives, and nothing else moves."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.review.msel.conftest import Edited
from wargame.errors import FaultyPack, SpecError
from wargame.review.msel.exchange import rows_of, take_back
from wargame.review.msel.headings import COLUMNS, KNOWN, plain_heading
from wargame.review.msel.sheet_files import csv_of, write_sheet_file
from wargame.scenario.check import check
from wargame.scenario.find import find_scenario, list_scenarios
from wargame.scenario.pack_files import read_pack

HSEEP = (
    "Number", "Turn or time", "Inject", "From", "To", "Delivery", "Controller", "Objective", "Expected action",
    "Outcome", "Notes",
)  # fmt: skip


def test_the_columns_begin_with_those_of_planners_in_their_order() -> None:
    assert tuple(column.heading for column in COLUMNS)[:11] == HSEEP
    assert all(KNOWN[plain_heading(column.heading)] == column.key for column in COLUMNS)
    assert KNOWN[plain_heading("Recipient Player(s)")] == "audience"


@pytest.mark.slow
@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("name", [found.name for found in list_scenarios()])
def test_every_shipped_list_comes_back_as_it_went(name: str, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"msel{ending}"
    write_sheet_file(rows_of(read_pack(find_scenario(name))), path)
    taken = take_back(find_scenario(name), path)
    assert (taken.faults, taken.changed, taken.added, taken.removed) == ((), (), (), ())
    assert taken.after == taken.before


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_texts_that_look_like_formulas_are_texts_in_the_sheet_and_come_back(
    tiny: Path, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"msel{ending}"
    write_sheet_file(rows_of(read_pack(tiny)), path)
    assert take_back(tiny, path).after == (tiny / "scenario.yaml").read_text()
    if ending == ".xlsx":
        cells = [cell for row in load_workbook(path)["MSEL"].iter_rows() for cell in row]
        assert {cell.value for cell in cells if cell.quotePrefix} == {"=Board of Boreas", "-1 is no answer."} | {
            cell.value for cell in cells if str(cell.value).startswith(("@", "+", "-1"))
        }
        assert not [cell for cell in cells if cell.data_type == "f"]
    else:
        lines = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
        assert not [cell for line in lines for cell in line if cell.startswith(("=", "@", "+"))]


def test_an_apostrophe_of_ones_own_before_a_sign_survives_csv() -> None:
    rows = [["Inject", "From", "To"], ["'=a", "''-b", "'quoted'"]]
    assert list(csv.reader(io.StringIO(csv_of(rows))))[1] == ["''=a", "'''-b", "'quoted'"]


def test_changed_cells_change_their_keys_and_every_other_line_stays(edited: Edited, tiny: Path) -> None:
    before = (tiny / "scenario.yaml").read_text().splitlines()
    taken = edited(B2=3, E4="Eagle", N3="boreas.dissent above 25 and below 60", G2=None)
    assert (taken.faults, taken.changed) == ((), ("a-storm", "a-letter", "a-rumour"))
    taken.write()
    after = (tiny / "scenario.yaml").read_text().splitlines()
    gone, new = set(before) - set(after), set(after) - set(before)
    assert gone == {
        "    turn: 2",
        "    controller: Industry cell",
        "    when: {variable: boreas.dissent, above: 20}",
        "    audience: [alba, eagle]",
    }
    assert new == {
        "    turn: 3",
        "    when: {variable: boreas.dissent, above: 25, below: 60}",
        "    audience: [eagle]",
    }
    assert "    delivery: A press release  # read it aloud" in after
    assert check(tiny) == ()


def test_a_row_may_be_added_moved_and_taken_out(edited: Edited, tiny: Path) -> None:
    def act(sheet: Any) -> None:
        sheet.delete_rows(3)
        sheet.append([0.5, 1, "A delegation arrives early and asks to be heard.", "Protocol", "Alba; eagle"])

    taken = edited(act)
    assert (taken.faults, taken.added, taken.removed) == ((), ("a-delegation-arrives-early",), ("a-letter",))
    taken.write()
    pack = read_pack(tiny).pack
    assert pack is not None
    assert [line.id for line in pack.injects] == ["a-delegation-arrives-early", "a-storm", "a-rumour"]
    first = pack.injects[0]
    assert (first.kind, first.turn, first.audience, first.sender) == ("news", 1, ("alba", "eagle"), "Protocol")
    again = edited()
    assert (again.after, again.added) == (again.before, ()), "the same sheet once more changes nothing"


@pytest.mark.parametrize(
    ("value", "turn"),
    [(3.0, 3), ("2.0", 2), ("Turn 3", 3), (datetime(2026, 10, 5), 2), (date(2026, 12, 31), 2), ("2027-01", 3)],
)
def test_turns_are_read_as_spreadsheets_keep_them(edited: Edited, tiny: Path, value: object, turn: int) -> None:
    edited(B2=value).write()
    pack = read_pack(tiny).pack
    assert pack is not None
    assert pack.injects[0].turn == turn


def test_a_sheet_with_a_title_other_columns_other_order_and_empty_rows_is_read(tiny: Path, tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    rows = [[str(cell) for cell in row] for row in rows_of(read_pack(tiny))]
    turned = [list(reversed(row)) for row in rows]
    sheet.append(["Exercise Tiny Table"])
    sheet.append([])
    for number, row in enumerate(turned):
        sheet.append(["Weather" if number == 0 else "fine", *row])
        sheet.append([])
    for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
        cell.data_type = "s"
    book.save(tmp_path / "other.xlsx")
    taken = take_back(tiny, tmp_path / "other.xlsx")
    assert (taken.faults, taken.left_out) == ((), ("Weather",))
    assert taken.after == taken.before


def test_a_column_that_is_missing_changes_nothing(edited: Edited) -> None:
    def act(sheet: Any) -> None:
        sheet.delete_cols(12, 5)
        sheet.delete_cols(4)

    taken = edited(act, I4="They ask.")
    assert (taken.faults, taken.changed, taken.added, taken.removed) == ((), ("a-rumour",), (), ())


def hseep_alone(sheet: Any) -> None:
    """Leave the columns of planners, without ids."""
    sheet.delete_cols(12, 5)


def test_without_ids_a_row_with_other_words_is_the_inject_that_had_its_number(edited: Edited, tiny: Path) -> None:
    before = read_pack(tiny).pack
    assert before is not None
    taken = edited(hseep_alone, C3=f"{before.injects[1].text.strip()} Twice.")
    assert (taken.faults, taken.changed, taken.added, taken.removed) == ((), (before.injects[1].id,), (), ())
    taken.write()
    after = read_pack(tiny).pack
    assert after is not None
    old, new = before.injects[1], after.injects[1]
    assert new.text.strip() == f"{old.text.strip()} Twice."
    assert (new.kind, new.when, new.target, new.changes) == (old.kind, old.when, old.target, old.changes)


@pytest.mark.parametrize("number", [None, 0.5, 7, 1])
def test_without_ids_a_row_that_could_be_any_inject_is_refused(edited: Edited, tiny: Path, number: object) -> None:
    before = (tiny / "scenario.yaml").read_bytes()
    with pytest.raises(SpecError, match=r"sheet MSEL, cell C3: .* \(a-letter\); keep the column Id"):
        edited(hseep_alone, A3=number, C3="Something else happens here.")
    assert (tiny / "scenario.yaml").read_bytes() == before


def test_without_ids_a_row_may_come_between_others_that_are_numbered_anew(edited: Edited) -> None:
    def act(sheet: Any) -> None:
        hseep_alone(sheet)
        sheet["A3"], sheet["A4"] = 3, 4
        sheet.append([2, 2, "A delegation arrives early and asks to be heard."])

    taken = edited(act)
    assert (taken.faults, taken.changed, taken.removed) == ((), (), ())
    assert taken.added == ("a-delegation-arrives-early",)


def test_without_ids_a_new_row_does_not_push_other_words_into_its_neighbour(edited: Edited) -> None:
    def act(sheet: Any) -> None:
        hseep_alone(sheet)
        sheet["A3"], sheet["A4"] = 3, 4
        sheet["C3"] = "The letter that was there, in other words."
        sheet.append([2, 2, "A delegation arrives early and asks to be heard."])

    with pytest.raises(SpecError, match="keep the column Id"):
        edited(act)


def test_a_scenario_that_its_owner_may_not_write_stays_as_it_is(edited: Edited, tiny: Path) -> None:
    path = tiny / "scenario.yaml"
    before = path.read_bytes()
    taken = edited(B2=3)
    path.chmod(0o444)
    with pytest.raises(SpecError, match=r"scenario\.yaml: the file is read-only and stays as it is"):
        taken.write()
    assert path.read_bytes() == before


def test_a_sheet_without_rows_is_refused(edited: Edited) -> None:
    with pytest.raises(SpecError, match="no row of the sheet holds an inject; nothing is changed"):
        edited(lambda sheet: sheet.delete_rows(2, 9))


FAULTS = [
    ("B2", "soon", "turn is 'soon'; it must be a whole number from 1 to 3, a date within the game"),
    ("B2", 4, "turn is '4'; it must be a whole number from 1 to 3"),
    ("B2", date(2027, 4, 1), "turn is '2027-04-01'; it must be"),
    ("B2", None, "turn is empty; it must be"),
    ("B3", 2, "turn is '2', and the trigger 'boreas.dissent above 20'; one of the two must be empty"),
    ("A2", "first", "number is 'first'; it must be a finite number"),
    ("A2", "nan", "number is 'nan'; it must be a finite number"),
    ("A2", "-inf", "number is '-inf'; it must be a finite number"),
    ("A3", 1, "number 1 stands in row 2 too"),
    ("C2", "Short.", "text is 'Short.'; it must be text of at least 10 characters"),
    ("D2", "=1+1", "from is the formula '=1+1', which is not run"),
    ("D2", "two\nlines", "it must stand on one line"),
    ("E2", "Albba", "'Albba' is no actor of this scenario; did you mean 'Alba'?"),
    ("E2", "everybody; Alba", "'everybody' stands beside others; it must stand alone"),
    ("L2", "A Storm", "id is 'A Storm'; it must be a name of 2 to 40 lower-case letters"),
    ("L3", "a-storm", "its own"),
    ("M4", "newz", "kind is 'newz'; did you mean 'news'?"),
    ("N3", "when it rains", "the trigger is 'when it rains'; it must be as in"),
    ("N3", "boreas.dissent above 500", "never exceeds 100"),
    ("N3", "boreas.mood above 5", "no variable"),
    ("N4", "chance 2 a quarter", "probability is 2"),
    ("O2", "Alba", "lab or champion"),
    ("P3", "alba.H 5", "computed"),
    ("P3", "much", "changes hold 'much'; each must be a variable and what is added to it"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("place", "value", "said"), FAULTS)
def test_a_fault_is_named_by_its_cell_and_nothing_is_written(
    edited: Edited, tiny: Path, place: str, value: object, said: str
) -> None:
    before = (tiny / "scenario.yaml").read_bytes()
    taken = edited(**{place: value})
    (fault,) = taken.faults
    assert fault.startswith(f"msel.xlsx, sheet MSEL, cell {place}: ")
    assert said in fault
    with pytest.raises(SpecError, match="nothing is written"):
        taken.write()
    assert (tiny / "scenario.yaml").read_bytes() == before


def test_all_faults_are_told_at_once_along_the_rows_after_one_that_takes_its_row_away(edited: Edited) -> None:
    taken = edited(M2="newz", B3="never", N4="chance 3", C4="Short.")
    assert [fault.partition(": ")[0][-2:] for fault in taken.faults] == ["M2", "B3", "C4", "N4"]


def test_a_scenario_with_faults_of_its_own_is_mended_first(tiny: Path, book: Path) -> None:
    path = tiny / "scenario.yaml"
    path.write_text(path.read_text().replace("turns: 3\nstart", "turns: 300\nstart"))
    with pytest.raises(FaultyPack, match=r"mend them first:\n.*turns"):
        take_back(tiny, book)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("no.xlsx", b"PK\x03\x04 and then nothing", "cannot be read as a workbook"),
        ("no.xlsx", b"Number,Inject", "cannot be read as a workbook"),
        ("no.csv", b"a,b,c\n1,2,3\n", "no row holds the headings of a list of injects, which are Number, Turn or time"),
        ("no.csv", "Number;Inject;To\n1;Caf\xe9 opens its doors;\n".encode("cp1252"), "is not UTF-8; save the sheet"),
        ("no.csv", b"Number,Inject,To,Recipient\n1,2,3,4\n", "'To' in C1 and 'Recipient' in D1 are headings of one"),
        (
            "no.csv",
            b'Number,Inject,To\n1,"A letter, read aloud,\n2,A storm comes,\n',
            "no.csv, row 2: a quotation mark",
        ),
        ("no.csv", b'Number;Inject;To\n\n1;A;\n2;"A letter;\n3;B;\n', "no.csv, row 4: a quotation mark is opened"),
        ("no.csv", b'Number,Inject,To\n1,"A letter,\n2,"A storm",\n', "no.csv, row 2: this is no CSV"),
        ("no.csv", b'Number,"Inject,To\n1,A letter,\n', "no.csv, row 1: a quotation mark is opened"),
        ("no.ods", b"", "is read from .xlsx or .csv"),
        ("none.xlsx", None, "cannot be read (No such file"),
    ],
)
def test_a_file_that_is_no_sheet_is_told_apart(
    tiny: Path, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(SpecError) as error:
        take_back(tiny, tmp_path / name)
    assert said in str(error.value)


def test_csv_with_semicolons_as_of_other_countries_is_read(tiny: Path, tmp_path: Path) -> None:
    target = io.StringIO()
    csv.writer(target, delimiter=";").writerows(csv.reader(io.StringIO(csv_of(rows_of(read_pack(tiny))))))
    (tmp_path / "msel.csv").write_text(target.getvalue(), "utf-8-sig")
    assert take_back(tiny, tmp_path / "msel.csv").changed == ()


def test_line_ends_and_mark_of_a_file_from_windows_stay(tiny: Path, tmp_path: Path) -> None:
    path = tiny / "scenario.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    rows = rows_of(read_pack(tiny))
    rows[1][1] = 3
    write_sheet_file(rows, tmp_path / "msel.csv")
    take_back(tiny, tmp_path / "msel.csv").write()
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert b"turn: 3\r\n" in raw


@pytest.mark.parametrize("injects", ["injects: []", "", "injects: [{id: x-y, kind: news, text: It happens., turn: 1}]"])
def test_a_list_that_stands_otherwise_or_not_at_all_is_written_in_full(
    tiny: Path, tmp_path: Path, injects: str
) -> None:
    path = tiny / "scenario.yaml"
    head, _, rest = path.read_text().partition("injects:\n")
    tail = rest[rest.index("war:") :]
    rows = rows_of(read_pack(tiny))
    path.write_text(f"{head}{injects}\n{tail}")
    write_sheet_file(rows, tmp_path / "msel.xlsx")
    take_back(tiny, tmp_path / "msel.xlsx").write()
    assert rows_of(read_pack(tiny)) == rows
    assert path.read_text().startswith(head)
    assert tail.strip() in path.read_text()
