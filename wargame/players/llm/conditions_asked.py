"""On what a template makes its words hang, and how it spells values: parts of its syntax tree, told in words.

Values can be tried in a few ways only, and a condition of one's own may fall out otherwise in play than in all of them.
So a template in other words asks what the one in use asks and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

_SIGNS = {"eq": "==", "ne": "!=", "lt": "<", "gt": ">", "lteq": "<=", "gteq": ">=", "in": "in", "notin": "not in"}
_TOLD = 60
"""Most characters of a condition that are told."""


def conditions(tree: nodes.Node) -> Iterator[nodes.Node]:
    """What is asked in a template, each condition for itself: of `not a and b` there are `a` and `b`.

    A list is asked for where there are words in place of an empty one, and so is whatever stands before an `or`.
    """
    for node in tree.find_all((nodes.If, nodes.CondExpr, nodes.For, nodes.BinExpr, nodes.Compare, nodes.Test)):
        if isinstance(node, nodes.If | nodes.CondExpr):
            yield from _single(node.test)
        elif isinstance(node, nodes.For):
            yield from () if node.test is None else _single(node.test)
            yield from _single(node.iter) if node.else_ else ()
        elif isinstance(node, nodes.And | nodes.Or):
            yield from _single(node.left)
        elif isinstance(node, nodes.Compare | nodes.Test):
            yield node


def _single(asked: nodes.Node) -> Iterator[nodes.Node]:
    """The conditions of which one is made; what is joined is there if the list is."""
    if isinstance(asked, nodes.And):
        yield from _single(asked.left)
        yield from _single(asked.right)
    elif isinstance(asked, nodes.Not):
        yield from _single(asked.node)
    elif isinstance(asked, nodes.Filter) and asked.name == "join" and asked.node is not None:
        yield asked.node
    else:
        yield asked


def strange(tree: nodes.Node, usual: nodes.Node) -> Iterator[str]:
    """Conditions of a template that the one in use does not ask, and places within its lists, each as a sentence."""
    known = {repr(each): spelled(each) for each in conditions(usual)}
    may = ", ".join(dict.fromkeys(known.values())) or "nothing"
    places = [node for node in tree.find_all(nodes.Getattr) if spelled(node.node) == "loop"]
    for node in (*conditions(tree), *places):
        if repr(node) not in known:
            yield f"line {node.lineno}: it asks for {spelled(node)}, and the template in use does not; it may ask {may}"


def forms(tree: nodes.Node, usual: nodes.Node) -> Iterator[str]:
    """Values that a template spells otherwise than the one in use, each as a sentence: a form can cut, or round off."""
    known = {repr(each) for each in _formed(usual)}
    by_value: dict[str, list[str]] = {}
    for each in _formed(usual):
        by_value.setdefault(_value_of(each), []).append(_form_of(each))
    for node in _formed(tree):
        if repr(node) not in known:
            value = _value_of(node)
            may = " or ".join(f"as {form!r}" for form in by_value.get(value, ()))
            yield (
                f"line {node.lineno}: it spells {value} as {_form_of(node)!r}, which may cut it; it may stand "
                f"{f'{may}, as in the template in use' if may else 'without a form, as in the template in use'}"
            )


def _formed(tree: nodes.Node) -> Iterator[nodes.Filter]:
    """Every place of a template at which a value is given a form, but one that leaves it as it is."""
    yield from (each for each in tree.find_all(nodes.Filter) if each.name == "format" and _form_of(each) != "%s")


def _form_of(node: nodes.Filter) -> str:
    return str(node.node.value) if isinstance(node.node, nodes.Const) else "?"


def _value_of(node: nodes.Filter) -> str:
    return spelled(node.args[0])[:_TOLD] if node.args else "nothing"


def spelled(node: nodes.Node) -> str:
    """A condition in words of a template, near enough to be found there."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Const):
        return repr(node.value)[:_TOLD]
    if isinstance(node, nodes.Getattr):
        return f"{spelled(node.node)}.{node.attr}"
    if isinstance(node, nodes.Mul):
        return f"{spelled(node.left)} * {spelled(node.right)}"
    if isinstance(node, nodes.Test):
        return f"{spelled(node.node)} is {node.name}"
    if isinstance(node, nodes.Compare):
        held = (f"{_SIGNS[each.op]} {spelled(each.expr)}" for each in node.ops)
        return " ".join((spelled(node.expr), *held))[:_TOLD]
    if isinstance(node, nodes.And | nodes.Or):
        return f"{spelled(node.left)} {node.operator} {spelled(node.right)}"[:_TOLD]
    return f"a {type(node).__name__.lower()}"
