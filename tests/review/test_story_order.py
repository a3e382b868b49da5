"""A cause stands in the record before its effect, and a breach is charged to the breach, not to the word it broke."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import pytest

from tests.review import walks
from wargame.core.event_values import Signed, Unpaid
from wargame.core.ids import CONTROL, PUBLIC, Variable
from wargame.review.story import Story, story_of
from wargame.review.story_chain import StoryChain
from wargame.review.story_parts import StoryMoment
from wargame.review.story_whole import moment_in_game, whole_game
from wargame.transcript.reading import read
from wargame.transcript.verify import Replayed, replay

SCRIPTED = walks.SHIPPED / "first-download-scripted.jsonl"


@cache
def shipped() -> Replayed:
    """The shipped game of a small model."""
    return replay(read(walks.of_models()))


@pytest.fixture(scope="module")
def games(replayed: Replayed) -> Sequence[Replayed]:
    return replayed, shipped(), replay(read(SCRIPTED)), replay(read(walks.scripted())), replay(read(walks.undone()))


def moments(story: Story) -> Iterator[StoryMoment]:
    return (moment for turn in story.turns for moment in story.turn(turn).moments)


def line_of(story: Story, place: int) -> int:
    return story.lines[str(story.telling.told[place].number)]


@pytest.mark.slow
def test_every_reason_of_a_moment_stands_on_an_earlier_line_than_what_it_explains(games: Sequence[Replayed]) -> None:
    compared = 0
    for game in games:
        for viewer in (CONTROL, PUBLIC, *game.sequence.book.setting.ids):
            story = story_of(game, viewer)
            for moment in moments(story):
                for reason in moment.because:
                    if reason.line:
                        assert reason.line < line_of(story, moment.lead), (viewer, moment.headline, reason.text)
                        compared += 1
    assert compared > 200


@pytest.mark.slow
def test_every_link_of_a_chain_leads_from_an_earlier_line_to_a_later_one(games: Sequence[Replayed]) -> None:
    compared = 0
    for game in games:
        for viewer in (CONTROL, PUBLIC, *game.sequence.book.setting.ids):
            story = story_of(game, viewer)
            chain = StoryChain(story)
            for moment in moments(story):
                here = line_of(story, moment.lead)
                for link in chain.before(chain.root(moment.lead)):
                    assert line_of(story, link.lead) < here, (viewer, moment.headline, link.headline)
                    compared += 1
            for each in whole_game(story, game if viewer == CONTROL else None):
                here = line_of(story, each.moment.lead)
                assert all(line_of(story, link.lead) < here for link in each.led_here)
                assert all(line_of(story, link.lead) > here for link in each.led_to)
    assert compared > 50


def test_what_followed_from_another_deed_as_well_makes_that_deed_no_cause() -> None:
    """The bar on exports falls, then a lab is compelled; both are feared later, and neither led to the other."""
    story = story_of(replay(read(SCRIPTED)), CONTROL)
    told = story.telling.told
    barred = next(moment for moment in moments(story) if moment.kind == "export_barred")
    compelled = next(at for at, each in enumerate(told) if each.seen.kind == "production_compelled")
    feared = [told[at] for at in barred.places if told[at].seen.kind == "cut_off_feared"]
    assert any(compelled in each.because for each in feared)
    chain = StoryChain(story)
    assert compelled not in {link.lead for link in chain.before(chain.root(barred.lead))}


def missed_at_once(story: Story) -> StoryMoment:
    """The moment in which somebody could not pay what it had signed in the same turn."""
    told = story.telling.told
    for moment in moments(story):
        lead = told[moment.lead].seen
        if isinstance(lead.value, Unpaid) and signature(story, lead.turn, lead.value.agreement) is not None:
            return moment
    raise AssertionError("nobody missed a payment in the turn of signing")


def signature(story: Story, turn: int, agreement: str) -> int | None:
    """The place at which an agreement was signed in a turn; None if it was not."""
    told = story.telling.told
    return next(
        (
            at
            for at in story.telling.of_turn(turn)
            if isinstance(value := told[at].seen.value, Signed) and value.agreement == agreement
        ),
        None,
    )


@pytest.mark.slow
def test_a_payment_missed_in_the_turn_of_signing_is_charged_to_the_breach(replayed: Replayed) -> None:
    story = story_of(replayed, CONTROL)
    told, missed = story.telling.told, missed_at_once(story)
    lead = told[missed.lead].seen
    assert isinstance(lead.value, Unpaid)
    signed = signature(story, missed.turn, lead.value.agreement)
    (deed,) = (deed for deed in story.deeds(missed.turn).values() if signed in deed.places)
    debtor, others = lead.about[0], lead.about[1:]
    trust = {Variable(f"{other}.trust.{debtor}") for other in others}
    lost = [c for at in missed.places for c in told[at].seen.changes if c.variable in trust]
    assert min(change.after - change.before for change in lost) == pytest.approx(-5)
    assert not {"payment_missed", "clause_breached", "trust_fell"} & {told[at].seen.kind for at in deed.places}


@pytest.mark.slow
def test_who_could_not_pay_is_told_with_the_word_and_with_what_emptied_its_purse(replayed: Replayed) -> None:
    story = story_of(replayed, CONTROL)
    missed = missed_at_once(story)
    word, *spent = [each.text for each in missed.because]
    assert " signed: " in word
    name = story.name(story.telling.told[missed.lead].seen.about[0])
    assert spent
    assert all(each.startswith(f"{name}'s budget had gone ") for each in spent)
    whole = moment_in_game(story, missed)
    assert [(link.how, link.turn) for link in whole.led_here] == [("word", missed.turn)]
