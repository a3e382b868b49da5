"""What expressions in a procedure of the rules come to without a game: ids, terms, and amounts made of parameters."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import CodeType, ModuleType
from typing import Any, TypeAlias

from wargame.core import names
from wargame.rules.base.parameters import Parameters

RULES = "wargame.rules."
"""Procedures of which modules are followed."""
SAME = ("abs", "float", "max", "min", "round")
"""Functions of which the result goes by nothing but what they are given."""
CALENDAR = ("scaled", "compounded", "grown")
"""Functions that bring an amount of a quarter to the length of a turn: nothing stays nothing."""
CHANGES = ("add", "append", "clear", "extend", "pop", "setdefault", "update")
"""Methods by which a list, a set or a mapping becomes another."""
MOST_ITEMS = 60
"""Items of a loop that are gone through one by one."""
ROOM = "room of "
"""Begins a factor that is what a variable still lacks to its end, as in `1 - ruling.value(variable)`."""
UNKNOWN: Any = type("Unknown", (), {"__repr__": lambda self: "?"})()
"""What only a game can tell."""
SumOfProducts: TypeAlias = frozenset[frozenset[str]]
"""Parameters of an amount: a sum of products, of which each is nothing once any of its own is."""
BARE: SumOfProducts = frozenset((frozenset(),))
"""An amount in which there are no parameters."""
NONE_AT_ALL: SumOfProducts = frozenset()
"""An amount of nothing."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a procedure stands."""

    module: ModuleType
    world: Mapping[str, Any]
    """What names mean there that are not its own."""
    mutated: frozenset[str]
    """Names of its own of which it changes what they hold."""
    body: tuple[ast.stmt, ...]


@dataclass
class KnownWithin:
    """What is known of the names within a procedure."""

    values: dict[str, Any] = field(default_factory=dict)
    """What names stand for."""
    plain: dict[str, SumOfProducts] = field(default_factory=dict)
    """Amounts that names have from parameters alone."""
    variables: dict[str, ast.expr] = field(default_factory=dict)
    """Names that hold the name of a variable, by the expression that gave it."""
    reads: dict[str, ast.expr] = field(default_factory=dict)
    """Names that hold what a variable stands at, by the expression that names it."""
    tables: set[str] = field(default_factory=set)
    """Names that hold all parameters."""

    def copy(self) -> KnownWithin:
        """The same, to be changed apart."""
        return KnownWithin(
            dict(self.values), dict(self.plain), dict(self.variables), dict(self.reads), set(self.tables)
        )

    def become(self, other: KnownWithin) -> None:
        """Know what another knows."""
        same = other.copy()
        self.values, self.plain, self.variables = same.values, same.plain, same.variables
        self.reads, self.tables = same.reads, same.tables

    def common(self, other: KnownWithin) -> KnownWithin:
        """What is known whichever of two ways was gone."""
        same = {name: one for name, one in self.values.items() if is_same(one, other.values.get(name, UNKNOWN))}
        plain = {name: one | other.plain[name] for name, one in self.plain.items() if name in other.plain}
        variables = {name: one for name, one in self.variables.items() if other.variables.get(name) is one}
        reads = {name: one for name, one in self.reads.items() if other.reads.get(name) is one}
        return KnownWithin(same, plain, variables, reads, self.tables | other.tables)


@cache
def home_of(procedure: Callable[..., Any]) -> Home | None:
    """A procedure of the rules with its surroundings; None for any other."""
    module = inspect.getmodule(procedure)
    if module is None or not module.__name__.startswith(RULES):
        return None
    (made,) = ast.parse(textwrap.dedent(inspect.getsource(procedure))).body
    if not isinstance(made, ast.FunctionDef):
        return None
    own = {node.id for node in ast.walk(made) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    own |= {node.arg for node in ast.walk(made) if isinstance(node, ast.arg)}
    world = {name: value for name, value in vars(module).items() if name not in own}
    return Home(module, world, frozenset(_mutated(made)), tuple(made.body))


def _mutated(made: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(made):
        if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.value, ast.Name):
            is_put = isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load)
            if is_put or (isinstance(node, ast.Attribute) and node.attr in CHANGES):
                yield node.value.id
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


# what expressions stand for


def is_same(one: Any, other: Any) -> bool:
    """Whether two values are known to be equal."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(is_same, one, other))
    return one is other or (type(one) is type(other) and isinstance(one, str | int | float) and bool(one == other))


@cache
def _compiled(expression: ast.expr) -> CodeType:
    return compile(ast.fix_missing_locations(ast.Expression(expression)), "<rules>", "eval")


def value_of(expression: ast.expr, known: KnownWithin, home: Home) -> Any:
    """What an expression stands for; UNKNOWN where it goes by anything that is not known."""
    try:
        return eval(_compiled(expression), {**home.world, **known.values})
    except (
        Exception
    ):  # whatever is missing: the state, the numbers of the rules, what an order or a clause does not say
        return UNKNOWN


def items_of(expression: ast.expr, known: KnownWithin, home: Home) -> tuple[Any, ...] | None:
    """What a loop goes through, one after the other; None where that is not known, or is too much."""
    if isinstance(expression, ast.IfExp) and value_of(expression.test, known, home) is UNKNOWN:
        one, other = (items_of(each, known, home) for each in (expression.body, expression.orelse))
        return None if one is None or other is None else one + other
    found = value_of(expression, known, home)
    if found is UNKNOWN:
        return None
    try:
        items = tuple(found)
    except Exception:
        return None
    return items if len(items) <= MOST_ITEMS else None


def turns_of(loops: Sequence[ast.comprehension], known: KnownWithin, home: Home) -> Iterator[KnownWithin]:
    """What is known in each turn of the loops of a comprehension; turns that are known to be left out are none."""
    if not loops:
        yield known
        return
    items = items_of(loops[0].iter, known, home)
    for item in (UNKNOWN,) if items is None else items:
        within = known.copy()
        bind(loops[0].target, item, within)
        if all(answer is UNKNOWN or answer for answer in (value_of(each, within, home) for each in loops[0].ifs)):
            yield from turns_of(loops[1:], within, home)


def bind(target: ast.expr, item: Any, known: KnownWithin) -> None:
    """A name, or names, get a value; nothing else is known of them from now on."""
    if isinstance(target, ast.Name):
        for where in (known.values, known.plain, known.variables, known.reads):
            where.pop(target.id, None)
        if item is not UNKNOWN:
            known.values[target.id] = item
    elif isinstance(target, ast.Tuple):
        try:
            parts = tuple(item)
        except TypeError:
            parts = ()
        fits = len(parts) == len(target.elts)
        for number, each in enumerate(target.elts):
            bind(each, parts[number] if fits else UNKNOWN, known)


def learn(target: ast.expr, value: ast.expr, returned_value: Any, known: KnownWithin, home: Home) -> None:
    """Take over what a name gets; `returned_value` is what a procedure of the rules that was called there gave."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, other in zip(target.elts, value.elts, strict=False):
            learn(one, other, UNKNOWN, known, home)
        return
    found = value_of(value, known, home) if returned_value is UNKNOWN else returned_value
    plain, variable = plain_amount(value, known, home), variable_named(value, known)
    if (isinstance(target, ast.Name) and target.id in home.mutated) or isinstance(found, dict | set):
        found = UNKNOWN  # what is gathered there by and by, also by whoever it is handed to
    bind(target, found, known)
    if isinstance(target, ast.Name):
        if isinstance(value, ast.Attribute) and value.attr == "parameters":
            known.tables.add(target.id)
        if variable is not None:
            known.variables[target.id] = variable
        if (read := variable_read(value, known)) is not None:
            known.reads[target.id] = read
        if plain is not None:
            known.plain[target.id] = plain


def returned(value: ast.expr | None, known: KnownWithin, home: Home) -> Any:
    """What a procedure gives back there; a tuple part by part."""
    if isinstance(value, ast.Tuple):
        return tuple(value_of(each, known, home) for each in value.elts)
    return None if value is None else value_of(value, known, home)


def called_by(function: ast.expr, home: ModuleType) -> Callable[..., Any] | None:
    """The procedure of the rules that is called, if it is one."""
    found: Any = None
    if isinstance(function, ast.Name):
        found = getattr(home, function.id, None)
    elif isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        found = getattr(getattr(home, function.value.id, None), function.attr, None)
    return found if inspect.isfunction(found) and found.__module__.startswith(RULES) else None


def given_to(called: Callable[..., Any], call: ast.Call, known: KnownWithin, home: Home) -> KnownWithin:
    """What is known within a procedure that is called like this."""
    parameters = inspect.signature(called).parameters
    given = dict(zip(parameters, call.args, strict=False))
    given |= {each.arg: each.value for each in call.keywords if each.arg}
    inside = KnownWithin()
    for name, default in parameters.items():
        if name not in given and default.default is not inspect.Parameter.empty:
            inside.values[name] = default.default
    for name, value in given.items():
        if (found := value_of(value, known, home)) is not UNKNOWN:
            inside.values[name] = found
        if (plain := plain_amount(value, known, home)) is not None:
            inside.plain[name] = plain
    return inside


# amounts


def variable_named(given: ast.expr | None, known: KnownWithin) -> ast.expr | None:
    """The call of `core.names` by which a variable is named, or the name of one of the world."""
    if isinstance(given, ast.Name):
        return known.variables.get(given.id)
    named = given.func if isinstance(given, ast.Call) else given
    if not isinstance(named, ast.Attribute) or not isinstance(named.value, ast.Name) or named.value.id != "names":
        return None
    return given if isinstance(given, ast.Call) or isinstance(getattr(names, named.attr, None), str) else None


def variable_read(given: ast.expr, known: KnownWithin) -> ast.expr | None:
    """The name of the variable of which `ruling.value` is asked there, or was for what a name holds."""
    if isinstance(given, ast.Name):
        return known.reads.get(given.id)
    is_read = isinstance(given, ast.Call) and isinstance(given.func, ast.Attribute) and given.func.attr == "value"
    return variable_named(given.args[0], known) if isinstance(given, ast.Call) and is_read and given.args else None


def within_room(amount: SumOfProducts | None, variable: ast.expr) -> SumOfProducts | None:
    """An amount without the room that the variable itself has left; None if another's room is in it."""
    own = f"{ROOM}{ast.unparse(variable)}"
    found = None if amount is None else frozenset(product - {own} for product in amount)
    return None if found is None or any(each.startswith(ROOM) for product in found for each in product) else found


def plain_amount(value: ast.expr, known: KnownWithin, home: Home) -> SumOfProducts | None:
    """The parameters from which alone an expression has its value; None if it goes by anything else."""
    if isinstance(value, ast.Name) and value.id in known.plain:
        return known.plain[value.id]
    if isinstance(value, ast.UnaryOp):
        return plain_amount(value.operand, known, home)
    if isinstance(value, ast.BinOp):
        return _of_two(value, known, home)
    if isinstance(value, ast.IfExp):
        answer = value_of(value.test, known, home)
        if answer is UNKNOWN:
            return _either((value.body, value.orelse), known, home)
        return plain_amount(value.body if answer else value.orelse, known, home)
    if isinstance(value, ast.Attribute) and _is_table(value.value, known):
        return frozenset((frozenset((value.attr,)),)) if value.attr in Parameters.names() else BARE
    if isinstance(value, ast.Call):
        found = _of_call(value, known, home)
        if found is not None:
            return found
    number = value_of(value, known, home)
    if isinstance(number, int | float):
        return BARE if number else NONE_AT_ALL
    return BARE if isinstance(value, ast.Attribute) and _is_lasting(value.value) else None


def _of_two(value: ast.BinOp, known: KnownWithin, home: Home) -> SumOfProducts | None:
    if isinstance(value.op, ast.Sub) and (room := _room(value, known)):
        return frozenset((frozenset((room,)),))
    one, other = plain_amount(value.left, known, home), plain_amount(value.right, known, home)
    if one is None or other is None:
        return None
    if isinstance(value.op, ast.Mult | ast.Div):
        return frozenset(each | more for each in one for more in other)
    return one | other if isinstance(value.op, ast.Add | ast.Sub) else None


def _room(value: ast.BinOp, known: KnownWithin) -> str:
    """The factor that `1 - ruling.value(V)` or `1 - ruling.value(V) / 100` is; empty if it is none."""
    right = value.right
    if isinstance(right, ast.BinOp) and isinstance(right.op, ast.Div):
        right = right.left
    read = variable_read(right, known)
    is_one = isinstance(value.left, ast.Constant) and value.left.value == 1
    return f"{ROOM}{ast.unparse(read)}" if is_one and read is not None else ""


def _of_call(value: ast.Call, known: KnownWithin, home: Home) -> SumOfProducts | None:
    if isinstance(value.func, ast.Name):
        if value.func.id in SAME:
            return _either(value.args, known, home)
        return plain_amount(value.args[1], known, home) if value.func.id in CALENDAR else None
    is_own = (
        isinstance(value.func, ast.Attribute) and value.func.attr == "get" and isinstance(value.func.value, ast.Name)
    )
    if is_own and isinstance(value.func, ast.Attribute) and isinstance(value.func.value, ast.Name):
        # what the procedure itself has gathered so far for the same variable
        return NONE_AT_ALL if value.func.value.id in home.mutated else None
    return None


def _is_table(of: ast.expr, known: KnownWithin) -> bool:
    if isinstance(of, ast.Name):
        return of.id in known.tables
    return isinstance(of, ast.Attribute) and of.attr == "parameters"


def _is_lasting(of: ast.expr) -> bool:
    """Whether something of it is what an order or a clause says, or a trait that a seat keeps."""
    if isinstance(of, ast.Name):
        return of.id in ("order", "clause")
    return isinstance(of, ast.Call) and isinstance(of.func, ast.Attribute) and of.func.attr == "seat"


def _either(values: Iterable[ast.expr], known: KnownWithin, home: Home) -> SumOfProducts | None:
    """The parameters of several amounts."""
    found = [plain_amount(each, known, home) for each in values]
    return None if None in found else frozenset().union(*(each for each in found if each is not None))
