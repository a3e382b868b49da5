"""What was once measured to be wrong is held by tests that exist, or said to be open."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "decisions" / "evidence-and-its-tests.md"
HEADS = ("Fault", "Objection", "Where", "---")


def rows() -> list[tuple[str, str]]:
    """What each row is about, and its last cell."""
    lines = [line.strip("|").split("|") for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    cells = [[cell.strip() for cell in line] for line in lines]
    return [(line[0], line[-1]) for line in cells if line[0] not in HEADS]


@cache
def named_in(path: Path) -> frozenset[str]:
    """Names of the tests of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize(("about", "held"), rows())
def test_a_row_of_the_evidence_names_tests_that_exist_or_is_open(about: str, held: str) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", held)
    assert named or held.startswith("open: "), about
    for file, name in named:
        assert name in named_in(ROOT / file), f"{about}: {file} has no {name}"


def test_the_evidence_has_all_its_rows() -> None:
    about = [row for row, _ in rows()]
    assert sum(bool(re.match(r"\d+\. ", row)) for row in about) == 12
    assert {f"E{number}" for number in (1, 2, 6, 7, 8, 9, *range(10, 19))} <= set(about)
