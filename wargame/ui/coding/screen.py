"""The coding station: the item on top, the categories under it; a digit codes, and what is coded is kept at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from wargame.coding.coding_pass import CodingPass
from wargame.core.plain_text import plain_line
from wargame.errors import WargameError
from wargame.present.coding_rows import category_rows, definitions, item_rows, item_title
from wargame.ui.coding.coding_windows import ItemsPage, RemarkBox
from wargame.ui.palette import PaletteOffer
from wargame.ui.replay.windows import FullText
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.lists import Lines, place_of
from wargame.ui.widgets.panes import Pane, Words
from wargame.ui.widgets.screen_frame import SHORT, FramedScreen


class Categories(Lines):
    """The categories of the codebook. None is marked before somebody marks it: enter takes no category unseen."""

    HELP = "A digit codes the item. Up and down mark a category, and enter then codes the item as that one."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "screen.read_on", "read on in the item", show=False)]

    def mark(self, category: str) -> None:
        """Mark a category, or none for an empty text."""
        self._shows_cursor = bool(category)
        at = place_of(self.rows, category) or 0
        self._redraw(self._cursor)
        self.go_to(at)
        self._redraw(at)

    def on_key(self, event: events.Key) -> None:
        """The first key of the cursor brings it."""
        if event.key in self.AT_ONCE and not self._shows_cursor:
            event.stop()
            event.prevent_default()
            self.mark(self.rows[-1 if event.key in ("up", "pageup", "end") else 0].key)

    def on_click(self, event: events.Click) -> None:
        """A click marks what it is on."""
        self._shows_cursor = True

    def action_step(self, way: int) -> None:
        """One up or down; the first one brings the cursor."""
        if self._shows_cursor:
            super().action_step(way)
        else:
            self.mark(self.rows[0 if way > 0 else -1].key)

    def action_choose(self) -> None:
        """The marked one, if one is."""
        if not self._shows_cursor:
            raise SkipAction
        super().action_choose()


TITLED = 4
"""Cells of the line of a title that the title does not get."""
EVERYWHERE = """\
tab to the item and back, to read it with up and down
/ find in the list   n N next and last match   y copy   x export the pane to a file
ctrl+p all commands   ? or F1 this help (F1 inside a text box, where letters type)
escape closes a window   ctrl+q leaves"""


class CodingScreen(FramedScreen):
    """One item after another, by one coder, who sees nothing but the items and the codebook."""

    NAME = "coding"
    FIRST = "categories"
    HELP = """\
1-9 code the item as the category of that number, 0 as the tenth; up
and down mark one for enter. It is on the disk before the next item comes.
left, right the item before and after   u the next item that is left
l all items, and what is left   space reads on in a long item
r a remark; on an item that is not coded yet it waits for your category
d the categories with their definitions and examples
q leaves; what you coded is kept, and the same command goes on"""
    KEYS: ClassVar[tuple[KeyHint, ...]] = (
        *(("1-9", "code"), ("r", "remark"), ("left/right", "go"), ("u", "next"), ("d", "examples")),
        *(("l", "list"), ("q", "leave")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number % 10), f"code({number})", "code", show=False) for number in range(1, 11)),
        Binding("r", "remark", "remark", show=False),
        Binding("left", "step(-1)", "the item before", show=False),
        Binding("right", "step(1)", "the item after", show=False),
        Binding("u", "next_left", "next item that is left", show=False),
        Binding("l", "items", "all items", show=False),
        Binding("d", "definitions", "definitions", show=False),
        Binding("space", "read_on", "read on", show=False),
        Binding("enter", "nothing_marked", "code as the marked one", show=False),
    ]

    def __init__(self, walk: CodingPass) -> None:
        """Where this coder stands; at the last item if none is left."""
        super().__init__()
        self.walk = walk
        self.waiting: dict[str, str] = {}
        """Remarks by item that wait for a category: without one they cannot be kept."""

    def body(self) -> Iterator[Widget]:
        """The item, and the categories under it."""
        yield Pane("ITEM", VerticalScroll(Words(id="text"), id="words"), id="item")
        asks = self.walk.coding.book.asks
        yield Pane(asks, Words(asks, id="asks"), Categories(id="kinds", wrap=True), id="categories")

    def below(self) -> Iterator[Widget]:
        """The remark."""
        yield Words(id="remark")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Categories).focus()
        if self.walk.left:
            self._show()
        else:
            self.walk.at = len(self.walk.items) - 1
            self._show()
            self.say(self._none_is_next())

    def frame(self) -> None:
        """How far the coder is, and what fits of the codebook."""
        walk = self.walk
        far = f"{len(walk.given)} of {len(walk.items)} coded, {walk.left} left"
        self.header().say(
            self.words(("CODING", "bold"), f"  {walk.coder}  ", (far, "bold"), f"  {walk.coding.book.title}")
        )
        asks, pane = walk.coding.book.asks, self.query_one("#categories", Pane)
        pane.set_class(cell_len(asks) > self.size.width - TITLED, "asked")
        pane.entitle("CATEGORIES" if pane.has_class("asked") else asks)
        if walk.at < len(walk.items):
            rows = category_rows(walk.coding.book, walk.code, examples=not self.has_class(SHORT))
            self.query_one(Categories).fill(rows)
            self.call_after_refresh(self._say_what_is_hidden)
        super().frame()

    def _show(self, said: str = "") -> None:
        """Show the item where the coder stands, from its beginning, and say what was done."""
        walk = self.walk
        self.query_one("#text", Words).say(walk.item.text)
        self.query_one("#words", VerticalScroll).scroll_home(animate=False)
        self.frame()
        kinds = self.query_one(Categories)
        kinds.mark(walk.code.category if walk.code is not None else "")
        self._show_remark()
        self.say(said)

    def _show_remark(self) -> None:
        walk = self.walk
        if (waits := self.waiting.get(walk.item.id)) is not None:
            said = f"your remark waits for your category: {plain_line(waits)}"
        elif walk.code is not None and walk.code.remark:
            said = f"your remark: {plain_line(walk.code.remark)}"
        else:
            said = "no remark; r writes one"
        self.query_one("#remark", Words).say(said)

    def _say_what_is_hidden(self) -> None:
        """Where an item does not fit, its title says how one reads on."""
        more = "   space: more" if self.query_one("#words", VerticalScroll).max_scroll_y > 0 else ""
        self.query_one("#item", Pane).entitle(f"ITEM {item_title(self.walk)}{more}")

    def _none_is_next(self) -> str:
        left = self.walk.left
        if not left:
            return "all items are coded; left goes back, q leaves"
        return f"none after it is left, {left} before it {'is' if left == 1 else 'are'}: u goes there"

    # coding

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Enter codes as the category under the cursor."""
        self._decide(event.row.key)

    def action_nothing_marked(self) -> None:
        """Enter where no category is marked."""
        self.say_until_a_key("a digit codes; enter does once up or down has marked a category")

    def action_code(self, number: int) -> None:
        """Code as the category of this number."""
        known = self.walk.coding.book.ids
        if number <= len(known):
            self._decide(known[number - 1])
        else:
            self.say_until_a_key(f"{number % 10}: the categories are 1 to {len(known)}")

    def _decide(self, category: str) -> None:
        """Keep a category, and go on to the next item that is left; one that cannot be written is said."""
        walk = self.walk
        if not self._keep(category, self.waiting.get(walk.item.id)):
            return
        self.waiting.pop(walk.item.id, None)
        said = f"{walk.at + 1} is coded as {category}"
        following = walk.next_left(walk.at + 1)
        if following < len(walk.items):
            walk.at = following
            self._show(said)
        else:
            self._show(f"{said}; {self._none_is_next()}")

    def _keep(self, category: str, remark: str | None) -> bool:
        try:
            self.walk.decide(category, remark)
        except WargameError as fault:
            self.say(f"nothing is coded: {fault}", fault=True)
            return False
        return True

    def action_remark(self) -> None:
        """Write a remark on this item, or write another one."""
        item, code = self.walk.item, self.walk.code
        before = self.waiting.get(item.id, code.remark if code else "")

        def written(words: str | None) -> None:
            words = None if words is None else " ".join(words.split())
            if words is None or words == before:
                return
            if code is None:
                self.waiting[item.id] = words
                if not words:
                    del self.waiting[item.id]
                self._show_remark()
                self.say("the remark is kept with the category that you give" if words else "the remark is taken away")
            elif self._keep(code.category, words):
                self._show_remark()
                self.say("the remark is kept" if words else "the remark is taken away")

        self.app.push_screen(RemarkBox(f"item {self.walk.at + 1}", before), written)

    # going about

    def action_step(self, way: int) -> None:
        """The item before or after this one, coded or not."""
        at = self.walk.at + way
        if 0 <= at < len(self.walk.items):
            self.walk.at = at
            self._show()
        else:
            self.say_until_a_key(f"this is the {'last' if way > 0 else 'first'} item")

    def action_next_left(self) -> None:
        """The next item that is left, from the beginning again after the last."""
        walk = self.walk
        at = walk.next_left(walk.at + 1)
        if at == len(walk.items):
            at = walk.next_left(0)
        if at == len(walk.items):
            self.say(self._none_is_next())
        elif at == walk.at:
            self.say("this is the one item that is left")
        else:
            walk.at = at
            self._show()

    def action_items(self) -> None:
        """All items, to go to one."""

        def chosen(place: str | None) -> None:
            if place is not None:
                self.walk.at = int(place)
                self._show()

        title = f"ITEMS of {self.walk.coder}: {self.walk.left} of {len(self.walk.items)} left"
        self.app.push_screen(ItemsPage(title, item_rows(self.walk), self.walk.at), chosen)

    def action_definitions(self) -> None:
        """The whole codebook, to read."""
        book = self.walk.coding.book
        self.app.push_screen(FullText(book.asks, definitions(book)))

    def action_read_on(self) -> None:
        """Further down in a long item, and from its end to its beginning."""
        words = self.query_one("#words", VerticalScroll)
        if words.scroll_offset.y >= words.max_scroll_y:
            words.scroll_home(animate=False)
        else:
            words.scroll_relative(y=max(1, words.size.height - 1), animate=False)

    def help_elsewhere(self) -> str:
        """As everywhere, but for the digits, which code here."""
        return EVERYWHERE

    def offers(self) -> Iterable[PaletteOffer]:
        """What can be done with this item, and the others."""
        yield from super().offers()
        yield PaletteOffer("Remark", "Words of your own on this item", self.action_remark)
        yield PaletteOffer("Next item that is left", "Past those that are coded", self.action_next_left)
        yield PaletteOffer("Items", "All of them, and what they are coded as", self.action_items)
        yield PaletteOffer("Definitions", "The categories with their examples", self.action_definitions)
