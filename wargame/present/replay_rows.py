"""A game on record as rows: one line a step, and the bar of turns below them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, overload

from wargame.core.ids import CONTROL, PUBLIC
from wargame.present.letters import letters
from wargame.present.phases import PHASES
from wargame.present.rows import ListRow, Part, event_sentence, heading, letter_part
from wargame.review.walk import Walk
from wargame.transcript.entry import Entry
from wargame.transcript.overrides import recorded_act

if TYPE_CHECKING:
    from wargame.core.moves import Decision
    from wargame.core.setting import Setting

SIGNS: Mapping[str, str] = {"decision": "o", "call": "m", "override": "R"}
MARKS: Mapping[str, str] = {"offer": "o", "inject": "i", "ruling": "R", "broken": "!"}
"""Landmarks on the bar, each over those before it."""
PARTS = ("brief", "inject", "talk", "orders", "weigh", "adjudication", "spillover", "news", "end")
"""Phases of a turn in their order."""
EYES: Mapping[str, str] = {CONTROL: "truth", PUBLIC: "public"}


def eyes_in_words(eyes: str, setting: Setting | None) -> str:
    """Whose view it is: `truth`, `public`, or the name of a seat."""
    return EYES.get(eyes) or (setting.name_of(eyes) if setting else eyes)


def step_row(walk: Walk, step: int, setting: Setting | None, noted: bool = False) -> ListRow:
    """One step as one line, as the eyes of the walk see it where it stands; its key is the number of the step.

    `noted` marks it as one with a note.
    """
    line = walk.timeline
    name = setting.name_of if setting else str
    kind = line.kind(step)
    if kind == "event":
        place, sign, about, text = _event(walk, step, setting)
    else:
        entry, place = line.entry(step), f"T{line.turn(step)}"
        told = _told if walk.reads_decisions else _in_brief
        sign, about, text = SIGNS[kind], line.seat(step), told(entry, name)
        if walk.eyes != CONTROL and (rows := taken_back(walk, step)):
            text = rows[0].text
        if len(silent := walk.together(step)) > 1:
            *first, last = (name(line.seat(each)) for each in silent)
            seats = f"{', '.join(first)} and {last}"
            text = f"{seats} said nothing in round {line.index.silent(line.lines[step])}"
    letter, colour = letter_part(setting, about) if setting else (about[:1].upper() or ".", "")
    head: tuple[Part, ...] = (
        (f" {'n' if noted else ' '}{place:<6}", "dim"),
        (f"{sign:<3}", "bold"),
        (f"{letter} ", colour or "bold"),
    )
    return ListRow(head, text, str(step), "" if kind == "event" else "dim")


def taken_back(walk: Walk, step: int) -> list[ListRow]:
    """Of a step by which control took turns back: what a seat's or the public's eyes are told of it, as at the table.

    Empty for other steps, and before the game has been played again.
    """
    number = walk.timeline.undoing(step)
    if number is None or walk.positions is None:
        return []
    from wargame.present.undone_rows import undone_rows

    return list(undone_rows([walk.positions.taken_back(walk.eyes, number)], walk.eyes))


def told_at(walk: Walk, line: int, setting: Setting | None) -> str:
    """What stands at a line of the record, in at most 160 letters, as far as the eyes of the walk may be told."""
    step = walk.timeline.of_line(line)
    if not walk.timeline.stands(line):
        return "a line that does not stand"
    if not walk.sees_ahead and (step > walk.step or not walk.meets(step)):
        return "a line that these eyes do not meet"
    return step_row(walk, step, setting).body[:160]


def _event(walk: Walk, step: int, setting: Setting | None) -> tuple[str, str, str, str]:
    line = walk.timeline
    if walk.eyes == CONTROL or walk.positions is None:
        entry = line.entry(step)
        about = next(iter(entry.data.get("about", ())), "")
        body = f' "{entry.data["body"]}"' if entry.data.get("body") else ""
        alike = walk.together(step)
        if len(alike) > 1:
            return str(entry.data["id"]), "", "", f"No breach between {len(alike)} pairs of seats came to light."
        return str(entry.data["id"]), _sign(entry.audience, "", setting), about, f"{entry.data['text']}{body}"
    seen = walk.positions.seen_of(walk.eyes, line.numbers[step], walk.positions.at(walk.number))
    assert seen is not None
    about = seen.about[0] if seen.about else ""
    return f"T{seen.turn}", _sign(seen.audience, walk.eyes, setting), about, event_sentence(seen)


def _sign(audience: Sequence[str] | str, eyes: str, setting: Setting | None) -> str:
    if audience == PUBLIC:
        return "#"
    others = [seat for seat in audience if seat != eyes]
    if not others:
        return "~"
    found = letters(setting) if setting else {}
    return f"@{found.get(others[0], others[0][:1].upper())}" if len(others) == 1 else f"&{len(others)}"


def _told(entry: Entry, name: Callable[[str], str]) -> str:
    data = entry.data
    if entry.kind == "decision":
        from wargame.transcript.entry_values import decision_of

        return decided(decision_of(entry), name)
    if entry.kind == "call":
        seconds = data.get("seconds")
        waited = f", {seconds:.1f} s" if isinstance(seconds, (int, float)) else ""
        return f"call of {data.get('model')}: {data.get('step')}, attempt {data.get('attempt')}{waited}"
    act = recorded_act(entry.turn, entry.phase, data)
    if act.to_turn is not None:
        return f"{act.who} took the game back to the start of turn {act.to_turn}: {act.reason}"
    target = f" {act.target}" if act.target else ""
    return f"{act.who}: {act.what.replace('_', ' ')}{target}{f' ({act.reason})' if act.reason else ''}"


def _in_brief(entry: Entry, name: Callable[[str], str]) -> str:
    """As `_told`, and of a decision how much it holds: what is seen before the types of all orders are read."""
    if entry.kind != "decision":
        return _told(entry, name)
    body = entry.data.get("body")
    known = body if isinstance(body, dict) else {}
    part, what = PARTS_OF.get(known.get("kind", ""), ("", ""))
    parts = known.get(part)
    many = len(parts) if isinstance(parts, list) else 0
    return f"{name(str(entry.data.get('seat', '')))} decided: {many} {what}{'s' * (many != 1)}".rstrip()


PARTS_OF: Mapping[str, tuple[str, str]] = {
    "talk": ("moves", "move"),
    "sealed": ("orders", "order"),
    "weigh": ("weighings", "weighing"),
}
"""By kind of what was decided, the list that holds it and what one of it is called."""


def line_rows(walk: Walk, step: int) -> list[ListRow]:
    """A step as its line has it, before the game has been played again: an event in its words, others in a row."""
    line = walk.timeline
    title = heading(f"Turn {line.turn(step)}, {PHASES.get(line.phase(step), line.phase(step))}")
    entry = line.entry(step)
    if line.kind(step) != "event":
        return [title, ListRow((), _in_brief(entry, str))]
    body = str(entry.data.get("body", "")).splitlines()
    return [title, ListRow((), str(entry.data["text"])), *(ListRow((("  ", ""),), each) for each in body)]


def decided(decision: Decision, name: Callable[[str], str]) -> str:
    """A decision as one sentence, with what it declared."""
    from wargame.core.deeds import deed_in_words
    from wargame.core.moves import Sealed, Talk

    body = decision.body
    if isinstance(body, Talk) and not body.moves:
        return f"{name(decision.seat)} said nothing in round {decision.round}"
    said = f' and declared "{body.signal.text}"' if isinstance(body, Sealed) and body.signal else ""
    return f"{deed_in_words(decision, '', name)}{said}"


@dataclass(eq=False)
class StepRows(Sequence[ListRow]):
    """Rows of steps, each made when it is first looked at."""

    steps: Sequence[int]
    make: Callable[[int], ListRow]
    _made: dict[int, ListRow] = field(default_factory=dict)

    def place_of(self, key: str) -> int | None:
        """The place of the row of a step, from 0, found without making a row; None if it is not among them."""
        at = bisect_left(self.steps, int(key)) if key.isdigit() else len(self.steps)
        return at if at < len(self.steps) and self.steps[at] == int(key) else None

    def __len__(self) -> int:
        return len(self.steps)

    @overload
    def __getitem__(self, at: int) -> ListRow: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[ListRow]: ...

    def __getitem__(self, at: int | slice) -> ListRow | Sequence[ListRow]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        step = self.steps[at]
        row = self._made.get(step)
        if row is None:
            row = self._made[step] = self.make(step)
        return row


def bar(walk: Walk, width: int, noted: Collection[int]) -> tuple[str, str]:
    """The turns of the game over so many cells, with the place in them; and below it what is worth jumping to.

    `!` broken words, `R` rulings, `i` injects, `o` offers, `n` notes (`noted` are their steps). What these eyes do not
    meet, or not yet, is not marked, and where nothing ahead is shown all turns are as wide as one another: how much
    happens in a turn to come is not told by its width.
    """
    room = max(20, width - 8)
    place = _place_in_all(walk, room) if walk.sees_ahead else _place_in_turns(walk, room)
    cells, marks = ["-"] * room, [" "] * room
    for turn in range(place.turns + 1):
        text = str(turn)
        at = min(room - len(text), place.begins(turn))
        if turn or not place.even:
            cells[at : at + len(text)] = text
    for step, landmark in walk.marks():
        sign, at = MARKS[landmark], place.of(step)
        if " oiR!".index(sign) > " oiR!".find(marks[at]):
            marks[at] = sign
    for step in noted:
        marks[place.of(step)] = "n"
    cells[place.of(walk.step)] = "^"
    return f"turn    {''.join(cells)}", f"marks   {''.join(marks)}"


@dataclass(frozen=True, slots=True)
class _Places:
    """Where steps and turns stand on the bar."""

    turns: int
    begins: Callable[[int], int]
    of: Callable[[int], int]
    even: bool


def _place_in_all(walk: Walk, room: int) -> _Places:
    """By the steps of the whole record."""
    line = walk.timeline
    last = max(1, len(line) - 1)
    begins = dict(line.beginnings())
    firsts = [begins.get(turn, last) for turn in range(max(begins) + 1)]
    return _Places(
        len(firsts) - 1, lambda turn: firsts[turn] * (room - 1) // last, lambda step: step * (room - 1) // last, False
    )


def _place_in_turns(walk: Walk, room: int) -> _Places:
    """By turns, of which everybody knows how many there are, and within a turn by its phase."""
    line = walk.timeline
    turns = max(1, walk.turns)

    def begins(turn: int) -> int:
        return max(0, turn - 1) * room // turns

    def of(step: int) -> int:
        turn, phase = line.turn(step), line.phase(step)
        if turn == 0:
            return 0
        first, beyond = begins(turn), min(room, begins(turn + 1))
        part = PARTS.index(phase) if phase in PARTS else 0
        return min(room - 1, first + (beyond - first) * part // len(PARTS))

    return _Places(turns, begins, of, True)
