"""A spec and the environment give an address; what is missing is said with the ways out, and no secret is recorded."""

from __future__ import annotations

import pytest

from wargame.errors import SpecError
from wargame.players import specs
from wargame.players.llm.address import HOSTED, endpoint_of, is_local, parse

KEYED = {"OPENAI_API_KEY": "sk-abc"}


@pytest.mark.parametrize(
    ("spec", "model", "url"),
    [
        ("llm:gpt-4.1", "gpt-4.1", None),
        ("llm:llama3.2:3b@http://localhost:11434/v1", "llama3.2:3b", "http://localhost:11434/v1"),
        ("meta-llama/x@https://openrouter.ai/api/v1", "meta-llama/x", "https://openrouter.ai/api/v1"),
        ("llm:@cf/meta/llama@https://api.example.org/v1", "@cf/meta/llama", "https://api.example.org/v1"),
    ],
)
def test_a_spec_names_a_model_and_perhaps_an_address(spec: str, model: str, url: str | None) -> None:
    assert parse(spec) == (model, url)


def test_the_address_comes_from_the_spec_then_the_environment_then_the_default() -> None:
    environ = {**KEYED, "OPENAI_BASE_URL": "http://localhost:1234/v1/"}
    assert endpoint_of("llm:m@http://10.0.0.5:8000/v1", environ).url == "http://10.0.0.5:8000/v1"
    assert endpoint_of("llm:m", environ).url == "http://localhost:1234/v1"
    assert endpoint_of("llm:m", KEYED).url == HOSTED


def test_without_key_and_address_every_way_out_is_named() -> None:
    with pytest.raises(SpecError) as caught:
        endpoint_of("llm:gpt-4.1", {})
    said = str(caught.value)
    for way in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "localhost:11434", "wargame local serve", "wargame local stub"):
        assert way in said
    assert "\n" not in said


def test_a_hosted_address_needs_a_key_and_a_local_one_does_not() -> None:
    with pytest.raises(SpecError, match=r"https://api\.example\.org/v1 needs a key"):
        endpoint_of("llm:m@https://api.example.org/v1", {})
    assert endpoint_of("llm:m@http://127.0.0.1:9/v1", {}).key is None


def test_the_first_key_that_is_set_is_taken() -> None:
    keys = ("OPENROUTER_API_KEY", "OPENAI_API_KEY")
    environ = {"OPENROUTER_API_KEY": "sk-or", **KEYED}
    assert endpoint_of("llm:m@https://openrouter.ai/api/v1", environ, keys).key == "sk-or"
    assert endpoint_of("llm:m@https://openrouter.ai/api/v1", KEYED, keys).key == "sk-abc"


@pytest.mark.parametrize("word", ["llm", "single"])
@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("@http://localhost:1/v1", "the model is missing before @; it must be {word}:MODEL@BASE_URL"),
        ("m@", "the base URL is missing after @; it must look like https://HOST/v1"),
        ("m@http://localhost:1/v1,x=1", "a base URL holds no comma"),
        ("m@notaurl", "'notaurl' is no base URL, which must look like https://HOST/v1"),
        ("m", "such as {word}:MODEL@http://localhost:11434/v1"),
    ],
)
def test_what_is_wrong_with_a_spec_is_said_in_its_own_form(word: str, rest: str, said: str) -> None:
    with pytest.raises(SpecError) as caught:
        endpoint_of(f"{word}:{rest}", {})
    assert said.format(word=word) in str(caught.value)


@pytest.mark.parametrize("spec", ["llm:m@", "single:@http://localhost:1/v1", "single:m@http://localhost:1/v1,x=1"])
def test_a_malformed_spec_is_refused_before_any_key_is_looked_for(spec: str) -> None:
    with pytest.raises(SpecError):
        specs.check(spec)


def test_a_model_whose_name_has_a_version_behind_an_at_is_asked_where_there_is_a_key() -> None:
    assert endpoint_of("llm:m@20250101", KEYED).model == "m@20250101"


@pytest.mark.parametrize("key", ["sk abc", "sk-\u00e4", "sk\nabc"])
def test_a_key_with_blanks_or_odd_characters_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(SpecError) as caught:
        endpoint_of("llm:m", {"OPENAI_API_KEY": key})
    assert key not in str(caught.value)


@pytest.mark.parametrize(
    "spec",
    [
        "llm:m@https://user:hunter22@x.org/v1",
        "llm:m@https://x.org/v1?api-key=hunter22",
        "llm:m@https://x.org/v1#hunter22",
    ],
)
def test_a_spec_with_a_secret_in_it_is_refused_without_showing_it(spec: str) -> None:
    with pytest.raises(SpecError) as caught:
        specs.check(spec)
    assert "hunter22" not in str(caught.value)
    assert "OPENAI_API_KEY" in str(caught.value)


def test_what_is_recorded_of_an_address_in_the_environment_holds_no_secret() -> None:
    environ = {"OPENAI_BASE_URL": "https://user:hunter22@x.org:8443/v1/?token=tok-4711", **KEYED}
    endpoint = endpoint_of("llm:m", environ)
    assert endpoint.name == "https://x.org:8443/v1"
    assert endpoint.clean("sk-abc hunter22 token=tok-4711") == "[secret] [secret] [secret]"
    assert "sk-abc" not in repr(endpoint)


@pytest.mark.parametrize("key", ["none", "EMPTY", "ollama", "lm-studio", "sk-no-key-required"])
def test_a_word_set_where_no_key_is_needed_is_not_blotted_out_of_replies(key: str) -> None:
    endpoint = endpoint_of("llm:m@http://127.0.0.1:8000/v1", {"OPENAI_API_KEY": key})
    assert endpoint.key == key
    reply = f'{{"audit": "{key}", "text": "{key}"}}'
    assert endpoint.clean(reply) == reply


@pytest.mark.parametrize("key", ["sk-none-12345678", "correct-horse", "token-abc123"])
def test_any_other_key_is_blotted_out(key: str) -> None:
    endpoint = endpoint_of("llm:m@http://127.0.0.1:8000/v1", {"OPENAI_API_KEY": key})
    assert key not in endpoint.clean(f"a reply with {key} in it")


@pytest.mark.parametrize(
    "spec", ["llm:m@localhost:8000", "llm:m@ftp://x/v1", "llm:m@http://", "llm:m@http://x:99999/v1"]
)
def test_an_address_that_is_none_is_refused(spec: str) -> None:
    with pytest.raises(SpecError, match="http"):
        endpoint_of(spec, KEYED)


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("192.168.1.7", True),
        ("::1", True),
        ("gpu-box", True),
        ("box.local", True),
        ("api.openai.com", False),
        ("8.8.8.8", False),
    ],
)
def test_local_is_this_machine_and_this_network(host: str, local: bool) -> None:
    assert is_local(host) is local
