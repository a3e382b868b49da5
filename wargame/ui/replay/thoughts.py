"""What seats thought, in the replay: closed until it is opened by the instructor's word, and closed again at will."""

from __future__ import annotations

from collections.abc import Callable

from wargame.core.ids import CONTROL
from wargame.errors import WargameError
from wargame.ui.replay.pages import PagedScreen
from wargame.ui.replay.review_windows import SecretWord

OPEN = "what seats thought is open to the truth; T closes it"


class ThoughtsScreen(PagedScreen):
    """A place with its notes and pages, whose truth tells what seats thought to the instructor alone."""

    def action_thoughts(self) -> None:
        """Open what seats thought, by the instructor's word if there is one; or close it again."""
        walk = self.walk
        if walk is None:
            return
        if walk.thoughts:
            self.close_thoughts()
            self.say("what seats thought is closed again")
            return
        if walk.eyes != CONTROL:
            self.say("what others thought is closed to these eyes; 0 shows the truth, where T opens it", fault=True)
            return
        self.by_word("THE INSTRUCTOR'S WORD opens what all seats thought; it is typed unseen", self._open)

    def by_word(self, title: str, then: Callable[[], None]) -> None:
        """Ask for the instructor's word under a title, and go on if it fits; at once where there is none to ask for."""
        from wargame.review.instructor import instructor_word, opens

        try:
            worded = instructor_word(self.path) is not None
        except WargameError as fault:
            self.say(str(fault), fault=True)
            return

        def given(word: str | None) -> None:
            if word is None:
                return
            if opens(self.path, word):
                then()
            else:
                self.say("this is not the instructor's word; it stays closed", fault=True)

        if worded and not (self.walk is not None and self.walk.thoughts):
            self.app.push_screen(SecretWord(title), given)
        else:
            then()

    def close_thoughts(self) -> None:
        """Close what seats thought; nothing happens if it is closed."""
        if self.walk is not None and self.walk.thoughts:
            self.walk.thoughts = False
            self.show_here(anew=True)

    def _open(self) -> None:
        from wargame.review.instructor import mark_opened

        walk = self.walk
        assert walk is not None
        try:
            mark_opened(self.path, walk.timeline.lines[walk.step], self.who)
        except WargameError as fault:
            self.say(f"it stays closed, since it cannot be marked as opened: {fault}", fault=True)
            return
        walk.thoughts = True
        self.show_here(anew=True)
        self.say(OPEN)

    def offer_word(self, then: Callable[[], None]) -> None:
        """Ask for a word that is to open what seats thought, unless there is one; `then` follows in any case."""
        from wargame.review.instructor import instructor_word, set_instructor_word

        try:
            worded = instructor_word(self.path) is not None
        except WargameError as fault:
            self.say(str(fault), fault=True)
            return
        if worded:
            then()
            return

        def given(word: str | None) -> None:
            if word and word.strip():
                try:
                    set_instructor_word(self.path, word, self.who)
                except WargameError as fault:
                    self.say(str(fault), fault=True)
                    return
            then()

        title = "AN INSTRUCTOR'S WORD, which opens what seats thought (T); enter for none: then T opens it to anybody"
        self.app.push_screen(SecretWord(title), given)
