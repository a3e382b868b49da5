"""Templates that anybody may have written: read, held to the few parts that words need, and filled in.

One of them may come with a stranger's record. Whatever is wrong with it is told in a sentence, and it takes no more
than its length allows.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from wargame.errors import SpecError
from wargame.players.llm.templates import MANNER

REFUSED = (
    *(nodes.Call, nodes.CallBlock, nodes.Macro, nodes.Assign, nodes.AssignBlock, nodes.ScopedEvalContextModifier),
    *(nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Block, nodes.Getitem, nodes.Pow, nodes.Mod),
    *(nodes.Add, nodes.Sub, nodes.Div, nodes.FloorDiv, nodes.Neg, nodes.Pos, nodes.With),
)
"""Parts of templates that have no place in words."""
MOST_TIMES = 1000
"""The largest number by which a field may be multiplied."""
DEEPEST = 20
"""How deep parts of a template may lie in one another."""
_FORM = re.compile(r"%(\.\d)?[dfgs]")
"""How a number may be spelled: without a width."""
_TOO_DEEP = f"its parts lie deeper than {DEEPEST} in one another; at most {DEEPEST} are accepted"


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(auto_reload=False, **MANNER)
    made.globals.clear()
    return made


def filled(text: str, given: dict[str, Any]) -> str:
    """A template filled in; SpecError says as a clause what is wrong with it, whatever that is."""
    template = compiled(text)
    try:
        text = template.render(**given)
        text.encode()  # an escape can spell half a character, which nobody can be sent
        return text
    except Exception as fault:  # what a template does is its own, and no fault of this program
        raise SpecError(f"it cannot be filled in: {_said(fault)}") from None


@lru_cache(maxsize=256)
def compiled(text: str) -> jinja2.Template:
    """A template which can reach nothing but what it is given; SpecError as from `parsed`."""
    tree = parsed(text)
    try:
        return _environment().from_string(tree)
    except Exception as fault:  # Python, too, refuses what is made of some templates
        raise SpecError(f"it cannot be read: {_said(fault)}") from None


def parsed(text: str) -> nodes.Template:
    """Its parts; SpecError says as a clause what is wrong with it, and for one that could take without end."""
    try:
        deep = 0
        for _, kind, value in _environment().lex(text):
            deep += (value in ("(", "[", "{")) - (value in (")", "]", "}")) if kind == "operator" else 0
            if deep > DEEPEST:
                raise SpecError(_TOO_DEEP)
        tree = _environment().parse(text)
    except SpecError:
        raise
    except jinja2.TemplateSyntaxError as fault:
        raise SpecError(f"line {fault.lineno}: {_said(fault)}") from None
    except RecursionError:
        raise SpecError(_TOO_DEEP) from None
    except Exception as fault:  # a number of too many digits, for one
        raise SpecError(f"it cannot be read: {_said(fault)}") from None
    if _is_too_deep(tree):
        raise SpecError(_TOO_DEEP)
    for node in tree.find_all((*REFUSED, nodes.Filter, nodes.Mul, nodes.For, nodes.If)):
        if said := _out_of_place(node):
            raise SpecError(f"line {node.lineno}: {said}; values, conditions, lists, join and format are")
    return tree


def _said(fault: Exception) -> str:
    """What an exception says, in one line."""
    said = fault.message if isinstance(fault, jinja2.TemplateError) else str(fault)
    return " ".join((said or type(fault).__name__).split()).rstrip(".")


def _is_too_deep(tree: nodes.Node) -> bool:
    """Whether parts lie too deep in one another, found without going as deep oneself."""
    level: list[nodes.Node] = [tree]
    for _ in range(DEEPEST):
        level = [child for node in level for child in node.iter_child_nodes()]
    return bool(level)


def _out_of_place(node: nodes.Node) -> str:
    """Why a part has no place in words; empty if it has one."""
    if isinstance(node, nodes.For):
        return "a list within a list is not accepted" if node.find(nodes.For) or node.recursive else ""
    if isinstance(node, nodes.If):
        return f"more than {DEEPEST} elif in a row are not accepted" if len(node.elif_) > DEEPEST else ""
    if isinstance(node, nodes.Mul):
        times, field = node.left, node.right
        is_number = isinstance(times, nodes.Const) and isinstance(times.value, int) and times.value <= MOST_TIMES
        return (
            "" if is_number and isinstance(field, nodes.Getattr) else "a product other than 100 * a.b is not accepted"
        )
    if isinstance(node, nodes.Filter):
        form = node.node.value if isinstance(node.node, nodes.Const) else ""
        is_joined = node.name == "join" and isinstance(node.node, nodes.Name)
        is_known = is_joined or (node.name == "format" and _FORM.fullmatch(str(form)))
        return "" if is_known else f"the filter {node.name} is not accepted so"
    return f"{type(node).__name__.lower()} is not accepted"
