"""A game of models as a log of Inspect is read back by Inspect itself, and holds what the record holds."""

from __future__ import annotations

import stat
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from wargame.errors import MissingLibrary, SpecError
from wargame.evaluation.inspect_log import TAKEN_OUT, write_inspect_log
from wargame.scenario.find import content_root
from wargame.transcript.reading import read
from wargame.transcript.verify import Replayed, replay

RECORDS = content_root() / "transcripts"
MISSING = "inspect-ai is not installed; nothing but logs and tasks of Inspect needs it"


@pytest.fixture(scope="module")
def game() -> Replayed:
    return replay(read(RECORDS / "first-download-qwen-1.5b.jsonl"))


@pytest.fixture(scope="module")
def log(game: Replayed, tmp_path_factory: pytest.TempPathFactory) -> Any:
    inspect_log = pytest.importorskip("inspect_ai.log", reason=MISSING)
    path = tmp_path_factory.mktemp("logs") / "game.eval"
    made = write_inspect_log(game, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600, "control's view is its owner's alone"
    assert set(made.seats) == {"rome", "anthropic", "meta", "palantir"}
    return inspect_log.read_eval_log(str(path), resolve_attachments=True)


def calls(game: Replayed) -> list[dict[str, Any]]:
    return [dict(entry.data) for entry in game.record.entries if entry.kind == "call"]


def test_each_call_of_the_record_is_an_event_of_its_seat_with_its_whole_prompt(game: Replayed, log: Any) -> None:
    (sample,) = log.samples
    events = [event for event in sample.events if event.event == "model"]
    recorded = calls(game)
    assert [event.metadata["decision"] for event in events] == [call["decision"] for call in recorded]
    assert [event.role for event in events] == [call["decision"].rpartition(".")[2] for call in recorded]
    texts = {str(e.data["hash"]): str(e.data["text"]) for e in game.record.entries if e.kind == "blob"}
    for event, call in zip(events, recorded, strict=True):
        for message, (speaker, pieces) in zip(event.input, call["messages"], strict=True):
            assert message.role == speaker
            assert message.text == "\n\n".join(texts[piece] for piece in pieces)
            assert TAKEN_OUT not in message.text
        assert event.output.completion == str(call["reply"])


def test_tokens_are_counted_by_seat_and_by_model(game: Replayed, log: Any) -> None:
    wanted: Counter[str] = Counter()
    for call in calls(game):
        wanted[call["decision"].rpartition(".")[2]] += call["usage"]["completion"] or 0
    (sample,) = log.samples
    assert {seat: usage.output_tokens for seat, usage in sample.role_usage.items()} == dict(wanted)
    assert sum(usage.output_tokens for usage in sample.model_usage.values()) == sum(wanted.values()) > 0
    assert {seat: config.model for seat, config in log.eval.model_roles.items()} == dict.fromkeys(
        ("meta", "palantir", "rome", "anthropic"), "qwen2.5-coder-1.5b"
    )


def test_scores_are_those_of_the_games_last_line_and_phases_are_spans(game: Replayed, log: Any) -> None:
    (sample,) = log.samples
    end = game.record.entries[-1].data
    assert {seat: score.value for seat, score in sample.scores.items()} == dict(end["scores"])
    assert {score.name: score.metrics["value"].value for score in log.results.scores} == dict(end["scores"])
    begun = [event.name for event in sample.events if event.event == "span_begin"]
    assert begun[:3] == ["turn 1", "turn 1, talk", "turn 1, orders"]
    assert len(begun) == len(set(begun)) == sum(event.event == "span_end" for event in sample.events)
    assert log.eval.metadata["view"].startswith("control")
    assert log.status == "success"


def test_a_game_without_models_and_a_file_that_inspect_would_not_know_are_refused(
    game: Replayed, tmp_path: Path
) -> None:
    scripted = replay(read(RECORDS / "first-download-scripted.jsonl"))
    with pytest.raises(SpecError, match="no model was asked in this game"):
        write_inspect_log(scripted, tmp_path / "game.eval")
    with pytest.raises(SpecError, match=r"ends in \.eval"):
        write_inspect_log(game, tmp_path / "game.json")
    assert list(tmp_path.iterdir()) == []


def test_without_inspect_the_way_to_it_is_said(game: Replayed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "inspect_ai.log", None)
    with pytest.raises(MissingLibrary, match=r"`pip install inspect-ai`"):
        write_inspect_log(game, tmp_path / "game.eval")
