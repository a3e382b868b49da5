"""A player spec says how a script is set; scenarios and dossiers say it too, and the spec goes before them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.players.test_players import ask_of
from tests.rules.desk import Desk
from wargame.core.moves import Sealed, Talk
from wargame.errors import PackError, SpecError
from wargame.players import specs
from wargame.players.scripted import Scripted
from wargame.scenario.assembly import build
from wargame.table.opening import choose


@pytest.mark.parametrize(
    ("text", "doctrine", "off"),
    [
        ("scripted", "", set()),
        ("scripted:patron", "patron", set()),
        ("scripted:coerce=off", "", {"coerce"}),
        ("scripted:patron,temper=dove,coerce=off", "patron", {"coerce"}),
    ],
)
def test_doctrine_and_settings_stand_in_one_spec(text: str, doctrine: str, off: set[str]) -> None:
    found = specs.parse(text)
    assert (found.kind, found.doctrine, set(found.habits.off), found.text) == ("script", doctrine, off, text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("scripted:pacifist", "'pacifist' is no doctrine; doctrines are patron"),
        ("scripted:pacifist,hawk=0.1", "'pacifist' is no doctrine"),
        ("scripted:patron,hawk=9", "a trait is a number from 0 to 1"),
        ("scripted:mood=good", "'mood' is no setting of a script; accepted are"),
        ("scripted:,coerce=off", "is no doctrine"),
        ("scripted:hawk", "'hawk' is no doctrine; did you mean scripted:temper=hawk?"),
        ("hawk", "is unknown; did you mean scripted:temper=hawk? Accepted are human, scripted"),
        ("temper=dove", "did you mean scripted:temper=dove?"),
        ("patron", "did you mean scripted:patron?"),
        ("randm", "did you mean random?"),
        ("sripted:patron", "did you mean scripted:patron?"),
    ],
)
def test_a_fault_in_a_spec_is_told_with_the_spec(text: str, says: str) -> None:
    with pytest.raises(SpecError) as fault:
        specs.parse(text)
    assert text in str(fault.value)
    assert says in str(fault.value)


def test_a_habit_that_is_off_takes_its_orders_from_every_sheet() -> None:
    desk = Desk("core")
    bare = specs.make("scripted:without=train_operators", desk.book.seat("kyiv"), 1)
    usual = specs.make("scripted", desk.book.seat("kyiv"), 1)
    assert isinstance(bare, Scripted)
    assert isinstance(usual, Scripted)
    kinds = [{order.kind for order in sheet_of(player, desk).orders} for player in (usual, bare)]
    assert "train_operators" in kinds[0]
    assert "train_operators" not in kinds[1]


def sheet_of(player: Scripted, desk: Desk) -> Sealed:
    body = player.answer(ask_of(desk, "kyiv")).body
    assert isinstance(body, Sealed)
    return body


def test_a_script_without_words_says_nothing_and_still_offers() -> None:
    desk = Desk("core")
    for seat in ("washington", "openai", "kyiv"):
        player = specs.make("scripted:speak=off", desk.book.seat(seat), 3)
        assert isinstance(player, Scripted)
        body = player.answer(ask_of(desk, seat, "talk", 1)).body
        assert isinstance(body, Talk)
        assert body.moves
        assert all(not getattr(move, "text", "") for move in body.moves)


def test_a_scenario_sets_the_script_of_a_seat_and_a_spec_goes_before_it() -> None:
    bundle = choose("first-download").bundle
    pack = bundle.pack.model_copy(update={"actors": {"rome": bundle.pack.actors.get("rome") or _change("bargain=off")}})
    opening = build(bundle.model_copy(update={"pack": pack}), None, {}, None)
    rome = opening.setting.by_id["rome"]
    assert rome.habits == "bargain=off"
    mine, theirs = specs.make("scripted", rome, 1), specs.make("scripted:bargain=on", rome, 1)
    assert isinstance(mine, Scripted)
    assert isinstance(theirs, Scripted)
    ask = replace(ask_of(Desk("core"), "paris", "talk", 1))
    assert not mine.mind(ask).has("bargain")
    assert theirs.mind(ask).has("bargain")


def _change(habits: str) -> object:
    from wargame.scenario.pack import ActorChange

    return ActorChange(habits=habits)


def test_settings_in_a_pack_that_mean_nothing_are_refused_where_it_is_read() -> None:
    from pydantic import ValidationError

    with pytest.raises((ValidationError, PackError), match="is no setting of a script"):
        _change("mood=good")


def test_where_nobody_is_there_to_play_people_are_not_among_what_is_accepted() -> None:
    with pytest.raises(SpecError) as fault:
        specs.parse("humn", specs.WITHOUT_PEOPLE)
    assert "human" not in str(fault.value)
    assert "accepted are scripted" in str(fault.value)
