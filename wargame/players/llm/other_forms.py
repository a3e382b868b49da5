"""An answer that was written in another form than JSON: as YAML, TOML or XML, as a call of Python, or field by field.

Only a form that shows its own end is read: a fence that is closed, an outer mark, a parenthesis, or all the fields that
were asked for. Whatever else stands beside it makes it a mere text.
"""

from __future__ import annotations

import ast
import json
import re
import tomllib
from base64 import b64decode
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, time
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

MOST_READ = 40_000
"""Characters of a text up to which it is read as one of these forms; no answer that is asked for is as long."""
_FENCE = re.compile(r"```[ \t]*(?P<name>\w*)[^\n`]*\n(?P<inner>.*?)\n?[ \t]*```", re.DOTALL)
_ALIAS = re.compile(r"(?:^|[\s\[{,:-])[&*][A-Za-z]", re.MULTILINE)
"""A name for a part of YAML, by which a short text could stand for an endless one."""
_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')
_CALL = re.compile(r"(?:<\|python_tag\|>)?\s*(?P<call>\[?\s*[A-Za-z_][\w.]*\(.*\)\s*\]?)", re.DOTALL)
_DECLARED = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CODED = re.compile(r"\s*(?:data:[\w/+.-]+;base64,)?(?P<coded>[A-Za-z0-9+/_\s-]{16,}={0,2})\s*")
_ESCAPED_MARKS = re.compile(r"\\([{}\[\]])")
_WIDE_BRACKETS = str.maketrans("\uff5b\uff5d\uff3b\uff3d", "{}[]")
_WORDS = {"true": True, "false": False, "null": None}
_NAMES = ("name", "key", "field")
_ONE_OF_MANY = ("item", "entry", "element", "li")
"""Marks of one member of a list."""


def in_another_form(said: str, wanted: Collection[str]) -> tuple[dict[str, Any], str] | None:
    """The object that a text is, and in which form; None if it is none of these forms, whole.

    `said` is what stands beside thought; a form counts only if it has one of the fields that are `wanted`.
    """
    fences = list(_FENCE.finditer(said)) if len(said) <= MOST_READ else []
    if len(fences) > 1 or len(said) > MOST_READ or not wanted:
        return None
    name, inner = (fences[0]["name"].casefold(), fences[0]["inner"]) if fences else ("", said)
    readers: list[tuple[str, Callable[[str], Any]]] = [("a call of Python", _called), ("XML", _of_xml)]
    if fences:
        readers += [("TOML", tomllib.loads)] if name == "toml" else [("YAML", _of_yaml)]
    for what, reader in readers:
        try:
            value = _plain(reader(inner.strip()))
        except (ValueError, SyntaxError, RecursionError, MemoryError, ElementTree.ParseError):
            continue
        while isinstance(value, dict) and len(value) == 1 and set(wanted).isdisjoint(value):
            (value,) = value.values()
        if isinstance(value, dict) and not set(wanted).isdisjoint(value):
            return value, f"an object written as {what}"
    return None


def from_fields(values: Sequence[Any], wanted: Collection[str]) -> dict[str, Any] | None:
    """One object of several, each with one field of it; None unless all that are wanted are there, and none twice."""
    if len(values) < 2 or not all(isinstance(each, Mapping) for each in values):
        return None
    pairs: list[tuple[Any, Any]] = []
    for each in values:
        name = next((each[key] for key in _NAMES if key in each), None) if "value" in each and len(each) == 2 else None
        if name is not None:
            pairs.append((name, each["value"]))
        elif len(each) == 1:
            pairs += each.items()
        else:
            return None
    names = [name for name, _ in pairs]
    if not all(isinstance(name, str) for name in names) or len({*names}) < len(names):
        return None
    return dict(pairs) if wanted and set(wanted) <= {*names} else None


def uncoded(text: str) -> str:
    """What a text of base64, or of characters in percent, says; empty if it is neither."""
    if text.lstrip()[:3].casefold() == "%7b":
        return unquote(text)
    found = _CODED.fullmatch(text) if len(text) <= MOST_READ else None
    if found is None:
        return ""
    coded = re.sub(r"\s", "", found["coded"]).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        said = b64decode(coded + "=" * (-len(coded) % 4), validate=True).decode()
        return said if "{" in said else ""
    except ValueError:
        return ""


def with_usual_brackets(text: str) -> str:
    """A text whose brackets were escaped, or are those of East Asian keyboards, with usual ones."""
    usual = _ESCAPED_MARKS.sub(r"\1", text)
    return usual if "{" in usual else usual.translate(_WIDE_BRACKETS)


def _of_yaml(text: str) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    if _ALIAS.search(_QUOTED.sub("", text)):
        raise ValueError("parts of it have names")
    try:
        return YAML(typ="safe", pure=True).load(text)
    except YAMLError as fault:
        raise ValueError(str(fault)) from fault


def _of_xml(text: str) -> Any:
    if not text.startswith("<") or _DECLARED.search(text):
        raise ValueError("no XML, or more than elements")
    return _of_element(ElementTree.fromstring(text))


def _of_element(element: ElementTree.Element) -> Any:
    inner = list(element)
    if not inner:
        said = (element.text or "").strip()
        try:
            return json.loads(said) if said[:1] in ("[", "{") else said or None
        except ValueError:
            return said
    tags = [each.tag for each in inner]
    is_list = len({*tags}) == 1 and (len(tags) > 1 or tags[0] in _ONE_OF_MANY or f"{tags[0]}s" == element.tag)
    if is_list:
        return [_of_element(each) for each in inner]
    if len({*tags}) < len(tags) or any((each.tail or "").strip() for each in inner):
        raise ValueError("an element stands there twice, or words stand beside it")
    return {each.tag: _of_element(each) for each in inner}


def _called(text: str) -> Any:
    """The arguments of the one call that a text is."""
    found = _CALL.fullmatch(text)
    if found is None:
        raise ValueError("no call")
    node: ast.AST = ast.parse(found["call"].strip(), mode="eval").body
    while True:
        if isinstance(node, ast.List) and len(node.elts) == 1:
            node = node.elts[0]
        elif isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
            node = node.args[0]
        else:
            break
    if not isinstance(node, ast.Call) or node.args or not all(each.arg for each in node.keywords):
        raise ValueError("not one call with the names of its arguments")
    return {str(each.arg): ast.literal_eval(_WithConstants().visit(each.value)) for each in node.keywords}


class _WithConstants(ast.NodeTransformer):
    """The constants of JSON, which are names in Python."""

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Constant(_WORDS[node.id]) if node.id in _WORDS else node


def _plain(value: Any) -> Any:
    """A value with nothing in it that JSON does not have; ValueError if it has."""
    if isinstance(value, dict):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, date | time):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float):
        return value
    raise ValueError("a value that JSON does not have")
