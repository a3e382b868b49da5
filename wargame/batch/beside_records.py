"""Games of people laid beside an experiment: read for the same outcomes, to stand in the same rows.

They are no games of the experiment: no effect, no interval and no count of it has them in it. What people wrote is not
looked at, so that only numbers of their games stand beside those of others, under no name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from wargame.batch.game_played import GameRead, read_again
from wargame.batch.planned import ExperimentPlan
from wargame.core.ids import SeatId
from wargame.errors import ExperimentError
from wargame.rooms.keys import keys_beside
from wargame.transcript.limits import PERSON, seats_played
from wargame.transcript.reading import read
from wargame.transcript.verify import replay

ID_LETTERS = 16


@dataclass(frozen=True, slots=True)
class RecordBeside:
    """A recorded game that is laid beside the games of an experiment."""

    id: str
    """`h` and sixteen digits of the file's hash: the same file has the same id, wherever it lies."""
    name: str
    """Of the file, without where it is."""
    seed: int
    seats: Mapping[SeatId, str]
    """Who played each seat, in the order in which they did, divided by `, `."""
    people: int
    """Seats that a person played at any time."""
    acts: int
    """Acts of control in it, undone ones among them."""
    read: GameRead


def records_beside(plan: ExperimentPlan, paths: Iterable[Path]) -> tuple[RecordBeside, ...]:
    """Finished records, read for the outcomes of a plan; each costs what `verify` does, and once more.

    TranscriptError for a file that is no record or cannot have been so; ExperimentError for a game of another scenario
    or variant, for one that is not over, and for a file that is named twice.
    """
    readings = {each.name: each.reads for each in plan.outcomes}
    found: dict[str, RecordBeside] = {}
    for path in paths:
        record = read(path)
        game = replay(record, confirm=True)
        if game.step is not None:
            hosted = keys_beside(path).exists()
            again = "it was played in a hosted room: `wargame host --resume`" if hosted else "`wargame play --resume`"
            raise ExperimentError(f"{path}: this game is not over; {again} goes on with it")
        _fits(plan, path, game.game.bundle.pack.id, game.game.variant)
        played = seats_played(game)
        made = RecordBeside(
            id=f"h{sha256(path.read_bytes()).hexdigest()[:ID_LETTERS]}",
            name=path.name,
            seed=game.game.seed,
            seats={**game.game.seats, **{seat: ", ".join(specs) for seat, specs in played.specs.items()}},
            people=played.count(PERSON),
            acts=sum(entry.kind == "override" for entry in record.entries),
            read=read_again(record, readings),
        )
        if made.id in found:
            raise ExperimentError(f"{path}: the same record as {found[made.id].name}; name it once")
        found[made.id] = made
    return tuple(found.values())


def _fits(plan: ExperimentPlan, path: Path, scenario: str, variant: str | None) -> None:
    tables = {(cell.setup.bundle.pack.id, cell.setup.variant) for cell in plan.cells}
    if (scenario, variant) not in tables:
        raise ExperimentError(
            f"{path}: a game of {_table(scenario, variant)}, and the experiment plays "
            f"{', '.join(sorted(_table(*each) for each in tables))}; lay records of the same table beside it"
        )


def _table(scenario: str, variant: str | None) -> str:
    return f"{scenario}, {variant}" if variant else scenario
