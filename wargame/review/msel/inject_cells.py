"""One inject as the cells of a row, and back: what each column says, in words that planners write too."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite, nan
from typing import Any

from wargame.core.ids import PUBLIC
from wargame.review.msel.headings import HEADINGS
from wargame.review.msel.sheet_files import LONGEST_CELL, SheetCell, text_of_cell
from wargame.scenario.faults import shown, unknown
from wargame.scenario.pack import InjectLine, Pack

EVERYBODY = ("everybody", "everyone", "all", PUBLIC)
ALONE = ("control", "control alone")
ON_CONDITION, BY_CHANCE = "on condition", "by chance"
PLAIN = ("sender", "delivery", "controller", "objective", "expected", "notes")
"""What is text and nothing else, in the sheet as in the scenario."""
LONGEST_OF_A_FAULT = 200
"""Characters of a cell that holds too many, as far as it is read all the same to tell what else is wrong."""
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_CONDITION = re.compile(rf"(\S+)\s+(above|below)\s+({_NUMBER})(?:\s+and\s+(above|below)\s+({_NUMBER}))?", re.I)
_CHANCE = re.compile(rf"(?:chance\s+)?({_NUMBER})\s*(%?)(?:\s+a\s+quarter)?", re.I)
_CHANGE = re.compile(rf"(\S+)\s+({_NUMBER})")
_DATE = re.compile(r"(20\d\d)-(\d\d)(?:-(\d\d))?")


@dataclass(frozen=True, slots=True)
class CastNames:
    """Who can be told and hit, by id and by display name."""

    display: Mapping[str, str]
    """Display names by id; only those that name one seat, and could stand in a list."""

    @classmethod
    def of(cls, names: Mapping[str, str]) -> CastNames:
        """Of the names of a cast by id; a name that two bear, or that holds a sign of lists, is not used."""
        plain = [name.casefold() for name in names.values()]
        good = {
            seat: name
            for seat, name in names.items()
            if plain.count(name.casefold()) == 1
            and not re.search(r"[,;\n]", name)
            and (name.casefold() == seat or name.casefold() not in names)
        }
        return cls({**dict(zip(names, names, strict=True)), **good})

    def seat(self, word: str) -> str | None:
        """The id that a word names; None for a stranger."""
        plain = word.casefold()
        return next((seat for seat, name in self.display.items() if plain in (seat, name.casefold())), None)


def cells_of(number: int, line: InjectLine, names: CastNames, outcome: str = "") -> dict[str, str | int]:
    """The cells of an inject by the keys of columns."""
    if line.audience == PUBLIC:
        readers = EVERYBODY[0]
    else:
        readers = "; ".join(names.display.get(seat, seat) for seat in line.audience) or ALONE[0]
    return {
        "number": number,
        "turn": line.turn or (ON_CONDITION if line.when else BY_CHANCE),
        "text": line.text.strip(),
        "audience": readers,
        "outcome": outcome,
        "id": line.id,
        "kind": line.kind,
        "trigger": _trigger_text(line),
        "target": names.display.get(line.target or "", line.target or ""),
        "changes": "; ".join(f"{name} {_number(delta, '+')}" for name, delta in line.changes.items()),
        **{key: getattr(line, key).strip() for key in PLAIN},
    }


def _trigger_text(line: InjectLine) -> str:
    if line.when is not None:
        bars = (("above", line.when.above), ("below", line.when.below))
        told = " and ".join(f"{word} {_number(bar)}" for word, bar in bars if bar is not None)
        return f"{line.when.variable} {told}"
    return "" if line.probability is None else f"chance {_number(line.probability)} a quarter"


def _number(value: float, sign: str = "") -> str:
    """A number that is read back as itself."""
    text = repr(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
    return f"+{text}" if sign and value >= 0 else text


@dataclass(slots=True)
class ReadInject:
    """An inject as its row says it: values for the scenario by key, and faults by the column that each is about."""

    row: int
    order: float | None
    """The number of its row; None where none is given."""
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)
    """Key of a column, and a sentence."""
    keeps_trigger: bool = False
    """Whether its row says nothing of when it comes, on a sheet that has no column for a trigger."""


def inject_of(
    row: int, cells: Mapping[str, SheetCell], names: CastNames, pack: Pack, has_triggers: bool = True
) -> ReadInject:
    """Read a row. What is empty gets what is usual: news, for everybody, without target and changes."""
    found = ReadInject(row, None)
    said = text_of_cell(cells.get("turn")).casefold()
    found.keeps_trigger = not has_triggers and said in ("", ON_CONDITION, BY_CHANCE)
    for key, cell in cells.items():
        if cell.formula and key != "outcome":
            sentence = f"{HEADINGS[key].lower()} is the formula {shown(cell.formula)}, which is not run"
            found.faults.append((key, f"{sentence}; write the text or the number itself"))
    words = {key: text_of_cell(cell) for key, cell in cells.items()}
    for key, text in words.items():
        if len(text) > LONGEST_CELL and key != "outcome":
            said = f"{HEADINGS[key].lower()} has {len(text)} characters; a cell holds {LONGEST_CELL} at most"
            found.faults.append((key, said))
            words[key] = text[:LONGEST_OF_A_FAULT]
    found.order = _order(found, cells.get("number"))
    found.values |= {"id": words.get("id", ""), "kind": words.get("kind") or "news", "text": words.get("text", "")}
    found.values |= {key: words.get(key, "") for key in PLAIN}
    _read_when(found, cells, words, pack)
    _read_audience(found, words.get("audience", ""), names)
    if target := words.get("target", ""):
        found.values["target"] = names.seat(target) or target
    found.values["changes"] = _read_changes(found, words.get("changes", ""))
    return found


def _order(found: ReadInject, cell: SheetCell | None) -> float | None:
    if cell is None or cell.formula:
        return None
    try:
        order = float(text_of_cell(cell))
    except ValueError:
        order = nan
    if isfinite(order):
        return order
    said = (
        f"number is {shown(text_of_cell(cell))}; it must be a finite number, by which rows are put in order, or empty"
    )
    found.faults.append(("number", said))
    return None


def _read_when(found: ReadInject, cells: Mapping[str, SheetCell], words: Mapping[str, str], pack: Pack) -> None:
    said, trigger = words.get("turn", ""), words.get("trigger", "")
    if any(cells[key].formula for key in ("turn", "trigger") if key in cells):
        return
    by_trigger = said.casefold() in ("", ON_CONDITION, BY_CHANCE)
    if trigger:
        _read_trigger(found, trigger)
    if by_trigger:
        if not trigger and not found.keeps_trigger:
            what = "turn is empty" if not said else f"turn is {shown(said)}, and the trigger is empty"
            found.faults.append(("turn", f"{what}; it must be {_turns(pack)}"))
        return
    if trigger:
        both = f"turn is {shown(said)}, and the trigger {shown(trigger)}; one of the two must be empty"
        found.faults.append(("turn", both))
        return
    turn = _turn(said, pack)
    if turn is None:
        found.faults.append(("turn", f"turn is {shown(said)}; it must be {_turns(pack)}"))
    else:
        found.values["turn"] = turn


def _turns(pack: Pack) -> str:
    return (
        f"a whole number from 1 to {pack.turns}, a date within the game, which begins in {pack.start}, or empty where "
        "the column Trigger says when it comes"
    )


def _turn(said: str, pack: Pack) -> int | None:
    """The turn of a number, or of a date within the game."""
    words = said.casefold().removeprefix("turn").strip()
    if re.fullmatch(r"\d{1,4}(\.0+)?", words):
        number = int(float(words))
        return number if 1 <= number <= pack.turns else None
    dated = _DATE.fullmatch(words)
    if dated is None:
        return None
    year, month, day = int(dated[1]), int(dated[2]), int(dated[3] or 1)
    try:
        date(year, month, day)
    except ValueError:
        return None
    first_year, first_month = map(int, pack.start.split("-"))
    passed = (year - first_year) * 12 + month - first_month + (day - 1) / monthrange(year, month)[1]
    turn = int(passed // pack.months) + 1
    return turn if 1 <= turn <= pack.turns else None


def _read_trigger(found: ReadInject, text: str) -> None:
    if condition := _CONDITION.fullmatch(text):
        variable, *bars = condition.groups()
        when: dict[str, Any] = {"variable": variable}
        for word, bar in (bars[:2], bars[2:]):
            if word and word.lower() in when:
                found.faults.append(("trigger", f"the trigger {shown(text)} says {word} twice; say it once"))
            elif word and bar:
                when[word.lower()] = _read_number(bar)
        found.values["when"] = when
    elif chance := _CHANCE.fullmatch(text):
        share = float(chance[1]) / (100 if chance[2] else 1)
        found.values["probability"] = share
    else:
        wanted = "'rome.DS below 40', 'world.kappa_us above 0.5 and below 0.8' or 'chance 0.2 a quarter'"
        found.faults.append(("trigger", f"the trigger is {shown(text)}; it must be as in {wanted}"))


def _read_number(text: str) -> float | int:
    value = float(text)
    return int(value) if value.is_integer() else value


def _read_audience(found: ReadInject, text: str, names: CastNames) -> None:
    words = [word.strip() for word in re.split(r"[,;\n]", text) if word.strip()]
    plain = [word.casefold() for word in words]
    if not words or (len(words) == 1 and plain[0] in EVERYBODY):
        found.values["audience"] = PUBLIC
        return
    if len(words) == 1 and plain[0] in ALONE:
        found.values["audience"] = []
        return
    seats = [names.seat(word) for word in words]
    strange = next((word for word, seat in zip(words, seats, strict=True) if seat is None), None)
    if strange is not None:
        if strange.casefold() in (*EVERYBODY, *ALONE):
            said = f"{shown(strange)} stands beside others; it must stand alone"
        else:
            said = unknown(strange, "actor of this scenario", [*names.display.values(), EVERYBODY[0], ALONE[0]])
        found.faults.append(("audience", said))
        return
    found.values["audience"] = [seat for seat in dict.fromkeys(seats) if seat is not None]


def _read_changes(found: ReadInject, text: str) -> dict[str, float]:
    changes: dict[str, float] = {}
    for part in filter(None, (part.strip() for part in re.split(r"[,;\n]", text))):
        change = _CHANGE.fullmatch(part)
        if change is None:
            said = f"changes hold {shown(part)}; each must be a variable and what is added to it, as in 'rome.DS -1'"
            found.faults.append(("changes", said))
        elif change[1] in changes:
            found.faults.append(("changes", f"changes name {change[1]} twice; name it once"))
        else:
            changes[change[1]] = _read_number(change[2])
    return changes


def named_after_its_words(text: str, taken: Iterable[str]) -> str:
    """An id for an inject that has none: its first words, and a number where another inject is called so."""
    words = re.findall(r"[a-z0-9]+", text.casefold())
    base = "-".join(words[:4])[:32].strip("-")
    base = base if re.match(r"[a-z].", base) else f"inject-{base}".strip("-")
    used, number, name = set(taken), 2, base
    while name in used:
        name, number = f"{base}-{number}", number + 1
    return name
