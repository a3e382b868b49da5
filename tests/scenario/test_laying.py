"""Skeletons have no fault from the start, whoever is seated, and lead with comments; what is there stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from wargame.errors import PackError
from wargame.scenario.bundle import load
from wargame.scenario.check import check
from wargame.scenario.laying import ActorSort, lay_actor, lay_scenario


@pytest.mark.parametrize(
    "seats", [("rome", "anthropic", "meta"), ("meta",), ("washington", "beijing"), ("openai", "kyiv", "eu", "palantir")]
)
@pytest.mark.usefixtures("desk")
def test_a_new_scenario_has_no_fault_and_can_be_played(seats: tuple[str, ...]) -> None:
    folder = lay_scenario("quiet-quarter", seats)
    assert check(folder) == ()
    bundle = load("quiet-quarter")
    assert (bundle.pack.seats, bundle.pack.title) == (seats, "Quiet Quarter")
    triggers = [(each.turn, each.when, each.probability) for each in bundle.pack.injects]
    assert [[part is not None for part in each] for each in triggers] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
    ], "one inject of each sort to copy"


@pytest.mark.parametrize("sort", ["government", "lab"])
@pytest.mark.usefixtures("desk")
def test_a_new_actor_has_no_fault_and_sits_down_at_once(sort: ActorSort) -> None:
    assert check(lay_actor("north_sea", sort)) == ()
    folder = lay_scenario("at-sea", ("north_sea", "rome", "anthropic"))
    assert check(folder) == ()
    assert load("at-sea").dossiers["north_sea"].name == "North Sea"


@pytest.mark.usefixtures("desk")
def test_every_key_of_a_skeleton_is_led_to_by_a_comment() -> None:
    for folder, file in ((lay_scenario("a-b"), "scenario.yaml"), (lay_actor("ab"), "dossier.yaml")):
        blocks = (folder / file).read_text().split("\n\n")
        bare = {block.partition(":")[0] for block in blocks if not block.startswith("#")}
        assert bare <= {"public_scores", "sovereignty"}, "numbers and switches that speak for themselves"
        assert "@" not in (folder / file).read_text()


@pytest.mark.parametrize(
    ("name", "seats", "said"),
    [
        ("Quiet Quarter", ("rome",), "a scenario cannot be called 'Quiet Quarter'; it must be a name of 2 to 40"),
        ("../out", ("rome",), "cannot be called '../out'"),
        ("quiet", ("romme",), "no actor is called 'romme'; did you mean 'rome'"),
        ("quiet", ("rome", "rome"), "rome is seated twice"),
        ("quiet", (), "needs at least one seat"),
    ],
)
def test_what_cannot_be_made_leaves_nothing(desk: Path, name: str, seats: tuple[str, ...], said: str) -> None:
    with pytest.raises(PackError) as error:
        lay_scenario(name, seats)
    assert said in str(error.value)
    assert list(desk.iterdir()) == []


@pytest.mark.parametrize("name", ["control", "Oslo", "x", "a/b"])
def test_an_actor_has_a_name_that_is_free(desk: Path, name: str) -> None:
    with pytest.raises(PackError, match="it must be another name of 2 to 24"):
        lay_actor(name)
    assert list(desk.iterdir()) == []


def test_what_is_there_is_not_overwritten(desk: Path) -> None:
    lay_actor("oslo")
    before = (desk / "actors" / "oslo" / "dossier.yaml").read_bytes()
    with pytest.raises(PackError, match="exists already and is not overwritten"):
        lay_actor("oslo", "lab")
    assert (desk / "actors" / "oslo" / "dossier.yaml").read_bytes() == before
    assert [path.name for path in (desk / "actors").iterdir()] == ["oslo"]


@pytest.mark.parametrize("name", ["s7", "a-", "on", "null", "true", "yes", "false"])
@pytest.mark.usefixtures("desk")
def test_a_name_that_is_short_or_means_something_in_yaml_is_only_a_name(name: str) -> None:
    for sort in ("government", "lab"):
        actor = lay_actor(name.replace("-", "_"), sort, Path(f"{sort}s"))
        assert check(actor) == ()
    lay_actor(name.replace("-", "_"))
    folder = lay_scenario(name, (name.replace("-", "_"), "meta"))
    assert check(folder) == ()
    bundle = load(name)
    assert (bundle.pack.id, bundle.pack.seats) == (name, (name.replace("-", "_"), "meta"))
    assert bundle.dossiers[name.replace("-", "_")].id == name.replace("-", "_")


def test_what_comes_with_the_program_is_not_hidden_by_a_skeleton(desk: Path) -> None:
    with pytest.raises(PackError, match=r"would be hidden; give another name, or .*: wargame copy first-download"):
        lay_scenario("first-download")
    for shelf in (Path("actors"), desk / "user" / "actors"):
        with pytest.raises(PackError, match=r"actor 'meta' comes with the program .*: wargame copy SCENARIO"):
            lay_actor("meta", "lab", shelf)
    assert list(desk.iterdir()) == []
    assert check(lay_actor("meta", "lab", lay_scenario("mine") / "actors")) == (), "a scenario may have its own Meta"
