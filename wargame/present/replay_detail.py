"""One step of a game on record in full, as the eyes that look may read it: words, readers, causes, effects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from wargame.core.deeds import deed_in_words, intent_in_words, order_told
from wargame.core.events import Event
from wargame.core.ids import CONTROL, PUBLIC
from wargame.core.moves import Decision, Sealed, Talk, Weigh
from wargame.core.setting import Setting
from wargame.core.views import Seen
from wargame.core.words import Namer, move_in_words
from wargame.present.phases import PHASES
from wargame.present.replay_rows import taken_back
from wargame.present.rows import ListRow, heading, said_of
from wargame.review.walk import Walk
from wargame.rules.model.variable_words import figure, spoken
from wargame.transcript.entry import Entry
from wargame.transcript.entry_values import decision_of
from wargame.transcript.overrides import recorded_act

CLOSED = "closed: T opens what seats thought"
MOST = 12
"""Moves and effects told of one event."""


def detail_rows(walk: Walk, setting: Setting | None) -> list[ListRow]:
    """The step at which the walk stands, or what its eyes met last before it."""
    step = walk.here()
    if step is None:
        narrowed = "nothing so far of what the record is narrowed to"
        said = narrowed if walk.narrowed else "nothing that these eyes could see has happened yet"
        return [ListRow((), said, style="dim")]
    line = walk.timeline
    kind = line.kind(step)
    title = [heading(f"Turn {line.turn(step)}, {PHASES.get(line.phase(step), line.phase(step))}")]
    name = setting.name_of if setting else str
    if kind == "event":
        return [*title, *(row for each in walk.together(step) for row in _event(walk, each, setting))]
    if kind == "decision":
        made = [decision_of(line.entry(each)) for each in walk.together(step)]
        return [*title, *(row for each in made for row in decision_rows(each, name, heard=walk.hears(each.seat)))]
    if kind == "override" and walk.eyes != CONTROL and (told := taken_back(walk, step)):
        return [*title, *told]
    entry = line.entry(step)
    return [*title, *(_call(entry, walk.hears_call(line.seat(step))) if kind == "call" else _act(entry))]


def _event(walk: Walk, step: int, setting: Setting | None) -> Iterator[ListRow]:
    if walk.positions is None or setting is None:
        data = walk.timeline.entry(step).data
        yield ListRow((), str(data["text"]))
        yield from _body(str(data.get("body", "")))
        return
    number = walk.timeline.numbers[step]
    seen = walk.positions.seen_of(walk.eyes, number, walk.positions.at(walk.number))
    assert seen is not None
    yield ListRow((), seen.text if walk.eyes == CONTROL else said_of(seen))
    yield from _body(seen.body)
    yield from _readers(seen, setting)
    if walk.eyes == CONTROL:
        yield from _behind(walk, walk.positions.game.events[number - 1], setting)
    you = "" if walk.eyes in (CONTROL, PUBLIC) else walk.eyes
    if seen.changes:
        yield heading("IT MOVED")
    for change in seen.changes[:MOST]:
        level = f"{figure(change.variable, change.before)} -> {figure(change.variable, change.after)}"
        yield ListRow((("- ", "bold"),), f"{spoken(setting, change.variable, you)} {level}")
    if len(seen.changes) > MOST:
        yield ListRow((("  ", ""),), f"and {len(seen.changes) - MOST} more")


def _body(text: str) -> Iterator[ListRow]:
    return (ListRow((("  ", ""),), line) for line in text.splitlines())


def _readers(seen: Seen, setting: Setting) -> Iterator[ListRow]:
    name = setting.name_of
    everyone = seen.audience == PUBLIC
    readers = "everyone" if everyone else ", ".join([*map(name, seen.audience), "control"])
    yield ListRow((("read by   ", "bold"),), readers)


RULES = {"signal": "statement"}
"""What a rule is called where its own name is another word for something."""


def hidden_from(walk: Walk, setting: Setting) -> str:
    """Who could not see the step at which the truth stands, as a sentence; empty if everybody could."""
    step = walk.here()
    if step is None or walk.positions is None:
        return ""
    seated = [seat.id for seat in setting.seats if seat.seated]
    blind = [seat for seat in seated if not walk.is_open_to(step, seat)]
    if len(blind) == len(seated):
        return "no seat could see this"
    return f"hidden from {', '.join(map(setting.name_of, blind))}" if blind else ""


def _behind(walk: Walk, event: Event, setting: Setting) -> Iterator[ListRow]:
    """Why it happened, by which rule and which chance, and what came of it."""
    assert walk.positions is not None
    game = walk.positions.game
    if hidden := hidden_from(walk, setting):
        yield ListRow((("hidden    ", "bold"),), hidden)
    yield ListRow((("rule      ", "bold"),), f"{RULES.get(event.rule, event.rule)} [{event.id}]")
    places = walk.positions
    for cause in event.causes[:MOST]:
        source = places.event(cause)
        whole, _, part = cause.partition("#")
        text = source.text if source else _deed(game.decisions.get(whole), part, setting)
        yield ListRow((("because   ", "bold"),), f"{text} [{cause}]" if source else text or cause)
    for draw in event.draws:
        yield ListRow((("chance    ", "bold"),), f"{draw.purpose} drew {draw.value:g} against {draw.against:g}")
    if walk.sees_ahead:
        for each in places.effects(event.id)[:MOST]:
            yield ListRow((("led to    ", "bold"),), f"{each.text} [{each.id}]")


def _deed(decision: Decision | None, part: str, setting: Setting) -> str:
    return "" if decision is None else deed_in_words(decision, part, setting.name_of)


def decided_by(decision: Decision, name: Namer) -> str:
    """Whose decision it is, and who made it."""
    how = "" if decision.player == decision.origin else f", {decision.origin}"
    return f"{name(decision.seat)}, played by {decision.player}{how}"


def decision_rows(decision: Decision, name: Namer, *, heard: bool) -> list[ListRow]:
    """Thought, said, did: the three of one decision, under one another; the thought is closed unless `heard`."""
    rows = [ListRow((("who       ", "bold"),), decided_by(decision, name))]
    thought, said, did = three_columns(decision, name, heard=heard)
    for title, lines in (("THOUGHT, its own and control's", thought), ("SAID", said), ("DID", did)):
        rows.append(heading(title))
        rows += [ListRow((("  ", ""),), line) for line in lines] or [ListRow((("  ", ""),), "nothing", style="dim")]
    rows += [ListRow((("repaired  ", "bold"),), fault) for fault in decision.faults]
    return rows


def three_columns(decision: Decision, name: Namer, *, heard: bool) -> tuple[list[str], list[str], list[str]]:
    """What a seat thought, said and did in one decision, each as lines; what it wrote for itself is the thought.

    Unless it is `heard`, the thought is not told, nor whether there is one.
    """
    thought = _thought(decision) if heard else [CLOSED]
    body = decision.body
    if isinstance(body, Talk):
        said = [move_in_words(move, name) for move in body.moves if move.kind == "message"]
        return thought, said, [move_in_words(move, name) for move in body.moves if move.kind != "message"]
    if isinstance(body, Weigh):
        return thought, [f"{each.side}: {each.reason.text}" for each in body.weighings], []
    return thought, _declared(body, name), [order_told(order, name) for order in body.orders]


def _thought(decision: Decision) -> list[str]:
    thought = [line for line in decision.rationale.splitlines() if line.strip()]
    thought += [f"plan: {decision.plan}"] if decision.plan else []
    thought += [f"notebook: {decision.notebook}"] if decision.notebook else []
    thought += [f"{part}" for part in decision.discussion]
    return [*thought, *(f"otherwise: {part}" for part in decision.dissent)]


def _declared(body: Sealed, name: Namer) -> list[str]:
    if body.signal is None:
        return []
    intents = [intent_in_words(each, name) for each in body.signal.intents]
    return [f'"{body.signal.text}"', *intents] if body.signal.text else intents


def _call(entry: Entry, heard: bool) -> Iterator[ListRow]:
    data = entry.data
    usage = data.get("usage") or {}
    tokens = ", ".join(f"{usage[name]} {name}" for name in ("prompt", "completion") if usage.get(name) is not None)
    for title, said in (
        ("model     ", f"{data.get('model')} at {data.get('endpoint')}"),
        ("step      ", f"{data.get('step')}, attempt {data.get('attempt')}, {data.get('rung')}"),
        ("took      ", f"{data.get('seconds'):.1f} s" if isinstance(data.get("seconds"), (int, float)) else "not said"),
        ("tokens    ", tokens or "not said"),
        ("fault     ", str(data.get("fault") or "none")),
    ):
        yield ListRow(((title, "bold"),), said)
    if not heard:
        yield heading("ITS PROMPT AND ITS REPLY")
        yield ListRow((("  ", ""),), CLOSED, style="dim")
        return
    yield heading("ITS REPLY; enter opens the prompt as well")
    yield from _body(str(data.get("reply") or data.get("refusal") or "nothing came"))


def _act(entry: Entry) -> Iterator[ListRow]:
    act = recorded_act(entry.turn, entry.phase, entry.data)
    yield ListRow((("who       ", "bold"),), f"{act.who}, {act.role.replace('_', ' ')}")
    yield ListRow((("what      ", "bold"),), f"{act.what.replace('_', ' ')} {act.target}".rstrip())
    yield ListRow((("why       ", "bold"),), act.reason or "no reason was asked for or given")


def call_text(entry: Entry, text_of: Callable[[str], str | None]) -> str:
    """A model call in full: each message as it was sent, then the reply; `text_of` gives a stored text by digest."""
    data = entry.data
    parts = []
    messages: Sequence[tuple[str, Sequence[str]]] = data.get("messages") or ()
    for speaker, pieces in messages:
        said = "\n\n".join(text_of(piece) or f"(the text {piece[:12]} is not in this record)" for piece in pieces)
        parts += [f"--- {speaker.upper()} ---", said, ""]
    parts += ["--- REPLY ---", str(data.get("reply") or data.get("refusal") or data.get("fault") or "nothing came")]
    return "\n".join(parts)
