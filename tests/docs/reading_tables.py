"""The tables of `reads`: each kind of reading with its fields, as the types of the program have them."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from typing import Any, get_args

from wargame.batch.conduct import ConductReading, EscalationOf, RateOf
from wargame.paired.readings import RUNNING, Reading

CONDUCT = (RateOf, EscalationOf)
"""Readings of experiments alone."""
TAKES = {
    "SeatId": "a seat",
    "SeatId | None": "a seat",
    "tuple[SeatId, ...]": "seats",
    "tuple[Channel, ...]": "channels",
    "tuple[Source, ...]": "sources",
    "Annotated[tuple[Variable, ...], Field(min_length=1)]": "[variables](model.md#state)",
    "tuple[Variable, ...]": "[variables](model.md#state)",
    "Annotated[tuple[NamedEvent, ...], Field(min_length=1)]": "[kinds of events](events.md)",
    "Annotated[tuple[NamedOrder, ...], Field(min_length=1)]": "[kinds of orders](model.md#orders)",
    "NamedClause": "a [kind of clause](agreements.md)",
    "NamedMeasure": "a measure",
    "BetKind": "a [kind of bet](model.md#bets)",
    "Terms": "[terms](agreements.md)",
    "RateName": "a [share of conduct](experiments.md#conduct)",
    "Mapping[str, float]": "numbers by kind of order",
    "str": "a name",
}
"""What a field takes, by its type as it is written."""


def kinds() -> tuple[type, ...]:
    """Every kind of reading, those of experiments alone last."""
    return (*get_args(get_args(Reading)[0]), *get_args(get_args(ConductReading)[0]))


def kind_of(reading: type) -> str:
    """The word by which a file names it."""
    return str(next(each.default for each in fields(reading) if each.name == "kind"))


def readings() -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Each kind, what it gives, and whether it runs on."""
    rows: list[tuple[str, ...]] = []
    for each in kinds():
        only = " In experiments alone." * (each in CONDUCT)
        course = "**runs on** from the start" if each in RUNNING else "as it is then"
        if each in CONDUCT:
            course = "of all until then" if each is RateOf else "of that turn"
        rows.append((f"`{kind_of(each)}`", f"{inspect.getdoc(each)}{only}", course))
    return ("Kind", "What it gives", "At the end of a turn"), rows


def fields_of_readings() -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Each field of each kind, what it takes, what counts without it, and what it does."""
    rows: list[tuple[str, ...]] = []
    for each in kinds():
        said = dict(_docstrings(each))
        rows += [
            (f"`{kind_of(each)}`", f"`{one.name}`", _takes(one), _without(one), said[one.name])
            for one in fields(each)
            if one.name != "kind"
        ]
    return ("Kind", "Field", "Takes", "Without it", "What it does"), rows


def _takes(one: Field[Any]) -> str:
    written = str(one.type)
    if written.startswith("Literal"):
        return ", ".join(f"`{word}`" for word in ast.literal_eval(written.removeprefix("Literal")))
    return TAKES[written]


def _without(one: Field[Any]) -> str:
    if one.default is MISSING and one.default_factory is MISSING:
        return "**needed**"
    if isinstance(one.default, str) and one.default:
        return f"`{one.default}`"
    return "nothing" if one.name in ("less", "weights") else "any"


def _docstrings(reading: type) -> Iterator[tuple[str, str]]:
    """Fields with the words that stand below them."""
    (made,) = ast.parse(inspect.getsource(reading)).body
    assert isinstance(made, ast.ClassDef)
    for one, below in zip(made.body, made.body[1:], strict=False):
        if isinstance(one, ast.AnnAssign) and isinstance(below, ast.Expr) and isinstance(one.target, ast.Name):
            assert isinstance(below.value, ast.Constant)
            yield one.target.id, str(below.value.value).replace("\n", " ")
