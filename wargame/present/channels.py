"""Channels: each is a set of readers, worked out from the events that a seat has seen and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wargame.core.event_kinds import EventKind
from wargame.core.ids import PUBLIC, AgreementId, ProposalId, SeatId
from wargame.core.moves import MakePledge, Message, Propose, TalkMove
from wargame.core.setting import Setting
from wargame.core.views import Seen
from wargame.players.base import Ask
from wargame.present.marks import Marks
from wargame.table.team import ALONE, Team

EVERYONE, TEAM, FROM_CONTROL, NOTES, BRIEF = "#", "=", "!", "~", "~brief"
SPOKEN: tuple[EventKind, ...] = (
    "message_sent",
    "signal_made",
    "offer_made",
    "offer_countered",
    "offer_accepted",
    "offer_rejected",
    "offer_withdrawn",
    "agreement_signed",
    "notice_given",
    "pledge_made",
)
"""Events that belong to the talk; what the rules tell besides has its own screen."""
NOTICES: tuple[EventKind, ...] = ("control_message", "inject_fired", "move_refused", "text_retracted", "secret_told")
"""Events for one seat alone that are said to it, by control or by the rules; the others are news."""
BY_CONTROL: tuple[EventKind, ...] = ("control_message", "text_retracted")
"""What control says to the whole table in the middle of a phase, beside an inject of its own."""
SCHEDULED = ("brief", "inject")
"""Phases in which the scenario's own injects are told; each turn's page of results has them."""


@dataclass(frozen=True, slots=True)
class TalkChannel:
    """A room: whoever is in `others` reads it beside the seat itself, and control always."""

    key: str
    others: tuple[SeatId, ...]
    """The other readers, in table order; empty for the whole table, one's team, control's notices and own notes."""

    @property
    def sign(self) -> str:
        """`#` public, `@` one seat, `&` several, `=` own team, `!` from control, `~` own notes."""
        return self.key[0]

    def name(self, setting: Setting) -> str:
        """What it is called in a list."""
        fixed = {
            EVERYONE: "All, public",
            TEAM: "Your team",
            FROM_CONTROL: "Control to us",
            NOTES: "Own notes",
            BRIEF: "Own brief",
        }
        return fixed.get(self.key) or " + ".join(setting.name_of(seat) for seat in self.others)

    def readers(self, setting: Setting, seat: SeatId) -> str:
        """Who reads it, everybody named."""
        if self.key == EVERYONE:
            return "public: read by every seat, control and the room"
        if self.key == TEAM:
            return f"read at once by the people of {setting.name_of(seat)}; control reads it with your next answer"
        if self.key in (NOTES, BRIEF, FROM_CONTROL):
            return f"read by {setting.name_of(seat)} and control"
        names = ", ".join(setting.name_of(other) for other in (seat, *self.others))
        return f"private: read by {names} and control"

    @property
    def to(self) -> tuple[str, ...]:
        """The recipients of a message here; empty where none can be sent."""
        return (PUBLIC,) if self.key == EVERYONE else self.others


def box_of(key: str) -> str:
    """The box of the draft in which a message to a channel is half written."""
    return f"to {key}"


def room(setting: Setting, others: Iterable[SeatId]) -> TalkChannel:
    """The channel of these other readers; that of the whole table where none of them is a seat."""
    wanted = set(others)
    ordered = tuple(seat for seat in setting.ids if seat in wanted)
    sign = "@" if len(ordered) == 1 else "&"
    return TalkChannel(sign + "+".join(ordered), ordered) if ordered else TalkChannel(EVERYONE, ())


def channel_key(setting: Setting, seat: SeatId, seen: Seen) -> str:
    """Where an event belongs; empty for news, which is no talk: what the rules made of it stands on its own screen."""
    if seen.audience == PUBLIC:
        injected = seen.kind == "inject_fired" and seen.phase not in SCHEDULED
        return EVERYONE if injected or seen.kind in (*SPOKEN, *BY_CONTROL) else ""
    others = [reader for reader in seen.audience if reader != seat]
    if not others:
        return FROM_CONTROL if seen.kind in (*NOTICES, "message_sent") else ""
    return room(setting, others).key if seen.kind in (*SPOKEN, *NOTICES, "offer_lapsed") else ""


def channel_of_move(ask: Ask, move: TalkMove) -> str:
    """Where a drafted move will be read."""
    setting, seat = ask.book.setting, ask.seat
    if isinstance(move, Message):
        return EVERYONE if move.to == (PUBLIC,) else room(setting, move.to).key
    if isinstance(move, Propose):
        return room(setting, (party for party in move.terms.parties if party != seat)).key
    if isinstance(move, MakePledge):
        return room(setting, (move.to,)).key
    offer = ask.view.proposals.get(getattr(move, "proposal", ProposalId(AgreementId(""))))
    deal = ask.view.agreements.get(getattr(move, "agreement", AgreementId("")))
    parties = offer.needed if offer else deal.parties if deal else ()
    return room(setting, (party for party in parties if party != seat)).key


def events_in(ask: Ask, key: str) -> list[tuple[int, Seen]]:
    """The events of a channel, with their places among all that the seat has seen.

    Counted from 0; goes through them all.
    """
    setting, seat = ask.book.setting, ask.seat
    return [(at, seen) for at, seen in enumerate(ask.view.events) if channel_key(setting, seat, seen) == key]


def unread(ask: Ask, marks: Marks) -> dict[str, int]:
    """How many events of others each channel holds that were not there when it was last looked at.

    By key; a channel with nothing unread is absent. Goes through all events that the seat has seen.
    """
    counted: dict[str, int] = {}
    setting, seat = ask.book.setting, ask.seat
    for at, seen in enumerate(ask.view.events):
        key = channel_key(setting, seat, seen)
        if key and at >= marks.read.get(key, 0) and (not seen.about or seen.about[0] != seat or key == FROM_CONTROL):
            counted[key] = counted.get(key, 0) + 1
    return counted


def team_unread(team: Team, marks: Marks) -> int:
    """How many lines of others on the seat were not there when its own channel was last looked at."""
    return sum(line.handle != team.handle for line in team.lines[marks.read.get(TEAM, 0) :])


def unread_by_sign(ask: Ask, marks: Marks, team: Team = ALONE) -> dict[str, int]:
    """How many events are unread in each kind of channel, by its sign, in the order of the signs."""
    counts: dict[str, int] = {TEAM: new} if (new := team_unread(team, marks)) else {}
    for key, number in unread(ask, marks).items():
        counts[key[0]] = counts.get(key[0], 0) + number
    return dict(sorted(counts.items()))


def channels(
    ask: Ask, moves: Sequence[TalkMove], also: Sequence[SeatId] = (), *, team: bool = False
) -> list[TalkChannel]:
    """All rooms of a seat: the table, one for each other seat, groups that were used, notices, notes, brief.

    `also` are seats that make one more group; where several people sit on the seat, their `team` has a room as well.
    Goes through all events that the seat has seen.
    """
    setting, seat = ask.book.setting, ask.seat
    seated = [other for other in setting.seats if other.id != seat]
    ones = [room(setting, (other.id,)) for other in sorted(seated, key=lambda s: not s.seated)]
    used = {channel_key(setting, seat, seen) for seen in ask.view.events}
    used |= {channel_of_move(ask, move) for move in moves}
    groups = {key for key in used if key.startswith("&")} | ({room(setting, also).key} if len(also) > 1 else set())
    several = [room(setting, key[1:].split("+")) for key in sorted(groups)]
    own = [TalkChannel(key, ()) for key in (*([TEAM] if team else []), FROM_CONTROL, NOTES, BRIEF)]
    return [TalkChannel(EVERYONE, ()), *ones, *several, *own]
