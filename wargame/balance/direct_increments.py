"""Which parameters put the effect of a lever into what is measured directly, read from the rules themselves.

A parameter is a direct increment of a variable where the procedure of an order adds it to that variable as it stands:
times constants, traits of a seat and other parameters, and nothing that is read from the state of the game. What goes
by the state, such as a rise by each step beyond a line, is a rule that has to work, and no increment.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any, TypeAlias

import wargame.rules.legality  # noqa: F401  fills the table of verbs
from wargame.balance.claims import Claim
from wargame.core import names
from wargame.core.ids import SeatId, Variable
from wargame.core.orders import ORDER_TYPES, Order
from wargame.errors import SpecError
from wargame.paired.readings import GROUPS, ValueOf
from wargame.players.levers import EVERY_SEAT
from wargame.rules.base.parameters import Parameters
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.orders.verbs import VERBS
from wargame.table.opening import choose

RULES = "wargame.rules."
"""Procedures of which modules are followed."""
DEEPEST = 6
"""Calls that are followed into one another."""
UNKNOWN = "?"
"""What stands in the name of a variable for a seat that only a game can tell."""
SAME = ("abs", "float", "max", "min", "round")
"""Functions of which the result goes by nothing but what they are given."""
SHARES = ("share", "share a quarter")
"""Units of parameters that scale an increment and are none themselves."""
WhoseNumber: TypeAlias = tuple[str | None, ...]
"""Whose number: the arguments of a function of `core.names`; None where only a game can tell."""
SumOfProducts: TypeAlias = frozenset[frozenset[str]]
"""Parameters of an amount: a sum of products, of which each is nothing once any of its own is."""
NOTHING: SumOfProducts = frozenset((frozenset(),))
"""An amount in which there are no parameters."""


@dataclass(frozen=True, slots=True)
class Increment:
    """What one order adds to one family of variables."""

    family: str
    """The function of `core.names` that names them."""
    place: WhoseNumber
    amount: SumOfProducts


@dataclass(frozen=True, slots=True)
class MissingIncrement:
    """Parameters of which a claim lists none although an order of its lever moves by them what is measured."""

    parameters: tuple[str, ...]
    """Any of them, at zero, would take it away."""
    order: str
    variable: Variable

    def __str__(self) -> str:
        return f"{self.order} moves {self.variable} by {' or '.join(self.parameters)}"


@dataclass
class _KnownWithin:
    """What is known of the names within a procedure."""

    plain: dict[str, SumOfProducts] = field(default_factory=dict)
    """Amounts that names have from parameters alone."""
    variables: dict[str, ast.Call] = field(default_factory=dict)
    """Names that hold the name of a variable."""
    seats: dict[str, str | None] = field(default_factory=dict)
    """Ids that names stand for."""
    tables: set[str] = field(default_factory=set)
    """Names that hold all parameters."""
    order: Mapping[str, Any] = field(default_factory=dict)
    """The order that is carried out, as far as it is known."""


def missing_increments(claim: Claim) -> Iterator[MissingIncrement]:
    """Parameters by which orders that the lever forces or bars move a measured variable, and which are not listed.

    Only `value` readings are held against them, of stored variables and of the two means of allied trust. What
    agreements of a lever, its edits and its start move is not looked for.
    """
    reads = [each.reads for each in claim.measures if isinstance(each.reads, ValueOf)]
    made = [(kind, each) for kind, by, order in _moved_by(claim) for each in increments_of(kind, by, order)]
    if not reads or not made:
        return
    book, listed = _book(claim.scenario, claim.variant), set(claim.increments)
    measured = dict.fromkeys(found for each in reads for found in _stored(each, book))
    for kind, each in made:
        variable = next((found for found in measured if _is_of(each, found)), None)
        for product in sorted(each.amount, key=sorted) if variable else ():
            if product and not product & listed:
                wanted = tuple(sorted(name for name in product if unit_of_parameter(name) not in SHARES)) or tuple(
                    sorted(product)
                )
                listed.update(wanted)
                yield MissingIncrement(wanted, kind, Variable(str(variable)))


@cache
def _book(scenario: str, variant: str | None) -> Rulebook:
    return choose(scenario, variant=variant).opening()[0]


def unit_of_parameter(parameter: str) -> str:
    """The unit in which the rules declare a parameter; KeyError for one that they do not have."""
    return str(Parameters.__dataclass_fields__[parameter].metadata["unit"])


def check_increments(claim: Claim) -> None:
    """SpecError, with what is missing, for a claim of which not all direct increments are listed."""
    if found := list(missing_increments(claim)):
        raise SpecError(
            f"increments: {'; '.join(map(str, found))}, and that is not listed there: with it at zero one sees whether "
            "an effect is more than what was put in"
        )


def increments_of(kind: str, by: SeatId | None, order: Mapping[str, Any]) -> tuple[Increment, ...]:
    """What an order of this kind adds to variables by parameters alone, when this seat gives it; None is any seat.

    `order` has its fields as far as they are known.
    """
    verb = VERBS[ORDER_TYPES[kind]]
    known = _KnownWithin(order=order)
    own = list(inspect.signature(verb.do).parameters)
    known.seats[own[1]] = by
    return tuple(dict.fromkeys(_within(verb.do, known, 0)))


def _moved_by(claim: Claim) -> Iterator[tuple[str, SeatId | None, Mapping[str, Any]]]:
    """Orders that the lever brings about or keeps from being given."""
    for force in claim.lever.forces:
        for order in force.orders:
            yield order.kind, force.seat, _fields(order)
    for bar in claim.lever.bars:
        for kind in bar.orders:
            yield kind, None if bar.seat == EVERY_SEAT else bar.seat, {}


def _fields(order: Order) -> Mapping[str, Any]:
    return {name: getattr(order, name) for name in order.__dataclass_fields__}


def _stored(reads: ValueOf, book: Rulebook) -> Iterator[Variable]:
    """Stored variables that a reading is made of straight away."""
    patron = book.patron
    for name in (*reads.of, *reads.less):
        found = [name]
        for group, seats in GROUPS.items():
            if group in name:
                found = [Variable(name.replace(group, seat)) for seat in seats(book)]
        if patron and name in (names.COHESION, names.anchor(patron)):
            found = [names.trust(ally, patron) for ally in book.setting.allies]
        yield from found


def _is_of(each: Increment, variable: Variable) -> bool:
    """Whether an increment is one of this variable."""
    made = re.escape(str(getattr(names, each.family)(*(place or UNKNOWN for place in each.place))))
    return bool(re.fullmatch(made.replace(re.escape(UNKNOWN), "[^.]+"), variable))


# reading procedures


def _within(procedure: Callable[..., Any], known: _KnownWithin, depth: int) -> Iterator[Increment]:
    """What a procedure adds, and what those that it calls add."""
    home = inspect.getmodule(procedure)
    if depth > DEEPEST or home is None or not home.__name__.startswith(RULES):
        return
    for node in _statements(procedure):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                _learn(target, node.value, known)
                if isinstance(target, ast.Subscript):
                    yield from _added(target.slice, node.value, known)
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                yield from _added(key, value, known)
        elif isinstance(node, ast.DictComp):
            yield from _added(node.key, node.value, known)
        elif isinstance(node, ast.Call) and (called := _called(node.func, home)):
            yield from _within(called, _given(called, node, known), depth + 1)


@cache
def _statements(procedure: Callable[..., Any]) -> tuple[ast.AST, ...]:
    """All that a procedure says, what stands first in its file first."""
    (made,) = ast.parse(textwrap.dedent(inspect.getsource(procedure))).body
    placed = [node for node in ast.walk(made) if isinstance(node, ast.expr | ast.stmt) and node is not made]
    return tuple(sorted(placed, key=lambda node: (node.lineno, not isinstance(node, ast.stmt))))


def _called(function: ast.expr, home: ModuleType) -> Callable[..., Any] | None:
    """The procedure of the rules that is called, if it is one."""
    found: Any = None
    if isinstance(function, ast.Name):
        found = getattr(home, function.id, None)
    elif isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        found = getattr(getattr(home, function.value.id, None), function.attr, None)
    return found if inspect.isfunction(found) and found.__module__.startswith(RULES) else None


def _given(called: Callable[..., Any], call: ast.Call, known: _KnownWithin) -> _KnownWithin:
    """What is known within a procedure that is called like this."""
    parameters = inspect.signature(called).parameters
    given = dict(zip(parameters, call.args, strict=False))
    given |= {each.arg: each.value for each in call.keywords if each.arg}
    inside = _KnownWithin()
    for name, default in parameters.items():
        if name not in given and default.default is not inspect.Parameter.empty:
            inside.plain[name] = NOTHING
    for name, value in given.items():
        if isinstance(value, ast.Name) and value.id == "order":
            inside.order = known.order
        if (plain := _plain(value, known)) is not None:
            inside.plain[name] = plain
        inside.seats[name] = _seat(value, known)
    return inside


def _learn(target: ast.expr, value: ast.expr, known: _KnownWithin) -> None:
    """Take over what a name gets."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, other in zip(target.elts, value.elts, strict=False):
            _learn(one, other, known)
    elif isinstance(target, ast.Name):
        if isinstance(value, ast.Attribute) and value.attr == "parameters":
            known.tables.add(target.id)
        if (variable := _variable(value, known)) is not None:
            known.variables[target.id] = variable
        known.seats[target.id] = _seat(value, known)
        if (plain := _plain(value, known)) is not None:
            known.plain[target.id] = plain
        else:
            known.plain.pop(target.id, None)


def _added(key: ast.expr | None, value: ast.expr, known: _KnownWithin) -> Iterator[Increment]:
    """What is added to a variable that is named by a function of `core.names`."""
    variable, found = _variable(key, known), _plain(value, known)
    if variable is not None and found and found != NOTHING:
        assert isinstance(variable.func, ast.Attribute)
        yield Increment(variable.func.attr, tuple(_seat(each, known) for each in variable.args), found)


def _variable(given: ast.expr | None, known: _KnownWithin) -> ast.Call | None:
    """The call of `core.names` by which a variable is named."""
    if isinstance(given, ast.Name):
        return known.variables.get(given.id)
    called = given.func if isinstance(given, ast.Call) else None
    named = isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "names"
    return given if named and isinstance(given, ast.Call) else None


def _seat(value: ast.expr, known: _KnownWithin) -> str | None:
    """The id that an expression stands for, where that is known without a game."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value
    if isinstance(value, ast.Name):
        return known.seats.get(value.id)
    if isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name) and value.value.id == "order":
        found = known.order.get(value.attr)
        return found if isinstance(found, str) else None
    return None


def _plain(value: ast.expr, known: _KnownWithin) -> SumOfProducts | None:
    """The parameters from which alone an expression has its value; None if it goes by anything else."""
    if isinstance(value, ast.Constant):
        return NOTHING
    if isinstance(value, ast.Name):
        return known.plain.get(value.id)
    if isinstance(value, ast.UnaryOp):
        return _plain(value.operand, known)
    if isinstance(value, ast.BinOp):
        one, other = _plain(value.left, known), _plain(value.right, known)
        if one is None or other is None:
            return None
        products = frozenset(each | more for each in one for more in other)
        return products if isinstance(value.op, ast.Mult | ast.Div) else one | other
    if isinstance(value, ast.IfExp):
        return _either((value.body, value.orelse), known)
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in SAME:
        return _either(value.args, known)
    return _plain_attribute(value, known) if isinstance(value, ast.Attribute) else None


def _plain_attribute(value: ast.Attribute, known: _KnownWithin) -> SumOfProducts | None:
    """A parameter, what an order says, or a trait that a seat keeps."""
    of = value.value
    is_table = (isinstance(of, ast.Name) and of.id in known.tables) or (
        isinstance(of, ast.Attribute) and of.attr == "parameters"
    )
    if is_table:
        return frozenset((frozenset((value.attr,)),)) if value.attr in Parameters.names() else NOTHING
    is_order = isinstance(of, ast.Name) and of.id == "order"
    is_trait = isinstance(of, ast.Call) and isinstance(of.func, ast.Attribute) and of.func.attr == "seat"
    return NOTHING if is_order or is_trait else None


def _either(values: Iterable[ast.expr], known: _KnownWithin) -> SumOfProducts | None:
    """The parameters of several amounts."""
    found = [_plain(each, known) for each in values]
    return None if None in found else frozenset().union(*(each for each in found if each is not None))
