"""`wargame run`: the same choices give the same game, refusals are sentences, JSON stands alone on standard output."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

import pytest

from tests.cli.conftest import SHORT, Run
from wargame.table.game import Result, RunningGame

KEYS = {
    "transcript",
    "scenario",
    "seed",
    "turns",
    "seats",
    "scores",
    "places",
    "place_doubts",
    "measures",
    "origins",
    "models",
    "usage",
    "state_hash",
}


def test_json_is_one_object_with_the_keys_of_the_contract(tmp_path: Path, wargame: Run) -> None:
    said = wargame(*SHORT, "--out", tmp_path / "g.jsonl")
    assert said.code == 0
    assert set(said.json) == KEYS
    usage = said.json["usage"]
    assert not any(usage[name] for name in ("calls", "prompt_tokens", "cached_tokens", "completion_tokens", "cost"))
    assert usage["shares"] == {"scripted": 1.0}
    assert said.json["models"] == {"decisions": 0, "own": 0, "mended": 0, "origins": {}, "conditions": {}}
    assert said.json["turns"] == 3
    assert "paris.H" in said.json["measures"]


def test_a_place_between_references_that_lie_close_stands_behind_a_sign_and_says_why(
    tmp_path: Path, wargame: Run
) -> None:
    """In the tutorial chance moves Rome and Anthropic as far as the best doctrine does, and little moves Meta."""
    game = ("run", "first-download", "--out", tmp_path / "g.jsonl", "--json")
    doubts = wargame(*game).json["place_doubts"]
    assert set(doubts) == {"rome", "anthropic", "meta"}
    assert "mostly chance" in doubts["rome"]
    assert "largely chance" in doubts["anthropic"]
    assert "a point is" in doubts["meta"]
    told = wargame("run", "first-download", "--out", tmp_path / "h.jsonl").out
    for name, why in (("Rome", doubts["rome"]), ("Meta", doubts["meta"])):
        assert f"~ {name}: {why}" in told
        assert re.search(rf"{name} +[\d.]+ +~-?\d+", told)
    assert re.search(r"Palantir +[\d.]+ +-?\d+", told)


def test_the_same_seed_gives_the_same_hash_and_another_seed_another(tmp_path: Path, wargame: Run) -> None:
    hashes = [
        wargame(*SHORT, "--seed", seed, "--out", tmp_path / f"{n}.jsonl").json["state_hash"]
        for n, seed in enumerate((7, 7, 8))
    ]
    assert hashes[0] == hashes[1] != hashes[2]


def test_a_parameter_changes_the_game(tmp_path: Path, wargame: Run) -> None:
    one = wargame(*SHORT, "--out", tmp_path / "1.jsonl").json
    two = wargame(*SHORT, "--out", tmp_path / "2.jsonl", "--param", "trust_reversion=0.3").json
    assert one["state_hash"] != two["state_hash"]


@pytest.mark.slow
def test_recorded_players_repeat_their_game(game: Path, tmp_path: Path, wargame: Run) -> None:
    said = wargame(*SHORT, "--seed", 7, "--all", f"recorded:{game}", "--out", tmp_path / "again.jsonl")
    assert said.code == 0
    assert said.json["origins"]["recorded"] > 0
    first = wargame("export", game, "--table", "events")
    assert wargame("export", tmp_path / "again.jsonl", "--table", "events").out == first.out


def test_an_existing_file_is_not_overwritten(game: Path, wargame: Run) -> None:
    before = game.read_bytes()
    said = wargame(*SHORT, "--out", game)
    assert said.code == 2
    assert str(game) in said.err
    assert game.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--seat", "atlantis=random"), "no such seat"),
        (("--seat", "paris"), "ID=SPEC"),
        (("--all", "oracle"), "accepted are"),
        (("--seat", "paris=human"), "people sit at `wargame play`"),
        (("--seat", "paris=llm:some-model"), "no endpoint and no key are set: set OPENAI_API_KEY"),
        (("--param", "trust_suspend=many"), "NAME=NUMBER"),
        (("--param", "no_such=1"), "no parameter"),
        (("--turns", "0"), "from 1 to 60"),
        (("--seats", "nobody"), "nobody"),
        (("--seat", "paris=recorded:nowhere.jsonl"), "no such file"),
    ],
)
def test_bad_choices_are_one_sentence_and_leave_no_file(
    words: tuple[str, ...], sentence: str, tmp_path: Path, wargame: Run
) -> None:
    said = wargame(*SHORT, "--out", tmp_path / "g.jsonl", *words)
    assert said.code == 2
    assert sentence in said.err
    assert "Traceback" not in said.err
    assert not said.out
    assert not list(tmp_path.iterdir())


def test_a_scenario_that_does_not_exist_is_named(wargame: Run) -> None:
    said = wargame("run", "betwen-the-giants")
    assert said.code == 2
    assert "between-the-giants" in said.err


def test_the_feed_tells_public_events_only(tmp_path: Path, wargame: Run) -> None:
    out = tmp_path / "g.jsonl"
    said = wargame(*(word for word in SHORT if word != "--json"), "--seed", 7, "--out", out)
    assert said.code == 0
    assert "Turn 3" in said.out
    assert "signed" in said.out
    control = wargame("export", out, "--table", "messages").out
    private = [line for line in control.splitlines()[1:] if ",public," not in line]
    assert private
    assert not any(line.rpartition(",")[2] in said.out for line in private)


def test_quiet_has_no_feed(tmp_path: Path, wargame: Run) -> None:
    said = wargame(*(word for word in SHORT if word != "--json"), "--quiet", "--out", tmp_path / "g.jsonl")
    assert "Turn 3" not in said.out


def test_a_run_that_is_told_to_end_says_how_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wargame: Run
) -> None:
    def ends() -> Result:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(10)
        raise AssertionError("the signal never came")

    async def told(self: RunningGame) -> Result:
        return ends()

    monkeypatch.setattr(RunningGame, "play", told)
    path = tmp_path / "g.jsonl"
    inherited = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        said = wargame(*SHORT, "--out", path)
        assert said.code == 128 + signal.SIGTERM
        assert f"nothing is lost: wargame run --resume {path}" in said.err
        assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    finally:
        signal.signal(signal.SIGTERM, inherited)


def test_words_that_there_are_not_are_refused_whoever_plays(tmp_path: Path, wargame: Run) -> None:
    said = wargame("run", "first-download", "--turns", 1, "--wording", "nonsense", "--out", tmp_path / "g.jsonl")
    assert (said.code, "there is no such set; the sets are b56192e" in said.err) == (2, True)
    assert not (tmp_path / "g.jsonl").exists()
