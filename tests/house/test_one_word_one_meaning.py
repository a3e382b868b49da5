"""One word, one meaning: a type's name stands for one thing in the whole engine."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping


def _outermost(tree: ast.Module) -> Iterator[ast.stmt]:
    for node in tree.body:
        yield node
        if isinstance(node, ast.If):
            yield from node.body


def _types(tree: ast.Module) -> Iterator[str]:
    """Classes, aliases and new types that others may use; what stands inside a class bears that class's name first."""
    for node in _outermost(tree):
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name
        elif isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias":
            yield ast.unparse(node.target)
        elif isinstance(node, ast.Assign) and (
            isinstance(node.value, ast.Subscript)
            or (isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "NewType")
        ):
            name = ast.unparse(node.targets[0])
            if name.isidentifier() and name[0].isupper() and not name.isupper():
                yield name


def test_no_two_types_share_a_name(trees: Mapping[str, ast.Module]) -> None:
    homes: dict[str, set[str]] = defaultdict(set)
    for path, tree in trees.items():
        for name in _types(tree):
            homes[name].add(path)
    assert {"Record", "Transcript", "SeatId", "EntryKind"} <= set(homes), "classes, aliases and new types are seen"
    assert {name: sorted(at) for name, at in homes.items() if len(at) > 1} == {}
