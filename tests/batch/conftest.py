"""What tests of many games share: a machine on which nobody has set an endpoint or a key."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def no_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No endpoint and no key are set, and no file of settings is found."""
    without_keys(monkeypatch, tmp_path)


def without_keys(settings: pytest.MonkeyPatch, folder: Path) -> None:
    """The same, for fixtures that outlive a test."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        settings.delenv(name, raising=False)
    settings.setenv("XDG_CONFIG_HOME", str(folder / "config"))
