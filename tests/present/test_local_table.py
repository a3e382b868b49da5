"""Who may sit down at a terminal, and whom it waits for; where a drafted move will be read."""

from __future__ import annotations

from tests.table.rig import now
from tests.ui.rooms import a_room
from tests.ui.seats import Game
from wargame.core.moves import Respond, Talk
from wargame.players.base import Answer
from wargame.present.channels import channel_of_move
from wargame.present.local_table import of_room


def test_a_seat_that_control_gives_to_a_person_can_be_sat_at_and_one_taken_back_cannot() -> None:
    room = a_room(("rome",))
    local_table = of_room(room, control=True)
    assert list(local_table.places) == ["rome", "control", "room"]
    room.control.swap("meta", "human", "a guest has come")
    assert list(local_table.places) == ["rome", "meta", "control", "room"]
    assert local_table.chairs["meta"] is local_table.chairs["meta"]
    room.control.swap("rome", "scripted", "the player has left")
    assert list(local_table.places) == ["meta", "control", "room"]
    assert "rome" not in local_table.chairs


def test_a_table_with_a_facilitator_may_be_met_by_several_people() -> None:
    assert of_room(a_room(("rome",)), control=True).several
    assert of_room(a_room(("rome", "meta"))).several
    assert not of_room(a_room(("rome",))).several


def test_without_a_facilitator_the_people_at_a_terminal_end_the_time_to_read() -> None:
    assert of_room(a_room(("rome",), facilitated=False)).own_pace
    assert of_room(a_room(("rome", "meta"), facilitated=False)).own_pace
    assert not of_room(a_room(("rome",)), control=True).own_pace


def test_each_seat_is_asked_whether_it_has_read_and_anew_in_the_next_time_to_read() -> None:
    local_table = of_room(a_room(("rome", "meta"), facilitated=False))
    assert local_table.reading() == ("rome", "meta")
    assert local_table.read_on("meta") == "rome", "the one that has not read yet sits down"
    assert local_table.reading() == ("rome",)


def test_a_drafted_answer_stands_where_the_parties_of_the_offer_read_it() -> None:
    chair = Game().chair("rome")
    now(chair.submit(Answer(Talk(moves=()), "human")))
    ask = chair.look()
    assert ask.view.proposals
    for offer in ask.view.proposals.values():
        key = channel_of_move(ask, Respond(proposal=offer.id, answer="reject", terms=None, text=""))
        assert key[0] in "@&"
        assert set(key[1:].split("+")) == set(offer.needed) - {"rome"}
