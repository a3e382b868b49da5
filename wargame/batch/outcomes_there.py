"""Whether the games of an experiment have what is to be read out of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wargame.batch.conduct import EscalationOf, RateOf, faults_of
from wargame.batch.experiment_file import ExperimentFile, OutcomeLine
from wargame.core.events import Event
from wargame.errors import FaultyPack
from wargame.paired.readings import ValueOf, taken
from wargame.paired.readings_there import OpenedGames, opened_games, reading_faults
from wargame.rules.base.rulebook import Rulebook
from wargame.scenario.faults import Key, listed


def check_outcomes(file: ExperimentFile, openings: Sequence[tuple[Rulebook, Event]]) -> None:
    """An outcome that no game of the experiment has is a slip of the pen, and would be an empty column.

    FaultyPack lists each with its line.
    """
    games = opened_games(openings, "this experiment")
    faults = [
        file.source.fault(("outcomes", place, *key), f"{outcome.name}: {said}")
        for place, outcome in enumerate(file.experiment.outcomes)
        for key, said in _faults(outcome, games)
    ]
    if faults:
        raise FaultyPack(listed(faults))


def _faults(outcome: OutcomeLine, games: OpenedGames) -> Iterator[tuple[Key, str]]:
    if isinstance(outcome.reads, RateOf | EscalationOf):
        for said in faults_of(outcome.reads, games.seats):
            yield ("reads",), said
    else:
        found = [(("reads", *key), said) for key, said in reading_faults(outcome.reads, games)]
        yield from found
        if isinstance(outcome.reads, ValueOf) and not found:
            if all(taken(outcome.reads, look, ()) is None for look in games.looks):
                yield (), f"no game of this experiment has {', '.join(outcome.reads.of)}"
    longest = max(look.book.setting.turns for look in games.looks)
    if isinstance(outcome.at, int) and outcome.at > longest:
        yield ("at",), f"at is {outcome.at}; the longest of these games has {longest} turns"
