"""What seats meant: the plan that each stated first beside what became of it, and the private reasons of its orders.

A seat reads its own plan. All else of it is for control, by the instructor's word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from wargame.core.ids import SeatId
from wargame.core.moves import Decision
from wargame.core.plain_text import plain_line
from wargame.core.words import listed
from wargame.present.report.document import Remark, ReportBlock, ReportSentence, Section, Subtitle
from wargame.present.report.source import ReportSource
from wargame.review.planned_aims import CameOfAim, PlannedAim, planned_aims
from wargame.review.words_and_deeds import PlanBeside, plans
from wargame.shell_words import shell_word
from wargame.transcript.consent import KEPT_PRIVATE

PLANS, REASONS = "Plans and what became of them", "What seats thought"
CLOSED = "What seats planned and thought is opened by the instructor's word: `wargame report {file} --thoughts`."
NONE_STATED = "No plan was stated that may be read here."
MOST_CAME = 4
"""Events that are told under one aim of a plan."""
LONGEST = 400
"""Characters of a private text that are told."""


def plans_beside_outcomes(source: ReportSource) -> Section:
    """The first plan of each seat that the reader may hear, sentence by sentence, with the events that answer to it."""
    stated = [plan for plan in plans(source.telling.decisions.values()) if source.hears(plan.seat)]
    blocks: list[ReportBlock] = []
    if source.truth and not source.thoughts:
        blocks.append(Remark(CLOSED.format(file=shell_word(Path(source.game.record.path.name)))))
    elif not stated:
        blocks.append(Remark(NONE_STATED))
    blocks += _kept(source)
    called = _called(source)
    for plan in stated:
        blocks += _plan(source, plan, called)
    return Section(PLANS, tuple(blocks))


def reasons(source: ReportSource) -> list[Section]:
    """The private reason of each seat's orders, turn by turn; nothing unless what seats thought was opened."""
    if not (source.truth and source.thoughts):
        return []
    made = [each for each in source.telling.decisions.values() if each.phase == "orders" and each.rationale.strip()]
    made = [each for each in made if source.hears(each.seat)]
    blocks: list[ReportBlock] = _kept(source)
    for seat in source.seats:
        own = [each for each in made if each.seat == seat]
        blocks += [Subtitle(source.name(seat))] if own else []
        for words, said in groupby(own, key=lambda each: _quoted(each.rationale)):
            blocks.append(_reason(source, words, list(said)))
    return [Section(REASONS, tuple(blocks) or (Remark("No seat gave a private reason for its orders."),))]


def _kept(source: ReportSource) -> list[ReportBlock]:
    """Whose thoughts stay closed though the word was given, since a person of the seat has said no."""
    opened = source.truth and source.thoughts
    return [Remark(f"{source.name(seat)}: {KEPT_PRIVATE}.") for seat in source.refused if opened]


def _reason(source: ReportSource, words: str, said: list[Decision]) -> ReportSentence:
    """The same reason in turns that follow each other is told once."""
    first, last = said[0].turn, said[-1].turn
    when = f"Turn {first}" if first == last else f"Turns {first} to {last}"
    return ReportSentence(f"{when}: {words}", tuple(line for each in said for line in _line(source, each)))


def _plan(source: ReportSource, plan: PlanBeside, called: Mapping[str, SeatId]) -> Iterator[ReportBlock]:
    yield Subtitle(source.name(plan.seat))
    first = _line(source, plan.first)
    yield ReportSentence(f"Turn {plan.first.turn}, it meant: {_quoted(plan.first.plan)}", first)
    if plan.last.plan != plan.first.plan:
        changed = f"Turn {plan.last.turn}, it had come to mean: {_quoted(plan.last.plan)}"
        yield ReportSentence(changed, _line(source, plan.last))
    numbers = {told.number: told for told in source.telling.told}
    events = source.game.events
    for aim in planned_aims(plan.first, called, events):
        known = [each for each in aim.came if each.number in numbers]
        yield ReportSentence(f"{_quoted(aim.words)}: {_answered(source, aim, known)}", first, under=True)
        for came in known[:MOST_CAME]:
            told = numbers[came.number]
            text = f"{came.how.capitalize()}, turn {told.seen.turn}: {told.seen.text}"
            yield ReportSentence(text, (source.line(told),), under=True)


def _answered(source: ReportSource, aim: PlannedAim, known: list[CameOfAim]) -> str:
    if known:
        more = f", of which {MOST_CAME} are told" if len(known) > MOST_CAME else ""
        return f"{len(known)} event{'s' * (len(known) != 1)} answer{'s' * (len(known) == 1)} to it{more}."
    if aim.verbs:
        return "what it names was not ordered."
    if aim.names:
        return f"with {listed(map(source.name, aim.names))} nothing was signed, refused, ordered or broken."
    return "it names no seat, no model and no order, so that no event answers to it."


def _called(source: ReportSource) -> Mapping[str, SeatId]:
    """Whom a name in a plan means: a seat, or whoever makes the model."""
    models = source.telling.views[source.game.turns].models
    seats = {seat.name: seat.id for seat in source.setting.seats}
    return {**{model.name: model.owner for model in models.values()}, **seats}


def _line(source: ReportSource, made: Decision) -> tuple[int, ...]:
    return (source.story.lines[made.id],)


def _quoted(text: str) -> str:
    said = " ".join(plain_line(text).split())
    return f'"{said if len(said) <= LONGEST else f"{said[:LONGEST].rstrip()}…"}"'
