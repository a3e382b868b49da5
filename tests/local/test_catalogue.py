"""Which file is served: what was asked for, what the environment names, or what was fetched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wargame.errors import LocalModelError
from wargame.local.catalogue import DEFAULT, MODELS, Hub, located, model_of


def test_every_model_is_pinned_by_a_hash_a_length_and_a_licence() -> None:
    for model in MODELS:
        assert re.fullmatch(r"[0-9a-f]{64}", model.sha256)
        assert model.size > 10_000_000
        assert model.licence == "Apache-2.0"
        assert model.file.endswith(".gguf")
    assert len({model.sha256 for model in MODELS}) == len({model.name for model in MODELS}) == len(MODELS)
    assert [model.size for model in MODELS] == sorted(model.size for model in MODELS)


def test_hub_models_come_from_their_makers() -> None:
    makers = {model.source.path.split("/")[0] for model in MODELS if isinstance(model.source, Hub)}
    assert makers == {"Qwen"}


def test_an_unknown_model_is_named_with_those_that_are_known() -> None:
    with pytest.raises(LocalModelError, match="'gpt' is no model that can be fetched; known are smollm2-135m, "):
        model_of("gpt")


def test_a_model_that_was_not_fetched_says_how_to_get_it() -> None:
    with pytest.raises(LocalModelError, match="`wargame local fetch smollm2-135m` gets it, 98 MB"):
        located(None)


def test_half_a_file_is_no_file(cache: Path) -> None:
    (cache / DEFAULT.file).write_bytes(b"GGUF")
    with pytest.raises(LocalModelError, match="missing or incomplete"):
        located(DEFAULT.name)


def test_a_path_is_taken_as_it_is(tmp_path: Path) -> None:
    own = tmp_path / "own.gguf"
    own.write_bytes(b"GGUF")
    assert located(str(own)) == own
    with pytest.raises(LocalModelError, match=r"--model .*none.gguf: there is no such file"):
        located(str(tmp_path / "none.gguf"))


def test_the_environment_names_a_file_only_where_nothing_was_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.gguf"
    own.write_bytes(b"GGUF")
    monkeypatch.setenv("WARGAME_LOCAL_GGUF", str(own))
    assert located(None) == own
    with pytest.raises(LocalModelError, match="smollm2-135m is not here"):
        located("smollm2-135m")
    monkeypatch.setenv("WARGAME_LOCAL_GGUF", str(tmp_path / "gone.gguf"))
    with pytest.raises(LocalModelError, match=r"WARGAME_LOCAL_GGUF=.*gone.gguf: there is no such file"):
        located(None)
