"""The whole game by its weightiest moments: what held counts, what was reversed does not, and deeds hang together."""

from __future__ import annotations

import pytest

from wargame.core.event_kinds import subject_of
from wargame.core.ids import CONTROL, PUBLIC
from wargame.review.story import Story, story_of
from wargame.review.story_chain import AGAINST_WORDS, StoryChain
from wargame.review.story_whole import FEWEST, MOST, WholeMoment, moment_in_game, whole_game
from wargame.transcript.verify import Replayed

VIEWERS = (CONTROL, PUBLIC, "paris", "kyiv", "anthropic")


@pytest.fixture(scope="module")
def story(replayed: Replayed) -> Story:
    return story_of(replayed, CONTROL)


@pytest.fixture(scope="module")
def whole(replayed: Replayed, story: Story) -> tuple[WholeMoment, ...]:
    return whole_game(story, replayed)


@pytest.mark.slow
@pytest.mark.parametrize("viewer", VIEWERS)
def test_five_to_nine_moments_of_a_game_are_told_the_heaviest_first(replayed: Replayed, viewer: str) -> None:
    found = whole_game(story_of(replayed, viewer))
    assert FEWEST <= len(found) <= MOST
    assert [each.weight for each in found] == sorted((each.weight for each in found), reverse=True)


@pytest.mark.slow
def test_the_like_of_a_moment_is_told_once_and_counted(story: Story, whole: tuple[WholeMoment, ...]) -> None:
    leads = [story.telling.told[each.moment.lead].seen for each in whole]
    assert len({(seen.kind, seen.about, str(seen.value)) for seen in leads}) == len(leads)
    every = [moment for turn in story.turns for moment in story.turn(turn).moments]
    for each, seen in zip(whole, leads, strict=True):
        alike = [m for m in every if story.telling.told[m.lead].seen.kind == seen.kind]
        assert 1 <= each.times <= len(alike)


def test_a_move_holds_as_far_as_the_ends_of_later_turns_show_it(replayed: Replayed, story: Story) -> None:
    compared = 0
    for turn in story.turns:
        for moment in story.turn(turn).moments:
            for move in moment_in_game(story, moment).moved:
                ends = [replayed.states[t].values.get(move.variable) for t in range(turn, replayed.turns + 1)]
                known = [value for value in ends if value is not None]
                if known and all(value == move.after for value in known):
                    assert move.held == 1
                    compared += 1
                if known and all((value - move.before) * (move.after - move.before) <= 0 for value in known):
                    assert move.held == 0
    assert compared > 5


def test_what_was_reversed_weighs_less_than_it_did_in_its_turn(story: Story) -> None:
    every = [moment for turn in story.turns for moment in story.turn(turn).moments]
    reversed_ = [each for each in (moment_in_game(story, m) for m in every) if not each.led_to and each.moved]
    gone = [each for each in reversed_ if max(move.held for move in each.moved) < 0.3]
    assert gone
    assert all(each.weight < each.moment.weight for each in gone)


def test_links_lead_back_in_time_and_words_stand_only_before_deeds_against_them(story: Story) -> None:
    chain, ways = StoryChain(story), set()
    for turn in story.turns:
        for moment in story.turn(turn).moments:
            kinds = {story.telling.told[at].seen.kind for at in moment.places}
            for link in chain.back(chain.root(moment.lead)):
                ways.add(link.how)
                assert link.turn <= turn
                assert link.root != chain.root(moment.lead)
                assert link.lead < moment.lead or link.turn < turn
                if link.how == "word":
                    assert kinds & AGAINST_WORDS
                assert (link.change is not None) == (link.how == "after")
    assert ways == {"cause", "word", "after"}


def test_a_loss_of_trust_before_a_deed_was_the_authors_own_and_stands_in_the_record(
    replayed: Replayed, story: Story
) -> None:
    chain, found = StoryChain(story), 0
    for turn in story.turns:
        for moment in story.turn(turn).moments:
            author = story.telling.told[moment.lead].seen.about[:1]
            for link in chain.before(chain.root(moment.lead)):
                if link.change is not None:
                    found += 1
                    assert link.change.variable.startswith(f"{author[0]}.")
                    assert any(link.change in event.changes for event in replayed.events if event.turn == link.turn)
    assert found


def test_no_seat_is_told_a_link_to_what_it_has_not_seen(replayed: Replayed) -> None:
    for viewer in VIEWERS[1:]:
        story = story_of(replayed, viewer)
        texts = {told.seen.text for told in story.telling.told}
        for each in whole_game(story):
            for link in (*each.led_here, *each.led_to):
                assert story.telling.told[link.lead].seen.text in texts
                assert subject_of(story.telling.told[link.lead].seen.kind) != "talk"


def test_a_cut_of_access_tells_what_went_out_of_reach(replayed: Replayed, story: Story) -> None:
    told = [
        move
        for turn in story.turns
        for moment in story.turn(turn).moments
        for move in moment_in_game(story, moment, replayed).moved
        if move.reach
    ]
    assert told
    assert all(0 <= move.before <= 100 and 0 <= move.after <= 100 for move in told)


def test_scores_that_are_told_are_what_the_deed_moved(story: Story, whole: tuple[WholeMoment, ...]) -> None:
    for each in whole:
        turn = story.turn(each.moment.turn)
        root = StoryChain(story).root(each.moment.lead)
        for seat, by in each.scores.items():
            assert turn.by_deed[root][f"{seat}.score"] == by  # type: ignore[index]


def test_a_number_that_went_over_the_bar_of_an_ending_is_told_by_the_moment_that_took_it_there_alone(
    story: Story,
) -> None:
    every = [moment_in_game(story, moment) for turn in story.turns for moment in story.turn(turn).moments]
    told = [(each.moment.turn, crossing) for each in every for crossing in each.crossed]
    assert len({(turn, crossing.bar) for turn, crossing in told}) == len(told), "one moment of a turn for each bar"
    last = story.turn(story.turns[-1]).after
    for turn, crossing in told:
        before, after = (values[crossing.bar.variable] for values in (story.turn(turn).before, story.turn(turn).after))
        assert (before < crossing.bar.value <= after) if crossing.over else (after < crossing.bar.value <= before)
        assert crossing.endings
        assert crossing.stayed == ((last[crossing.bar.variable] >= crossing.bar.value) == crossing.over)
