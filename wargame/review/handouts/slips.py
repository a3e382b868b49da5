"""Blank slips for a table without screens: orders, offers, arguments; control types them in."""

from __future__ import annotations

from typing import get_args

from wargame.core.clauses import CLAUSE_TYPES
from wargame.core.domains import tag_of
from wargame.core.ids import Channel, DataTerms, Licence
from wargame.core.orders import EFFECT_KINDS
from wargame.core.promises import PROMISE_KINDS
from wargame.core.setting import Setting
from wargame.review.handouts.sheet import Blanks, Block, Prose, Sheet, SheetColumn, Title

ORDERS: tuple[Block, ...] = (
    Title("Order slip"),
    Blanks("Seat"),
    Blanks("Turn"),
    Blanks("We say in public", 4),
    Blanks("We will / will not", 2),
    Blanks("Major order, one"),
    Blanks("on whom, how", 2),
    Blanks("Minor order"),
    Blanks("on whom, how", 2),
    Blanks("Minor order"),
    Blanks("on whom, how", 2),
    Blanks("Why, for control alone", 4),
    Blanks("Otherwise minded", 2),
    Prose("Fold once. Hand in with the others. Nothing may be changed after that."),
)
ARGUMENT: tuple[Block, ...] = (
    Title("Argument (1 P; one a turn, on the order sheet)"),
    Blanks("Seat and turn"),
    Blanks("What we do", 2),
    Blanks("Its effect, and on whom", 2),
    Blanks("Because (cite)", 2),
    Blanks("And because (cite)", 2),
    Blanks("And because (cite)", 2),
    Blanks("For or against, by others", 3),
    Prose("A reason counts if it cites a public event, an agreement or a settled fact."),
)


def slips(setting: Setting) -> tuple[Sheet, Sheet]:
    """The sheet of orders, twice on a page; and the sheet of offers and arguments."""
    offer: tuple[Block, ...] = (
        Title("Offer"),
        Blanks("From, to, turn"),
        Blanks("Who gives whom what", 6),
        Blanks("Model, channel, licence"),
        Blanks("Areas, data, audit"),
        Blanks("Price and support a turn"),
        Blanks("Turns, notice, secret?"),
        Blanks("Answer, and by whom"),
        Title("Pledge"),
        Blanks("We pledge whom what"),
        Blanks("Until the end of turn"),
    )
    words = (
        Title("Words that the table knows"),
        Prose(f"Clauses: {_list(tag_of(each) for each in CLAUSE_TYPES)}."),
        Prose(f"Channels: {_list(get_args(Channel))}. Licences: {_list(get_args(Licence)[1:])}. "
              f"Data: {_list(get_args(DataTerms))}."),
        Prose(f"Pledges: {_list(PROMISE_KINDS)}."),
        Prose(f"Effects of an argument: {_list(EFFECT_KINDS)}."),
    )  # fmt: skip
    return (
        _sheet("slip-orders", "Orders", setting, (SheetColumn(0.5, ORDERS), SheetColumn(0.5, ORDERS)), ()),
        _sheet(
            "slip-talk", "Offers and arguments", setting, (SheetColumn(0.5, offer), SheetColumn(0.5, ARGUMENT)), words
        ),
    )


def _sheet(file: str, title: str, setting: Setting, columns: tuple[SheetColumn, ...], foot: tuple[Block, ...]) -> Sheet:
    return Sheet(file, title, setting.title, "Copy as many as you need", columns, foot)


def _list(words: object) -> str:
    return ", ".join(str(word).replace("_", " ") for word in words)  # type: ignore[attr-defined]
