"""Because, in shares: planted causes are found with what they carry, and everything adds up to the digit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from wargame.core.chance import Draw
from wargame.core.ids import SeatId, Variable
from wargame.core.moves import Body
from wargame.core.orders import EndorseNorms, InvokeDpa, SetOversight
from wargame.core.state import State
from wargame.errors import SpecError
from wargame.paired import shares_kept
from wargame.paired.roots import GameWithout, Root, parts_of, roots_between, without_parts
from wargame.paired.shares import ChangeInShares, because
from wargame.rules.base.ruling import Ruling
from wargame.table.opening import choose, new_game
from wargame.table.waiting import run_through
from wargame.transcript.reading import read
from wargame.transcript.verify import Replayed, verify

from .planted import bargain, planted_game, sheet

MONEY = Variable("rome.budget")
LEGITIMACY = Variable("rome.Leg")
ADDITIVE = {"1.orders.rome": sheet(EndorseNorms(), SetOversight(oversight=2))}


@lru_cache(maxsize=8)
def game(kind: str) -> Replayed:
    folder = Path(mkdtemp())
    planted: Mapping[str, Body] = {}
    if kind != "nothing":
        planted = ADDITIVE if kind == "additive" else bargain(folder)
    return verify(planted_game(folder / "game.jsonl", planted))


@lru_cache(maxsize=1)
def scripted() -> Replayed:
    path = Path(mkdtemp()) / "game.jsonl"
    run_through(new_game(choose("first-download", seed=3), path).play(), waits=False)
    return verify(path)


def adds_up(found: ChangeInShares) -> bool:
    parts = sum(round(each.share * 10**6) for each in found.shares)
    return parts + round(found.others_share * 10**6) + round(found.remainder * 10**6) == round(found.change * 10**6)


def test_orders_that_add_up_carry_just_what_their_rules_give() -> None:
    """Norms win 1.5 of legitimacy; oversight wins 4 for a whole step, and Rome had nine tenths of it already."""
    found = because(game("additive"), LEGITIMACY, 1, apart=True)
    assert found.exact
    assert {each.root.id: each.share for each in found.shares} == {"1.orders.rome#1": 1.5, "1.orders.rome#2": 0.4}
    assert all(each.share == each.alone == each.last for each in found.shares)
    assert {each.partner for each in found.shares} == {None}
    assert adds_up(found)


def test_a_decision_as_a_whole_carries_what_its_parts_do() -> None:
    (only,) = because(game("additive"), LEGITIMACY, 1).shares
    assert (only.root.id, only.root.seat, only.share) == ("1.orders.rome", "rome", 1.9)


def test_two_decisions_that_work_only_together_are_each_found_with_half_and_name_each_other() -> None:
    found = because(game("together"), MONEY, 1)
    assert {each.root.id: each.share for each in found.shares} == {"1.talk1.washington": 1.5, "1.talk2.rome": 1.5}
    for each in found.shares:
        assert (each.alone, each.last, each.bound, each.error) == (0, 3, 3, 0)
        assert each.partner is not None
        assert each.partner.seat != each.root.seat
    assert (found.others_share, found.remainder) == (0, 0)
    assert adds_up(found)


def test_what_no_root_carries_is_the_remainder() -> None:
    found = because(game("nothing"), Variable("world.F"), 1)
    assert found.shares == ()
    assert found.change != 0
    assert found.remainder == found.change


def test_over_more_turns_earlier_decisions_count_too() -> None:
    """The inject of turn 2 would take the money of a bargain that was not there: three bound up with each other."""
    found = because(game("together"), MONEY, 2, since=1)
    assert {each.root.id for each in found.shares} == {"1.talk1.washington", "1.talk2.rome", "export-directive"}
    assert [each.root.id for each in because(game("together"), MONEY, 2).shares] == ["export-directive"]
    assert adds_up(found)


@pytest.mark.slow
@pytest.mark.parametrize("variable", ["washington.score", "rome.leverage.max", "anthropic.dissent", "rome.A"])
def test_shares_of_a_scripted_game_add_up_to_the_digit_whether_counted_or_drawn(variable: str) -> None:
    found = because(scripted(), Variable(variable), 2, reruns=300)
    assert adds_up(found)
    assert found.reruns <= 300
    assert {each.root for each in found.shares} | set(found.others) == set(roots_between(scripted(), 2, 2))
    assert found.exact is not any(each.error for each in found.shares)


@pytest.mark.slow
@pytest.mark.parametrize("variable", ["washington.score", "world.us_share", "paris.leverage.max"])
def test_shares_of_a_larger_table_add_up_to_the_digit_too(variable: str, tmp_path: Path) -> None:
    setup = choose("between-the-giants", variant="core", seed=3, turns=3)
    path = tmp_path / "game.jsonl"
    run_through(new_game(setup, path).play(), waits=False)
    assert adds_up(because(verify(path), Variable(variable), 3, since=2, reruns=1200))


@pytest.mark.slow
def test_the_same_question_has_the_same_answer_and_the_game_stays_as_it_was() -> None:
    before = len(scripted().events), [state.hash() for state in scripted().states.values()]
    first, again = (because(scripted(), Variable("washington.score"), 3, reruns=300) for _ in range(2))
    assert first == again
    assert (len(scripted().events), [state.hash() for state in scripted().states.values()]) == before


@pytest.mark.slow
def test_with_everything_left_in_the_turns_come_out_as_on_record() -> None:
    for variable in ("washington.score", "rome.C"):
        ruled = GameWithout(scripted(), 1, 3, Variable(variable)).value(())
        assert ruled == because(scripted(), Variable(variable), 3, reruns=300).after


def test_an_inject_of_the_list_carries_what_it_did() -> None:
    setup = choose("first-download", seed=2, turns=2)
    injects = [replace(each) for each in setup.opening()[0].setting.injects]
    assert injects[1].id == "export-directive", "the tutorial cuts foreign access in turn 2"
    found = because(game("nothing"), Variable("world.top_model_cut"), 2)
    assert [(each.root.kind, each.root.id, each.share) for each in found.shares] == [("inject", "export-directive", 1)]
    assert found.remainder == 0


def test_luck_is_a_draw_on_its_less_likely_side_and_nothing_else() -> None:
    roots = roots_between(scripted(), 1, 3)
    told = [root.id for root in roots if root.kind == "chance" or (root.kind == "inject" and ".inject." in root.id)]
    drawn = [
        f"{event.turn}.{draw.purpose}"
        for event in scripted().events
        for draw in event.draws
        if (draw.value < draw.against) != (draw.against > 0.5) and draw.value < 1
    ]
    assert sorted(each for each in told if "argument" not in each) == sorted(
        each for each in drawn if "argument" not in each
    )


def test_a_draw_that_is_left_out_falls_in_the_middle_and_every_other_as_the_dice_say() -> None:
    book, _ = choose("first-download", seed=5).opening()
    ruling, fair = (
        Ruling(each, State(), 2, "adjudication") for each in (replace(book, middling=frozenset({(2, "court")})), book)
    )
    assert ruling.draw("court") == 0.5 != fair.draw("court")
    assert ruling.draw("leak") == fair.draw("leak")
    assert (ruling.happens("court", 0.51)[0], ruling.happens("court", 0.49)[0]) == (True, False)
    assert Ruling(ruling.book, State(), 3, "adjudication").draw("court") == fair_in_turn_3(fair)


def fair_in_turn_3(fair: Ruling) -> float:
    return Ruling(fair.book, State(), 3, "adjudication").draw("court")


@pytest.mark.parametrize(
    ("value", "against", "unlikely"),
    [(0.1, 0.2, True), (0.3, 0.2, False), (0.9, 0.8, True), (0.7, 0.8, False), (6.0, 7.0, True), (8.0, 8.0, True)],
)
def test_a_draw_is_unlikely_where_the_middle_would_have_fallen_otherwise(
    value: float, against: float, unlikely: bool
) -> None:
    assert Draw("any", value, against).unlikely is unlikely


def test_parts_are_named_from_one_and_taken_out_by_name() -> None:
    body = sheet(EndorseNorms(), InvokeDpa(lab=SeatId("anthropic")))
    assert parts_of(body) == ("1", "2")
    assert without_parts(body, {"1"}) == sheet(InvokeDpa(lab=SeatId("anthropic")))
    assert without_parts(body, {"1", "2"}) == sheet()


def test_what_cannot_be_asked_is_refused_in_words() -> None:
    with pytest.raises(SpecError, match="turn 9: this game has complete turns 1 to 2"):
        because(game("nothing"), MONEY, 9)
    with pytest.raises(SpecError, match="since 2: this must be from 1 to 1"):
        because(game("nothing"), MONEY, 1, since=2)
    with pytest.raises(SpecError, match=r"reruns=3: .* need at least"):
        because(scripted(), MONEY, 1, reruns=3)


def test_shares_are_kept_for_their_record_and_their_question_and_no_other(tmp_path: Path) -> None:
    path = planted_game(tmp_path / "game.jsonl", bargain(tmp_path))
    record, found = read(path), because(game("together"), MONEY, 1)
    asked = shares_kept.asked(record, MONEY, (1, 1), False, 2000)
    assert shares_kept.kept(path, asked) is None
    shares_kept.keep(path, asked, found)
    assert shares_kept.kept(path, asked) == found
    other = shares_kept.asked(record, MONEY, (1, 2), False, 2000)
    assert shares_kept.kept(path, other) is None
    shares_kept.keep(path, other, found)
    assert shares_kept.kept(path, asked) == found, "answers lie beside each other"
    assert shares_kept.kept(path, replace(asked, record="0" * 64)) is None, "another record"
    shares_kept.beside(path).write_text("[")
    assert shares_kept.kept(path, asked) is None, "a torn file counts as none"
    assert shares_kept.beside(path).stat().st_mode & 0o077 == 0


def test_an_answer_that_was_changed_by_hand_counts_as_none(tmp_path: Path) -> None:
    path = planted_game(tmp_path / "game.jsonl", bargain(tmp_path))
    record, found = read(path), because(verify(path), MONEY, 1)
    asked = shares_kept.asked(record, MONEY, (1, 1), False, 2000)
    shares_kept.keep(path, asked, found)
    data = json.loads(shares_kept.beside(path).read_text())
    shares_kept.beside(path).write_text(json.dumps(data, indent=2))
    assert shares_kept.kept(path, asked) == found, "as it was, only set out otherwise"
    data[0]["found"]["shares"][0]["share"] += 1
    shares_kept.beside(path).write_text(json.dumps(data))
    assert shares_kept.kept(path, asked) is None
    assert shares_kept.kept_beside(record) == ()


def test_the_kept_answer_is_found_when_only_the_turns_up_to_it_were_read(tmp_path: Path) -> None:
    from wargame.transcript.reading_part import read_until

    path = planted_game(tmp_path / "game.jsonl", bargain(tmp_path))
    whole, part = read(path), read_until(path, 1)
    assert len(part.lines) < len(whole.lines)
    assert shares_kept.asked(whole, MONEY, (1, 1), False, 9) == shares_kept.asked(part, MONEY, (1, 1), False, 9)


def test_a_root_of_luck_names_its_turn_and_its_draw() -> None:
    assert Root("chance", "2.court.anthropic.1", 2).seat == ""
