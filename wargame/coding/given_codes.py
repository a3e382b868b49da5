"""What coders have decided: a file for each coder in the folder of the coding, to which only is added."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from wargame.coding.coding_folder import CODERS, ITEMS, CodingFolder
from wargame.core.plain_text import as_given
from wargame.errors import SpecError
from wargame.transcript.overrides import now
from wargame.transcript.side_file import add_object, read_objects

_PSEUDONYM = re.compile(r"[a-z][a-z0-9-]{0,23}")
LONGEST_REMARK = 1000
"""Characters of a coder's remark."""


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
    """Where a coder's decisions lie; SpecError for what is no pseudonym."""
    return coding.path / CODERS / f"{check_coder(coder)}.jsonl"


def codes_of(coding: CodingFolder, coder: str) -> Mapping[str, GivenCode]:
    """What a coder has decided, by item.

    SpecError if the file cannot be read, or for a line that is no decision of this coding, by its number: a code that
    was passed over would be missing from the agreement without a word.
    """
    path = codes_file(coding, coder)
    found: dict[str, GivenCode] = {}
    for number, data in read_objects(path):
        given = _given(coding, f"{path}: line {number}", data)
        found[given.item] = given
    return found


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
    add_object(codes_file(coding, coder), asdict(made))
    return made


def coders_of(coding: CodingFolder) -> tuple[str, ...]:
    """Who has a file, in alphabetical order.

    SpecError for a file of codes whose name is no pseudonym, such as a copy: nobody would count what is in it.
    """
    found = sorted(path for path in (coding.path / CODERS).glob("*.jsonl") if not path.name.startswith("."))
    for path in found:
        if _PSEUDONYM.fullmatch(path.stem) is None:
            raise SpecError(
                f"{path}: a file of codes is called by a pseudonym of 1 to 24 small letters, digits and hyphens, such "
                f"as a-1.jsonl, and not {as_given(path.name)}; call it so, or take it out of the folder"
            )
    return tuple(path.stem for path in found)
