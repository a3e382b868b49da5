"""What coders have decided: a file for each coder in the folder of the coding, to which only is added."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from wargame.coding.coding_folder import CODERS, ITEMS, CodingFolder
from wargame.core.plain_text import as_given
from wargame.errors import SpecError
from wargame.transcript.overrides import now
from wargame.transcript.side_file import add_object, is_ended, read_objects

_PSEUDONYM = re.compile(r"[a-z][a-z0-9-]{0,23}")
LONGEST_REMARK = 1000
"""Characters of a coder's remark."""
TORN = "torn"
"""The one name in a line that says which line before it was broken off."""


@dataclass(frozen=True, slots=True)
class GivenCode:
    """One decision of a coder; the last one for an item counts."""

    item: str
    category: str
    remark: str
    at: str
    """Date and time in UTC, to the second."""


def check_coder(name: str) -> str:
    """The name of a coder; SpecError unless it is a pseudonym that can be the name of a file."""
    if _PSEUDONYM.fullmatch(name) is None:
        raise SpecError(
            f"--coder {name}: a coder goes by a pseudonym of 1 to 24 small letters, digits and hyphens, such as a-1"
        )
    return name


def codes_file(coding: CodingFolder, coder: str) -> Path:
    """Where a coder's decisions lie; SpecError for what is no pseudonym, or no folder to lie in."""
    return _folder(coding) / f"{check_coder(coder)}.jsonl"


def codes_of(coding: CodingFolder, coder: str) -> Mapping[str, GivenCode]:
    """What a coder has decided, by item.

    SpecError if the file cannot be read, or for a line that is no decision of this coding, by its number: a code that
    was passed over would be missing from the agreement without a word. A last line that was broken off while it was
    written is no decision; `torn_of` tells it.
    """
    path = codes_file(coding, coder)
    lines = list(read_objects(path))
    torn = _torn(path, lines)
    found: dict[str, GivenCode] = {}
    for number, data in lines:
        if number in torn or (data is not None and TORN in data):
            continue
        given = _given(coding, f"{path}: line {number}", data)
        found[given.item] = given
    return found


def torn_of(coding: CodingFolder, coder: str) -> tuple[int, ...]:
    """Numbers of the lines in a coder's file that were broken off while they were written; they count as not given."""
    path = codes_file(coding, coder)
    return tuple(sorted(_torn(path, list(read_objects(path)))))


def _folder(coding: CodingFolder) -> Path:
    """Where the files of coders lie; SpecError if that is a file."""
    folder = coding.path / CODERS
    if folder.exists() and not folder.is_dir():
        raise SpecError(f"{folder}: this is a file; it must be the folder in which the files of coders lie")
    return folder


def _torn(path: Path, lines: Sequence[tuple[int, Mapping[str, Any] | None]]) -> set[int]:
    """Lines that are no object: the last one if nothing ends it, and those that a later line says were broken off."""
    broken = {number for number, data in lines if data is None}
    told = {data[TORN] for _, data in lines if data is not None and type(data.get(TORN)) is int}
    last = {lines[-1][0]} if lines and not is_ended(path) else set()
    return broken & (told | last)


def _given(coding: CodingFolder, where: str, data: Mapping[str, Any] | None) -> GivenCode:
    mend = "put the line back as it was, or take it out and code the item again"
    if data is None:
        raise SpecError(f"{where}: this is no JSON object; {mend}")
    names = [each.name for each in fields(GivenCode)]
    for name in names:
        if not isinstance(data.get(name), str):
            what = f"{name} is {as_given(json.dumps(data[name]))}, no text" if name in data else f"{name} is missing"
            raise SpecError(f"{where}: {what}; a decision holds {', '.join(names)} as texts; {mend}")
    given = GivenCode(**{name: data[name] for name in names})
    if given.item not in coding.items:
        raise SpecError(f"{where}: item {as_given(given.item)} is not in {coding.path / ITEMS}; {mend}")
    if given.category not in coding.book.ids:
        known = ", ".join(coding.book.ids)
        raise SpecError(f"{where}: category {as_given(given.category)} must be one of {known}; {mend}")
    return given


def add_code(coding: CodingFolder, coder: str, item: str, category: str, remark: str = "") -> GivenCode:
    """Keep a decision; SpecError for what is no item or no category, for a long remark, or if it cannot be written."""
    if item not in coding.items:
        raise SpecError(f"item {item!r}: there is no such item in {coding.path}")
    if category not in coding.book.ids:
        raise SpecError(f"category {category!r}: this must be one of {', '.join(coding.book.ids)}")
    if len(remark) > LONGEST_REMARK:
        raise SpecError(f"a remark of {len(remark)} characters: at most {LONGEST_REMARK} are kept")
    made = GivenCode(item, category, remark, now())
    path = codes_file(coding, coder)
    lines = list(read_objects(path))
    if lines and lines[-1][1] is None and not is_ended(path):
        add_object(path, {TORN: lines[-1][0]})  # after this line the torn one is no longer the last
    add_object(path, asdict(made))
    return made


def coders_of(coding: CodingFolder) -> tuple[str, ...]:
    """Who has a file, in alphabetical order.

    SpecError for a file of codes whose name is no pseudonym, such as a copy: nobody would count what is in it.
    """
    found = sorted(path for path in _folder(coding).glob("*.jsonl") if not path.name.startswith("."))
    for path in found:
        if _PSEUDONYM.fullmatch(path.stem) is None:
            raise SpecError(
                f"{path}: a file of codes is called by a pseudonym of 1 to 24 small letters, digits and hyphens, such "
                f"as a-1.jsonl, and not {as_given(path.name)}; call it so, or take it out of the folder"
            )
    return tuple(path.stem for path in found)
