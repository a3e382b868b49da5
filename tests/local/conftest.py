"""Small files that stand for models, and the cache they go to."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from wargame.local.catalogue import Hub, LocalModel, Wheel

CONTENT = bytes(range(256)) * 12_000
"""About three blocks of a file."""


def model(source: Wheel | Hub, content: bytes = CONTENT) -> LocalModel:
    """A model whose file has this content."""
    return LocalModel(
        name="tiny",
        title="Tiny",
        parameters="no",
        file="tiny.gguf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        licence="none",
        context=16,
        source=source,
        about="a test",
    )


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of its own for each test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("WARGAME_LOCAL_GGUF", raising=False)
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "cache" / "wargame" / "models"
    folder.mkdir(parents=True)
    return folder
