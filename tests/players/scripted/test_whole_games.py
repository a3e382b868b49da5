"""Whole games of scripts: nothing signed twice, nobody repeats itself, every order and clause has its use."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from tests.players.scripted.contradictions import contradictions
from tests.players.scripted.games import SEEDS, TABLES, Told, core, orders, signed, spoken, told
from wargame.core.clauses import CLAUSE_TYPES, AccessClause
from wargame.core.event_values import AgreementClosed
from wargame.core.ids import AgreementId, SeatId
from wargame.core.orders import ORDER_TYPES
from wargame.core.promises import PROMISE_KINDS
from wargame.players.scripted.bonds import Matter, matters

FULL = ("between-the-giants", None)


def bound_twice(game: Told) -> list[Matter]:
    """What was signed while it was in force already, in the order of the record."""
    bound: dict[AgreementId, frozenset[Matter]] = {}
    found: list[Matter] = []
    for event in game.record:
        if isinstance(event.value, AgreementClosed):
            bound.pop(event.value.agreement, None)
        for put in event.puts:
            entity = put.entity
            if event.kind == "agreement_signed" and hasattr(entity, "terms") and hasattr(entity, "signed"):
                about = matters(entity.terms)
                found += [each for known in bound.values() for each in known & about]
                bound[AgreementId(entity.id)] = about
    return found


@pytest.mark.parametrize("seed", SEEDS[:6])
def test_the_same_thing_is_never_in_force_twice(seed: int) -> None:
    for scenario, variant in TABLES:
        assert not bound_twice(told(scenario, variant, seed))


def test_most_of_what_a_seat_orders_is_of_other_kinds_than_the_turn_before() -> None:
    again: Counter[SeatId] = Counter()
    of: Counter[SeatId] = Counter()
    for game in core(SEEDS[:8]):
        kinds: dict[tuple[SeatId, int], list[str]] = defaultdict(list)
        for turn, seat, opened in orders(game):
            kinds[seat, turn].append(opened.order.kind)
        for (seat, turn), given in kinds.items():
            if turn > 1:
                of[seat] += len(given)
                again[seat] += sum(kind in kinds.get((seat, turn - 1), ()) for kind in given)
    shares = {seat: again[seat] / of[seat] for seat in of}
    assert {seat: share for seat, share in shares.items() if share >= 0.5} == {}


@pytest.mark.parametrize("table", TABLES)
def test_no_seat_says_a_sentence_twice_in_a_game(table: tuple[str, str | None]) -> None:
    for seed in SEEDS[:6]:
        for seat, said in spoken(told(*table, seed)).items():
            assert not [words for words, times in said.items() if times > 1], (seed, seat)


def frames(game: Told) -> dict[str, set[SeatId]]:
    """Sentences without names and numbers, with who says them."""
    names = re.compile("|".join(map(re.escape, game.names)))
    found: dict[str, set[SeatId]] = defaultdict(set)
    for seat, said in spoken(game).items():
        for words in said:
            found[re.sub(r"\d+", "#", names.sub("N", words))].add(seat)
    return found


@pytest.mark.parametrize("table", TABLES)
def test_no_two_seats_share_a_sentence_whatever_its_names_and_numbers(table: tuple[str, str | None]) -> None:
    for seed in SEEDS[:6]:
        shared = {words: seats for words, seats in frames(told(*table, seed)).items() if len(seats) > 1}
        assert not shared


def test_seats_have_words_for_most_of_what_they_do_at_the_table() -> None:
    silent = loud = 0
    for game in core(SEEDS[:6]):
        for event in game.record:
            if event.kind in ("offer_made", "offer_countered", "offer_accepted", "offer_rejected"):
                loud, silent = loud + bool(event.body), silent + (not event.body)
    assert silent < 0.15 * (loud + silent)


@pytest.mark.slow
@pytest.mark.parametrize("table", [*TABLES, FULL])
def test_words_are_new_and_one_s_own_over_twenty_seeds(table: tuple[str, str | None]) -> None:
    for seed in SEEDS:
        game = told(*table, seed)
        assert not [words for said in spoken(game).values() for words, times in said.items() if times > 1]
        assert not [words for words, seats in frames(game).items() if len(seats) > 1]
        assert not bound_twice(game)


@pytest.mark.slow
def test_every_order_every_clause_and_every_pledge_is_used_by_some_doctrine() -> None:
    used: set[str] = set()
    clauses: set[str] = set()
    pledged: set[str] = set()
    for game in (*core(tuple(range(1, 61))), *(told(*FULL, seed) for seed in SEEDS[:10])):
        used |= {opened.order.kind for _, _, opened in orders(game)}
        clauses |= {clause.kind for _, value in signed(game) for clause in value.terms.clauses}
        pledged |= {event.value.promise for event in game.record if event.kind == "pledge_made"}  # type: ignore[union-attr]
    assert set(ORDER_TYPES) - used == set()
    assert {str(kind.__dataclass_fields__["kind"].default) for kind in CLAUSE_TYPES} - clauses == set()
    assert set(PROMISE_KINDS) - pledged == set()


def test_no_great_power_runs_the_others_models_and_who_fights_runs_none_of_the_rival() -> None:
    for game in (*core(SEEDS[:8]), *(told("first-download", None, seed) for seed in SEEDS[:8])):
        by_id = game.setting.by_id
        taken = [(c.taker, c.giver) for _, v in signed(game) for c in v.terms.clauses if isinstance(c, AccessClause)]
        taken += [(e.about[0], e.about[1]) for e in game.record if e.kind == "open_weights_adopted"]
        for taker, maker in taken:
            camps = (by_id[taker].bloc, by_id[maker].jurisdiction)
            assert camps not in (("us", "cn"), ("cn", "us")), (taker, maker)
            assert not (taker == "kyiv" and camps[1] == "cn")


def test_firms_sanction_nobody() -> None:
    punishers = {
        game.setting.by_id[seat].kind
        for game in core(SEEDS[:8])
        for _, seat, opened in orders(game)
        if opened.order.kind == "punish_distillation"
    }
    assert punishers
    assert punishers <= {"government", "institution"}


def test_a_great_power_is_offered_nothing_by_firms_of_the_other() -> None:
    for game in core(SEEDS[:8]):
        for event in game.record:
            if event.kind in ("offer_made", "offer_countered") and len(event.about) > 1:
                author, other = (game.setting.by_id[seat] for seat in event.about[:2])
                assert not (author.kind != "government" and {author.bloc, other.bloc} == {"us", "cn"}), event.text


def contradicted(tables: tuple[tuple[str, str | None], ...], seeds: tuple[int, ...]) -> dict[str, list[str]]:
    """Contradictions by sort, each with its table and seed."""
    found: dict[str, list[str]] = defaultdict(list)
    for scenario, variant in tables:
        for seed in seeds:
            for each in contradictions(told(scenario, variant, seed)):
                found[each.sort].append(f"{scenario} {variant} {seed}, turn {each.turn}, {each.seat}: {each.words}")
    return dict(found)


def test_no_seat_contradicts_what_it_has_signed_pledged_or_drawn_as_its_line() -> None:
    assert contradicted(TABLES, SEEDS[:6]) == {}


@pytest.mark.slow
def test_no_seat_of_any_scenario_contradicts_itself_over_ten_seeds() -> None:
    tables = (*TABLES, FULL, ("any-lawful-use", None), ("kyiv-winter", None))
    assert contradicted(tables, SEEDS[:10]) == {}
