"""`fork`: one thing is changed at a line, both games go on, and what differs is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from wargame.transcript.reading import read
from wargame.transcript.verify import verify


def line_of(game: Path, decision: str) -> int:
    return next(entry.n for entry in read(game).entries if entry.data.get("id") == decision)


@pytest.fixture
def own(game: Path, tmp_path: Path) -> Path:
    """The game in a folder of its own, since forks are laid beside it."""
    path = tmp_path / "own" / "game.jsonl"
    path.parent.mkdir()
    path.write_bytes(game.read_bytes())
    return path


def test_a_fork_is_laid_beside_its_game_and_both_ends_are_told(own: Path, wargame: Run) -> None:
    line = line_of(own, "2.orders.washington")
    said = wargame("fork", own, "--at", line, "--pass")
    assert said.code == 0
    beside = own.with_name(f"game-at-{line}.jsonl")
    assert verify(beside).turns == 3
    assert "score of Washington" in said.out
    assert "part in turn 2" in said.out or "never parted" in said.out
    assert str(beside) in said.out


def test_several_times_give_intervals_and_a_file_each(own: Path, wargame: Run) -> None:
    line = line_of(own, "1.orders.paris")
    said = wargame("fork", own, "--at", line, "--pass", "--times", 3, "--json")
    assert [Path(each).name for each in said.json["files"]] == [f"game-at-{line}-{n}.jsonl" for n in (1, 2, 3)]
    assert [row["arm"] for row in said.json["rows"]] == ["base", "fork"] * 3
    assert wargame("verify", *said.json["files"]).code == 0


def test_an_order_may_be_left_out_or_put_in_place_and_what_the_rules_refuse_is_said(own: Path, wargame: Run) -> None:
    line = line_of(own, "2.orders.washington")
    kinds = [each["kind"] for each in read(own).entries[line - 1].data["body"]["orders"]]
    out = own.with_name("left-out.jsonl")
    assert wargame("fork", own, "--at", line, "--without", kinds[0], "--out", out).code == 0
    left = read(out).entries[line_of(out, "2.orders.washington") - 1].data["body"]["orders"]
    assert [each["kind"] for each in left] == [kind for kind in kinds if kind != kinds[0]]
    wrong = json.dumps({"kind": "invoke_dpa", "lab": "kyiv"})
    said = wargame("fork", own, "--at", line, "--order", wrong, "--out", own.with_name("refused.jsonl"))
    assert "the rules refused" in said.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--pass", "--param", "trust_threat=0"), "--pass and --param are given: change one thing"),
        ((), "nothing is changed"),
        (("--reply", "xyz=maybe"), "OFFER=accept or OFFER=reject"),
        (("--without", "invade"), "nothing of this kind; it holds"),
        (("--order", "{"), "an order is JSON"),
        (("--order", '{"kind": "invade"}'), "invade"),
        (("--pass", "--with", "human"), "nobody sits at a fork"),
        (("--player", "atlantis=scripted"), "no such seat"),
        (("--param", "no_such=1"), "no_such"),
        (("--inject", "no-such"), "no-such"),
    ],
)
def test_what_cannot_be_changed_is_told_with_what_can(
    words: tuple[str, ...], sentence: str, own: Path, wargame: Run
) -> None:
    said = wargame("fork", own, "--at", line_of(own, "2.orders.washington"), *words)
    assert said.code == 2
    assert sentence in said.err
    assert [each.name for each in own.parent.iterdir()] == ["game.jsonl"]


def test_a_line_that_is_no_decision_is_told_with_those_near_it(own: Path, wargame: Run) -> None:
    said = wargame("fork", own, "--at", 1, "--pass")
    assert "no decision (header); decisions near it stand in line" in said.err
    for strange in ("99999", "0", "-1", "2.orders.atlantis", "١"):
        assert "has lines 1 to" in wargame("fork", own, f"--at={strange}", "--pass").err


def test_a_decision_may_be_named_in_place_of_its_line(own: Path, wargame: Run) -> None:
    said = wargame("fork", own, "--at", "2.orders.washington", "--pass", "--json")
    line = line_of(own, "2.orders.washington")
    assert Path(said.json["files"][0]).name == f"game-at-{line}.jsonl"


def test_the_report_of_a_fork_says_that_it_is_one(own: Path, wargame: Run) -> None:
    line = line_of(own, "2.orders.washington")
    assert wargame("fork", own, "--at", line, "--pass").code == 0
    for reader in ((), ("--public",)):
        said = wargame("report", own.with_name(f"game-at-{line}.jsonl"), "--markdown", "--out", "-", *reader)
        assert "It is a fork of the game " in said.out
