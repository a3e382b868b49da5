"""What is told of a deed's effects is what the rules moved on account of it, with its own sign."""

from __future__ import annotations

from wargame.core.event_kinds import subject_of
from wargame.core.events import Change, Event
from wargame.core.ids import EventId, Variable
from wargame.review.consequences import REACTIONS, moved_by, owners, reaches
from wargame.transcript.verify import Replayed


def event(id: str, kind: str, causes: tuple[str, ...], *changes: tuple[str, float, float]) -> Event:
    """An event of turn 3."""
    moved = tuple(Change(Variable(name), before, after) for name, before, after in changes)
    return Event(EventId(id), 3, "orders", kind, "rule", causes, "public", "It happened.", moved)  # type: ignore[arg-type]


SLIP = event("3.1", "arms_slip", ("0.1",), ("kyiv.trust.washington", 46, 43))
WAR = event("3.9", "air_war_fought", ("3.1",), ("kyiv.grid", 61, 69))
THREAT = event("3.2", "lab_threatened", ("3.0",))
ANGER = event("3.3", "dissent_rose", ("3.0", "1.4"), ("anthropic.dissent", 13, 18))
COOLED = event("3.8", "dissent_cooled", ("3.3",), ("anthropic.dissent", 18, 16))
FELL = event("3.4", "trust_fell", ("3.0",), ("anthropic.trust.washington", 25, 17))
AGAIN = event("3.5", "trust_fell", ("3.7",), ("anthropic.trust.washington", 17, 2))
TURN = (SLIP, THREAT, ANGER, FELL, AGAIN, COOLED, WAR)


def moves(deed: Event) -> dict[str, tuple[float, float]]:
    owner = owners([SLIP, THREAT])
    return {each.variable: (each.before, each.after) for each in moved_by(deed, TURN, owner)}


def test_a_grid_that_recovers_in_the_turn_of_a_slip_is_not_the_slip_s_doing() -> None:
    assert moves(SLIP) == {"kyiv.trust.washington": (46, 43)}


def test_a_deed_is_told_with_what_answered_it_and_not_with_what_came_of_another() -> None:
    assert moves(THREAT) == {"anthropic.dissent": (13, 18), "anthropic.trust.washington": (25, 17)}


def test_one_answer_belongs_to_one_deed_though_two_events_came_of_the_same_order() -> None:
    second = event("3.6", "access_suspended", ("3.0",))
    owner = owners([THREAT, second])
    assert moved_by(second, TURN, owner) == ()
    assert moved_by(THREAT, TURN, owner)


def test_in_whole_games_nothing_that_comes_with_every_turn_is_put_down_to_a_deed(three: tuple[Replayed, ...]) -> None:
    for game in three:
        for turn in range(1, game.turns + 1):
            events = [each for each in game.events if each.turn == turn]
            deeds = [each for each in events if subject_of(each.kind) in ("coercion", "break", "world")]
            owner = owners(deeds)
            for deed in deeds:
                for change in moved_by(deed, events, owner):
                    begun = [
                        each
                        for each in events
                        for moved in each.changes
                        if moved.variable == change.variable and moved.before == change.before
                    ]
                    roots = {deed.id, deed.causes[0]}
                    assert any(
                        each is deed or (each.kind in REACTIONS and roots & set(each.causes)) for each in begun
                    ), (deed.text, change)


def test_who_is_cut_off_can_field_no_more_and_who_has_it_back_no_less(three: tuple[Replayed, ...]) -> None:
    cut = 0
    for game in three:
        for turn in range(1, game.turns + 1):
            events = [each for each in game.events if each.turn == turn]
            found = reaches(game.sequence.book, game.states[turn - 1], events)
            for each in events:
                if (reach := found.get(each.id)) is None:
                    continue
                if each.kind in ("access_suspended", "access_ended", "access_narrowed"):
                    cut += reach.after < reach.before
                    assert reach.after <= reach.before, each.text
                else:
                    assert reach.after >= reach.before, each.text
    assert cut
