"""What lies beside a record, without a person: whole entries of theirs, and their name wherever else it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from re import Pattern
from typing import Any

from wargame.errors import SpecError
from wargame.transcript.lines_beside import BESIDE
from wargame.transcript.side_file import read_objects

SOMEBODY = "(removed)"
"""What stands where a name stood."""
BY = ("who", "learner", "pseudonym", "person")
"""Fields of entries beside a record that say whose an entry is."""
CARRIED = (*BESIDE, ".session.json", ".moments.json")
"""Ends of the names of files beside a record that are written anew without the person."""
LETTERS = 3
"""Letters of a part of a name from which on it is looked for within words as well."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Who is looked for."""

    handle: str
    """What the record calls the person."""
    names: tuple[str, ...]
    """What people call them: each is looked for wherever it stands, capitals or not."""
    called: tuple[str, ...] = ()
    """Pseudonyms of surveys and rubrics: entries of theirs go, the word itself is not looked for elsewhere."""

    @property
    def pattern(self) -> Pattern[str]:
        """Finds every name; nothing where there is none."""
        parts = (re.escape(each) if len(each) >= LETTERS else rf"(?<!\w){re.escape(each)}(?!\w)" for each in self.names)
        return re.compile("|".join(sorted(parts, key=len, reverse=True)) or r"(?!)", re.IGNORECASE)

    def owns(self, data: dict[str, Any]) -> bool:
        """Whether an entry is this person's own, or about nobody else."""
        known = {each.casefold() for each in (self.handle, *self.names, *self.called)}
        return any(isinstance(data.get(key), str) and data[key].strip().casefold() in known for key in BY)

    def without(self, data: Any) -> Any:
        """The same data with every name in it replaced, in keys as well."""
        if isinstance(data, str):
            return self.pattern.sub(SOMEBODY, data)
        if isinstance(data, list):
            return [self.without(each) for each in data]
        if isinstance(data, dict):
            return {self.without(key): self.without(each) for key, each in data.items()}
        return data


def carried(record: Path) -> Sequence[Path]:
    """The files beside a record that go with it, in the order of their names."""
    return sorted(each for end in CARRIED if (each := record.with_name(record.stem + end)).is_file())


def made_of(record: Path, others: Sequence[Path]) -> Sequence[Path]:
    """Files that have the name of a record and are neither carried nor records: reports, tables, what a kill left."""
    gone = {*carried(record), *others, record, record.with_name(f"{record.name}.sig")}
    every = (each for each in record.parent.iterdir() if each.name.lstrip(".").startswith(f"{record.stem}."))
    lock = record.with_name(f".{record.name}.writer")
    return sorted(each for each in every if each not in gone and each.is_file() and each != lock)


def erased_lines(path: Path, sought: Sought) -> tuple[bytes, int]:
    """A file of one object a line without a person, and how many lines are gone or otherwise.

    A line that is no object is left out if a name stands in it. SpecError if the file cannot be read.
    """
    lines, changed = [], 0
    raw = path.read_bytes().split(b"\n")
    for number, data in read_objects(path):
        old = raw[number - 1]
        if data is None:
            keep = not sought.pattern.search(old.decode(errors="replace"))
            changed += not keep
            lines += [old] if keep else []
        elif sought.owns(dict(data)):
            changed += 1
        else:
            new = sought.without(dict(data))
            changed += new != data
            lines.append(old if new == data else json.dumps(new, separators=(",", ":")).encode())
    return b"".join(line + b"\n" for line in lines), changed


def erased_session(path: Path, sought: Sought) -> tuple[bytes, int]:
    """A session file without a person, and how many places are otherwise; SpecError if it is none."""
    session = _object(path)
    before = json.dumps(session)
    people = session.get("people") or []
    seats = {each.get("seat") for each in people if each.get("handle") == sought.handle}
    session["people"] = [each for each in people if each.get("handle") != sought.handle]
    for name, value in session.items():
        if isinstance(value, dict):
            session[name] = dict(_others(name, value, sought, seats))
    new = sought.without(session)
    gone = len(people) - len(new["people"])
    return json.dumps(new, indent=1).encode(), gone + (json.dumps(new) != before and not gone)


def _others(name: str, kept: dict[str, Any], sought: Sought, seats: set[Any]) -> Iterator[tuple[str, Any]]:
    """What a session keeps by seat or by case, without what is this person's."""
    for key, value in kept.items():
        if (
            (name == "leads" and value == sought.handle)
            or (name == "drafts" and key in seats)
            or (name == "own_drafts" and key == sought.handle)
        ):
            continue
        if isinstance(value, dict):
            value = {who: each for who, each in value.items() if who != sought.handle}
        elif isinstance(value, list):
            value = [each for each in value if not str(each).startswith(f"{sought.handle}: ")]
        yield key, value


def erased_object(path: Path, sought: Sought) -> tuple[bytes, int]:
    """A file of one object with a person's names replaced, and whether that changed it; SpecError if it is none."""
    data = _object(path)
    new = sought.without(data)
    return (path.read_bytes(), 0) if new == data else (json.dumps(new).encode(), 1)


def _object(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else "it is no JSON"
        raise SpecError(f"{path}: cannot be read ({why}); mend it or move it away, then erase again") from None
    if not isinstance(data, dict):
        raise SpecError(f"{path}: this is no object; mend it or move it away, then erase again")
    return data
