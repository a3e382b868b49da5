"""Coding line by line: one item after another, answered by the number or the name of a category."""

from __future__ import annotations

from wargame.coding.coding_book import CodingBook
from wargame.coding.coding_pass import CodingPass
from wargame.coding.given_codes import LONGEST_REMARK
from wargame.console.lines import Ended, ReadLine, WriteLine, pick
from wargame.core.plain_text import as_given, plain_line
from wargame.present.coding_rows import how_far, item_title, what_is_left

HELP = (
    "A number or a name codes the item; words after it are kept as your remark. Enter leaves it as it is, `back` goes "
    "to the one before, `?` reads the categories again, `quit` stops; all that you have coded is kept."
)


async def code_by_lines(walk: CodingPass, read: ReadLine, write: WriteLine) -> int:
    """Ask one coder for what is not coded yet, in this coder's own order; gives how many items are coded then.

    Each answer is on the disk before the next question. After the last item one can still go back. Ended if the input
    stops before that. SpecError if it cannot be written.
    """
    book, items = walk.coding.book, len(walk.items)
    write(f"{book.title}: {how_far(walk)}")
    _read_out(book, write)
    write(HELP)
    passed: set[str] = set()
    while True:
        if walk.at >= items:
            if not await _goes_back(items, walk.left, read, write):
                break
            walk.at = items - 1
        _show(walk, write)
        said = await read(f"{book.asks} ")
        if said is None:
            raise Ended
        word, _, remark = said.strip().partition(" ")
        remark = " ".join(remark.split())
        if word == "quit":
            break
        if word == "?":
            _read_out(book, write)
        elif word == "back":
            if not walk.at:
                write("This is the first item; there is none before it.")
            walk.at = max(walk.at - 1, 0)
        elif not word:
            passed.add(walk.item.id)
            walk.at = walk.next_left(walk.at + 1, passed)
        elif (category := pick(word, book.ids)) not in book.ids:
            write(f"{as_given(word)} is no category: give 1 to {len(book.ids)}, a name, or ? to read them.")
        elif len(remark) > LONGEST_REMARK:
            write(f"Your remark has {len(remark)} characters; at most {LONGEST_REMARK} are kept. Nothing is coded yet.")
        else:
            walk.decide(category, remark or None)
            walk.at = walk.next_left(walk.at + 1, passed)
    if left := what_is_left(walk):
        write(left)
    write(how_far(walk))
    return len(walk.given)


async def _goes_back(items: int, left: int, read: ReadLine, write: WriteLine) -> bool:
    """Whether a coder goes back once no item is next; an input that has stopped does not."""
    done = f"{left} of {items} items left, none is next" if left else "all coded"
    while True:
        said = (await read(f"{done}: Enter ends, back goes back ") or "").strip()
        if said in ("", "quit"):
            return False
        if said == "back":
            return True
        write(f"{as_given(said)}: no item is asked for now; give Enter, or back to decide otherwise on one.")


def _read_out(book: CodingBook, write: WriteLine) -> None:
    for number, each in enumerate(book.categories, 1):
        write(f"  {number} {each.id}: {each.means}{f' (such as: {each.example})' if each.example else ''}")


def _show(walk: CodingPass, write: WriteLine) -> None:
    write(f"\n{item_title(walk)}.")
    for line in walk.item.text.splitlines():
        write(f"  {line}")
    if coded := walk.code:
        write(f"You have coded it as {coded.category}.")
        if coded.remark:
            write(f"Your remark, kept unless you give another: {plain_line(coded.remark)}")
