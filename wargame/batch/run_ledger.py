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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from wargame.batch.game_played import GameRead
from wargame.errors import ExperimentError
from wargame.transcript.lean import LeanRecord, expanded

WHOLE = "records"
"""Folder in that of an experiment in which records stand that were made whole, and those that games leave."""
Caps: TypeAlias = tuple[int | None, float | None]
"""Caps of tokens and of money over all games of a folder; None is no cap."""
FORMAT = 1
"""Version of the ledger's lines."""
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
        except (ValueError, KeyError, TypeError) as fault:
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
    for path in sorted(folder.glob("ledger-*-of-*.jsonl")):
        if _LEDGER.fullmatch(path.name):
            what, at, archives = "", 0, dict[str, Path]()
            for number, line in enumerate(ledger_lines(path), 1):
                try:
                    data = json.loads(line)
                    what = _take(found, data)
                    if what == "sealed":
                        archive = archives.setdefault(data["archive"], path.with_name(Path(data["archive"]).name))
                        named.append(_sealed(data, archive, path, at, len(line)))
                except (ValueError, KeyError, TypeError) as fault:
                    raise ExperimentError(f"{path}: line {number}: this is no line of a ledger ({fault})") from None
                at += len(line) + 1
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


def ledger_lines(path: Path) -> Iterator[bytes]:
    """The whole lines of a ledger, one after the other; what a kill left of another is passed over.

    ExperimentError if it cannot be read.
    """
    try:
        with path.open("rb") as file:
            for line in file:
                if line.endswith(b"\n"):
                    yield line[:-1]
    except OSError as fault:
        raise ExperimentError(f"{path}: cannot be read ({fault.strerror})") from None


def _take(found: LedgerContents, data: dict[str, Any]) -> str:
    """Put down what a line of a ledger says, but that a game is sealed, and give of what it is."""
    what = str(data["what"])
    if what == "scenario":
        found.scenarios[data["hash"]] = data["data"]
    elif what == "cell":
        found.cells[data["cell"]] = data["settings"]
    elif what == "failed":
        found.failed[data["run"]] = data["reason"]
        found.stopped.pop(data["run"], None)
    elif what == "stopped":
        found.stopped[data["run"]] = data["reason"]
        found.struck.pop(data["run"], None)
        if "caps" in data:
            tokens, money = data["caps"]
            found.struck[data["run"]] = tokens, money
        found.failed.pop(data["run"], None)
    elif what == "control":
        found.controls.append(data)
    elif what == "stalled":
        found.stalls.append({"at": str(data["at"]), "seconds": int(data["seconds"])})
    elif what == "begun":
        if data["format"] != FORMAT:
            raise ValueError(f"it is of format {data['format']!r}, and this program reads {FORMAT}")
    elif what != "sealed":
        raise ValueError(f"it is of what={what!r}")
    return what


def _sealed(data: Mapping[str, Any], archive: Path, ledger: Path, at: int, size: int) -> SealedRun:
    """A game that a line of a ledger says is sealed."""
    read = _game_read(data["read"])
    cell, outcomes = sys.intern(data["cell"]), sys.intern(data["outcomes"])  # the same in thousands of games
    place = (archive, data["at"], data["length"], data["frame"], data["record"], outcomes, ledger, at, size)
    return SealedRun(data["run"], cell, data["seed"], *place, read.asked, read.fallbacks, read.tokens, read.money)


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
                for each in named:
                    if each.archive == archive:
                        file.seek(each.at)
                        if hashlib.sha256(file.read(each.length)).hexdigest() == each.frame:
                            good.add((archive, each.at, each.frame))
        except OSError:
            continue
    return good


def bundle_of(found: LedgerContents, sealed: SealedRun) -> Mapping[str, Any]:
    """The scenario of a sealed game, as it stands in the header of its record."""
    return found.scenarios[str(found.cells[sealed.cell]["scenario"])]


def shared_in(found: LedgerContents, sealed: SealedRun) -> int:
    """Up to which line a sealed game is another, which it left there; 0 for one that began at its first turn."""
    start = found.cells[sealed.cell].get("from")
    return 0 if start is None else int(start["line"])


def whole_record(found: LedgerContents, run: str) -> tuple[bytes, ...]:
    """The lines of the record of a sealed game, byte for byte, without their line feeds.

    KeyError for a game that is not sealed; TranscriptError as `expanded` raises it.
    """
    sealed = found.sealed[run]
    return expanded(sealed.lean(), bundle_of(found, sealed), f"run {run}")
