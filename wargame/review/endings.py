"""How a game ended, by name: rules over a few variables of the whole table, with round thresholds.

The first rule whose conditions all hold gives the ending. Nothing in the rules of play knows of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wargame.core import names
from wargame.core.ids import Variable
from wargame.rules.model.derived import derived
from wargame.rules.model.measures import Picture

US, CHINA, HOME = names.stack_share("us"), names.stack_share("cn"), names.stack_share("home")
SAID: Mapping[Variable, tuple[str, float]] = {
    US: ("American share of allied stacks", 100.0),
    CHINA: ("Chinese share", 100.0),
    HOME: ("home share", 100.0),
    names.COHESION: ("allied trust in the patron", 1.0),
}
"""The variables that endings turn on: how each is called, and the factor with which it is shown."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A variable at or above a value, or below it."""

    variable: Variable
    value: float
    """In the unit of the variable."""
    above: bool = True

    def holds(self, values: Mapping[Variable, float], scale: float = 1.0) -> bool:
        """Whether it holds; `scale` is a factor that moves the threshold, to ask how much hangs on it.

        KeyError if the variable is not among `values`.
        """
        found = values[self.variable]
        return found >= self.value * scale if self.above else found < self.value * scale


@dataclass(frozen=True, slots=True)
class Ending:
    """A way in which a game can end."""

    name: str
    sentence: str
    """One sentence for readers, with `{0}` where the first of its thresholds stands, `{1}` where the second does."""
    conditions: tuple[Threshold, ...]
    """All must hold; none for what is left when no other ending holds."""

    @property
    def meaning(self) -> str:
        """The sentence with its thresholds in figures, as percent or points of 100."""
        return self.sentence.format(*map(bar_in_figures, self.conditions))


def bar_in_figures(threshold: Threshold) -> str:
    """Where a threshold lies, `70%` of a share and `40` of a number up to 100. KeyError if no ending turns on it."""
    factor = SAID[threshold.variable][1]
    return f"{threshold.value * factor:.0f}{'%' if factor > 1 else ''}"


ENDINGS: tuple[Ending, ...] = (
    Ending(
        "two blocs",
        "At least {0} of what allies run is Chinese: the table has split over whose models to build on.",
        (Threshold(CHINA, 0.3),),
    ),
    Ending(
        "stacks of their own",
        "Allies do at least {0} of their work with models of their own, home-grown or copied. Nobody takes these back.",
        (Threshold(HOME, 0.25),),
    ),
    Ending(
        "trusted anchor",
        "At least {0} of what allies run is American, and they trust who stands behind it: at least {1} of 100.",
        (Threshold(US, 0.7), Threshold(names.COHESION, 40.0)),
    ),
    Ending(
        "resented hegemony",
        "At least {0} of what allies run is American, and they do not trust who stands behind it.",
        (Threshold(US, 0.7),),
    ),
    Ending("menu", "No jurisdiction has its way: allies choose from several.", ()),
)
"""In the order in which they are tried."""


def ending_values(look: Picture) -> Mapping[Variable, float] | None:
    """The variables that endings turn on; None at a table without a patron and allies, where none is told.

    Shares of stacks are 0-1, trust in the patron is 0-100.
    """
    if not look.book.patron or not look.book.setting.allies:
        return None
    return {variable: derived(look, variable) or 0.0 for variable in SAID}


def ending_of(values: Mapping[Variable, float], moved: Threshold | None = None, scale: float = 1.0) -> Ending:
    """The ending of a game with these values; `moved` is the threshold that `scale`, a factor, moves where it stands.

    `values` are as `ending_values` gives them; KeyError if one is missing. There is always an ending.
    """
    return next(
        ending
        for ending in ENDINGS
        if all(each.holds(values, scale if each == moved else 1.0) for each in ending.conditions)
    )


def told(values: Mapping[Variable, float]) -> str:
    """The ending in a line: its name, what it means, and the values that it turns on."""
    ending = ending_of(values)
    why = ", ".join(f"{word} {values[variable] * factor:.0f}" for variable, (word, factor) in SAID.items())
    return f"{ending.name}. {ending.meaning} ({why}.)"
