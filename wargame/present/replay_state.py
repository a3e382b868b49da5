"""What some eyes know at a place of a game on record, as rows: what changed since another place, and what holds now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from wargame.core.agreements import Agreement
from wargame.core.codebook import bounds
from wargame.core.ids import CONTROL, PUBLIC, WAYS
from wargame.core.models import Access
from wargame.core.setting import Setting
from wargame.core.views import View
from wargame.core.words import Namer, pledge_in_words, terms_in_words
from wargame.present.differences import signed_between
from wargame.present.rows import ListRow, heading
from wargame.review.knowledge import maker_of
from wargame.review.reliance import fielded
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.model.variable_words import figure, spoken

MOST = 14
"""Numbers told of one difference."""
SMALLEST = 1e-9
SIGNS = "+ new  * otherwise  - gone"
"""What stands before agreements, pledges and lines of access that changed."""
PURSES = ("points", "budget")
"""What comes and goes every turn, told after what does not."""


def state_rows(book: Rulebook, now: View, before: View | None, since: str) -> list[ListRow]:
    """What holds now, after what changed since the view `before`; `since` says in words where that was."""
    name = _called(book.setting, now)
    rows = [] if before is None else [heading(f"CHANGED SINCE {since}"), *_changed(book.setting, now, before)]
    if now.seat != PUBLIC:
        rows.append(heading("FIELDED CAPABILITY, 0 to 100"))
        for holder in book.setting.governments:
            value, error = fielded(book, now, holder)
            shown = f"~{value:.0f} ±{error:.0f}" if error else f"{value:.0f}"
            rows.append(ListRow(((f"{shown:>8}  ", "bold"),), name(holder)))
    rows += _listed("AGREEMENTS IN FORCE", (_deal(a, name) for a in now.agreements.values() if a.status == "in_force"))
    rows += _listed("OFFERS ON THE TABLE", (terms_in_words(p.terms, name) for p in now.proposals.values()))
    pledges = (pledge for pledge in now.pledges.values() if pledge.status == "open")
    rows += _listed("PLEDGES THAT RUN", (pledge_in_words(pledge, name) for pledge in pledges))
    return rows


def _listed(title: str, lines: Iterator[str]) -> list[ListRow]:
    found = [ListRow((("  ", ""),), line) for line in lines]
    return [heading(f"{title}: {len(found)}"), *found]


def _called(setting: Setting, view: View) -> Namer:
    """The names of seats, and of models as far as these eyes know them."""
    models = {str(model.id): model.name for model in view.models.values()}
    return lambda id_: models.get(id_) or setting.name_of(id_)


def _deal(agreement: Agreement, name: Namer) -> str:
    return f"{terms_in_words(agreement.terms, name)} (to turn {agreement.expires})"


def _line(line: Access, view: View, name: Namer) -> str:
    model = f"{name(maker_of(view, line))}'s {name(line.model)}"
    return f"{name(line.holder)} uses {model} {WAYS[line.channel]}, {line.status}"


def _changed(setting: Setting, now: View, before: View) -> list[ListRow]:
    you = "" if now.seat in (CONTROL, PUBLIC) else now.seat
    moved = []
    for variable in now.values:
        if variable in now.spread or variable not in before.values or variable in before.spread:
            continue
        value, was = now.values[variable], before.values[variable]
        if abs(value - was) > SMALLEST:
            low, high = bounds(variable)
            purse = variable.rpartition(".")[2] in PURSES
            moved.append((purse, -abs(value - was) / (high - low), variable, was, value))
    moved.sort()
    rows = []
    for *_, variable, was, value in moved[:MOST]:
        delta = signed_between(variable, was, value)
        level = f"{figure(variable, was)} -> {figure(variable, value)}"
        rows.append(ListRow(((f"{delta:>7}  ", "bold"),), f"{spoken(setting, variable, you)} {level}"))
    if len(moved) > MOST:
        rows.append(ListRow((("         ", ""),), f"and {len(moved) - MOST} smaller moves", style="dim"))
    name = _called(setting, now)
    numbers = len(rows)
    rows += _entered(before.agreements, now.agreements, lambda a: f"{_deal(a, name)}, {a.status.replace('_', ' ')}")
    rows += _entered(before.pledges, now.pledges, lambda pledge: pledge_in_words(pledge, name))
    rows += _entered(before.access, now.access, lambda line: _line(line, now, name))
    if len(rows) > numbers:
        rows.insert(numbers, ListRow((("  ", ""),), SIGNS, style="dim"))
    return rows or [ListRow((("  ", ""),), "nothing that these eyes know of")]


def _entered(before: Mapping[Any, Any], now: Mapping[Any, Any], said: Callable[[Any], str]) -> list[ListRow]:
    """What is new, what is otherwise and what is gone of a table."""
    rows = []
    for id_, each in now.items():
        was = before.get(id_)
        if was is each or was == each:
            continue
        if was is None:
            rows.append(ListRow((("+ ", "bold"),), said(each)))
        elif said(was) != said(each):
            rows.append(ListRow((("* ", "bold"),), said(each)))
    rows += [ListRow((("- ", "bold"),), said(each)) for id_, each in before.items() if id_ not in now]
    return rows
