"""The page that says where things are is right: one file a question, and each file defines what is looked for in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from .blocks import ROOT

PAGE = ROOT / "docs" / "where.md"

NEWCOMERS = (
    "adjudication",
    "MSEL",
    "human decision",
    "seat knows",
    "die",
    "line of the record",
    "resuming",
    "fork",
    "score",
    "prompt",
    "refusal",
    "parameter",
)


class Row(NamedTuple):
    question: str
    file: str
    names: tuple[str, ...]


def rows() -> list[Row]:
    found = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and cells[1].startswith("`"):
            found.append(Row(cells[0], cells[1].strip("`"), tuple(re.findall(r"`([^`]+)`", cells[2]))))
    return found


def defined(path: Path) -> set[str]:
    """Everything that a module defines or imports under a name, members of classes as `Class.member`."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        found |= _names(node)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{name}" for item in node.body for name in _names(item)}
    return found


def _names(node: ast.stmt) -> set[str]:
    if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        return {node.name}
    if isinstance(node, ast.AnnAssign):
        return {node.target.id} if isinstance(node.target, ast.Name) else set()
    if isinstance(node, ast.Assign):
        return {target.id for target in node.targets if isinstance(target, ast.Name)}
    return {alias.name for alias in node.names} if isinstance(node, ast.ImportFrom) and node.module else set()


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.question)
def test_what_is_looked_for_stands_in_that_file(row: Row) -> None:
    path = ROOT / row.file
    assert path.is_file(), f"{row.file} is not there: {row.question} is to be looked for elsewhere"
    missing = set(row.names) - (defined(path) if path.suffix in (".py", ".pyi") else set())
    assert not missing, f"{row.file} no longer defines {', '.join(sorted(missing))}: {row.question}"


@pytest.mark.parametrize("word", NEWCOMERS)
def test_the_questions_of_a_newcomer_are_answered(word: str) -> None:
    assert [row for row in rows() if word in row.question], f"docs/where.md does not say where to find: {word}"


def test_every_question_has_one_file_and_no_question_comes_twice() -> None:
    asked = [row.question for row in rows()]
    assert len(asked) == len(set(asked)) >= 12
