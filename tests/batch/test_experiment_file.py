"""The file of an experiment: what it may say, and that every slip is told with its line before a game is played."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.batch.studies import SMALL, planned
from wargame.batch.experiment_file import OutcomeLine, read_experiment
from wargame.errors import FaultyPack
from wargame.paired.readings import SignedOf


def test_levels_are_crossed_and_the_first_of_each_comes_first(tmp_path: Path) -> None:
    found = planned(tmp_path)
    assert [cell.name for cell in found.cells] == [
        "threats=as usual, rome=scripted",
        "threats=as usual, rome=random",
        "threats=cost no trust, rome=scripted",
        "threats=cost no trust, rome=random",
    ]
    assert found.cells[3].setup.overrides == {"trust_threat": 0}
    assert found.cells[3].setup.seats["rome"] == "random"
    assert found.cells[0].setup.seats["rome"] == "scripted"
    assert len(found.runs) == 12


def test_one_at_a_time_holds_each_level_against_the_first_ones(tmp_path: Path) -> None:
    found = planned(tmp_path, SMALL.replace("seeds:", "cross: one at a time\nseeds:"))
    assert [dict(cell.levels) for cell in found.cells] == [
        {"threats": "as usual", "rome": "scripted"},
        {"threats": "cost no trust", "rome": "scripted"},
        {"threats": "as usual", "rome": "random"},
    ]


def test_runs_go_seed_by_seed_and_their_ids_stay_when_the_file_grows(tmp_path: Path) -> None:
    few = planned(tmp_path)
    more = planned(tmp_path, SMALL.replace("count: 3", "count: 5"))
    assert [run.seed for run in few.runs] == [1] * 4 + [2] * 4 + [3] * 4
    assert [run.id for run in more.runs[:12]] == [run.id for run in few.runs]
    assert len({run.id for run in more.runs}) == 20


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("trust_threat: 0", "trust_thraet: 0", 7, "trust_thraet"),
        ("trust_threat: 0", "trust_threat: 1e9", 7, "trust_threat"),
        ("rome: random", "roma: random", 11, "there is no such seat"),
        ("rome: random", "rome: human", 11, "human: the seats of an experiment are played by"),
        ("rome: random", "rome: recorded:g", 11, "recorded:g: the seats of an experiment are played by"),
        ("first-download", "no-such-pack", 2, "no-such-pack"),
        ("turns: 1", "turns: 99", 2, "turns is 99"),
        ("name: random", "name: scripted", 11, "'scripted' is a level already"),
        ("rome.trust.washington", "rome.trust.atlantis", 14, "no game of this experiment has rome.trust.atlantis"),
        ("[rome.trust.washington]", "[rome.DS, rome.SD]", 14, "trust: no variable is called 'rome.SD'"),
        ("value, of: [rome.trust.washington]", "rises, of: [rome.bugdet]", 14, "no variable is called 'rome.bugdet'"),
        ("at: end", "at: 5", 14, "the longest of these games has 1 turn"),
        ("at: end", "at: late", 14, "must be"),
        ("count: 3", "count: 0", 12, "count is 0"),
        (
            "first: 1",
            "first: 1000000000000000",
            12,
            "the last seed is 1000000000000002; it must be at most 1000000000000000",
        ),
        ("count: 3", "count: 300000", 12, "at most 1000000"),
        ("seats: {rome: random}", "params: {trust_threat: 1}", 11, "which factor 'threats' sets too"),
        ("seats: {rome: random}", "seets: {rome: random}", 11, "seets is not a key here"),
        ("seats: {rome: random}", "everyone: hawk", 11, "did you mean scripted:temper=hawk? Accepted are scripted, "),
        ("seats: {rome: random}", "temper: hawk", 11, "temper is not a key here; did you mean everyone: 'scripted:tem"),
        ("seats: {rome: random}", "coerce: off", 11, "did you mean everyone: 'scripted:coerce=off'? It must be one"),
    ],
)
def test_a_slip_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in SMALL
    with pytest.raises(FaultyPack) as fault:
        planned(tmp_path, SMALL.replace(old, new).lstrip("\n"))
    assert f"study.yaml:{line}:" in str(fault.value), str(fault.value)
    assert said in str(fault.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: x\ngame: {turns: [1\n", "a bracket is not closed"),
        ('name: "x\n', "a quotation mark is not closed"),
        ("", "the file is empty"),
        (None, "there is no such file"),
    ],
)
def test_of_a_file_that_cannot_be_read_only_that_is_told(tmp_path: Path, text: str | None, said: str) -> None:
    path = tmp_path / "study.yaml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(FaultyPack) as fault:
        read_experiment(path)
    assert said in str(fault.value)
    assert len(str(fault.value).splitlines()) == 1, str(fault.value)


@pytest.mark.parametrize(
    ("seeds", "said"),
    [
        ("{first: 10000000000000000, count: 3}", "seeds.first: first is 10000000000000000; a number must be"),
        ("[1, 10000000000000000]", "seeds[1]: seeds[1] is 10000000000000000; a number must be"),
        ("{first: -1, count: 3}", "first is -1; it must be a whole number from 0 to 1000000000000000"),
    ],
)
def test_a_seed_out_of_bounds_is_told_once_and_with_the_number_that_was_written(
    tmp_path: Path, seeds: str, said: str
) -> None:
    with pytest.raises(FaultyPack) as fault:
        planned(tmp_path, SMALL.replace("{first: 1, count: 3}", seeds))
    assert said in str(fault.value)
    assert len(str(fault.value).splitlines()) == 1
    assert "e+" not in str(fault.value)


def test_an_unknown_parameter_is_met_with_the_nearest_and_with_who_lists_all(tmp_path: Path) -> None:
    with pytest.raises(FaultyPack) as fault:
        planned(tmp_path, SMALL.replace("trust_threat: 0", "trust_thret: 0"))
    assert "no parameter is called 'trust_thret'; did you mean trust_threat" in str(fault.value)
    assert "`wargame params` lists all" in str(fault.value)


def test_a_seed_is_named_once(tmp_path: Path) -> None:
    with pytest.raises(FaultyPack, match="7 is a seed already"):
        planned(tmp_path, SMALL.replace("{first: 1, count: 3}", "[7, 8, 7]"))


@pytest.mark.parametrize(
    ("at", "series", "value"),
    [
        ("end", (1.0, 2.0, 6.0), 6.0),
        ("mean", (1.0, 2.0, 6.0), 3.0),
        ("mean", (None, 2.0, 6.0), 4.0),
        ("area", (1.0, 2.0, 6.0), 9.0),
        ("area", (None, 2.0, 6.0), None),
        (2, (1.0, 2.0, 6.0), 2.0),
        (4, (1.0, 2.0, 6.0), None),
        ("end", (), None),
    ],
)
def test_an_outcome_is_read_at_its_time(at: object, series: tuple[float | None, ...], value: float | None) -> None:
    assert OutcomeLine(name="x", reads=SignedOf(), at=at).of(series) == value  # type: ignore[arg-type]
