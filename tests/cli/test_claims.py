"""`wargame claims` as it is typed: a claim of one's own, its cost, its answer, and what stays after it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wargame.balance.claim_results import stored
from wargame.scenario.find import content_root

from .conftest import Run

OWN = """id: Mine-1
says: When Washington threatens a lab at home, Rome trusts it less.
because: What is done to a firm at home may be done to a customer abroad.
scenario: first-download
turns: 1
common: {bars: [{seat: washington, orders: [threaten]}]}
lever:
  forces:
    - {seat: washington, turns: [1], orders: [{kind: threaten, lab: anthropic, instrument: supply_chain_risk}]}
measures:
  - {name: trust of Rome in Washington, reads: {kind: value, of: [rome.trust.washington]}, at: 1, sign: "-"}
increments: [trust_threat]
"""


def own(folder: Path) -> Path:
    place = folder / "mine"
    place.mkdir()
    (place / "Mine-1.yaml").write_text(OWN)
    return place


@pytest.mark.slow
def test_a_claim_of_ones_own_is_tried_without_code_and_what_came_out_is_kept(tmp_path: Path, wargame: Run) -> None:
    mine, kept, results = own(tmp_path), tmp_path / "games", tmp_path / "results.json"
    words = ("claims", "--claims", mine, "--seeds", 6, "--workers", 1, "--grid", "--out", kept, "--write", results)
    said = wargame(*words)
    assert said.code == 0, said.err
    assert "Mine-1: by increments only; corrected: by increments only" in said.out
    assert "Few pairs: 6 of a claim, fewer than 20" in said.out
    assert "trust of Rome in Washington: gone with direct increments at zero" in said.out
    assert "7 of 7 players" in said.out
    assert "as it is: 24 games" in said.err
    assert stored(results)["Mine-1"].seeds == 6
    again = wargame(*words)
    assert again.out == said.out
    assert "games" not in again.err, "nothing is played twice"
    data = json.loads(wargame(*words, "--json").out)
    assert data["Mine-1"]["said"] == "by increments only"
    few = wargame("claims", "--claims", mine, "--seeds", 2, "--workers", 1)
    assert "P: no measure has one, since none varied from pair to pair." in few.out, "both pairs gave the same number"
    assert "Mine-1: open" in few.out, "which says nothing: so few may come out alike by chance"


def test_the_cost_of_all_that_can_be_asked_is_said_before_a_game_is_played(tmp_path: Path, wargame: Run) -> None:
    said = wargame("claims", "--claims", own(tmp_path), "--full", "--out", tmp_path / "games", "--dry-run")
    assert said.code == 0, said.err
    lines = said.out.splitlines()
    assert lines[0].startswith("1 claim, 50 pairs each")
    assert lines[1].startswith("  as it is: 200 games, ")
    assert lines[2].startswith("  other players: 600 games, ")
    assert lines[3].startswith("  the best players: 100 games, ")
    assert "at most 800 games" in lines[5]
    assert "a game takes" in lines[-1]


def test_what_it_would_cost_leaves_nothing_and_needs_no_folder(tmp_path: Path, wargame: Run) -> None:
    mine, there = own(tmp_path), tmp_path / "there"
    there.mkdir()
    words = ("claims", "--claims", mine, "--seeds", 2, "--dry-run")
    for out in (tmp_path / "new", there):
        assert wargame(*words, "--out", out).code == 0
    assert not (tmp_path / "new").exists()
    assert list(there.iterdir()) == []
    said = wargame(*words, "--out", mine / "Mine-1.yaml")
    assert said.code == 2
    assert said.err.endswith("Mine-1.yaml: what was read of games cannot be kept there (File exists)\n")
    assert wargame(*words, "--full").code == 0


def test_hours_of_games_need_a_folder_to_go_on_from(wargame: Run) -> None:
    said = wargame("claims", "--full")
    assert said.code == 2
    assert "name a folder with --out" in said.err


def test_more_pairs_beside_than_of_the_claim_itself_are_refused(tmp_path: Path, wargame: Run) -> None:
    mine = own(tmp_path)
    said = wargame("claims", "--claims", mine, "--seeds", 4, "--grid", "--seeds-beside", 100, "--dry-run")
    assert said.code == 2
    assert "--seeds-beside 100: it must be at most 4, the number of --seeds" in said.err
    beside = "--seeds-beside", 3, "--seeds-best", 4
    said = wargame("claims", "--claims", mine, "--seeds", 4, "--grid", *beside, "--dry-run")
    assert "--seeds-best 4: it must be at most 3, the number of --seeds-beside" in said.err
    assert said.out == ""


@pytest.mark.parametrize("command", ["claims", "claim"])
def test_an_unknown_claim_says_that_claims_of_your_own_need_their_folder(wargame: Run, command: str) -> None:
    said = wargame(command, "Mine-1")
    assert said.code == 2
    assert "claims of your own need --claims FOLDER" in said.err
    assert "need --claims" not in wargame(command, "Mine-1", "--claims", content_root() / "claims").err


def test_a_folder_without_claims_is_named(tmp_path: Path, wargame: Run) -> None:
    said = wargame("claims", "--claims", tmp_path)
    assert said.code == 2
    assert f"{tmp_path}: there is no claim in it" in said.err


@pytest.mark.parametrize("command", [("claims",), ("claim", "Mine-1")])
def test_a_slip_in_a_claim_is_told_with_its_line_and_nothing_is_played(
    tmp_path: Path, wargame: Run, command: tuple[str, ...]
) -> None:
    mine = own(tmp_path)
    for old, new, line, told in (
        (
            "orders: [threaten]",
            "orders: [threten]",
            6,
            "'threten' is no kind of order; did you mean 'threaten'? It must",
        ),
        ("rome.trust.", "rome.trst.", 11, "no variable is called 'rome.trst.washington'; did you mean rome.trust.was"),
    ):
        (mine / "Mine-1.yaml").write_text(OWN.replace(old, new))
        said = wargame(*command, "--claims", mine, "--seeds", 2)
        assert (said.code, said.out) == (2, "")
        assert f"Mine-1.yaml:{line}: " in said.err
        assert told in said.err


@pytest.mark.parametrize("command", [("claims", "Mine-1"), ("claim", "Mine-1"), ("claim", "--all")])
def test_a_verdict_is_no_error_unless_it_is_asked_for(tmp_path: Path, wargame: Run, command: tuple[str, ...]) -> None:
    words = (*command, "--claims", own(tmp_path), "--seeds", 6, "--workers", 1)
    said = wargame(*words)
    assert said.code == 0, said.err
    assert "Mine-1: by increments only" in said.out or said.out.endswith("by increments only\n")
    assert wargame(*words, "--strict").code == 1


@pytest.mark.parametrize("command", ["claims", "claim"])
def test_a_claim_that_holds_is_no_error_with_strict_either(tmp_path: Path, wargame: Run, command: str) -> None:
    mine = own(tmp_path)
    text = OWN.replace("increments: [trust_threat]\n", "")
    lever = "lever: {start: {rome.trust.washington: 5}}\n"
    begin, end = text.index("lever:"), text.index("measures:")
    (mine / "Mine-1.yaml").write_text(text[:begin] + lever + text[end:])
    said = wargame(command, "Mine-1", "--claims", mine, "--seeds", 6, "--workers", 1, "--strict")
    assert said.code == 0, said.out + said.err
    assert "holds" in said.out
