"""Sentences of events are made from values and never read back: no program cuts, searches or matches them."""

from __future__ import annotations

import ast
from collections.abc import Mapping

import pytest

EVENTS = {"event", "e", "seen", "told", "first", "new", "public", "found", "deed", "each"}
"""What readers call an event."""
READING = {
    "split",
    "rsplit",
    "partition",
    "rpartition",
    "splitlines",
    "removeprefix",
    "removesuffix",
    "replace",
    "startswith",
    "endswith",
    "find",
    "index",
    "count",
}
"""Methods of a string that look into it; a full stop may be taken off where a sentence goes on."""
BODIES_MAY = {"splitlines"}
"""Prose that people write is shown line by line."""
SHAPES = {"re"}


def words_of_an_event(node: ast.AST) -> str:
    """`text`, `body` or `rule` if this is such a part of an event, however far a chain of calls goes on from it."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    if isinstance(node, ast.Attribute) and node.attr in ("text", "body", "rule"):
        whose = node.value.id if isinstance(node.value, ast.Name) else ""
        return node.attr if whose in EVENTS else ""
    return ""


def read_back(tree: ast.AST) -> list[str]:
    """Where words of an event are looked into."""
    found = []
    for node in ast.walk(tree):
        part = ""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in READING:
                part = words_of_an_event(node.func.value)
                part = "" if part == "body" and node.func.attr in BODIES_MAY else part
            elif isinstance(node.func.value, ast.Name) and node.func.value.id in SHAPES:
                part = next(filter(None, map(words_of_an_event, node.args)), "")
        elif isinstance(node, ast.Subscript):
            part = words_of_an_event(node.value)
        elif isinstance(node, ast.Compare) and any(isinstance(op, ast.In | ast.NotIn | ast.Eq) for op in node.ops):
            part = next(filter(None, map(words_of_an_event, [node.left, *node.comparators])), "")
            part = "" if part == "rule" else part
        if part and isinstance(node, ast.expr):
            found.append(f"line {node.lineno}: {ast.unparse(node)}")
    return found


@pytest.mark.slow
def test_no_program_reads_the_words_of_an_event(trees: Mapping[str, ast.Module]) -> None:
    assert [f"{path}, {place}" for path, tree in trees.items() for place in read_back(tree)] == []


@pytest.mark.parametrize(
    "line",
    [
        "seen.text.partition(' scores ')[2]",
        "event.text.rstrip('.').split(', ')",
        "re.sub('x', '', e.text)",
        "event.rule.removeprefix('inject.')",
        "event.body.rpartition(': ')",
        "'broke' in event.text",
        "seen.text[:3]",
    ],
)
def test_a_reader_of_words_would_be_found(line: str) -> None:
    assert read_back(ast.parse(line))


@pytest.mark.parametrize("line", ["event.text.rstrip('.')", "seen.body.splitlines()", "event.rule == 'leak'"])
def test_showing_words_is_no_reading(line: str) -> None:
    assert not read_back(ast.parse(line))
