"""Variables by the words that screens have for them: `Rome adoption` or `rome.adoption` is `rome.A`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wargame.core.codebook import owner
from wargame.core.ids import Variable
from wargame.core.setting import Setting
from wargame.rules.model.variable_words import spoken

_LINKING = frozenset(("s", "in", "of", "the", "to", "by", "for", "at"))
"""Words that tell no variable from another."""


def named_in_words(setting: Setting, typed: str, known: Iterable[Variable]) -> list[Variable]:
    """The variables whose words begin with all the words that were typed, those with the fewest words first.

    Capitals do not matter; a seat may be named by its id or its name. Where the words of one say exactly what was
    typed it stands alone; nothing typed names nothing. Linear in the variables.
    """
    wanted = _words(typed)
    if not wanted:
        return []
    found: list[tuple[int, Variable]] = []
    exact: list[Variable] = []
    for variable in dict.fromkeys(known):
        said = _words(spoken(setting, variable))
        if said == wanted:
            exact.append(variable)
        all_words = {*said, *_words(owner(variable))}
        if all(any(word.startswith(each) for word in all_words) for each in wanted):
            found.append((len(said), variable))
    return exact if len(exact) == 1 else [variable for _, variable in sorted(found)]


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W_]+", text.casefold()) if word not in _LINKING]
