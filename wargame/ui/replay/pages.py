"""Pages of the replay that look at more than one step: words and deeds, moments that mattered, the whole game."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.worker import get_current_worker

from wargame.core.ids import CONTROL
from wargame.present.rows import ListRow, heading
from wargame.ui.replay.noting import NotedScreen

if TYPE_CHECKING:
    from wargame.review.story import Story
    from wargame.review.story_parts import StoryMoment
    from wargame.review.story_whole import WholeMoment
    from wargame.review.walk import Walk
    from wargame.transcript.verify import Replayed
    from wargame.ui.replay.windows import StandingPage

HEAVIEST = 3
"""Moments of a turn that can be jumped to."""
KEPT = frozenset(("pledge_kept", "agreement_performed", "agreement_stands", "clauses_kept"))
"""What was to be expected: jumped to only where a turn had nothing else."""


class PagedScreen(NotedScreen):
    """A place with its notes, and pages about the way there."""

    def __init__(self, path: Path, turn: int | None, who: str) -> None:
        """Of this record; no page is made before it is asked for."""
        super().__init__(path, turn, who)
        self._stories: dict[str, Story] = {}
        self._here: tuple[tuple[str, int], Story] | None = None
        """The story up to the place where one stood last, if nothing ahead is shown there."""
        self._told_at: int | None = None
        """The step of a moment to which one has jumped."""

    # pages that stand

    def page_that_stands(self) -> StandingPage | None:
        """The page from which something is being asked; None where there is none."""
        from wargame.ui.replay.windows import StandingPage

        return next((page for page in self.app.screen_stack if isinstance(page, StandingPage)), None)

    def say_there(self, text: str, *, fault: bool = False) -> None:
        """Say something where it is read: on the page that stands, else here."""
        page = self.page_that_stands()
        if page is None:
            self.say(text, fault=fault)
        else:
            page.say(text, fault=fault)

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
            self._told_at = self.walk.step
            self.arrive(before)

    # what mattered

    def action_whole(self) -> None:
        """The page of the whole game; where nothing ahead is shown, of the game up to this place."""
        walk = self.walk
        if walk is None or walk.positions is None:
            self.say("a moment: the game is still being played again", fault=True)
            return
        self.say("the game is being told")
        self._tell_whole(walk, walk.sees_ahead)

    @work(thread=True, exclusive=True, group="telling")
    def _tell_whole(self, walk: Walk, ahead: bool) -> None:
        from wargame.review.story_whole import whole_game

        story = self._story() if ahead else self._story_here()
        found = whole_game(story, self._truth())
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show_whole, found, story, ahead)

    def _show_whole(self, found: Sequence[WholeMoment], story: Story, ahead: bool) -> None:
        from wargame.present.whole_rows import ended_rows, whole_rows
        from wargame.ui.replay.windows import WholeGamePage

        walk, setting = self.walk, self.setting
        if walk is None or setting is None or self.app.screen is not self:
            return
        lines = walk.timeline.lines
        rows = whole_rows(
            setting,
            found,
            walk.eyes,
            lambda moment: self._stand(story, moment),
            lambda step: lines[step] if walk.eyes == CONTROL else 0,
            walk.hears,
        )
        if ahead and walk.positions is not None and walk.timeline.index.finished:
            game = walk.positions.game
            rows += ended_rows(game.sequence.book, game.states[game.turns])
        self.say("")
        title = "THE WHOLE GAME" if walk.timeline.index.finished else "THE GAME AS FAR AS ITS RECORD GOES"
        if not ahead:
            title = "THE GAME UP TO HERE"
        page = WholeGamePage(f"{title}, by what moved it most; enter goes there", rows)
        self.app.push_screen(page, self._to_step)

    def action_headline(self, way: int) -> None:
        """To the next of the moments that mattered, or to the one before, as these eyes may tell them."""
        walk = self.walk
        if walk is None or walk.positions is None:
            self.say("a moment: the game is still being played again", fault=True)
            return
        story = self._story()
        turn = walk.timeline.turn(walk.step)
        while turn in story.turns or turn == 0:
            moments = worth_a_look(story.turn(turn).moments) if turn else ()
            told = sorted((self._stand(story, moment), moment.headline) for moment in moments)
            beyond = [each for each in told if (each[0] - walk.step) * way > 0]
            if beyond:
                step, headline = beyond[0] if way > 0 else beyond[-1]
                before, walk.step = walk.step, step
                self._told_at = step
                self.arrive(before)
                self.say(headline if walk.step == step else "")
                return
            turn += way
        self.say(f"no moment that mattered {'after' if way > 0 else 'before'} this place", fault=True)

    def moment_here(self) -> WholeMoment | None:
        """The moment to which one has jumped, if one still stands there, as far as these eyes may tell it here."""
        walk = self.walk
        if walk is None or walk.positions is None or self._told_at != walk.step:
            return None
        from wargame.review.story_whole import moment_in_game

        story = self._story_here()
        turn = walk.timeline.turn(walk.step)
        found = story.turn(turn).moments if turn in story.turns else ()
        here = [moment for moment in found if self._stand(story, moment) == walk.step]
        return moment_in_game(story, here[0], self._truth()) if here else None

    def above_step(self) -> list[ListRow]:
        """What a moment moved and why, before the step in full."""
        moment = self.moment_here()
        if moment is None or self.setting is None or self.walk is None:
            return []
        from wargame.present.whole_rows import full_moment_rows

        return [heading("WHAT MATTERED HERE"), *full_moment_rows(self.setting, moment, self.walk.eyes, self.walk.hears)]

    def _story(self) -> Story:
        """The story of the whole game as these eyes may tell it once it is over: to be jumped by."""
        walk = self.walk
        assert walk is not None
        if walk.eyes not in self._stories:
            self._stories[walk.eyes] = self._told_up_to(None)
        return self._stories[walk.eyes]

    def _story_here(self) -> Story:
        """What these eyes may tell where one stands: where nothing ahead is shown, nothing is made of what is ahead."""
        walk = self.walk
        assert walk is not None
        if walk.sees_ahead:
            return self._story()
        if self._here is None or self._here[0] != (walk.eyes, walk.step):
            self._here = (walk.eyes, walk.step), self._told_up_to(walk.step)
        return self._here[1]

    def _told_up_to(self, step: int | None) -> Story:
        walk = self.walk
        assert walk is not None
        assert walk.positions is not None
        from wargame.core.telling import telling
        from wargame.review.spreads import spread_of
        from wargame.review.story import Story

        game, line = walk.positions.game, walk.timeline
        book, events, decisions = game.sequence.book, game.events, game.decisions
        if step is not None:
            made = {line.look(each)[0] for each in range(step + 1) if line.kind(each) == "decision"}
            events = events[: line.numbers[step]]
            decisions = {name: decision for name, decision in decisions.items() if name in made}
        told = telling(book.setting, book.seed, walk.eyes, events, decisions, numbered=True)
        return Story(told, book, spread_of(game.game))

    def _truth(self) -> Replayed | None:
        """The game itself, for those who see all of it."""
        walk = self.walk
        return walk.positions.game if walk is not None and walk.positions is not None and walk.sees_ahead else None

    def _stand(self, story: Story, moment: StoryMoment) -> int:
        """The step at which a moment is seen: its leading event, or its last one where nothing ahead is shown."""
        walk = self.walk
        assert walk is not None
        place = moment.lead if walk.sees_ahead else moment.places[-1]
        return walk.timeline.of_event(story.telling.told[place].number)


def worth_a_look(moments: Sequence[StoryMoment]) -> Sequence[StoryMoment]:
    """The heaviest moments of a turn, those in which a word was kept only if there are no others."""
    return ([moment for moment in moments if moment.kind not in KEPT] or moments)[:HEAVIEST]
