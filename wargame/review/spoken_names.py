"""Variables by the words that screens have for them: `Rome adoption` or `rome.adoption` is `rome.A`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from wargame.core.codebook import owner
from wargame.core.ids import Variable
from wargame.core.setting import Setting
from wargame.rules.model.variable_words import spoken

_LINKING = frozenset(("s", "in", "of", "the", "to", "by", "for", "at"))
"""Words that tell no variable from another."""


def named_in_words(setting: Setting, typed: str, known: Iterable[Variable]) -> list[Variable]:
    """The variables whose words begin with all the words that were typed, those of the seat that was typed first first.

    Capitals do not matter; a seat may be named by its id or its name, a part by its name. Where the words of one say
    exactly what was typed it stands alone, and so does the one with the shortest name among those that hold all words
    whole: `rome.capability` is that of all areas. Nothing typed names nothing. Linear in the variables.
    """
    wanted = _words(typed)
    if not wanted:
        return []
    found: list[tuple[bool, int, Variable]] = []
    exact: list[Variable] = []
    whole: list[tuple[int, Variable]] = []
    for variable in dict.fromkeys(known):
        said = _words(spoken(setting, variable))
        if said == wanted:
            exact.append(variable)
        all_words = {*said, *_words(variable)}
        if all_words.issuperset(wanted):
            whole.append((variable.count("."), variable))
        if all(any(word.startswith(each) for word in all_words) for each in wanted):
            others = not any(word.startswith(wanted[0]) for word in (said[0], owner(variable)))
            found.append((others, len(said), variable))
    shortest = [variable for parts, variable in whole if parts == min(whole)[0]]
    if len(exact) == 1 or len(shortest) == 1:
        return exact if len(exact) == 1 else shortest
    return [variable for *_, variable in sorted(found)]


NEAR = 0.7
"""How like a word of a variable each word that was typed must be on average (0-1)."""


def near_in_words(setting: Setting, typed: str, known: Iterable[Variable], most: int = 4) -> list[Variable]:
    """At most so many variables whose words are most like those that were typed, the likest first; maybe none."""
    wanted, found = _words(typed), list[tuple[float, int, Variable]]()
    for variable in dict.fromkeys(known) if wanted else ():
        words = {*_words(spoken(setting, variable)), *_words(variable)}
        alike = (max(difflib.SequenceMatcher(None, each, word).ratio() for word in words) for each in wanted)
        size = sum(alike) / len(wanted)
        if size >= NEAR:
            found.append((-size, len(variable), variable))
    return [variable for *_, variable in sorted(found)[:most]]


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W_]+", text.casefold()) if word not in _LINKING]
