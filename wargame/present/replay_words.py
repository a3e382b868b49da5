"""What seats meant, said and did, as pages: plans beside outcomes, the gap in counts, broken words, three columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len, set_cell_size

from wargame.core.deeds import intent_in_words, order_as_deed
from wargame.core.ids import SeatId
from wargame.core.moves import Decision
from wargame.core.setting import Setting
from wargame.core.state import State
from wargame.core.words import Namer, listed, part_of_a_score
from wargame.present.differences import points_between
from wargame.present.replay_detail import CLOSED, OF_A_SCRIPT, decided_by, three_columns
from wargame.present.rows import ListRow, heading, letter_part
from wargame.review.planned_aims import PlannedAim, planned_aims
from wargame.review.record_names import RecordNames
from wargame.review.walk import Walk
from wargame.review.words_and_deeds import NamedGap, PlanBeside, WordGap, broken_words, gaps, named_gaps, plans
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import Score, scores

COLUMNS = ("said", "kept", "left", "broke", "orders", "unsaid", "pledges", "kept", "broke", "clauses")
"""Intents announced, kept, left undone, broken by orders; orders, unannounced ones; pledges; clauses broken."""
READING = (
    "said: intents it announced; left: it would and did not; broke: it would not and did; unsaid: orders of which it "
    "said nothing; then its pledges; clauses: those that it broke"
)
MOST_CAME = 4
"""Events that are told under one aim of a plan."""
NOTHING_NAMED = "it names no seat, no model and no order, so no event answers to it"
NOT_ORDERED = "what it names was not ordered"
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
    before = scores(picture(book, positions.state(positions.at(1))))
    look = picture(book, positions.state(here))
    called = _called(setting, positions.state(here))
    for plan in plans(decisions):
        heard = walk.hears(plan.seat)
        rows += _plan(plan, setting, (made[plan.first.id], made[plan.last.id]), heard)
        if heard:
            for aim in planned_aims(plan.first, called, events):
                rows += _aim(aim, walk, setting)
        rows += _scored(before.get(plan.seat), scores(look).get(plan.seat))
    if len(rows) == 1:
        rows.append(ListRow((("  ", ""),), "no seat has stated a plan so far"))
    rows.append(heading("WHAT WAS ANNOUNCED, AND WHAT WAS ORDERED"))
    seated = [seat.id for seat in setting.seats if seat.seated]
    rows.append(ListRow(((" " * (NAMES + 2), ""), ("  ".join(COLUMNS), "bold"))))
    rows += [_gap(gap, setting) for gap in gaps(seated, decisions, events)]
    rows.append(ListRow((("  ", ""),), READING, style="dim"))
    rows.append(heading("EACH GAP: who, what was meant, said and done, and the lines of it; enter goes there"))
    rows += [_named_gap(gap, walk, setting, made) for gap in named_gaps(decisions, events)] or [
        ListRow((("  ", ""),), "none so far")
    ]
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


def _called(setting: Setting, state: State) -> Mapping[str, SeatId]:
    """Whom a name in a plan means: a seat, or whoever makes the model."""
    seats = {seat.name: seat.id for seat in setting.seats}
    return {**{model.name: model.owner for model in state.models.values()}, **seats}


def _plan(plan: PlanBeside, setting: Setting, steps: tuple[int, int], heard: bool) -> list[ListRow]:
    first, last = steps
    meant = plan.first.plan if heard else CLOSED
    rows = [ListRow((("T", "dim"), (f"{plan.first.turn:<2} ", "dim"), _letter(setting, plan.seat)), meant, str(first))]
    if heard and plan.last.plan != plan.first.plan:
        text = f"since turn {plan.last.turn}: {plan.last.plan}"
        rows.append(ListRow((("      ", ""),), text, str(last)))
    return rows


def _aim(aim: PlannedAim, walk: Walk, setting: Setting) -> list[ListRow]:
    """A sentence of a plan, and under it what answers to it."""
    rows = [ListRow((("      aim   ", "bold"),), aim.words)]
    for each in aim.came[:MOST_CAME]:
        step = walk.timeline.of_event(each.number)
        said = f"{each.how}, turn {each.event.turn}: {each.event.text} (line {walk.timeline.lines[step]})"
        rows.append(ListRow((("      came  ", ""),), said, str(step)))
    if len(aim.came) > MOST_CAME:
        rows.append(ListRow((("            ", ""),), f"and {len(aim.came) - MOST_CAME} more", style="dim"))
    if not aim.came:
        named = listed(map(setting.name_of, aim.names))
        whom = f"with {named} nothing was signed, refused, ordered or broken" if aim.names else NOTHING_NAMED
        rows.append(ListRow((("      came  ", ""),), NOT_ORDERED if aim.verbs else whom, style="dim"))
    return rows


def _scored(before: Score | None, now: Score | None) -> Iterator[ListRow]:
    """The score then and now, and each aim and red line that moved it."""
    if before is None or now is None:
        return
    total = f"{before.total:.1f} -> {now.total:.1f} ({points_between(before.total, now.total):+.1f}) as things stand"
    yield ListRow((("      score ", ""),), total, style="dim")
    then = {line.name: line for line in before.lines}
    still = []
    for line in now.lines:
        old, name = then.get(line.name), part_of_a_score(line.name)
        if old is None:
            yield ListRow((("            ", ""),), f"{name} {line.points:+.1f} points", style="dim")
        elif f"{old.value:.0f}" == f"{line.value:.0f}":
            still.append(name)
        else:
            by = points_between(old.points, line.points)
            said = f"{name} {old.value:.0f} -> {line.value:.0f} of 100 ({by:+.1f} points)"
            yield ListRow((("            ", ""),), said, style="dim")
    if still:
        yield ListRow((("            ", ""),), f"as it was: {', '.join(still)}", style="dim")


def _named_gap(gap: NamedGap, walk: Walk, setting: Setting, made: Mapping[str, int]) -> ListRow:
    """`T3 W  done all the same: said will not threaten Anthropic; did ...; meant ...; lines 12, 40`."""
    line, name = walk.timeline, walk.name
    decided = [made[gap.decision.id]] if gap.decision else []
    steps = [*decided, *(line.of_event(number) for number in gap.numbers)]
    said = intent_in_words(gap.intent, name) if gap.intent else "nothing of it"
    did = ", ".join(order_as_deed(order, name) for order in gap.orders) or "no such order"
    if gap.decision is None:
        assert walk.positions is not None
        said, did = "its word", walk.positions.game.events[gap.numbers[0] - 1].text
        meant = "not on record"
    else:
        meant = _meant(gap.decision, walk.names) if walk.hears(gap.seat) else CLOSED
    lines = ", ".join(str(line.lines[step]) for step in steps)
    text = f"{gap.kind} | meant: {meant} | said: {said} | did: {did} | line{'s' if len(steps) > 1 else ''} {lines}"
    return ListRow((("T", "dim"), (f"{gap.turn:<2} ", "dim"), _letter(setting, gap.seat)), text, str(steps[0]))


def _meant(decision: Decision, names: RecordNames | None) -> str:
    """The reason of a decision, else its plan; a script notes its doctrine and what it answers to."""
    thought = " ".join((decision.rationale or decision.plan).split())
    if not thought.startswith(OF_A_SCRIPT):
        return thought or "not said"
    doctrine, _, causes = (names.noted(thought) if names is not None else thought).partition("; ")
    by = f"by the script {doctrine.removeprefix(OF_A_SCRIPT).replace('_', ' ')}"
    return f"{causes} ({by})" if causes else f"no reason noted ({by})"


def _gap(gap: WordGap, setting: Setting) -> ListRow:
    said = (gap.announced, gap.kept, gap.undone, gap.denied, gap.orders, gap.unannounced)
    sworn = (gap.pledges, gap.pledges_kept, gap.pledges_broken, gap.clauses_broken)
    counts = "  ".join(f"{count:>{len(name)}}" for name, count in zip(COLUMNS, (*said, *sworn), strict=True))
    return ListRow((_letter(setting, gap.seat), (set_cell_size(setting.name_of(gap.seat), NAMES), ""), (counts, "")))


def side_by_side(
    decision: Decision, name: Namer, width: int, *, heard: bool, names: RecordNames | None = None
) -> list[str]:
    """Who decided, then thought, said and did in three columns of a page so many cells wide, at least 60.

    A column that needs less than a third leaves the rest to the others. See `three_columns`.
    """
    columns = [lines or ["-"] for lines in three_columns(decision, name, heard=heard, names=names)]
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
