"""The list of channels and the conversation of one of them, as rows."""

from __future__ import annotations

from wargame.core.moves import Message, TalkMove
from wargame.players.base import Ask
from wargame.review.words import move_in_words
from wargame.table.chair import Draft
from wargame.ui.channels import (
    BRIEF,
    NOTES,
    Channel,
    channel_of_move,
    channels,
    events_in,
    unread,
)
from wargame.ui.marks import Marks
from wargame.ui.rows import Row, letter_part, rule


def channel_rows(ask: Ask, draft: Draft, chosen: Channel) -> list[Row]:
    """One row for each channel: sign, readers, how many are unread, how many drafts wait."""
    counts = unread(ask, Marks.of(draft))
    rows = []
    for channel in channels(ask, draft.moves, chosen.others):
        new = counts.get(channel.key, 0)
        drafted = sum(channel_of_move(ask, move) == channel.key for move in draft.moves)
        count = f"{min(new, 99):>2}" if new else "  "
        waiting = f" +{drafted}" if drafted else ""
        mark = ">" if channel.key == chosen.key else "*" if new else " "
        name = channel.name(ask.book.setting)
        if channel.sign == "@" and not ask.book.setting.by_id[channel.others[0]].seated:
            name += " (off table)"
        style = "bold" if new else ""
        rows.append(Row(((f"{mark}{channel.sign}{count} ", style),), f"{name}{waiting}", channel.key, style))
    return rows


def conversation(ask: Ask, draft: Draft, channel: Channel, read: int) -> list[Row]:
    """What was said in a channel, turn by turn, then what is drafted for it."""
    setting = ask.book.setting
    if channel.key == BRIEF:
        return [Row((), line.strip()) for line in ask.view.brief.strip().splitlines()]
    if channel.key == NOTES:
        kept = draft.notebook or ask.diary.notebook
        return [Row((("~ ", "bold"),), line, f"n{at}") for at, line in enumerate(kept.splitlines())]
    rows: list[Row] = []
    turn = None
    for at, seen in events_in(ask, channel.key):
        if seen.turn != turn:
            turn = seen.turn
            now = ", now" if turn == ask.turn else ""
            rows.append(rule(f"turn {turn}{now}" if turn else "before the first turn"))
        author = seen.about[0] if seen.about else ""
        letter, colour = letter_part(setting, author)
        new = at >= read and author != ask.seat
        style = "dim" if seen.turn < ask.turn else ""
        if seen.kind == "message_sent":
            body = seen.body
        else:
            body = f"[{seen.kind.replace('_', ' ')}] {seen.text}" + (f' "{seen.body}"' if seen.body else "")
        sign = "*" if new else " "
        rows.append(Row(((f"{sign}{letter} ", style or f"bold {colour}".strip()),), body, str(at), style))
    drafted = [(at, move) for at, move in enumerate(draft.moves) if channel_of_move(ask, move) == channel.key]
    if drafted:
        rows.append(rule("drafted, read by you alone until sealed"))
        rows += [Row((("+ ", "bold"),), move_said(ask, move), f"m{at}", "italic") for at, move in drafted]
    return rows


def move_said(ask: Ask, move: TalkMove) -> str:
    """A drafted move in words: a message as it will be read."""
    return move.text if isinstance(move, Message) else move_in_words(move, ask.book.name)
