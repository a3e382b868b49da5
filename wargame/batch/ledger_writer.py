"""Adding to the folder of an experiment: games are sealed there, and what was asked meanwhile is put down."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from time import monotonic
from types import TracebackType
from typing import Any, Self, TypeAlias

from wargame.batch.game_played import GameRead, PlayedRun
from wargame.batch.ledger_line import FORMAT, ledger_lines, ledgers_in
from wargame.batch.means_taken import PLAYING
from wargame.batch.run_ledger import WHOLE, Caps, SealedRun, contents, names_read
from wargame.errors import ExperimentError
from wargame.transcript.durable import sync_file, sync_folder
from wargame.transcript.entry import in_json
from wargame.transcript.lock import taken_by, unlock
from wargame.transcript.private import BINARY

SEAL_EVERY = 0.5
"""Seconds that a game may wait before it is sealed: a disk is waited for as often."""

ArchivePlace: TypeAlias = tuple[Path, int, int, str, str]
"""Archive of a lean record, byte at which its member begins, bytes of that, and the hashes of it and of the record."""


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
        self._hold = RLock()
        self._since = monotonic()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._ledger = os.open(self._path, os.O_RDWR | os.O_CREAT | BINARY, 0o666)
        except OSError as fault:
            raise ExperimentError(_unwritable(folder, fault)) from None
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
            self._size = sum(len(line) + 1 for line in ledger_lines(self._path))
            self._cut()
            sync_folder(folder)
        except OSError as fault:
            self.close()
            raise ExperimentError(_unwritable(folder, fault)) from None
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

    def stalled(self, seconds: float) -> None:
        """Nothing has happened for so long; it is safe at once, and may be said from another thread."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        with self._hold:
            if self._ledger >= 0:
                self._say({"what": "stalled", "at": at, "seconds": round(seconds)})
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

    def stop(self, run: str, cell: str, seed: int, reason: str, caps: Caps | None = None) -> None:
        """A game in progress stopped where it can be gone on with; `caps` are those that it struck, if it did."""
        self.contents.failed.pop(run, None)
        self.contents.stopped[run] = reason
        line = {"what": "stopped", "run": run, "cell": cell, "seed": seed, "reason": reason}
        if caps is not None:
            self.contents.struck[run] = caps
        self._say(line if caps is None else {**line, "caps": caps})

    def seal(self, run: str, cell: str, seed: int, played: PlayedRun, outcomes: str) -> None:
        """Add a finished game. It is sealed half a second later at most if others are added, else by `settle`."""
        assert played.lean is not None
        assert played.read is not None
        frame, record = played.lean.frame, played.lean.record
        named = hashlib.sha256(frame).hexdigest()
        with self._hold:
            at = self._end + sum(map(len, self._frames))
            self._frames.append(frame)
            place = (self._archive_path, at, len(frame), named, record)
            self._name(run, cell, seed, place, outcomes, played.read)

    def reread(self, before: SealedRun, outcomes: str, read: GameRead) -> None:
        """What else was read out of a game that is sealed; its record stays where it is."""
        place = (before.archive, before.at, before.length, before.frame, before.record)
        self._name(before.run, before.cell, before.seed, place, outcomes, read)

    def _name(self, run: str, cell: str, seed: int, place: ArchivePlace, outcomes: str, read: GameRead) -> None:
        """Say that a game is sealed; what was read out of it stays in the line alone."""
        archive, at, length, frame, record = place
        line = in_json(
            {
                "what": "sealed",
                "run": run,
                "cell": cell,
                "seed": seed,
                "archive": archive.name,
                "at": at,
                "length": length,
                "frame": frame,
                "record": record,
                "outcomes": outcomes,
                "read": asdict(read),
            }
        )
        with self._hold:
            begins = self._size + sum(len(each) + 1 for each in self._waiting)
            counts = (read.asked, read.fallbacks, read.tokens, read.money)
            self.contents.sealed[run] = SealedRun(
                run, cell, seed, *place, outcomes, self._path, begins, len(line), *counts, *names_read(read)
            )
            self.contents.failed.pop(run, None)
            self.contents.stopped.pop(run, None)
            self._add(line)

    def _say(self, data: Mapping[str, Any]) -> None:
        self._add(in_json(data))

    def _add(self, line: bytes) -> None:
        with self._hold:
            self._waiting.append(line)
            if monotonic() - self._since >= SEAL_EVERY:
                self.settle()

    def settle(self) -> None:
        """Seal all that waits: records first, then the lines that name them; waits for the disk twice.

        ExperimentError if the disk does not take it, as when it is full: what was sealed before is kept, and nothing of
        what waited is there.
        """
        with self._hold:
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
        with self._hold:
            if self._archive >= 0:
                os.close(self._archive)
                self._archive = -1
            if self._ledger >= 0:
                unlock(self._path, self._ledger)
                self._ledger = -1


def check_place(folder: Path) -> None:
    """ExperimentError for a folder of games that is one of another's own: that would take its files for its games."""
    here = folder.resolve()
    if here.name in (PLAYING, WHOLE) and ledgers_in(here.parent):
        said = f"{here.parent} holds the games of an experiment, and this folder is a part of it"
        raise ExperimentError(f"{folder}: {said}; name another folder")


def _unwritable(folder: Path, fault: OSError) -> str:
    """That nothing can be added to a folder; a folder that lies where a file should be is named."""
    if isinstance(fault, IsADirectoryError) and fault.filename:
        return f"{fault.filename}: a file belongs here, and there is a folder; move it away, and give the command again"
    return f"{folder}: nothing can be written there ({fault.strerror})"


def _written(file: int, at: int, content: bytes) -> int:
    """Write at a place of a file and make it safe; gives how many bytes that were. OSError as the system says it."""
    rest = memoryview(content)
    os.lseek(file, at, os.SEEK_SET)
    while rest:
        rest = rest[os.write(file, rest) :]
    sync_file(file)
    return len(content)
