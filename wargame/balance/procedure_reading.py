"""What a procedure of the rules writes to variables, read from its own text as far as that is known without a game.

A procedure is gone through statement by statement. What is known of its arguments (seats, terms, the scenario) decides
its questions; where a question goes by the state of the game, both answers are followed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, TypeAlias

from wargame.balance.procedure_values import (
    BARE,
    CALENDAR,
    NONE_AT_ALL,
    UNKNOWN,
    Home,
    KnownWithin,
    SumOfProducts,
    bind,
    called_by,
    given_to,
    home_of,
    is_same,
    items_of,
    learn,
    plain_amount,
    returned,
    turns_of,
    value_of,
    variable_named,
    within_room,
)
from wargame.core.ids import ModelId
from wargame.core.models import Model
from wargame.rules.base.rulebook import Rulebook

DEEPEST = 6
"""Calls that are followed into one another."""
SETS = "to"
"""How the rules call what sets variables, where `by` and others add to them."""
WhoseNumber: TypeAlias = tuple[str | None, ...]
"""Whose number: the arguments of a function of `core.names`; None where only a game can tell."""


@dataclass(frozen=True, slots=True)
class VariableMove:
    """What a procedure adds to a variable, or sets it to."""

    family: str
    """The function of `core.names` that names it, or the name of a variable of the world there."""
    place: WhoseNumber
    amount: SumOfProducts | None
    """None where it goes by the state of the game."""


@dataclass(frozen=True, slots=True)
class _OpenBook:
    """A rulebook without its numbers, which are what is looked for."""

    book: Rulebook

    def __getattr__(self, name: str) -> Any:
        if name in ("parameters", "later", "seed", "areas"):
            raise AttributeError(name)
        return getattr(self.book, name)


class _Models:
    """Models by id with what they keep through a game; which there are otherwise, only a game could tell."""

    def __init__(self, there: Mapping[ModelId, Model]) -> None:
        self._there = {
            each.id: SimpleNamespace(id=each.id, name=each.name, owner=each.owner, family=each.family)
            for each in there.values()
        }

    def __getitem__(self, model: ModelId) -> SimpleNamespace:
        return self._there[model]

    def get(self, model: ModelId) -> SimpleNamespace:
        """As by its id; KeyError for one that may come later, which is not known to be missing."""
        return self._there[model]


def ruling_of(book: Rulebook, models: Mapping[ModelId, Model], **state: Any) -> SimpleNamespace:
    """A ruling of which the scenario is known, the models with which it begins, and what is named of the state."""
    return SimpleNamespace(book=_OpenBook(book), state=SimpleNamespace(models=_Models(models), **state))


def written_by(procedure: Callable[..., Any], **known: Any) -> tuple[VariableMove, ...]:
    """What a procedure of the rules writes when it is called with these arguments; what is not named is not known."""
    reader = _Reader()
    reader.follow(procedure, KnownWithin(values=known), 0)
    return tuple(dict.fromkeys(reader.written))


def emitted_by(procedure: Callable[..., Any], **known: Any) -> frozenset[str]:
    """Kinds of events that it emits whatever the state of the game."""
    reader = _Reader()
    reader.follow(procedure, KnownWithin(values=known), 0)
    return frozenset(reader.emitted)


class _Reader:
    """One going through of a procedure and of those that it calls."""

    def __init__(self) -> None:
        self.written: list[VariableMove] = []
        self.emitted: list[str] = []
        self._unsure = 0

    def follow(self, procedure: Callable[..., Any], known: KnownWithin, depth: int) -> Any:
        """Go through a procedure; gives what it returns where that is known whichever way it goes."""
        home = home_of(procedure)
        if home is None or depth > DEEPEST:
            return UNKNOWN
        given: list[Any] = []
        self._block(home.body, known, home, depth, given)
        options = [each for number, each in enumerate(given) if not any(is_same(each, o) for o in given[:number])]
        options = [each for each in options if each is not None] or options
        return options[0] if len(options) == 1 else UNKNOWN if given else None

    def _block(self, body: Iterable[ast.stmt], known: KnownWithin, home: Home, depth: int, given: list[Any]) -> bool:
        """Go through statements; whether they end the block that they stand in."""
        return any(self._statement(node, known, home, depth, given) for node in body)

    def _statement(self, node: ast.stmt, known: KnownWithin, home: Home, depth: int, given: list[Any]) -> bool:
        if isinstance(node, ast.If):
            return self._question(node, known, home, depth, given)
        if isinstance(node, ast.For):
            self._loop(node, known, home, depth, given)
        elif isinstance(node, ast.FunctionDef):
            self._doubtful(node.body, known, home, depth, [])
        elif isinstance(node, ast.Return):
            if node.value is not None:
                self._expression(node.value, known, home, depth)
            given.append(returned(node.value, known, home))
            return True
        elif isinstance(node, ast.Continue | ast.Break | ast.Raise):
            return True
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            self._assignment(node, known, home, depth)
        else:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    self._expression(child, known, home, depth)
        return False

    def _question(self, node: ast.If, known: KnownWithin, home: Home, depth: int, given: list[Any]) -> bool:
        self._expression(node.test, known, home, depth)
        answer = value_of(node.test, known, home)
        if answer is not UNKNOWN:
            return self._block(node.body if answer else node.orelse, known, home, depth, given)
        before = known.copy()
        ends = self._doubtful(node.body, known, home, depth, given)
        other = before if not node.orelse else before.copy()
        other_ends = self._doubtful(node.orelse, other, home, depth, given)
        known.become(other if ends else known if other_ends else known.common(other))
        return ends and other_ends

    def _doubtful(self, body: Iterable[ast.stmt], known: KnownWithin, home: Home, depth: int, given: list[Any]) -> bool:
        self._unsure += 1
        ends = self._block(body, known, home, depth, given)
        self._unsure -= 1
        return ends

    def _loop(self, node: ast.For, known: KnownWithin, home: Home, depth: int, given: list[Any]) -> None:
        self._expression(node.iter, known, home, depth)
        items = items_of(node.iter, known, home)
        if items is not None:
            for item in items:
                bind(node.target, item, known)
                self._block(node.body, known, home, depth, given)
            return
        before = known.copy()
        bind(node.target, UNKNOWN, known)
        self._doubtful(node.body, known, home, depth, given)
        known.become(known.common(before))

    def _assignment(
        self, node: ast.Assign | ast.AnnAssign | ast.AugAssign, known: KnownWithin, home: Home, depth: int
    ) -> None:
        if node.value is None:
            return
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        is_set = isinstance(targets[0], ast.Name) and targets[0].id == SETS
        found = self._expression(node.value, known, home, depth, is_set=is_set)
        if isinstance(node, ast.AugAssign):
            if isinstance(node.target, ast.Name):
                before = known.plain.get(node.target.id)
                amount = plain_amount(ast.BinOp(node.target, node.op, node.value), known, home)
                bind(node.target, UNKNOWN, known)
                if before is not None and amount is not None:
                    known.plain[node.target.id] = amount
            return
        for target in targets:
            if isinstance(target, ast.Subscript):
                is_set = isinstance(target.value, ast.Name) and target.value.id == SETS
                self._put(target.slice, node.value, known, home, is_set=is_set)
            else:
                learn(target, node.value, found, known, home)

    def _expression(self, node: ast.expr, known: KnownWithin, home: Home, depth: int, *, is_set: bool = False) -> Any:
        """Whatever an expression writes by what it calls; gives what a call of a procedure of the rules returns.

        `is_set` is whether a mapping there sets variables, as `to` does, where others add to them.
        """
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                self._put(key, value, known, home, is_set=is_set)
                self._expression(value, known, home, depth)
        elif isinstance(node, ast.IfExp):
            answer = value_of(node.test, known, home)
            for branch, chosen in ((node.body, True), (node.orelse, False)):
                if answer is UNKNOWN or bool(answer) == chosen:
                    self._expression(branch, known, home, depth)
        elif isinstance(node, ast.DictComp | ast.ListComp | ast.SetComp | ast.GeneratorExp):
            for within in turns_of(node.generators, known, home):
                if isinstance(node, ast.DictComp):
                    self._put(node.key, node.value, within, home, is_set=is_set)
                else:
                    self._expression(node.elt, within, home, depth)
        elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Dict):
            asked = value_of(node.slice, known, home)
            for key, value in zip(node.value.keys, node.value.values, strict=True):
                if key is None or asked is UNKNOWN or value_of(key, known, home) == asked:
                    self._expression(value, known, home, depth)
        elif isinstance(node, ast.Lambda):
            return UNKNOWN
        elif isinstance(node, ast.Call):
            for each in node.args:
                self._expression(each, known, home, depth)
            for one in node.keywords:
                self._expression(one.value, known, home, depth, is_set=one.arg == SETS)
            self._tell(node, known, home)
            called = called_by(node.func, home.module)
            if called is not None and called.__name__ not in CALENDAR:
                return self.follow(called, given_to(called, node, known, home), depth + 1)
        else:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    self._expression(child, known, home, depth)
        return UNKNOWN

    def _tell(self, node: ast.Call, known: KnownWithin, home: Home) -> None:
        is_emit = isinstance(node.func, ast.Attribute) and node.func.attr in ("emit", "shift")
        kind = value_of(node.args[0], known, home) if is_emit and node.args else UNKNOWN
        if isinstance(kind, str) and not self._unsure:
            self.emitted.append(kind)

    def _put(
        self, key: ast.expr | None, value: ast.expr, known: KnownWithin, home: Home, *, is_set: bool = False
    ) -> None:
        """Something is added to a variable that is named by `core.names`, or it is set to that."""
        if isinstance(key, ast.IfExp):
            answer = value_of(key.test, known, home)
            for branch, chosen in ((key.body, True), (key.orelse, False)):
                if answer is UNKNOWN or bool(answer) == chosen:
                    self._put(branch, value, known, home, is_set=is_set)
            return
        variable = variable_named(key, known)
        if variable is None:
            return
        amount = within_room(plain_amount(value, known, home), variable)
        if amount == NONE_AT_ALL and not is_set:
            return
        amount = amount if amount is None else amount or BARE
        if isinstance(variable, ast.Attribute):
            self.written.append(VariableMove(variable.attr, (), amount))
        elif isinstance(variable, ast.Call) and isinstance(variable.func, ast.Attribute):
            places = (value_of(each, known, home) for each in variable.args)
            place = tuple(each if isinstance(each, str) else None for each in places)
            self.written.append(VariableMove(variable.func.attr, place, amount))
