"""Narrowing: which verbs a seat has now, which values its fields may take after those chosen, and why the rest may not.

It asks the menu and nothing else; legality is decided there.
"""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wargame.core import names
from wargame.core.domains import fields_of
from wargame.core.orders import ORDER_TYPES, AnyOrder
from wargame.core.refusals import Refusal, RefusalKind
from wargame.core.words import listed
from wargame.players.base import Ask
from wargame.present.fields import Field, Option, value_in_words

WEIGHT: tuple[RefusalKind, ...] = (
    "cannot_afford",
    "already_so",
    "no_consent",
    "not_now",
    "too_many_orders",
    "not_yours",
    "wrong_target",
    "malformed",
    "unknown_name",
)
"""Kinds of refusal from the one that came closest to being allowed."""
HALF = {"order": "half an order", "argument": "half an argument"}
"""Boxes of the draft that hold what is half filled in, by form."""
MOST_ALIKE = 2
"""Of how many others it is said that the same holds; the rest are counted."""
Tried = Sequence[tuple[tuple[Any, ...], Refusal | None]]
"""Every combination of field values with its refusal."""


class OrderNarrowing:
    """The menu of one ask, looked up once."""

    def __init__(self, ask: Ask) -> None:
        """Over this ask."""
        self.ask = ask
        self._tried: dict[str, Tried] = {}

    def tried(self, kind: str) -> Tried:
        """Every order of a kind that could be put together from known names, with why it is refused.

        Asked of the menu once for each combination, then kept. KeyError for what is no kind of order.
        """
        found = self._tried.get(kind)
        if found is None:
            menu, domains = self.ask.menu, self.ask.menu.domains(kind)
            found = []
            for values in itertools.product(*domains.values()):
                order = order_with(kind, dict(zip(domains, values, strict=True)))
                found.append((values, menu.refusal(order)))
            self._tried[kind] = found
        return found

    def refusal_of_kind(self, kind: str) -> str:
        """Why no order of this kind may be given now, in the sentence that says most; empty if one may.

        Of an argument, whose words are free, only the price is asked.
        """
        if kind == "argument":
            price = ORDER_TYPES[kind].SPEC.points
            have = self.ask.view.values.get(names.points(self.ask.seat), 0.0)
            return "" if have >= price else f"this costs {price} political points; you have {have:g}"
        tried = self.tried(kind)
        if any(refusal is None for _, refusal in tried):
            return ""
        called = [*self.ask.book.setting.names.values(), *(model.name for model in self.ask.view.models.values())]
        found = _commonest((refusal for _, refusal in tried), called)
        return found or "nothing that you know of can be named in it"

    def fields(self, kind: str, chosen: Mapping[str, Any]) -> tuple[Field, ...]:
        """The fields of a kind in order, each narrowed by those before it; a sole choice is taken.

        `chosen` holds values by the name of the field. A value that is refused stays, with the refusal as its fault.
        """
        models = [(model.id, model.name) for model in self.ask.view.models.values()]
        setting = self.ask.book.setting
        names = tuple(fields_of(ORDER_TYPES[kind]))
        left, found = list(self.tried(kind)), []
        for at, name in enumerate(names):
            by_value: dict[Any, list[Refusal | None]] = {}
            for values, refusal in left:
                by_value.setdefault(values[at], []).append(refusal)
            choices = tuple(
                Option(
                    value,
                    value_in_words(setting, name, value, models),
                    "" if None in refusals else _commonest(refusals),
                )
                for value, refusals in by_value.items()
            )
            fit = [choice.value for choice in choices if not choice.refusal]
            value = chosen.get(name, fit[0] if len(fit) == 1 else None)
            fault = (
                next((choice.refusal for choice in choices if choice.value == value), "") if value is not None else ""
            )
            found.append(Field(name, name.replace("_", " "), "one", value, choices, fault=fault))
            if value is not None:
                left = [(values, refusal) for values, refusal in left if values[at] == value]
        return tuple(found)


def order_with(kind: str, values: Mapping[str, Any]) -> AnyOrder:
    """An order of this kind with these values.

    KeyError for what is no kind of order, TypeError where a field is missing or strange.
    """
    order: Any = ORDER_TYPES[kind]
    result: AnyOrder = order(**values)
    return result


def chosen_of(order: AnyOrder) -> dict[str, Any]:
    """The values of an order's fields."""
    return {name: getattr(order, name) for name in fields_of(type(order))}


def half_as_text(kind: str, chosen: Mapping[str, Any]) -> str:
    """A half-filled form as text, for the draft; fields that nothing is chosen for are left out."""
    return json.dumps([kind, {name: value for name, value in chosen.items() if value is not None}])


def half_from_text(text: str) -> tuple[str, dict[str, Any]]:
    """The verb and the values of a half-filled form; nothing where the text is no such thing."""
    try:
        kind, chosen = json.loads(text)
    except ValueError:
        return "", {}
    return (kind, chosen) if kind in ORDER_TYPES else ("", {})


def _commonest(refusals: Iterable[Refusal | None], called: Iterable[str] = ()) -> str:
    """The refusal that says most: the commonest of the weightiest kind.

    Where others say the same of somebody else of those who are `called` so, it is said of whom.
    """
    counted = Counter(refusal for refusal in refusals if refusal is not None)
    if not counted:
        return ""
    best = min(
        counted, key=lambda refusal: (WEIGHT.index(refusal.kind), "itself" in refusal.sentence, -counted[refusal])
    )
    others = _of_whom_too(best, counted, called)
    if not others:
        return best.sentence
    more = f"{len(others) - MOST_ALIKE} more"
    named = others if len(others) <= MOST_ALIKE + 1 else [*others[:MOST_ALIKE], more]
    return f"{best.sentence}; the same of {listed(named)}"


def _of_whom_too(best: Refusal, refusals: Iterable[Refusal], called: Iterable[str]) -> list[str]:
    """The names in place of which another refusal of the kind says what this one says of the first name in it."""
    longest_first = sorted(called, key=len, reverse=True)
    names_in = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in longest_first) or r"(?!)")
    about = names_in.search(best.sentence)
    if about is None:
        return []
    pattern = names_in.sub("", best.sentence)
    alike = (each for each in refusals if each.kind == best.kind and names_in.sub("", each.sentence) == pattern)
    found = (names_in.search(each.sentence) for each in alike)
    return [name for name in dict.fromkeys(each.group() for each in found if each) if name != about.group()]
