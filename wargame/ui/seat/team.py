"""What several people on a seat do among themselves: talk, object, hand the lead over."""

from __future__ import annotations

from collections.abc import Awaitable, Iterator, Sequence
from functools import partial
from typing import Any, ClassVar

from textual.widget import Widget

from wargame.errors import WargameError
from wargame.present.channels import TEAM, TalkChannel, box_of
from wargame.table.team import Team, speaker
from wargame.ui.palette import PaletteOffer
from wargame.ui.widgets.composer import Composer
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.panes import Words
from wargame.ui.widgets.window import Window

SIGN = TalkChannel(TEAM, ()).sign
"""The key to the channel of one's own team."""


class Otherwise(Window[str]):
    """For whoever does not hand in: what is drafted, who hands it in, and what they themselves would do otherwise."""

    TITLED = "OTHERWISE: would you decide otherwise?"
    HELP = (
        "Enter keeps it beside your seat's next answer, under your name; the review asks about it. An empty box takes "
        "it back. Your team and control read it, nobody else."
    )
    KEYS: ClassVar[tuple[KeyHint, ...]] = (("enter", "keep it"), ("esc", "leave it as it was"))

    def __init__(self, lead: str, drafted: Sequence[str], said: str) -> None:
        """Where `lead` hands in what is drafted, and this was `said` before."""
        super().__init__()
        self._lead, self._drafted, self._said = lead, drafted, said

    def inside(self) -> Iterator[Widget]:
        """What is drafted, and the box."""
        lines = [f"  {number}. {line}" for number, line in enumerate(self._drafted, 1)] or ["  nothing yet"]
        yield Words("\n".join((f"{self._lead} hands in for your seat. Drafted so far:", *lines)))
        yield Composer(id="objection", placeholder="what you would do, and why; empty: you agree", empty_too=True)

    def begin(self) -> None:
        """Into the box."""
        box = self.query_one(Composer)
        box.load_text(self._said)
        box.move_cursor(box.document.end)
        box.focus()

    def on_composer_said(self, event: Composer.Said) -> None:
        self.dismiss(event.text)

    def on_composer_left(self) -> None:
        self.dismiss(None)


class TeamActs:
    """The acts of one of a seat's people towards the others; what becomes of them is said on the seat's screen."""

    def __init__(self, screen: Any) -> None:
        """Over a screen of the seat."""
        self._screen = screen

    @property
    def team(self) -> Team:
        """Who they are."""
        team: Team = self._screen.chair.team
        return team

    def are_meant(self, channel: str, before: str, text: str) -> bool:
        """Whether what was `before` in the box of a channel, and is `text` now, is for the others on the seat.

        The key that leads to their channel is a letter in a box. There it does the same as a box's first letter, so
        that nobody's words for their own team stand among those for all.
        """
        return self.team.shared and channel != TEAM and not before.strip() and text.startswith(SIGN)

    def write(self, more: str = "") -> None:
        """To the channel of one's own team, and into its box; `more` is added to what stands there."""
        screen, box = self._screen, box_of(TEAM)
        if not self.team.shared:
            screen.say("you are alone on this seat; several people share one where several names are given to it")
            return
        if more:
            screen.keep_typed(box, screen.typed(box) + more)
        screen.open_channel(TalkChannel(TEAM, ()))
        screen.action_write()

    async def say(self, text: str) -> bool:
        """Say something to the others; whether it was taken. At a shared keyboard `NAME: text` says whose words."""
        chair, team, text = self._screen.chair, self.team, text.removeprefix(SIGN).strip()
        if not text:
            return False
        handle, words = (None, text) if team.handle else speaker(text, team.people)
        return await self._done(chair.note(words, handle), "said to your team")

    def object(self) -> None:
        """Ask what whoever sits here would do otherwise, where somebody else hands in."""
        from wargame.present.sealing import what_is_sealed

        team, screen = self.team, self._screen
        drafted, _ = what_is_sealed(screen.ask, screen.draft)

        def written(text: str | None) -> None:
            if text is not None:
                said = "kept beside the next answer" if text else "nothing is kept: you agree"
                screen.run_worker(self._done(screen.chair.dissent(text), said))

        screen.app.push_screen(Otherwise(team.lead, drafted, team.own_objection()), written)

    def offers(self) -> Iterator[PaletteOffer]:
        """Whom whoever leads could let hand in from now on."""
        team = self.team
        for person in team.people[1:] if team.leads else ():
            does = partial(self._hand_over, person.handle)
            yield PaletteOffer(f"Let {person.name} hand in", f"{person.name} seals for your seat from now on", does)

    def _hand_over(self, handle: str) -> None:
        name = self.team.name_of(handle)
        self._screen.run_worker(self._done(self._screen.chair.hand_over(handle), f"{name} hands in from now on"))

    async def _done(self, act: Awaitable[None], said: str) -> bool:
        try:
            await act
        except WargameError as fault:
            self._screen.fault(fault)
            return False
        self._screen.refresh_seat()
        self._screen.say(said)
        return True
