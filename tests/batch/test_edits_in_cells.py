"""What edits make of a scenario is told before a game is played: each with the value before and after."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.batch.studies import planned, written
from wargame.cli import main
from wargame.errors import FaultyPack
from wargame.paired.edits import Edit, edited_and_told
from wargame.scenario.bundle import load
from wargame.scenario.source import read_as

STUDY = """name: edits
game: {scenario: first-download, turns: 1, edits: [{at: pack.injects.export-directive, do: drop}]}
factors:
  - name: frontier
    levels:
      - {name: as usual, edits: [{at: pack.world.g, to: 1}]}
      - {name: twice as fast, edits: [{at: pack.world.g, to: 2}]}
  - name: licence
    levels:
      - {name: old}
      - {name: new, edits: [{at: dossiers.rome.access.llama.licence, to: civil}]}
seeds: {first: 1, count: 1}
outcomes: [{name: o, reads: {kind: value, of: [rome.score]}}]
"""


def test_each_edit_is_told_once_with_its_level_and_the_value_before_and_after(tmp_path: Path) -> None:
    assert sorted(planned(tmp_path, STUDY).changes) == [
        "frontier=twice as fast: pack.world.g 1 -> 2",
        "game: pack.injects.export-directive is dropped",
        "licence=new: dossiers.rome.access.llama.licence 'restricted' -> 'civil'",
    ]


def test_an_edit_that_changes_nothing_is_a_remark_with_file_and_line_and_no_fault(tmp_path: Path) -> None:
    (remark,) = planned(tmp_path, STUDY).remarks
    assert (
        "study.yaml:6: factors[0].levels[0].edits[0]: frontier=as usual: pack.world.g changes nothing: it is 1"
        in remark
    )


TABLES = """name: two tables
game: {turns: 1}
factors:
  - {name: table, levels: [{name: a, scenario: first-download}, {name: b, scenario: off-switch}]}
  - {name: title, levels: [{name: own}, {name: other, edits: [{at: pack.title, to: Another}]}]}
seeds: {first: 1, count: 1}
outcomes: [{name: o, reads: {kind: value, of: [washington.score]}}]
"""


def test_an_edit_of_two_scenarios_tells_what_each_had_and_in_which_cell(tmp_path: Path) -> None:
    assert planned(tmp_path, TABLES).changes == (
        "title=other: pack.title 'First Download' -> 'Another' (in 'table=a, title=other')",
        "title=other: pack.title 'The Off-Switch' -> 'Another' (in 'table=b, title=other')",
    )


def test_check_tells_edits_in_words_and_as_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(written(tmp_path, STUDY))
    assert main(["experiment", "check", path]) == 0
    assert "edit: frontier=twice as fast: pack.world.g 1 -> 2\n" in capsys.readouterr().out
    assert main(["experiment", "check", path, "--json"]) == 0
    assert "frontier=twice as fast: pack.world.g 1 -> 2" in json.loads(capsys.readouterr().out)["edits"]


def test_a_drop_with_a_value_is_refused_where_the_value_stands(tmp_path: Path) -> None:
    slip = STUDY.replace(
        "at: pack.injects.export-directive, do: drop", "at: pack.injects, do: drop, to: export-directive"
    )
    with pytest.raises(FaultyPack, match=r"study\.yaml:2: game\.edits\[0\]\.to: drop takes no 'to'; it removes all of"):
        planned(tmp_path, slip)


def test_every_edit_that_the_docs_show_can_be_made_and_changes_something() -> None:
    page = Path("docs/experiments.md").read_text(encoding="utf-8")
    rows = page[page.index("### Edits of a scenario") : page.index("## Sets of words\n")]
    shown = re.findall(r"`(\{at: .+\})` \|", rows)
    assert len(shown) == 4
    for text in shown:
        line = read_as("docs", f"edit: {text}\n").data["edit"]
        (made,) = edited_and_told(load("first-download"), [Edit(**line)])[1]
        assert not made.nothing, made
