"""The folder of an experiment: what was played, in files that are only appended to and that no kill can spoil.

`ledger-N-of-M.jsonl` says, a line each, which scenarios and cells there are and which games are sealed or have failed;
`games-N-of-M.jsonl.gz` holds the lean records of the sealed ones, a member of the gzip file each. N of M is the share
of the games that one writer plays: each writes its own two files, under a lock of the operating system that ends with
its process, and reads those of all.

A game is sealed when its record is safe on the disk and, after that, a line of the ledger names the place and the hash
of it. Nothing else counts: not a file, not a line without its bytes, not bytes without a line.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Self

from wargame.batch.game_played import GameRead, PlayedRun
from wargame.errors import ExperimentError
from wargame.transcript.durable import sync_file, sync_folder
from wargame.transcript.entry import in_json
from wargame.transcript.lean import LeanRecord, expanded
from wargame.transcript.lock import taken_by, unlock
from wargame.transcript.private import BINARY

FORMAT = 1
"""Version of the ledger's lines."""
SEAL_EVERY = 0.5
"""Seconds that a game may wait before it is sealed: a disk is waited for as often."""
_LEDGER = re.compile(r"ledger-(\d+)-of-(\d+)\.jsonl")


@dataclass(frozen=True, slots=True)
class SealedRun:
    """A game that is done: where its lean record lies, and what was read out of it."""

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
    read: GameRead

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
    controls: list[Mapping[str, Any]] = field(default_factory=list)
    """What was asked otherwise while games were played, in the order in which it was heard."""
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
            for number, line in enumerate(_lines(path), 1):
                try:
                    _take(found, named, json.loads(line), path)
                except (ValueError, KeyError, TypeError) as fault:
                    raise ExperimentError(f"{path}: line {number}: this is no line of a ledger ({fault})") from None
    whole = _whole(named)
    for each in named:
        before = found.sealed.get(each.run)
        if (each.archive, each.at, each.frame) in whole and (before is None or before.outcomes != outcomes):
            found.sealed[each.run] = each
    found.lost = len({each.run for each in named} - found.sealed.keys())
    found.failed = {run: why for run, why in found.failed.items() if run not in found.sealed}
    found.stopped = {run: why for run, why in found.stopped.items() if run not in found.sealed}
    return found


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().split(b"\n")[:-1]
    except OSError as fault:
        raise ExperimentError(f"{path}: cannot be read ({fault.strerror})") from None


def _take(found: LedgerContents, named: list[SealedRun], data: dict[str, Any], path: Path) -> None:
    what = data["what"]
    if what == "scenario":
        found.scenarios[data["hash"]] = data["data"]
    elif what == "cell":
        found.cells[data["cell"]] = data["settings"]
    elif what == "failed":
        found.failed[data["run"]] = data["reason"]
        found.stopped.pop(data["run"], None)
    elif what == "stopped":
        found.stopped[data["run"]] = data["reason"]
        found.failed.pop(data["run"], None)
    elif what == "sealed":
        archive = path.with_name(Path(data["archive"]).name)
        read = data["read"]
        series = {name: tuple(values) for name, values in read["series"].items()}
        read = GameRead(**{**read, "hashes": tuple(read["hashes"]), "series": series})
        place = (data["at"], data["length"], data["frame"], data["record"], data["outcomes"])
        named.append(SealedRun(data["run"], data["cell"], data["seed"], archive, *place, read))
    elif what == "control":
        found.controls.append(data)
    elif what != "begun":
        raise ValueError(f"it is of what={what!r}")
    elif data["format"] != FORMAT:
        raise ValueError(f"it is of format {data['format']!r}, and this program reads {FORMAT}")


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


class LedgerWriter:
    """The one who adds to a share of a folder; use it in a `with` block."""

    def __init__(self, folder: Path, share: int = 1, of: int = 1, outcomes: str = "") -> None:
        """Take hold of a share; what a kill left half written in it is cut.

        ExperimentError if somebody else writes it, or if it cannot be written.
        """
        self.folder = folder
        self._path = folder / f"ledger-{share}-of-{of}.jsonl"
        self._archive_path = folder / f"games-{share}-of-{of}.jsonl.gz"
        self._frames: list[bytes] = []
        self._waiting: list[bytes] = []
        self._since = monotonic()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._ledger = os.open(self._path, os.O_RDWR | os.O_CREAT | BINARY, 0o666)
        except OSError as fault:
            raise ExperimentError(f"{folder}: nothing can be written there ({fault.strerror})") from None
        if who := taken_by(self._path, self._ledger):
            os.close(self._ledger)
            raise ExperimentError(
                f"{folder}: share {share} of {of} of these games is being played already ({who}); wait until it is "
                "left, or play another share of them"
            )
        self._archive = -1
        try:
            self._archive = os.open(self._archive_path, os.O_RDWR | os.O_CREAT | BINARY, 0o666)
            self.contents = contents(folder, outcomes)
            """All that the folder holds; what is added here stands there too."""
            mine = [each for each in self.contents.sealed.values() if each.archive == self._archive_path]
            self._end = max((each.at + each.length for each in mine), default=0)
            self._size = sum(len(line) + 1 for line in _lines(self._path))
            self._cut()
            sync_folder(folder)
        except OSError as fault:
            self.close()
            raise ExperimentError(f"{folder}: nothing can be written there ({fault.strerror})") from None
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        """The writer itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Seal what waits, and let go; nothing is sealed after a fault of the disk."""
        try:
            if not isinstance(fault, ExperimentError):
                self.settle()
        finally:
            self.close()

    def begin(self, about: Mapping[str, Any]) -> None:
        """A session begins; `about` says by which program and for which experiment."""
        self._say({"what": "begun", "format": FORMAT, **about})

    def control(self, asked: Mapping[str, Any]) -> None:
        """Something is asked otherwise of this session, with who asked for it, when and why; it is safe at once."""
        self._say({"what": "control", "at": datetime.now(UTC).isoformat(timespec="seconds"), **asked})
        self.settle()

    def scenario(self, name: str, data: Mapping[str, Any]) -> None:
        """Keep a scenario under its hash, unless it is there."""
        if name not in self.contents.scenarios:
            self.contents.scenarios[name] = data
            self._say({"what": "scenario", "hash": name, "data": data})

    def cell(self, name: str, settings: Mapping[str, Any]) -> None:
        """Keep the settings of a cell, unless they are there."""
        if name not in self.contents.cells:
            self.contents.cells[name] = settings
            self._say({"what": "cell", "cell": name, "settings": settings})

    def fail(self, run: str, cell: str, seed: int, reason: str) -> None:
        """A game came to no end."""
        self.contents.failed[run] = reason
        self._say({"what": "failed", "run": run, "cell": cell, "seed": seed, "reason": reason})

    def stop(self, run: str, cell: str, seed: int, reason: str) -> None:
        """A game in progress stopped where it can be gone on with."""
        self.contents.failed.pop(run, None)
        self.contents.stopped[run] = reason
        self._say({"what": "stopped", "run": run, "cell": cell, "seed": seed, "reason": reason})

    def seal(self, run: str, cell: str, seed: int, played: PlayedRun, outcomes: str) -> None:
        """Add a finished game. It is sealed half a second later at most if others are added, else by `settle`."""
        assert played.lean is not None
        assert played.read is not None
        frame = played.lean.frame
        at = self._end + sum(map(len, self._frames))
        self._frames.append(frame)
        self._name(
            SealedRun(
                run,
                cell,
                seed,
                self._archive_path,
                at,
                len(frame),
                hashlib.sha256(frame).hexdigest(),
                played.lean.record,
                outcomes,
                played.read,
            )
        )

    def reread(self, before: SealedRun, outcomes: str, read: GameRead) -> None:
        """What else was read out of a game that is sealed; its record stays where it is."""
        self._name(replace(before, outcomes=outcomes, read=read))

    def _name(self, sealed: SealedRun) -> None:
        line = {"what": "sealed", **asdict(sealed), "archive": sealed.archive.name}
        self.contents.sealed[sealed.run] = sealed
        self.contents.failed.pop(sealed.run, None)
        self.contents.stopped.pop(sealed.run, None)
        self._say(line)

    def _say(self, data: Mapping[str, Any]) -> None:
        self._waiting.append(in_json(data))
        if monotonic() - self._since >= SEAL_EVERY:
            self.settle()

    def settle(self) -> None:
        """Seal all that waits: records first, then the lines that name them; waits for the disk twice.

        ExperimentError if the disk does not take it, as when it is full: what was sealed before is kept, and nothing of
        what waited is there.
        """
        try:
            if self._frames:
                self._end += _written(self._archive, self._end, b"".join(self._frames))
            if self._waiting:
                self._size += _written(self._ledger, self._size, b"\n".join(self._waiting) + b"\n")
        except OSError as fault:
            self._cut()
            raise ExperimentError(
                f"{self.folder}: cannot be written ({fault.strerror}); all games that were sealed before are kept: "
                "make room, then give the same command again"
            ) from None
        self._frames, self._waiting, self._since = [], [], monotonic()

    def _cut(self) -> None:
        """Leave nothing that is half written."""
        os.ftruncate(self._archive, self._end)
        os.ftruncate(self._ledger, self._size)

    def close(self) -> None:
        """Let go of the share."""
        if self._archive >= 0:
            os.close(self._archive)
            self._archive = -1
        if self._ledger >= 0:
            unlock(self._path, self._ledger)
            self._ledger = -1


def _written(file: int, at: int, content: bytes) -> int:
    """Write at a place of a file and make it safe; gives how many bytes that were. OSError as the system says it."""
    rest = memoryview(content)
    os.lseek(file, at, os.SEEK_SET)
    while rest:
        rest = rest[os.write(file, rest) :]
    sync_file(file)
    return len(content)


def bundle_of(found: LedgerContents, sealed: SealedRun) -> Mapping[str, Any]:
    """The scenario of a sealed game, as it stands in the header of its record."""
    return found.scenarios[str(found.cells[sealed.cell]["scenario"])]


def whole_record(found: LedgerContents, run: str) -> tuple[bytes, ...]:
    """The lines of the record of a sealed game, byte for byte, without their line feeds.

    KeyError for a game that is not sealed; TranscriptError as `expanded` raises it.
    """
    sealed = found.sealed[run]
    return expanded(sealed.lean(), bundle_of(found, sealed), f"run {run}")
