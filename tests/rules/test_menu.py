"""The menu is made from what its seat sees: it is what the adjudicator accepts, as far as that seat can know."""

from __future__ import annotations

import asyncio
import itertools
import pickle
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.rules.desk import Desk, access_clause, grown, menu_of, table_of, terms_of
from wargame.core import names
from wargame.core.clauses import AccessClause, Clause, FrameworkClause
from wargame.core.domains import fields_of
from wargame.core.ids import ModelId
from wargame.core.moves import GiveNotice, MakePledge, Propose, Respond, TalkMove, Withdraw
from wargame.core.orders import ORDER_TYPES, AdoptOpen, AnyOrder, Argument
from wargame.core.setting import Seat
from wargame.core.state import State
from wargame.players import specs
from wargame.players.base import Answer, Ask, Player
from wargame.rules.bargains.talk import may_talk
from wargame.rules.bargains.terms import may_stand
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.legality import cost, refusal
from wargame.rules.menu import Menu
from wargame.table.game import RunningGame
from wargame.table.opening import choose

EACH = 12
"""Orders of each kind, and clauses of each offer, that are tried at each ask."""


class Comparing:
    """A player whose menu is held against the adjudicator's own answers, on the true state, at every ask."""

    instant = True

    def __init__(self, player: Player) -> None:
        self.player, self.spec, self.kind = player, player.spec, player.kind
        self.game: RunningGame | None = None
        self.tried = 0

    async def decide(self, ask: Ask) -> Answer:
        assert self.game is not None
        self.compare(ask, self.game.book, self.game.sequence.state)
        return await self.player.decide(ask)

    def compare(self, ask: Ask, book: Rulebook, truth: State) -> None:
        seat, chance = ask.seat, random.Random(ask.id)
        there = Menu(ask.book, pickle.loads(pickle.dumps(ask.view)))
        for order in orders(ask, truth, chance):
            said = refusal(book, truth, seat, order)
            assert ask.menu.refusal(order) == said == there.refusal(order), (ask.id, order)
            assert ask.menu.cost(order) == cost(book, truth, seat, order), (ask.id, order)
            self.tried += 1
        for move in moves(ask, truth):
            said = may_talk(book, truth, seat, move)
            assert ask.menu.talk_refusal(move) == said == there.talk_refusal(move), (ask.id, move)
            self.tried += 1
        for clause in clauses(ask, truth, chance):
            said = may_stand(book, truth, seat, clause)
            assert ask.menu.clause_refusal(clause) == said == there.clause_refusal(clause), (ask.id, clause)
            self.tried += 1


def orders(ask: Ask, truth: State, chance: random.Random) -> Iterator[AnyOrder]:
    """Orders of every kind, legal or not; of models, also those that the seat does not know of."""
    for order in ORDER_TYPES.values():
        if order is Argument:
            continue
        fields = fields_of(order)
        domains = [(*each.among(ask.book.setting.ids, (*truth.models, ModelId("skynet"))),) for each in fields.values()]
        every = list(itertools.product(*domains))
        for values in chance.sample(every, min(EACH, len(every))):
            made: Any = order(**dict(zip(fields, values, strict=True)))
            yield made


def moves(ask: Ask, truth: State) -> Iterator[TalkMove]:
    """Every answer to every offer there is, seen or not, notice on every agreement, a pledge to everybody."""
    for name, proposal in truth.proposals.items():
        yield Respond(proposal=name, answer="accept", terms=None, text="")
        yield Respond(proposal=name, answer="reject", terms=None, text="")
        yield Respond(proposal=name, answer="counter", terms=replace(proposal.terms, turns=2), text="")
        yield Withdraw(proposal=name)
        yield Propose(terms=proposal.terms, text="")
    for agreement in truth.agreements:
        yield GiveNotice(agreement=agreement)
    for seat in ask.book.setting.ids:
        yield MakePledge(to=seat, promise="no_suspension", until=ask.turn)


def clauses(ask: Ask, truth: State, chance: random.Random) -> Iterator[Clause]:
    """The clauses of every offer and agreement, those of access with any model and by any channel."""
    terms = [each.terms for each in truth.proposals.values()] + [each.terms for each in truth.agreements.values()]
    found = [clause for each in terms for clause in each.clauses]
    for clause in chance.sample(found, min(EACH, len(found))):
        if isinstance(clause, AccessClause):
            for model in truth.models.values():
                for channel in ("api", "enclave", "on_premises", "weights"):
                    if model.owner in ask.book.setting.by_id:
                        yield replace(clause, model=model.id, giver=model.owner, channel=channel)
        elif not isinstance(clause, FrameworkClause):
            yield clause


def compared(scenario: str, variant: str | None, everyone: str, seed: int, turns: int | None) -> int:
    game = choose(scenario, variant=variant, seed=seed, everyone=everyone, turns=turns)
    made: list[Comparing] = []

    def make(spec: str, seat: Seat, number: int) -> Player:
        made.append(Comparing(specs.make(spec, seat, number)))
        return made[-1]

    running = table_of(game, make)
    for player in made:
        player.game = running
    asyncio.run(running.play())
    return sum(player.tried for player in made)


@pytest.mark.slow
@pytest.mark.parametrize("everyone", ["scripted", "random"])
def test_every_menu_of_a_game_is_what_the_adjudicator_accepts(everyone: str) -> None:
    assert compared("first-download", None, everyone, 3, None) > 1000


@pytest.mark.slow
@pytest.mark.parametrize(("variant", "turns"), [("core", None), (None, 4)])
@pytest.mark.parametrize("everyone", ["scripted", "random"])
@pytest.mark.parametrize("seed", [1, 2])
def test_every_menu_of_grand_games_is_what_the_adjudicator_accepts(
    variant: str | None, turns: int | None, everyone: str, seed: int
) -> None:
    assert compared("between-the-giants", variant, everyone, seed, turns) > 50_000


def test_a_seat_knows_whether_its_copy_is_of_today() -> None:
    desk = Desk()
    assert "already" in str(menu_of(desk.book, desk.state, "kyiv").refusal(AdoptOpen(model=ModelId("gemma"))))
    newer = grown(
        desk.state, {names.vintage(ModelId("gemma")): desk.state.values[names.vintage(ModelId("gemma"))] + 0.01}
    )
    assert menu_of(desk.book, newer, "kyiv").allows(AdoptOpen(model=ModelId("gemma")))


def _on_premises(desk: Desk, security: float) -> tuple[State, AccessClause]:
    clause = access_clause("anthropic", "washington", ModelId("mythos"), "on_premises")
    return grown(desk.state, {names.security("anthropic"): security}), clause


def test_nobody_but_the_lab_is_stopped_by_how_badly_it_keeps_its_weights() -> None:
    desk = Desk()
    loose, clause = _on_premises(desk, 2.0)
    safe, _ = _on_premises(desk, 4.0)
    for seat in desk.book.setting.ids:
        refused = menu_of(desk.book, loose, seat).clause_refusal(clause)
        assert (refused is not None) == (seat == "anthropic")
        assert menu_of(desk.book, safe, seat).clause_refusal(clause) is None


def test_a_lab_cannot_accept_what_its_security_does_not_allow() -> None:
    desk = Desk()
    desk.state, clause = _on_premises(desk, 2.0)
    desk.talk(("washington", Propose(terms=terms_of(clause), text="")))
    (name,) = desk.state.proposals
    accept = Respond(proposal=name, answer="accept", terms=None, text="")
    assert "your weight security" in str(menu_of(desk.book, desk.state, "anthropic").talk_refusal(accept))
    desk.talk(("anthropic", accept))
    assert not [a for a in desk.state.agreements.values() if a.status == "in_force" and clause in a.terms.clauses]


def test_terms_are_not_signed_if_a_lab_has_grown_careless_since_it_offered_them() -> None:
    desk = Desk()
    desk.state, clause = _on_premises(desk, 4.0)
    desk.talk(("anthropic", Propose(terms=terms_of(clause), text="")))
    (name,) = desk.state.proposals
    desk.state, _ = _on_premises(desk, 2.0)
    desk.talk(("washington", Respond(proposal=name, answer="accept", terms=None, text="")))
    assert not [a for a in desk.state.agreements.values() if clause in a.terms.clauses]


def test_a_directive_bars_every_model_held_back_so_that_it_tells_nothing_of_how_good_it_is() -> None:
    desk = Desk()
    clause = access_clause("anthropic", "kyiv", ModelId("mythos"), "api")
    assert not desk.state.models[ModelId("mythos")].released
    said = set()
    for vintage in (-40.0, 2.0):
        state = grown(desk.state, {names.TOP_MODEL_CUT: 1.0, names.vintage(ModelId("mythos")): vintage})
        said |= {str(menu_of(desk.book, state, seat).clause_refusal(clause)) for seat in ("kyiv", "anthropic")}
    assert len(said) == 1
    assert "export directive" in said.pop()


def test_a_copy_is_no_model_to_anybody_but_its_owner() -> None:
    desk = Desk()
    model = replace(
        desk.state.models[ModelId("deepseek")], id=ModelId("copy-beijing"), name="Beijing's copy", owner="beijing"
    )
    state = replace(desk.state, models={**desk.state.models, model.id: model})
    clause = access_clause("beijing", "kyiv", model.id, "api")
    state = grown(state, {names.vintage(model.id): 0.0})
    assert menu_of(desk.book, state, "beijing").clause_refusal(clause) is None
    refused = menu_of(desk.book, state, "kyiv").clause_refusal(clause)
    assert refused == menu_of(desk.book, desk.state, "kyiv").clause_refusal(clause)
    assert refused == may_stand(desk.book, state, "kyiv", clause)


def test_who_guesses_that_there_is_a_copy_is_told_nothing_by_a_refusal_or_a_price() -> None:
    desk = Desk()
    copy = replace(desk.state.models[ModelId("deepseek")], id=ModelId("copy-beijing"), name="Beijing's copy")
    copy = replace(copy, owner="beijing", weights="closed", released=True)
    there = replace(desk.state, models={**desk.state.models, copy.id: copy})
    there = grown(there, {names.vintage(copy.id): 0.0})
    for seat in desk.book.setting.ids:
        for order in _naming(copy.id):
            if seat != "beijing":
                assert refusal(desk.book, there, seat, order) == refusal(desk.book, desk.state, seat, order), order
                assert cost(desk.book, there, seat, order) == cost(desk.book, desk.state, seat, order), order


def _naming(model: ModelId) -> Iterator[AnyOrder]:
    """Orders of every kind that names a model, each with this one."""
    for order in ORDER_TYPES.values():
        fields = fields_of(order)
        if "model" in fields:
            others = {name: next(iter(each.among(("kyiv",), (model,)))) for name, each in fields.items()}
            made: Any = order(**{**others, "model": model})
            yield made
