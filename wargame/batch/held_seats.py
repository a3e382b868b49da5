"""What the seats of a cell are held to, as it stands in the header of each of its games: by which lines of which file.

Whoever reads such a game alone knows from there which orders were forced, and what a seat could not do.
"""

from __future__ import annotations

from collections.abc import Sequence

from wargame.batch.experiment_file import GameLines
from wargame.batch.record_start import RecordStart
from wargame.players.levers import Reins, as_data
from wargame.transcript.lineage import HeldSeats
from wargame.transcript.setup import GameSetup

KINDS = ("bars", "forces", "offers")


def with_held(
    setup: GameSetup, experiment: str, parts: Sequence[tuple[str, GameLines]], start: RecordStart | None = None
) -> GameSetup:
    """The game with the levers of these parts, each under its name, in the order in which they are merged.

    Behind the line at which it leaves a record they take the place of those that the record has.
    """
    found = {kind: [lever for _, lines in parts for lever in getattr(lines, kind)] for kind in KINDS}
    if not any(found.values()) and not setup.held:
        return setup
    reins = Reins(**{kind: tuple(levers) for kind, levers in found.items()})
    stands = {
        kind: [f"{name}: {kind}[{number}]" for name, lines in parts for number in range(len(getattr(lines, kind)))]
        for kind in KINDS
    }
    after = 0 if start is None else start.left
    before = (each for each in setup.held if each.after <= after)
    return setup.changed(held=(*before, HeldSeats(after, experiment, as_data(reins), stands)))
