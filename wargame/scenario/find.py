"""Where scenarios and actors are found by name, and in which order the places are asked.

What stands in the files that are found is not looked at here.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path

import wargame
from wargame.errors import PackError
from wargame.scenario.faults import meant, one_of

SCENARIO_FILE = "scenario.yaml"
DOSSIER_FILE = "dossier.yaml"
VOICE_FILE = "voice.md"
BRIEFINGS = "briefings"

Label = Literal["pack", "here", "yours", "shipped"]
"""In the scenario's own folder, below the working directory, in the user's folder, or part of the program."""


@dataclass(frozen=True, slots=True)
class FoundPack:
    """A scenario or an actor, and where it lies."""

    name: str
    path: Path
    """Its folder."""
    source: Label


def content_root() -> Path:
    """The folder that holds the shipped `scenarios` and `actors`."""
    package = Path(wargame.__file__).parent
    return package / "_content" if (package / "_content").is_dir() else package.parent


def find_scenario(name: str | Path) -> Path:
    """The folder of a scenario, given by name, or by path of the folder or of its scenario.yaml.

    A path goes first, then `scenarios/` below the working directory, the user's own folder, what came with the program.
    PackError says where was looked, and which names there are or which one may be meant.
    """
    return _find(name, "scenario", SCENARIO_FILE, _shelves("scenarios", None))


def find_actor(name: str | Path, pack: Path | None = None) -> Path:
    """The folder of an actor, given by name or by path; the `actors/` of a scenario (`pack`) is asked first.

    Nothing stands in for a folder that is there and cannot be read. A scenario calls actors by name alone.
    PackError says where was looked, and which names there are or which one may be meant.
    """
    return _find(name, "actor", DOSSIER_FILE, _shelves("actors", pack))


def list_scenarios() -> tuple[FoundPack, ...]:
    """All scenarios that a name can reach, by name; what lies in an earlier place hides the same name in a later one.

    Only names of folders are read: a scenario with faults is listed too.
    """
    return _list(SCENARIO_FILE, _shelves("scenarios", None))


def list_actors(pack: Path | None = None) -> tuple[FoundPack, ...]:
    """All actors that a name can reach, by name; those of a scenario (`pack`) hide others of the same name."""
    return _list(DOSSIER_FILE, _shelves("actors", pack))


def hides_shipped(name: str, file: str, shelf: Path) -> bool:
    """Whether a folder of this name on a shelf would be found in place of a shipped one that has this file.

    False for a shelf that no name reaches, such as the `actors/` of a scenario, which are its own.
    """
    shelves = dict(_shelves("scenarios" if file == SCENARIO_FILE else "actors", None))
    asked_first = {place.resolve() for label, place in shelves.items() if label != "shipped"}
    return shelf.resolve() in asked_first and _is_file(shelves["shipped"] / name / file)


def find_prompts() -> tuple[Path, ...]:
    """The folders of prompt templates, the one that goes first at the front; they lie among the actors."""
    folders = (shelf / "prompts" for _, shelf in _shelves("actors", None))
    return tuple(folder for folder in folders if folder.is_dir())


def _shelves(kind: str, pack: Path | None) -> list[tuple[Label, Path]]:
    shipped, here = content_root() / kind, Path(kind)
    shelves: list[tuple[Label, Path]] = [("pack", pack / kind)] if pack else []
    if here.resolve() != shipped.resolve():
        shelves.append(("here", here))
    return [*shelves, ("yours", user_data_path("wargame") / kind), ("shipped", shipped)]


def _find(name: str | Path, what: str, file: str, shelves: list[tuple[Label, Path]]) -> Path:
    text = str(name) if name != Path() else ""
    path = Path(name)
    if path.name == file and _is_file(path):
        return path.parent
    a_name = text and len(path.parts) == 1 and text not in (".", "..")
    own = [shelf / text for label, shelf in shelves if a_name and label == "pack"]
    given = [path] if text and not own else []
    shared = [shelf / text for label, shelf in shelves if a_name and label != "pack"]
    for candidate in (*own, *given, *shared):
        if _is_file(candidate / file):
            return candidate
        if candidate not in given and os.path.lexists(candidate):
            sentence = f"{candidate} holds no {file} that can be read; put one there, or move the folder away"
            raise PackError(f"no {what} is called {text!r} that can be taken: {sentence}")
    known = [found.name for found in _list(file, shelves)]
    places = one_of((f"{shelf}/" for _, shelf in shelves), "and")
    listed = f"{meant(text, known)} must be one of {one_of(known)}" if known else "; there is none yet"
    raise PackError(f"no {what} is called {text!r}{listed}, or a folder with a {file}; looked in {places}")


def _list(file: str, shelves: list[tuple[Label, Path]]) -> tuple[FoundPack, ...]:
    found: dict[str, FoundPack] = {}
    for label, shelf in shelves:
        for folder in _folders(shelf):
            if folder.name not in found and _is_file(folder / file):
                found[folder.name] = FoundPack(folder.name, folder, label)
    return tuple(found[name] for name in sorted(found))


def _folders(shelf: Path) -> list[Path]:
    try:
        return sorted(shelf.iterdir())
    except OSError:
        return []


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
