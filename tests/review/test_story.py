"""The story of a game: weighed by what moved, because of what the record says, and to each viewer only its own."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from wargame.core import names
from wargame.core.codebook import FAMILIES
from wargame.core.estimates import known_to
from wargame.core.event_values import Offered, OrderOpened
from wargame.core.events import Change, Event
from wargame.core.ids import CONTROL, PUBLIC, Variable, may_read
from wargame.core.telling import telling
from wargame.errors import PackError, SpecError
from wargame.review import story as story_module
from wargame.review import story_effects
from wargame.review.sight import texts_in
from wargame.review.spreads import USUAL, spread_of, usual_spread
from wargame.review.story import LEAST, MOST, Story, story_of
from wargame.review.story_deeds import roots
from wargame.review.story_parts import PLAIN
from wargame.review.story_words import LONGEST, shortened
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import scores
from wargame.scenario.copying import copy_pack
from wargame.table.opening import choose
from wargame.transcript.references import References, key_of, references_of, store
from wargame.transcript.verify import Replayed

Stories = Callable[[str], Story]


@pytest.fixture(scope="module")
def stories(replayed: Replayed) -> Stories:
    return cache(lambda viewer: story_of(replayed, viewer))


SEATS = ("paris", "kyiv", "anthropic", "deepseek", "washington")
VIEWERS = (*SEATS, CONTROL, PUBLIC)


@pytest.mark.slow
@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_turn_has_three_to_seven_moments_the_heaviest_first(
    replayed: Replayed, stories: Stories, viewer: str
) -> None:
    story = stories(viewer)
    assert story.turns == range(1, replayed.turns + 1)
    for turn in story.turns:
        told = story.turn(turn).moments
        assert LEAST <= len(told) <= MOST
        assert [m.weight for m in told] == sorted((m.weight for m in told), reverse=True)
        assert all(m.headline and m.turn == turn for m in told)


def test_what_deeds_moved_the_ordinary_course_and_the_unseen_add_up_to_each_score(
    replayed: Replayed, stories: Stories
) -> None:
    story = stories(CONTROL)
    book = replayed.sequence.book
    for turn in story.turns:
        told = story.turn(turn)
        for seat, score in scores(picture(book, replayed.states[turn])).items():
            variable = names.score(seat)
            moved = sum(each.get(variable, 0.0) for each in told.by_deed.values())
            assert told.after[variable] == score.total
            assert told.before[variable] + moved + told.passing[variable] == pytest.approx(score.total, abs=0.02)
            assert told.unseen[variable] == pytest.approx(0, abs=0.02)  # the truth has nothing unseen


@pytest.mark.parametrize("seat", SEATS)
def test_of_a_seat_only_its_own_score_is_told_as_it_would_count_it(
    replayed: Replayed, stories: Stories, seat: str
) -> None:
    story = stories(seat)
    counted = {variable for turn in story.turns for variable in story.turn(turn).after if variable.endswith(".score")}
    assert counted <= {names.score(seat)}
    book = replayed.sequence.book
    for turn in story.turns if counted else ():
        view = story.telling.views[turn]
        own = scores(picture(book, view))[seat].total
        assert story.turn(turn).after[names.score(seat)] == own


@pytest.mark.parametrize("viewer", VIEWERS)
def test_lines_of_the_record_hold_the_events_that_are_told(replayed: Replayed, stories: Stories, viewer: str) -> None:
    story = stories(viewer)
    by_line = {entry.n: entry for entry in replayed.record.entries}
    for turn in story.turns:
        for moment in story.turn(turn).moments:
            assert len(moment.lines) == len(moment.places)
            texts = [story.telling.told[at].seen.text for at in moment.places]
            assert [str(by_line[line].data["text"]) for line in moment.lines] == texts
            for reason in moment.because:
                if reason.place is None and reason.how != "decision":
                    assert (reason.line, reason.turn, reason.how in PLAIN) == (0, turn, True)
                else:
                    assert by_line[reason.line].turn == reason.turn
                    assert by_line[reason.line].kind == ("decision" if reason.how == "decision" else "event")


@pytest.mark.parametrize("viewer", VIEWERS)
def test_every_event_of_a_moment_follows_from_another_of_it_by_the_causes_on_record(
    replayed: Replayed, stories: Stories, viewer: str
) -> None:
    story, longest = stories(viewer), 0
    for turn in story.turns:
        for moment in story.turn(turn).moments:
            events = [replayed.events[story.telling.told[at].number - 1] for at in moment.places]
            ids = {event.id for event in events}
            assert all(ids.intersection(event.causes) for event in events[1:])
            assert moment.lead in moment.places
            longest = max(longest, len(events))
    assert longest > 4


def test_a_bar_on_exports_is_told_with_the_bonds_that_it_broke(replayed: Replayed, stories: Stories) -> None:
    story = stories(CONTROL)
    moments = [m for turn in story.turns for m in story.turn(turn).moments if m.kind == "export_barred"]
    assert moments
    kinds = {story.telling.told[at].seen.kind for moment in moments for at in moment.places}
    assert {"access_suspended", "trust_fell"} <= kinds


def test_what_happened_in_the_same_way_a_turn_before_weighs_half(
    replayed: Replayed, stories: Stories, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = {turn: stories(PUBLIC).turn(turn).moments for turn in stories(PUBLIC).turns}  # told before it is changed
    monkeypatch.setattr(story_module, "AGAIN", 1.0)
    strict = story_of(replayed, PUBLIC)
    compared = 0
    for turn in strict.turns:
        weights = {m.lead: m.weight for m in strict.turn(turn).moments}
        for moment in usual[turn]:
            lead = strict.telling.told[moment.lead].seen
            before = [strict.telling.told[at].seen for at in strict.telling.of_turn(turn - 1)]
            orders = [each.value for each in (lead, *before) if isinstance(each.value, OrderOpened)]
            if moment.lead in weights and orders[:1] != [lead.value]:
                again = any((each.kind, each.about) == (lead.kind, lead.about) for each in before)
                assert moment.weight == pytest.approx(weights[moment.lead] * (0.5 if again else 1.0))
                compared += again
    assert compared


def numbers_in(story: Story) -> Iterator[Variable]:
    for turn in story.turns:
        for moment in story.turn(turn).moments:
            yield from (moved.variable for moved in moment.moved)


@pytest.mark.parametrize("seat", [*SEATS, PUBLIC])
def test_no_stored_number_that_a_viewer_does_not_know_exactly_is_in_its_story(
    replayed: Replayed, stories: Stories, seat: str
) -> None:
    state = replayed.sequence.state
    stored = [variable for variable in numbers_in(stories(seat)) if variable in state.values]
    assert stored
    assert all(known_to(state, variable) in (None, seat) for variable in stored)


def planted(replayed: Replayed) -> tuple[list[Event], dict[str, Any]]:
    """The game with a mark of its readers in every text: in words said, in reasons and in plans."""
    events = []
    for event in replayed.events:
        mark = PUBLIC if event.audience == PUBLIC else "+".join(event.audience)
        events.append(
            dataclasses.replace(
                event, text=f"{event.text} <{mark}>", body=f"{event.body} <{mark}>" if event.body else ""
            )
        )
    decisions = {
        name: dataclasses.replace(
            made, rationale=f"why <{made.seat}>", plan=f"plan <{made.seat}>", notebook=f"<{made.seat}>"
        )
        for name, made in replayed.decisions.items()
    }
    return events, decisions


@pytest.mark.slow
@pytest.mark.parametrize("viewer", [*SEATS, PUBLIC])
def test_nothing_that_was_planted_for_others_is_in_a_story(replayed: Replayed, viewer: str) -> None:
    events, decisions = planted(replayed)
    book = replayed.sequence.book
    story = Story(telling(book.setting, book.seed, viewer, events, decisions), book)
    marks: set[str] = set()
    for turn in story.turns:
        for text in texts_in(story.turn(turn)):
            marks.update(part.partition(">")[0] for part in text.split("<")[1:])
    assert PUBLIC in marks
    for mark in marks:
        assert mark == PUBLIC or may_read(tuple(mark.split("+")), viewer), mark
    if viewer != PUBLIC:
        assert viewer in marks  # its own plan is told, so the test looks at what it should


@pytest.mark.slow
def test_control_reads_what_every_seat_meant(replayed: Replayed) -> None:
    events, decisions = planted(replayed)
    book = replayed.sequence.book
    story = Story(telling(book.setting, book.seed, CONTROL, events, decisions), book)
    meant = {p.seat for turn in story.turns for m in story.turn(turn).moments for p in m.seats if p.meant}
    assert len(meant) >= 6


@pytest.mark.slow
def test_measures_are_worked_out_at_most_once_for_each_event(
    replayed: Replayed, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = story_of(replayed, CONTROL)
    count = 0
    whole = story_effects.Measuring.of

    def counted(self: story_effects.Measuring, known: Any) -> dict[Variable, float]:
        nonlocal count
        count += 1
        return whole(self, known)

    monkeypatch.setattr(story_effects.Measuring, "of", counted)
    for turn in story.turns:
        story.turn(turn)
        story.turn(turn)
    assert count <= len(replayed.events) + 2 * len(story.turns)


def test_a_viewer_or_turn_that_is_not_there_is_refused_by_name(replayed: Replayed) -> None:
    with pytest.raises(SpecError, match="paris"):
        story_of(replayed, "atlantis")
    with pytest.raises(SpecError, match="turns 1 to 10"):
        story_of(replayed, "paris").turn(11)


def test_every_family_that_is_weighed_is_in_the_codebook() -> None:
    assert set(USUAL) <= {family.pattern for family in FAMILIES}
    assert min(USUAL.values()) > 0
    assert usual_spread(Variable("paris.budget")) == math.inf
    assert usual_spread(Variable("paris.trust.kyiv")) == USUAL["*.trust.*"]


def test_what_was_measured_of_a_scenario_counts_before_round_values_in_the_very_game_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    copy_pack("first-download")
    setup = choose("first-download")
    trust, budget, tiny = (Variable(f"rome.{part}") for part in ("trust.washington", "budget", "trust.meta"))
    usual = usual_spread(trust)
    path = store("first-download", References(key_of(setup), None, 3, 200, {}, {trust: 99.5, budget: 2.0, tiny: 0.01}))
    spread = spread_of(setup)
    assert spread(trust) == 99.5
    assert spread(budget) == math.inf
    assert spread(tiny) == usual / 3
    assert spread(Variable("rome.trust.anthropic")) == usual
    assert spread_of(setup.changed(turns=2))(trust) == usual
    path.write_text(path.read_text().replace("99.5", "0.0"))
    with pytest.raises(PackError, match="cannot be read"):
        references_of(setup)
    assert spread_of(setup)(trust) == usual


@pytest.mark.parametrize("viewer", [CONTROL, "washington", PUBLIC])
def test_no_sentence_of_a_story_holds_the_name_of_an_order_or_the_number_of_an_offer(
    replayed: Replayed, stories: Stories, viewer: str
) -> None:
    numbers = {e.value.proposal for e in replayed.events if isinstance(e.value, Offered)}
    for moment in stories(viewer).whole(MOST):
        parts = [(*part.knew, *part.said, *part.did) for part in moment.seats]
        because = [each.text for each in moment.because]
        for said in (moment.headline, *because, *(line for lines in parts for line in lines)):
            assert not re.search(r"\b[a-z]+_[a-z]+\b", said.partition('"')[0]), said
            assert " ordered: " not in said or "argument" in said, said
            assert not any(f" {number}" in said for number in numbers), said


def test_a_deed_is_told_with_its_own_moves_and_not_with_what_others_moved_in_between(
    replayed: Replayed, stories: Stories
) -> None:
    told = stories(CONTROL).telling
    twice = 0
    for turn in stories(CONTROL).turns:
        found = roots(told, turn)
        before, after = told.views[turn - 1], told.views[turn]
        measuring = story_effects.Measuring(replayed.sequence.book, PUBLIC)
        moved = story_effects.effects(measuring, told.told, told.of_turn(turn), found, before, after)
        own: dict[tuple[int, Variable], list[Change]] = {}
        for at in told.of_turn(turn):
            for change in told.told[at].seen.changes:
                own.setdefault((found[at], change.variable), []).append(change)
                assert moved.last[change.variable] == after.values[change.variable] or change.variable in after.spread
        for (root, variable), changes in own.items():
            whole = moved.numbers[root][variable]
            assert whole.after - whole.before == pytest.approx(sum(each.after - each.before for each in changes))
            twice += any(a.after != b.before for a, b in pairwise(changes))
    assert twice, "somewhere another deed moved the same number in between"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A short one. And another.", "A short one. And another."),
        (f"It stops here. {'Word ' * 40}", "It stops here"),
        (f"One. It went to the U.S. Army. {'Word ' * 40}", "One. It went to the U.S. Army"),
        (f"It stops (F31). {'Word ' * 40}", "It stops (F31)"),
    ],
)
def test_long_prose_is_cut_at_the_end_of_a_sentence(text: str, said: str) -> None:
    assert shortened(text) == said


def test_one_long_sentence_is_cut_after_a_word_and_marked() -> None:
    said = shortened("Word " * 60)
    assert said.endswith("Word…")
    assert len(said) <= LONGEST
