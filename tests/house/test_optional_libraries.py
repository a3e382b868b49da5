"""Tests that need a library which a machine of developers may lack are skipped there and do not fail."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bare import beyond_dev

ROOT = Path(__file__).resolve().parents[2]


def imported(tree: ast.Module) -> Iterator[str]:
    """The libraries that a module imports by itself, anywhere in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def asked_for(tree: ast.Module) -> Iterator[str]:
    """The libraries without which a module or a test of it is skipped."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "importorskip":
            if isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value).partition(".")[0]


def test_what_dev_lacks_is_known() -> None:
    lacking = beyond_dev()
    assert {"polars", "krippendorff", "SALib", "distributed", "inspect_ai", "xllamacpp"} <= lacking
    assert not {"pytest", "pydantic", "aiohttp", "scipy", "pandas"} & lacking, "the last one comes with statsmodels"


def test_a_test_that_imports_what_dev_lacks_is_skipped_without_it() -> None:
    for path in sorted((ROOT / "tests").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        missing = beyond_dev() & {*imported(tree)} - {*asked_for(tree)}
        assert not missing, f"{path.relative_to(ROOT)} imports {', '.join(sorted(missing))}: pytest.importorskip first"


@pytest.mark.slow
def test_every_test_is_found_and_those_of_coders_and_designs_pass_or_are_skipped_with_dev_alone() -> None:
    bare = [sys.executable, "-m", "pytest", "-q", "-p", "tests.bare", "-p", "no:cacheprovider", "-m", "not slow"]
    played = (
        "tests/coding",
        "tests/batch/test_crossing.py",
        "tests/batch/test_replicates.py",
        "tests/docs/test_names.py",
    )
    for words in (("--collect-only", "tests"), played):
        done = subprocess.run([*bare, *words], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
