"""What a story says of how deeds hang together is what the rules did: causes come first, nobody leaves a stranger."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from wargame.core.ids import CONTROL
from wargame.present.whole_rows import whole_rows
from wargame.review.story import Story, story_of
from wargame.review.story_chain import LEAVING, ChainLink, StoryChain
from wargame.review.story_parts import StoryMoment
from wargame.review.story_whole import whole_game
from wargame.transcript.verify import Replayed


@pytest.fixture(scope="module")
def stories(three: tuple[Replayed, ...]) -> tuple[Story, ...]:
    return tuple(story_of(game, CONTROL) for game in three)


def links(story: Story) -> Iterator[tuple[StoryMoment, ChainLink]]:
    """Every link straight back from a moment of a story."""
    chain = StoryChain(story)
    for turn in story.turns:
        for moment in story.turn(turn).moments:
            for link in chain.before(chain.root(moment.lead)):
                if link.root != chain.root(moment.lead):
                    yield moment, link


@pytest.mark.slow
def test_no_deed_is_put_down_to_what_came_after_it(stories: tuple[Story, ...]) -> None:
    caused = [(moment, link) for story in stories for moment, link in links(story) if link.how == "cause"]
    assert len(caused) > 20
    assert not [(moment.headline, link.headline) for moment, link in caused if link.lead >= moment.lead]


def test_who_goes_a_way_of_its_own_is_told_to_leave_its_patron_or_a_supplier_and_nobody_else(
    stories: tuple[Story, ...],
) -> None:
    left = 0
    for story in stories:
        book = story.book
        for moment, link in links(story):
            if moment.kind in LEAVING and link.change is not None:
                author, _, other = link.change.variable.split(".")
                ran = {
                    line.supplier
                    for line in story.telling.views[link.turn - 1].access.values()
                    if line.holder == author
                }
                assert other in ran or (other == book.patron and author in book.setting.allies), moment.headline
                left += 1
    assert left


def test_what_only_followed_on_a_loss_of_trust_is_not_told_as_brought_about(
    three: tuple[Replayed, ...], stories: tuple[Story, ...]
) -> None:
    introduced = set()
    for game, story in zip(three, stories, strict=True):
        found = whole_game(story, game)
        hows = {link.headline: link.how for each in found for link in each.led_to}
        rows = whole_rows(story.book.setting, found, CONTROL, lambda moment: 0, lambda rank: 0, lambda seat: False)
        for row in rows:
            label = "".join(part for part, _ in row.head).strip()
            if label in ("led to", "then"):
                (how,) = {how for headline, how in hows.items() if headline in row.body}
                assert (label == "then") == (how == "after"), row.body
                introduced.add(label)
    assert introduced == {"led to", "then"}


def test_strikes_that_went_wrong_are_told_as_such_and_not_as_the_order_that_automated_them(
    stories: tuple[Story, ...],
) -> None:
    scandals = 0
    for story in stories:
        told = story.telling.told
        for turn in story.turns:
            for moment in story.turn(turn).moments:
                struck = [at for at in moment.places if told[at].seen.kind == "targeting_scandal"]
                if struck:
                    assert told[moment.lead].seen.kind == "targeting_scandal", moment.headline
                    scandals += 1
    assert scandals
