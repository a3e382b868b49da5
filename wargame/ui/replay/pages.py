"""Pages of the replay that look at more than one step: words and deeds, and what mattered in each turn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wargame.core.ids import CONTROL
from wargame.ui.replay.noting import NotedScreen

if TYPE_CHECKING:
    from wargame.review.story import Story
    from wargame.review.story_parts import StoryMoment

HEAVIEST = 3
"""Moments of a turn that can be jumped to."""


class PagedScreen(NotedScreen):
    """A place with its notes, and pages about the way there."""

    def __init__(self, path: Path, turn: int | None, who: str) -> None:
        """Of this record; no page is made before it is asked for."""
        super().__init__(path, turn, who)
        self._stories: dict[str, Story] = {}

    # words and deeds

    def action_words(self) -> None:
        """The page of plans, gaps and broken words up to this place; of the truth alone."""
        walk, setting = self.walk, self.setting
        if walk is None or setting is None:
            self.say("a moment: the game is still being played again", fault=True)
        elif walk.eyes != CONTROL:
            self.say("plans and covert breaches are shown to the truth alone: 0 shows it", fault=True)
        else:
            from wargame.present.replay_words import words_rows
            from wargame.ui.replay.windows import RowsPage

            self.app.push_screen(
                RowsPage("WORDS AND DEEDS, up to this place", words_rows(walk, setting)), self._to_step
            )

    def _to_step(self, step: str | None) -> None:
        if self.walk is not None and step:
            before, self.walk.step = self.walk.step, int(step)
            self.arrive(before)

    # what mattered

    def action_headline(self, way: int) -> None:
        """To the next of the moments that mattered, or to the one before, as these eyes may tell them."""
        walk = self.walk
        if walk is None or walk.positions is None:
            self.say("a moment: the game is still being played again", fault=True)
            return
        story = self._story()
        turn = walk.timeline.turn(walk.step)
        while turn in story.turns or turn == 0:
            told = sorted(self._led(story, moment) for moment in (story.turn(turn).moments[:HEAVIEST] if turn else ()))
            beyond = [each for each in told if (each[0] - walk.step) * way > 0]
            if beyond:
                step, headline = beyond[0] if way > 0 else beyond[-1]
                before, walk.step = walk.step, step
                self.arrive(before)
                self.say(headline if walk.step == step else "")
                return
            turn += way
        self.say(f"no moment that mattered {'after' if way > 0 else 'before'} this place", fault=True)

    def _story(self) -> Story:
        walk = self.walk
        assert walk is not None
        assert walk.positions is not None
        if walk.eyes not in self._stories:
            from wargame.core.telling import telling
            from wargame.review.story import Story

            game, book = walk.positions.game, walk.positions.game.sequence.book
            told = telling(book.setting, book.seed, walk.eyes, game.events, game.decisions, numbered=True)
            self._stories[walk.eyes] = Story(told, book)
        return self._stories[walk.eyes]

    def _led(self, story: Story, moment: StoryMoment) -> tuple[int, str]:
        """The step of a moment's leading event, and its headline."""
        assert self.walk is not None
        return self.walk.timeline.of_event(story.telling.told[moment.lead].number), moment.headline
