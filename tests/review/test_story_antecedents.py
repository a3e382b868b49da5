"""Every moment of a story says what brought it about, or honestly that its viewer cannot know, and never itself."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.review.walks import SHIPPED
from wargame.core.event_values import InjectSpent, OrderOpened
from wargame.core.events import Event
from wargame.core.ids import CONTROL, PUBLIC, may_read
from wargame.core.telling import telling
from wargame.review.story import Story, story_of
from wargame.review.story_parts import PLAIN, Because, StoryMoment
from wargame.review.story_words import repeats
from wargame.table.opening import choose, new_game
from wargame.transcript.verify import Replayed, verify

SCRIPTED = (("between-the-giants", "core", 3), ("first-download", None, 1), ("any-lawful-use", None, 1))
FULL = tuple(("between-the-giants", None, seed) for seed in (1, 2, 3))
_STORIES: dict[Path, dict[str, Story]] = {}
RECORDS = tuple(path.name for path in sorted(SHIPPED.glob("*.jsonl")))


@cache
def played(scenario: str, variant: str | None, seed: int) -> Replayed:
    path = Path(mkdtemp()) / "game.jsonl"
    asyncio.run(new_game(choose(scenario, variant=variant, seed=seed), path, sync="end").play())
    return verify(path)


@cache
def recorded(name: str) -> Replayed:
    return verify(SHIPPED / name)


def story_for(game: Replayed, viewer: str) -> Story:
    """The story of one of these games, kept."""
    kept = _STORIES.setdefault(game.record.path, {})
    if viewer not in kept:
        kept[viewer] = story_of(game, viewer)
    return kept[viewer]


def moments(story: Story) -> Iterator[StoryMoment]:
    for turn in story.turns:
        yield from story.turn(turn).moments


def hold(game: Replayed) -> None:
    """What must hold of every reason of every moment, for the truth, the public and each seat."""
    seated = [seat.id for seat in game.sequence.book.setting.seats if seat.seated]
    entries = {entry.n: entry for entry in game.record.entries}
    for viewer in (CONTROL, PUBLIC, *seated):
        story = story_for(game, viewer)
        for moment in moments(story):
            assert moment.because, (viewer, moment.headline)
            own = story.telling.told[moment.lead]
            line_of_lead = story.lines[str(own.number)]
            for reason in moment.because:
                said = (viewer, moment.headline, reason)
                assert reason.text, said
                assert not repeats(reason.text, moment.headline), said
                if reason.place is not None:
                    assert reason.place < moment.lead, said
                    event = game.events[story.telling.told[reason.place].number - 1]
                    assert viewer == CONTROL or may_read(event.audience, viewer), said
                    assert entries[reason.line].data["id"] == event.id, said
                elif reason.how == "decision":
                    assert viewer in (CONTROL, entries[reason.line].data["seat"]), said
                else:
                    assert reason.how in PLAIN, said
                assert reason.line < line_of_lead, said


@pytest.mark.slow
@pytest.mark.parametrize(("scenario", "variant", "seed"), SCRIPTED)
def test_no_moment_is_without_a_reason_and_none_says_itself(scenario: str, variant: str | None, seed: int) -> None:
    hold(played(scenario, variant, seed))


@pytest.mark.slow
@pytest.mark.parametrize("name", RECORDS)
def test_no_moment_of_the_shipped_records_is_without_a_reason(name: str) -> None:
    hold(recorded(name))


@pytest.mark.slow
@pytest.mark.parametrize(("scenario", "variant", "seed"), FULL)
def test_no_moment_of_the_full_table_is_without_a_reason(scenario: str, variant: str | None, seed: int) -> None:
    hold(played(scenario, variant, seed))


def reasons(game: Replayed, viewer: str) -> Iterator[tuple[Story, StoryMoment, Because]]:
    story = story_for(game, viewer)
    for moment in moments(story):
        for reason in moment.because:
            yield story, moment, reason


def test_what_went_before_was_read_by_the_author_before_it_decided() -> None:
    game, found = played("between-the-giants", "core", 3), 0
    for story, moment, reason in reasons(game, CONTROL):
        if reason.how not in ("before", "value"):
            continue
        found += 1
        assert reason.place is not None
        told = story.telling.told
        first = told[moment.places[0]].seen
        author = (first if first.about else told[moment.lead].seen).about[0]
        event = game.events[told[reason.place].number - 1]
        assert may_read(event.audience, author), (moment.headline, reason.text)
        if isinstance(first.value, OrderOpened):
            assert event.turn < moment.turn or event.phase in ("inject", "talk"), (moment.headline, reason.text)
    assert found > 30


def test_the_truth_says_when_the_scenario_has_an_inject_and_a_seat_is_not_told() -> None:
    game = played("between-the-giants", "core", 3)
    injects = {inject.id: inject for inject in game.sequence.book.setting.injects}
    told = 0
    for viewer in (CONTROL, "paris"):
        for story, moment, reason in reasons(game, viewer):
            if reason.how == "calendar":
                first = story.telling.told[moment.places[0]].seen
                assert isinstance(first.value, InjectSpent)
                turn = injects[first.value.inject].turn
                assert (f"turn {turn}" in reason.text) == (viewer == CONTROL), reason.text
                told += viewer == CONTROL
    assert told


@pytest.mark.slow
def test_a_planted_refusal_is_told_before_the_deed_that_followed_to_those_who_read_it() -> None:
    game = played("between-the-giants", "core", 3)
    book, events = game.sequence.book, list(game.events)
    opened = [at for at, e in enumerate(events) if isinstance(e.value, OrderOpened)]
    deed = next(at for at in opened if events[at].rule == "suspend")
    author, target = events[deed].about[:2]
    talk = max(at for at, e in enumerate(events[:deed]) if e.phase == "talk")
    assert events[talk].turn == events[deed].turn
    events[talk] = Event(
        id=events[talk].id,
        turn=events[deed].turn,
        phase="talk",
        kind="notice_given",
        rule="talk",
        causes=(),
        audience=(author, target),
        text="The planted refusal.",
        about=(target, author),
    )
    for viewer, knows in ((CONTROL, True), (author, True), (target, True), ("paris", False), (PUBLIC, False)):
        story = Story(telling(book.setting, book.seed, viewer, events, game.decisions), book)
        suspended = [
            moment
            for moment in story.turn(events[deed].turn).moments
            if moment.kind in ("access_suspended", "order_opened")
        ]
        told = [reason for moment in suspended for reason in moment.because if reason.text == "The planted refusal"]
        assert bool(told) == knows, viewer
        assert all(reason.how == "before" for reason in told)


@pytest.mark.parametrize(
    ("text", "said", "again"),
    [
        ("Paris decided to go.", "Paris decided to go", True),
        ("Paris decided", "A leak: Paris decided to go", True),
        ("Paris declined", "Paris decided to go", False),
    ],
)
def test_a_reason_repeats_a_headline_if_one_stands_in_the_other(text: str, said: str, again: bool) -> None:
    assert repeats(text, said) == again
