"""`wargame run` with models: killed, capped, hung, repeated without a call; what it may cost is said beforehand."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.cli import stubs
from tests.cli.conftest import Run
from wargame.cli import main
from wargame.commands.tables import Tables
from wargame.players.llm.budget import CHARACTERS
from wargame.players.llm.profiles import Profile
from wargame.present.lobby_plan import SeatPlan, TablePlan
from wargame.review.proof import verify
from wargame.stub import Settings
from wargame.stub.settings import faults_of
from wargame.transcript.reading import Transcript, read

pytestmark = pytest.mark.usefixtures("bare")
KEY = "sk-never-to-be-seen-4711"
CAPPED = re.compile(
    r"the cap of 70,000 tokens has no room for this call: (?P<spent>[\d,]+) taken, (?P<held>[\d,]+) set aside, "
    r"the call may take (?P<wanted>[\d,]+)"
)
PATIENCE = 300.0
"""Seconds for what takes few on a machine that has nothing else to do."""
GAME = ("run", "first-download", "--turns", "2", "--json")


def _number(told: str) -> int:
    return int(told.replace(",", ""))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A game that nothing disturbed; its stub is gone."""
    path = tmp_path_factory.mktemp("whole") / "whole.jsonl"
    with stubs.process("--seed", 3) as url:
        assert main([*GAME, "--quiet", "--all", f"llm:stub@{url}", "--out", str(path)]) == 0
    return path


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A stub that says the same as the one of the undisturbed game, at its ease."""
    with stubs.process("--seed", 3, "--latency", 0.05, "--jitter", 0.9) as url:
        yield url


def calls(record: Transcript) -> list[dict[str, Any]]:
    return [entry.data for entry in record.entries if entry.kind == "call"]


def spent(made: list[dict[str, Any]]) -> int:
    return sum(call["usage"]["prompt"] + call["usage"]["completion"] for call in made)


def at_most(record: Transcript, call: dict[str, Any]) -> int:
    """Tokens that a call may have taken, by the characters of what it sent and the room that it left for the reply."""
    sent = (call["schema"], *(name for _, names in call["messages"] for name in names))
    return sum(record.texts[name].length for name in sent) // CHARACTERS + int(call["max_tokens"])


def end_of(path: Path) -> dict[str, Any]:
    return read(path).entries[-1].data


@contextmanager
def broken_off(path: Path, after: int, by: signal.Signals) -> Iterator[tuple[stubs.TurningStub, int, str]]:
    """A stub, and exit code and standard error of a game there that gets a signal once so many calls are recorded.

    The stub answers these and a few more until the signal, which are not all of the game's: however fast or slow the
    machine, it is not over by then.
    """
    at_ease = Settings(seed=3, latency=0.05, jitter=0.9)
    answered = after + 20  # calls are put down when a phase is over, in which there are fewer; 62 are the whole game
    with stubs.turning(at_ease, replace(at_ease, faults={"hang": 1.0}), answered) as stub:
        words = [sys.executable, "-m", "wargame.cli", *GAME, "--all", f"llm:stub@{stub.url}", "--out", str(path)]
        with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
            try:
                until = time.monotonic() + PATIENCE
                while not path.exists() or path.read_bytes().count(b'"kind":"call"') < after:
                    assert time.monotonic() < until, "so many calls were never recorded"
                    assert process.poll() is None, "the game was over before it could be broken off"
                    time.sleep(0.001)
                process.send_signal(by)
                _, err = process.communicate(timeout=PATIENCE)
            finally:
                process.kill()
        stub.turn(at_ease)
        yield stub, process.returncode, err


@pytest.mark.slow
@pytest.mark.parametrize("after", [1, 9, 30])
def test_a_killed_game_makes_no_call_again_that_has_a_reply_and_ends_as_it_would_have(
    after: int, whole: Path, tmp_path: Path, wargame: Run
) -> None:
    path = tmp_path / "killed.jsonl"
    with broken_off(path, after, signal.SIGKILL) as (stub, code, _):
        url = stub.url
        assert code == -signal.SIGKILL
        left = read(path, mend=True)
        made = sum(stubs.quiet(url)["rungs"].values())
        before = {json.dumps(each["body"]) for each in stubs.told(url, "requests")}
        stubs.told(url, "tally", "DELETE")

        said = wargame(*("run", "--resume", path, "--json"))

        assert said.code == 0, said.err
        asked = sum(stubs.quiet(url)["rungs"].values())
        after_it = {json.dumps(each["body"]) for each in stubs.told(url, "requests")}
    record = read(path)
    assert asked == len(calls(record)) - len(calls(left)) + 1, "one more, to see that the model is there"
    in_flight = made - len(calls(left)) - 1
    assert len(before & after_it) <= in_flight + 1
    replies = Counter((call["decision"], call["attempt"]) for call in calls(record) if call["status"] == 200)
    assert set(replies.values()) == {1}
    assert said.json["state_hash"] == end_of(whole)["state_hash"]
    assert {call["request"] for call in calls(record)} == {call["request"] for call in calls(read(whole))}
    assert wargame("verify", path).code == 0


@pytest.mark.slow
def test_a_game_of_models_is_repeated_from_its_record_without_any_endpoint(
    whole: Path, tmp_path: Path, wargame: Run
) -> None:
    again = tmp_path / "again.jsonl"
    said = wargame(*GAME, "--all", f"recorded:{whole}", "--out", again)
    assert said.code == 0, said.err
    assert said.json["state_hash"] == end_of(whole)["state_hash"]
    assert said.json["origins"]["recorded"] >= 4 * 3 * 2
    assert said.json["usage"]["calls"] == 0
    assert wargame("verify", again).code == 0


@pytest.mark.slow
def test_one_seat_may_be_repeated_from_a_record_while_models_play_the_others(
    whole: Path, tmp_path: Path, wargame: Run
) -> None:
    with stubs.process("--seed", 3) as url:
        words = ("--all", f"llm:stub@{url}", "--seat", f"rome=recorded:{whole}", "--out", tmp_path / "again.jsonl")
        said = wargame(*GAME, *words)
    assert said.code == 0, said.err
    assert said.json["state_hash"] == end_of(whole)["state_hash"]
    assert said.json["usage"]["calls"] == len([c for c in calls(read(whole)) if not c["decision"].endswith(".rome")])


@pytest.mark.slow
def test_a_cap_of_tokens_stops_a_game_within_it_and_a_higher_one_goes_on(
    url: str, whole: Path, tmp_path: Path, wargame: Run
) -> None:
    path = tmp_path / "capped.jsonl"
    said = wargame(*GAME, "--all", f"llm:stub@{url}", "--tokens", 70_000, "--out", path)
    assert (said.code, said.out) == (1, "")
    assert "stopped: the cap of 70,000 tokens has no room for this call" in said.err
    assert f"wargame run --resume {path} with a higher --tokens" in said.err
    stopped = calls(read(path, mend=True))
    assert 0 < spent(stopped) <= 70_000
    assert not [call["fault"] for call in stopped if call["fault"]], "calls in flight are waited for"

    assert wargame("run", "--resume", path, "--json", "--tokens", 70_000).code == 1
    assert spent(calls(read(path, mend=True))) <= 70_000, "what earlier sessions took counts"

    said = wargame("run", "--resume", path, "--json", "--tokens", 10_000_000)
    assert said.code == 0, said.err
    assert said.json["state_hash"] == end_of(whole)["state_hash"]
    assert said.json["usage"]["calls"] == len(calls(read(whole)))
    assert wargame("verify", path).code == 0


@pytest.mark.slow
@pytest.mark.usefixtures("priced")
def test_a_cap_of_money_stops_a_game_within_it_and_a_higher_one_goes_on(
    url: str, whole: Path, tmp_path: Path, wargame: Run
) -> None:
    path = tmp_path / "capped.jsonl"
    said = wargame(*GAME, "--all", f"llm:stub@{url}", "--money", 0.2, "--out", path)
    assert said.code == 1
    assert "stopped: the cap of 0.2 USD has no room for this call" in said.err
    assert 0 < sum(call["cost"] for call in calls(read(path, mend=True))) <= 0.2
    said = wargame("run", "--resume", path, "--json", "--money", 9)
    assert said.code == 0, said.err
    assert said.json["state_hash"] == end_of(whole)["state_hash"]
    usage = said.json["usage"]
    assert usage["unpriced"] == 0
    assert usage["cost"] == pytest.approx((2 * usage["prompt_tokens"] + 8 * usage["completion_tokens"]) / 1e6, abs=1e-6)


def test_a_cap_of_money_without_a_price_is_refused_before_anything_starts(
    url: str, tmp_path: Path, wargame: Run
) -> None:
    path = tmp_path / "capped.jsonl"
    said = wargame(*GAME, "--all", f"llm:another@{url}", "--money", 1, "--out", path)
    assert said.code == 2
    assert f"the price of llm:another@{url} is not known" in said.err
    assert "--tokens" in said.err
    assert not path.exists()


@pytest.mark.slow
def test_a_phase_ends_in_time_though_every_model_hangs(tmp_path: Path, wargame: Run) -> None:
    with stubs.turning(Settings(), Settings(faults={"hang": 1.0})) as stub:
        words = ("--all", f"llm:stub@{stub.url}", "--phase-seconds", 0.4, "--out", tmp_path / "g.jsonl")
        began = time.monotonic()
        said = wargame("run", "first-download", "--turns", 1, "--json", *words)
        took = time.monotonic() - began
    assert said.code == 0, said.err
    phases = {(made.turn, made.phase, made.round) for made in verify(tmp_path / "g.jsonl").decisions.values()}
    assert said.json["origins"]["timeout"] == 4 * len(phases)
    assert took < Profile().seconds, "not even one call was waited for as long as a call may take"


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_key_reaches_neither_record_nor_screen_of_a_faulty_game(
    seed: int, tmp_path: Path, wargame: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    path = tmp_path / "game.jsonl"
    faulty = Settings(seed=seed, key=KEY, faults=faults_of(["mixed=0.5"]), retry_after=0.01)
    with stubs.turning(Settings(key=KEY), faulty) as stub:
        words = ("--all", f"llm:stub@{stub.url}", "--phase-seconds", 2, "--out", path)
        said = wargame("run", "first-download", "--turns", 1, *words)
        assert all(seen.authorized for seen in stub.tally.seen)
        seen = len(stub.tally.seen)
    assert said.code == 0, said.err
    exported = wargame("export", path, "--table", "calls")
    assert len(exported.out.splitlines()) > 12 <= seen
    for text in (said.out, said.err, path.read_text(), exported.out):
        assert KEY not in text
        assert "uthorization" not in text
        assert "Bearer" not in text


def test_a_key_that_is_refused_is_not_told(tmp_path: Path, wargame: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with stubs.turning(Settings(), Settings(key="another")) as stub:
        said = wargame("run", "first-download", "--turns", 1, "--all", f"llm:stub@{stub.url}", "--out", tmp_path / "g")
    assert said.code == 1
    assert "3 decisions in a row were not answered" in said.err
    assert "wargame run --resume" in said.err
    assert "does not accept the key" in (tmp_path / "g").read_text()
    assert KEY not in (tmp_path / "g").read_text() + said.out + said.err


def test_an_endpoint_that_says_nothing_is_left_before_the_game_after_one_attempt(tmp_path: Path, wargame: Run) -> None:
    table = tmp_path / "config" / "wargame" / "profiles.yaml"
    table.parent.mkdir(parents=True)
    table.write_text("profiles: [{endpoint: local, seconds: 0.3}]")
    hangs = Settings(faults={"hang": 1.0})
    with stubs.turning(hangs, hangs) as stub:
        said = wargame("run", "first-download", "--all", f"llm:stub@{stub.url}", "--out", tmp_path / "game.jsonl")
        assert sum(stub.tally.rungs.values()) <= 1, "none, where it had no time to come"
    assert said.code == 2
    assert "did not answer within 0.3 s" in said.err
    assert not (tmp_path / "game.jsonl").exists()


def test_a_rehearsal_leaves_no_trace_in_the_calls_of_the_real_game(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    tables = Tables()

    async def both(url: str) -> None:
        model = SeatPlan("llm", f"stub@{url}")
        practice = await tables.open(TablePlan("first-download", seats={"rome": model}, rehearsal=True))
        await practice.host.play()
        assert practice.then is not None
        await practice.then().host.play()

    with stubs.process() as url:
        asyncio.run(both(url))
    assert tables.path is not None
    made = calls(read(tables.path))
    assert {call["attempt"] for call in made if call["step"] == "first"} == {1}


def test_an_endpoint_that_counts_no_tokens_does_not_get_round_a_cap(tmp_path: Path, wargame: Run) -> None:
    path = tmp_path / "capped.jsonl"
    with stubs.turning(Settings(), Settings(faults={"no-usage": 1.0})) as stub:
        said = wargame(*GAME, "--all", f"llm:stub@{stub.url}", "--tokens", 70_000, "--out", path)
    assert said.code == 1
    found = CAPPED.search(said.err)
    assert found, said.err
    aside, wanted = _number(found["spent"]) + _number(found["held"]), _number(found["wanted"])
    assert aside <= 70_000 < aside + wanted
    record = read(path, mend=True)
    uncounted = [call for call in calls(record) if call["usage"]["prompt"] is None]
    assert uncounted
    assert sum(at_most(record, call) for call in uncounted) <= 70_000, "an answer without counts costs all it may"


@pytest.mark.slow
def test_a_game_that_is_interrupted_says_how_to_go_on_and_ends_as_it_would_have(
    whole: Path, tmp_path: Path, wargame: Run
) -> None:
    path = tmp_path / "interrupted.jsonl"
    with broken_off(path, 5, signal.SIGINT) as (_, code, err):
        assert code == 130
        assert f"nothing is lost: wargame run --resume {path}" in err
        assert "Traceback" not in err
        said = wargame("run", "--resume", path, "--json")
    assert said.code == 0, said.err
    assert said.json["state_hash"] == end_of(whole)["state_hash"]
    replies = Counter((call["decision"], call["step"]) for call in calls(read(path)) if call["status"] == 200)
    assert set(replies.values()) == {1}


@pytest.mark.slow
def test_the_last_line_counts_the_decisions_of_models_and_strict_makes_fewer_than_all_an_exit_code(
    tmp_path: Path, wargame: Run
) -> None:
    with stubs.process("--fault", "malformed") as url:
        words = ("run", "first-download", "--turns", "1", "--quiet", "--all", f"llm:stub@{url}", "--out")
        loose, strict = wargame(*words, tmp_path / "1.jsonl"), wargame(*words, tmp_path / "2.jsonl", "--strict")
    assert (loose.code, strict.code) == (0, 1)
    last = loose.err.strip().splitlines()[-1]
    made = verify(tmp_path / "1.jsonl").decisions.values()
    asked = sum(each.player.startswith("llm:") for each in made)
    assert asked >= 4 * 3
    assert last == f"models: 0 of {asked} decisions were theirs; scripts made {asked} ({asked} fallback)"


def test_a_file_that_exists_is_told_before_any_model_is_asked(tmp_path: Path, wargame: Run) -> None:
    path = tmp_path / "game.jsonl"
    path.write_text("mine")
    with stubs.turning(Settings(), Settings()) as stub:
        said = wargame("run", "first-download", "--all", f"llm:stub@{stub.url}", "--out", path)
        assert sum(stub.tally.rungs.values()) == 0
    assert said.code == 2
    assert "exists" in said.err
    assert path.read_text() == "mine"


def test_a_game_of_scripts_passes_strict(tmp_path: Path, wargame: Run) -> None:
    words = ("run", "first-download", "--turns", "1", "--quiet", "--strict", "--out", tmp_path / "1.jsonl")
    assert wargame(*words).code == 0
