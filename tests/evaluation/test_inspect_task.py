"""A scenario as a task of Inspect: its providers play a seat, its log has the calls, errors are clustered by seed."""

from __future__ import annotations

import asyncio
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from wargame.errors import SpecError
from wargame.stub import Settings, Stub
from wargame.transcript.reading import read
from wargame.transcript.verify import replay

pytestmark = pytest.mark.slow
inspect_ai = pytest.importorskip(
    "inspect_ai", reason="inspect-ai is not installed; nothing but logs and tasks of Inspect needs it"
)


async def played(folder: Path, monkeypatch: pytest.MonkeyPatch, **asked: Any) -> Any:
    from wargame.evaluation.inspect_task import table

    async with Stub(Settings()) as stub:
        monkeypatch.setenv("STUB_API_KEY", "none")
        monkeypatch.setenv("STUB_BASE_URL", stub.url)
        (log,) = await inspect_ai.eval_async(
            table(scenario="first-download", turns=1, records=str(folder / "games"), **asked),
            model="openai-api/stub/stub",
            log_dir=str(folder / "logs"),
            fail_on_error=True,
        )
    return log


def test_a_seat_is_played_through_a_provider_and_errors_are_clustered_by_seed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = asyncio.run(played(tmp_path, monkeypatch, seat="rome", seeds=3, games=2))
    assert log.status == "success", log.error
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


def test_the_record_of_each_game_is_proved_like_any_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = asyncio.run(played(tmp_path, monkeypatch, seat="rome, meta", seeds=1))
    assert log.status == "success", log.error
    (path,) = (tmp_path / "games").iterdir()
    game = replay(read(path))
    (sample,) = log.samples
    scores = game.record.entries[-1].data["scores"]
    value = sample.scores["final_scores"].value
    assert {seat: value[seat] for seat in ("rome", "meta")} == {seat: scores[seat] for seat in ("rome", "meta")}
    calls = [entry for entry in game.record.entries if entry.kind == "call"]
    assert len(calls) == sum(event.event == "model" for event in sample.events) > 2
    assert all(entry.data["endpoint"] == "http://inspect.internal" for entry in calls)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [({"seat": "atlantis"}, "there is no such seat"), ({"seat": " , "}, "name at least one seat")],
)
def test_a_seat_that_there_is_not_is_named_before_a_model_is_asked(asked: dict[str, str], sentence: str) -> None:
    from wargame.evaluation.inspect_task import table

    with pytest.raises(SpecError, match=sentence):
        table(scenario="first-download", **asked)
