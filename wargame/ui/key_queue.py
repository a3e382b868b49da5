"""Keys in their order: none is looked at before what the one ahead of it did stands on the screen.

Without this a key that comes while a form is still opening would go to the screen behind it, or be lost.
"""

from __future__ import annotations

import asyncio
from collections import deque

from textual import events
from textual.app import App
from textual.message import Message

from wargame.ui.widgets.letters_typed import takes_letters

PATIENCE = 0.5
"""Longest wait for a key, in seconds: whatever a screen is at, the keyboard goes on."""
LOOK = 0.01
"""Seconds between two looks whether the screens have changed."""


class Followed(Message):
    """Sent after a key to a widget that may keep it to itself: when it comes back, the key is done."""

    def __init__(self, key: events.Event) -> None:
        super().__init__()
        self.key = key


class OrderlyApp(App[None]):
    """An app that lets a key wait until the one before it has done its work.

    Letters into a box wait for nothing, and nothing waits for the keys that a widget names in `AT_ONCE`.
    """

    def __init__(self) -> None:
        """No key has come yet."""
        super().__init__()
        self._typed: deque[events.Key | events.Paste] = deque()
        self._admitted: events.Event | None = None
        self._working: events.Event | None = None
        """The key that has not done its work yet."""
        self._until = 0.0
        """When the next key is let in at the latest, by the loop's clock."""

    @property
    def between_screens(self) -> bool:
        """Whether one set of screens is just giving way to another; keys wait for that too."""
        return False

    def unanswered(self, key: str) -> None:
        """A key came back that neither a widget nor a binding of any screen in front knows."""

    def pressed(self, event: events.Key | events.Paste) -> None:
        """A key or a paste is let in: what was said of the one before it may be old."""

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Do what the key is bound to; whoever pressed one that is bound to nothing is told so."""
        done = await super()._check_bindings(key, priority)
        if not done and not priority:
            self.unanswered(key)
        return done

    async def on_event(self, event: events.Event) -> None:
        """Hold back what is typed while a key is at work."""
        if not isinstance(event, events.Key | events.Paste):
            await super().on_event(event)
        elif event.is_forwarded:
            await super().on_event(event)
            self._done(event)
        elif self._working is not None and event is not self._admitted:
            self._typed.append(event)
        else:
            await self._let_in(event)

    async def _let_in(self, event: events.Key | events.Paste) -> None:
        loop = asyncio.get_running_loop()
        self._working, target = event, self.focused or self.screen
        self._until = loop.time() + PATIENCE
        self.pressed(event)
        await super().on_event(event)
        if not event.is_forwarded:
            self._done(event)
        elif isinstance(event, events.Key) and event.key in getattr(target, "AT_ONCE", ()):
            self._next(event)
            return
        elif takes_letters(target):
            if isinstance(event, events.Paste) or event.is_printable:
                self._next(event)
                return
            target.post_message(Followed(event))
        elif hasattr(target, "on_key"):
            target.post_message(Followed(event))
        loop.call_at(self._until, self._next, event)

    def on_followed(self, event: Followed) -> None:
        """A key that a widget has kept to itself is done."""
        event.stop()
        self._done(event.key)

    def _done(self, event: events.Event) -> None:
        if event is self._working:
            self.call_after_refresh(self.call_after_refresh, self._next, event)

    def _next(self, event: events.Event) -> None:
        """Let in what came after this key, now that what it opened is drawn."""
        if event is not self._working:
            return
        loop = asyncio.get_running_loop()
        if self.between_screens and loop.time() < self._until:
            loop.call_later(LOOK, self._next, event)
            return
        self._working = self._admitted = self._typed.popleft() if self._typed else None
        if self._admitted is not None:
            self.post_message(self._admitted)
