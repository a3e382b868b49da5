"""Rules of style, read once: a new screen under the same colours costs no second reading of all of them."""

from __future__ import annotations

from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

MOST = 1024
"""Pieces of style that are kept; an app that shows every screen has some hundred."""


class RulesKept(Stylesheet):
    """A stylesheet that reads anew only what changed. Textual's own reads all of it at each new mode and screen."""

    def __init__(self, *, variables: dict[str, str]) -> None:
        """Nothing is read yet; `variables` are the colours of the theme that is in force."""
        super().__init__(variables=variables)
        self._parse_cache: LRUCache[tuple[object, ...], list[RuleSet]] = LRUCache(MOST)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Other colours make everything be read anew, the same ones nothing."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Read what was not read before under these colours; StylesheetError if it cannot be."""
        self.parse()
