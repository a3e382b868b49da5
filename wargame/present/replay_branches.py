"""Games that share a beginning, as rows: which file, where they part, what is otherwise there; never how they end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wargame.core.words import Namer
from wargame.present.rows import ListRow
from wargame.transcript.relatives import Relative


def branch_rows(found: Sequence[Relative], name: Namer) -> list[ListRow]:
    """One row for each; its key is its number in the list, from 0."""
    return [
        ListRow(
            (("the game it leaves  " if each.is_parent else "leaves at line", "dim"), (f" {each.line:<7}", "bold")),
            f"{each.path.stem}: {_changed(each.change, name)}",
            str(at),
        )
        for at, each in enumerate(found)
    ]


def _changed(change: Mapping[str, Any], name: Namer) -> str:
    what = str(change.get("what", "something")).replace("_", " ")
    seat = str(change.get("seat") or str(change.get("decision", "")).rpartition(".")[2])
    rest = [str(change[key]) for key in ("spec", "parameter", "value") if key in change]
    return " ".join(part for part in (what, f"of {name(seat)}" if seat else "", *rest) if part)
