"""Running the stub until it is interrupted: what it prints at the start and at the end."""

from __future__ import annotations

import asyncio
import shlex
import signal
import sys

from wargame.stub.server import Stub
from wargame.stub.settings import Settings
from wargame.stub.tally import CallTally


def run(settings: Settings, *, host: str = "127.0.0.1", port: int = 0) -> None:
    """Serve until interrupted, then tell what was asked; the first line on standard output is the base URL."""
    asyncio.run(_run(settings, host, port))


async def _run(settings: Settings, host: str, port: int) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stopped.set)
    async with Stub(settings, host=host, port=port) as stub:
        print(stub.url)
        print(f"export OPENAI_BASE_URL={stub.url}")
        print(
            f"then, elsewhere: wargame probe {shlex.quote(f'{settings.models[0]}@{stub.url}')}; stop with Ctrl-C",
            flush=True,
        )
        await stopped.wait()
        print("\n" + closing(stub.tally, settings), file=sys.stderr)


def closing(tally: CallTally, settings: Settings) -> str:
    """What was asked and answered, in a few lines."""
    told = tally.summary(settings.slots)
    calls = sum(tally.rungs.values())
    lines = [f"{calls} calls in {told['seconds']:.1f} s, at most {told['most_open']} open at once"]
    if calls:
        lines.append("busy " + f"{told['busy']:.1%} of the time from the first call to the last")
    for title in filter(told.get, ("statuses", "rungs", "faults")):
        counts = ", ".join(f"{name} {count}" for name, count in told[title].items())
        lines += [f"{title}: {counts}"]
    return "\n".join(lines)
