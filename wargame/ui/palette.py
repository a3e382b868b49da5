"""What the command palette offers: the screen in front and the app say it themselves, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol, runtime_checkable

from textual.command import DiscoveryHit, Hit, Hits, Provider


class PaletteOffer(NamedTuple):
    """One command of the palette."""

    title: str
    """What is typed to find it."""
    meaning: str
    do: Callable[[], object]
    """Called when it is chosen, after the palette has closed."""


@runtime_checkable
class Offers(Protocol):
    """A screen or an app with commands for the palette."""

    def offers(self) -> Iterable[PaletteOffer]:
        """What can be done now."""
        ...


class Palette(Provider):
    """The offers of the screen in front and of the app, by title."""

    def _found(self) -> list[PaletteOffer]:
        sources = [source for source in (self.screen, self.app) if isinstance(source, Offers)]
        return sorted((offer for source in sources for offer in source.offers()), key=lambda offer: offer.title)

    async def discover(self) -> Hits:
        """Everything, before a letter is typed."""
        for offer in self._found():
            yield DiscoveryHit(offer.title, offer.do, help=offer.meaning)

    async def search(self, query: str) -> Hits:
        """What fits the letters typed."""
        matcher = self.matcher(query)
        for offer in self._found():
            if (score := matcher.match(offer.title)) > 0:
                yield Hit(score, matcher.highlight(offer.title), offer.do, help=offer.meaning)
