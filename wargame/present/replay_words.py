"""What seats meant, said and did, as pages: plans beside outcomes, the gap in counts, broken words, three columns."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from wargame.core.moves import Decision
from wargame.core.setting import Setting
from wargame.core.words import Namer
from wargame.present.replay_detail import CLOSED, decided_by, three_columns
from wargame.present.rows import ListRow, heading, letter_part
from wargame.review.walk import Walk
from wargame.review.words_and_deeds import PlanBeside, WordGap, broken_words, gaps, plans
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import scores

COLUMNS = ("said", "kept", "left", "broke", "orders", "unsaid", "pledges", "kept", "broke", "clauses")
"""Intents announced, kept, left undone, broken by orders; orders, unannounced ones; pledges; clauses broken."""
READING = (
    "said: intents it announced; left: it would and did not; broke: it would not and did; unsaid: orders of which it "
    "said nothing; then its pledges; clauses: those that it broke"
)
NAMES = 13
"""Cells of a seat's name."""
TITLES = ("THOUGHT", "SAID", "DID")
GAP = 2
"""Cells between two columns."""


def words_rows(walk: Walk, setting: Setting) -> list[ListRow]:
    """The page of words and deeds up to the place where the walk stands; the key of a row is the step behind it.

    Of the truth: plans and covert breaches stand in it. Linear in the events so far.
    """
    positions, line = walk.positions, walk.timeline
    assert positions is not None
    here, game = positions.at(walk.number), positions.game
    steps = [step for step in range(walk.step + 1) if line.kind(step) == "decision"]
    made = {name: step for step in steps if (name := line.look(step)[0]) in game.decisions}
    decisions = [game.decisions[name] for name in made]
    events = positions.events(here)
    rows = [heading(f"PLANS, AND WHAT CAME OF THEM up to turn {here.turn}")]
    book = game.sequence.book
    first = {seat: score.total for seat, score in scores(picture(book, positions.state(positions.at(1)))).items()}
    now = {seat: score.total for seat, score in scores(picture(book, positions.state(here))).items()}
    for plan in plans(decisions):
        points = (first.get(plan.seat), now.get(plan.seat))
        rows += _plan(plan, setting, (made[plan.first.id], made[plan.last.id]), points, walk.hears(plan.seat))
    if len(rows) == 1:
        rows.append(ListRow((("  ", ""),), "no seat has stated a plan so far"))
    rows.append(heading("WHAT WAS ANNOUNCED, AND WHAT WAS ORDERED"))
    seated = [seat.id for seat in setting.seats if seat.seated]
    rows.append(ListRow(((" " * (NAMES + 2), ""), ("  ".join(COLUMNS), "bold"))))
    rows += [_gap(gap, setting) for gap in gaps(seated, decisions, events)]
    rows.append(ListRow((("  ", ""),), READING, style="dim"))
    rows.append(heading("BROKEN WORDS, with what they rest on; enter goes there"))
    broken = [
        ListRow(
            ((f"{each.event.id:<7}", "dim"), _letter(setting, each.seat)),
            f"{each.event.text} ({', '.join(each.event.causes) or 'nothing before it'})",
            str(line.of_event(each.number)),
        )
        for each in broken_words(events)
    ]
    return [*rows, *(broken or [ListRow((("  ", ""),), "none so far")])]


def _letter(setting: Setting, seat: str) -> tuple[str, str]:
    letter, colour = letter_part(setting, seat)
    return f"{letter} ", colour or "bold"


def _plan(
    plan: PlanBeside,
    setting: Setting,
    steps: tuple[int, int],
    points: tuple[float | None, float | None],
    heard: bool,
) -> list[ListRow]:
    first, last = steps
    meant = plan.first.plan if heard else CLOSED
    rows = [ListRow((("T", "dim"), (f"{plan.first.turn:<2} ", "dim"), _letter(setting, plan.seat)), meant, str(first))]
    if heard and plan.last.plan != plan.first.plan:
        text = f"since turn {plan.last.turn}: {plan.last.plan}"
        rows.append(ListRow((("      ", ""),), text, str(last)))
    before, after = points
    if before is not None and after is not None:
        rows.append(ListRow((("      ", ""),), f"score {before:.1f} -> {after:.1f} as things stand", style="dim"))
    return rows


def _gap(gap: WordGap, setting: Setting) -> ListRow:
    said = (gap.announced, gap.kept, gap.undone, gap.denied, gap.orders, gap.unannounced)
    sworn = (gap.pledges, gap.pledges_kept, gap.pledges_broken, gap.clauses_broken)
    counts = "  ".join(f"{count:>{len(name)}}" for name, count in zip(COLUMNS, (*said, *sworn), strict=True))
    return ListRow((_letter(setting, gap.seat), (set_cell_size(setting.name_of(gap.seat), NAMES), ""), (counts, "")))


def side_by_side(decision: Decision, name: Namer, width: int, *, heard: bool) -> list[str]:
    """Who decided, then thought, said and did in three columns of a page so many cells wide, at least 60.

    A column that needs less than a third leaves the rest to the others. See `three_columns`.
    """
    columns = [lines or ["-"] for lines in three_columns(decision, name, heard=heard)]
    needed = [max(map(cell_len, (title, *lines))) for title, lines in zip(TITLES, columns, strict=True)]
    rooms = _shared(needed, width - GAP * (len(TITLES) - 1))
    broken = [_broken(lines, room) for lines, room in zip(columns, rooms, strict=True)]
    height = max(map(len, broken))
    rows = [TITLES, *zip(*([*each, *[""] * (height - len(each))] for each in broken), strict=True)]
    told = [
        (" " * GAP).join(set_cell_size(cell, room) for cell, room in zip(row, rooms, strict=True)).rstrip()
        for row in rows
    ]
    return [decided_by(decision, name), *told]


def _shared(needed: Sequence[int], width: int) -> list[int]:
    """Cells for columns that need so many: the narrowest get what they need, the others the same of what is left."""
    rooms, left = [0] * len(needed), width
    for count, at in enumerate(sorted(range(len(needed)), key=needed.__getitem__)):
        rooms[at] = min(needed[at], left // (len(needed) - count))
        left -= rooms[at]
    return rooms


def _broken(lines: Sequence[str], room: int) -> list[str]:
    """Lines broken at blanks into cells of so much room; a word that is longer is cut."""
    found = []
    for line in lines:
        row = ""
        for word in line.split():
            joined = f"{row} {word}" if row else word
            if cell_len(joined) <= room:
                row = joined
                continue
            if row:
                found.append(row)
            while cell_len(word) > room:
                head = set_cell_size(word, room).rstrip() or word[:1]
                found.append(head)
                word = word[len(head) :]
            row = word
        found.append(row)
    return found
