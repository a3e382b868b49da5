"""The file of a record in the hands of the one who writes it: its own, held by a lock, only ever appended to.

What stands there is cut in one place alone, when the first new line of a game that is gone on with is written.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from wargame.errors import TranscriptError
from wargame.shell_words import shell_word
from wargame.transcript.durable import sync_file, sync_folder
from wargame.transcript.foreign import unusual
from wargame.transcript.lock import lock, unlock
from wargame.transcript.private import BINARY, OWNER, write_private
from wargame.transcript.reading import Transcript


class RecordFile:
    """A file that is held open; lines wait here until they are written."""

    def __init__(self, path: Path, file: int, after: Transcript | None = None) -> None:
        """An open file, which is locked; TranscriptError, and it is closed, if somebody else writes it."""
        self.path, self.after = path, after
        self._file = file
        self._is_new = after is None
        self._lines: list[bytes] = []
        self._block = memoryview(b"")
        self.size = 0
        """Bytes that wait."""
        try:
            lock(path, file)
        except TranscriptError:
            os.close(file)
            raise

    @property
    def is_open(self) -> bool:
        """Whether it can still be written."""
        return self._file >= 0

    def add(self, line: bytes) -> None:
        """A line that may wait, without its line feed; nothing is written yet."""
        self._lines.append(line)
        self.size += len(line) + 1

    def write(self) -> None:
        """Give all that waits to the operating system.

        TranscriptError if it takes only some of it, as on a full disk: the rest stays here, and is what comes next.
        Also if the file is closed and something waits.
        """
        if self._lines:
            self._block = memoryview(bytes(self._block) + b"\n".join(self._lines) + b"\n")
            self._lines.clear()
        if not self._block:
            return
        if not self.is_open:
            raise TranscriptError(f"{self.path}: the record is closed; nothing more can be written to it")
        try:
            while self._block:
                self._block = self._block[os.write(self._file, self._block) :]
        except OSError as fault:
            raise self._failed(fault) from None
        self.size = 0

    def save(self) -> None:
        """Make what was written safe, so that it outlives a loss of power; waits for the disk.

        TranscriptError if the system cannot.
        """
        try:
            sync_file(self._file)
        except OSError as fault:
            raise self._failed(fault) from None
        if self._is_new:
            sync_folder(self.path.parent)
            self._is_new = False

    def ready(self) -> None:
        """Make the end of a record that is gone on with ready for a new line, as `Transcript.torn` has announced.

        Lines that were left out in reading are cut, after a copy of the file is kept if they are more than a torn one.
        TranscriptError if it cannot be written.
        """
        if self.after is None:
            return
        good = sum(len(line) + 1 for line in self.after.lines)
        try:
            if self.after.cut:
                keep(self.path)
            if good > self.after.size:
                os.write(self._file, b"\n")
            elif good < self.after.size:
                os.ftruncate(self._file, good)
        except OSError as fault:
            raise self._failed(fault) from None

    def finish(self) -> None:
        """Close the file and let go of it; what could not be written is lost. Done twice it does nothing more."""
        if self.is_open:
            with suppress(TranscriptError):
                self.write()
            unlock(self.path, self._file)
            self._file = -1

    def discard(self) -> None:
        """Close a new file and take it away; for one in which nothing stands that could be gone on with."""
        self._lines.clear()
        self._block = memoryview(b"")
        self.finish()
        self.path.unlink(missing_ok=True)

    def _failed(self, fault: OSError) -> TranscriptError:
        return TranscriptError(
            f"{self.path}: cannot be written ({fault.strerror}); all lines before are kept: make room or mend it, then "
            f"go on with --resume {shell_word(self.path)}"
        )


def fresh(path: Path) -> RecordFile:
    """A new file for a record, and its folder; TranscriptError if something is there, or none can be made."""
    return RecordFile(path, created(path))


def created(path: Path) -> int:
    """A new file for a record, open to append, for its owner alone; its folder is made if it is not there.

    Gives its descriptor. TranscriptError if something is there, or none can be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | BINARY, OWNER)
    except OSError as fault:
        if os.path.lexists(path):
            raise TranscriptError(_occupied(path)) from None
        why = "there is a file where its folder should be" if isinstance(fault, FileExistsError) else fault.strerror
        raise TranscriptError(
            f"{path}: the record cannot be written there ({why}); name another file with --out"
        ) from None
    if hasattr(os, "fchmod"):
        os.fchmod(file, OWNER)
    return file


def refuse_if_there(path: Path) -> None:
    """TranscriptError if something has the name of a new record: said before anything is paid."""
    if os.path.lexists(path):
        raise TranscriptError(_occupied(path))


def _occupied(path: Path) -> str:
    try:
        odd = unusual(path)
    except OSError:
        odd = "a link that leads nowhere" if path.is_symlink() else None
    if odd is not None:
        return f"{path}: this is {odd}; name a file that does not exist yet with --out, such as --out game.jsonl"
    return f"{path}: the file exists; name another with --out, or go on with --resume {shell_word(path)}"


def reopened(path: Path, record: Transcript) -> RecordFile:
    """The file of a record that was read, to go on with; nothing in it changes yet.

    TranscriptError if somebody else writes it, or has written it since it was read.
    """
    try:
        file = os.open(path, os.O_RDWR | os.O_APPEND | BINARY)
    except OSError as fault:
        raise TranscriptError(f"{path}: cannot be gone on with ({fault.strerror}); it must be writable") from None
    held = RecordFile(path, file, record)
    last = record.lines[-1]
    start = sum(len(line) + 1 for line in record.lines[:-1])
    with path.open("rb") as again:
        again.seek(start)
        unchanged = again.read(len(last)) == last and os.fstat(file).st_size == record.size
    if not unchanged:
        held.finish()
        raise TranscriptError(f"{path}: somebody has gone on with this game while it was read; open it again")
    return held


def keep(path: Path) -> Path:
    """A copy of a record beside it, before more of it is cut than a torn line; gives where it lies.

    OSError if it cannot be written; then none is left.
    """
    time = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    copy, count = path.with_name(f"{path.stem}.cut-{time}.jsonl"), 1
    while copy.exists():
        count += 1
        copy = path.with_name(f"{path.stem}.cut-{time}-{count}.jsonl")
    try:
        write_private(copy, path.read_bytes(), new=True)
    except OSError:
        copy.unlink(missing_ok=True)
        raise
    return copy


def is_kept_copy(path: Path) -> bool:
    """Whether a file is what `keep` has left beside a record."""
    return re.search(r"\.cut-\d{8}T\d{6}Z(-\d+)?\.jsonl$", path.name) is not None
