"""First steps: each must be for a seat of this scenario, in a turn that it has, with somebody who is there."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core.orders import ORDER_TYPES
from wargame.core.words import turns_in_words
from wargame.scenario.faults import Fault, unknown
from wargame.scenario.pack_files import PackReading

NEEDS = {"verb": "order", "look": "answer"}
"""What a step must be done by to be told with an order, or with where to look."""


def first_steps(reading: PackReading) -> Iterator[Fault]:
    """Faults of first steps that nobody would be shown, or could take."""
    pack = reading.pack
    for seat, lines in pack.first_steps.items() if pack is not None else ():
        assert pack is not None
        if seat not in reading.table:
            yield reading.source.fault(("first_steps", seat), unknown(seat, "actor of this scenario", reading.table))
        for at, line in enumerate(lines):
            place = ("first_steps", seat, at)
            if line.turn > pack.turns:
                sentence = f"turn {line.turn} never comes; the scenario has {turns_in_words(pack.turns)}"
                yield reading.source.fault((*place, "turn"), sentence)
            if line.to is not None and line.to not in reading.table:
                yield reading.source.fault((*place, "to"), unknown(line.to, "actor of this scenario", reading.table))
            if line.verb is not None and line.verb not in ORDER_TYPES:
                yield reading.source.fault((*place, "verb"), unknown(line.verb, "order", ORDER_TYPES))
            for field, needs in NEEDS.items():
                if getattr(line, field) is not None and line.done != needs:
                    sentence = f"`{field}` is told of a step that is done by {needs}, and this is done by {line.done}"
                    yield reading.source.fault((*place, field), sentence)
