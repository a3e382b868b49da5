"""What the cells of an experiment were begun with, held against what its file comes to now.

What the file says can be set as it was. What another state of the program does cannot, and is told apart from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import LedgerContents
from wargame.batch.settings_compared import differences_of
from wargame.errors import SpecError
from wargame.players.llm.shown import SHOWN, shown_of
from wargame.players.llm.wording_sets import OLD, wording_of
from wargame.scenario.prompt_words import words_in

MOST_TOLD = 8
"""Differences of a cell that are named at most."""
SHORT = 12
"""Digits of a hash of code that are told."""


def check_begun(plan: ExperimentPlan, found: LedgerContents, *, to_play: bool) -> None:
    """What stands under a cell's name must be what its games were played with, or SpecError says what differs.

    Games that another state of the program began can be read and not gone on with: that is a fault if they are
    `to_play`.
    """
    if told := changed_cells(plan, found):
        raise SpecError(f"{told[0]}. Set them as they were, give the level another name, or name another folder")
    if to_play and (said := other_program(_pairs(plan, found))):
        raise SpecError(
            f"{said}. What is sealed stays readable; to play on, take the program that began them, or name another "
            "folder"
        )


def changed_cells(plan: ExperimentPlan, found: LedgerContents) -> tuple[str, ...]:
    """What the file has set otherwise since, a sentence without its stop for each cell that was begun before."""
    return tuple(_changed(plan, found))


def _changed(plan: ExperimentPlan, found: LedgerContents) -> Iterator[str]:
    for cell in plan.cells:
        before = found.cells.get(cell.name)
        if before is None or before == cell.settings:
            continue
        was, now = dict(before), dict(cell.settings)
        if was["scenario"] != now["scenario"] and was["scenario"] in found.scenarios:
            was["scenario"], now["scenario"] = found.scenarios[was["scenario"]], cell.bundle
        if told := list(set_otherwise(was, now)):
            more = f"; and {len(told) - MOST_TOLD} more" if len(told) > MOST_TOLD else ""
            yield f"cell {cell.name!r} was begun with other settings: {'; '.join(told[:MOST_TOLD])}{more}"


def _pairs(plan: ExperimentPlan, found: LedgerContents) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    yield from ((found.cells[cell.name], cell.settings) for cell in plan.cells if cell.name in found.cells)


def set_otherwise(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """What differs between settings of a cell but for what another state of the program does, a sentence each.

    Of two programs, what one of them does not know is passed over, and so are the words of prompts that they bring.
    """
    if not any(_of_programs(before, after)):
        yield from differences_of(before, after)
        return
    yield from differences_of(*_known_to_both(_told_alike(before), _told_alike(after)))


def other_program(pairs: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]], did: str = "begun") -> str:
    """One sentence on cells, as settings before and now, that another state of the program began, or `did` else.

    Without its stop; empty if there are none.
    """
    found = [_of_programs(*pair) for pair in pairs]
    rules, asks = (next((each[place] for each in found if each[place]), "") for place in (0, 1))
    cells = sum(any(each) for each in found)
    if not cells:
        return ""
    was = "1 cell was" if cells == 1 else f"{cells} cells were"
    parts = [f"the rules ({rules})"] if rules else []
    parts += [f"how it words prompts and reads what models reply ({asks})"] if asks else []
    return f"{was} {did} by another state of the program, which differs in {', and in '.join(parts)}"


def _of_programs(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, str]:
    """The states of the rules, and of what models are asked with, if two differ: as they were before and are now."""
    codes = [(_rules_of(each), _short(each.get("prompts", {}).get("code", ""))) for each in (before, after)]
    rules, asks = (
        f"{was} before, {now} now" if was and now and was != now else "" for was, now in zip(*codes, strict=True)
    )
    return rules, asks


def _rules_of(settings: Mapping[str, Any]) -> str:
    return f"rules {settings['rules']}, {_short(settings['code'])}"


def _short(told: str) -> str:
    """A hash, and a version before it, with as many digits as are told."""
    return " ".join(word[:SHORT] for word in told.split())


def _told_alike(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """Settings without what a program brings, and with how prompts are told in words that programs have in common."""
    kept = {name: value for name, value in settings.items() if name not in ("code", "rules", "prompts")}
    kept = {"from": None, "adjudication": "rules", **kept, "scenario": _without_empty(settings["scenario"])}
    if prompts := settings.get("prompts"):
        own = words_in(prompts)
        wording = OLD if wording_of(prompts).is_older else f"{', '.join(own)} of its own" if own else "in use"
        shown, said = asdict(shown_of(prompts)), prompts.get(SHOWN, "")
        kept["prompts"] = {"wording": wording, **own}
        kept["shown"] = {name: value for name, value in shown.items() if not said or f"{name}=" in said}
    return kept


def _without_empty(data: Any) -> Any:
    """Data of a scenario without what says nothing: a later program knows more of it."""
    if isinstance(data, Mapping):
        return {name: _without_empty(value) for name, value in data.items() if value not in (None, "", [], {})}
    return [_without_empty(each) for each in data] if isinstance(data, list | tuple) else data


def _known_to_both(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The same without parameters, parts of levers and ways to show prompts that only one of two programs knows."""
    parts = [name for name in ("parameters", "reins", "shown") if name in before and name in after]
    pruned = {name: _in_common(before[name], after[name]) for name in parts}
    return {**before, **{name: pruned[name][0] for name in parts}}, {
        **after,
        **{name: pruned[name][1] for name in parts},
    }


def _in_common(before: Any, after: Any) -> tuple[Any, Any]:
    """Data without names that stand on one side only."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        pairs = {name: _in_common(before[name], after[name]) for name in before if name in after}
        return {name: pair[0] for name, pair in pairs.items()}, {name: pair[1] for name, pair in pairs.items()}
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        both = [_in_common(*pair) for pair in zip(before, after, strict=True)]
        return [pair[0] for pair in both], [pair[1] for pair in both]
    return before, after
