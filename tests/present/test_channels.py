"""Where an event is read at a desk: what control says in the middle of a phase is read at once, and counted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.review.test_story_antecedents import moments
from tests.table.rig import opened, play
from wargame.core.ids import Variable
from wargame.present.channels import EVERYONE, FROM_CONTROL, events_in, unread
from wargame.present.marks import Marks
from wargame.review.story import story_of
from wargame.table.chair import Clock
from wargame.table.room import Room
from wargame.transcript.verify import verify

TRUST = Variable("rome.trust.meta")


def test_what_control_says_to_all_stands_in_the_channel_of_all_before_the_phase_is_over() -> None:
    seen: dict[str, list[str]] = {}
    counts: dict[str, Mapping[str, int]] = {}

    def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase, clock.round) != (1, "talk", 1) or seen:
            return
        before = unread(room.chair("rome").look(), Marks.of(room.chair("rome").draft)).get(EVERYONE, 0)
        room.control.message(("public",), "Please hurry up a little.")
        room.control.inject("A storm has come up.", audience="public", objective="to see what is read")
        room.control.message(("rome",), "You alone.")
        ask = room.chair("rome").look()
        seen["all"] = [event.body or event.text for _, event in events_in(ask, EVERYONE)]
        seen["own"] = [event.body or event.text for _, event in events_in(ask, FROM_CONTROL)]
        counts["now"] = unread(ask, Marks.of(room.chair("rome").draft))
        assert counts["now"][EVERYONE] == before + 2

    play(opened(None), moment)
    assert seen["all"][-2:] == ["Please hurry up a little.", "A storm has come up."]
    assert seen["own"][-1] == "You alone."


def test_the_scenario_s_own_injects_are_told_on_the_page_of_results_alone() -> None:
    held: list[str] = []

    def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase) == (2, "talk") and not held:
            ask = room.chair("rome").look()
            scheduled = [seen for seen in ask.view.events if seen.kind == "inject_fired"]
            held.append(str(len(scheduled)))
            assert not [seen for _, seen in events_in(ask, EVERYONE) if seen.kind == "inject_fired"]

    play(opened(None), moment)
    assert held


def test_what_control_put_in_is_no_chance_of_the_world_to_a_seat(tmp_path: Path) -> None:
    def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase, clock.round) == (1, "talk", 1) and not room.game.past.acts:
            room.control.inject("A storm has come up.", audience="public", objective="why", changes={TRUST: -30.0})

    play(opened(tmp_path / "game.jsonl"), moment)
    story = story_of(verify(tmp_path / "game.jsonl"), "rome")
    told = [
        because.text
        for each in moments(story)
        if any(story.telling.told[place].seen.text == "A storm has come up." for place in each.places)
        for because in each.because
    ]
    assert told
    assert all("control put it in" in text for text in told), told
