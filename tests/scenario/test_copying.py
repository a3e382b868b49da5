"""Copying: a copy is whole, can be edited, runs by itself, and never replaces anything."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from wargame.core.fold import fold
from wargame.core.state import State
from wargame.errors import PackError
from wargame.scenario.assembly import build
from wargame.scenario.bundle import load
from wargame.scenario.check import check
from wargame.scenario.copying import copy_pack
from wargame.scenario.find import list_scenarios


def test_a_copy_holds_all_it_needs_and_runs(tiny: Path) -> None:
    shelf = tiny.parent / "actors"
    shelf.mkdir()
    shutil.move(tiny / "actors" / "eagle", shelf / "eagle")
    copy = copy_pack(tiny, tiny.parent / "mine" / "deep")
    shutil.rmtree(shelf)
    shutil.rmtree(tiny)
    assert check(copy) == ()
    assert sorted(path.name for path in (copy / "actors").iterdir()) == ["alba", "boreas", "cedar", "delta", "eagle"]
    assert (copy / "briefings" / "alba.md").is_file()


def test_a_copy_opens_as_the_original_does(tiny: Path) -> None:
    first, second = (fold(State(), [build(load(at)).start]).hash() for at in (tiny, copy_pack(tiny, tiny.parent / "b")))
    assert first == second


def test_a_copy_goes_to_the_scenarios_of_the_working_directory(tiny: Path) -> None:
    assert copy_pack(tiny, None) == Path("scenarios/tiny")
    assert load("tiny").pack.id == "tiny"


@pytest.mark.parametrize("there", ["folder", "file", "link"])
def test_nothing_is_overwritten(tiny: Path, there: str) -> None:
    target = tiny.parent / "target"
    if there == "folder":
        target.mkdir()
    elif there == "file":
        target.write_text("mine")
    else:
        target.symlink_to(tiny.parent / "nowhere")
    with pytest.raises(PackError, match="exists already and is not overwritten"):
        copy_pack(tiny, target)


def test_a_copy_from_a_read_only_place_can_be_edited(tiny: Path) -> None:
    for path in [*tiny.rglob("*"), tiny]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    copy = copy_pack(tiny, tiny.parent / "copy")
    for path in [tiny, *tiny.rglob("*")]:
        path.chmod(0o755)
    assert all(path.stat().st_mode & 0o200 for path in [copy, *copy.rglob("*")])


def test_a_scenario_is_not_copied_into_itself(tiny: Path) -> None:
    with pytest.raises(PackError, match="inside the scenario"):
        copy_pack(tiny, tiny / "copies" / "one")


def test_a_failed_copy_leaves_nothing_behind(tiny: Path) -> None:
    shutil.rmtree(tiny / "actors" / "delta")
    with pytest.raises(PackError, match="no actor is called 'delta'"):
        copy_pack(tiny, tiny.parent / "copies" / "one")
    assert not (tiny.parent / "copies").exists()


def test_a_place_that_cannot_be_written_is_named(tiny: Path) -> None:
    (tiny.parent / "file").write_text("")
    with pytest.raises(PackError, match="cannot be written"):
        copy_pack(tiny, tiny.parent / "file" / "one")


def test_hidden_files_stay_behind(tiny: Path) -> None:
    (tiny / ".git").mkdir()
    (tiny / ".git" / "config").write_text("")
    (tiny / "__pycache__").mkdir()
    copy = copy_pack(tiny, tiny.parent / "copy")
    assert sorted(os.listdir(copy)) == ["actors", "briefings", "scenario.yaml"]


@pytest.mark.slow
@pytest.mark.parametrize("name", [found.name for found in list_scenarios()])
def test_every_shipped_scenario_can_be_copied_and_checked(name: str, desk: Path) -> None:
    assert check(copy_pack(name, None)) == ()
