"""One coder's way through the items: where they stand, what they have decided, what is left."""

from __future__ import annotations

from collections.abc import Collection

from wargame.coding.coded_items import CodingItem
from wargame.coding.coding_folder import CodingFolder
from wargame.coding.given_codes import GivenCode, add_code, check_coder, codes_of


class CodingPass:
    """A coder's items in their own order, with a place among them; what is decided is on the disk at once."""

    def __init__(self, coding: CodingFolder, coder: str) -> None:
        """Stand at the first item that is left, or behind the last one where none is.

        SpecError if `coder` is no pseudonym, or what they have coded so far cannot be read.
        """
        self.coding, self.coder = coding, check_coder(coder)
        self.items = coding.in_order_of(coder)
        self.given = dict(codes_of(coding, coder))
        """What is decided, by item."""
        self.at = self.next_left(0)
        """Place of the item where the coder stands, from 0; as many as there are items behind the last one."""

    @property
    def item(self) -> CodingItem:
        """The item where the coder stands; IndexError behind the last one."""
        return self.items[self.at]

    @property
    def code(self) -> GivenCode | None:
        """What is decided on it."""
        return self.given.get(self.item.id)

    @property
    def left(self) -> int:
        """How many items are not coded."""
        return len(self.items) - len(self.given)

    def next_left(self, start: int, passed: Collection[str] = ()) -> int:
        """The place from `start` on of the next item that is neither coded nor `passed`; the end if there is none."""
        done = {*self.given, *passed}
        places = range(start, len(self.items))
        return next((place for place in places if self.items[place].id not in done), len(self.items))

    def decide(self, category: str, remark: str | None = None) -> GivenCode:
        """Keep a category of the item where the coder stands; without a remark the one from before stays.

        SpecError for what is no category, for a long remark, or if it cannot be written: then nothing is decided.
        """
        before = self.code
        kept = (before.remark if before else "") if remark is None else " ".join(remark.split())
        self.given[self.item.id] = made = add_code(self.coding, self.coder, self.item.id, category, kept)
        return made
