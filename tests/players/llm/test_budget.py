"""A cap holds before the call that would break it, over restarts and over all games of a batch."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.players.llm.calls import Pad, asked, profiles, request, run
from wargame.errors import SpecError
from wargame.players.llm.budget import Budget, Hold, estimate, tokens_in
from wargame.players.llm.client import ModelClient
from wargame.players.llm.endpoints import Endpoints
from wargame.players.llm.prices import Price, Prices, read
from wargame.players.llm.request import CallRecord, Reply, ReplyOutcome, TokenUsage
from wargame.stub import Settings, Stub
from wargame.table.calls import Calls
from wargame.transcript.writing import NullLog

PRICE = Price(input=2.0, cached=0.5, output=8.0, source="a test", date="2026-01-01")
CALL = CallRecord(
    decision="2.talk1.paris",
    step="first",
    attempt=1,
    model="m",
    endpoint="http://e/v1",
    rung="text",
    request="0",
    messages=(),
    schema="0",
    max_tokens=400,
    seconds=1.0,
    reply="{}",
    finish="stop",
    refusal=None,
    returned_model="m",
    fingerprint=None,
    status=200,
    fault="",
    usage=TokenUsage(1000, 400, 100, None),
    cost=PRICE.cost(TokenUsage(1000, 400, 100)),
)


def test_a_cost_counts_known_prompt_tokens_at_their_lower_price() -> None:
    assert PRICE.cost(TokenUsage(1_000_000, 400_000, 100_000)) == pytest.approx(0.6 * 2 + 0.4 * 0.5 + 0.1 * 8)
    assert PRICE.cost(TokenUsage(1_000_000, None, 0)) == pytest.approx(2.0)


def test_a_cost_without_counts_is_not_known() -> None:
    assert PRICE.cost(TokenUsage()) is None
    assert PRICE.cost(TokenUsage(prompt=10)) is None


def test_a_cap_counts_what_is_in_flight() -> None:
    budget = Budget(tokens=1000)
    first = budget.hold(400, 100, None)
    assert isinstance(first, Hold)
    assert isinstance(budget.hold(400, 101, None), str)
    first.release()
    assert isinstance(budget.hold(400, 101, None), Hold)


def test_a_game_stays_within_its_batch() -> None:
    batch = Budget(tokens=1000)
    one, other = Budget(tokens=900, above=batch), Budget(tokens=900, above=batch)
    assert isinstance(one.hold(500, 100, None), Hold)
    refused = other.hold(500, 100, None)
    assert isinstance(refused, str)
    assert "cap of 1,000 tokens" in refused
    assert other.held_tokens == 0


def test_a_cap_in_money_needs_a_known_price() -> None:
    assert "not known" in str(Budget(money=1.0).hold(10, 10, None))


def test_settling_counts_what_was_taken_and_not_what_was_set_aside() -> None:
    budget = Budget(tokens=10_000, money=1.0)
    held = budget.hold(2000, 400, PRICE)
    assert isinstance(held, Hold)
    held.settle(CALL, 3000)
    assert (budget.spent_tokens, budget.held_tokens, budget.unpriced) == (1100, 0, 0)
    assert budget.spent_money == pytest.approx(CALL.cost)


def test_a_reply_without_counts_costs_what_its_texts_and_its_room_come_to_at_most() -> None:
    budget = Budget(money=1.0)
    held = budget.hold(2000, 400, PRICE)
    assert isinstance(held, Hold)
    held.settle(replace(CALL, usage=TokenUsage(), cost=None), 3000)
    assert budget.spent_money == pytest.approx(PRICE.most(tokens_in(3000), 400))
    assert budget.unpriced == 1


@pytest.mark.parametrize("call", [replace(CALL, status=429, usage=TokenUsage(), cost=None, fault="limited")])
def test_a_refused_attempt_costs_nothing(call: CallRecord) -> None:
    budget = Budget()
    held = budget.hold(2000, 400, PRICE)
    assert isinstance(held, Hold)
    held.settle(call, 3000)
    assert (budget.spent_tokens, budget.spent_money, budget.calls) == (0, 0.0, 0)


def test_what_earlier_sessions_took_is_counted_again_from_their_calls() -> None:
    batch = Budget()
    budget = Budget(tokens=3000, above=batch)
    silent = replace(CALL, usage=TokenUsage(), cost=None, attempt=2)
    budget.remember([(CALL, 3000), (silent, 300)])
    assert budget.spent_tokens == batch.spent_tokens == 1100 + tokens_in(300) + 400
    assert isinstance(budget.hold(2000, 400, None), str)


@pytest.mark.parametrize("fault", ["", "no-usage"])
def test_a_game_that_goes_on_counts_what_it_took_to_the_token_and_the_coin(fault: str) -> None:
    budget, pad = Budget(tokens=100_000, money=10.0), Pad()

    async def work() -> None:
        async with Stub(Settings(faults={fault: 1.0} if fault else {})) as stub:
            endpoints = priced(stub)
            client = endpoints.client(f"llm:stub@{stub.url}", "g", pad, budget)
            for turn in range(1, 4):
                await client.ask(request(f"{turn}.talk1.paris"))
            await endpoints.aclose()

    run(work())
    again, calls = Budget(tokens=100_000, money=10.0), Calls(NullLog())
    for call in pad.calls:
        calls.keep(call, pad.texts)
    again.remember(calls.kept(), lambda call: PRICE)
    assert (again.spent_tokens, again.calls, again.unpriced) == (budget.spent_tokens, budget.calls, budget.unpriced)
    assert again.spent_money == pytest.approx(budget.spent_money)
    assert budget.spent_money > 0
    assert bool(budget.unpriced) == bool(fault)


def test_a_negative_budget_is_refused() -> None:
    with pytest.raises(SpecError, match="negative"):
        Budget(tokens=-1)


def priced(stub: Stub) -> Endpoints:
    """A board on which the stub costs money."""
    entry = 'prices: [{model: stub, input: 2.0, cached: 0.5, output: 8.0, source: "a test", date: 2026-01-01}]'
    return Endpoints(environ={}, profiles=profiles(), prices=Prices(read(entry, "test")))


def test_a_game_stops_before_its_cap_and_says_so() -> None:
    pad = Pad()

    async def ask(client: ModelClient, _: Stub) -> list[Reply]:
        return [await client.ask(request(f"{n}.talk1.paris")) for n in range(1, 9)]

    budget = Budget(tokens=800)
    replies = asked(Settings(), ask, pad, budget)
    outcomes = [reply.outcome for reply in replies]
    cut = outcomes.index("over_budget")
    assert cut > 0
    assert set(outcomes[cut:]) == {"over_budget"}
    assert "cap of 800 tokens" in replies[-1].fault
    assert len(pad.calls) == cut
    assert budget.spent_tokens <= 800
    spent = sum((call.usage.prompt or 0) + (call.usage.completion or 0) for call in pad.calls)
    assert budget.spent_tokens == spent


def test_a_cap_in_money_holds_with_many_calls_at_once() -> None:
    async def work() -> tuple[Budget, int]:
        async with Stub(Settings(latency=0.02)) as stub:
            endpoints, pad, budget = priced(stub), Pad(), Budget(money=0.02)
            client = endpoints.client(f"llm:stub@{stub.url}", "g", pad, budget)
            await asyncio.gather(*(client.ask(request(f"1.talk1.seat{n}")) for n in range(40)))
            await endpoints.aclose()
            assert sum(call.cost or 0 for call in pad.calls) == pytest.approx(budget.spent_money)
            return budget, len(pad.calls)

    budget, calls = run(work())
    assert 0 < calls < 40
    assert 0 < budget.spent_money <= 0.02


def test_all_games_of_a_board_draw_on_its_batch() -> None:
    async def work() -> tuple[list[ReplyOutcome], Budget]:
        async with Stub() as stub:
            endpoints = Endpoints(environ={}, profiles=profiles(), prices=Prices(()), batch=Budget(tokens=800))
            lines = [endpoints.client(f"llm:stub@{stub.url}", f"game {n}", Pad(), Budget()) for n in range(8)]
            outcomes = [(await client.ask(request())).outcome for client in lines]
            await endpoints.aclose()
            return outcomes, endpoints.batch

    outcomes, batch = run(work())
    assert {"answered", "over_budget"} == set(outcomes)
    assert 0 < batch.spent_tokens <= 800


def test_an_estimate_says_what_it_does_not_know() -> None:
    assert "not known" in estimate(100, 5000, 400, None).text()
    assert estimate(100, 10_000, 1000, PRICE).cost == pytest.approx(2.0 + 0.8)
    assert estimate(100, 10_000, 1000, PRICE, cached=0.5).cost == pytest.approx(1.0 + 0.25 + 0.8)
