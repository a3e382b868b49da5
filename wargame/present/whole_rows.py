"""The whole game by its weightiest moments, and one moment in full, as rows: sizes in plain units, reasons, the chain.

A size of 1 is as far as one number (a trust, a score, domestic support) usually moves in one turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from wargame.core.codebook import family_of
from wargame.core.ids import CONTROL, PUBLIC, SeatId
from wargame.core.setting import Setting
from wargame.core.state import State
from wargame.core.words import listed
from wargame.present.rows import ListRow, heading
from wargame.present.story_rows import PERCENT_POINTS, flag_in_words, mark_of
from wargame.review.account import month_of
from wargame.review.endings import SAID, bar_in_figures, ending_values, told
from wargame.review.story_chain import ChainLink, How
from wargame.review.story_parts import ReasonKind, SeatPart, StoryMoment
from wargame.review.story_whole import Crossing, HeldMove, WholeMoment
from wargame.review.story_words import shortened
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import scores
from wargame.rules.model.variable_words import figure, spoken

READING = "size 1 is as far as one number usually moves in one turn; what was soon reversed counts for less"
BRIEFLY = "1 is as far as one number usually moves in one turn"
HELD = 0.5
"""Part of a move below which it is said that it did not last."""
SMALL = 0.05
"""Usual moves below which a move is not told."""
LINKED: Mapping[How, str] = {"cause": "because", "word": "broke", "after": "after"}
GIVEN = "the word given in "
"""How a word is introduced against which something was done."""
LED: Mapping[How, str] = {"cause": "led to", "word": "led to", "after": "then"}
"""How what came later is introduced: what only followed on a loss of trust was not brought about on record."""
REASONS: Mapping[ReasonKind, str] = {
    "cause": "why",
    "decision": "order",
    "before": "after",
    "value": "after",
    "chance": "why",
    "calendar": "why",
    "unknown": "why",
}
NO_REASON = "why: doctrine "
"""How a script's reason begins that says only which doctrine plays."""

PUBLICLY = "in public: "
"""How what a seat stated before all begins."""


class CitedRow(NamedTuple):
    """A row, and what of the record it rests on; neither line nor place for what rests on its moment as a whole."""

    row: ListRow
    line: int = 0
    place: int | None = None
    """Among the events told to the viewer."""


Stand = Callable[[StoryMoment], int]
"""From a moment to the step of the record at which a reader stands to see it."""


def whole_rows(
    setting: Setting,
    found: Sequence[WholeMoment],
    viewer: str,
    stand: Stand,
    line: Callable[[int], int],
    heard: Callable[[SeatId], bool],
) -> list[ListRow]:
    """The moments in their order, each with sizes, reasons and what came of it; the key of a row is the step there.

    `line` gives the line of the record at a step, 0 where it is not to be told; `heard` says whose thoughts are open.
    """
    return [each.row for each in cited_rows(setting, found, viewer, stand, line, heard)]


def cited_rows(
    setting: Setting,
    found: Sequence[WholeMoment],
    viewer: str,
    stand: Stand,
    line: Callable[[int], int],
    heard: Callable[[SeatId], bool],
) -> list[CitedRow]:
    """The rows of `whole_rows`, each with what it rests on."""
    if not found:
        return [CitedRow(ListRow((("  ", ""),), "nothing that moved much has happened so far", style="dim"))]
    rows = [CitedRow(ListRow((("  ", ""),), READING, style="dim", marked=True))]
    for rank, each in enumerate(found, 1):
        moment, key = each.moment, str(stand(each.moment))
        number = line(int(key))
        rows.append(CitedRow(ListRow((), " ", marked=True)))
        rows.append(CitedRow(ListRow(((f"{rank} ", "bold"), mark_of(moment.kind)), moment.headline, key, "bold")))
        where = f"turn {moment.turn}, {month_of(setting.start, setting.months, moment.turn)}"
        where += f", line {number}" if number else ""
        again = f"; the like of it {each.times} times in the game, this one the weightiest" if each.times > 1 else ""
        rows.append(CitedRow(ListRow((("    ", ""),), f"{where}; size {each.weight:.1f}{again}", key, "dim")))
        told = _told(setting, each, viewer, heard, moves=3, links=4)
        rows += [cited._replace(row=cited.row._replace(key=key)) for cited in told]
    return rows


def full_moment_rows(
    setting: Setting, each: WholeMoment, viewer: str, heard: Callable[[SeatId], bool]
) -> list[ListRow]:
    """One moment on a page of its own: all that it moved, whose scores, the chain of causes, what came of it."""
    moment = each.moment
    rows = [ListRow((mark_of(moment.kind),), moment.headline, style="bold")]
    rows.append(ListRow((("  ", ""),), f"size {each.weight:.1f}; {BRIEFLY}", style="dim"))
    rows += (cited.row for cited in _told(setting, each, viewer, heard, moves=len(each.moved), links=9))
    for part in moment.seats:
        told = [
            *(("knew", text) for text in part.knew),
            *(("said", text) for text in part.said),
            *(("did", text) for text in part.did),
            *(("meant", text) for text in _thought(part) if heard(part.seat)),
        ]
        if told:
            rows.append(heading(setting.name_of(part.seat)))
            rows += [ListRow(((f"  {what:<6}", "bold"),), text) for what, text in told]
    return rows


def _told(
    setting: Setting, each: WholeMoment, viewer: str, heard: Callable[[SeatId], bool], *, moves: int, links: int
) -> Iterator[CitedRow]:
    """Why it came about, what it moved, and what came of it."""
    you = SeatId("" if viewer in (CONTROL, PUBLIC) else viewer)
    moment = each.moment
    shown = each.led_here[-links:]
    linked = {link.lead for link in shown}
    for reason in moment.because:
        when = f"turn {reason.turn}: " if reason.turn != moment.turn else ""
        if reason.how == "decision":
            against = bool(when) and each.broke
            label = "order" if not when else "broke" if against else "why"
            yield _row(label, f"{GIVEN if against else ''}{when}{reason.text}", reason.line)
        elif reason.place not in linked:
            yield _row(REASONS[reason.how], f"{when}{reason.text}", reason.line)
    for part in moment.seats:
        name = setting.name_of(part.seat)
        yield from (_row("said", f"{name} {text}") for text in part.said[:1] if part.did and text.startswith(PUBLICLY))
        if heard(part.seat):
            reasons = (text.removeprefix("why: ") for text in _thought(part) if text.startswith("why: "))
            yield from (_row("thought", f'{name}: "{shortened(reason)}"') for reason in reasons)
    for link in shown:
        lost = f", which cost {_lost(setting, link, you)}" if link.change else ""
        given = GIVEN if link.how == "word" else ""
        yield _row(LINKED[link.how], f"{given}turn {link.turn}: {link.headline}{lost}", place=link.lead)
    large = [move for move in each.moved if abs(move.spreads) >= SMALL and not move.variable.endswith(".score")]
    yield from (_row("moved", move_in_full(setting, move, you)) for move in large[:moves])
    yield from (_row("ending", _over_a_bar(crossing)) for crossing in each.crossed)
    if each.scores:
        most = list(each.scores.items())[:4]
        points = ", ".join(f"{'you' if seat == you else setting.name_of(seat)} {by:+.1f}" for seat, by in most)
        yield _row("scores", f"{points} points")
    for link in each.led_to[:links]:
        lost = f" ({_lost(setting, link, you)})" if link.change else ""
        yield _row(LED[link.how], f"turn {link.turn}: {link.headline}{lost}", place=link.lead)


def _over_a_bar(crossing: Crossing) -> str:
    """`its turn took allied trust in the patron below 40, the bar of a trusted anchor; it stayed there`."""
    name, bar = SAID[crossing.bar.variable][0], bar_in_figures(crossing.bar)
    way = f"to {bar} or more" if crossing.over else f"below {bar}"
    kept = "it stayed there" if crossing.stayed else "not for good"
    return f"its turn took the {name} {way}, the bar of: {listed(crossing.endings)}; {kept}"


def move_in_full(setting: Setting, move: HeldMove, you: SeatId) -> str:
    """`Paris's trust in Washington 25.9 -> 0 of 100 (4.4 times a usual move), soon reversed`, with names."""
    family = family_of(move.variable)
    name, unit = spoken(setting, move.variable, you), family.unit if family else ""
    times = f"{abs(move.spreads):.1f} times a usual move" if abs(move.spreads) >= 1 else "less than a usual move"
    if unit == "flag":
        return f"{name} {flag_in_words(move.after)}{' (did not last)' if move.held < HELD else ''}"
    if move.reach:
        said = f"{name} within reach {figure(move.variable, move.before)} -> {figure(move.variable, move.after)} of 100"
    elif family and family.derived:
        scale, sign = (100, f" {PERCENT_POINTS}") if unit in ("0-1", "share") else (1, "")
        said = f"{name} {scale * (move.after - move.before):+.1f}{sign}"
    elif unit in ("0-1", "share"):
        said = f"{name} {100 * move.before:.0f} -> {100 * move.after:.0f} %"
    else:
        top = " of 100" if family and family.high == 100 else ""
        said = f"{name} {figure(move.variable, move.before)} -> {figure(move.variable, move.after)}{top}"
    return f"{said} ({times}{', did not last' if move.held < HELD else ''})"


def _thought(part: SeatPart) -> Iterator[str]:
    return (text for text in part.meant if not text.startswith(NO_REASON))


def _lost(setting: Setting, link: ChainLink, you: SeatId) -> str:
    assert link.change is not None
    change, name = link.change, spoken(setting, link.change.variable, you)
    return f"{name} {figure(change.variable, change.before)} -> {figure(change.variable, change.after)}"


def _row(label: str, text: str, line: int = 0, place: int | None = None) -> CitedRow:
    return CitedRow(ListRow(((f"    {label:<8}", "bold"),), text), line, place)


def ended_rows(book: Rulebook, state: State) -> Iterator[ListRow]:
    """How a game ended: by name where endings have names, and the final scores, the best first."""
    last, name = picture(book, state), book.setting.name_of
    yield ListRow((), " ", marked=True)
    yield heading("HOW IT ENDED")
    turned = ending_values(last)
    if turned is not None:
        said = told(turned)
        yield ListRow((("  ", ""),), f"{said[:1].upper()}{said[1:]}")
    for score in sorted(scores(last).values(), key=lambda each: -each.total):
        largest = sorted(score.lines, key=lambda line: -abs(line.points))[:3]
        reasons = ", ".join(f"{line.name.replace('_', ' ')} {line.points:+.1f}" for line in largest)
        yield ListRow(((f"  {score.total:6.1f} ", "bold"),), f"{name(score.seat)}: {reasons}")
