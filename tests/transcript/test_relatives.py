"""Records beside one another that share a beginning are found by their first lines alone."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from wargame.core.ids import DecisionId
from wargame.core.moves import Talk
from wargame.transcript.branch import Answered, branch
from wargame.transcript.reading import read
from wargame.transcript.relatives import Kin, family

SHIPPED = Path(__file__).resolve().parents[2] / "transcripts" / "first-download-scripted.jsonl"


def silent(turn: int) -> Answered:
    return Answered(DecisionId(f"{turn}.talk1.rome"), Talk(moves=()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = Path(shutil.copy(SHIPPED, tmp_path / "game.jsonl"))
    for turn, name in ((1, "early"), (3, "late")):
        branch(read(path), silent(turn), tmp_path / f"{name}.jsonl")
    branch(read(tmp_path / "late.jsonl"), silent(2), tmp_path / "grandchild.jsonl")
    shutil.copy(SHIPPED.with_name("first-download-qwen-1.5b.jsonl"), tmp_path / "other.jsonl")
    (tmp_path / "notes.jsonl").write_text("no record\n")
    return tmp_path


def line_of(path: Path) -> int:
    """The line at which a record leaves another, as its first line has it."""
    return int(read(path).header.data["branch"]["line"])


def by_name(found: Sequence[Kin]) -> dict[str, Kin]:
    return {each.path.stem: each for each in found if each.path is not None}


def test_a_game_knows_the_games_that_leave_it_by_line(folder: Path) -> None:
    found = family(folder / "game.jsonl")
    assert [each.path.stem for each in found if each.path] == ["game", "early", "late", "grandchild"]
    assert [each.own for each in found] == [True, False, False, False]
    lines = {name: each.line for name, each in by_name(found).items()}
    assert lines == {"game": 0, **{name: line_of(folder / f"{name}.jsonl") for name in lines if name != "game"}}
    assert found[1].change["decision"] == "1.talk1.rome"


def test_the_tree_is_drawn_with_each_branch_under_the_game_that_it_leaves(folder: Path) -> None:
    drawn = {name: each.drawn for name, each in by_name(family(folder / "late.jsonl")).items()}
    assert drawn == {"game": "", "early": "├─ ", "late": "└─ ", "grandchild": "   └─ "}


def test_a_branch_knows_its_parent_its_siblings_and_its_own_branches_and_what_they_share(folder: Path) -> None:
    found = by_name(family(folder / "late.jsonl"))
    early, late, grandchild = (line_of(folder / f"{name}.jsonl") for name in ("early", "late", "grandchild"))
    assert grandchild < late
    assert {name: each.shared for name, each in found.items()} == {
        "game": late,
        "early": min(early, late),
        "late": 0,
        "grandchild": grandchild,
    }
    assert by_name(family(folder / "grandchild.jsonl"))["game"].shared == grandchild


def test_the_dice_of_each_are_those_by_which_it_ends(folder: Path) -> None:
    branch(read(folder / "game.jsonl"), silent(2), folder / "other-dice.jsonl", dice=99)
    found = by_name(family(folder / "game.jsonl"))
    own = read(folder / "game.jsonl").header.data["seed"]
    assert (found["game"].dice, found["late"].dice, found["other-dice"].dice) == (own, own, 99)


def test_where_the_record_of_the_game_that_was_left_is_missing_its_branches_still_hang_together(folder: Path) -> None:
    (folder / "game.jsonl").rename(folder.parent / "moved.jsonl")
    found = family(folder / "late.jsonl")
    assert [each.path and each.path.stem for each in found] == [None, "early", "late", "grandchild"]
    assert [each.drawn for each in found] == ["", "├─ ", "└─ ", "   └─ "]
    assert by_name(found)["early"].shared == min(line_of(folder / "early.jsonl"), line_of(folder / "late.jsonl"))


def test_a_record_alone_is_a_tree_of_one_and_a_file_that_is_no_record_has_none(folder: Path) -> None:
    assert family(folder / "notes.jsonl") == ()
    assert family(folder / "nowhere.jsonl") == ()
    assert [each.own for each in family(folder / "other.jsonl")] == [True]
