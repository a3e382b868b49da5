"""The ledger of facts at the start: seats that are not there, effects on variables that do not exist, odd counts."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.scenario.elements.injects import change_faults
from wargame.scenario.elements.known import variables
from wargame.scenario.faults import Fault, Key, unknown
from wargame.scenario.pack_files import PackReading


def ledger(reading: PackReading) -> Iterator[Fault]:
    """Faults of `ledger`."""
    lines = reading.pack.ledger if reading.pack else ()
    exists = variables(reading) if lines else set()
    for at, line in enumerate(lines):
        key: Key = ("ledger", at)
        for number, name in enumerate(line.about):
            if name not in reading.table:
                sentence = unknown(name, "actor of this scenario", reading.table)
                yield reading.source.fault((*key, "about", number), sentence)
        if line.done is None and "done" in line.model_fields_set:
            sentence = f"done is empty; it must be from 0 to {line.needs}, or leave it out if {line.id} is settled"
            yield reading.source.fault((*key, "done"), sentence)
        done = line.needs if line.done is None else line.done
        if done > line.needs:
            sentence = f"done is {done}, but {line.id} needs {line.needs}; it must be from 0 to {line.needs}"
            yield reading.source.fault((*key, "done"), sentence)
        if line.protection and done < line.needs:
            sentence = f"{line.id} is not settled yet, so nothing protects it; leave protection out"
            yield reading.source.fault((*key, "protection"), sentence)
        if line.brings and done >= line.needs:
            sentence = f"{line.id} is settled from the start and brings nothing any more; leave brings out"
            yield reading.source.fault((*key, "brings"), sentence)
        for variable, delta in line.brings.items():
            yield from change_faults(reading, variable, delta, exists, (*key, "brings", variable))
