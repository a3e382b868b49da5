"""Coding line by line: one item after another, answered by the number or the name of a category."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from wargame.coding.coded_items import CodingItem
from wargame.coding.coding_book import CodingBook
from wargame.coding.coding_folder import CodingFolder
from wargame.coding.given_codes import LONGEST_REMARK, GivenCode, add_code, codes_of
from wargame.console.lines import Ended, ReadLine, WriteLine, pick
from wargame.core.plain_text import as_given, plain_line

HELP = (
    "A number or a name codes the item; words after it are kept as your remark. Enter leaves it as it is, `back` goes "
    "to the one before, `?` reads the categories again, `quit` stops; all that you have coded is kept."
)


async def code_by_lines(coding: CodingFolder, coder: str, read: ReadLine, write: WriteLine) -> int:
    """Ask one coder for what is not coded yet, in this coder's own order; gives how many items are coded then.

    Each answer is on the disk before the next question. After the last item one can still go back. Ended if the input
    stops before that. SpecError if it cannot be written.
    """
    ordered = coding.in_order_of(coder)
    given = dict(codes_of(coding, coder))
    write(f"{coding.book.title}: {len(given)} of {len(ordered)} items are coded by {coder}.")
    _read_out(coding.book, write)
    write(HELP)
    at = _next(ordered, given, 0)
    passed: set[str] = set()
    while True:
        if at >= len(ordered):
            if not await _goes_back(len(ordered), len(ordered) - len(given), read, write):
                break
            at = len(ordered) - 1
        item = ordered[at]
        code = given.get(item.id)
        _show(item, at, len(ordered), code, write)
        said = await read(f"{coding.book.asks} ")
        if said is None:
            raise Ended
        word, _, remark = said.strip().partition(" ")
        remark = " ".join(remark.split())
        if word == "quit":
            break
        if word == "?":
            _read_out(coding.book, write)
        elif word == "back":
            if not at:
                write("This is the first item; there is none before it.")
            at = max(at - 1, 0)
        elif not word:
            passed.add(item.id)
            at = _next(ordered, {*given, *passed}, at + 1)
        elif (category := pick(word, coding.book.ids)) not in coding.book.ids:
            write(f"{as_given(word)} is no category: give 1 to {len(coding.book.ids)}, a name, or ? to read them.")
        elif len(remark) > LONGEST_REMARK:
            write(f"Your remark has {len(remark)} characters; at most {LONGEST_REMARK} are kept. Nothing is coded yet.")
        else:
            given[item.id] = add_code(coding, coder, item.id, category, remark or (code.remark if code else ""))
            at = _next(ordered, {*given, *passed}, at + 1)
    if left := len(ordered) - len(given):
        write(f"{left} {'is' if left == 1 else 'are'} left; the same command goes on with what is left.")
    write(f"{len(given)} of {len(ordered)} items are coded by {coder}.")
    return len(given)


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


def _next(ordered: Sequence[CodingItem], done: Collection[str], at: int) -> int:
    """The place of the next item that is not done; the end if there is none."""
    return next((place for place in range(at, len(ordered)) if ordered[place].id not in done), len(ordered))


def _read_out(book: CodingBook, write: WriteLine) -> None:
    for number, each in enumerate(book.categories, 1):
        write(f"  {number} {each.id}: {each.means}{f' (such as: {each.example})' if each.example else ''}")


def _show(item: CodingItem, at: int, of: int, coded: GivenCode | None, write: WriteLine) -> None:
    write(f"\n{at + 1} of {of}: {item.unit}, turn {item.turn}, {item.by} to {item.to}.")
    for line in item.text.splitlines():
        write(f"  {line}")
    if coded:
        write(f"You have coded it as {coded.category}.")
        if coded.remark:
            write(f"Your remark, kept unless you give another: {plain_line(coded.remark)}")
