"""Sets of words for prompts: the one in use, older ones, shipped ones and those of one's own.

A set is a folder of templates. What it does not word itself is worded as in the one in use. It changes words alone and
never what is told, which `same_told` sees to; only the older set tells a position as it was told before.
A game brings the templates of its set along in the header of its record, but for those of the older set, which is known
by its hashes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from wargame.errors import SpecError
from wargame.players.llm.held_templates import filled
from wargame.players.llm.same_told import differences
from wargame.players.llm.templates import ENDING, NAMES, SINGLE, hashes_in_use, render, source
from wargame.scenario.find import find_prompts
from wargame.scenario.prompt_words import WORDS, hash_told, is_as_told, words_in, words_told

OLD = "b56192e"
"""The set of prompts as they were, kept so that both can be tried in the same positions."""
NOT_OF_SEATS = ("advice", "judge")
"""Templates of minds that hold no seat; they are always worded as in use."""
OF_SEATS = tuple(name for name in NAMES if name not in NOT_OF_SEATS)
"""What a set may word."""
LONGEST = 60_000
"""Most characters of a template of a set."""
MOST_TOLD = 6
"""Faults of a set that are named at most."""


@dataclass(frozen=True, slots=True)
class WordingSet:
    """Words in which seats are asked."""

    name: str = field(default="", compare=False)
    """Of its folder; empty for the one in use, and for one that a record brings along."""
    own: Mapping[str, str] = field(default_factory=dict)
    """The templates that it words itself, by name."""
    is_older: bool = False
    """Whether the position, too, is told as it was told when these words were in use."""

    def render(self, name: str, /, **given: Any) -> str:
        """A template in these words, filled in; SpecError if it cannot be, whatever it is that it does."""
        if name not in self.own:
            return render(name, **given)
        try:
            return filled(self.own[name], given).strip()
        except SpecError as fault:
            raise SpecError(f"wording {self.name or 'of the record'}: {name}{ENDING}: {fault}") from None


IN_USE = WordingSet()


def wording_names() -> tuple[str, ...]:
    """Sets that a name can reach, in their order: folders among the prompts of this directory, yours and shipped."""
    found = (path.parent.name for shelf in find_prompts() for path in shelf.glob(f"*/*{ENDING}"))
    return tuple(sorted(set(found)))


def wording_set(name: str, beside: Path = Path(), begun: Mapping[str, str] = {}) -> WordingSet:
    """A set by the name or the path of its folder; empty for the one in use.

    A path begins in the folder `beside`, by default the working directory; a name goes before a path. `begun` are the
    templates that games of this set have, in whose words they go on where its folder is gone or was emptied.
    SpecError if there is no such set, or if it cannot be read, cannot be filled in, or tells something else than the
    set in use.
    """
    if not name:
        return IN_USE
    if name == OLD:
        return _older()
    folder = _named(name) or beside / name
    is_there = _is_folder(folder)
    if begun and not (is_there and any(folder.glob("*.j2"))):
        return WordingSet("", dict(begun))
    if not is_there:
        known = ", ".join(wording_names())
        raise SpecError(f"wording {name!r}: there is no such set; the sets are {known}, and {folder} is no folder")
    own = dict(_read(name, folder))
    told = _checked(tuple(own.items()), tuple(source(each) for each in own))
    if told:
        more = f"; and {len(told) - MOST_TOLD} more" if len(told) > MOST_TOLD else ""
        raise SpecError(f"wording {name!r}: {'; '.join(told[:MOST_TOLD])}{more}. A set changes words, not what is told")
    return WordingSet(folder.name, own)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that is too long for one
        return False


def _named(name: str) -> Path | None:
    """The folder of a set by its name."""
    found = (shelf / name for shelf in find_prompts()) if name in wording_names() else ()
    return next((folder for folder in found if folder.is_dir()), None)


def _read(name: str, folder: Path) -> Iterator[tuple[str, str]]:
    """The templates in a folder; other files may lie beside them."""
    paths = sorted(folder.glob("*.j2"))
    if not paths:
        raise SpecError(f"wording {name!r}: {folder} holds no template; it may hold {_files()}")
    for path in paths:
        template = path.name.removesuffix(ENDING)
        if template not in OF_SEATS or not path.name.endswith(ENDING):
            raise SpecError(f"wording {name!r}: {path.name} is nothing that a seat reads; a set may word {_files()}")
        try:
            text = path.read_text(encoding="utf-8-sig")  # a mark of the encoding is nothing to be read
        except (OSError, UnicodeDecodeError) as fault:
            why = fault.strerror if isinstance(fault, OSError) else "it is not in UTF-8"
            raise SpecError(f"wording {name!r}: {path} cannot be read ({why})") from None
        if len(text) > LONGEST:
            raise SpecError(f"wording {name!r}: {path.name} has {len(text)} characters; at most {LONGEST} are accepted")
        yield template, text


def _files() -> str:
    return ", ".join(f"{each}{ENDING}" for each in OF_SEATS)


@lru_cache(maxsize=32)
def _checked(own: tuple[tuple[str, str], ...], in_use: tuple[str, ...]) -> tuple[str, ...]:
    """What is wrong with templates beside those in use, a sentence each."""
    pairs = zip(own, in_use, strict=True)
    return tuple(f"{name}{ENDING}: {said}" for (name, text), usual in pairs for said in differences(text, usual))


@cache
def _older() -> WordingSet:
    folder = _named(OLD)
    if folder is None:
        raise SpecError(f"wording {OLD!r}: its templates are not among the prompts of this program")
    return WordingSet(OLD, dict(_read(OLD, folder)), is_older=True)


def prompt_hashes(wording: WordingSet = IN_USE) -> dict[str, str]:
    """What stands of a set in the header of a record.

    Version and SHA-256 of every template and of the code that fills them in; and whole the templates of a set that is
    neither the one in use nor the older one.
    """
    told = words_told(wording.own)
    kept = {name: text for name, text in told.items() if name in OF_SEATS} if wording.is_older else told
    return {**hashes_in_use(), **kept}


def wording_of(prompts: Mapping[str, str]) -> WordingSet:
    """The set that a game with these in its header is worded by; the one in use for words that are no longer here.

    SpecError for templates that are not those of their hashes, or are longer than those of any set.
    """
    if own := words_in(prompts):
        for name, text in own.items():
            if len(text) > LONGEST:
                said = f"has {len(text)} characters; at most {LONGEST} are accepted"
                raise SpecError(f"prompts.{WORDS}{name}: the template in the header {said}")
            if name not in OF_SEATS or not is_as_told(name, prompts):
                raise SpecError(f"prompts.{name}: the template in the header is not the one whose hash stands there")
        return WordingSet("", own)
    older = _older()
    is_older = all(prompts.get(name) == hash_told(text) for name, text in older.own.items())
    return older if is_older else IN_USE


def is_reworded(prompts: Mapping[str, str]) -> bool:
    """Whether a game with these in its header would go on in other words than it began with."""
    now = prompt_hashes(wording_of(prompts))
    asked = (name for name in NAMES if name != SINGLE or name in prompts)
    return bool(prompts) and any(prompts.get(name) != now[name] for name in asked)
