"""A short scripted game, played once, and a way to run commands in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from wargame.cli import main

SHORT = ("run", "between-the-giants", "--seats", "core", "--turns", "3", "--json")
PRICES = 'prices: [{endpoint: local, model: stub, input: 2.0, output: 8.0, source: "a test", date: 2026-01-01}]'


@dataclass
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


Run = Callable[..., Said]


@pytest.fixture
def wargame(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: object) -> Said:
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No key, no address and no tables of the user's own."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def priced(tmp_path: Path, bare: None) -> None:
    """The stub costs money."""
    table = tmp_path / "config" / "wargame" / "prices.yaml"
    table.parent.mkdir(parents=True)
    table.write_text(PRICES)


@pytest.fixture(scope="session")
def game(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("game") / "game.jsonl"
    assert main([*SHORT, "--seed", "7", "--out", str(path)]) == 0
    return path
