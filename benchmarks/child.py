"""One command as a child of a bare interpreter: `python child.py COMMAND...` prints what it took, as JSON.

It must stay bare. On Linux the peak memory of a child starts at that of the process that started it, so a large
parent would hide what a small child takes.
"""

from __future__ import annotations

import json
import os
import sys
import time

MEGABYTE = 1e6 if sys.platform == "darwin" else 1e3
"""What `ru_maxrss` is counted in, to a megabyte."""


def main() -> int:
    """Run the command with its words swallowed; the exit code is the command's own."""
    command = sys.argv[1:]
    quiet = [(os.POSIX_SPAWN_OPEN, to, os.devnull, os.O_WRONLY, 0) for to in (1, 2)]
    begun = time.perf_counter()
    _, status, used = os.wait4(os.posix_spawn(command[0], command, os.environ, file_actions=quiet), 0)
    wall = time.perf_counter() - begun
    print(json.dumps({"wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / MEGABYTE}))
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    raise SystemExit(main())
