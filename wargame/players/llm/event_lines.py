"""Telling a seat what it has seen: events as lines, words of others as quotes that cannot pass for anything else.

What is told of a turn only ever grows at its end, so that an endpoint finds it in its cache. Nothing is
dropped in silence: routine events are counted by kind, and what was cut off says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Literal, TypeAlias

from wargame.core.event_kinds import EventKind, Subject, subject_of, weight_of
from wargame.core.event_values import OrderOpened, ScoreCard
from wargame.core.ids import PUBLIC, Phase, SeatId, Variable
from wargame.core.orders import AnyOrder
from wargame.core.setting import Setting
from wargame.core.views import Seen
from wargame.core.words import order_in_brief
from wargame.players.llm.public_words import in_short
from wargame.rules.model.variable_words import figure, spoken

Named: TypeAlias = Callable[[str], str]
"""Gives the name of a seat or a model, as its reader knows it."""
BONDS: frozenset[Subject] = frozenset(("agreement", "break", "access", "pledge", "order"))
"""Subjects of which a reader wants to know who else knows."""
DONE_WITH: frozenset[EventKind] = frozenset(
    (
        *("offer_made", "offer_accepted", "offer_rejected", "offer_countered", "offer_withdrawn"),
        *("argument_put", "argument_weighed"),
    )
)
"""Kinds whose words are left out of turns that are over: terms, refusals and rulings stand where they count."""
OF_A_SIGNAL = 80
"""Characters of a signal that are told in short."""
OF_ONES_OWN = 60
"""The same of the seat's own words."""
TurnDetail = Literal["whole", "short", "over"]
"""How a turn is told.

`short` has fewer words of signals and does not count what was cut; `over` is for a turn that is over: without the
words that have done their work.
"""
WORTH_TELLING = 0.02
"""Least move of a number that is told, as a share of its size."""
PARTS: dict[Phase, str] = {
    "start": "Opening",
    "brief": "Opening",
    "inject": "Opening",
    "talk": "Talk",
    "orders": "Signals and orders",
    "weigh": "Arguments",
    "adjudication": "Outcome",
    "spillover": "Outcome",
    "news": "Outcome",
    "end": "Outcome",
}
"""Parts of a turn under which its phases are told; a part is complete before the next begins."""


def quoted(text: str, most: int, mark: str = "|", *, briefly: bool = False) -> str:
    """Words behind a mark on every line, cut if long; nothing in them can end the quote or begin a line.

    `briefly` says that they were cut, and not by how much.
    """
    lines = [unmarked(_printable(line)) for line in text[:most].splitlines()] or [""]
    more = "..." if briefly else f"cut here: {len(text) - most} more characters"
    cut = f" [{more}]" if len(text) > most else ""
    return f"{mark} " + f"\n  {mark} ".join(lines) + cut


_TEMPLATE_MARK = re.compile(
    r"<(?=[|\uff5c])|(?<=[|\uff5c])>|\u25c1(?=/?\w)"
    r"|[\[<](?=/?(?:INST|SYS|SYSTEM|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT|ARGS|CALL_ID"
    r"|THINK|[gs]MASK|MASK|BOS|EOS|CLS|SEP|PAD|UNK|PREFIX|MIDDLE|SUFFIX)[\]>])"
    r"|<(?=/?(?:s|bos|eos|[se]op|pad|unk|mask|think(?:ing)?|thoughts?|reasoning|reflection|seed:\w+|system|user|human"
    r"|assistant|bot|model|tools?|tool_calls?|tool_response|functions?|function_calls?|start_of_\w+|end_?of_?\w+"
    r"|begin_?of_?\w+|unused\d+|extra_id_\d+)[=>])",
    re.IGNORECASE,
)
"""Where marks of chat templates begin or end, as families of models have them."""


def unmarked(text: str) -> str:
    """A text in which marks of chat templates are broken up by a blank, so that no server takes one for its own."""
    return _TEMPLATE_MARK.sub(lambda mark: f" {mark[0]}" if mark[0] == ">" else f"{mark[0]} ", text)


def on_one_line(text: str) -> str:
    """Words about a reply, which may quote it: nothing in them can begin a line, hide, or close a turn."""
    return unmarked(_printable(" ".join(text.split())))


def _printable(line: str) -> str:
    """A line without characters that could hide or move text."""
    return line if line.isprintable() else "".join(each if each.isprintable() else " " for each in line)


def turn_in_lines(
    events: Sequence[Seen],
    first: int,
    called: Named,
    me: SeatId,
    quote: int,
    news: int = 0,
    telling: TurnDetail = "whole",
) -> list[str]:
    """A turn, or as much of it as there is; `first` is the number of the event before it.

    `news` are the characters that are told of what opens a turn, to the end of a sentence; 0 tells all of it.
    """
    lines: list[str] = []
    numbered = enumerate(events, first + 1)
    for part, group in groupby(numbered, key=lambda item: PARTS[item[1].phase]):
        lines.append(f"{part}:")
        told = list(group)
        if news and part == PARTS["inject"]:
            told = [(number, replace(seen, text=in_short(seen.text, news))) for number, seen in told]
        lines += _part(told, called, me, quote, telling)
    return lines


def _part(
    numbered: Sequence[tuple[int, Seen]], called: Named, me: SeatId, quote: int, telling: TurnDetail
) -> list[str]:
    is_over = telling == "over"
    lines: list[str] = []
    routine: list[EventKind] = []
    for kind, group in groupby(numbered, key=lambda item: item[1].kind):
        found = list(group)
        if weight_of(kind) == "routine" and (is_over or found[0][1].phase != "talk"):
            routine += [kind] * len(found)
        elif kind == "signal_made" and is_over:
            lines.append(f"- Signals came from {len(found)}; where one was belied, it stands below.")
        elif kind == "order_opened":
            lines += _orders([seen for _, seen in found], called)
        elif kind == "score_given":
            lines += _scores([seen for _, seen in found], called)
        else:
            lines += [_line(number, seen, called, me, quote, telling) for number, seen in found]
    if routine:
        lines.append(f"- Routine: {f'{len(routine)} events' if is_over else counted(routine)}")
    return lines


def counted(kinds: Iterable[EventKind]) -> str:
    """Kinds of events with how often they came, in order of their first coming."""
    return ", ".join(
        f"{kind.replace('_', ' ')}{f' x{count}' if count > 1 else ''}" for kind, count in Counter(kinds).items()
    )


def _orders(events: Iterable[Seen], called: Named) -> list[str]:
    """Orders by author: `- Rome ordered: adopt open (llama), train operators`."""
    by_author: dict[str, list[str]] = {}
    for seen in events:
        if (order := ordered(seen)) is not None:
            what = order_in_brief(order, called)
            by_author.setdefault(seen.about[0], []).append(what if seen.audience == PUBLIC else f"{what} [not public]")
    return [f"- {called(who)} ordered: {', '.join(what)}" for who, what in by_author.items()]


def ordered(seen: Seen) -> AnyOrder | None:
    """The order that was opened; None if the event is another, or withdrawn."""
    return seen.value.order if seen.kind == "order_opened" and isinstance(seen.value, OrderOpened) else None


def _scores(events: Iterable[Seen], called: Named) -> list[str]:
    """All scores in one line: `- Rome scores 48.1; Meta scores 50.0`."""
    cards = [(called(seen.about[0]), seen.value) for seen in events if isinstance(seen.value, ScoreCard)]
    return [f"- {'; '.join(f'{who} scores {card.total:.1f}' for who, card in cards)}"] if cards else []


def _line(number: int, seen: Seen, called: Named, me: SeatId, quote: int, telling: TurnDetail) -> str:
    if seen.body and telling == "over":
        told = f"#{number} {seen.text} {quoted(seen.body, quote, briefly=True)}"
        return f"- {seen.text if seen.kind in DONE_WITH else told}"
    if seen.body:
        own = " Your words:" if seen.about[:1] == (me,) else ""
        if telling == "short" and seen.kind == "signal_made":
            words = quoted(seen.body, min(quote, OF_A_SIGNAL), briefly=True)
            return f"- #{number} {called(seen.about[0])} declared: {words}"
        most = min(quote, OF_ONES_OWN) if telling == "short" and own else quote
        return f"- #{number} {seen.text}{own} {quoted(seen.body, most, briefly=telling == 'short')}"
    cite = f"[{seen.cite}] " if seen.cite else ""
    return f"- {cite}{seen.text}{_known_to(seen, called, me)}"


def _known_to(seen: Seen, called: Named, me: SeatId) -> str:
    """Who else knows of a deal or a secret, where that is not plain."""
    if seen.audience == PUBLIC or subject_of(seen.kind) not in BONDS:
        return ""
    others = [called(seat) for seat in seen.audience if seat != me]
    return f" [known to {', '.join(others)}]" if others else " [known to you alone]"


def moves(events: Iterable[Seen], me: SeatId) -> dict[Variable, tuple[float, float]]:
    """First and last value of each of the seat's own numbers that these events moved."""
    moved: dict[Variable, tuple[float, float]] = {}
    prefix = f"{me}."
    for seen in events:
        for change in seen.changes:
            if change.variable.startswith(prefix):
                moved[change.variable] = (moved.get(change.variable, (change.before,))[0], change.after)
    return moved


def moves_in_words(moved: Mapping[Variable, tuple[float, float]], setting: Setting, me: SeatId, most: int) -> str:
    """The largest moves of own numbers first: `your trust in Meta 50 to 54, ...`; the rest is counted."""
    shares = {
        variable: abs(after - before) / max(1.0, abs(before), abs(after)) for variable, (before, after) in moved.items()
    }
    told = [each for each in moved if shares[each] >= WORTH_TELLING and not each.endswith((".points", ".budget"))]
    told.sort(key=lambda each: (-shares[each], each))
    words = []
    for each in told[:most]:
        before, after = (figure(each, value) for value in moved[each])
        words.append(f"{spoken(setting, each, me).removeprefix('your ')} {before} to {after}")
    if len(told) > most:
        words.append(f"{len(told) - most} smaller moves")
    return ", ".join(words)
