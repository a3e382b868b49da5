"""Games of models in an experiment: one cap over all, none paid for twice, told apart where scripts played."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.studies import planned, written
from tests.cli import stubs
from wargame.batch.intent_gaps import OWN_ORIGINS
from wargame.batch.means_taken import PLAYING
from wargame.batch.result_tables import manifest, prove, tables_of
from wargame.batch.run_ledger import LedgerContents, contents, whole_record
from wargame.batch.runner import BatchProgress, run_experiment, state
from wargame.batch.steering import steer
from wargame.cli import main
from wargame.errors import SpecError
from wargame.review.proof import verify as verify_with_replies
from wargame.transcript.verify import verify

MODELS = """
name: small
game: {scenario: first-download, turns: 1, seats: {rome: "llm:stub@URL"}}
factors:
  - name: threats
    levels:
      - {name: as usual}
      - {name: cost no trust, params: {trust_threat: 0}}
seeds: {first: 1, count: 2}
outcomes:
  - {name: trust, reads: {kind: value, of: [rome.trust.washington]}, at: end}
"""


pytestmark = pytest.mark.usefixtures("no_keys")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with stubs.process("--seed", 15, "--latency", 0.02) as url:
        yield url


def study(url: str, more: str = "") -> str:
    return MODELS.replace("URL", url) + more


def calls_in(folder: Path) -> int:
    """Calls in all records, sealed or in progress."""
    found = contents(folder)
    lines = [line for run in found.sealed for line in whole_record(found, run)]
    for path in (folder / PLAYING).glob("*.jsonl"):
        lines += path.read_bytes().splitlines()
    return sum(b'"kind":"call"' in line[:40] for line in lines)


def calls_answered(found: LedgerContents, run: str) -> int:
    """Calls in the record of a sealed game to which something came back."""
    entries = map(json.loads, whole_record(found, run))
    return sum(entry["kind"] == "call" and entry["data"]["reply"] is not None for entry in entries)


def test_model_games_are_sealed_like_any_other_and_count_what_they_took(tmp_path: Path, url: str) -> None:
    plan, folder = planned(tmp_path, study(url)), tmp_path / "games"
    stubs.told(url, "tally", "DELETE")
    found = run_experiment(plan, folder)
    assert found.complete
    assert found.ok + len(found.fallbacks) == 4, "the stub draws its answers, and some of them are not legal"
    assert list((folder / PLAYING).iterdir()) == []
    ledger = contents(folder)
    assert prove(plan, ledger) == 4
    table = tables_of(plan, ledger)["runs"]
    for state_, fallbacks, tokens in zip(table["state"], table["fallbacks"], table["tokens"], strict=True):
        assert state_ == ("fallbacks" if fallbacks else "ok")
        assert int(str(tokens)) > 0
    named = manifest(plan, ledger)["models"]
    answered = sum(calls_answered(ledger, run.id) for run in plan.runs)
    assert list(named) == ["stub"]
    assert sum(named["stub"].values()) == answered > 0, "models stand there as their endpoint named them"
    path = tmp_path / "game.jsonl"
    lines = whole_record(ledger, plan.runs[0].id)
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    replayed = verify(path)
    asked = [made for made in replayed.decisions.values() if made.player == f"llm:stub@{url}"]
    assert table["asked"][0] == len(asked) > 0
    assert table["fallbacks"][0] == sum(made.origin in ("fallback", "timeout", "refusal") for made in asked)
    assert ledger.sealed[plan.runs[0].id].length * 5 <= path.stat().st_size, "a fifth of the record at most"


def test_models_read_what_the_level_says_and_the_record_has_the_real_names(tmp_path: Path, url: str) -> None:
    text = study(url).replace("params: {trust_threat: 0}", "labels: neutral, persona: 0, order: reversed")
    plan, folder = planned(tmp_path, text.replace("count: 2", "count: 1")), tmp_path / "games"
    assert run_experiment(plan, folder).complete
    ledger = contents(folder)
    assert prove(plan, ledger) == 2
    plain, hidden = (whole_record(ledger, run.id) for run in plan.runs)
    assert b"actor_1" not in b"".join(plain)
    pieces = [json.loads(line)["data"]["text"] for line in hidden if b'"kind":"blob"' in line[:40]]
    assert any("actor_1" in piece for piece in pieces)
    for piece in pieces:
        assert not any(f"`{seat}`" in piece for seat in plan.cells[0].setup.seats), "no seat under its own id"
    said = [line for line in hidden if b'"kind":"decision"' in line[:40] or b'"kind":"event"' in line[:40]]
    assert said
    assert b"actor_1" not in b"".join(said)


@pytest.mark.slow
@pytest.mark.parametrize("labels", ["neutral", "permuted"])
def test_a_game_whose_seats_had_labels_in_its_prompts_is_proved_with_its_replies(
    labels: str, tmp_path: Path, url: str
) -> None:
    text = study(url).replace("params: {trust_threat: 0}", f"labels: {labels}")
    plan, folder = planned(tmp_path, text), tmp_path / "games"
    assert run_experiment(plan, folder).complete
    ledger, origins = contents(folder), list[str]()
    for run in plan.runs:
        path = tmp_path / f"{run.id}.jsonl"
        path.write_bytes(b"".join(line + b"\n" for line in whole_record(ledger, run.id)))
        of_models = [made.origin for made in verify_with_replies(path).decisions.values() if "llm:" in made.player]
        assert set(of_models) & set(OWN_ORIGINS), "what the model said itself is read again, at once or once mended"
        origins += of_models
    assert "chosen" in origins


@pytest.mark.slow
def test_fewer_games_at_once_are_heard_and_what_models_take_is_told_with_what_is_left(tmp_path: Path, url: str) -> None:
    text = study(url).replace("count: 2", "count: 5")
    plan, folder, told, at_once = planned(tmp_path, text), tmp_path / "games", list[BatchProgress](), list[int]()

    def progress(at: BatchProgress) -> None:
        told.append(at)
        at_once.append(len(list((folder / PLAYING).iterdir())))
        if at.done == 1:
            steer(folder, by="office", reason="the endpoint is slow", games=1)
            time.sleep(1)

    found = run_experiment(plan, folder, games=4, progress=progress)
    assert found.complete
    assert max(at_once[6:]) <= 1, "those that were begun ended, and then one at a time was played"
    sealed = contents(folder).sealed.values()
    assert told[-1].tokens == sum(each.read.tokens for each in sealed)
    assert told[-1].fallbacks == sum(found.fallbacks.values())
    assert [at.more_tokens is None for at in told] == [True] * 4 + [False] * 5 + [True]


def test_why_a_game_stops_is_told_when_it_does(tmp_path: Path, url: str) -> None:
    plan, told = planned(tmp_path, study(url, "budget: {tokens: 1}\n")), list[BatchProgress]()
    found = run_experiment(plan, tmp_path / "games", games=1, progress=told.append)
    assert told[0].fault == f"stopped: {next(iter(found.stopped.values()))}"
    assert "the cap of 1 tokens has no room for this call" in told[0].fault


@pytest.mark.slow
def test_the_cap_is_over_the_whole_set_and_over_all_sessions(tmp_path: Path, url: str) -> None:
    free, folder = planned(tmp_path, study(url)), tmp_path / "games"
    run_experiment(free, tmp_path / "free")
    took = sum(each.read.tokens for each in contents(tmp_path / "free").sealed.values())
    cap = took // 2
    capped = planned(tmp_path, study(url, f"budget: {{tokens: {cap}}}\n"))
    first = run_experiment(capped, folder, games=2)
    assert not first.complete
    assert first.means is not None
    assert first.sealed, "games end before others begin"
    assert first.sealed + len(first.stopped) + len(first.means.waiting) == 4, (
        "what has no room stopped, or waits for it"
    )
    assert all(f"the cap of {cap:,} tokens has no room for this call" in why for why in first.stopped.values())
    spent = _spent(folder)
    assert 0 < spent <= cap
    again = run_experiment(capped, folder, games=2)
    assert _spent(folder) <= cap, "what earlier sessions took counts"
    assert again.sealed <= first.sealed + 1
    done = run_experiment(planned(tmp_path, study(url, f"budget: {{tokens: {took * 3}}}\n")), folder)
    assert done.complete, "with a higher cap the same games go on"


def _spent(folder: Path) -> int:
    found = contents(folder)
    total = sum(each.read.tokens for each in found.sealed.values())
    for path in (folder / PLAYING).glob("*.jsonl"):
        for line in path.read_bytes().splitlines():
            if b'"kind":"call"' in line[:40]:
                usage = json.loads(line)["data"]["usage"]
                total += usage["prompt"] + usage["completion"]
    return total


def test_money_is_capped_only_where_prices_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-nobody")
    plan = planned(tmp_path, study("https://models.example/v1", "budget: {money: 1}\n"))
    with pytest.raises(SpecError, match=r"budget: money is 1, but the price of llm:stub@\S+ is not known"):
        run_experiment(plan, tmp_path / "games")


@pytest.mark.slow
def test_a_model_that_never_answers_as_asked_is_no_success(tmp_path: Path) -> None:
    with stubs.process("--seed", 3, "--latency", 0.0, "--fault", "refusal-in-words=1") as url:
        path = written(tmp_path, study(url))
        code = main(["experiment", "run", str(path), "--out", str(tmp_path / "games")])
        found = state(planned(tmp_path, study(url)), tmp_path / "games")
    assert code == 1
    assert (found.ok, len(found.fallbacks)) == (0, 4)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_it_goes_on_and_no_answer_is_asked_for_twice(tmp_path: Path) -> None:
    with stubs.process("--seed", 3, "--latency", 0.1, "--jitter", 0.5) as url:
        text = study(url).replace("count: 2", "count: 6")
        plan, path, folder = planned(tmp_path, text), written(tmp_path, text), tmp_path / "games"
        words = [sys.executable, "-c", "from wargame.cli import main; raise SystemExit(main())", "experiment", "run"]
        kills = 0
        while kills < 3:
            process = subprocess.Popen([*words, str(path), "--out", str(folder), "--games", "5"])
            before, deadline = len(list(folder.glob(f"{PLAYING}/*"))), time.monotonic() + 30
            while process.poll() is None and not before and time.monotonic() < deadline:
                before = len(list(folder.glob(f"{PLAYING}/*")))
                time.sleep(0.05)
            time.sleep(kills)
            process.kill()
            process.wait()
            kills += 1
        found = run_experiment(plan, folder)
        asked = stubs.quiet(url)
    assert found.complete
    assert len(contents(folder).sealed) == 12
    requests = sum(asked["requests"].values())
    assert calls_in(folder) <= requests <= calls_in(folder) + 4 + kills * 5, "only what was in flight is asked again"
