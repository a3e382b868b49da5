"""`wargame local` without a model: what there is, what is missing, and how a model's share is told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from wargame.commands.local_demo import told
from wargame.commands.local_model import size_in_words
from wargame.local.catalogue import DEFAULT, MODELS
from wargame.local.serve import Served


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("WARGAME_LOCAL_GGUF", raising=False)
    folder = tmp_path / "wargame" / "models"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize("name", ["fetch", "serve", "list", "demo"])
def test_every_command_of_the_group_has_help_with_an_example(name: str, wargame: Run) -> None:
    said = wargame("local", name, "--help")
    assert said.code == 0
    assert f"Example: wargame local {name}" in " ".join(said.out.split())


def test_the_list_names_every_model_with_its_size_and_licence(wargame: Run) -> None:
    lines = wargame("local", "list").out.splitlines()
    assert len(lines) == len(MODELS)
    for line, model in zip(lines, MODELS, strict=True):
        assert model.name in line
        assert model.licence in line
        assert "not fetched" in line


def test_the_list_says_where_a_fetched_file_and_a_named_one_are(
    wargame: Run, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (cache / DEFAULT.file).open("wb") as file:
        file.truncate(DEFAULT.size)
    own = cache / "own.gguf"
    own.write_bytes(b"GGUF")
    monkeypatch.setenv("WARGAME_LOCAL_GGUF", str(own))
    said = wargame("local", "list").out
    assert str(cache / DEFAULT.file) in said
    assert f"WARGAME_LOCAL_GGUF names {own}" in said


def test_serving_what_is_not_here_says_how_to_get_it(wargame: Run) -> None:
    said = wargame("local", "serve")
    assert said.code == 2
    assert not said.out
    assert said.err.startswith("wargame: smollm2-135m is not here")
    assert "wargame local fetch smollm2-135m" in said.err


def test_fetching_what_is_unknown_lists_what_is_known(wargame: Run) -> None:
    said = wargame("local", "fetch", "gpt")
    assert said.code == 2
    assert all(model.name in said.err for model in MODELS)


def test_the_share_of_a_demo_is_told_with_the_size_of_the_model() -> None:
    served = Served("smollm2-135m", 134_515_008)
    text = told(Counter(chosen=6, repaired=1, fallback=1), served)
    assert "smollm2-135m (135 million parameters) was asked for 8 decisions" in text
    assert "chosen      6   75%" in text
    assert "repaired    1   12%" in text
    assert "fallback    1   12%" in text
    assert "timeout" not in text
    assert "says nothing about strategy" in " ".join(text.split())


def test_a_demo_in_which_no_model_was_asked_does_not_divide_by_nothing() -> None:
    assert "asked for 0 decisions" in told(Counter(), Served("x", None))


@pytest.mark.parametrize(
    ("count", "words"),
    [(134_515_008, "135 million parameters"), (1_543_714_304, "1.5 billion parameters"), (None, "of unknown size")],
)
def test_a_size_is_told_as_people_say_it(count: int | None, words: str) -> None:
    assert size_in_words(count) == words


@pytest.mark.parametrize("command", ["stub", "serve"])
@pytest.mark.parametrize(("port", "limit"), [(-1, "equal to 0"), (65536, "equal to 65535")])
def test_a_port_that_no_machine_has_is_refused(command: str, port: int, limit: str, wargame: Run) -> None:
    said = wargame("local", command, "--port", port)
    assert said.code == 2
    assert "'--port'" in said.err
    assert limit in said.err
