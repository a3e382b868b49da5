"""The fold: state and event make a state, and nothing else does."""

from dataclasses import replace

from wargame.core import names
from wargame.core.arguments import Fact
from wargame.core.events import Change, Drop, Event, Put
from wargame.core.fold import apply, copy, fold
from wargame.core.ids import EventId, FactId
from wargame.core.promises import Pledge
from wargame.core.state import State, Written

BUDGET = names.budget("paris")
FACT = Fact("f1", "It is so.", "paris", 1, None, "1.1")


def event(number: int, turn: int = 1, **what: object) -> Event:
    return Event(EventId(f"{turn}.{number}"), turn, "talk", "message_sent", "talk", (), "public", "", **what)  # type: ignore[arg-type]


def test_a_change_sets_the_number_and_remembers_the_event() -> None:
    state = State(values={BUDGET: 3.0})
    after = fold(state, [event(1, changes=(Change(BUDGET, 3.0, 5.0),))])
    assert after.values[BUDGET] == 5
    assert after.touched[BUDGET] == "1.1"


def test_what_is_folded_leaves_the_state_given_as_it_is() -> None:
    state = State(values={BUDGET: 3.0})
    before = state.hash()
    fold(state, [event(1, changes=(Change(BUDGET, 3.0, 5.0),), puts=(Put("facts", FACT),))])
    assert state.hash() == before


def test_entities_enter_and_leave_by_their_id() -> None:
    entered = fold(State(), [event(1, puts=(Put("facts", FACT),))])
    assert dict(entered.facts) == {FactId("f1"): FACT}
    assert not fold(entered, [event(2, drops=(Drop("facts", "f1"),))]).facts


def test_events_are_counted_within_their_turn() -> None:
    state = copy(State())
    for each in (event(1), event(2), event(1, turn=2)):
        apply(state, each)
    assert (state.turn, state.count, state.phase) == (2, 1, "talk")


def test_two_states_are_equal_exactly_if_their_hashes_are() -> None:
    one = fold(State(), [event(1, changes=(Change(BUDGET, 0.0, 5.0),))])
    other = fold(State(), [event(1, changes=(Change(BUDGET, 0.0, 5.0),))])
    assert one.hash() == other.hash()
    assert one.hash() != fold(one, [event(2, changes=(Change(BUDGET, 5.0, 5.5),))]).hash()


def test_a_state_hashes_the_same_with_what_was_written_before_at_hand() -> None:
    written: Written = {}
    promise = Pledge(
        id="p1",
        by="paris",
        to="berlin",
        promise="no_coercion",
        until=3,
        made=1,
        status="open",
        event="1.1",
        audience="public",
    )
    first = fold(State(), [event(1, puts=(Put("pledges", promise),))])
    kept = fold(first, [event(2, puts=(Put("pledges", replace(promise, status="kept")),))])
    gone = fold(kept, [event(3, drops=(Drop("pledges", "p1"),))])
    for state in (first, kept, gone, first):
        assert state.hash(written) == state.hash()
    assert len({first.hash(written), kept.hash(written), gone.hash(written)}) == 3
