"""Words of places from the command line: typed unseen, from a file or from variables, never as an argument.

Everybody on a machine can read what stands on a command line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from getpass import getpass
from pathlib import Path

from wargame.commands.output import tell, tell_line
from wargame.core.ids import CONTROL
from wargame.errors import SpecError
from wargame.shell_words import shell_word
from wargame.transcript.foreign import ordinary_bytes

VARIABLE = "WARGAME_WORD_"
"""How the variables begin that hold a word, such as WARGAME_WORD_ROME."""
LARGEST = 1 << 16
"""Most bytes of a file of words: a device or a pipe may have no end."""


@dataclass(frozen=True, slots=True)
class GivenWords:
    """The words that were given for places, before it is known which places there are."""

    named: Mapping[str, str] = field(default_factory=dict)
    """By seat, or `control`."""

    def of(self, place: str) -> str:
        """The word of a place, from its variable if none was given otherwise; empty for none."""
        return self.named.get(place) or os.environ.get(variable_of(place), "").strip()

    def among(self, places: Iterable[str]) -> dict[str, str]:
        """Words by place; SpecError if one was given for a place that there is not, in a variable as well.

        A word for a misspelt place would leave the place that was meant open to anybody.
        """
        known = tuple(places)
        variables = {variable_of(place) for place in known}
        for name in sorted(os.environ):
            if name.startswith(VARIABLE) and name not in variables:
                place = name.removeprefix(VARIABLE).lower()
                raise SpecError(f"{name}: there is no place {place}; the places are {', '.join(known)}; unset it")
        for place in self.named:
            if place not in known:
                raise SpecError(f"--word {place}: there is no such place; the places are {', '.join(known)}")
        return {place: word for place in known if (word := self.of(place))}


def variable_of(place: str) -> str:
    """The variable that can hold a place's word."""
    return VARIABLE + place.upper().replace("-", "_")


def words_given(wanted: Sequence[str], file: Path | None, *, twice: bool) -> GivenWords:
    """Words from a file, and for each place that is wanted from its variable or typed unseen, `twice` for new ones."""
    named = _read(file) if file is not None else {}
    for place in wanted:
        if "=" in place:
            raise SpecError(
                f"--word {place.partition('=')[0]}=...: everybody on this machine can read a command line; give "
                f"--word {place.partition('=')[0]} alone and type the word when it is asked for, or set "
                f"{variable_of(place.partition('=')[0])}, or name a file with --words"
            )
        named[place] = named.get(place) or os.environ.get(variable_of(place), "").strip() or typed(place, twice=twice)
    return GivenWords(named)


def with_control(given: GivenWords) -> GivenWords:
    """The words, and control's, which is asked for where none was given; that there is none is said plainly."""
    if given.of(CONTROL):
        return given
    word = ""
    if sys.stdin.isatty():
        word = getpass("a word for control's desk, typed unseen (Enter for none): ").strip()
        if word and getpass("once more: ").strip() != word:
            raise SpecError("the two words for control are not the same; nothing was begun")
    if word:
        return GivenWords({**given.named, CONTROL: word})
    tell(
        "control's desk has no word: anybody at this table can open it and see every seat's secrets; --word control, "
        f"--words FILE or {variable_of(CONTROL)} gives it one, with --resume too"
    )
    return given


def typed(place: str, *, twice: bool) -> str:
    """A word typed unseen; SpecError if there is no terminal to type it at."""
    if not sys.stdin.isatty():
        raise SpecError(
            f"--word {place}: standard input is no terminal to type a word at; set {variable_of(place)}, or name a "
            "file with --words"
        )
    word = getpass(f"the word of {place}, typed unseen: ").strip()
    if not word:
        raise SpecError(f"--word {place}: a word needs at least one character; leave --word {place} out to have none")
    if twice and getpass("once more: ").strip() != word:
        raise SpecError(f"--word {place}: the two words are not the same; nothing was begun")
    return word


def _read(file: Path) -> dict[str, str]:
    """Words from a file of lines `PLACE=WORD`; blank lines and lines from # on are left out."""
    try:
        raw = ordinary_bytes(file, LARGEST + 1)
        text = raw.decode("utf-8-sig")
    except OSError as fault:
        raise SpecError(f"--words {file}: cannot be read ({fault.strerror}); it must hold lines PLACE=WORD") from None
    except UnicodeDecodeError:
        raise SpecError(f"--words {file}: this is no text; it must hold lines PLACE=WORD, such as rome=...") from None
    if len(raw) > LARGEST:
        raise SpecError(f"--words {file}: a file of words has at most {LARGEST:,} bytes")
    if os.name == "posix" and file.stat().st_mode & 0o077:
        tell_line(f"wargame: {file}: others on this machine may read these words; chmod 600 {shell_word(file)}")
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        place, equals, word = (part.strip() for part in line.partition("="))
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not equals or not place or not word or place in found:
            raise SpecError(f"--words {file}, line {number}: this must be PLACE=WORD, each place once")
        found[place] = word
    return found
