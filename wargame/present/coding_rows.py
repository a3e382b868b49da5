"""A coding told in rows and sentences: categories, items, how far a coder has come."""

from __future__ import annotations

from wargame.coding.coded_items import CodingItem
from wargame.coding.coding_book import CodingBook
from wargame.coding.coding_pass import CodingPass
from wargame.coding.given_codes import GivenCode
from wargame.present.rows import ListRow
from wargame.present.shapes import cut

BEGINNING = 90
"""Letters of an item by which it is known in a list."""
LEFT = "left"
"""What stands in a list in place of the category of an item that is not coded."""


def how_far(walk: CodingPass) -> str:
    """How many items are coded, by whom."""
    return f"{len(walk.given)} of {len(walk.items)} items are coded by {walk.coder}."


def what_is_left(walk: CodingPass) -> str:
    """How one goes on with items that are left; empty where none is."""
    if not walk.left:
        return ""
    return f"{walk.left} {'is' if walk.left == 1 else 'are'} left; the same command goes on with what is left."


def item_title(walk: CodingPass) -> str:
    """The item where a coder stands, by its place and by what is around its words."""
    item = walk.item
    return f"{walk.at + 1} of {len(walk.items)}: {item.unit}, turn {item.turn}, {item.by} to {item.to}"


def key_of_category(number: int) -> str:
    """The key that gives the category of this number, from 1: 1 to 9, 0 for the tenth; none for those after it."""
    return str(number % 10) if number <= 10 else " "


def category_rows(book: CodingBook, given: GivenCode | None, *, examples: bool) -> list[ListRow]:
    """One row a category, with its key and its definition; the one that is given is marked by a star."""
    width = max(map(len, book.ids))
    rows = []
    for number, each in enumerate(book.categories, 1):
        here = given is not None and given.category == each.id
        head = ((f"{'*' if here else ' '} {key_of_category(number)} ", "bold"), (f"{each.id:<{width}}  ", "bold"))
        such = f" (such as: {each.example})" if examples and each.example else ""
        rows.append(ListRow(head, f"{each.means}{such}", each.id))
    return rows


def definitions(book: CodingBook) -> str:
    """The whole codebook to read: each category with its definition and its example."""
    parts = []
    for each in book.categories:
        such = (f"  such as: {each.example}",) if each.example else ()
        parts.append("\n".join((each.id, f"  {each.means}", *such)))
    return "\n\n".join(parts)


def item_rows(walk: CodingPass) -> list[ListRow]:
    """One row an item in the coder's order, with what it was coded as; keys are places, from 0."""
    width, numbers = max(map(len, (*walk.coding.book.ids, LEFT))), len(str(len(walk.items)))
    return [_row_of(at, item, walk.given.get(item.id), numbers, width) for at, item in enumerate(walk.items)]


def _row_of(at: int, item: CodingItem, given: GivenCode | None, numbers: int, width: int) -> ListRow:
    said = given.category if given else LEFT
    head = ((f"{at + 1:>{numbers}}  ", ""), (f"{said:<{width}}  ", "" if given else "bold"))
    return ListRow(head, cut(" ".join(item.text.split()), BEGINNING), str(at))
