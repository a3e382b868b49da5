"""What coders have decided: a file for each coder in the folder of the coding, to which only is added."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from wargame.coding.coding_folder import CODERS, CodingFolder
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
    """What a coder has decided, by item; lines that are no decision of this coding are passed over.

    SpecError if the file cannot be read.
    """
    found: dict[str, GivenCode] = {}
    for _, data in read_objects(codes_file(coding, coder)):
        try:
            given = GivenCode(**{each.name: str((data or {})[each.name]) for each in fields(GivenCode)})
        except KeyError:
            continue
        if given.item in coding.items and given.category in coding.book.ids:
            found[given.item] = given
    return found


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
    """Who has a file, in alphabetical order."""
    return tuple(
        sorted(path.stem for path in (coding.path / CODERS).glob("*.jsonl") if _PSEUDONYM.fullmatch(path.stem))
    )
