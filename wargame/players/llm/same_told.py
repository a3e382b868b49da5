"""Whether a template in other words tells the same as the one in use: the same values, figures and names.

It asks for nothing that the other does not ask for, and names nothing that the other does not name: no field of an
answer, no order and no actor. Both are filled in with values that stand for themselves and are of
the kind that a game gives, with up to two things missing and with only one there. What stands in the one is looked for
in the other. What is not looked at is what words mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, product
from typing import Any, TypeAlias

import jinja2
from jinja2 import meta, nodes

from wargame.core.deeds import DEEDS
from wargame.errors import SpecError
from wargame.players.llm.conditions_asked import conditions, forms, strange
from wargame.players.llm.held_templates import compiled, filled, parsed
from wargame.players.llm.templates import MANNER
from wargame.scenario.find import list_actors

Given: TypeAlias = dict[str, Any]
"""Values of a template by name."""
COUNTED = (
    *("turn", "turns", "round", "rounds", "first", "last", "count"),
    *("longest", "most_orders", "most_moves", "most_weighings"),
)
"""Values that a game gives as whole numbers; others are texts, lists of texts, flags or have fields."""
ITEMS = 4
"""How many lines there are in a list with which a template is tried."""
FIRST = 90_000_000
"""Values that stand for themselves are numbers from here on: no template says so much."""
SMALL = 700_001
"""Those of parameters, which are written with six digits at most."""
BETWEEN = " and so on," * 30
"""Between the two numbers with which a text that stands for itself begins and ends: what cuts it drops one of them."""
LONGEST_NUMBER = 30
"""Most digits of a number that are told."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"`([\w:]+)`|[\"'](\w+)[\"']\s*:|\b([a-z]+(?:_[a-z]+)+)\b")
"""Names of the form of an answer and of orders: in backticks, before a colon as keys of JSON, or with an underscore."""
_ORDER = re.compile(rf"\b(?:{'|'.join(name.replace('_', '[ _-]') for name in DEEDS)})\b", re.IGNORECASE)
"""An order as it is called, also with blanks for underscores: `train operators`."""


def differences(text: str, usual: str) -> Iterator[str]:
    """What a template tells otherwise than the one in use, each as a sentence; nothing if it tells the same."""
    try:
        tree = parsed(text)
        compiled(text)
    except SpecError as fault:
        yield str(fault)
        return
    mine, in_use = meta.find_undeclared_variables(tree), jinja2.Environment(**MANNER).parse(usual)
    form = _TemplateForm.of(in_use)
    given = set(form.names)
    yield from dict.fromkeys((*strange(tree, in_use), *forms(tree, in_use)))
    for name in sorted(mine - given):
        yield f"{{{{ {name} }}}} is nothing that it is given; it is given {', '.join(sorted(given)) or 'nothing'}"
    for name in sorted(given - mine):
        yield f"it leaves out {{{{ {name} }}}}, which the template in use has"
    if mine == given:
        yield from _rendered(text, usual, form)


def _rendered(text: str, usual: str, form: _TemplateForm) -> Iterator[str]:
    """What differs between the two when they are filled in, each difference once."""
    told: set[str] = set()
    for when, given in form.ways():
        try:
            mine = filled(text, given)
        except SpecError as fault:
            yield str(fault)
            return
        theirs = compiled_in_use(usual).render(**given)
        for said in (*_missing(mine, theirs, form), *_added(mine, theirs, form), *_named_too(mine, usual)):
            if said not in told:
                told.add(said)
                yield f"{said}{when}"


@lru_cache(maxsize=64)
def compiled_in_use(text: str) -> jinja2.Template:
    """A template of the set in use, which need not be held back."""
    return jinja2.Environment(auto_reload=False, **MANNER).from_string(text)


def _missing(mine: str, theirs: str, form: _TemplateForm) -> Iterator[str]:
    for number in sorted(_numbers(theirs) - _numbers(mine)):
        yield f"it does not say {form.meant(number)}"
    for name in sorted(_names(theirs) - _names(mine)):
        yield f"it does not name {name}"


def _added(mine: str, theirs: str, form: _TemplateForm) -> Iterator[str]:
    for number in sorted(_numbers(mine) - _numbers(theirs)):
        yield f"it says {form.meant(number)}, and the template in use does not"


def _named_too(mine: str, usual: str) -> Iterator[str]:
    """Names that stand nowhere in the template in use, whenever that would say them."""
    orders = _orders(mine) - _orders(usual)
    for name in sorted(orders):
        yield f"it names the order {name}, and the template in use does not"
    actors = _actors(mine) - _actors(usual)
    for name in sorted(actors):
        yield f"it names the actor {name}, and the template in use does not"
    for name in sorted(_names(mine) - _names(usual) - orders - actors):
        yield f"it names {name[:LONGEST_NUMBER]}, and the template in use does not"


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(text))


def _orders(text: str) -> set[str]:
    """Orders that a text names, as they are called."""
    return {re.sub("[ -]", "_", found.lower()) for found in _ORDER.findall(text)}


def _actors(text: str) -> set[str]:
    """Actors that a text names with a capital, as they are called; `meta` in the middle of a sentence is none."""
    return {found.lower() for found in _actor().findall(text) if found[0].isupper()}


@cache
def _actor() -> re.Pattern[str]:
    """Any actor that a name reaches."""
    names = "|".join(re.escape(found.name) for found in list_actors())
    return re.compile(rf"\b(?:{names})\b" if names else "(?!)", re.IGNORECASE)


def _names(text: str) -> set[str]:
    return {name for found in _NAME.findall(text) for name in found if name and not name.isdigit()}


@dataclass(frozen=True, slots=True)
class _TemplateForm:
    """What a template is given, and on what it hangs."""

    names: tuple[str, ...]
    lists: frozenset[str]
    fields: Mapping[str, tuple[str, ...]]
    """Fields of values that have some, by name."""
    asked: frozenset[str]
    """What its conditions look at."""
    choices: Mapping[str, tuple[Any, ...]]
    """Values of what is not told and only asked for."""
    alike: tuple[tuple[str, str], ...]
    """Values that are held against one another."""

    @classmethod
    def of(cls, tree: nodes.Template) -> _TemplateForm:
        """Of a template in use."""
        names = tuple(sorted(meta.find_undeclared_variables(tree)))
        tests: list[nodes.Node] = [node.test for node in tree.find_all(nodes.If)]
        tests += [node.test for node in tree.find_all(nodes.CondExpr)]
        inside = {id(name) for test in tests for name in _names_of(test)}
        asked = {name.name for each in conditions(tree) for name in _names_of(each)} & set(names)
        told = {name.name for name in _names_of(tree) if id(name) not in inside}
        joined = [each.node for each in tree.find_all(nodes.Filter) if each.name == "join"]
        held = (*joined, *(loop.iter for loop in tree.find_all(nodes.For)))
        lists = frozenset(each.name for each in held if isinstance(each, nodes.Name))
        fields: dict[str, set[str]] = {}
        for part in tree.find_all(nodes.Getattr):
            if isinstance(part.node, nodes.Name):
                fields.setdefault(part.node.name, set()).add(part.attr)
        choices: dict[str, tuple[Any, ...]] = dict.fromkeys(asked - told, (True, False))
        alike = []
        for test in tree.find_all(nodes.Compare):
            left, right = test.expr, test.ops[0].expr
            if isinstance(left, nodes.Name) and isinstance(right, nodes.Const):
                known = [each for each in choices.get(left.name, ()) if not isinstance(each, bool)]
                choices[left.name] = tuple(dict.fromkeys((*known, right.value, "another")))
            elif isinstance(left, nodes.Name) and isinstance(right, nodes.Name):
                alike.append((left.name, right.name))
        found = {name: tuple(sorted(each)) for name, each in fields.items()}
        return cls(names, lists, found, frozenset(asked), choices, tuple(alike))

    def ways(self) -> Iterator[tuple[str, Given]]:
        """Every way to fill it in that counts, with when that is, in words.

        With all there and nothing there, with one thing or two not there, and with nothing else there.
        """
        full = {name: self._value(place, name) for place, name in enumerate(self.names)}
        empties = [name for name in self.names if name in self.asked and name not in self.choices]
        nothing = {name: self._empty(name) for name in empties}
        pairs = tuple(combinations(empties, 2))
        for chosen in product(*self.choices.values()):
            held = dict(zip(self.choices, chosen, strict=True))
            when = "".join(f", where {name} is {value!r}" for name, value in held.items())
            yield when, {**full, **held}
            yield f"{when}, where nothing is there", {**full, **held, **nothing}
            for name in empties:
                yield f"{when}, where there is no {name}", {**full, **held, name: nothing[name]}
            for one, other in self.alike:
                yield f"{when}, where {one} is {other}", {**full, **held, one: full[other]}
            for name in empties:
                yield f"{when}, where there is only {name}", {**full, **held, **nothing, name: full[name]}
            for one, other in pairs:
                lacking = {one: nothing[one], other: nothing[other]}
                yield f"{when}, where there is no {one} and no {other}", {**full, **held, **lacking}

    def _value(self, place: int, name: str) -> Any:
        if name in self.fields:
            return _Fields(self.fields[name])
        start = FIRST + 10 * place
        if name in self.lists:
            return [str(start + item) for item in range(1, ITEMS + 1)]
        return start if name in COUNTED else f"{start}{BETWEEN}{start + 9}"

    def _empty(self, name: str) -> Any:
        return [] if name in self.lists else 0 if name in COUNTED else ""

    def meant(self, number: str) -> str:
        """A number as a reader knows it: as the value that it stands for, if it does."""
        for name, parts in self.fields.items():
            for place, part in enumerate(parts):
                if number in (f"{(SMALL + place) / 100}", str(SMALL + place)):
                    return f"{{{{ {name}.{part} }}}}"
        place = (int(number) - FIRST) // 10 if number.isdigit() and len(number) == len(str(FIRST)) else -1
        return f"{{{{ {self.names[place]} }}}}" if 0 <= place < len(self.names) else number[:LONGEST_NUMBER]


class _Fields:
    """A value with fields, each a number of its own with a fraction."""

    def __init__(self, parts: tuple[str, ...]) -> None:
        for place, part in enumerate(parts):
            setattr(self, part, (SMALL + place) / 100)


def _names_of(tree: nodes.Node) -> list[nodes.Name]:
    """Every name in a tree, itself included."""
    return [*([tree] if isinstance(tree, nodes.Name) else []), *tree.find_all(nodes.Name)]
