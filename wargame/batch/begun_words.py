"""Words of sets whose folder is gone: games that were begun in them have them whole, in the folder of an experiment."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from wargame.batch.crossing import cell_name, levels_of
from wargame.batch.experiment_file import Experiment, merged
from wargame.batch.run_ledger import ledger_lines
from wargame.errors import ExperimentError
from wargame.scenario.prompt_words import words_in

_READ = (b'{"what":"begun"', b'{"what":"cell"')


def begun_words(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """The templates of sets of one's own in which games of a folder were begun, by the name or path of the set then.

    Of a set that was begun with other words later, the later ones. Nothing if the folder is not there; ExperimentError
    for a ledger that cannot be read. Reads the ledgers, and no games.
    """
    asked: list[tuple[str, str]] = []
    words: dict[str, Mapping[str, str]] = {}
    for path in sorted(folder.glob("ledger-*-of-*.jsonl")):
        for number, line in enumerate(ledger_lines(path), 1):
            if line.startswith(_READ):
                try:
                    data = json.loads(line)
                    if data["what"] == "begun":
                        asked += _wordings(data["experiment"])
                    else:
                        words[str(data["cell"])] = words_in(data["settings"].get("prompts", {}))
                except (ValueError, KeyError, TypeError, AttributeError) as fault:
                    raise ExperimentError(f"{path}: line {number}: this is no line of a ledger ({fault})") from None
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
