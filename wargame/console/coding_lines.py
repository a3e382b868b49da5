"""Coding line by line: one item after another, answered by the number or the name of a category."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from wargame.coding.coded_items import CodingItem
from wargame.coding.coding_book import CodingBook
from wargame.coding.coding_folder import CodingFolder
from wargame.coding.given_codes import LONGEST_REMARK, add_code, codes_of
from wargame.console.lines import Ended, ReadLine, WriteLine, pick
from wargame.core.plain_text import as_given

HELP = (
    "A number or a name codes the item; words after it are kept as your remark. Enter leaves it for later, `back` goes "
    "to the one before, `?` reads the categories again, `quit` stops; all that you have coded is kept."
)


async def code_by_lines(coding: CodingFolder, coder: str, read: ReadLine, write: WriteLine) -> int:
    """Ask one coder for what is not coded yet, in this coder's own order; gives how many items are coded then.

    Each answer is on the disk before the next question. Ended if the input stops. SpecError if it cannot be written.
    """
    ordered = coding.in_order_of(coder)
    given = dict(codes_of(coding, coder))
    write(f"{coding.book.title}: {len(given)} of {len(ordered)} items are coded by {coder}.")
    _read_out(coding.book, write)
    write(HELP)
    at = _next(ordered, given, 0)
    passed: set[str] = set()
    while at < len(ordered):
        item = ordered[at]
        code = given.get(item.id)
        _show(item, at, len(ordered), code.category if code is not None else "", write)
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
            at = max(at - 1, 0)
        elif not word:
            passed.add(item.id)
            at = _next(ordered, {*given, *passed}, at + 1)
        elif (category := pick(word, coding.book.ids)) not in coding.book.ids:
            write(f"{as_given(word)} is no category: give 1 to {len(coding.book.ids)}, a name, or ? to read them.")
        elif len(remark) > LONGEST_REMARK:
            write(f"Your remark has {len(remark)} characters; at most {LONGEST_REMARK} are kept. Nothing is coded yet.")
        else:
            given[item.id] = add_code(coding, coder, item.id, category, remark)
            at = _next(ordered, {*given, *passed}, at + 1)
    write(f"{len(given)} of {len(ordered)} items are coded by {coder}.")
    return len(given)


def _next(ordered: Sequence[CodingItem], done: Collection[str], at: int) -> int:
    """The place of the next item that is not done; the end if there is none."""
    return next((place for place in range(at, len(ordered)) if ordered[place].id not in done), len(ordered))


def _read_out(book: CodingBook, write: WriteLine) -> None:
    for number, each in enumerate(book.categories, 1):
        write(f"  {number} {each.id}: {each.means}{f' (such as: {each.example})' if each.example else ''}")


def _show(item: CodingItem, at: int, of: int, coded: str, write: WriteLine) -> None:
    write(f"\n{at + 1} of {of}: {item.unit}, turn {item.turn}, {item.by} to {item.to}.")
    for line in item.text.splitlines():
        write(f"  {line}")
    if coded:
        write(f"You have coded it as {coded}.")
