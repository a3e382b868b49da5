"""One cap over all shares of model games, in whichever process they are played, and as it is changed meanwhile."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.studies import planned, written
from tests.batch.test_model_games import study
from tests.cli import stubs
from wargame.batch.folder_budget import FolderBudget
from wargame.batch.means_taken import (
    Amount,
    ShareCounts,
    counts_in,
    means_alone,
    on_record,
    put_counts,
    still_elsewhere,
    taken_in,
)
from wargame.batch.run_ledger import contents
from wargame.batch.runner import BatchProgress, is_of, run_experiment, state
from wargame.batch.steering import steer
from wargame.cli import main
from wargame.errors import ExperimentError, SpecError
from wargame.players.llm.budget import Hold
from wargame.players.llm.prices import Price
from wargame.transcript.lock import one_at_a_time

pytestmark = pytest.mark.usefixtures("no_keys")
PRICE = Price(input=2.0, output=8.0, source="a test", date="2026-01-01")
LONG = 300
"""Seconds that a process has on a busy machine."""
COMMAND = [sys.executable, "-c", "from wargame.cli import main; raise SystemExit(main())", "experiment"]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with stubs.process("--seed", 3, "--latency", 0.02) as url:
        yield url


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    (tmp_path / "ledger-1-of-2.jsonl").touch()
    return tmp_path


def shares(folder: Path, tokens: int | None = 1000) -> tuple[FolderBudget, FolderBudget]:
    return FolderBudget(folder, (1, 2), tokens, None), FolderBudget(folder, (2, 2), tokens, None)


def test_what_one_share_sets_aside_and_takes_is_gone_for_the_other(begun: Path) -> None:
    one, other = shares(begun)
    held = one.hold(500, 100, None)
    assert isinstance(held, Hold)
    assert str(other.hold(401, 0, None)) == (
        "the cap of 1,000 tokens has no room for this call: 600 taken, 0 set aside, the call may take 401"
    )
    assert isinstance(other.hold(400, 0, None), Hold)
    one.spend(250, 0.0, known=True)
    held.release()
    assert isinstance(other.hold(350, 0, None), Hold)
    assert "1,000" in str(one.hold(1, 0, None)), "250 are taken, and the other has set aside 750"


def test_what_a_trial_of_a_model_took_stays_taken_for_every_share_and_session(begun: Path) -> None:
    """Such calls stand in no record of a game: what status tells and what a cap refuses by is one number."""
    one, other = shares(begun)
    one.spend(30, 0.0, known=True)
    one.are_trials()
    one.spend(570, 0.0, known=True)
    told = "600 taken, 0 set aside, the call may take 401"
    assert told in str(one.hold(401, 0, None))
    assert told in str(other.hold(401, 0, None))
    assert taken_in(begun)[0].tokens == 30, "records tell the rest"
    later = FolderBudget(begun, (1, 2), 1000, None)
    assert "30 taken" in str(later.hold(971, 0, None)), "no record of what the games took lies here"


def test_a_share_that_came_later_counts_nothing_twice(begun: Path) -> None:
    one = FolderBudget(begun, (1, 2), 1000, None)
    one.spend(700, 0.0, known=True)
    other = FolderBudget(begun, (2, 2), 1000, None)
    assert other.spent_tokens == 0, "no record has these calls, so that they are not of this folder"
    one.spend(100, 0.0, known=True)
    assert isinstance(other.hold(900, 0, None), Hold)
    assert isinstance(other.hold(1, 0, None), str)


def test_what_was_in_flight_at_a_kill_counts_as_taken_from_then_on(begun: Path) -> None:
    killed, other = shares(begun)
    killed.hold(600, 0, None)
    assert isinstance(other.hold(500, 0, None), str)
    again = FolderBudget(begun, (1, 2), 1000, None)
    assert isinstance(again.hold(401, 0, None), str)
    assert isinstance(again.hold(400, 0, None), Hold)
    assert counts_in(begun)["means-1-of-2.json"].lost == Amount(600, 0.0)
    assert taken_in(begun) == (Amount(600, 0.0), Amount(400, 0.0))


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ('"taken": {"tokens": -5, "money": 0.0}', "taken.tokens is -5; a whole number from 0 on is accepted"),
        ('"taken": {"tokens": 1.5, "money": 0.0}', "taken.tokens is 1.5; a whole number"),
        ('"held": {"tokens": 0, "money": NaN}', "held.money is nan; a number from 0 on is accepted"),
        ('"lost": {"tokens": 0, "money": -2.0}', "lost.money is -2.0; a number from 0 on"),
        ('"still": {"tokens": 0, "money": Infinity}', "still.money is inf; a number from 0 on"),
        ('"games": -1', "games is -1; a whole number from 0 on"),
    ],
)
def test_an_amount_that_nothing_can_come_to_is_refused_by_file_and_field(begun: Path, what: str, said: str) -> None:
    nothing = '{"tokens": 0, "money": 0.0}'
    text = "{" + ", ".join(f'"{name}": {nothing}' for name in ("taken", "held", "lost", "still")) + f", {what}}}"
    (begun / "means-1-of-2.json").write_text(text, encoding="utf-8")
    with pytest.raises(ExperimentError, match=re.escape(said)) as fault:
        taken_in(begun)
    assert "means-1-of-2.json" in str(fault.value)


def test_what_rounding_leaves_of_money_that_was_put_back_is_read_again(begun: Path) -> None:
    one = FolderBudget(begun, (1, 2), None, 1.0)
    for money in (0.1, 0.2, 0.3):
        one.set_aside(0, money, PRICE)
    for money in (0.3, 0.2, 0.1):
        one.put_back(0, money)
    assert counts_in(begun)["means-1-of-2.json"].held.money == pytest.approx(0.0, abs=1e-9)


def test_what_a_share_that_nobody_plays_would_have_taken_yet_holds_no_game_back(begun: Path) -> None:
    dead, alive = (ShareCounts(still=Amount(700), games=2) for _ in range(2))
    put_counts(begun / "means-1-of-2.json", dead)
    put_counts(begun / "means-2-of-2.json", alive)
    (begun / "ledger-2-of-2.jsonl").touch()
    with one_at_a_time(begun / "ledger-2-of-2.jsonl") as is_locked:
        assert is_locked
        assert still_elsewhere(begun, counts_in(begun)) == (Amount(700), 2)
    assert still_elsewhere(begun, counts_in(begun)) == (Amount(), 0)


def test_a_cap_that_is_asked_for_holds_for_the_next_call_of_every_share(begun: Path) -> None:
    one, other = shares(begun)
    assert isinstance(one.hold(600, 0, None), Hold)
    with pytest.raises(SpecError, match="tokens=599: 0 are taken already, and 600 are set aside for calls in flight"):
        steer(begun, by="office", reason="too dear", tokens=599)
    steer(begun, by="office", reason="too dear", tokens=650)
    assert "the cap of 650 tokens has no room for this call" in str(other.hold(100, 0, None))
    steer(begun, by="office", reason="there is more", tokens=2000)
    assert isinstance(other.hold(1000, 0, None), Hold)
    steer(begun, by="office", reason="as it was planned", cap_of_file=True)
    assert "the cap of 1,000 tokens has no room for this call" in str(one.hold(1, 0, None))
    with pytest.raises(SpecError, match="either a cap is named"):
        steer(begun, by="office", reason="both", tokens=5000, cap_of_file=True)


def test_money_is_capped_meanwhile_only_where_prices_are_known(begun: Path) -> None:
    settings = {"seats": {"rome": "llm:small@http://localhost:9/v1"}}
    line = json.dumps({"what": "cell", "cell": "all games", "settings": settings})
    (begun / "ledger-1-of-2.jsonl").write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(SpecError, match=r"the price of llm:small@\S+ is not known, so the cap cannot hold"):
        steer(begun, by="office", reason="too dear", money=1.0)


def test_who_holds_the_means_is_waited_for(begun: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from wargame.batch.means_taken import means_alone\n"
        "with means_alone(Path(sys.argv[1])):\n print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(begun)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        holder.kill()
    with means_alone(begun) as is_locked:
        assert is_locked, "its lock ended with the process"


@pytest.mark.slow
def test_a_cap_is_changed_from_the_command_line_and_put_down(
    tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = study(url, "budget: {tokens: 1}\n").replace("count: 2", "count: 1")
    path, folder = written(tmp_path, text), tmp_path / "games"
    assert main(["experiment", "run", str(path), "--out", str(folder)]) == 1
    words = ["experiment", "control", str(folder), "--by", "office", "--because", "it is worth it"]
    assert main([*words, "--tokens", "9000000"]) == 0
    assert "cap set: 9,000,000 tokens (0 taken)" in capsys.readouterr().out
    main(["experiment", "run", str(path), "--out", str(folder)])
    assert state(planned(tmp_path, text), folder).complete
    assert main([*words, "--tokens", "10"]) == 2
    assert "are taken already" in capsys.readouterr().err
    (asked,) = contents(folder).controls
    assert (asked["tokens"], asked["by"], asked["reason"]) == (9000000, "office", "it is worth it")


@pytest.mark.slow
def test_a_cap_that_is_raised_while_games_are_played_is_heard_before_it_is_struck(tmp_path: Path, url: str) -> None:
    run_experiment(planned(tmp_path, study(url)), tmp_path / "free")
    took = [each.read.tokens for each in contents(tmp_path / "free").sealed.values()]
    capped, folder = planned(tmp_path, study(url, f"budget: {{tokens: {int(max(took) * 1.5)}}}\n")), tmp_path / "games"

    def progress(at: BatchProgress) -> None:
        if at.done == 1:
            steer(folder, by="office", reason="it goes well", tokens=3 * sum(took))

    assert run_experiment(capped, folder, games=1, progress=progress).complete


@pytest.mark.slow
def test_two_processes_that_play_shares_reach_one_cap_and_never_pass_it(tmp_path: Path, url: str) -> None:
    run_experiment(planned(tmp_path, study(url).replace("count: 2", "count: 1")), tmp_path / "free")
    took = sum(each.read.tokens for each in contents(tmp_path / "free").sealed.values())
    text, cap, folder = study(url).replace("count: 2", "count: 3"), took * 3 // 2, tmp_path / "games"
    capped = f"{text}budget: {{tokens: {cap}}}\n"
    plan, path = planned(tmp_path, capped), written(tmp_path, capped)
    assert {is_of(run.id, (1, 2)) for run in plan.runs} == {True, False}
    words = [*COMMAND, "run", str(path), "--out", str(folder), "--games", "3", "--shard"]
    stubs.told(url, "tally", "DELETE")
    playing = [subprocess.Popen([*words, f"{number}/2"], stdout=subprocess.DEVNULL) for number in (1, 2)]
    try:
        codes = [process.wait(timeout=LONG) for process in playing]
    finally:
        for process in playing:
            process.kill()
    found = state(plan, folder)
    assert not found.complete
    for number, code in enumerate(codes, 1):
        left = {run.id for run in plan.runs if is_of(run.id, (number, 2))} - contents(folder).sealed.keys()
        assert code == int(bool(left) or not found.is_ok((number, 2))), (
            "a share that lacks a game says so, no other does"
        )
    assert found.means is not None
    assert found.sealed, "games end before others begin"
    assert found.sealed + len(found.stopped) + len(found.means.waiting) == 6, (
        "what has no room stopped, or waits for it"
    )
    assert found.stopped or f"the cap of {cap:,} tokens leaves" in found.means.lacks
    assert all(f"the cap of {cap:,} tokens has no room for this call" in why for why in found.stopped.values())
    taken, held = taken_in(folder)
    assert held == Amount()
    trials = [each.lost for each in counts_in(folder).values()]
    assert [each.tokens > 0 for each in trials] == [True, True], "each share tries the model once, in no game"
    assert taken == sum(trials, on_record(folder))
    assert cap // 2 < taken.tokens <= cap
    assert {each.archive.name for each in contents(folder).sealed.values()} <= {
        "games-1-of-2.jsonl.gz",
        "games-2-of-2.jsonl.gz",
    }
    steer(folder, by="office", reason="all of it is wanted", tokens=9 * took)
    for number in (1, 2):
        subprocess.run([*words, f"{number}/2"], stdout=subprocess.DEVNULL, timeout=LONG, check=False)
    assert state(plan, folder).complete, "under the other cap the same games go on, share by share"
