"""What was met of endpoints, missing in prompts and promised of both is held by tests that exist, each finding once."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from .blocks import ROOT

PAGE = ROOT / "docs" / "endpoints-met.md"
FINDINGS = {"M": 27, "P": 8, "D": 8}
"""How many findings there are of endpoints and of prompts, and how many promises."""
_ROW = re.compile(r"^\| (?P<number>[MPD]\d+) \|(?P<rest>.*)\|$", re.MULTILINE)
_TEST = re.compile(r"`(?P<file>tests/[\w/]+\.py)::(?P<name>test_\w+)`")


def rows() -> dict[str, str]:
    return {found["number"]: found["rest"] for found in _ROW.finditer(PAGE.read_text(encoding="utf-8"))}


@cache
def functions_of(file: str) -> frozenset[str]:
    """The names of the test functions of a file; empty if there is no such file."""
    path = ROOT / file
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.exists() else ast.Module([], [])
    return frozenset(made.name for made in tree.body if isinstance(made, ast.FunctionDef | ast.AsyncFunctionDef))


def test_each_finding_has_one_row_and_none_is_left_out() -> None:
    wanted = [f"{letter}{number}" for letter, count in FINDINGS.items() for number in range(1, count + 1)]
    assert [found["number"] for found in _ROW.finditer(PAGE.read_text(encoding="utf-8"))] == wanted


@pytest.mark.parametrize("number", rows())
def test_each_finding_is_held_by_tests_that_exist(number: str) -> None:
    named = [(found["file"], found["name"]) for found in _TEST.finditer(rows()[number])]
    assert named
    assert [each for each in named if each[1] not in functions_of(each[0])] == []
