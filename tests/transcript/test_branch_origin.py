"""What a header says of the game that it leaves: nothing can be made up that the record itself gives the lie to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.transcript.forging import line, save, written
from tests.transcript.test_branch import branched, parent
from wargame.errors import TranscriptError
from wargame.transcript.lineage import Amendment
from wargame.transcript.reading import Transcript
from wargame.transcript.setup import FIELDS
from wargame.transcript.verify import verify

__all__ = ["parent"]
BRANCH = {"game": "a" * 32, "parent": "b" * 64, "line": 5}
AMENDED = {"parameter": "adoption_step", "value": 8.0, "turn": 2}


def refused(record: Transcript, folder: Path, **header: Any) -> str:
    """What is said of the record when its header is otherwise, chained and sealed anew."""
    first = json.loads(record.lines[0])
    first["data"] = {
        name: header.get(name, value) for name, value in first["data"].items() if header.get(name, 0) != ()
    }
    with pytest.raises(TranscriptError, match="line 1: ") as caught:
        verify(save(folder, written([line(first), *record.lines[1:]])))
    assert "\n" not in str(caught.value)
    assert "Error" not in str(caught.value)
    assert "__init__" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    "change",
    [
        5,
        {},
        {"what": "seed", "seed": 4},
        {"what": "answer", "decision": "2.talk1.rome"},
        {"what": "answer", "decision": "2.talk1.rome", "words": "a secret"},
        {"what": "player", "seat": "rome", "spec": "human", "turn": 2, "phase": "brief", "round": 0},
        {"what": "inject_now", "turn": 2, "phase": "brief", "round": 0},
        {"what": "parameter", **AMENDED},
    ],
)
def test_a_game_that_is_no_branch_cannot_be_passed_off_as_one(parent: Transcript, tmp_path: Path, change: Any) -> None:
    assert "branch" in refused(parent, tmp_path, branch={**BRANCH, "change": change})


@pytest.mark.parametrize("origin", [{}, "x", [], {**BRANCH, "turn": 1}])
def test_an_origin_of_other_fields_is_told_in_a_sentence(parent: Transcript, tmp_path: Path, origin: Any) -> None:
    assert "not an object of game, parent, line, change" in refused(parent, tmp_path, branch=origin)


def test_only_a_branch_has_parameters_that_are_otherwise_later(parent: Transcript, tmp_path: Path) -> None:
    """At the value that it has anyway, nothing in the game would show it."""
    value = json.loads(parent.lines[0])["data"]["parameters"]["adoption_step"]
    said = refused(parent, tmp_path, amendments=[{**AMENDED, "value": value}])
    assert "is no branch of another game" in said


@pytest.mark.parametrize("amended", [1, {}, {**AMENDED, "turn": "x"}, {**AMENDED, "turn": -9}, {**AMENDED, "turn": 61}])
def test_an_amendment_that_cannot_be_is_told_in_a_sentence(parent: Transcript, tmp_path: Path, amended: Any) -> None:
    assert "amendments.0" in refused(parent, tmp_path, amendments=[amended])


@pytest.mark.parametrize(
    "otherwise",
    [
        {"line": 10**9},
        {"line": 3},
        {"change": {"what": "parameter", **AMENDED, "turn": 3}},
        {"change": {"what": "parameter", **AMENDED, "value": 9.0}},
    ],
)
def test_a_branch_says_where_it_leaves_and_what_it_changes(
    parent: Transcript, tmp_path: Path, otherwise: dict[str, Any]
) -> None:
    record = branched(parent, Amendment("adoption_step", 8.0, 2)).record
    origin = json.loads(record.lines[0])["data"]["branch"]
    assert "its change was not made there" in refused(record, tmp_path, branch={**origin, **otherwise})


@pytest.mark.parametrize("name", FIELDS)
def test_a_header_without_a_field_is_told_in_a_sentence(parent: Transcript, tmp_path: Path, name: str) -> None:
    assert f"it has no {name}" in refused(parent, tmp_path, **{name: ()})
