"""`wargame balance --write` lays references and measures beside a scenario, and play reads them at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from wargame.balance.kept import kept
from wargame.paired import run
from wargame.rules.model.bets import BET_MEANING
from wargame.scenario.copying import copy_pack
from wargame.table.opening import choose
from wargame.transcript.references import key_of, references_of


@pytest.mark.slow
def test_references_and_measures_come_of_the_same_games(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wargame: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    copy_pack("first-download")
    said = wargame("balance", "first-download", "--write", "--seeds", 4, "--workers", 1)
    setup = choose("first-download")
    made = references_of(setup)
    assert made is not None
    assert said.code == int(any(not each.apart for each in made.seats.values()))
    assert "scenarios/first-download/references.json" in said.out
    assert "scenarios/first-download/balance.json" in said.out
    (measured,) = kept("first-download")
    assert (measured.key, measured.games, measured.variant) == (key_of(setup), 4, None)
    assert [each.name for each in measured.seats] == ["Rome", "Anthropic", "Meta", "Palantir"]
    for each in measured.seats:
        reference = made.seats[next(seat for seat in made.seats if seat == each.name.lower())]
        assert (each.place is not None) == reference.apart
        if reference.apart and reference.player == "scripted":
            assert each.place == pytest.approx(100, abs=0.5)


def test_a_file_to_write_measures_to_is_never_written_over(tmp_path: Path, wargame: Run) -> None:
    there = tmp_path / "there.json"
    there.write_text("mine")
    said = wargame("balance", "first-download", "--quick", "--out", there)
    assert said.code != 0
    assert "the file exists" in said.err
    assert there.read_text() == "mine"


UNWRITABLE = "a-file/below-it.json", "a-folder"


@pytest.mark.parametrize("place", UNWRITABLE)
@pytest.mark.parametrize(
    "words",
    [
        ("balance", "first-download", "--quick", "--out"),
        ("claim", "S0-135", "--seeds", "2", "--write"),
        ("claim", "--all", "--seeds", "2", "--write"),
    ],
)
def test_a_place_that_cannot_be_written_is_found_out_before_the_first_game(
    tmp_path: Path, wargame: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], place: str
) -> None:
    (tmp_path / "a-file").write_text("mine")
    (tmp_path / "a-folder").mkdir()
    monkeypatch.setattr(run, "_played", _unplayable)
    said = wargame(*words, tmp_path / place)
    assert said.code == 2
    assert f"{tmp_path / place}: " in said.err
    assert "this is a folder" in said.err or "there is a file where its folder should be" in said.err
    assert "Error" not in said.err


def test_references_that_cannot_be_laid_beside_a_scenario_are_found_out_before_the_first_game(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wargame: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    copy_pack("first-download")
    place = tmp_path / "scenarios" / "first-download" / "references.json"
    monkeypatch.setattr(run, "_played", _unplayable)
    place.unlink(missing_ok=True)
    place.mkdir()
    assert "this is a folder" in wargame("balance", "first-download", "--write", "--seeds", 4).err
    place.rmdir()
    place.write_text('[{"no": "references"}]')
    said = wargame("balance", "first-download", "--write", "--seeds", 4)
    assert said.code == 2
    assert "values are none of references" in said.err


def test_results_of_claims_are_not_written_into_a_file_of_something_else(tmp_path: Path, wargame: Run) -> None:
    there = tmp_path / "mine.json"
    there.write_text('{"mine": 1}')
    said = wargame("claim", "S0-135", "--seeds", 2, "--write", there)
    assert said.code == 2
    assert "these results of claims cannot be read (not as" in said.err
    assert there.read_text() == '{"mine": 1}'


def test_a_claim_tells_the_bets_of_middle_powers_without_its_lever_and_with_it(wargame: Run) -> None:
    said = wargame("claim", "S0-112", "--seeds", 2, "--workers", 1)
    told = re.findall(r"bet of (Paris|Kyiv): (.+ \d+%); with the lever (.+ \d+%)", said.out)
    assert [seat for seat, _, _ in told] == ["Paris", "Kyiv"]
    kinds = {each.replace("_", " ") for each in BET_MEANING}
    for _, without, lever in told:
        for side in (without, lever):
            shares = re.findall(r"([a-z ]+?) (\d+)%", side)
            assert {kind.strip() for kind, _ in shares} <= kinds
            assert sum(int(share) for _, share in shares) == 100


def _unplayable(*given: object) -> None:
    raise AssertionError("a game was played")
