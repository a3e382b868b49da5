"""`wargame coding judge`: cost first, models beside people, a cap, a kill, and a judge named who goes by the order."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.coding.games import drawn
from tests.coding.judge_stub import JudgeStub, coded_by_rule, judges_sit
from wargame.coding.coding_folder import key_folder
from wargame.coding.given_codes import add_code
from wargame.coding.judge_files import judges_of
from wargame.stub import Settings

from .conftest import Run

pytestmark = pytest.mark.usefixtures("bare")


def models(stub: JudgeStub, *names: str) -> list[str]:
    return [word for name in names for word in ("--model", f"llm:{name}@{stub.url}")]


def test_judges_stand_beside_people_and_the_one_who_takes_the_first_is_named(tmp_path: Path, wargame: Run) -> None:
    for name in ("statsmodels", "krippendorff", "scipy"):
        pytest.importorskip(name, reason=f"{name} is not installed: pip install '.[analysis]'")
    coding = drawn(tmp_path)
    coded_by_rule(coding, "a-1")
    for item in coding.items:
        add_code(coding, "b-1", item, "other")
    with judges_sit() as stub:
        said = wargame("coding", "judge", coding.path, *models(stub, "rule", "first", "refuser", "prose"))
        assert said.code == 0
    items = len(coding.items)
    asked = 2 * items
    assert said.out == (
        f"{4 * asked} of {4 * asked} questions answered: {2 * asked} coded, {asked} refused, {asked} unread; "
        f"{said.out.rpartition('; ')[2]}"
    )
    assert f"llm:rule@{stub.url}: at most {asked} calls, " in said.err
    found = wargame("coding", "agree", coding.path, "--json").json
    assert [row["coders"] for row in found["agreement"]] == [["a-1", "b-1"]] * 4, "people among themselves"
    by_rule = [row for row in found["judged"] if f"llm:rule@{stub.url}" in (row["judge"], row["other"])]
    assert [row["kappa"] for row in by_rule if row["other"] == "a-1"] == [1.0] * 4
    assert {row["kind"] for row in by_rule} == {"person", "majority", "orders", "judge"}
    assert found["judged"][-1]["kind"] == "panel"
    assert {each["judge"].partition("@")[0]: each["leans"] for each in found["order"]} == {
        "llm:first": "first",
        "llm:rule": "",
    }
    shown = wargame("coding", "agree", coding.path)
    assert f"warning: first goes by the order of the categories: of {items} items" in shown.err
    assert "rule goes by" not in shown.err
    assert [line.split()[:5] for line in shown.out.splitlines() if line.startswith(("refuser  ", "prose  "))][:2] == [
        ["prose", str(asked), "0", "0", str(asked)],
        ["refuser", str(asked), "0", str(asked), "0"],
    ]
    assert wargame("coding", "table", coding.path, "--out", tmp_path / "codes.csv").code == 0
    with (tmp_path / "codes.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2 * items + 4 * asked
    refused = [row for row in rows if row["coder"].startswith("llm:refuser@")]
    assert {(row["outcome"], row["category"], row["order"], row["replicate"]) for row in refused} == {
        ("refused", "", "1", "1"),
        ("refused", "", "2", "1"),
    }


def test_a_dry_run_says_what_it_costs_asks_nobody_and_writes_nothing(
    tmp_path: Path, wargame: Run, priced: None
) -> None:
    coding = drawn(tmp_path, most=3)
    with judges_sit() as stub:
        said = wargame("coding", "judge", coding.path, *models(stub, "stub"), "--replicates", 2, "--dry-run")
        assert stub.tally.requests.total() == 0
    assert said.code == 0
    assert said.err.startswith(f"llm:stub@{stub.url}: at most 12 calls, ")
    assert "reply tokens, 0.1" in said.err, "12 calls of 1,200 tokens of reply at most, at 8 for a million"
    assert "USD" in said.err
    assert not (coding.path / "judges").exists()


def test_a_dry_run_as_data_says_the_worst_case_as_well_and_empty_replies_stay_below_it(
    tmp_path: Path, wargame: Run
) -> None:
    coding = drawn(tmp_path, most=3)
    with judges_sit() as stub:
        words = ("coding", "judge", coding.path, *models(stub, "mute"), "--json")
        planned = wargame(*words, "--dry-run").json
        (judge,) = planned["judges"]
        said = wargame(*words)
        seen = [each.body.get("max_tokens") or each.body["max_completion_tokens"] for each in stub.tally.seen]
    assert (planned["questions"], planned["open"], judge["calls"]) == (6, 6, 6)
    assert "at the very worst, where nothing that comes can be read, 36 calls, " in said.err
    assert judge["completion"] < sum(seen) <= judge["worst"]["completion"]
    assert len(seen) <= judge["worst"]["calls"]


def test_a_judge_needs_no_key_and_its_file_tells_nothing_of_it(tmp_path: Path, wargame: Run) -> None:
    coding = drawn(tmp_path, most=3)
    key_folder(coding.path).rename(tmp_path / "elsewhere")
    with judges_sit() as stub:
        assert wargame("coding", "judge", coding.path, *models(stub, "rule")).code == 0
        sent = json.dumps([each.body for each in stub.tally.seen])
    (judge,) = judges_of(coding)
    for secret in ("orblatt", "edwig", "uarles", "game.jsonl"):
        assert secret not in sent + judge.path.read_text()


def test_a_struck_cap_ends_with_another_code_and_keeps_what_was_coded(tmp_path: Path, wargame: Run) -> None:
    coding = drawn(tmp_path, most=6)
    with judges_sit() as stub:
        said = wargame("coding", "judge", coding.path, *models(stub, "rule"), "--tokens", 2000)
        (judge,) = judges_of(coding)
        done = len(judge.answers)
        assert (said.code, 0 < done < 12) == (1, True)
        assert "open: the cap of 2,000 tokens has no room for this call" in said.err
        assert f"{12 - done} questions are open; the same command goes on" in said.err
        again = wargame("coding", "judge", coding.path, *models(stub, "rule"), "--json").json
    assert (again["questions"], again["coded"], again["faults"]) == (12, 12, [])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--model", "scripted"), "--model scripted: this must be a model"),
        (("--model", "llm:x@http://u:secret@localhost:1/v1"), "may hold no user, password"),
        (("--model", "llm:x@http://localhost:1/v1", "--money", "1"), "the price of llm:x@http://localhost:1/v1 is"),
        (("--model", "llm:x@https://example.org/v1"), "needs a key"),
        (("--model", "llm:x@http://localhost:1/v1", "--orders", "3"), "--orders"),
    ],
)
def test_bad_input_is_said_before_anybody_is_asked(
    tmp_path: Path, wargame: Run, words: tuple[str, ...], said: str
) -> None:
    coding = drawn(tmp_path, most=1)
    found = wargame("coding", "judge", coding.path, *words)
    assert (found.code, said in found.err) == (2, True), found.err
    assert "secret" not in found.err
    assert not (coding.path / "judges").exists()


def test_words_that_leave_the_house_are_said(tmp_path: Path, wargame: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    coding = drawn(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    said = wargame("coding", "judge", coding.path, "--model", "llm:x@https://example.org/v1", "--dry-run")
    assert f"{len(coding.items)} items are sent to https://example.org/v1, " in said.err


@pytest.mark.slow
def test_a_killed_process_goes_on_and_pays_for_what_was_in_flight_alone(tmp_path: Path) -> None:
    coding = drawn(tmp_path)
    questions = 2 * len(coding.items)
    with judges_sit(Settings(latency=0.6, slots=2)) as stub:
        command = [sys.executable, "-m", "wargame.cli", "coding", "judge", str(coding.path), *models(stub, "rule")]
        first = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 300
        while sum(len(judge.answers) for judge in judges_of(coding)) < 6:
            assert time.monotonic() < until
            assert first.poll() is None
            time.sleep(0.05)
        first.kill()
        first.wait()
        while stub.tally.open:
            assert time.monotonic() < until, "the stub notices that nobody waits any more"
            time.sleep(0.02)
        kept = sum(len(judge.answers) for judge in judges_of(coding))
        before = stub.tally.statuses[200]
        assert kept < questions
        stub.settings = Settings()
        said = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
        assert f"{questions} of {questions} questions answered: {questions} coded" in said.stdout
        assert stub.tally.statuses[200] - before <= questions - kept
