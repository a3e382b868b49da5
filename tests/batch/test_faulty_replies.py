"""Three in ten replies of all kinds of faults: no game is lost, none counts twice, and the cap over the set holds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.studies import planned
from tests.batch.test_model_games import study
from tests.cli import stubs
from wargame.batch.means_taken import PLAYING
from wargame.batch.result_tables import prove
from wargame.batch.run_ledger import contents
from wargame.batch.runner import run_experiment

KINDS = ("429", "500", "503", "dropped", "truncated", "malformed", "prose", "refusal", "no-usage", "illegal")

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_keys")]


@pytest.fixture
def faulty() -> Iterator[str]:
    with stubs.process("--seed", 3, *(word for kind in KINDS for word in ("--fault", f"{kind}=0.03"))) as url:
        yield url


def sealed_lines(folder: Path) -> Counter[str]:
    lines = (line for path in folder.glob("ledger-*") for line in path.read_text(encoding="utf-8").splitlines())
    return Counter(each["run"] for each in map(json.loads, lines) if each["what"] == "sealed")


def spent(folder: Path) -> int:
    """Tokens of all games, sealed and in progress, as far as the endpoint told them."""
    total = sum(sealed.read.tokens for sealed in contents(folder).sealed.values())
    for path in (folder / PLAYING).glob("*.jsonl"):
        for entry in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if entry["kind"] == "call":
                total += sum(entry["data"]["usage"][part] or 0 for part in ("prompt", "completion"))
    return total


def test_a_cap_holds_among_faults_and_what_it_stopped_goes_on_once_it_is_raised(tmp_path: Path, faulty: str) -> None:
    text, folder = study(faulty).replace("count: 2", "count: 6"), tmp_path / "games"
    free = run_experiment(planned(tmp_path, text), tmp_path / "free", games=6)
    assert free.complete
    assert free.fallbacks, "some faults outlast what is asked again"
    cap = spent(tmp_path / "free") // 2
    stopped = run_experiment(planned(tmp_path, f"{text}budget: {{tokens: {cap}}}\n"), folder, games=6)
    assert 0 < stopped.sealed < stopped.runs, "the cap lets some games end and others not begin"
    assert stopped.means is not None
    assert stopped.means.waiting or stopped.stopped
    assert stopped.runs == stopped.sealed + len(stopped.stopped) + stopped.not_started, "none failed, none is lost"
    assert 0 < spent(folder) <= cap
    plan = planned(tmp_path, f"{text}budget: {{tokens: {cap * 8}}}\n")
    assert run_experiment(plan, folder, games=6).complete
    assert sealed_lines(folder) == Counter(run.id for run in plan.runs), "each game is sealed once"
    assert not list((folder / PLAYING).iterdir())
    assert prove(plan, contents(folder)) == len(plan.runs)
