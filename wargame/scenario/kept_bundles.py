"""Scenarios that were read and checked before, kept in the user's cache folder so that no YAML is parsed a second time.

An entry counts only while all that it was made of is as it was: every file of the pack and of its actors by its bytes,
where each actor is found, the program's own files that read and check packs, and its version. Nothing depends on it: a
folder that cannot be written, and an entry that is damaged, cost the time of reading anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from platformdirs import user_cache_path

import wargame
from wargame.errors import PackError
from wargame.scenario.find import BRIEFINGS, DOSSIER_FILE, SCENARIO_FILE, VOICE_FILE, find_actor

ShapeT = TypeVar("ShapeT")

MOST_KEPT = 24
"""Entries; a new one takes the place of the one that was written first."""
MADE_BY = ("core", "rules", "scenario")
"""Folders of the program on which it depends what a pack is read as, and whether it has faults."""


@dataclass(frozen=True, slots=True)
class ReadBundle:
    """A bundle as it was read, with what it was made of."""

    text: str
    """The bundle as JSON."""
    names: tuple[str, ...]
    """The actors that were looked for."""
    texts: Mapping[str, str]
    """What stood in each file, by path, line breaks as one kind of break and without a mark."""


def kept_or_read(
    folder: Path, variant: str | None, read: Callable[[], ReadBundle], shape: Callable[[str], ShapeT]
) -> ShapeT:
    """A bundle: what was kept, if all that it was made of is as it was, else what is read now, which is kept.

    `shape` makes it of JSON; kept JSON of which it makes a ValueError is damaged, and read over. What `read` raises
    passes through, and nothing is kept then. Some fifty files are hashed, a hundredth of a second.
    """
    place = _place(folder, variant)
    if place is not None and (kept := _kept(place, folder)) is not None:
        with suppress(ValueError):
            return shape(kept)
    made = read()
    if place is not None:
        with suppress(OSError, RuntimeError, ValueError):
            of = {str(Path(file).resolve()): _hash(text) for file, text in made.texts.items()}
            _keep(place, {"names": made.names, "of": of, "bundle": made.text})
    return shape(made.text)


def text_of(raw: bytes) -> str:
    """The text of a file: UTF-8 without a mark, breaks of lines as one kind; UnicodeDecodeError for other bytes."""
    return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _place(folder: Path, variant: str | None) -> Path | None:
    """Where an entry lies: by the program, the folder and the variant; None where there is no place for one."""
    try:
        named = (_program(), str(folder.resolve()), variant)
        return user_cache_path("wargame") / "packs" / f"{_hash(json.dumps(named))}.json"
    except (OSError, RuntimeError, ValueError):
        return None


@cache
def _program() -> str:
    """Hash of the version and of the files that read and check packs, once for a process."""
    root, total = Path(wargame.__file__).resolve().parent, hashlib.sha256(wargame.__version__.encode())
    for part in MADE_BY:
        for path in sorted((root / part).rglob("*.py")):
            total.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def _made_of(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Hashes of all that a bundle would be made of now, by path, links followed; OSError or ValueError if it cannot be.

    PackError if an actor is not there any more.
    """
    files = [folder / SCENARIO_FILE]
    for name in names:
        actor = find_actor(name, folder)
        files += [actor / DOSSIER_FILE, actor / VOICE_FILE]
    briefings = folder / BRIEFINGS
    files += [path for path in briefings.iterdir() if not path.name.startswith(".")] if briefings.is_dir() else []
    return {str(path.resolve()): _hash(text_of(path.read_bytes())) for path in files}


def _kept(place: Path, folder: Path) -> str | None:
    """The bundle of an entry, if its files are as they were; None otherwise, and for an entry that is damaged."""
    try:
        seal, _, text = place.read_text("utf-8").partition("\n")
        if seal != _hash(text):
            return None
        entry = json.loads(text)
        return str(entry["bundle"]) if _made_of(folder, entry["names"]) == entry["of"] else None
    except (OSError, RuntimeError, ValueError, KeyError, TypeError, PackError):
        return None


def _keep(place: Path, entry: Mapping[str, object]) -> None:
    """Write an entry whole or not at all, for its owner alone; what cannot be written is not kept."""
    text = json.dumps(entry)
    with suppress(OSError, ValueError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=".part-", dir=place.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(f"{_hash(text)}\n{text}")
            os.replace(part, place)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
        others = sorted(place.parent.glob("*.json"), key=lambda each: each.stat().st_mtime)
        for old in others[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
