"""How actors are called: by their names, and by what else their dossiers say that people call them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from wargame.scenario.dossier import FACT_REFERENCE
from wargame.scenario.find import DOSSIER_FILE, list_actors
from wargame.scenario.pack_files import PackReading

_SOURCE = re.compile(rf"{FACT_REFERENCE.pattern}(?:,[^,;()]*\b(?:19|20)\d\d\b[^,;()]*,[^;()]*)?")
"""A fact with the date and the source after it; nothing else that stands beside a fact in brackets."""
_NAME = re.compile(r"""^name:\s*["']?(.+?)["']?\s*(?:#.*)?$""", re.MULTILINE)
_LISTS = {
    key: re.compile(rf"^{key}:[ \t]*(?:\[([^\]]*)\]|((?:\n[ \t]*-[^\n]*)+))", re.MULTILINE)
    for key in ("also", "institutions")
}
_ITEM = re.compile(r"""(?:^|[,\n])[\s-]*["']?([^,\n"'#]+?)["']?[ \t]*(?=[,\n#]|$)""")


@dataclass(frozen=True, slots=True)
class Called:
    """What finds actors in texts."""

    actors: Mapping[str, frozenset[str]]
    """Who is called so, by folder, for each name or word."""
    names: Mapping[str, str]
    """The display name of each actor, by folder."""
    pattern: re.Pattern[str]

    def found(self, text: str) -> Iterator[re.Match[str]]:
        """Every place at which somebody is called something; where a fact comes from does not count.

        Capitals count, line breaks do not, and the longest name goes first. Places are those of the text itself.
        """
        return self.pattern.finditer(without_sources(text))


def without_sources(text: str) -> str:
    """A text with blanks where it says where a fact comes from, so that all else stays in its place."""
    return _SOURCE.sub(lambda source: " " * len(source[0]), text)


def strangers(reading: PackReading) -> dict[str, str]:
    """The text of the dossier of each actor that can be found and was not read, by folder."""
    return {
        found.name: (found.path / DOSSIER_FILE).read_bytes().decode("utf-8", "replace")
        for found in list_actors(reading.folder)
        if found.name not in reading.dossiers
    }


def listed(key: str, text: str) -> tuple[str, ...]:
    """What a dossier that is not parsed lists under a key of its top level, on one line or below each other."""
    match = _LISTS[key].search(text)
    return tuple(_ITEM.findall(match[1] or match[2] or "")) if match else ()


def called(reading: PackReading) -> Called:
    """How each actor that can be found is called; of those that were read as they were read.

    The files of the others are looked through for `name` and `also` and not parsed.
    """
    names = {folder: dossier.name for folder, dossier in reading.dossiers.items()}
    words = {folder: dossier.also for folder, dossier in reading.dossiers.items()}
    for folder, text in strangers(reading).items():
        if match := _NAME.search(text):
            names[folder], words[folder] = match[1], listed("also", text)
    actors: dict[str, set[str]] = {}
    for folder, name in names.items():
        for word in (name, *words[folder]):
            actors.setdefault(" ".join(word.split()), set()).add(folder)
    return Called({word: frozenset(who) for word, who in actors.items()}, names, _pattern(actors))


def _pattern(words: Collection[str]) -> re.Pattern[str]:
    """Any of these words, the longest first, whatever blank stands between their parts; what nothing is called so."""
    longest_first = sorted(words, key=len, reverse=True)
    either = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest_first)
    return re.compile(rf"\b(?:{either})(?!\w)" if either else r"(?!)")
