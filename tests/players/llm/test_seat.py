"""The mind of a model seat: every decision says truly how it came about, and bad answers are repaired or replaced."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from tests.players.llm.minds import Ruled, phase_of, play, seat_of, silent, table_with, text_of
from wargame.core.moves import Decision, Message, Sealed, Talk
from wargame.errors import BudgetSpent, TranscriptError
from wargame.players.llm.graph import NODES, READERS, Context, Thought, build
from wargame.players.llm.request import Reply, Request
from wargame.players.llm.seat import ModelSeat
from wargame.players.scripted import Scripted
from wargame.review.proof import verify
from wargame.table.opening import choose
from wargame.transcript.reading import read
from wargame.transcript.verify import decisions_of

ROOT = Path(__file__).resolve().parents[3]


def decisions(path: Path, seat: str = "rome") -> list[Decision]:
    return [made for made in decisions_of(read(path)).values() if made.seat == seat]


def said(**parts: Any) -> Reply:
    return Reply("answered", json.dumps(parts))


def test_a_whole_game_of_models_is_recorded_and_without_its_calls_it_is_not_believed(tmp_path: Path) -> None:
    result = play(table_with(Ruled(), out=tmp_path / "game.jsonl"))
    assert result.origins["chosen"] == 4 * 3 * 3
    assert len(decisions_of(read(tmp_path / "game.jsonl"))) == sum(result.origins.values())
    with pytest.raises(TranscriptError, match=r"decision 1\.talk1\..* is chosen, and no recorded call brought"):
        verify(tmp_path / "game.jsonl")


def test_a_seat_makes_three_calls_a_turn() -> None:
    client = Ruled()
    play(table_with(client, seats=["rome"], turns=2))
    assert [request.decision for request in client.requests] == [
        f"{turn}.{phase}.rome" for turn in (1, 2) for phase in ("talk1", "talk2", "orders")
    ]


def test_every_field_of_a_reply_lands_in_the_record(tmp_path: Path) -> None:
    def rule(request: Request) -> Reply:
        if phase_of(request) == "talk":
            return said(
                rationale="To be heard.", moves=[{"kind": "message", "to": ["anthropic"], "text": "Let us talk."}]
            )
        order = {"kind": "train_operators"}
        signal = {"text": "We train.", "intents": [{"will": True, "verb": "train_operators", "target": None}]}
        return said(rationale="To use it.", plan="Hold", notebook="Meta is slow.", signal=signal, orders=[order])

    play(table_with(Ruled(rule), seats=["rome"], turns=1, out=tmp_path / "g.jsonl"))
    talk, _, orders = decisions(tmp_path / "g.jsonl")
    assert talk.body == Talk(moves=(Message(to=("anthropic",), text="Let us talk."),))
    assert (talk.origin, talk.rationale, talk.player) == ("chosen", "To be heard.", "llm:ruled")
    assert isinstance(orders.body, Sealed)
    assert orders.body.signal is not None
    assert [order.kind for order in orders.body.orders] == ["train_operators"]
    assert (orders.plan, orders.notebook) == ("Hold", "Meta is slow.")


def test_an_illegal_order_is_sent_back_with_the_very_words_that_a_person_gets(tmp_path: Path) -> None:
    def rule(request: Request) -> Reply:
        if phase_of(request) == "talk":
            return silent(request)
        orders = [{"kind": "suspend", "customer": "nowhere"}] if request.step == "first" else []
        return said(rationale="x", signal=None, orders=orders)

    client = Ruled(rule)
    table = table_with(client, seats=["anthropic"], turns=1, out=tmp_path / "g.jsonl")
    play(table)
    made = decisions(tmp_path / "g.jsonl", "anthropic")[-1]
    assert made.origin == "repaired"
    assert len(made.faults) == 1
    assert "'nowhere' is no seat in this game" in made.faults[0]
    again = next(request for request in client.requests if request.step == "repair1")
    assert made.faults[0] in again.messages[-1].text
    assert again.messages[-2].speaker == "assistant"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I would rather talk.",
        "{",
        "[1, 2]",
        '{"rationale": "x"}',
        '{"rationale": "x", "moves": [], "orders": [], "state": {"stability": 0}}',
        '{"rationale": "x", "moves": [{"kind": "message", "to": ["no"], "text": "x"}], "signal": null, "orders": 3}',
        "[" * 100_000,
        '{"rationale": "\\ud800", "moves": [], "orders": NaN}',
        '{"seat": "meta", "rationale": "x", "moves": [], "signal": null, "orders": []}',
    ],
)
def test_what_cannot_be_accepted_is_tried_three_times_and_then_the_doctrine_plays(text: str, tmp_path: Path) -> None:
    client = Ruled(lambda request: Reply("answered", text))
    play(table_with(client, seats=["rome"], turns=1, out=tmp_path / "g.jsonl"))
    made = decisions(tmp_path / "g.jsonl")
    assert [each.origin for each in made] == ["fallback"] * 3
    assert [request.step for request in client.requests[:3]] == ["first", "repair1", "repair2"]
    assert len(client.requests) == 9
    assert all(len(each.faults) >= 3 for each in made)
    expected = Scripted(choose("first-download").opening()[0].setting.by_id["rome"].doctrine, 1)
    assert made[0].rationale == f"doctrine {expected.spec.partition(':')[2] or 'x'}" or made[0].rationale.startswith(
        "doctrine"
    )


@pytest.mark.parametrize(
    ("outcome", "origin"),
    [("refused", "refusal"), ("late", "timeout"), ("failed", "fallback")],
)
def test_no_answer_is_never_taken_for_a_choice(outcome: Any, origin: str, tmp_path: Path) -> None:
    client = Ruled(lambda request: Reply(outcome, "", "the reason why"))
    play(table_with(client, seats=["rome"], turns=1, out=tmp_path / "g.jsonl"))
    made = decisions(tmp_path / "g.jsonl")
    assert {each.origin for each in made} == {origin}
    assert len(client.requests) == 3, "it is not asked again"
    assert all("the reason why" in each.faults for each in made)


def test_when_the_means_are_spent_the_game_stops_and_says_so() -> None:
    client = Ruled(lambda request: Reply("over_budget", "", "the cap of 10 tokens has no room for this call"))
    with pytest.raises(BudgetSpent, match="cap of 10 tokens"):
        play(table_with(client, seats=["rome"]))


def test_a_table_that_waits_no_longer_plays_the_doctrine_and_marks_it(tmp_path: Path) -> None:
    class Hanging(Ruled):
        async def ask(self, request: Request) -> Reply:
            await asyncio.sleep(60)
            raise AssertionError("it should have been given up")

    table = table_with(Hanging(), seats=["rome"], turns=1, out=tmp_path / "g.jsonl", answer_seconds=0.05)
    play(table)
    assert {made.origin for made in decisions(tmp_path / "g.jsonl")} == {"timeout"}


def test_plan_and_notebook_come_back_in_later_prompts() -> None:
    def rule(request: Request) -> Reply:
        if phase_of(request) == "talk":
            return silent(request)
        first = request.decision.startswith("1.")
        plan, notebook = ("Keep two suppliers.", "Meta gives no engineers.") if first else ("Buy time.", "")
        return said(rationale="x", plan=plan, notebook=notebook, signal=None, orders=[])

    client = Ruled(rule)
    play(table_with(client, seats=["rome"]))
    second, last = (text_of(r) for r in client.requests if r.decision in ("2.orders.rome", "3.orders.rome"))
    assert "Keep two suppliers." in second
    assert "Meta gives no engineers." in second
    assert "Your plan: > Buy time." in last
    assert "Your plan as first stated: > Keep two suppliers." in last
    assert "Your notebook: > Meta gives no engineers." in last


def test_stages_are_told_by_name_and_never_by_content() -> None:
    told: list[tuple[str, str]] = []
    game = choose("first-download")
    book, _ = game.opening()
    client = Ruled(
        lambda request: said(rationale="SECRET", moves=[]) if phase_of(request) == "talk" else silent(request)
    )
    table = table_with(client, seats=["rome"], turns=1)
    seat = book.setting.by_id["rome"]
    mind = ModelSeat("llm:ruled", client, Scripted(seat.doctrine, 1), lambda who, stage: told.append((who, stage)))
    table.players = {**table.players, "rome": mind}
    play(table)
    assert ("rome", "choosing its words") in told
    assert ("rome", "weighing its offers") in told
    assert ("rome", "choosing its orders") in told
    assert not [stage for _, stage in told if "SECRET" in stage]


def test_a_node_can_be_swapped() -> None:
    async def forgetful(thought: Thought, runtime: Any) -> Thought:
        made = await NODES["recall"](thought, runtime)
        request = made["request"]
        return {
            "request": type(request)(**{**{n: getattr(request, n) for n in request.__slots__}, "schema_name": "mine"})
        }

    client = Ruled()
    table = table_with(client, seats=["rome"], turns=1)
    graphs = {phase: build(phase, {**NODES, "recall": forgetful}) for phase in READERS}
    seat = table.book.setting.by_id["rome"]
    mind = ModelSeat("llm:ruled", client, Scripted(seat.doctrine, 1), graphs=graphs.__getitem__)
    table.players = {**table.players, "rome": mind}
    play(table)
    assert {request.schema_name for request in client.requests} == {"mine"}


def test_the_drawing_in_the_docs_is_the_one_of_the_library() -> None:
    drawn = build("orders").get_graph().draw_mermaid()
    assert drawn.strip() in (ROOT / "docs" / "model-seats.md").read_text()


def test_nothing_of_a_mind_goes_to_a_tracing_service() -> None:
    import os

    assert os.environ["LANGSMITH_TRACING"] == "false"
    assert Context.__dataclass_fields__.keys() >= {"client", "fallback", "stage"}


def test_each_seat_is_asked_for_its_own_decision() -> None:
    client = Ruled()
    play(table_with(client, turns=1))
    for request in client.requests:
        name = {"rome": "Rome", "anthropic": "Anthropic", "meta": "Meta", "palantir": "Palantir"}[seat_of(request)]
        assert f"You play {name} (`{seat_of(request)}`)" in text_of(request)
        assert f"You decide for `{seat_of(request)}` alone" in text_of(request)
