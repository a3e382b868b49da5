"""An observer's screen: what everybody may see, and notes that are kept beside the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from wargame.errors import WargameError
from wargame.present.rows import event_sentence, noteworthy
from wargame.table.observing import BegunNote, NoteTaker
from wargame.table.public_view import PublicScreen
from wargame.table.watching import RoomView
from wargame.ui.public.screen import PublicRoomScreen, broken
from wargame.ui.widgets.frame import KeyHint, Status
from wargame.ui.widgets.numbered_page import PASS, NumberedPage
from wargame.ui.widgets.panes import Words, clean
from wargame.ui.widgets.window import Question, Window

CLOSED = "the game is over and its room is closed: no more notes are kept"


def all_news(public: PublicScreen, width: int) -> list[str]:
    """Everything that was news, turn by turn, in lines of so many cells."""
    lines: list[str] = []
    for turn, found in groupby(noteworthy(public.events), key=attrgetter("turn")):
        lines += [f"TURN {turn}", *(line for seen in found for line in broken(f"- {event_sentence(seen)}", width))]
    return lines


class TagPage(NumberedPage):
    """The codebook of notes: a digit chooses a word of it."""

    KEYS: ClassVar[tuple[KeyHint, ...]] = (("1-9", "tag"), ("enter", "choose"), ("0", "no tag"), ("esc", "no note"))
    HELP = "A digit or enter chooses a tag, and the text comes next. 0 goes on without one; escape makes no note."
    NONE = "no tag"


class LostNote(Window[None]):
    """The words of a note that nobody can keep any more, to be copied."""

    TITLED = "THIS NOTE IS NOT KEPT: the game is over and its room is closed. Copy it:"

    def __init__(self, tag: str, text: str) -> None:
        """Of a note with this tag, if it has one."""
        super().__init__()
        self._text = f"{tag}: {text}" if tag else text

    def inside(self) -> Iterator[Widget]:
        """The note."""
        yield Words(clean(self._text), id="lost-note")


class ObserverScreen(PublicRoomScreen):
    """The public screen with a key for notes: `n` begins one, which is about what the record holds at that moment."""

    KEYS = (("n", "note"), ("pgup", "read back"), *PublicRoomScreen.KEYS)
    HELP = (
        "What everybody may know. n begins a note: a tag, then a text, either of which may be left out. It is kept "
        "beside the record, at the line that stood last when you began; whoever plays learns nothing of it. "
        "Page up, page down, up and down read the news back, home from the beginning; end returns to the latest. "
        "F8 or escape draws the curtain, q leaves."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "note", "note", show=False),
        Binding("up", "back(-1)", "read back", show=False),
        Binding("down", "back(1)", "read on", show=False),
        Binding("pageup", "page(-1)", "read back", show=False),
        Binding("pagedown", "page(1)", "read on", show=False),
        Binding("home", "first", "from the beginning", show=False),
        Binding("end", "latest", "the latest", show=False),
    ]

    def __init__(self, table: RoomView, taker: NoteTaker, trouble: Callable[[], str] | None = None) -> None:
        """For the room of this game; notes go to `taker`."""
        super().__init__(table, trouble)
        self._taker = taker
        self._unkept: tuple[BegunNote, str, str] | None = None
        """A note that was written and could not be kept."""
        self._top: int | None = None
        """The first line of all news that is shown; None while the latest are."""
        self._space, self._lines = 1, 0
        """Lines that are shown at once, and all there are."""
        self._told_end = ""

    def below(self) -> Iterator[Widget]:
        """What became of the last note."""
        yield Status(id="room-said")

    def on_mount(self) -> None:
        """Say how many notes there are."""
        super().on_mount()
        count = self._taker.notes
        self._tell(f"n writes a note; {count} of yours {'is' if count == 1 else 'are'} kept" if count else "")

    # what can be read back

    def told(self, public: PublicScreen, width: int, space: int) -> list[str]:
        """A heading and the latest news, or those of before."""
        self._space = space
        if self._top is None:
            return super().told(public, width, space)
        lines = all_news(public, width)
        self._lines, last = len(lines), max(0, len(lines) - space)
        if self._top >= last:
            self._top = None
            return super().told(public, width, space)
        return [f"NEWS READ BACK: {last - self._top} more lines below", *lines[self._top : self._top + space]]

    def action_back(self, by: int) -> None:
        """Read so many lines on, or back."""
        if self._top is None:
            if by > 0:
                return
            public = self._public()
            self._top = max(0, len(all_news(public, self.query_one("#room-right").content_size.width)) - self._space)
        self._top = max(0, self._top + by)
        self.show_room()

    def action_page(self, by: int) -> None:
        """Read a page on, or back."""
        self.action_back(by * max(1, self._space - 1))

    def action_first(self) -> None:
        """Read from the beginning."""
        self._top = 0
        self.show_room()

    def action_latest(self) -> None:
        """Show what is newest again."""
        self._top = None
        self.show_room()

    # notes, and until when they are taken

    @property
    def closed(self) -> bool:
        """Whether the game is over and no line leads to its room."""
        return self._clock().phase == "end" and self._trouble is not None and bool(self._trouble())

    def keys_now(self) -> Sequence[KeyHint]:
        """The keys; none for notes that nobody would keep."""
        return self.KEYS[1:] if self.closed else self.KEYS

    def _tick(self) -> None:
        super()._tick()
        said = ""
        if self._clock().phase == "end":
            said = CLOSED if self.closed else "the game is over; n writes notes as long as the host keeps the room open"
        if said != self._told_end:
            self._told_end = said
            self._show_keys()
            self._tell(said)

    def _tell(self, text: str, *, fault: bool = False) -> None:
        self.query_one(Status).tell(text, fault=fault)

    def action_note(self) -> None:
        """Begin a note, or take up again one that could not be kept."""
        if self.closed:
            self._tell(CLOSED)
            if self._unkept is not None:
                self.app.push_screen(LostNote(*self._unkept[1:]))
            return
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
        down = self._trouble is not None and self._trouble()
        self._tell("no line to the room: the note waits for one" if down else "the note is on its way")
        try:
            await self._taker.write(begun, tag, text)
        except WargameError as fault:
            self._unkept = begun, tag, text
            if self.closed:
                self._tell(CLOSED, fault=True)
                self.app.push_screen(LostNote(tag, text))
                return
            self._tell(f"not kept yet: {fault}; n takes it up again", fault=True)
        else:
            self._tell("the note is kept beside the record")
