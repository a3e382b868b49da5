"""What a seat knew is told of whose models they are, and not of whose machines they lie on."""

from __future__ import annotations

from wargame.review.knowledge import Knowledge, as_text, maker_of
from wargame.transcript.verify import Replayed


def test_a_copy_on_ones_own_machines_is_told_as_its_makers_model(replayed: Replayed) -> None:
    setting = replayed.sequence.book.setting
    view = Knowledge(replayed, "kyiv").at(1)
    own = [line for line in view.access.values() if line.holder == line.supplier == "kyiv"]
    assert own
    assert all(maker_of(view, line) == view.models[line.model].owner != "kyiv" for line in own)
    text = as_text(view, setting)
    assert "Kyiv uses Gemma of Google DeepMind by weights" in text
    assert "of Kyiv by weights" not in text
