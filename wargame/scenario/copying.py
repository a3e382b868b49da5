"""Editable copies of scenarios: the folder and every dossier it needs, in one place that runs by itself."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from wargame.errors import PackError
from wargame.scenario.dossier import NAME
from wargame.scenario.find import SCENARIO_FILE, find_actor, find_scenario
from wargame.scenario.pack_files import named
from wargame.scenario.source import read

ACTORS = "actors"


def copy_pack(name: str | Path, destination: Path | None = None) -> Path:
    """Copy a scenario and its dossiers to a new folder, `./scenarios/NAME` unless told; gives the folder.

    The copy runs by itself and can be written. PackError if there is no such scenario or actor, a link leads out of a
    folder, or the new one exists, lies inside the scenario or cannot be written; then nothing is left behind.
    """
    origin = find_scenario(name)
    target = destination or Path("scenarios") / origin.resolve().name
    if target.exists() or target.is_symlink():
        raise PackError(f"{target} exists already and is not overwritten; give a folder that does not exist yet")
    if origin.resolve() in (target.resolve(), *target.resolve().parents):
        raise PackError(f"{target} lies inside the scenario that is copied; give a folder outside {origin}")
    scenario = read(origin / SCENARIO_FILE)
    if not scenario.readable:
        raise PackError(str(scenario.faults[0]))
    names = named(scenario, "seats", "present")
    if strange := [name for name in names if not re.fullmatch(NAME, name)]:
        raise PackError(f"{origin / SCENARIO_FILE} seats {strange[0]!r}, which is no name of an actor; wargame check")
    folders = {actor: find_actor(actor, origin) for actor in names}
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".copy-", dir=target.parent) as workshop:
            whole = Path(workshop) / "pack"
            _copy(origin, whole)
            for actor, folder in folders.items():
                if not (whole / ACTORS / actor).exists():
                    _copy(folder, whole / ACTORS / actor)
            whole.rename(target)
    except OSError as error:
        raise PackError(f"{target} cannot be written: {error.strerror}; give a folder that can be written") from error
    return target


def _copy(origin: Path, target: Path) -> None:
    """Copy the files of a folder without their permissions, so that a copy from a read-only place is editable."""
    target.mkdir(parents=True)
    for path in sorted(origin.rglob("*")):
        inner = path.relative_to(origin)
        if any(part.startswith((".", "__")) for part in inner.parts):
            continue
        if not path.resolve().is_relative_to(origin.resolve()):
            raise PackError(f"{path} leads out of {origin}, to {path.resolve()}; put the thing itself there to copy it")
        if path.is_dir():
            (target / inner).mkdir(exist_ok=True)
        elif path.is_file():
            (target / inner).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / inner)
