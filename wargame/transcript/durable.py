"""What is on disk so that it outlives a loss of power, as far as each system can promise it.

Linux has `fdatasync`; macOS must be asked to empty the cache of the disk as well; Windows knows no synced folder.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl


def sync_file(file: int) -> None:
    """Make the content of an open file (its descriptor) safe; waits for the disk. OSError as the system says it."""
    if sys.platform == "darwin":
        with suppress(OSError):
            fcntl.fcntl(file, fcntl.F_FULLFSYNC)
            return
    getattr(os, "fdatasync", os.fsync)(file)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder safe, where the system can: a new file is lost with its name. Raises nothing."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with suppress(OSError):
        file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
