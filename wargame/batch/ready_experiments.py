"""Experiments that are ready to be copied: arms that show whether a result hangs on scripts, words, names or order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from wargame.batch.experiment_file import read_experiment
from wargame.core.spec_words import model_of
from wargame.errors import SpecError
from wargame.players.llm import address
from wargame.scenario.faults import unknown
from wargame.scenario.find import content_root
from wargame.transcript.private import write_shared

FOLDER = "experiments"
MODEL = "MODEL@http://localhost:11434/v1"
"""What stands in these files where a model is to be named."""
_SEEDS = re.compile(r"(?m)^(seeds: \{first: \d+, count: )\d+")


def ready_experiments() -> Mapping[str, str]:
    """What each finds out, by name; reads all of them."""
    paths = sorted((content_root() / FOLDER).glob("*.yaml"))
    return {path.stem: read_experiment(path).experiment.says for path in paths}


def copy_ready(name: str, to: Path, model: str = "", seeds: int | None = None) -> None:
    """A copy of one to edit, with a model put in where it has none and other seeds, if they are given.

    `model` is MODEL@URL, with or without `llm:`; `seeds` is how many there are, at least 1. SpecError if there is none
    of that name, no model sits in it, the model is malformed, or a file stands there already.
    """
    found = {path.stem: path for path in (content_root() / FOLDER).glob("*.yaml")}
    if name not in found:
        raise SpecError(unknown(name, "ready experiment", sorted(found)))
    text = found[name].read_text(encoding="utf-8")
    if model:
        text = _with_model(name, text, model)
    if seeds is not None:
        text = _SEEDS.sub(rf"\g<1>{seeds}", text)
    try:
        write_shared(to, text.encode(), new=True)
    except FileExistsError:
        raise SpecError(f"--to {to}: the file exists; name one that does not exist yet") from None


def _with_model(name: str, text: str, model: str) -> str:
    address.parse(model)
    if MODEL not in text:
        raise SpecError(f"--model {model}: no model sits in {name}; leave it out")
    return text.replace(MODEL, model_of(model))
