"""The tables of profiles and prices: what ships holds together, and a user's own table wins."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wargame.errors import SpecError
from wargame.players.llm import prices, profiles
from wargame.players.llm.address import Endpoint, endpoint_of

NOWHERE = Path("there-is-no-such-table.yaml")


def of(spec: str) -> Endpoint:
    return endpoint_of(spec, {"OPENAI_API_KEY": "sk-abc"})


def test_the_shipped_profiles_know_the_peculiarities_of_endpoints() -> None:
    table = profiles.load(NOWHERE)
    assert table.of_endpoint(of("llm:gpt-4.1")).token_field == "max_completion_tokens"
    assert table.of_endpoint(of("llm:deepseek-chat@https://api.deepseek.com")).rung == "json_object"
    router = table.of_endpoint(of("llm:x/y@https://openrouter.ai/api/v1"))
    assert router.extra == {"provider": {"require_parameters": True}}
    assert router.keys[0] == "OPENROUTER_API_KEY"
    home = table.of_endpoint(of("llm:llama3.2@http://localhost:11434/v1"))
    assert (home.schemas, home.seconds) == ("tight", 600)
    assert table.of_endpoint(of("llm:gpt-4.1")).schemas == "stable"
    small = table.of_endpoint(of("llm:smollm2-135m@http://127.0.0.1:8093/v1"))
    assert (small.start, small.most, small.schema_extra) == (2, 4, {})


@pytest.mark.parametrize(
    "spec",
    [
        "llm:o4-mini",
        "llm:gpt-5.4",
        "llm:openai/o3@https://openrouter.ai/api/v1",
        "llm:deepseek/deepseek-r1:free@https://openrouter.ai/api/v1",
        "llm:deepseek-r1:14b@http://localhost:11434/v1",
        "llm:gpt-oss:20b@http://localhost:11434/v1",
        "llm:deepseek-reasoner@https://api.deepseek.com",
        "llm:Qwen/Qwen3-30B-A3B-Thinking-2507@http://gpu-box:8000/v1",
        "llm:mistralai/magistral-small@http://localhost:1234/v1",
    ],
)
def test_a_known_thinker_has_room_for_thought_wherever_it_is_served(spec: str) -> None:
    found = profiles.load(NOWHERE).of_endpoint(of(spec))
    assert found.output_tokens >= 6000
    assert found.most_output_tokens >= 2 * found.output_tokens


@pytest.mark.parametrize(
    "spec", ["llm:gpt-4.1", "llm:llama3.2@http://localhost:11434/v1", "llm:qwen3-coder@http://a/v1"]
)
def test_a_model_that_is_not_known_to_think_keeps_the_usual_room(spec: str) -> None:
    assert profiles.load(NOWHERE).of_endpoint(of(spec)).output_tokens < 6000


def test_a_users_own_entry_wins_over_the_shipped_ones(tmp_path: Path) -> None:
    own = tmp_path / "profiles.yaml"
    own.write_text('profiles:\n  - {endpoint: "api.openai.com/*", model: "gpt-4.1*", most: 7, rung: tool}\n')
    table = profiles.load(own)
    mine = table.of_endpoint(of("llm:gpt-4.1-mini"))
    assert (mine.most, mine.rung, mine.token_field) == (7, "tool", "max_completion_tokens")
    assert table.of_endpoint(of("llm:gpt-4o")).most == 100


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("profiles: [{endpoint: x, speed: 3}]", "entry 1: speed is unknown"),
        ("profiles: [{endpoint: x}, {rung: best}]", "entry 2: rung"),
        ("profiles: 3", "a list of entries under the key `profiles`"),
        ("profiles: [", "this is no YAML"),
    ],
)
def test_a_faulty_table_is_named_with_its_entry(tmp_path: Path, text: str, says: str) -> None:
    own = tmp_path / "profiles.yaml"
    own.write_text(text)
    with pytest.raises(SpecError, match=re.escape(says)) as caught:
        profiles.load(own)
    assert str(own) in str(caught.value)


def test_prices_are_found_by_the_most_particular_entry() -> None:
    table = prices.load(NOWHERE)
    big, small = table.of(of("llm:gpt-4.1-2025-04-14")), table.of(of("llm:gpt-4.1-mini"))
    assert big is not None
    assert small is not None
    assert small.input < big.input
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", price.date) and price.source for _, price in table.entries)
    assert all((price.cached or 0) <= price.input <= price.output for _, price in table.entries)


def test_an_unknown_price_is_none_even_for_a_known_name_elsewhere() -> None:
    table = prices.load(NOWHERE)
    assert table.of(of("llm:gpt-4.1@https://proxy.example.org/v1")) is None
    assert table.of(of("llm:llama3.2@http://localhost:11434/v1")) is None


def test_a_price_must_name_its_model_and_its_source(tmp_path: Path) -> None:
    own = tmp_path / "prices.yaml"
    own.write_text("prices: [{input: 1, output: 2, source: here, date: 2026-01-01}]")
    with pytest.raises(SpecError, match="must name its `model`"):
        prices.load(own)
    own.write_text("prices: [{model: m, input: 1, output: 2}]")
    with pytest.raises(SpecError, match="source"):
        prices.load(own)


def test_a_users_own_price_wins(tmp_path: Path) -> None:
    own = tmp_path / "prices.yaml"
    own.write_text("prices: [{model: llama3.2, input: 0.1, output: 0.2, source: my meter, date: 2026-01-01}]")
    found = prices.load(own).of(of("llm:llama3.2@http://localhost:11434/v1"))
    assert found is not None
    assert (found.input, found.cached) == (0.1, None)


def test_no_shipped_profile_sends_a_key_that_was_measured_to_do_nothing() -> None:
    """`x-guidance` was to keep blanks out of JSON; the server that local models come with sends the same bytes."""
    told = [(entry.says.get("schema_extra", {}), entry.says.get("extra", {})) for entry in profiles.load().entries]
    assert told
    assert not any("x-guidance" in keys for pair in told for keys in pair)
