"""Experiments that are ready to be copied: arms that show whether a result hangs on scripts, words, names or order."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from wargame.batch.experiment_file import read_experiment
from wargame.errors import SpecError
from wargame.scenario.faults import unknown
from wargame.scenario.find import content_root
from wargame.transcript.private import write_shared

FOLDER = "experiments"


def ready_experiments() -> Mapping[str, str]:
    """What each finds out, by name; reads all of them."""
    paths = sorted((content_root() / FOLDER).glob("*.yaml"))
    return {path.stem: read_experiment(path).experiment.says for path in paths}


def copy_ready(name: str, to: Path) -> None:
    """A copy of one to edit; SpecError if there is none of that name, or a file stands there already."""
    found = {path.stem: path for path in (content_root() / FOLDER).glob("*.yaml")}
    if name not in found:
        raise SpecError(unknown(name, "ready experiment", sorted(found)))
    try:
        write_shared(to, found[name].read_bytes(), new=True)
    except FileExistsError:
        raise SpecError(f"--to {to}: the file exists; name one that does not exist yet") from None
