"""What each seat knew, said, did and meant of a deed: its own sight, its words once, its thoughts to itself alone."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

import pytest

from tests.review.test_story_antecedents import moments, played, story_for
from wargame.core.event_values import OrderOpened
from wargame.core.ids import CONTROL, PUBLIC, SeatId, Variable, may_read
from wargame.core.moves import Intent, Sealed, Signal
from wargame.core.orders import aimed_at
from wargame.core.telling import telling
from wargame.review.position import Positions
from wargame.review.story import Story
from wargame.review.story_parts import SeatPart, StoryMoment
from wargame.rules.model.variable_words import figure, spoken
from wargame.transcript.verify import Replayed


@pytest.fixture(scope="module")
def game() -> Replayed:
    return played("between-the-giants", "core", 3)


def told(story: Story) -> Iterator[tuple[StoryMoment, SeatPart]]:
    for moment in moments(story):
        for part in moment.seats:
            yield moment, part


def test_whoever_decided_is_told_with_the_numbers_as_it_saw_them_when_the_turn_began(game: Replayed) -> None:
    positions, setting = Positions(game), game.sequence.book.setting
    exact = estimated = otherwise = 0
    for moment, part in told(story_for(game, CONTROL)):
        numbers = [line for line in part.knew if not line.startswith("turn ")]
        view = positions.view(positions.end_of(moment.turn - 1), part.seat)
        known = [move.variable for move in moment.moved if move.variable in view.values]
        truth = game.states[moment.turn - 1].values
        for line, variable in zip(numbers, known, strict=False):
            value, error = view.values[variable], view.spread.get(variable)
            said = f"{spoken(setting, variable)} {figure(variable, value)}"
            assert line == (f"{said}, give or take {figure(variable, error)}" if error else said)
            exact, estimated = exact + (not error), estimated + bool(error)
            otherwise += variable in truth and figure(variable, truth[variable]) != figure(variable, value)
    assert exact > 20
    assert estimated > 10
    assert otherwise > 5, "an estimate is told as it was, and not as the truth"


def test_most_decisions_that_mattered_are_told_with_what_their_author_knew(game: Replayed) -> None:
    of_deciders = [
        bool(part.knew)
        for moment, part in told(story_for(game, CONTROL))
        if any(line.startswith("why: ") for line in part.meant)
    ]
    assert len(of_deciders) > 60
    assert sum(of_deciders) > 0.9 * len(of_deciders)


@pytest.mark.slow
def test_no_seat_is_said_to_know_what_it_could_not_read(game: Replayed) -> None:
    events = [
        dataclasses.replace(
            event, text=f"{event.text} <{'' if event.audience == PUBLIC else '+'.join(event.audience)}>"
        )
        for event in game.events
    ]
    book, secrets = game.sequence.book, 0
    story = Story(telling(book.setting, book.seed, CONTROL, events, game.decisions), book)
    for _, part in told(story):
        for line in part.knew:
            for mark in re.findall(r"<([a-z+]*)>", line):
                assert not mark or may_read(tuple(mark.split("+")), part.seat), line
                secrets += bool(mark)
    assert secrets > 20


@pytest.mark.parametrize("viewer", [CONTROL, PUBLIC, "paris", "washington"])
def test_nothing_said_is_quoted_under_two_deeds_of_a_turn(game: Replayed, viewer: str) -> None:
    story, quoted = story_for(game, viewer), 0
    for turn in story.turns:
        said = [(part.seat, line) for moment in story.turn(turn).moments for part in moment.seats for line in part.said]
        assert len(said) == len(set(said)), turn
        quoted += len(said)
    assert quoted


def test_an_intent_stands_under_the_order_of_which_it_speaks(game: Replayed) -> None:
    story, found = story_for(game, CONTROL), 0
    for moment, part in told(story):
        orders = [story.telling.told[at].seen for at in moment.places]
        own = [e.value.order for e in orders if isinstance(e.value, OrderOpened) and e.about[0] == part.seat]
        for line in part.said:
            if line.startswith("stated: will ") and " not " not in line:
                assert own, (moment.headline, line)
                found += 1
    assert found > 10


@pytest.mark.slow
def test_a_planted_statement_is_told_under_its_own_order_and_nowhere_else(game: Replayed) -> None:
    story = story_for(game, CONTROL)
    moment, order, seat = next(
        (moment, seen.value.order, seen.about[0])
        for moment in moments(story)
        for at in moment.places
        if isinstance((seen := story.telling.told[at].seen).value, OrderOpened)
        and aimed_at(seen.value.order)
        and len(story.turn(moment.turn).moments) > 3
    )
    name = f"{moment.turn}.orders.{seat}"
    body = game.decisions[name].body
    assert isinstance(body, Sealed)
    intent = Intent(will=True, verb=order.kind, target=aimed_at(order)[0])
    changed = dataclasses.replace(body, signal=Signal(text="the lighthouse", intents=(intent,)))
    decisions = {**game.decisions, name: dataclasses.replace(game.decisions[name], body=changed)}
    events = [
        dataclasses.replace(event, body="the lighthouse")
        if event.kind == "signal_made" and event.about == (seat,) and event.turn == moment.turn
        else event
        for event in game.events
    ]
    book = game.sequence.book
    again = Story(telling(book.setting, book.seed, CONTROL, events, decisions), book)
    under = [(m.lead, p.seat) for m, p in told(again) if any("the lighthouse" in line for line in p.said)]
    assert under == [(moment.lead, seat)]


def test_what_a_seat_meant_is_told_to_itself_and_to_control_alone(game: Replayed) -> None:
    for viewer in (PUBLIC, "paris", "washington", CONTROL):
        meant = {part.seat for _, part in told(story_for(game, viewer)) if part.meant}
        assert meant == ({viewer} if viewer in ("paris", "washington") else set()) or viewer == CONTROL
        assert len(meant) > 5 or viewer != CONTROL


def test_a_seat_is_told_of_others_only_numbers_that_everybody_knows(game: Replayed) -> None:
    setting = game.sequence.book.setting
    own = {spoken(setting, Variable(f"paris.trust.{other}")) for other in setting.ids}
    for _, part in told(story_for(game, SeatId("paris"))):
        numbers = [line for line in part.knew if not line.startswith("turn ")]
        assert not numbers or part.seat == "paris"
    for _, part in told(story_for(game, PUBLIC)):
        assert not any(line.startswith(name) for line in part.knew for name in own)
