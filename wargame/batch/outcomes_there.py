"""Whether the games of an experiment have what is to be read out of them."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.batch.conduct import EscalationOf, RateOf, faults_of
from wargame.batch.experiment_file import ExperimentFile
from wargame.core.events import Event
from wargame.core.fold import fold
from wargame.core.state import State
from wargame.paired.reading_units import no_variables
from wargame.paired.readings import ValueOf, taken
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.model.measures import picture
from wargame.scenario.faults import Key


def check_outcomes(file: ExperimentFile, openings: Sequence[tuple[Rulebook, Event]]) -> None:
    """An outcome that no game of the experiment has is a slip of the pen, and would be an empty column."""
    looks = [picture(book, fold(State(), (start,))) for book, start in openings]
    for place, outcome in enumerate(file.experiment.outcomes):
        key: Key = ("outcomes", place)
        found: list[float | None] = []
        try:
            if isinstance(outcome.reads, RateOf | EscalationOf):
                for fault in faults_of(outcome.reads, openings[0][0].setting.ids):
                    raise file.refuse((*key, "reads"), f"{outcome.name}: {fault}")
            else:
                found = [taken(outcome.reads, look, ()) for look in looks]
        except KeyError as fault:
            raise file.refuse(key, f"{outcome.name}: there is nothing called {fault} to be read") from None
        if isinstance(outcome.reads, ValueOf) and all(value is None for value in found):
            names = ", ".join(outcome.reads.of)
            raise file.refuse(key, f"{outcome.name}: no game of this experiment has {names}")
        if strange := no_variables(outcome.reads):
            said = f"no variable is called {strange[0]!r}; `wargame export --codebook` lists all"
            raise file.refuse(key, f"{outcome.name}: {said}")
        longest = max(book.setting.turns for book, _ in openings)
        if isinstance(outcome.at, int) and outcome.at > longest:
            raise file.refuse(
                key, f"{outcome.name}: at is {outcome.at}; the longest of these games has {longest} turns"
            )
