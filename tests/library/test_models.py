"""Language models in a program's game: specs as on the command line, calls as a typed table, a cap that holds."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

import wargame
from tests.cli import stubs


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with stubs.process("--seed", 3, "--latency", 0) as url:
        yield url


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No key, no address and no tables of the user's own."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def test_a_model_takes_a_seat_and_its_calls_are_a_typed_table(url: str) -> None:
    async def cell() -> wargame.Record:
        return wargame.play("first-download", seats={"rome": f"llm:stub@{url}"}, seed=4, turns=1)

    record = asyncio.run(cell())
    record.verify()
    calls = record.table("calls")
    assert len(calls) >= 3
    assert {type(count) for count in calls["prompt_tokens"]} == {int}
    assert {type(seconds) for seconds in calls["seconds"]} == {float}
    assert all(".rome" in str(decision) for decision in calls["decision"])
    assert len(record.table("calls", "rome")) == 0


def test_tokens_are_a_cap_and_what_was_paid_for_is_in_the_file(url: str, tmp_path: Path) -> None:
    out = tmp_path / "capped.jsonl"
    with pytest.raises(wargame.BudgetSpent):
        wargame.play("first-download", everyone=f"llm:stub@{url}", turns=2, tokens=60_000, out=out)
    begun = wargame.read(out)
    assert not begun.finished
    assert len(begun.table("calls")) > 0


@pytest.mark.slow
def test_a_model_that_cannot_be_reached_is_said_before_anything_is_written(tmp_path: Path) -> None:
    out = tmp_path / "never.jsonl"
    with pytest.raises(wargame.SpecError, match=r"127\.0\.0\.1:9"):
        wargame.play("first-download", seats={"rome": "llm:stub@http://127.0.0.1:9/v1"}, out=out)
    assert not out.exists()
