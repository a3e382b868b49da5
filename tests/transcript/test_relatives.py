"""Records beside one another that share a beginning are found by their first lines alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from wargame.core.ids import DecisionId
from wargame.core.moves import Talk
from wargame.transcript.branch import Answered, branch
from wargame.transcript.reading import read
from wargame.transcript.relatives import relatives

SHIPPED = Path(__file__).resolve().parents[2] / "transcripts" / "first-download-scripted.jsonl"


def silent(turn: int) -> Answered:
    return Answered(DecisionId(f"{turn}.talk1.rome"), Talk(moves=()))


@pytest.fixture
def family(tmp_path: Path) -> Path:
    path = Path(shutil.copy(SHIPPED, tmp_path / "game.jsonl"))
    for turn, name in ((1, "early"), (3, "late")):
        branch(read(path), silent(turn), tmp_path / f"{name}.jsonl")
    branch(read(tmp_path / "late.jsonl"), silent(2), tmp_path / "grandchild.jsonl")
    shutil.copy(SHIPPED.with_name("first-download-qwen-1.5b.jsonl"), tmp_path / "other.jsonl")
    (tmp_path / "notes.jsonl").write_text("no record\n")
    return tmp_path


def test_a_game_knows_the_games_that_leave_it_by_line(family: Path) -> None:
    found = relatives(family / "game.jsonl")
    assert [each.path.stem for each in found] == ["early", "late"]
    assert not any(each.is_parent for each in found)
    lines = {each.path.stem: each.line for each in found}
    for name, line in lines.items():
        assert read(family / f"{name}.jsonl").header.data["branch"]["line"] == line
    assert found[0].change["decision"] == "1.talk1.rome"


def test_a_branch_knows_its_parent_its_siblings_and_its_own_branches(family: Path) -> None:
    found = {each.path.stem: each for each in relatives(family / "late.jsonl")}
    assert set(found) == {"game", "early", "grandchild"}
    assert found["game"].is_parent
    assert found["early"].line == read(family / "early.jsonl").header.data["branch"]["line"]
    assert not found["early"].is_parent


def test_a_file_that_is_no_record_has_no_relatives(family: Path) -> None:
    assert relatives(family / "notes.jsonl") == ()
    assert relatives(family / "nowhere.jsonl") == ()
    assert relatives(family / "other.jsonl") == ()
