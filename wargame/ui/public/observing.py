"""An observer's screen: what everybody may see, and notes that are kept beside the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from wargame.errors import WargameError
from wargame.table.observing import BegunNote, NoteTaker
from wargame.table.watching import RoomView
from wargame.ui.public.screen import PublicRoomScreen
from wargame.ui.widgets.frame import KeyHint, Status
from wargame.ui.widgets.numbered_page import PASS, NumberedPage
from wargame.ui.widgets.window import Question


class TagPage(NumberedPage):
    """The codebook of notes: a digit chooses a word of it."""

    KEYS: ClassVar[tuple[KeyHint, ...]] = (("1-9", "tag"), ("enter", "choose"), ("0", "no tag"), ("esc", "no note"))
    HELP = "A digit or enter chooses a tag, and the text comes next. 0 goes on without one; escape makes no note."
    NONE = "no tag"


class ObserverScreen(PublicRoomScreen):
    """The public screen with a key for notes: `n` begins one, which is about what the record holds at that moment."""

    KEYS = (("n", "note"), *PublicRoomScreen.KEYS)
    HELP = (
        "What everybody may know. n begins a note: a tag, then a text, either of which may be left out. It is kept "
        "beside the record, at the line that stood last when you began; whoever plays learns nothing of it. "
        "F8 or escape draws the curtain, q leaves."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("n", "note", "note", show=False)]

    def __init__(self, table: RoomView, taker: NoteTaker, trouble: Callable[[], str] | None = None) -> None:
        """For the room of this game; notes go to `taker`."""
        super().__init__(table, trouble)
        self._taker = taker
        self._unkept: tuple[BegunNote, str, str] | None = None
        """A note that was written and could not be kept."""

    def below(self) -> Iterator[Widget]:
        """What became of the last note."""
        yield Status(id="room-said")

    def on_mount(self) -> None:
        """Say how many notes there are."""
        super().on_mount()
        count = self._taker.notes
        self._tell(f"n writes a note; {count} of yours {'is' if count == 1 else 'are'} kept" if count else "")

    def _tell(self, text: str, *, fault: bool = False) -> None:
        self.query_one(Status).tell(text, fault=fault)

    def action_note(self) -> None:
        """Begin a note, or take up again one that could not be kept."""
        if self._unkept is not None:
            self._ask_text(*self._unkept)
            return
        begun, tags = self._taker.begin(), list(self._taker.tags)
        options = [f"{at} {tag}: {self._taker.tags[tag]}" for at, tag in enumerate(tags, 1)]

        def tagged(said: str | None) -> None:
            if said is not None:
                self._ask_text(begun, "" if said == PASS else tags[int(said) - 1], "")

        self.app.push_screen(
            TagPage("NOTE on this moment; nobody who plays learns of it. What is it?", options), tagged
        )

    def _ask_text(self, begun: BegunNote, tag: str, text: str) -> None:
        title = f"NOTE{f' [{tag}]' if tag else ''}: your words{', which may be left out' if tag else ''}"

        def written(said: str | None) -> None:
            self._unkept = None
            if said is None or not (said.strip() or tag):
                self._tell("no note was made")
            else:
                self.run_worker(self._keep(begun, tag, said.strip()), group="note")

        self.app.push_screen(Question(title, text, passable=bool(tag)), written)

    async def _keep(self, begun: BegunNote, tag: str, text: str) -> None:
        self._tell("the note is on its way")
        try:
            await self._taker.write(begun, tag, text)
        except WargameError as fault:
            self._unkept = begun, tag, text
            self._tell(f"not kept yet: {fault}; n takes it up again", fault=True)
        else:
            self._tell("the note is kept beside the record")
