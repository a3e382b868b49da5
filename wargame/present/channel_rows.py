"""The list of channels and the conversation of one of them, as rows."""

from __future__ import annotations

from wargame.core.event_kinds import EventKind
from wargame.core.ids import PUBLIC
from wargame.core.moves import GiveNotice, Message, Propose, Respond, TalkMove, Withdraw
from wargame.core.words import move_in_words, terms_in_words
from wargame.players.base import Ask
from wargame.present.channels import (
    BRIEF,
    NOTES,
    TEAM,
    TalkChannel,
    box_of,
    channel_of_move,
    channels,
    events_in,
    team_unread,
    unread,
)
from wargame.present.letters import letters
from wargame.present.marks import Marks
from wargame.present.opening_page import opening_rows
from wargame.present.rows import ListRow, letter_part, rule, said_of
from wargame.present.settling import lapsed
from wargame.table.chair import Draft
from wargame.table.team import ALONE, Team

NAME = 24
"""Cells of a channel's name in the list."""


def short_name(ask: Ask, channel: TalkChannel, room: int) -> str:
    """A channel's name in so many cells; a group whose names do not fit goes by letters, and a mark says what is cut.

    `R + W + A`, `R+W+A+P`, `R+W+A and 6 more`.
    """
    name, own = channel.name(ask.book.setting), letters(ask.book.setting)
    if len(name) <= room:
        return name
    if len(channel.others) < 2:
        return f"{name[: room - 1]}…"
    signs = [own[seat] for seat in channel.others]
    for kept in range(len(signs), 0, -1):
        more = f" and {len(signs) - kept} more" if kept < len(signs) else ""
        for between in (" + ", "+") if not more else ("+",):
            if len(short := between.join(signs[:kept]) + more) <= room:
                return short
    return f"{len(signs)} readers"


def channel_rows(ask: Ask, draft: Draft, chosen: TalkChannel, team: Team = ALONE) -> list[ListRow]:
    """One row for each channel: sign, readers, how many are unread, how many drafts wait."""
    marks = Marks.of(draft)
    counts = {**unread(ask, marks), TEAM: team_unread(team, marks)}
    rows = []
    for channel in channels(ask, draft.moves, chosen.others, team=team.shared):
        new = counts.get(channel.key, 0)
        drafted = sum(channel_of_move(ask, move) == channel.key for move in draft.moves)
        count = f"{min(new, 99):>2}" if new else "  "
        half = channel.key != chosen.key and dict(draft.typed).get(box_of(channel.key), "").strip()
        waiting = f"{f' +{drafted}' if drafted else ''}{' …' if half else ''}"
        mark = "*" if new else " "
        name = short_name(ask, channel, NAME - len(waiting))
        if channel.sign == "@" and not ask.book.setting.by_id[channel.others[0]].seated:
            name += " (off table)" if len(name) + len(" (off table)") <= NAME else " (off)"
        style = "bold" if new else ""
        rows.append(ListRow(((f"{mark}{channel.sign}{count} ", style),), f"{name}{waiting}", channel.key, style))
    return rows


def conversation(
    ask: Ask, draft: Draft, channel: TalkChannel, read: int, *, over: bool = False, team: bool = False
) -> list[ListRow]:
    """What was said in a channel, turn by turn, then what is drafted for it; when the game is over no turn is now.

    What is drafted is read by a `team` where several people sit on the seat.
    """
    setting = ask.book.setting
    if channel.key == BRIEF:
        return opening_rows(ask, draft)
    if channel.key == NOTES:
        kept = draft.notebook or ask.diary.notebook
        return [ListRow((("~ ", "bold"),), line, f"n{at}") for at, line in enumerate(kept.splitlines())]
    rows: list[ListRow] = []
    turn = None
    for at, seen in events_in(ask, channel.key):
        if seen.turn != turn:
            turn = seen.turn
            now = ", now" if turn == ask.turn and not over else ""
            rows.append(rule(f"turn {turn}{now}" if turn else "before the first turn"))
        author = seen.about[0] if seen.about else ""
        letter, colour = letter_part(setting, author)
        new = at >= read and author != ask.seat
        style = "dim" if seen.turn < ask.turn else ""
        if seen.kind == "message_sent":
            body = seen.body
        else:
            text = lapsed(ask, ask.view.events, at) if seen.kind == "offer_lapsed" else said_of(seen)
            body = f"[{_kind_said(seen.kind)}] {text}" + (f' "{seen.body}"' if seen.body else "")
        sign = "*" if new else " "
        rows.append(ListRow(((f"{sign}{letter} ", style or f"bold {colour}".strip()),), body, str(at), style))
    drafted = [(at, move) for at, move in enumerate(draft.moves) if channel_of_move(ask, move) == channel.key]
    if drafted:
        rows.append(rule(f"drafted, read by {'your team' if team else 'you'} alone until sealed"))
        rows += [ListRow((("+ ", "bold"),), drafted_as(ask, move), f"m{at}", "italic") for at, move in drafted]
    return rows


def drafted_as(ask: Ask, move: TalkMove) -> str:
    """A drafted move where its readers stand beside it: a message as it will be read."""
    return move.text if isinstance(move, Message) else move_said(ask, move)


def move_said(ask: Ask, move: TalkMove) -> str:
    """A drafted move in words; offers and agreements by their terms, never by their number."""
    name, view = ask.called, ask.view
    if isinstance(move, Message):
        return f'to {"all" if move.to == (PUBLIC,) else " and ".join(map(name, move.to))}: "{move.text}"'
    if isinstance(move, Propose):
        others = " and ".join(name(party) for party in move.terms.parties if party != ask.seat)
        return f"offer to {others}: {terms_in_words(move.terms, name).partition(': ')[2]}"
    if isinstance(move, Respond | Withdraw) and move.proposal in view.proposals:
        offer = view.proposals[move.proposal]
        whose = "your own offer" if offer.by == ask.seat else f"{name(offer.by)}'s offer"
        terms = terms_in_words(offer.terms, name)
        if isinstance(move, Withdraw):
            return f"withdraw {whose}: {terms}"
        if move.answer == "counter" and move.terms is not None:
            return f"counter {whose} with: {terms_in_words(move.terms, name)}"
        return f"{move.answer} {whose}: {terms}"
    if isinstance(move, GiveNotice) and move.agreement in view.agreements:
        return f"give notice of: {terms_in_words(view.agreements[move.agreement].terms, name)}"
    return move_in_words(move, name)


def _kind_said(kind: EventKind) -> str:
    """A kind of event in the words of screens: what records call a signal is a statement."""
    return kind.replace("signal", "statement").replace("_", " ")
