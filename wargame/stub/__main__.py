"""`python -m wargame.stub`: the stub as a process of its own, without the rest of the program."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from wargame.errors import SpecError
from wargame.stub.running import run
from wargame.stub.settings import FAULTS, REJECTABLE, RUNGS, settings_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the options and serve; 2 if an option is wrong."""
    parser = argparse.ArgumentParser("python -m wargame.stub", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--latency", type=float, default=0.0)
    parser.add_argument("--jitter", type=float, default=0.0)
    parser.add_argument("--slots", type=int)
    parser.add_argument("--most", type=int)
    parser.add_argument("--retry-after", type=float, default=1.0)
    parser.add_argument("--fault", action="append", default=[], metavar="KIND=SHARE", help=", ".join(FAULTS))
    parser.add_argument("--rung", action="append", default=[], choices=RUNGS)
    parser.add_argument("--rejects", action="append", default=[], choices=REJECTABLE)
    parser.add_argument("--key")
    parser.add_argument("--model", action="append", default=[])
    parser.add_argument("--context", type=int)
    parser.add_argument("--pad", type=int, default=0)
    given = parser.parse_args(arguments)
    try:
        options = {name: value for name, value in vars(given).items() if name not in ("host", "port")}
        run(settings_of(**options), host=given.host, port=given.port)
    except SpecError as fault:
        print(f"stub: {fault}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
