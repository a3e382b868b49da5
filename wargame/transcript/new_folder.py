"""A folder that is there with all of its files or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from wargame.errors import SpecError, TranscriptError
from wargame.transcript.durable import sync_file, sync_folder
from wargame.transcript.private import private_file


@contextmanager
def new_folder(folder: Path, option: str = "--out") -> Iterator[Path]:
    """Where to write the files of a folder that gets its name when the block ends well.

    SpecError, which names the `option` that it came by, if something has the name already; TranscriptError if it cannot
    be written, as on a full disk. In either case, and whatever else the block raises, nothing is left. It is its
    owner's alone.
    """
    if os.path.lexists(folder):
        raise SpecError(f"{option} {folder}: something is there; name a folder that does not exist yet")
    staged = folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        yield staged
        sync_folder(staged)
        os.rename(staged, folder)
    except OSError as fault:
        _drop(staged, folder)
        raise TranscriptError(
            f"{folder}: cannot be written ({fault.strerror}); nothing is left there, and the old files are as they were"
        ) from None
    except BaseException:
        _drop(staged, folder)
        raise
    sync_folder(folder.parent)


def _drop(staged: Path, folder: Path) -> None:
    if staged != folder:
        shutil.rmtree(staged, ignore_errors=True)


def write_safe(path: Path, content: bytes) -> None:
    """Write a new file, its owner's alone, and wait until it is safe on the disk; OSError as the system says it."""
    with private_file(path, new=True) as target:
        target.write(content)
        target.flush()
        sync_file(target.fileno())
