"""Finding: a path first, then the working directory, the user's folder, and what the program ships."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from wargame.errors import PackError
from wargame.scenario.find import content_root, find_actor, find_scenario, list_actors, list_scenarios

TINY = Path(__file__).parent / "tiny"


def shelve(folder: Path) -> Path:
    folder.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copytree(TINY, folder))


def test_a_path_is_taken_as_given(tiny: Path) -> None:
    assert find_scenario(tiny) == tiny
    assert find_scenario(str(tiny / "scenario.yaml")) == tiny
    assert find_actor(tiny / "actors" / "alba" / "dossier.yaml") == tiny / "actors" / "alba"


def test_the_working_directory_goes_before_the_users_folder(desk: Path) -> None:
    shelve(desk / "user" / "scenarios" / "tiny")
    assert find_scenario("tiny") == desk / "user" / "scenarios" / "tiny"
    shelve(desk / "scenarios" / "tiny")
    assert find_scenario("tiny").resolve() == desk / "scenarios" / "tiny"


def test_shipped_content_is_found_last(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelve(desk / "shipped" / "scenarios" / "tiny")
    monkeypatch.setattr("wargame.scenario.find.content_root", lambda: desk / "shipped")
    assert find_scenario("tiny") == desk / "shipped" / "scenarios" / "tiny"
    assert [(found.name, found.source) for found in list_scenarios()] == [("tiny", "shipped")]
    shelve(desk / "user" / "scenarios" / "tiny")
    assert [(found.name, found.source) for found in list_scenarios()] == [("tiny", "yours")]


def test_content_inside_the_package_goes_before_the_repository(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = desk / "site" / "wargame"
    package.mkdir(parents=True)
    monkeypatch.setattr("wargame.__file__", str(package / "__init__.py"))
    assert content_root() == desk / "site"
    (package / "_content").mkdir()
    assert content_root() == package / "_content"


def test_the_repository_is_not_listed_twice_from_its_own_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(content_root())
    assert {found.source for found in list_actors()} <= {"shipped", "yours"}


def test_a_scenarios_own_actors_go_first(tiny: Path) -> None:
    shelve(tiny.parent / "actors" / "unused")
    shutil.copytree(tiny / "actors" / "alba", tiny.parent / "actors" / "alba")
    assert find_actor("alba", tiny) == tiny / "actors" / "alba"
    assert find_actor("alba") == Path("actors/alba")
    assert {found.name: found.source for found in list_actors(tiny)}["alba"] == "pack"


def test_an_unknown_name_is_met_with_near_ones_and_places(tiny: Path) -> None:
    with pytest.raises(PackError, match=r"did you mean 'alba'.*looked in .*tiny/actors/"):
        find_actor("alab", tiny)


@pytest.mark.parametrize("name", ["", ".", "..", "no/such/path", "nul\0byte", "x" * 5000, "~", "-"])
def test_no_name_makes_it_stumble(desk: Path, name: str) -> None:
    with pytest.raises(PackError):
        find_scenario(name)
    with pytest.raises(PackError):
        find_actor(name)


def test_folders_without_their_file_are_not_listed(desk: Path) -> None:
    (desk / "scenarios" / "empty").mkdir(parents=True)
    (desk / "scenarios" / "note.txt").touch()
    assert not [found for found in list_scenarios() if found.source == "here"]
