"""Words without what tells who played: names of models and of people are masked, seats are numbered if that is asked.

What cannot be masked is style, and a model that says it is one in words of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from wargame.core.spec_words import is_model
from wargame.table.session import beside, load
from wargame.transcript.limits import model_named, seats_played
from wargame.transcript.verify import Replayed

MASK = "(a name)"
"""What stands where a name stood."""
_USUAL = frozenset(
    ("base", "chat", "fast", "flash", "free", "instruct", "large", "latest", "lite", "local", "medium", "mini")
) | {"model", "nano", "preview", "pro", "small", "thinking", "tiny", "turbo", "vision"}
"""Words in names of models that tell nobody which it is."""
_LETTERS = 3
"""Letters of a part of a name from which on it is looked for by itself."""


class Blinding:
    """What the coders of one game read in place of names."""

    def __init__(self, game: Replayed, *, neutral: bool = False) -> None:
        """`neutral` puts Actor 1, Actor 2 ... in place of seats. A pass over the entries; reads the session file.

        TranscriptError if that cannot be read.
        """
        words = set(re.findall(r"\w+", game.game.bundle.model_dump_json().casefold()))
        sought = dict.fromkeys([*_names_of_models(game), *_names_of_people(game)])
        common = tuple(each for each in sought if each.casefold() in words)
        self.left = common
        """Parts of names that stay in texts, since the scenario has them as words of its own."""
        self._masked = _masking([each for each in sought if each not in common])
        self._seats = _numbered(game) if neutral else {}
        self._labelled = _swapping(self._seats)

    def text(self, words: str) -> str:
        """Words as coders read them."""
        return self._labelled(self._masked(str(words)))

    def seat(self, name: str) -> str:
        """A seat as coders read it, by its name or by its number."""
        return self._seats.get(name, name)


def _names_of_models(game: Replayed) -> Iterator[str]:
    """Whole names, and those of their parts that could tell which model it is."""
    specs = {spec for each in seats_played(game).specs.values() for spec in each if is_model(spec)}
    named = {model_named(spec) for spec in specs}
    for entry in game.record.entries:
        if entry.kind == "call":
            named |= {str(name) for key in ("model", "returned_model") if (name := entry.data.get(key))}
    for name in sorted(named, key=lambda each: (-len(each), each)):
        yield name
        for part in re.split(r"[/:@]", name):
            telling = (part, *re.findall(r"[^\W\d_]+", part))
            yield from (each for each in telling if len(each) >= _LETTERS and each.casefold() not in _USUAL)


def _names_of_people(game: Replayed) -> Iterator[str]:
    """Names of those who sat at the table, and their parts; none where no session file lies beside the record."""
    place = beside(game.record.path)
    for person in load(place).people if place.is_file() else ():
        yield person.name
        yield from (part for part in re.split(r"[\s.]+", person.name) if len(part) >= _LETTERS)


def _masking(names: Iterable[str]) -> Callable[[str], str]:
    """Masks names wherever they stand, short ones as whole words alone, with the version that follows them."""
    parts = [
        (re.escape(each) if len(each) > _LETTERS else rf"(?<!\w){re.escape(each)}(?![^\W\d_])")
        for each in sorted(names, key=len, reverse=True)
    ]
    if not parts:
        return lambda text: text
    pattern = re.compile(rf"(?:{'|'.join(parts)})(?:[-:/_]\w+|\.\d\w*|\w)*(?: \d\w*(?:\.\d\w*)*)?", re.IGNORECASE)
    return lambda text: pattern.sub(MASK, text)


def _numbered(game: Replayed) -> dict[str, str]:
    """Labels of seats by all that they are called, ids among them."""
    found: dict[str, str] = {}
    dossiers = game.game.bundle.dossiers.values()
    also = {dossier.id: dossier.also for dossier in dossiers}
    for number, seat in enumerate(game.sequence.book.setting.seats, 1):
        found |= dict.fromkeys((seat.id, seat.name, *also.get(seat.id, ())), f"Actor {number}")
    return found


def _swapping(names: Mapping[str, str]) -> Callable[[str], str]:
    if not names:
        return lambda text: text
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)")
    return lambda text: pattern.sub(lambda found: names[found[0]], text)
