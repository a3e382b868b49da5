"""Rows of control's lists: words instead of names in files, and players in as few cells as say who plays."""

from __future__ import annotations

import pytest

from wargame.core.events import Event
from wargame.core.ids import PUBLIC
from wargame.scenario.build import build
from wargame.scenario.bundle import load
from wargame.ui.control.rows import event_in_full, record_row, short_spec

SCORE = "Rome scores 1.0: us_stack_share +3.4; red line: open_lag_above_9 -10.0."


def scored() -> Event:
    return Event("3.1", 3, "end", "score_given", "scoring", (), PUBLIC, SCORE, about=("rome",))


def test_what_is_scored_goes_by_its_words_in_the_record_and_in_full() -> None:
    setting = build(load("first-download"), None, {}, None).setting
    for told in (record_row(scored(), setting).text, event_in_full(scored(), setting)):
        assert "us stack share +3.4; red line: open lag above 9 -10.0" in told


@pytest.mark.parametrize(
    ("spec", "shown"),
    [
        ("llm:small@http://127.0.0.1:8093/v1", "llm:small"),
        ("llm:hosted", "llm:hosted"),
        ("recorded:games/a@b.jsonl", "recorded:games/a@b.jsonl"),
        ("scripted:patron", "scripted:patron"),
    ],
)
def test_a_model_is_named_without_its_address(spec: str, shown: str) -> None:
    assert short_spec(spec) == shown
