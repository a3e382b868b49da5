"""One row of the table of measurements, how a median is taken, and how the table is written.

What is decided here is how a number is told, not what it should be: targets are promises of the README.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table."""

    what: str
    value: float | None
    """The median; null where it was skipped."""
    unit: str
    target: float | None
    """At most this, or at least this if `least`; null where nothing is promised."""
    note: str = ""
    least: bool = False

    @property
    def met(self) -> bool | None:
        """Whether the target is met, if there is one and it was measured."""
        if self.value is None or self.target is None:
            return None
        return self.value >= self.target if self.least else self.value <= self.target


def median_ms(work: Callable[[], object], runs: int) -> float:
    """Median wall time in milliseconds, after one run that is not counted."""
    work()
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def environment(root: Path = ROOT) -> dict[str, str]:
    """The environment of a process that measures: it finds the project of this tree wherever it is started.

    What Python compiles is kept, as it is for whoever plays, also where a developer's shell forbids it.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH", ""))))}


def table(lines: Sequence[Line]) -> str:
    """The table in plain text."""
    rows = [("measurement", "median", "target", "", "")]
    for line in lines:
        value = "skipped" if line.value is None else f"{line.value:.3g} {line.unit}".rstrip()
        sign = ">=" if line.least else "<="
        target = "" if line.target is None else f"{sign} {line.target:.3g} {line.unit}".rstrip()
        verdict = {True: "met", False: "MISSED", None: ""}[line.met]
        rows.append((line.what, value, target, verdict, line.note))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:<{widths[2]}}  {row[3]:<{widths[3]}}  {row[4]}".rstrip()
        for row in rows
    )
