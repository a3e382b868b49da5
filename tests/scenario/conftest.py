"""A pack to break: `tiny`, copied to a folder of its own, with an empty working directory and user's folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory; the user's own folder is `desk/user` and does not exist yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("wargame.scenario.find.user_data_path", lambda name: tmp_path / "user")
    return tmp_path


@pytest.fixture
def tiny(desk: Path) -> Path:
    """An editable copy of the tiny pack."""
    return Path(shutil.copytree(Path(__file__).parent / "tiny", desk / "tiny"))
