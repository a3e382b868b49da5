"""Rows of control's lists: players in as few cells as say who plays."""

from __future__ import annotations

import pytest

from wargame.present.record_rows import short_spec


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
