"""A turn with two seats played by a real small model, through the command line as a user would do it."""

from __future__ import annotations

import json
from pathlib import Path
from time import monotonic

import pytest

from wargame.cli import main
from wargame.review.proof import verify
from wargame.transcript.reading import read
from wargame.transcript.verify import decisions_of

pytestmark = [pytest.mark.live_llm, pytest.mark.slow]

PACK = Path(__file__).resolve().parents[1] / "scenario" / "tiny"
PHASE_SECONDS = 75
"""Longest that a phase waits, so that a busy machine makes this test inconclusive and not long."""


ONE_AT_A_TIME = 'profiles: [{endpoint: local, model: "smollm2-*", start: 1, most: 1}]'
"""So that a slow machine finishes one answer in the time that two would share."""


def test_a_turn_of_two_model_seats_is_played_recorded_and_proves_itself(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "wargame").mkdir()
    (tmp_path / "wargame" / "profiles.yaml").write_text(ONE_AT_A_TIME)
    out, spec = tmp_path / "game.jsonl", f"llm:smollm2-135m@{url}"
    seats = [word for seat in ("alba", "boreas") for word in ("--seat", f"{seat}={spec}")]
    begun = monotonic()
    patience = ["--phase-seconds", str(PHASE_SECONDS)]
    code = main(["run", str(PACK), "--seats", "pair", "--turns", "1", *seats, *patience, "--out", str(out), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert code == 0
    assert monotonic() - begun < 5 * PHASE_SECONDS

    record = read(out)
    made = [each for each in decisions_of(record).values() if each.player == spec]
    assert {each.seat for each in made} == {"alba", "boreas"}
    assert {each.phase for each in made} >= {"talk", "orders"}
    assert {each.origin for each in made} <= {"chosen", "repaired", "fallback", "timeout", "refusal"}
    assert verify(out).turns == 1

    calls = [entry.data for entry in record.entries if entry.kind == "call"]
    answered = [call for call in calls if call["status"] == 200]
    if not answered:
        pytest.skip(f"inconclusive: this machine is too busy for one answer in {PHASE_SECONDS} s a phase")
    for call in answered:
        assert call["returned_model"] == "smollm2-135m"
        assert call["usage"]["prompt"] > 500
        assert call["usage"]["completion"] > 0
        assert call["reply"]
    assert told["usage"]["calls"] == len(calls)
