"""The folder of an experiment: what was played, in files that are only appended to and that no kill can spoil.

`ledger-N-of-M.jsonl` says, a line each, which scenarios and cells there are and which games are sealed or have failed;
`games-N-of-M.jsonl.gz` holds the lean records of the sealed ones, a member of the gzip file each. N of M is the share
of the games that one writer plays: each writes its own two files, under a lock of the operating system that ends with
its process, and reads those of all.

`ledger_writer` adds to it. A game is sealed when its record is safe on the disk and, after that, a line of the ledger
names the place and the hash of it. Nothing else counts: not a file, not a line without its bytes, not bytes without a
line.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from wargame.batch.game_played import GameRead
from wargame.batch.ledger_line import (
    HELPS,
    HELPS_GONE,
    CellLine,
    ControlLine,
    FailedLine,
    PlacedLine,
    ScenarioLine,
    SealedLine,
    StalledLine,
    StoppedLine,
    ledgers_in,
    line_number,
    read_lines,
)
from wargame.errors import ExperimentError, TranscriptError
from wargame.transcript.lean import LeanRecord, expanded

WHOLE = "records"
"""Folder in that of an experiment in which records stand that were made whole, and those that games leave."""
Caps: TypeAlias = tuple[int | None, float | None]
"""Caps of tokens and of money over all games of a folder; None is no cap."""
_LEDGER = re.compile(r"ledger-(\d+)-of-(\d+)\.jsonl")


@dataclass(frozen=True, slots=True)
class SealedRun:
    """A game that is done: where its lean record lies, and where the ledger says what was read out of it.

    Of what was read, only what each look at a folder and the next decision need is kept in memory.
    """

    run: str
    cell: str
    seed: int
    archive: Path
    at: int
    """Byte at which its member of the archive begins."""
    length: int
    frame: str
    """SHA-256 of that member."""
    record: str
    """SHA-256 of the whole record."""
    outcomes: str
    """Hash of what was to be read out of it."""
    ledger: Path
    line: int
    """Byte at which the line of the ledger begins that seals it."""
    size: int
    """Bytes of that line."""
    asked: int
    """As `read` has it, and so have the three that follow."""
    fallbacks: int
    tokens: int
    money: float
    series: tuple[str, ...] | None = None
    """Names of the outcomes that were read out of it; None where no line was looked at."""
    seats: tuple[str, ...] = ()
    """Seats of which something was read."""

    @property
    def place(self) -> str:
        """Where the line stands that seals it: its file and its number. ExperimentError as `line_number` raises it."""
        return f"{self.ledger}: line {line_number(self.ledger, self.line)}"

    @property
    def read(self) -> GameRead:
        """What was read out of it, from the disk each time: whoever wants more of it than one thing holds on to it.

        ExperimentError if the ledger cannot be read, or does not hold that line any more.
        """
        try:
            with self.ledger.open("rb") as file:
                file.seek(self.line)
                data = json.loads(file.read(self.size))
            if (data["what"], data["run"]) != ("sealed", self.run):
                raise ValueError(f"it is of {data['run']}")
            return _game_read(data["read"])
        except OSError as fault:
            raise ExperimentError(f"{self.ledger}: cannot be read ({fault.strerror})") from None
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise ExperimentError(
                f"{self.ledger}: the line that sealed run {self.run} is not at byte {self.line} any more ({fault})"
            ) from None

    def lean(self) -> LeanRecord:
        """Its lean record, from the disk; ExperimentError if it cannot be read."""
        try:
            with self.archive.open("rb") as file:
                file.seek(self.at)
                return LeanRecord(file.read(self.length), self.record)
        except OSError as fault:
            raise ExperimentError(f"{self.archive}: cannot be read ({fault.strerror})") from None


@dataclass(slots=True)
class LedgerContents:
    """All that the folder of an experiment holds."""

    scenarios: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """By hash."""
    cells: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """Settings of every cell that was begun, by name."""
    cells_at: dict[str, tuple[Path, int]] = field(default_factory=dict)
    """Ledger and byte at which the line begins that says so."""
    sealed: dict[str, SealedRun] = field(default_factory=dict)
    """By run."""
    failed: dict[str, str] = field(default_factory=dict)
    """Why games that are not sealed came to no end the last time that they were played, by run."""
    stopped: dict[str, str] = field(default_factory=dict)
    """Why games in progress were left where they can be gone on with, by run: a cap was struck, or a model was gone."""
    struck: dict[str, Caps] = field(default_factory=dict)
    """Caps of tokens and money that stopped games struck, by run, where that was put down."""
    controls: list[Mapping[str, Any]] = field(default_factory=list)
    """What was asked otherwise while games were played, in the order in which it was heard."""
    stalls: list[Mapping[str, Any]] = field(default_factory=list)
    """Every time that nothing had happened for long: `at` and for how many `seconds`, by the ledger of each share."""
    stalled: bool = False
    """Whether, in the ledger of some share, nothing has come since one of them."""
    lost: int = 0
    """Games that a ledger names and whose records are not what it says: they are not sealed."""


def contents(folder: Path, outcomes: str = "") -> LedgerContents:
    """What a folder holds, of all writers; nothing if it is not there.

    Of a game that was read several times, what was read last counts, or what was read for `outcomes`, a hash of them.
    Every record is hashed. A last line that was torn by a kill is passed over. ExperimentError names a file that cannot
    be read, and a line that is none of a ledger.
    """
    found = LedgerContents()
    named: list[SealedRun] = []
    for path in ledgers_in(folder):
        if _LEDGER.fullmatch(path.name):
            what, archives = "", dict[str, Path]()
            for line in read_lines(path):
                said, what = line.said, line.said.what
                if isinstance(said, SealedLine):
                    archive = archives.setdefault(said.archive, path.with_name(said.archive))
                    named.append(_sealed(said, archive, path, line.at, len(line.data)))
                else:
                    _take(found, path, line)
            found.stalled |= what == "stalled"
    whole = _whole(named)
    for each in named:
        before = found.sealed.get(each.run)
        if (each.archive, each.at, each.frame) in whole and (before is None or before.outcomes != outcomes):
            found.sealed[each.run] = each
    found.lost = len({each.run for each in named} - found.sealed.keys())
    found.failed = {run: why for run, why in found.failed.items() if run not in found.sealed}
    found.stopped = {run: why for run, why in found.stopped.items() if run not in found.sealed}
    return found


def _take(found: LedgerContents, ledger: Path, line: PlacedLine) -> None:
    """Put down what a line of a ledger says, but that a game is sealed."""
    said = line.said
    if isinstance(said, ScenarioLine):
        found.scenarios[said.hash] = said.data
    elif isinstance(said, CellLine):
        found.cells[said.cell] = json.loads(line.data)["settings"]
        found.cells_at[said.cell] = ledger, line.at
    elif isinstance(said, FailedLine):
        found.failed[said.run] = said.reason
        found.stopped.pop(said.run, None)
    elif isinstance(said, StoppedLine):
        found.stopped[said.run] = said.reason
        found.struck.pop(said.run, None)
        if said.caps is not None:
            found.struck[said.run] = said.caps
        found.failed.pop(said.run, None)
    elif isinstance(said, ControlLine):
        found.controls.append(said.model_dump())
    elif isinstance(said, StalledLine):
        found.stalls.append({"at": said.at, "seconds": int(said.seconds)})


def _sealed(said: SealedLine, archive: Path, ledger: Path, at: int, size: int) -> SealedRun:
    """A game that a line of a ledger says is sealed."""
    read, cell, outcomes = said.read, sys.intern(said.cell), sys.intern(said.outcomes)  # alike in thousands of games
    place = (archive, said.at, said.length, said.frame, said.record, outcomes, ledger, at, size)
    counts = (read.asked, read.fallbacks, read.tokens, read.money)
    return SealedRun(said.run, cell, said.seed, *place, *counts, *names_read(read))


def names_read(read: GameRead) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the outcomes and of the seats of which something was read out of a game."""
    parts = (read.scores, read.orders, read.conduct, read.gaps or {}, read.kinds or {})
    return _names_of(*read.series), _names_of(*dict.fromkeys(chain.from_iterable(parts)))


@lru_cache(1000)
def _names_of(*names: str) -> tuple[str, ...]:
    """These names, once for all games that have them in common."""
    return names


def _game_read(data: Mapping[str, Any]) -> GameRead:
    series = {name: tuple(values) for name, values in data["series"].items()}
    rows = {name: tuple(data.get(name, ())) for name in ("hashes", "worlds")}
    return GameRead(**{**data, **rows, "series": series})


def _whole(named: list[SealedRun]) -> set[tuple[Path, int, str]]:
    """Places at which the archives hold what the ledgers say."""
    good = set()
    for archive in dict.fromkeys(each.archive for each in named):
        try:
            with archive.open("rb") as file:
                size = archive.stat().st_size
                for each in named:
                    if each.archive == archive and each.at + each.length <= size:
                        file.seek(each.at)
                        if hashlib.sha256(file.read(each.length)).hexdigest() == each.frame:
                            good.add((archive, each.at, each.frame))
        except OSError:
            continue
    return good


def bundle_of(found: LedgerContents, sealed: SealedRun) -> Mapping[str, Any]:
    """The scenario of a sealed game, as it stands in the header of its record; ExperimentError as `settings_of`."""
    name = str(settings_of(found, sealed).get("scenario"))
    if name not in found.scenarios:
        path, at = found.cells_at.get(sealed.cell, (sealed.ledger, sealed.line))
        said = f"cell {sealed.cell!r} names a scenario that no line of the ledger holds"
        raise ExperimentError(f"{path}: line {line_number(path, at)}: {said}; {HELPS}")
    return found.scenarios[name]


def settings_of(found: LedgerContents, sealed: SealedRun) -> Mapping[str, Any]:
    """The settings of the cell of a sealed game; ExperimentError names its line where no ledger holds them."""
    if sealed.cell not in found.cells:
        said = f"run {sealed.run} is of cell {sealed.cell!r}, and no line of the ledger holds the settings of it"
        raise ExperimentError(f"{sealed.place}: {said}; {HELPS_GONE}")
    return found.cells[sealed.cell]


def shared_in(found: LedgerContents, sealed: SealedRun) -> int:
    """Up to which line a sealed game is another, which it left there; 0 for one that began at its first turn."""
    start = settings_of(found, sealed).get("from")
    return 0 if start is None else int(start["line"])


def whole_record(found: LedgerContents, run: str) -> tuple[bytes, ...]:
    """The lines of the record of a sealed game, byte for byte, without their line feeds.

    KeyError for a game that is not sealed; TranscriptError as `expanded` raises it, ExperimentError as `bundle_of`.
    """
    sealed = found.sealed[run]
    try:
        return expanded(sealed.lean(), bundle_of(found, sealed), f"run {run}")
    except TranscriptError as fault:
        raise TranscriptError(f"{sealed.place}: {fault}") from None
