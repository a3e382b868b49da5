"""The pictures of the documents are of this program, small, and load nothing from anywhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from .blocks import ROOT

PICTURES = sorted((ROOT / "docs" / "pictures").glob("*.svg"))
NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.stem)
def test_a_picture_is_small_and_loads_nothing(picture: Path) -> None:
    text = picture.read_text(encoding="utf-8")
    assert len(text.encode()) < 100_000
    assert not re.search(r"https?:|url\((?!#)|@import|@font-face|<image|href", text.replace(NAMESPACE, ""))
    assert "monospace" in text


def test_every_picture_is_shown_in_a_document() -> None:
    told = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))
    assert PICTURES
    assert not [path.name for path in PICTURES if f"(pictures/{path.name})" not in told]


@pytest.mark.slow
def test_the_pictures_are_what_the_program_shows_today(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "screenshots.py"), str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert sorted(path.name for path in tmp_path.glob("*.svg")) == [path.name for path in PICTURES]
    stale = [path.name for path in PICTURES if (tmp_path / path.name).read_bytes() != path.read_bytes()]
    assert not stale, f"run `python docs/screenshots.py` and look at {', '.join(stale)}"
