"""Rows: what a list of lines is made of, and events told as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wargame.present.letters import colours, letters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wargame.core.setting import Setting
    from wargame.core.views import Seen
    from wargame.players.base import Ask

Part = tuple[str, str]
"""A text and its style."""


class ListRow(NamedTuple):
    """One entry of a list: a head that is never wrapped, and a body that may be."""

    head: tuple[Part, ...]
    """Text and style (`bold`, `dim`, `#E69F00`, empty) of each part."""
    body: str = ""
    key: str = ""
    """What the row stands for; kept under the cursor when the rows change."""
    style: str = ""
    """Style of the body."""
    marked: bool = False
    """A rule or a heading: the cursor passes over it."""

    @property
    def text(self) -> str:
        """The row as plain text."""
        return "".join(part for part, _ in self.head) + self.body


def heading(text: str) -> ListRow:
    """A line that divides a list."""
    return ListRow((), text, style="bold", marked=True)


def rule(text: str) -> ListRow:
    """A ruled line with a few words in it."""
    return ListRow(((f"--- {text} ", "bold"), ("-" * 200, "dim")), marked=True)


def prose(title: str, text: str) -> list[ListRow]:
    """A text of several paragraphs under a heading; what marks its headings and its bold words is left out."""
    return [
        heading(title),
        *(ListRow((), line.strip().replace("**", "").lstrip("# ")) for line in text.strip().splitlines()),
        ListRow(((" ", ""),), marked=True),
    ]


def letter_part(setting: Setting, seat: str) -> Part:
    """A seat's letter in its colour; a dot for the world."""
    return letters(setting).get(seat, "."), colours(setting).get(seat, "")


TOO_LATE = {"withdraw": "you wanted to take back", "respond": "you wanted to answer"}
"""What a seat wanted of an offer, by the kind of its move."""


def said_of(seen: Seen) -> str:
    """What an event says; of an offer that was gone before the seat's move was heard no id, which nobody is shown."""
    if seen.kind == "move_refused":
        from wargame.core.event_values import Refused

        value = seen.value
        if isinstance(value, Refused) and value.refusal.kind == "unknown_name" and value.what in TOO_LATE:
            return f"Too late: the offer that {TOO_LATE[value.what]} had been answered, taken back or had lapsed."
    return seen.text


def event_sentence(seen: Seen) -> str:
    """An event as a sentence, with the prose that it carries."""
    body = f' "{seen.body}"' if seen.body else ""
    return f"{said_of(seen)}{body}"


def noteworthy(events: Iterable[Seen]) -> list[Seen]:
    """What the public screen tells as news: no routine, and no scores, which stand elsewhere."""
    from wargame.core.event_kinds import weight_of

    return [each for each in events if weight_of(each.kind) != "routine" and each.kind != "score_given"]


LONG = 300
"""Letters of somebody's words that a page of news shows."""


def folded(text: str, most: int) -> str:
    """A text cut to its first letters, with how many more there are."""
    more = len(text) - most
    return f"{text[:most].rstrip()}… ({more:,} more letters)" if more > most // 4 else text


def event_rows(ask: Ask, start: int = 0) -> list[ListRow]:
    """Events from a place on, turn by turn, each with the letter of its actor.

    `start` counts from 0; the key of a row is the number of its event.
    """
    setting, rows, turn = ask.book.setting, [], None
    for at, seen in enumerate(ask.view.events[start:], start):
        if seen.kind == "game_started":
            continue
        if seen.turn != turn:
            turn = seen.turn
            rows.append(rule(f"turn {turn}" if turn else "before the first turn"))
        letter, colour = letter_part(setting, seen.about[0] if seen.about else "")
        body = f' "{folded(seen.body, LONG)}"' if seen.body else ""
        rows.append(ListRow(((f"{letter} ", colour or "bold"),), f"{said_of(seen)}{body}", str(at)))
    return rows
