"""Items for coding: each thing that was said in a game, blind, and apart from it the key that tells whose it was."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256

from wargame.coding.blinding import Blinding
from wargame.coding.coding_book import CodingUnit
from wargame.core.events import Event
from wargame.core.ids import PUBLIC, Audience, SeatId
from wargame.core.moves import Decision
from wargame.core.prose import REMOVED
from wargame.transcript.consent import without_private
from wargame.transcript.limits import kind_of
from wargame.transcript.verify import Replayed

SAID: Mapping[str, CodingUnit] = {
    "message_sent": "message",
    "offer_made": "offer",
    "offer_accepted": "offer",
    "offer_rejected": "offer",
    "offer_withdrawn": "offer",
    "signal_made": "statement",
    "argument_put": "argument",
}
"""Kinds of events whose words are items."""
WRITTEN_BY_A_MIND = ("human", "chosen", "repaired")
"""Origins of decisions whose reason is somebody's words: what a script notes of its doctrine would tell what it is."""


@dataclass(frozen=True, slots=True)
class CodingItem:
    """What a coder sees of one thing that was said."""

    id: str
    """Tells nothing: it follows from a hash."""
    unit: CodingUnit
    turn: int
    by: str
    """The seat that said it, by name or by number."""
    to: str
    """Whom it was said to: seats, `everybody`, or `nobody`, which is a private reason."""
    text: str


@dataclass(frozen=True, slots=True)
class ItemKey:
    """What no coder sees of an item."""

    item: str
    source: str
    """The record by its path, or the folder of an experiment and the run in it."""
    game: str
    line: int
    """Of the record, from 1."""
    seat: SeatId
    player: str
    """Spec of whoever played the seat then."""
    kind: str
    """A person, a language model or a script."""
    origin: str
    """How the decision came about of which these words are; empty where the record names none."""
    cell: str = ""
    """The cell of the experiment; empty for a record that stands alone."""


@dataclass(frozen=True, slots=True)
class ItemsOfGame:
    """All items of a game."""

    items: tuple[tuple[CodingItem, ItemKey], ...]
    kept_private: int
    """Texts that are in none, since people of the seat have not agreed that they be shown."""
    left: tuple[str, ...]
    """Parts of names that stay in texts, see `Blinding.left`."""


def items_of(
    game: Replayed, units: Collection[CodingUnit], *, seed: int, source: str, cell: str = "", neutral: bool = False
) -> ItemsOfGame:
    """What was said in a game, in the order of its lines. The same record and seed give the same ids.

    What people wrote in private is left out unless all who were asked for the seat have agreed. With private texts of
    people in it the game is played once more. SpecError if consent, TranscriptError if the session cannot be read.
    """
    shown, kept = without_private(game)
    setting = game.sequence.book.setting
    name = str(game.record.header.data["game"])
    lines = {str(entry.data.get("id")): entry.n for entry in game.record.entries if entry.kind in ("event", "decision")}
    blinding = Blinding(game, neutral=neutral)

    def called(seat: str) -> str:
        return blinding.seat(setting.name_of(SeatId(seat)))

    def made(
        unit: CodingUnit, id_: str, turn: int, seat: SeatId, to: Audience, words: str, decision: Decision | None
    ) -> tuple[CodingItem, ItemKey]:
        line = lines[id_]
        item = "i" + sha256(f"{seed}\n{name}\n{line}\n{unit}".encode()).hexdigest()[:11]
        readers = () if isinstance(to, str) else [called(each) for each in to if each != seat]
        told = "everybody" if to == PUBLIC else ", ".join(readers) or "nobody"
        player, origin = (decision.player, decision.origin) if decision else (game.game.seats[seat], "")
        key = ItemKey(item, source, name, line, seat, player, kind_of(player), origin, cell)
        return CodingItem(item, unit, turn, called(seat), told, blinding.text(words)), key

    found = []
    for event in shown.events:
        if event.id not in lines:
            continue  # the record was cut before its line, and the rules made it again
        unit = SAID.get(event.kind)
        if unit in units and unit is not None and _is_there(event.body) and event.about and event.turn > 0:
            by = event.about[0]
            found.append(made(unit, event.id, event.turn, by, event.audience, event.body, _decision(shown, event, by)))
    for decision in shown.decisions.values() if "reason" in units else ():
        if decision.origin in WRITTEN_BY_A_MIND and _is_there(decision.rationale):
            words = decision.rationale
            found.append(made("reason", decision.id, decision.turn, decision.seat, (), words, decision))
    found.sort(key=lambda each: each[1].line)
    return ItemsOfGame(tuple(found), kept, blinding.left)


def _is_there(words: str) -> bool:
    return bool(words.strip()) and REMOVED not in words


def _decision(game: Replayed, event: Event, seat: SeatId) -> Decision | None:
    """The decision of this seat with which words were said."""
    causes = (game.decisions.get(cause.partition("#")[0]) for cause in event.causes)
    return next((each for each in causes if each is not None and each.seat == seat), None)
