"""Skeletons of a scenario and of an actor: complete, without a fault, with comments that lead whoever fills them."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from wargame.core.ids import RESERVED
from wargame.errors import PackError
from wargame.scenario.dossier import NAME
from wargame.scenario.faults import shown
from wargame.scenario.find import BRIEFINGS, DOSSIER_FILE, SCENARIO_FILE, VOICE_FILE, find_actor, hides_shipped
from wargame.scenario.scalars import scalar
from wargame.shell_words import shell_word

ActorSort = Literal["government", "lab"]
SEATS = ("rome", "anthropic", "meta")
SKELETONS = Path(__file__).parent / "skeletons"
_SLUG = r"[a-z][a-z0-9-]{1,39}"


def lay_scenario(name: str, seats: Sequence[str] = SEATS, shelf: Path = Path("scenarios")) -> Path:
    """A new scenario on a shelf, with these seats; gives its folder.

    PackError if the name is none or taken, would hide a scenario that came with the program, an actor is not found, or
    nothing can be written; nothing is left then.
    """
    if not re.fullmatch(_SLUG, name):
        wanted = "a name of 2 to 40 lower-case letters, digits and -, such as 'quiet-quarter'"
        raise PackError(f"a scenario cannot be called {shown(name)}; it must be {wanted}")
    if hides_shipped(name, SCENARIO_FILE, shelf):
        instead = f"change a copy of it: wargame copy {shell_word(name)}"
        raise PackError(
            f"scenario {name!r} comes with the program and would be hidden; give another name, or {instead}"
        )
    if not seats:
        raise PackError("a scenario needs at least one seat, such as rome")
    if twice := next((seat for seat in seats if list(seats).count(seat) > 1), None):
        raise PackError(f"{twice} is seated twice; name each seat once")
    for seat in seats:
        find_actor(seat)
    words = {
        "NAME": name,
        "TITLE": _title(name, "Scenario", 3),
        "SEATS": ", ".join(_word(seat) for seat in seats),
        "FIRST": _first_government(seats),
        "PRESENT": "" if "washington" in seats else "washington",
    }
    files = {
        SCENARIO_FILE: "scenario.yaml",
        f"{BRIEFINGS}/public.md": "public.md",
        f"{BRIEFINGS}/{seats[0]}.md": "seat.md",
        "README.md": "readme.md",
    }
    return _laid(shelf / name, files, words)


def lay_actor(name: str, sort: ActorSort = "government", shelf: Path = Path("actors")) -> Path:
    """A new actor on a shelf; gives its folder. PackError as for a scenario."""
    if not re.fullmatch(NAME, name) or name in RESERVED:
        said = "a word that the program keeps for itself" if name in RESERVED else "no name of an actor"
        wanted = "2 to 24 lower-case letters, digits and _, such as 'new_delhi'"
        raise PackError(f"{shown(name)} is {said}; it must be another name of {wanted}")
    if hides_shipped(name, DOSSIER_FILE, shelf):
        instead = "change it in a copy of a scenario that has it: wargame copy SCENARIO"
        raise PackError(f"actor {name!r} comes with the program and would be hidden; give another name, or {instead}")
    title = _title(name, "Actor", 2)
    words = {
        "NAME": name,
        "TITLE": title,
        "PARTS": f'"{title}"' if " " in title else "",
        "PATH": str(shelf / name),
        "MODEL": name.replace("_", "-"),
    }
    return _laid(shelf / name, {DOSSIER_FILE: f"{sort}.yaml", VOICE_FILE: "voice.md"}, words)


def _title(name: str, what: str, least: int) -> str:
    """The name as a title of at least so many letters; what it is goes before one that is too short."""
    title = " ".join(word.capitalize() for word in re.split(r"[-_]", name) if word)
    return title if len(title) >= least else f"{what} {title}"


def _word(name: str) -> str:
    """A name as a list in YAML takes it: in quotes where it would be nothing, true or false without."""
    return name if scalar(name, quoted=False).value == name else f'"{name}"'


def _first_government(seats: Sequence[str]) -> str:
    """The first seat that has support at home to lose; Washington, who is present at least, where none has."""
    for seat in seats:
        text = (find_actor(seat) / DOSSIER_FILE).read_text("utf-8")
        if re.search(r"^kind:\s*government\s*(#.*)?$", text, re.M):
            return seat
    return "washington"


def _laid(folder: Path, files: Mapping[str, str], words: Mapping[str, str]) -> Path:
    if folder.exists() or folder.is_symlink():
        raise PackError(f"{folder} exists already and is not overwritten; give a name that is not taken")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder.parent) as workshop:
            whole = Path(workshop) / "pack"
            for target, skeleton in files.items():
                text = (SKELETONS / skeleton).read_text("utf-8")
                place = whole / target
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(re.sub(r"@([A-Z]+)@", lambda found: words[found[1]], text), "utf-8")
            whole.rename(folder)
    except OSError as error:
        raise PackError(f"{folder} cannot be written: {error.strerror}; give a folder that can be written") from error
    return folder
