"""In which unit an outcome is: that of what is read, and with the turns that it is summed over."""

from __future__ import annotations

from wargame.batch.conduct import ConductReading, EscalationOf, RateOf
from wargame.paired.reading_units import unit_of
from wargame.paired.readings import RUNNING, Reading

SHARE = "share 0-1"


def reading_unit(reads: Reading | ConductReading) -> str:
    """The unit of a reading at the end of one turn; differences and means of it are in the same."""
    if isinstance(reads, RateOf):
        return SHARE
    if isinstance(reads, EscalationOf):
        return f"weight a seat by {reads.table}"
    return unit_of(reads)


def outcome_unit(reads: Reading | ConductReading, at: object) -> str:
    """The unit of a reading that counts `at` a turn, at the `end`, as a `mean`, or as an `area`, which is a sum."""
    unit = reading_unit(reads)
    return f"{unit} × turns" if at == "area" else unit


def sums_what_runs_on(reads: Reading | ConductReading, at: object) -> bool:
    """Whether an area sums a reading that runs on, so that what happened early counts again in each later turn."""
    return at == "area" and isinstance(reads, RUNNING)
