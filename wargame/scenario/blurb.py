"""The blurb of a scenario: the few lines by which somebody chooses one, without reading the rest of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from wargame.core.plain_text import plain_line
from wargame.core.words import turns_in_words
from wargame.scenario.find import SCENARIO_FILE

FIRST = 4096
"""Letters of the file that are looked at."""
_LINE = re.compile(r"^(title|level|turns):[ \t]+(.+?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Blurb:
    """What a list of scenarios says of one; what its file does not say at its top is empty."""

    title: str = ""
    level: str = ""
    """`tutorial`, `medium` or `hard`."""
    turns: str = ""

    @property
    def first(self) -> bool:
        """Whether newcomers should begin with it."""
        return self.level == "tutorial"

    @property
    def note(self) -> str:
        """Length and difficulty in a few words."""
        length = turns_in_words(int(self.turns)) if self.turns.isdigit() else ""
        return ", ".join(part for part in ("start here" if self.first else self.level, length) if part)


def blurb(folder: Path) -> Blurb:
    """The headline of a scenario in this folder; a file that cannot be read says nothing.

    Reads 4 KiB and checks nothing: `load` does.
    """
    try:
        with (folder / SCENARIO_FILE).open(encoding="utf-8", errors="replace") as file:
            top = file.read(FIRST)
    except OSError:
        return Blurb()
    found = {key: plain_line(value.strip("\"'"))[:60] for key, value in _LINE.findall(top)}
    return Blurb(found.get("title", ""), found.get("level", ""), found.get("turns", ""))
