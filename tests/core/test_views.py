"""What a seat's view holds: its own numbers exactly, estimates of the rest fixed by the seed, what it may read."""

from __future__ import annotations

import math
import pickle
from dataclasses import replace
from itertools import pairwise
from statistics import correlation, pstdev

import pytest

from tests.rules.desk import Desk, played, terms_of
from wargame.core import names
from wargame.core.chance import drifting_noise
from wargame.core.clauses import PaymentClause
from wargame.core.conditions import Condition
from wargame.core.estimates import MEMORY, Plans
from wargame.core.events import Drop, Event, Put
from wargame.core.fold import fold
from wargame.core.ids import CONTROL, EventId, ModelId, Variable, may_read
from wargame.core.moves import Message, Propose
from wargame.core.orders import IllicitUse, ReleaseModel, RequestIntelligence
from wargame.core.state import State
from wargame.core.views import Observer, Shared, View


def view_of(desk: Desk, seat: str, seed: int = 3) -> View:
    return Observer(desk.book.setting, seed, seat).view(desk.state, [desk.start, *desk.events])


def test_a_seat_sees_its_own_numbers_exactly() -> None:
    desk = Desk()
    view = view_of(desk, "paris")
    own = {name: value for name, value in desk.state.values.items() if name.startswith("paris.")}
    assert own
    assert {name: view.values[name] for name in own} == own
    assert not any(name.startswith("paris.") for name in view.spread)


def test_estimates_are_fixed_by_the_seed_and_differ_between_seats_and_seeds() -> None:
    desk = Desk()
    name = names.budget("washington")
    paris = view_of(desk, "paris").values[name]
    assert view_of(desk, "paris").values[name] == paris
    assert view_of(desk, "kyiv").values[name] != paris
    assert view_of(desk, "paris", seed=4).values[name] != paris
    assert view_of(desk, "paris").spread[name] == 3


def test_the_error_of_an_estimate_does_not_wander_with_the_truth() -> None:
    desk = Desk()
    before = view_of(desk, "paris").values[names.budget("washington")] - desk.state.values[names.budget("washington")]
    desk.set({names.budget("washington"): desk.state.values[names.budget("washington")] - 4})
    after = view_of(desk, "paris").values[names.budget("washington")] - desk.state.values[names.budget("washington")]
    assert after == pytest.approx(before)


def test_what_cannot_be_estimated_is_absent() -> None:
    view = view_of(Desk(), "paris")
    assert "washington.points" not in view.values
    assert "kyiv.data" not in view.values


def test_public_numbers_are_exact_for_everyone() -> None:
    desk = Desk()
    for seat in desk.book.setting.ids:
        view = view_of(desk, seat)
        assert view.values[names.domestic_support("kyiv")] == desk.state.values[names.domestic_support("kyiv")]
        assert "kyiv.DS" not in view.spread


def test_chinese_models_lie_in_a_deeper_fog_for_the_west_than_for_beijing() -> None:
    desk = Desk()
    held_back = {
        name: replace(desk.state.models[name], released=False) for name in (ModelId("deepseek"), ModelId("gpt"))
    }
    desk.state = replace(desk.state, models={**desk.state.models, **held_back})
    assert view_of(desk, "paris").spread[names.vintage(ModelId("deepseek"))] == 3
    assert view_of(desk, "paris").spread[names.vintage(ModelId("gpt"))] == 1
    assert view_of(desk, "beijing").spread[names.vintage(ModelId("deepseek"))] == 1


def test_everybody_knows_how_good_a_released_model_is_and_nobody_how_good_one_is_that_is_held_back() -> None:
    desk = Desk()
    truth = desk.state.values
    view = view_of(desk, "paris")
    for model in desk.state.models.values():
        name = names.vintage(model.id)
        assert (name not in view.spread and view.values[name] == truth[name]) == model.released, name
    assert not all(model.released for model in desk.state.models.values())


def test_a_view_of_a_model_held_back_stays_an_estimate_after_it_is_released() -> None:
    desk = Desk()
    name, shared = names.vintage(ModelId("mythos")), Shared()
    observer = Observer(desk.book.setting, 3, "paris", shared)
    before = observer.view(desk.state, [desk.start])
    desk.give("anthropic", ReleaseModel(model=ModelId("mythos")))
    after = observer.view(desk.state, [desk.start, *desk.events])
    assert name in before.spread
    assert name not in after.spread
    assert after.values[name] == desk.state.values[name]


def test_a_lab_knows_its_own_models_exactly() -> None:
    desk = Desk()
    view = view_of(desk, "anthropic")
    assert view.values[names.vintage(ModelId("mythos"))] == desk.state.values[names.vintage(ModelId("mythos"))]
    assert "model.mythos.K" not in view.spread


def test_intelligence_looks_anew_with_a_quarter_of_the_spread() -> None:
    name, errors = names.budget("washington"), []
    for seed in range(300):
        desk = Desk()
        before = view_of(desk, "paris", seed=seed)
        desk.give("paris", RequestIntelligence(target="washington", about="budget"))
        after, truth = view_of(desk, "paris", seed=seed), desk.state.values[name]
        errors.append((before.values[name] - truth, after.values[name] - truth))
        assert after.spread[name] == before.spread[name] / 4
    assert pstdev(after for _, after in errors) == pytest.approx(0.75, abs=0.1)
    assert abs(correlation([a for a, _ in errors], [b for _, b in errors])) < 0.2, "the old error cannot be worked out"


@pytest.mark.parametrize("looks", [1, 2], ids=["a look a turn", "a look before and after orders"])
def test_one_turns_change_of_a_hidden_number_cannot_be_read_off_its_estimates(looks: int) -> None:
    """An observer that knows the drift, the turn of the change, and that all else stood still, fits best and fails."""
    turns, at, kept = 10 * looks, 5 * looks, MEMORY if looks == 1 else math.sqrt(MEMORY)
    base = [[1.0] * turns, [0.0] * at + [1.0] * (turns - at)]
    whitened = [[row[0]] + [row[i] - kept * row[i - 1] for i in range(1, turns)] for row in base]
    misses = []
    for seed in range(300):
        drift = drifting_noise(seed, "paris", "washington.budget", 2, math.sqrt(MEMORY))
        noise = [next(drift) for _ in range(20)][:: 3 - looks]
        seen = [noise[0]] + [noise[i] - kept * noise[i - 1] for i in range(1, turns)]
        scale = [1.0] + [1 / (1 - kept * kept)] * (turns - 1)
        aa, ab, bb = (
            sum(s * x * y for s, x, y in zip(scale, whitened[i], whitened[j], strict=True))
            for i, j in ((0, 0), (0, 1), (1, 1))
        )
        ya, yb = (sum(s * x * y for s, x, y in zip(scale, row, seen, strict=True)) for row in whitened)
        misses.append((aa * yb - ab * ya) / (aa * bb - ab * ab))
    assert pstdev(misses) > 0.5


def test_an_estimate_at_a_bound_does_not_sit_on_it() -> None:
    low, name = 0, names.budget("washington")
    for seed in range(60):
        desk = Desk().set({name: 0.0})
        low += view_of(desk, "paris", seed=seed).values[name] == 0
    assert low == 0


def test_errors_of_two_arms_are_the_same_and_hang_on_no_order_of_reading() -> None:
    desk, name = Desk(), names.budget("washington")
    desk.state.turn = 6
    late = view_of(desk, "paris").values[name]
    plans = Plans(desk.book.setting, desk.book.seed, "paris", desk.state.models)
    steps = [plans.error(name, moment, False) for moment in range(13)]
    assert late == pytest.approx(desk.state.values[name] + 3 * steps[-1])
    assert plans.error(name, 3, False) == steps[3]


def test_intelligence_about_one_side_narrows_no_other_side() -> None:
    desk = Desk()
    before = view_of(desk, "paris")
    desk.give("paris", RequestIntelligence(target="washington", about="budget"))
    after = view_of(desk, "paris")
    for name in map(Variable, ("washington.A", "washington.C.cyber", "kyiv.budget", "washington.trust.paris")):
        assert after.spread[name] == before.spread[name], name


def test_intelligence_wears_off_after_two_turns() -> None:
    desk = Desk()
    desk.give("paris", RequestIntelligence(target="washington", about="budget"))
    for _ in range(2):
        desk.next_turn()
        assert view_of(desk, "paris").spread[names.budget("washington")] == 0.75
    desk.next_turn()
    assert view_of(desk, "paris").spread[names.budget("washington")] == 3


def test_control_sees_the_truth_and_everything() -> None:
    table = played("between-the-giants", variant="core", seed=2)
    view = Observer(table.book.setting, 2, CONTROL).view(table.sequence.state, table.sequence.record)
    assert dict(view.values) == dict(table.sequence.state.values)
    assert not view.spread
    assert len(view.events) == len(table.sequence.record)
    assert view.access == table.sequence.state.access


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_view_lists_what_its_seat_may_read_and_shows_no_gap_where_it_may_not(seed: int) -> None:
    table = played("between-the-giants", variant="core", seed=seed)
    for seat in table.book.setting.ids:
        view = Observer(table.book.setting, seed, seat).view(table.sequence.state, table.sequence.record)
        readable = [event for event in table.sequence.record if may_read(event.audience, seat)]
        assert [seen.text for seen in view.events] == [event.text for event in readable]
        assert len(view.events) < len(table.sequence.record)
        hidden = {event.id for event in table.sequence.record} - {event.id for event in readable}
        assert not {seen.cite for seen in view.events} & hidden
        assert all(a.turn <= b.turn for a, b in pairwise(view.events))


def test_only_public_events_can_be_cited_and_by_their_true_id() -> None:
    table = played("between-the-giants", variant="core", seed=1)
    public = [event.id for event in table.sequence.record if event.audience == "public"]
    view = Observer(table.book.setting, 1, "paris").view(table.sequence.state, table.sequence.record)
    assert [seen.cite for seen in view.events if seen.cite] == public


def test_a_view_built_step_by_step_equals_one_built_at_once() -> None:
    table = played("between-the-giants", variant="core", seed=1)
    record = table.sequence.record
    stepwise = Observer(table.book.setting, 1, "kyiv")
    for end in range(1, len(record), 97):
        stepwise.view(fold(State(), record[:end]), record[:end])
    late = stepwise.view(table.sequence.state, record)
    once = Observer(table.book.setting, 1, "kyiv").view(table.sequence.state, record)
    assert late == once


def test_what_comes_and_goes_stands_in_the_order_of_the_table_however_often_a_seat_looks() -> None:
    desk = Desk()

    def moved(number: int, *puts: Condition, drop: str = "") -> Event:
        drops = (Drop("conditions", drop),) if drop else ()
        put = tuple(Put("conditions", each) for each in puts)
        event = replace(desk.start, id=EventId(f"0.{number}"), kind="gap_opened", audience=(), about=())
        return replace(event, changes=(), puts=put, drops=drops)

    def gap(name: str, *readers: str) -> Condition:
        return Condition(name, "gap", "kyiv", "anthropic", "", 1.0, 9, EventId("0.1"), readers)

    record = [
        desk.start,
        moved(2, gap("a", "rome"), gap("b", "paris"), gap("c", "paris")),
        moved(3, gap("d", "paris"), drop="b"),
        moved(4, gap("a", "paris"), gap("c", "rome")),
        moved(5, gap("b", "paris"), gap("c", "rome", "paris")),
    ]
    often = Observer(desk.book.setting, 3, "paris")
    for end in range(1, len(record) + 1):
        seen = often.view(fold(State(), record[:end]), record[:end]).conditions
        once = Observer(desk.book.setting, 3, "paris").view(fold(State(), record[:end]), record[:end]).conditions
        assert list(seen.items()) == list(once.items())
    assert [each for each in seen if each in "abcd"] == ["a", "c", "d", "b"]


def test_another_seats_offer_is_absent_from_the_view() -> None:
    desk = Desk()
    offer = terms_of(PaymentClause(giver="paris", taker="berlin", amount=1))
    desk.talk(("paris", Propose(terms=offer, text="between us")))
    assert len(view_of(desk, "berlin").proposals) == 1
    assert not view_of(desk, "kyiv").proposals
    assert "between us" not in repr(view_of(desk, "kyiv"))


def test_an_illicit_copy_looks_lawful_or_is_absent_until_it_is_exposed() -> None:
    desk = Desk()
    desk.give("delhi", IllicitUse(model=ModelId("llama")))
    assert any(a.source == "illicit" for a in view_of(desk, "delhi").access.values())
    for seat in desk.book.setting.ids:
        if seat != "delhi":
            assert "illicit" not in repr(view_of(desk, seat)), seat


def test_a_message_to_two_is_read_by_those_two_and_its_author() -> None:
    desk = Desk()
    desk.talk(("paris", Message(to=("berlin", "kyiv"), text="In the small room.")))
    for seat in desk.book.setting.ids:
        assert ("In the small room." in repr(view_of(desk, seat))) == (seat in ("paris", "berlin", "kyiv")), seat


def test_a_view_shows_only_changes_that_its_seat_knows_exactly() -> None:
    table = played("between-the-giants", variant="core", seed=1)
    view = Observer(table.book.setting, 1, "paris").view(table.sequence.state, table.sequence.record)
    for seen in view.events:
        for change in seen.changes:
            assert change.variable not in view.spread, change
            assert change.variable in view.values, change


def test_a_view_stays_what_it_was_while_the_game_goes_on() -> None:
    sequence = played("first-download", seed=4).sequence
    record = sequence.record
    observer, ends = Observer(sequence.book.setting, 4, "rome"), range(1, len(record), 7)
    views = [observer.view(fold(State(), record[:end]), record[:end]) for end in ends]
    for end, view in zip(ends, views, strict=True):
        assert view == Observer(sequence.book.setting, 4, "rome").view(fold(State(), record[:end]), record[:end])


def test_a_view_sent_elsewhere_takes_plain_numbers_along_and_nothing_of_the_truth() -> None:
    desk = Desk()
    view = view_of(desk, "paris")
    sent = pickle.loads(pickle.dumps(view))
    assert sent == view
    assert type(sent.values) is dict
    assert type(sent.spread) is dict
    assert sent.values == dict(view.values)


def test_a_number_read_twice_or_in_another_order_is_the_same() -> None:
    forward, backward = view_of(Desk(), "kyiv").values, view_of(Desk(), "kyiv").values
    names = list(forward)
    assert [forward[name] for name in names] == [backward[name] for name in reversed(names)][::-1]
    assert len(forward) == len(names) == len(set(names))
    assert forward.get(Variable("kyiv.nothing"), 3.0) == 3.0


def test_an_observer_that_comes_late_sees_what_the_others_have_seen() -> None:
    sequence = played("first-download", seed=4).sequence
    shared = Shared()
    early = Observer(sequence.book.setting, 4, "rome", shared).view(sequence.state, sequence.record)
    late = Observer(sequence.book.setting, 4, "rome", shared).view(sequence.state, sequence.record)
    assert late == early
    other = sequence.book.setting.ids[-1]
    alone = Observer(sequence.book.setting, 4, other).view(sequence.state, sequence.record)
    assert Observer(sequence.book.setting, 4, other, shared).view(sequence.state, sequence.record) == alone
