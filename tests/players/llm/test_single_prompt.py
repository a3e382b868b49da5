"""A model that is asked in one plain prompt: what it reads and what not, one more try, and a record that is proven."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.players.llm.calls import run
from tests.players.llm.games import models_for
from tests.players.llm.minds import Ruled, phase_of, play, silent, text_of
from wargame.core.moves import Decision
from wargame.core.setting import Seat
from wargame.core.spec_words import is_model, is_single, model_of
from wargame.errors import SpecError
from wargame.players import specs
from wargame.players.base import Player
from wargame.players.llm.prompts import Prompts
from wargame.players.llm.request import Reply, Request
from wargame.players.llm.seat import ModelSeat
from wargame.players.llm.single_prompt import SinglePrompt, prompts_for
from wargame.players.llm.templates import SINGLE
from wargame.players.scripted import Scripted
from wargame.positions.scripted_games import questions
from wargame.review.proof import verify
from wargame.review.record_audit import audit_record
from wargame.stub import Settings, Stub
from wargame.table.game import RunningGame
from wargame.table.opening import choose, new_game
from wargame.table.players import Means
from wargame.transcript.limits import MODEL, kind_of
from wargame.transcript.reading import read
from wargame.transcript.rewriting import without_addresses
from wargame.transcript.verify import decisions_of

RULED = "single:ruled"
PLAN = "Hold the line until the seventh turn"


def _table(client: Ruled, turns: int = 2, out: Path | None = None) -> RunningGame:
    """Rome is asked in one plain prompt, the others are scripts."""
    game = choose("first-download", turns=turns)

    def make(spec: str, seat: Seat, seed: int) -> Player:
        if spec == RULED:
            return ModelSeat(spec, client, Scripted(seat.doctrine, seed))
        return specs.make(spec, seat, seed)

    return new_game(replace(game, seats={**game.seats, "rome": RULED}), out, make=make)


def _planning(request: Request) -> Reply:
    if phase_of(request) != "orders":
        return silent(request)
    told: dict[str, Any] = {"rationale": "x", "plan": PLAN, "notebook": f"{PLAN}, I said", "signal": None, "orders": []}
    return Reply("answered", json.dumps(told))


def _made(path: Path) -> list[Decision]:
    return [made for made in decisions_of(read(path)).values() if made.seat == "rome"]


def test_each_decision_is_one_message_without_brief_voice_past_or_plan() -> None:
    client = Ruled(_planning)
    table = _table(client, turns=3)
    seat = table.book.seat("rome")
    play(table)
    assert [each.decision for each in client.requests if phase_of(each) != "weigh"] == [
        f"{turn}.{phase}.rome" for turn in (1, 2, 3) for phase in ("talk1", "talk2", "orders")
    ]
    briefs = [line for line in f"{seat.brief}\n{seat.voice}".splitlines() if len(line) > 40]
    assert briefs
    for request in client.requests:
        assert [(said.speaker, [piece.name for piece in said.pieces]) for said in request.messages] == [
            ("user", [SINGLE])
        ]
        text = text_of(request)
        assert not any(line in text for line in briefs)
        assert PLAN not in text
        turn = int(request.decision.partition(".")[0])
        assert f"This is turn {turn} of 3" in text
        seen = text.partition("This turn so far:")[2].partition("# What is asked")[0]
        assert f"[{turn - 1}." not in seen, "no event of a turn before is told"


def test_it_sees_what_is_on_the_table_and_may_do_what_the_others_may() -> None:
    asked = [ask for ask, _ in questions("first-download", None, 1, 2) if ask.seat == "rome"]
    plain, whole = SinglePrompt(), Prompts()
    for ask in asked:
        one, other = (mind.request(ask, tightly=False, max_tokens=1, seconds=None) for mind in (plain, whole))
        assert one.schema == other.schema, "the form of the answer is the same"
        text = text_of(one)
        for offer in ask.view.proposals:
            assert offer in text
        assert "Worth to you" not in text
        assert "Offers that you could make" not in text
        assert len(text) < len(text_of(other)) / 2
        if ask.phase == "orders":
            legal = text.partition("Orders that the rules allow you now")[2].partition("# What is asked")[0]
            assert legal.strip().splitlines()[1:]
            assert all(line in text_of(other) for line in legal.splitlines() if line.startswith("- "))


def test_the_prompt_follows_from_what_is_asked_alone() -> None:
    asked = [ask for ask, _ in questions("first-download", None, 1, 2) if ask.seat == "rome"]
    held = SinglePrompt()
    for ask in asked:
        given: dict[str, Any] = {"tightly": True, "max_tokens": 1, "seconds": None}
        assert held.request(ask, **given) == SinglePrompt().request(ask, **given)


def test_it_is_asked_once_more_and_then_the_doctrine_plays(tmp_path: Path) -> None:
    client = Ruled(lambda request: Reply("answered", "I would rather talk."))
    play(_table(client, turns=1, out=tmp_path / "g.jsonl"))
    assert [each.step for each in client.requests[:4]] == ["first", "repair1"] * 2
    assert {each.origin for each in _made(tmp_path / "g.jsonl")} == {"fallback"}


def test_what_is_put_right_in_the_second_try_counts_as_repaired(tmp_path: Path) -> None:
    def rule(request: Request) -> Reply:
        return Reply("answered", "no") if request.step == "first" else silent(request)

    play(_table(Ruled(rule), turns=1, out=tmp_path / "g.jsonl"))
    assert {each.origin for each in _made(tmp_path / "g.jsonl")} == {"repaired"}


@pytest.mark.slow
def test_beside_a_whole_mind_its_game_proves_itself_and_every_prompt_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"

    async def through() -> None:
        async with Stub(Settings(seed=3)) as stub:
            seats = {"rome": f"single:stub@{stub.url}", "meta": f"llm:stub@{stub.url}"}
            models = models_for(stub.url)
            await new_game(choose("first-download", turns=2, seats=seats), path, means=Means(models)).play()
            await models.aclose()

    run(through())
    verify(path)
    found = audit_record(path)
    prompts = [entry for entry in read(path).entries if entry.kind == "call"]
    assert not found.leaks
    assert found.prompts == found.compared == len(prompts) > 12
    asked = {str(each.data["decision"]).rpartition(".")[2]: len(each.data["messages"]) for each in prompts[:2]}
    assert asked.keys() == {"rome", "meta"}
    assert asked["rome"] < asked["meta"], "one message, and two"


def test_its_spec_is_read_like_that_of_a_model_and_told_apart() -> None:
    spec = specs.parse("single:small@http://localhost:1/v1")
    assert (spec.kind, spec.model, spec.url) == ("model", "small", "http://localhost:1/v1")
    assert is_model(spec.text)
    assert is_single(spec.text)
    assert not is_single("llm:small")
    assert model_of(spec.text) == "small@http://localhost:1/v1"
    assert kind_of(spec.text) == MODEL
    assert type(prompts_for(spec.text)) is SinglePrompt
    assert type(prompts_for("llm:small")) is Prompts
    for wrong in ("single", "single:"):
        with pytest.raises(SpecError, match="accepted are"):
            specs.parse(wrong)


def test_its_address_is_cut_out_like_any_other() -> None:
    line = b'{"seats":{"rome":"single:small@http://10.0.0.7/v1"}}'
    assert without_addresses(line) == b'{"seats":{"rome":"single:small@http://removed.invalid"}}'
