"""Games of people laid beside an experiment: read for the same outcomes, to stand in the same rows.

They are no games of the experiment: no effect, no interval and no count of it has them in it. What people wrote is not
looked at, so that only numbers of their games stand beside those of others, under no name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from wargame.batch.beside_remarks import MadeOf, run_like
from wargame.batch.game_played import GameRead, read_again
from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import LedgerContents
from wargame.batch.ways_of_ruling import ways_of_acts
from wargame.core.ids import SeatId
from wargame.errors import ExperimentError
from wargame.rooms.keys import keys_beside
from wargame.transcript.limits import PERSON, SeatsPlayed, seats_played
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
    remarks: tuple[str, ...] = ()
    """What is otherwise in it than in the games of the experiment, a clause each."""
    run: str = ""
    """Id of the game of the experiment that it is; empty for any other."""
    same_length: bool = True
    """Whether it had as many turns as a game of the experiment: else what is read at its end is read elsewhere."""
    played: SeatsPlayed = field(default_factory=lambda: SeatsPlayed({}))
    """Who sat on each seat that counts as one."""

    @property
    def all_remarks(self) -> str:
        """All that is to be known of it before its numbers are read, in a line; empty where there is nothing."""
        own = (f"the experiment's own game {self.run}",) if self.run else ()
        return "; ".join((*own, *self.remarks))


def records_beside(
    plan: ExperimentPlan, paths: Iterable[Path], found: LedgerContents | None = None
) -> tuple[RecordBeside, ...]:
    """Finished records, read for the outcomes of a plan; each costs what `verify` does, and once more.

    A record that no person played and that was the same at the end of each turn as a sealed game in `found` with its
    seed is that game.

    TranscriptError for a file that is no record or cannot have been so; ExperimentError for a game of another scenario
    or variant, for one that is not over, and for a file that is named twice.
    """
    readings = {each.name: each.reads for each in plan.outcomes}
    laid: dict[str, RecordBeside] = {}
    made_of = MadeOf(plan)
    for path in paths:
        record = read(path)
        game = replay(record, confirm=True)
        if game.step is not None:
            hosted = keys_beside(path).exists()
            resumed = "it was played in a hosted room: `wargame host --resume`" if hosted else "`wargame play --resume`"
            raise ExperimentError(f"{path}: this game is not over; {resumed} goes on with it")
        _fits(plan, path, game.game.bundle.pack.id, game.game.variant)
        played = seats_played(game)
        decided = sum(entry.kind == "event" and entry.data["kind"] == "argument_ruled" for entry in record.entries)
        ways = ways_of_acts(game.acts.values(), decided)
        people, again = played.count(PERSON), read_again(record, readings)
        made = RecordBeside(
            id=f"h{sha256(path.read_bytes()).hexdigest()[:ID_LETTERS]}",
            name=path.name,
            seed=game.game.seed,
            seats={**game.game.seats, **{seat: ", ".join(specs) for seat, specs in played.specs.items()}},
            people=people,
            acts=sum(entry.kind == "override" for entry in record.entries),
            read=again,
            remarks=made_of.remarks(game.game, again.turns, ways),
            run="" if people or found is None else run_like(plan, found, game.game.seed, again),
            played=played,
            same_length=again.turns in made_of.turns,
        )
        if made.id in laid:
            raise ExperimentError(f"{path}: the same record as {laid[made.id].name}; name it once")
        laid[made.id] = made
    return tuple(laid.values())


def _fits(plan: ExperimentPlan, path: Path, scenario: str, variant: str | None) -> None:
    tables = {(cell.setup.bundle.pack.id, cell.setup.variant) for cell in plan.cells}
    if (scenario, variant) not in tables:
        raise ExperimentError(
            f"{path}: a game of {_table(scenario, variant)}, and the experiment plays "
            f"{', '.join(sorted(_table(*each) for each in tables))}; lay records of the same table beside it"
        )


def _table(scenario: str, variant: str | None) -> str:
    return f"{scenario}, {variant}" if variant else scenario
