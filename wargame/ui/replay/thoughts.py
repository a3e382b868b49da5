"""What seats thought, in the replay: closed until it is opened by the instructor's word, and closed again at will.

Where no word was set, the first who asks to open it sets one.
"""

from __future__ import annotations

from collections.abc import Callable

from wargame.core.ids import PUBLIC
from wargame.errors import WargameError
from wargame.ui.replay.pages import PagedScreen
from wargame.ui.replay.review_windows import SecretWord

OPEN = "what seats thought is open to the truth, and to each seat its own; T closes it"
OPENS = "THE INSTRUCTOR'S WORD opens what all seats thought; it is typed unseen"
FIRST = "NO INSTRUCTOR'S WORD IS SET. Whoever leads the review types one now, unseen: it alone opens what seats thought"
ONCE_MORE = "ONCE MORE, so that no slip of a finger closes it for good"
DIFFER = "THE TWO DIFFERED, and none was set."
NONE_SET = "no word was set; what seats thought stays closed"


class ThoughtsScreen(PagedScreen):
    """A place with its notes and pages, whose truth tells what seats thought to the instructor alone."""

    def action_thoughts(self) -> None:
        """Open what seats thought, by the instructor's word; or close it again; where there is none it is set first."""
        walk = self.walk
        if walk is None:
            return
        if walk.thoughts:
            self.close_thoughts()
            self.say("what seats thought is closed again")
        elif walk.eyes == PUBLIC:
            self.say("the public meets no thoughts; 0 shows the truth, where T opens them", fault=True)
        else:
            self.by_word(OPENS, self._open, self._first_of_thoughts)

    def _first_of_thoughts(self) -> None:
        self.first_word(FIRST, self._open, lambda: self.say(NONE_SET))

    def about_to_write(self) -> None:
        """Called before a line is added to the review: what stands before it is written first."""

    def _worded(self) -> bool | None:
        """Whether there is an instructor's word; None, and it is said, if that cannot be read."""
        from wargame.review.instructor import instructor_word

        try:
            return instructor_word(self.path) is not None
        except WargameError as fault:
            self.say(str(fault), fault=True)
            return None

    def by_word(self, title: str, then: Callable[[], None], unset: Callable[[], None]) -> None:
        """Ask for the instructor's word under a title, and go on if it fits; `unset` follows where none is set.

        While what seats thought is open nothing is asked.
        """
        from wargame.review.instructor import opens

        def given(word: str | None) -> None:
            if word is None:
                return
            if opens(self.path, word):
                then()
            else:
                self.say("this is not the instructor's word; it stays closed", fault=True)

        worded = self._worded()
        if worded and self.walk is not None and self.walk.thoughts:
            then()
        elif worded:
            self.app.push_screen(SecretWord(title), given)
        elif worded is False:
            unset()

    def first_word(self, title: str, then: Callable[[], None], unset: Callable[[], None]) -> None:
        """Have a word typed, and typed again until both are one; keep it and go on. `unset` follows where none is."""
        from wargame.review.instructor import set_instructor_word
        from wargame.table.people import same_word

        def given(word: str | None) -> None:
            if word and word.strip():
                self.app.push_screen(SecretWord(ONCE_MORE), lambda again: kept(word, again))
            else:
                unset()

        def kept(word: str, again: str | None) -> None:
            if again is None or not same_word(word, again):
                self.first_word(title if title.startswith(DIFFER) else f"{DIFFER} {title}", then, unset)
                return
            try:
                self.about_to_write()
                set_instructor_word(self.path, word, self.who)
            except WargameError as fault:
                self.say(str(fault), fault=True)
            else:
                then()

        self.app.push_screen(SecretWord(title), given)

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
            self.about_to_write()
            mark_opened(self.path, walk.timeline.lines[walk.step], self.who)
        except WargameError as fault:
            self.say(f"it stays closed, since it cannot be marked as opened: {fault}", fault=True)
            return
        walk.thoughts = True
        self.show_here(anew=True)
        self.say(OPEN)

    def offer_word(self, then: Callable[[], None]) -> None:
        """Ask for a word that is to open what seats thought, unless there is one; `then` follows in any case."""
        worded = self._worded()
        if worded is None:
            return
        if worded:
            then()
            return

        title = "AN INSTRUCTOR'S WORD, which alone opens what seats thought (T); enter for none: it stays closed then"
        self.first_word(title, then, then)
