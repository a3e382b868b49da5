"""One person plays a whole game in a real terminal, and its record proves itself."""

from __future__ import annotations

import pytest

from tests.terminal.conftest import Opening
from tests.terminal.desk import added, argue, open_offer, open_room, say, seal, state, take_verb, to_desk
from tests.terminal.terminal import Terminal, needs_tmux
from wargame.core.moves import MakePledge, Message, Propose, Respond, Sealed, Talk
from wargame.transcript.reading import read
from wargame.transcript.verify import verify

pytestmark = [pytest.mark.slow, needs_tmux]
SIZES = [pytest.param((120, 36), id="120x36"), pytest.param((80, 24), id="80x24")]


def first_round(here: Terminal) -> None:
    """Words for all, words for one, an offer, a pledge."""
    say(here, "Rome speaks to the whole table")
    open_room(here, "Meta")
    say(here, "Only Meta and Rome read this")
    here.go("o", "NEW OFFER", "begin from")
    here.to("begin from")
    here.go("Enter", "begin from  v")
    here.go("Enter", "fold", "may be offered")
    here.to("[make this offer]")
    here.go("Enter", "drafted, 3 of 8 moves", gone=("NEW OFFER",))
    here.go("p", "PLEDGE:", "pledge      v")
    here.to("not to suspend")
    here.go("Enter", "pledge      >")
    here.to("[add]")
    here.go("Enter", "drafted, 4 of 8 moves", gone=("PLEDGE:",))
    seal(here, "TALK 2/2", plan="One source in every area")


def counter_meta(here: Terminal) -> None:
    """Meta's weights for less than it asks."""
    open_offer(here, "from Meta to Rome")
    here.go("c", "COUNTER-OFFER")
    here.to("[1 access")
    here.go("Enter", "fold")
    here.to("price")
    here.go("1", "price      < 1 >")
    here.to("[counter with these terms]")
    here.go("Enter", "drafted, 1 of 8 moves", gone=("COUNTER-OFFER",))
    seal(here, "ORDERS")


def first_orders(here: Terminal) -> None:
    """Money into the forces, an argument, a public statement."""
    here.go("F3", "verbs, type to filter")
    take_verb(here, "integ", "( ) adoption")
    here.to("( ) adoption")
    here.go("Enter", "focus       > adoption")
    added(here, "integrate")
    argue(here, "Rome shows what open weights do", "They run on our own machines")
    state(here, "We build on what is ours")
    seal(here, "turn 2 of 3" if here.sees("turn 1 of 3") else "T2/3")


@pytest.mark.parametrize("size", SIZES)
def test_a_person_plays_a_whole_game_by_keys_and_its_record_verifies(terminal: Opening, size: tuple[int, int]) -> None:
    here = terminal("play", "first-download", "--seat", "rome=human", size=size)
    to_desk(here)
    first_round(here)
    counter_meta(here)
    first_orders(here)

    here.go("F2", "ORDERS none")
    here.go("3", "Rome and Meta")
    seal(here, "TALK 2/2")
    seal(here, "ORDERS")
    here.go("F3", "verbs, type to filter")
    take_verb(here, "endorse", "ENDORSE NORMS")
    added(here, "endorse norms")
    take_verb(here, "share", "SHARE THREAT DATA")
    here.to("( ) ")
    here.go("Enter", "[add to the sheet]")
    added(here, "share threat data")
    seal(here, "arguments of others")
    seal(here, "3 of 3" if size[0] >= 100 else "T3/3")

    here.go("F4", "who supplies whom")
    here.go("Enter", "Rome needs Meta")
    here.go("F5", "news: what mattered")
    seal(here, "TALK 2/2")
    seal(here, "ORDERS")
    seal(here, "WEIGHING")
    seal(here, "THE GAME IS OVER")
    here.go("2", "SCORES")
    here.go("q", "LEAVE THE TABLE?", "its record is whole")
    here.press("Enter")
    here.wait_for_end()
    assert "the game is over: wargame verify" in here.everything()

    proof = verify(here.record)
    assert proof.turns == 3
    made = [each for each in proof.decisions.values() if each.seat == "rome"]
    moves = [move for each in made if isinstance(each.body, Talk) for move in each.body.moves]
    assert {Message, Propose, MakePledge, Respond} <= {type(move) for move in moves}
    orders = {order.kind for each in made if isinstance(each.body, Sealed) for order in each.body.orders}
    assert orders == {"integrate", "argument", "endorse_norms", "share_threat_data"}
    signed = [e for e in read(here.record).entries if e.kind == "event" and "agreement_signed" in str(e)]
    assert any("Rome and Meta signed" in str(each) for each in signed)
