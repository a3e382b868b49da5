"""A scenario as a task of Inspect: its providers play a seat, its log has the calls, errors are clustered by seed."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from wargame.errors import SpecError
from wargame.stub import Settings, Stub
from wargame.transcript.reading import read
from wargame.transcript.verify import replay

pytestmark = pytest.mark.slow
SEATS = ("rome", "meta")
ROOT = Path(__file__).resolve().parents[2]
inspect_log = pytest.importorskip(
    "inspect_ai.log", reason="inspect-ai is not installed; nothing but logs and tasks of Inspect needs it"
)


async def _played(folder: Path, asked: Sequence[str]) -> None:
    """As it is typed, in a process of its own, against the stub behind one of Inspect's providers."""
    words = ["eval", f"{ROOT / 'wargame/evaluation/inspect_task.py'}@table", "--display", "none", "--log-dir", "logs"]
    words += [part for one in ("turns=1", "records=games", *asked) for part in ("-T", one)]
    async with Stub(Settings()) as stub:
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "inspect_ai", *words, "--model", "openai-api/stub/stub"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "STUB_API_KEY": "none", "STUB_BASE_URL": stub.url},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    assert done.returncode == 0, done.stdout


def played(folder: Path, *asked: str) -> Any:
    """The log of a task that was carried out."""
    asyncio.run(_played(folder, asked))
    (path,) = (folder / "logs").iterdir()
    log = inspect_log.read_eval_log(str(path))
    assert log.status == "success", log.error
    return log


def test_a_seat_is_played_through_a_provider_and_errors_are_clustered_by_seed(tmp_path: Path) -> None:
    log = played(tmp_path, "scenario=first-download", "seat=rome", "seeds=3", "games=2")
    by_seed: dict[int, list[float]] = {}
    for sample in log.samples:
        assert sample.scores["final_scores"].value["own_decisions"] == 1
        assert {event.role for event in sample.events if event.event == "model"} == {"rome"}
        by_seed.setdefault(sample.metadata["seed"], []).append(sample.scores["final_scores"].value["rome"])
    assert [len(values) for values in by_seed.values()] == [2, 2, 2]
    (rome,) = [score for score in log.results.scores if score.name == "rome"]
    values = [value for each in by_seed.values() for value in each]
    mean = sum(values) / len(values)
    between = sum(sum(value - mean for value in each) ** 2 for each in by_seed.values())
    assert rome.metrics["mean"].value == pytest.approx(mean)
    assert rome.metrics["stderr"].value == pytest.approx(sqrt(3 / 2 * between) / len(values), rel=0.25)
    naive = sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1) / len(values))
    assert rome.metrics["stderr"].value > naive, "games of one seed are no independent ones"


def test_the_record_of_each_game_is_proved_like_any_other(tmp_path: Path) -> None:
    log = played(tmp_path, "scenario=first-download", "seat=rome,meta", "seeds=1")
    (path,) = (tmp_path / "games").iterdir()
    game = replay(read(path))
    (sample,) = log.samples
    scores = game.record.entries[-1].data["scores"]
    value = sample.scores["final_scores"].value
    assert {seat: value[seat] for seat in SEATS} == {seat: scores[seat] for seat in SEATS}
    calls = [entry for entry in game.record.entries if entry.kind == "call"]
    assert len(calls) == sum(event.event == "model" for event in sample.events) > 2
    by_seat = {
        seat: sum(entry.data["endpoint"] == f"http://{seat}.inspect.internal" for entry in calls) for seat in SEATS
    }
    roles = Counter(event.role for event in sample.events if event.event == "model")
    assert by_seat == dict(roles), "two seats of one model are told apart"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [({"seat": "atlantis"}, "there is no such seat"), ({"seat": " , "}, "name at least one seat")],
)
def test_a_seat_that_there_is_not_is_named_before_a_model_is_asked(asked: dict[str, str], sentence: str) -> None:
    from wargame.evaluation.inspect_task import table

    with pytest.raises(SpecError, match=sentence):
        table(scenario="first-download", **asked)
