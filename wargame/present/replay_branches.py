"""The tree of games that leave one another, as rows: where they part, what is otherwise there; never how they end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wargame.core.words import Namer
from wargame.present.rows import ListRow
from wargame.transcript.relatives import Kin

NOT_HERE = "a game whose record is not in this folder; put it beside this one to look into it"
HERE = "  <- this one"


def branch_rows(found: Sequence[Kin], name: Namer) -> list[ListRow]:
    """One row for each, under the game that it leaves; its key is its number in the tree, from 0, or nothing.

    It says at which line it leaves, what is changed there, and by which seed its dice fall.
    """
    return [_row(each, str(at), name) for at, each in enumerate(found)]


def _row(each: Kin, key: str, name: Namer) -> ListRow:
    if each.path is None:
        return ListRow((), NOT_HERE, style="dim")
    dice = "" if each.dice is None else f", dice of seed {each.dice}"
    left = f"line {each.line}: {_changed(each.change, name)}{dice}: " if each.line else ""
    whole = "" if each.line else dice
    body = f"{left}{each.path.stem}{whole}{HERE if each.own else ''}"
    return ListRow(((each.drawn, "dim"),), body, "" if each.own else key, "bold" if each.own else "")


def _changed(change: Mapping[str, Any], name: Namer) -> str:
    what = str(change.get("what", "something")).replace("_", " ")
    seat = str(change.get("seat") or str(change.get("decision", "")).rpartition(".")[2])
    rest = [str(change[key]).replace("_", " ") for key in ("spec", "parameter", "value") if key in change]
    return " ".join(part for part in (what, f"of {name(seat)}" if seat else "", *rest) if part)
