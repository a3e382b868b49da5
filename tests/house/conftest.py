"""The program as it is written: every file parsed once for all that look at it."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def trees() -> Mapping[str, ast.Module]:
    """Each module of the package by its path from the root."""
    files = sorted(path for path in (ROOT / "wargame").rglob("*.py") if "_content" not in path.parts)
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in files}
