"""Words of sets whose folder is gone: games that were begun in them have them whole, in the folder of an experiment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from wargame.batch.crossing import cell_name, levels_of
from wargame.batch.experiment_file import Experiment, merged
from wargame.batch.ledger_line import BegunLine, CellLine, ledgers_in, read_lines
from wargame.scenario.prompt_words import words_in


def begun_words(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """The templates of sets of one's own in which games of a folder were begun, by the name or path of the set then.

    Of a set that was begun with other words later, the later ones. Nothing if the folder is not there; ExperimentError
    for a ledger that cannot be read. Reads the ledgers, and no games.
    """
    asked: list[tuple[str, str]] = []
    words: dict[str, Mapping[str, str]] = {}
    for path in ledgers_in(folder):
        for line in read_lines(path, ("begun", "cell")):
            if isinstance(line.said, BegunLine):
                asked += _wordings(line.said.experiment)
            elif isinstance(line.said, CellLine):
                words[line.said.cell] = words_in(line.said.settings.prompts)
    return {wording: words[cell] for cell, wording in asked if words.get(cell)}


def _wordings(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The cells of an experiment that are worded by a set, each with the set; none of one that is read no more."""
    try:
        experiment = Experiment.model_validate(data)
    except ValidationError:
        return
    for levels in levels_of(experiment):
        if wording := merged((experiment.game, *levels.values())).wording:
            yield cell_name(levels), wording
