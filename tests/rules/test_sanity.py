"""The sanity values of the model, calculated outside the engine, come out of the engine's own functions."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from tests.rules.desk import Desk, sealed
from wargame.core import names
from wargame.core.agreements import Terms
from wargame.core.clauses import Clause, GuaranteeClause
from wargame.core.conditions import Condition
from wargame.core.ids import AREAS, Channel, DataTerms, EventId, ModelId, Role, SeatKind, Variable
from wargame.core.models import Access, Model
from wargame.core.orders import InvokeDpa
from wargame.core.setting import MISSIONS, Seat, Setting
from wargame.core.state import State
from wargame.players.drafts import access, terms
from wargame.rules.base.parameters import Parameters
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.model import capability, deal_value, leverage, war, without_signing
from wargame.rules.model.frontier import catch_up_lag

NARROW = 0.354


def _seat(
    name: str,
    kind: SeatKind,
    role: Role,
    law: str,
    bloc: Literal["us", "allied", "cn", "other"],
    missions: str = "broad",
    sovereignty: float = 0.0,
) -> Seat:
    mix = MISSIONS[missions]
    return Seat(name, name, kind, role, law, bloc, True, "wary_power", (), (), mix, sovereignty=sovereignty)


def _book(missions: str = "broad", sovereignty: float = 0.7, **war_: float) -> Rulebook:
    seats = (
        _seat("washington", "government", "patron", "us", "us"),
        _seat("lab", "lab", "frontier", "us", "us"),
        _seat("commons", "lab", "open", "de", "other"),
        _seat("state", "government", "middle_power", "fr", "allied", missions, sovereignty=sovereignty),
    )
    setting = Setting("bench", "Bench", 3.0, 4, "2026-07", 1, seats, (), False, war=war_)
    return Rulebook(setting, Parameters(), seed=1)


def _line(model: str, channel: Channel, supplier: str, vintage: float | None = None) -> Access:
    return Access(
        model,
        "state",
        supplier,
        ModelId(model),
        channel,
        "full",
        AREAS,
        "sovereign",
        "none",
        0,
        "start",
        None,
        vintage,
        1.0,
        "live",
        0,
        EventId("0.1"),
        "public",
    )


def _state(adoption: float, *lines: Access, open_lag: float = 4.0, narrow: float = NARROW, **values: float) -> State:
    models = (
        Model(ModelId("frontier"), "F", "lab", "frontier", "closed", "none", True, 0.0),
        Model(ModelId("open"), "O", "commons", "open", "open", "full", True, 0.0),
        Model(ModelId("home"), "H", "state", "home", "closed", "full", True, 0.0),
    )
    numbers = {"world.F": 0.0, "world.g": 1.0, "state.A": adoption}
    numbers |= {"model.frontier.K": 0.0, "model.open.K": -open_lag, "model.home.K": -20.0, "state.trust.washington": 45}
    numbers |= {f"state.N.{area}": narrow for area in AREAS}
    numbers |= {name.replace("__", "."): amount for name, amount in values.items()}
    return State(
        turn=0,
        values={Variable(name): amount for name, amount in numbers.items()},
        models={model.id: model for model in models},
        access={line.id: line for line in lines},
    )


def _capability(book: Rulebook, state: State) -> float:
    useful = capability.best(capability.usefulness(book, state, "state", capability.live_access(state, "state")))
    return capability.weighted(book, "state", capability.targets(book, state, "state", useful))


def _open(lag: float) -> Access:
    return _line("open", "weights", "state", -lag)


def _premium(channel: Channel, lag: float, missions: str = "broad", narrow: float = 0.2) -> float:
    book = _book(missions)
    alone = _capability(book, _state(65, _open(lag), open_lag=lag, narrow=narrow))
    both = _capability(book, _state(65, _open(lag), _line("frontier", channel, "lab"), open_lag=lag, narrow=narrow))
    return both - alone


@pytest.mark.parametrize(("share", "months"), [(0.5, 4), (0.2, 10), (0.1, 14), (0.03, 21), (0.01, 28)])
def test_a_fraction_of_a_frontier_run_buys_a_known_lag(share: float, months: int) -> None:
    assert round(catch_up_lag(Parameters(), share)) == months


@pytest.mark.parametrize(("adoption", "months"), [(90, 3), (70, 6), (50, 11), (30, 19)])
def test_adoption_capacity_sets_the_months_from_access_to_use(adoption: float, months: int) -> None:
    assert round(capability.adoption_delay(Parameters(), adoption, 0, 0)) == months


def test_a_perfect_adopter_with_every_help_still_waits_a_month() -> None:
    assert capability.adoption_delay(Parameters(), 100, 3, 1) == 1


@pytest.mark.parametrize(
    ("channel", "lag", "points"),
    [
        ("api", 1, 0.0),
        ("api", 2, 0.5),
        ("api", 4, 2.1),
        ("api", 8, 4.9),
        ("on_premises", 1, 1.7),
        ("on_premises", 2, 3.4),
        ("on_premises", 4, 6.4),
        ("on_premises", 8, 11.4),
    ],
)
def test_the_frontier_premium_over_open_weights_grows_with_their_lag(
    channel: Channel, lag: float, points: float
) -> None:
    assert _premium(channel, lag) == pytest.approx(points, abs=0.06)


def _premium_at_pace(adoption: float, pace: float, trails: float = 4.0) -> float:
    """What the frontier on one's own machines adds to open weights that trail it by so many months of progress."""
    lag, book = trails * pace, _book()
    weights, service = _open(lag), _line("frontier", "on_premises", "lab")
    alone = _capability(book, _state(adoption, weights, open_lag=lag, world__g=pace))
    return _capability(book, _state(adoption, weights, service, open_lag=lag, world__g=pace)) - alone


@pytest.mark.parametrize(("adoption", "pays"), [(90, True), (70, True), (50, False), (30, False)])
def test_faster_progress_makes_the_frontier_worth_more_to_who_takes_it_up_fast_and_less_to_who_does_not(
    adoption: float, pays: bool
) -> None:
    """Open weights follow after the same time, so the gap grows with the pace; so does what a delay costs (E3-E5)."""
    usual, twice, thrice = (_premium_at_pace(adoption, pace) for pace in (1.0, 2.0, 3.0))
    assert (twice > usual) == pays
    assert (thrice > usual) == pays


def test_the_frontier_premium_does_not_depend_on_narrow_ai() -> None:
    assert _premium("api", 4, narrow=0.0) == pytest.approx(_premium("api", 4, narrow=0.9))


def test_the_frontier_premium_is_small_at_a_border() -> None:
    assert _premium("api", 4, "border") == pytest.approx(0.4, abs=0.06)


def test_a_better_adopter_with_old_open_weights_beats_a_worse_one_with_the_frontier() -> None:
    diligent = _capability(_book(), _state(90, _open(4)))
    rich = _capability(_book(), _state(50, _open(4), _line("frontier", "api", "lab")))
    assert diligent == pytest.approx(51.5, abs=0.1)
    assert rich == pytest.approx(41.9, abs=0.1)


def _leverage(*lines: Access) -> float:
    return leverage.leverage(_book(), _state(65, *lines), "state").get("lab", 0.0)


API = _line("frontier", "api", "lab")


@pytest.mark.parametrize(
    ("lines", "share"),
    [
        ((API,), 0.58),
        ((API, _line("home", "weights", "state", -20.0)), 0.29),
        ((API, _open(4)), 0.04),
        ((_open(4),), 0.0),
    ],
    ids=["API alone", "sovereign fallback", "open weights beside it", "weights alone"],
)
def test_leverage_falls_with_what_stands_beside_the_api(lines: tuple[Access, ...], share: float) -> None:
    assert _leverage(*lines) == pytest.approx(share, abs=0.01)


def test_the_patron_behind_a_lab_holds_the_labs_leverage() -> None:
    shares = leverage.leverage(_book(), _state(65, API), "state")
    assert shares["washington"] == shares["lab"]


def _worth(data: DataTerms, *more: Clause, trust: float = 45, cut_off: float = 0.0) -> float:
    clause = access("lab", "state", ModelId("frontier"), "api", data=data, price=1)
    offer: Terms = terms(clause, *more)
    state = _state(60, open_lag=4, state__cutoff__washington=cut_off, state__trust__washington=trust)
    return deal_value.appraise(_book(), state, "state", offer).total


def test_a_wary_state_refuses_data_off_its_soil() -> None:
    assert _worth("supplier") == pytest.approx(-2.7, abs=0.1)


def test_a_wary_state_may_sign_when_data_stay_at_home() -> None:
    assert _worth("resident") == pytest.approx(0.1, abs=0.1)
    assert _worth("resident") > 0


def test_what_an_offer_is_worth_does_not_hang_on_what_was_weighed_before() -> None:
    state, book, known = _state(60, open_lag=4), _book(), without_signing.Standings()
    for channel in ("api", "enclave", "api"):
        offer = terms(access("lab", "state", ModelId("frontier"), channel, price=2))
        fresh = deal_value.appraise(book, state, "state", offer)
        assert deal_value.worth(book, state, "state", offer, known) == fresh.total
        assert deal_value.appraise(book, state, "state", offer, known) == fresh


def test_a_guarantee_of_whoever_could_cut_makes_the_deal_worth_more_and_no_other() -> None:
    assert _worth("resident", GuaranteeClause(giver="washington", taker="state")) == pytest.approx(0.7, abs=0.1)
    assert _worth("resident", GuaranteeClause(giver="lab", taker="state")) == _worth("resident")


def test_a_power_that_is_thought_likely_to_cut_off_spoils_the_deal_abroad() -> None:
    assert _worth("resident", trust=40, cut_off=0.3) == pytest.approx(-0.2, abs=0.1)
    assert _worth("resident", trust=40, cut_off=0.3) < 0


def _dissent_after_the_dpa(*conditions: Condition) -> tuple[float, float]:
    desk = Desk("core").put(*conditions)
    desk.orders(sealed("washington", 1, InvokeDpa(lab="anthropic")))
    meta = desk.state.values[names.dissent("meta")] - opening_of(names.dissent("meta"))
    return desk.state.values[names.dissent("anthropic")], meta


def opening_of(variable: Variable) -> float:
    return Desk("core").state.values[variable]


def test_compulsion_takes_anthropics_dissent_from_15_to_49() -> None:
    assert opening_of(names.dissent("anthropic")) == 15
    after, _ = _dissent_after_the_dpa()
    assert after == pytest.approx(49, abs=0.6)


def test_meta_hardly_moves_when_anthropic_is_compelled() -> None:
    assert _dissent_after_the_dpa()[1] < 4


def test_meta_itself_compelled_hardly_moves() -> None:
    desk = Desk("core")
    desk.orders(sealed("washington", 1, InvokeDpa(lab="meta")))
    assert desk.state.values[names.dissent("meta")] - opening_of(names.dissent("meta")) < 4


def test_the_same_use_after_consultation_takes_dissent_to_19() -> None:
    desk = Desk("core")
    heard = Condition(
        "consulted-anthropic", "consulted", "anthropic", "anthropic", "", 1.0, 3, EventId("0.1"), "public"
    )
    desk.put(heard).line("washington", "anthropic", "claude", "enclave", "full")
    desk.drop_lines(lambda line: line.supplier == "anthropic" and line.id != "washington-claude")
    signed = replace(desk.state.access["washington-claude"], since=1, source="agreement")
    desk.put(signed).orders()
    assert desk.state.values[names.dissent("anthropic")] == pytest.approx(19, abs=0.6)


def _leakers(interceptors: float, operators: float) -> float:
    book = _book(raiders=300, rate=1.03)
    state = _state(
        90, state__N__autonomy=0.667, state__interceptors=interceptors, state__operators=operators, state__grid=70
    )
    return 300 - war.kills(book, state, "state")


def test_operators_are_the_bottleneck_of_the_air_war() -> None:
    assert _leakers(1000, 180) == pytest.approx(170, abs=1)


def test_doubling_interceptors_without_operators_changes_nothing() -> None:
    assert _leakers(2000, 180) == _leakers(1000, 180)


def test_half_as_many_operators_again_cuts_leakers_to_105() -> None:
    assert _leakers(1000, 270) == pytest.approx(105, abs=1)
