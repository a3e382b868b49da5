"""How the arguments of a recorded game were ruled, beside how an experiment has its own ruled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from wargame.batch.experiment_cell import ExperimentCell
from wargame.core.control_acts import Act, RuleArgument
from wargame.table.bench import names_on
from wargame.table.unattended import WHO

BY_RULES = "the rules"


def ways_of_cells(cells: Iterable[ExperimentCell]) -> tuple[str, ...]:
    """The ways in which arguments are ruled in an experiment, each once, in the order of its cells."""
    return tuple(dict.fromkeys(_way(cell.adjudication, "models" if cell.judges else "") for cell in cells))


def ways_of_acts(acts: Iterable[Act], decided: int) -> Mapping[str, int]:
    """In which ways so many arguments of a game were decided: those that control did not rule are the rules' own.

    `acts` are those that stand; of an argument that was ruled twice the later one counts.
    """
    ruled: dict[str, str] = {}
    for act in acts:
        if isinstance(act.move, RuleArgument):
            who = "models" if names_on(act.who) else "" if act.who == WHO else "people"
            ruled[act.move.case] = _way(act.move.mode, who)
    found = Counter(ruled.values())
    found[BY_RULES] += max(0, decided - len(ruled))
    return +found


def ruled_otherwise(ways: Mapping[str, int], usual: Iterable[str]) -> Iterator[str]:
    """A clause where arguments were ruled in a way in which the experiment has none ruled."""
    known = tuple(usual)
    if strange := {way: often for way, often in ways.items() if way not in known}:
        many = sum(strange.values())
        told = f"{many} argument{'s' * (many != 1)} ruled by {' or '.join(strange)}"
        yield f"{told} (the experiment has them ruled by {' or '.join(known)})"


def _way(mode: str, who: str) -> str:
    if who:
        return f"{who} ({mode})" if mode != "rules" else BY_RULES
    return {"rules": BY_RULES, "dice": "dice"}.get(mode, mode)
