"""What a script says fits what it says it of: the terms, the season, and what it decides itself in the same breath."""

from __future__ import annotations

import re

import pytest

from tests.players.scripted.games import SEEDS, TABLES, Told, told
from wargame.core.agreements import Terms
from wargame.core.clauses import AccessClause, DataClause, PaymentClause, ProductionClause, SupportClause
from wargame.core.event_values import OfferAnswered, Offered
from wargame.core.ids import ModelId, ProposalId, SeatId
from wargame.core.models import Model
from wargame.players.drafts import access, terms
from wargame.players.scripted.voices import PLAIN, Template, voice_of
from wargame.players.scripted.voices.labs import LABS
from wargame.players.scripted.voices.states import CAPITALS
from wargame.players.scripted.wording import deal_words, traits

GPT = access("openai", "paris", ModelId("gpt"), "api", price=1)
DRONES = ProductionClause(giver="kyiv", taker="washington", piece="drones", volume=2)
TRAITS = ("access", "weights", "home", "free", "priced", "goods", "support", "money", "gives", "bare")
OF_TERMS = ("offer", "renew", "accept", "refuse")
FULL = ("between-the-giants", None)


def test_traits_of_terms_are_what_the_clauses_say() -> None:
    assert traits(terms(GPT), "openai") == {"access", "priced", "bare"}
    assert traits(terms(DRONES), "kyiv") == {"goods", "free", "gives", "bare"}
    assert traits(terms(DRONES), "washington") == {"goods", "free", "bare"}
    weights = access("meta", "paris", ModelId("llama"), "weights", price=0)
    assert {"weights", "home", "free"} <= traits(terms(weights), "meta")
    helped = terms(weights, SupportClause(giver="meta", taker="paris", level=1))
    assert "support" in traits(helped, "meta")
    assert "bare" not in traits(helped, "meta")
    assert {"money", "priced"} <= traits(terms(PaymentClause(giver="paris", taker="kyiv", amount=1)), "paris")


@pytest.mark.parametrize("seat", [*LABS, *CAPITALS, "somebody"])
def test_every_voice_has_words_for_any_terms_and_needs_nothing_unknown(seat: str) -> None:
    lines = voice_of(seat, "Somebody")
    for occasion in OF_TERMS:
        assert any(not each.needs for each in lines[occasion]), occasion
    for found in lines.values():
        for each in found:
            assert each.needs <= set(TRAITS)
            assert not re.search(r"\b(this|last) (month|quarter|week|winter)\b", each.words), each.words
    assert PLAIN


def _fitting(template: Template) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", ".*", re.escape(template.words)))


def _unfit(game: Told) -> list[str]:
    """Words on terms that say of them what is not so."""
    on_table: dict[ProposalId, Terms] = {}
    found = []
    for event in game.record:
        value = event.value
        if isinstance(value, Offered):
            on_table[value.proposal] = value.terms
        if not isinstance(value, Offered | OfferAnswered) or not event.body or value.proposal not in on_table:
            continue
        seat, of = event.about[0], on_table[value.proposal]
        lines = voice_of(seat, game.setting.name_of(seat))
        kinds = ("offer", "renew") if isinstance(value, Offered) else ("accept", "refuse")
        said = [each for kind in kinds for each in lines[kind] if _fitting(each).fullmatch(event.body)]
        if said and not any(each.needs <= traits(of, seat) for each in said):
            found.append(f"{seat}: {event.body}")
    return found


@pytest.mark.parametrize("table", TABLES)
def test_what_is_said_of_terms_is_true_of_them(table: tuple[str, str | None]) -> None:
    for seed in SEEDS[:3]:
        assert _unfit(told(*table, seed)) == []


def _contradictions(game: Told) -> list[str]:
    """Messages that promise to sign what the same seat turned down in the same round."""
    models = {put.entity.id: put.entity.name for e in game.record for put in e.puts if isinstance(put.entity, Model)}
    on_table: dict[ProposalId, Terms] = {}
    refused: list[tuple[str, SeatId, str]] = []
    said: list[tuple[str, SeatId, str]] = []

    def called(id: str) -> str:
        return models.get(ModelId(id)) or game.setting.name_of(id)

    for event in game.record:
        decision = event.causes[0].partition("#")[0]
        value = event.value
        if isinstance(value, Offered):
            on_table[value.proposal] = value.terms
        elif isinstance(value, OfferAnswered) and value.how == "rejected" and value.proposal in on_table:
            refused.append((decision, event.about[0], deal_words(on_table[value.proposal], called)))
        elif event.kind == "message_sent" and "we mean to sign" in event.body:
            said.append((decision, event.about[0], event.body))
    return [words for *who, words in said for *by, deal in refused if who == by and f"offer of {deal}," in words]


@pytest.mark.parametrize("table", TABLES)
def test_nobody_promises_to_sign_what_it_turns_down(table: tuple[str, str | None]) -> None:
    for seed in SEEDS[:6]:
        assert _contradictions(told(*table, seed)) == []


@pytest.mark.slow
@pytest.mark.parametrize("table", [*TABLES, FULL])
def test_words_fit_their_terms_over_twenty_seeds(table: tuple[str, str | None]) -> None:
    for seed in SEEDS:
        game = told(*table, seed)
        assert _unfit(game) == []
        assert _contradictions(game) == []


def test_clauses_of_access_and_data_are_told_apart() -> None:
    shared = DataClause(giver="kyiv", taker="palantir", control="kept")
    assert isinstance(GPT, AccessClause)
    assert "gives" in traits(terms(shared), "kyiv")
    assert "gives" not in traits(terms(shared), "palantir")


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_labs_complain_of_no_bar_that_others_feel(seed: int) -> None:
    game = told("between-the-giants", "core", seed)
    for event in game.record:
        if event.kind == "message_sent" and "barred from the newest models" in event.body:
            assert game.setting.by_id[event.about[0]].kind == "government", event.body
