"""A scenario's injects out to a planners' sheet, and a sheet back into the scenario's file."""

from __future__ import annotations

import re
import stat
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from wargame.core.ids import PUBLIC
from wargame.errors import FaultyPack, SpecError
from wargame.review.msel.headings import COLUMNS, HEADINGS
from wargame.review.msel.inject_cells import PLAIN, CastNames, ReadInject, cells_of, inject_of, named_after_its_words
from wargame.review.msel.rewriting import with_injects
from wargame.review.msel.sheet_files import MOST_ROWS, PlannedSheet, read_sheet_file
from wargame.scenario.check import faults_of_reading
from wargame.scenario.faults import Fault, listed
from wargame.scenario.pack import InjectLine, Pack
from wargame.scenario.pack_files import PackReading, read_pack, with_scenario_text
from wargame.scenario.source import read_as
from wargame.transcript.private import private_file

USUAL: Mapping[str, Any] = {
    "audience": PUBLIC,
    "changes": {},
    "target": None,
    "turn": None,
    "when": None,
    "probability": None,
    **dict.fromkeys(("objective", "expected", "sender", "delivery", "controller", "notes"), ""),
}
"""What is not written in a scenario, since it is so anyhow."""
ORDER = (
    *("id", "kind", "turn", "when", "probability", "audience", "target", "text", "objective", "expected"),
    *("sender", "delivery", "controller", "notes", "changes"),
)
"""Keys of an inject as they are written."""
SHOWN_IN: Mapping[str, tuple[str, ...]] = {
    "when": ("trigger",),
    "probability": ("trigger",),
    "turn": ("turn", "trigger"),
}
"""The columns in which a key of an inject stands, where they are not called as it is."""
LONGEST_TEXT = 8_000
"""Characters of a text that a sheet may bring in: three printed pages, ten times the longest that is shipped."""
LEAST_ALIKE = 0.6
"""Part of its words by which a row is known for an inject though others changed."""
CLEARLY = 0.15
"""By how much it must be more like that inject than like any other."""
MOST_PAIRS = 10_000
MOST_WORDS = 400
"""Of a text, as far as likeness is looked at."""


def rows_of(reading: PackReading, outcomes: Mapping[str, str] = {}) -> list[list[str | int]]:
    """The sheet of a scenario, headings first; `outcomes` are by the ids of injects. FaultyPack if it has faults."""
    pack, names = _sound(reading), _names(reading)
    rows: list[list[str | int]] = [[column.heading for column in COLUMNS]]
    for number, line in enumerate(pack.injects, 1):
        cells = cells_of(number, line, names, outcomes.get(line.id, ""))
        rows.append([cells[column.key] for column in COLUMNS])
    return rows


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What a sheet says, held against a scenario. Nothing is written before `write`."""

    path: Path
    """The scenario file."""
    before: str
    after: str
    """Its text as it would be; as it is where the sheet has faults."""
    faults: tuple[str, ...]
    """Each with file, sheet and cell, a sentence, and what would be accepted."""
    changed: tuple[str, ...] = ()
    """Ids of injects, as are the next two."""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    """Headings of columns that are no part of a list of injects."""

    def write(self) -> None:
        """Put the new text in the place of the old one, whole; SpecError if that cannot be written, or has faults."""
        if self.faults:
            raise SpecError(f"{self.path}: nothing is written while the sheet has faults")
        try:
            mode = stat.S_IMODE(self.path.stat().st_mode)
            if not mode & stat.S_IWUSR:
                raise SpecError(f"{self.path}: the file is read-only and stays as it is; let its owner write it first")
            raw = self.path.read_bytes()
            text = self.after.replace("\n", "\r\n") if b"\r\n" in raw else self.after
            mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
            with private_file(self.path, mode=mode) as target:
                target.write(mark + text.encode())
        except OSError as fault:
            raise SpecError(f"{self.path}: cannot be written ({fault.strerror})") from None


def take_back(folder: Path, path: Path) -> TakenBack:
    """Hold a sheet against the scenario in a folder: what it changes, and every fault by its cell.

    A row is known by its id; one without an id by its words, and on a sheet without ids by its number too. A column
    that is missing changes nothing; a row that is missing takes its inject away. SpecError for a file that is no such
    sheet or holds no row, and for a row without an id that could be more than one inject; FaultyPack if the scenario
    has faults without it.
    """
    reading = read_pack(folder)
    pack, sheet, names = _sound(reading), read_sheet_file(path), _names(reading)
    if not sheet.rows:
        raise SpecError(f"{path}: no row of the sheet holds an inject; nothing is changed")
    found = [inject_of(row, cells, names, pack, "trigger" in sheet.columns) for row, cells in sheet.rows]
    faults = {sheet.place(each.row, key): said for each in found for key, said in reversed(each.faults)}
    faults |= {place: said for place, said in _twice(found, sheet) if place not in faults}
    ordered = sorted(found, key=lambda each: (each.order is None, each.order or 0.0))
    known = _known(ordered, pack, sheet)
    entries = [
        (at, _changes(each, reading.source.data["injects"][at] if at is not None else None, sheet))
        for each, at in zip(ordered, known, strict=True)
    ]
    for each, (_, changes) in zip(ordered, entries, strict=True):
        for key, said in _too_long(changes):
            faults.setdefault(sheet.place(each.row, key), said)
    before = reading.source.text
    after = with_injects(reading.source, entries)
    made = with_scenario_text(reading, after)
    places = read_as(made.source.file, after).places
    lines = [places["injects", at].line for at in range(len(ordered))]
    for fault in faults_of_reading(made):
        place, said = _by_cell(fault, lines, ordered, sheet)
        faults.setdefault(place, said)
    if not faults:
        _hold(made, reading, entries)
    ids = [line.id for line in pack.injects]
    kept = [at for at in known if at is not None]
    return TakenBack(
        reading.folder / Path(reading.source.file).name,
        before,
        before if faults else after,
        tuple(f"{place}: {said}" for place, said in sorted(faults.items(), key=lambda item: _along_the_sheet(item[0]))),
        tuple(ids[at] for at, changes in entries if at is not None and changes),
        tuple(str(each.values["id"]) for each, at in zip(ordered, known, strict=True) if at is None),
        tuple(name for at, name in enumerate(ids) if at not in kept),
        sheet.left_out,
    )


def _too_long(changes: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in ("text", *PLAIN):
        if isinstance(text := changes.get(key), str) and len(text) > LONGEST_TEXT:
            what = HEADINGS[key].lower()
            yield key, f"{what} has {len(text)} characters; at most {LONGEST_TEXT} can be taken from a sheet"


def _sound(reading: PackReading) -> Pack:
    faults = faults_of_reading(reading)
    if faults or reading.pack is None:
        raise FaultyPack(f"{reading.source.file} has faults of its own; mend them first:\n{listed(faults)}")
    return reading.pack


def _names(reading: PackReading) -> CastNames:
    return CastNames.of({name: reading.dossiers[name].name for name in reading.table if name in reading.dossiers})


def _twice(found: Sequence[ReadInject], sheet: PlannedSheet) -> Iterator[tuple[str, str]]:
    first: dict[float, int] = {}
    for each in found:
        if each.order is None:
            continue
        if each.order in first:
            said = f"number {each.order:g} stands in row {first[each.order]} too; each row needs its own, or none"
            yield sheet.place(each.row, "number"), said
        first.setdefault(each.order, each.row)


def _known(ordered: Sequence[ReadInject], pack: Pack, sheet: PlannedSheet) -> list[int | None]:
    """Where the inject of each row stands in the scenario; None for a new one, which gets an id if it has none."""
    by_id = {line.id: at for at, line in enumerate(pack.injects)}
    by_words: dict[str, list[int]] = {}
    for at, line in enumerate(pack.injects):
        by_words.setdefault(_plain(line.text), []).append(at)
    places: list[int | None] = []
    for each in ordered:
        alike = [by_id[each.values["id"]]] if each.values["id"] in by_id else []
        if not each.values["id"]:
            alike = sorted(by_words.get(_plain(each.values["text"]), ()), key=lambda at: at + 1 != each.order)
        places.append(next((at for at in alike if at not in places), None))
    if "id" not in sheet.columns:
        _pair_by_likeness(ordered, places, pack)
        _pair_by_number(ordered, places, pack, sheet)
    for each, place in zip(ordered, places, strict=True):
        if place is not None:
            each.values["id"] = pack.injects[place].id
    taken = {str(each.values["id"]) for each in ordered} | set(by_id)
    for each in ordered:
        if not each.values["id"]:
            each.values["id"] = named_after_its_words(each.values["text"], taken)
            taken.add(each.values["id"])
    return places


def _pair_by_likeness(ordered: Sequence[ReadInject], places: list[int | None], pack: Pack) -> None:
    """Give rows in which a few words are others the injects that they were, on a sheet without ids.

    A row and an inject belong together if most of their words stand in both in the same order, and neither has another
    that is nearly as like it. More than `MOST_PAIRS` to look at are left to the numbers.
    """
    left = [at for at in range(len(pack.injects)) if at not in places]
    strange = [at for at, place in enumerate(places) if place is None]
    if len(left) * len(strange) > MOST_PAIRS:
        return
    alike: dict[tuple[int, int], float] = {}
    for row in strange:
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(_plain(ordered[row].values["text"]).casefold().split()[:MOST_WORDS])
        for at in left:
            matcher.set_seq1(_plain(pack.injects[at].text).casefold().split()[:MOST_WORDS])
            if matcher.quick_ratio() > LEAST_ALIKE / 2:
                alike[row, at] = matcher.ratio()
    for (row, at), likeness in alike.items():
        others = (much for pair, much in alike.items() if (pair[0] == row) != (pair[1] == at))
        if likeness >= LEAST_ALIKE and max(others, default=0.0) <= likeness - CLEARLY:
            places[row] = at


def _pair_by_number(ordered: Sequence[ReadInject], places: list[int | None], pack: Pack, sheet: PlannedSheet) -> None:
    """Give rows with other words the injects that had their numbers, on a sheet without ids; SpecError if in doubt.

    Numbers are believed only where such rows and the injects left over pair off: whoever adds or takes out a row may
    number the others anew, and an inject would then get the words of its neighbour.
    """
    left = [at for at in range(len(pack.injects)) if at not in places]
    strange = [at for at, place in enumerate(places) if place is None]
    if not left or not strange:
        return
    numbered = {ordered[at].order: at for at in strange}
    if len(strange) != len(left) or set(numbered) != {at + 1 for at in left}:
        row = next((at for at in strange if (ordered[at].order or 0) - 1 not in left), strange[0])
        ids = ", ".join(pack.injects[at].id for at in left)
        raise SpecError(
            f"{sheet.place(ordered[row].row, 'text')}: which inject this is cannot be told: its words are those of "
            f"none, and by number such rows do not pair off with those left over ({ids}); keep the column Id, or add "
            "one: the id of its inject beside each old row, an empty cell beside a new one"
        )
    for at in left:
        places[numbered[at + 1]] = at


def _plain(text: str) -> str:
    return " ".join(text.split())


def _changes(read: ReadInject, old: Mapping[str, Any] | None, sheet: PlannedSheet) -> dict[str, Any]:
    """What a row says otherwise than the scenario does; None where a key goes."""
    changes: dict[str, Any] = {}
    values = dict(read.values)
    unread = {key for key, _ in read.faults}
    if unread & {"turn", "trigger"} and old is None:
        values["turn"] = 1
    for key in ORDER:
        columns = SHOWN_IN.get(key, (key,))
        silent = not any(column in sheet.columns for column in columns)
        if old is not None and (silent or unread & set(columns) or (read.keeps_trigger and key in SHOWN_IN)):
            continue
        new, usual = values.get(key, USUAL.get(key)), USUAL.get(key)
        before = usual if old is None else old.get(key, usual)
        if _stripped(before) != _stripped(new) or (old is None and new != usual):
            changes[key] = None if new == usual else new
    return changes


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _by_cell(fault: Fault, lines: Sequence[int], ordered: Sequence[ReadInject], sheet: PlannedSheet) -> tuple[str, str]:
    """A fault of the scenario with the cell that it comes from; with its own line where it comes from none.

    `lines` are those on which the injects begin: faulty ones are left out before others are looked at, so that the
    numbers in the keys of faults count what is left.
    """
    place = re.match(r"injects\[\d+\](?:\.(\w+))?", fault.key)
    at = bisect_right(lines, fault.line) - 1
    if place is None or not 0 <= at < len(ordered):
        return f"{fault.file}:{fault.line}", f"{fault.key}: {fault.sentence}" if fault.key else fault.sentence
    key = place[1] or "turn"
    columns = [column for column in SHOWN_IN.get(key, (key,)) if column in sheet.columns]
    return sheet.place(ordered[at].row, columns[0] if columns else key), fault.sentence


def _along_the_sheet(place: str) -> tuple[int, int, str]:
    """By rows, then by columns; what stands in no cell comes last."""
    cell = re.search(r"(?:cell ([A-Z]+)|row )(\d+)$", place)
    return (int(cell[2]), len(cell[1] or ""), cell[1] or "") if cell else (MOST_ROWS + 1, 0, place)


def _hold(made: PackReading, before: PackReading, entries: Sequence[tuple[int | None, Mapping[str, Any]]]) -> None:
    """SpecError unless the new text says what it should: all else as it was, and each inject as its row has it."""
    old, new = dict(before.source.data), dict(made.source.data)
    injects = old.pop("injects", [])
    wanted = [
        {
            key: value
            for key, value in {**(injects[at] if at is not None else {}), **changes}.items()
            if value is not None
        }
        for at, changes in entries
    ]
    stands = [InjectLine.model_validate(each, strict=False) for each in new.pop("injects", None) or ()]
    if old != new or stands != [InjectLine.model_validate(each, strict=False) for each in wanted]:
        sentence = "its injects are written in a way that cannot be set from a sheet, with anchors perhaps"
        raise SpecError(f"{before.source.file}: {sentence}; write them one below another, each key in full")
