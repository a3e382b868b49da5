"""The injects of a scenario file written anew, with all else left as it is: comments, order, layout, every other byte.

Only the entries that changed are set by ruamel; the others keep their lines. What the new text says is for the caller
to check.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString

from wargame.scenario.source import SourceFile, read_as

WIDTH = 100
_KEY = "injects"
_LONG = 70
"""Characters from which a text gets lines of its own."""


def with_injects(source: SourceFile, entries: Sequence[tuple[int | None, Mapping[str, Any] | None]]) -> str:
    """The text of a scenario file with other injects.

    Each entry is where it stood, or None for a new one, and what it says by key where that has changed: a value of None
    takes a key away. Entries that are not named go, with the comments right above them.
    """
    text = source.text if source.text.endswith("\n") or not source.text else f"{source.text}\n"
    lines = text.split("\n")
    first, end = _block(source, lines)
    starts = _starts(source, lines, first, end)
    if starts is None:
        head = [f"{_KEY}:"]
        chunks = [_dumped(_whole(source.data[_KEY][at] if at is not None else {}, more), 2) for at, more in entries]
    else:
        head, pieces, dash = starts
        chunks = [
            _changed(pieces[at], changes, dash) if at is not None else _dumped(_whole({}, changes), dash)
            for at, changes in entries
        ]
    body = [line for chunk in chunks for line in chunk]
    made = [*head, *body] if body else [f"{_KEY}: []"]
    return "\n".join([*lines[:first], *made, *lines[end:]])


def _block(source: SourceFile, lines: list[str]) -> tuple[int, int]:
    """From the line of the key up to the first line that no longer belongs to it; the end of the file without one."""
    if _KEY not in source.data:
        end = len(lines) - 1 if lines and not lines[-1] else len(lines)
        return end, end
    first = source.place((_KEY,)).line - 1
    after = [source.place((key,)).line - 1 for key in source.data if source.place((key,)).line - 1 > first]
    end = min(after, default=len(lines))
    while end > first + 1 and re.fullmatch(r"\s*|#.*|\.\.\.|---", lines[end - 1]):
        end -= 1
    return first, end


def _starts(
    source: SourceFile, lines: list[str], first: int, end: int
) -> tuple[list[str], list[list[str]], int] | None:
    """What stands above the entries, the lines of each with the comments above it, and the column of the dashes.

    None where they are not entries on lines of their own.
    """
    entries = source.data.get(_KEY)
    if not entries or not re.fullmatch(rf"{_KEY}:\s*(#.*)?", lines[first]):
        return None
    dashes = []
    for at in range(len(entries)):
        line = source.place((_KEY, at)).line - 1
        while line > first and not re.match(r"\s*-(\s|$)", lines[line]):
            line -= 1
        dashes.append(line)
    if dashes != sorted(set(dashes)) or dashes[0] <= first:
        return None
    indents = {len(lines[at]) - len(lines[at].lstrip()) for at in dashes}
    if len(indents) != 1:
        return None
    tops = [dashes[0]]
    for at in dashes[1:]:
        while at > tops[-1] and re.fullmatch(r"\s*(#.*)?", lines[at - 1]):
            at -= 1
        tops.append(at)
    pieces = [lines[top:bottom] for top, bottom in zip(tops, [*tops[1:], end], strict=True)]
    return lines[first : dashes[0]], pieces, indents.pop()


def _yaml(dash: int) -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    yaml.indent(mapping=2, sequence=dash + 2, offset=dash)
    return yaml


def _changed(piece: list[str], changes: Mapping[str, Any] | None, dash: int) -> list[str]:
    """The lines of an entry with some keys otherwise; its own comments stay."""
    if not changes:
        return piece
    at = next(number for number, line in enumerate(piece) if re.match(r"\s*-(\s|$)", line))
    above, own = piece[:at], piece[at:]
    below: list[str] = []
    while own and not own[-1].strip():
        below.insert(0, own.pop())
    read: Any = _yaml(dash).load("\n".join([f"{_KEY}:", *own, ""]))
    entry = read[_KEY][0]
    for key, value in changes.items():
        if value is None:
            entry.pop(key, None)
        elif isinstance(value, dict) and isinstance(entry.get(key), CommentedMap):
            for gone in [name for name in entry[key] if name not in value]:
                del entry[key][gone]
            for name, each in value.items():
                if entry[key].get(name) != each:
                    entry[key][name] = each
        else:
            entry[key] = _styled(value)
    return [*above, *_kept_lines(own, _lines(read, dash), set(changes)), *below]


def _kept_lines(old: list[str], new: list[str], changed: set[str]) -> list[str]:
    """The new lines of an entry, but the old ones for keys that did not change: ruamel breaks long lines anew."""
    before, after = _by_key(old), _by_key(new)
    if next(iter(before), None) != next(iter(after), ""):
        return new
    return [line for key, lines in after.items() for line in (lines if key in changed else before.get(key, lines))]


def _by_key(lines: list[str]) -> dict[str, list[str]]:
    """The lines of an entry by its keys, each with what stands below it; what stands before the first goes with it."""
    places = read_as("", "\n".join([f"{_KEY}:", *lines, ""])).places
    keys = [(place.line - 2, str(key[2])) for key, place in places.items() if len(key) == 3]
    starts = [0, *(line for line, _ in keys[1:]), len(lines)]
    return {key: lines[starts[at] : starts[at + 1]] for at, (_, key) in enumerate(keys)}


def _dumped(entry: Mapping[str, Any], dash: int) -> list[str]:
    """The lines of a new entry."""
    return _lines(CommentedMap({_KEY: CommentedSeq([CommentedMap(entry)])}), dash)


def _lines(data: Any, dash: int) -> list[str]:
    target = io.StringIO()
    _yaml(dash).dump(data, target)
    lines = target.getvalue().rstrip("\n").split("\n")
    return lines[1:]


def _whole(entry: Mapping[str, Any], changes: Mapping[str, Any] | None) -> dict[str, Any]:
    together = {**entry, **(changes or {})}
    return {key: _styled(value) for key, value in together.items() if value is not None}


def _styled(value: Any) -> Any:
    """A value in the layout of the shipped files: long texts in blocks, lists and sets of keys on one line."""
    if isinstance(value, str):
        if "\n" in value:
            return LiteralScalarString(value)
        return FoldedScalarString(value) if len(value) > _LONG else value
    if isinstance(value, dict):
        made = CommentedMap({key: _styled(each) for key, each in value.items()})
        made.fa.set_flow_style()
        return made
    if isinstance(value, list):
        listed = CommentedSeq([_styled(each) for each in value])
        listed.fa.set_flow_style()
        return listed
    return value
