"""One draft of several people: what two do to it at once is all there, and what is half written is one's own."""

from __future__ import annotations

import pytest

from tests.table.rig import now, opened
from wargame.core.moves import Message, Sealed, Signal, Talk
from wargame.errors import NotAllowed
from wargame.table.chair import Draft
from wargame.table.shared_draft import left_behind, merged
from wargame.table.team import TeamLine, speaker


def said(text: str) -> Message:
    return Message(to=("meta",), text=text)


A, B, C = said("a"), said("b"), said("c")


def test_what_two_add_at_once_is_there_and_what_either_takes_out_is_not() -> None:
    base = Draft(moves=(A, B))
    assert merged(base, Draft(moves=(A, B, C)), Draft(moves=(B,))).moves == (B, C)
    assert merged(base, Draft(moves=(B,)), Draft(moves=(A, B, C))).moves == (B, C)


def test_merging_twice_is_merging_once() -> None:
    base, mine, theirs = Draft(moves=(A,)), Draft(moves=(A, B)), Draft(moves=(A, C))
    once = merged(base, mine, theirs)
    assert set(once.moves) == {A, B, C}
    assert merged(base, mine, once).moves == once.moves


def test_lines_of_the_notebook_that_two_add_at_once_are_both_kept() -> None:
    base = Draft(notebook="old")
    assert merged(base, Draft(notebook="old\nmine"), Draft(notebook="old\ntheirs")).notebook == "old\nmine\ntheirs"
    assert merged(base, base, Draft(notebook="new")).notebook == "new"


def test_a_part_that_only_others_changed_is_theirs_and_what_is_half_written_stays_mine() -> None:
    statement = Signal(text="We build.", intents=())
    mine = Draft(typed=(("to #", "half"),))
    found = merged(Draft(), mine, Draft(signal=statement, plan="theirs", typed=(("to #", "other"),)))
    assert (found.signal, found.plan, found.typed) == (statement, "theirs", mine.typed)


def test_what_was_added_while_another_sealed_waits_for_the_next_answer() -> None:
    draft = Draft(moves=(A, B), orders=(), rationale="why")
    assert left_behind(draft, Talk(moves=(A,))) == Draft(moves=(B,))
    assert left_behind(draft, Sealed(signal=None, orders=())).moves == (A, B)


def test_people_of_a_seat_share_what_is_finished_and_not_what_is_half_written() -> None:
    room = opened()
    ada, ben = (room.chair("rome", room.join(name, seat="rome").handle) for name in ("Ada", "Ben"))
    ada.save(Draft(moves=(A,), typed=(("to #", "half of Ada"),)))
    assert ben.draft == Draft(moves=(A,))
    ben.save(Draft(moves=(A, B), typed=(("to #", "half of Ben"),)))
    assert ada.draft == Draft(moves=(A, B), typed=(("to #", "half of Ada"),))
    room.leave(ben.handle or "")
    assert list(room.session.own_drafts) == [ada.handle]


def test_the_lead_is_handed_over_by_whoever_has_it_and_to_somebody_of_the_seat() -> None:
    room = opened()
    ada, ben = (room.chair("rome", room.join(name, seat="rome").handle) for name in ("Ada", "Ben"))
    with pytest.raises(NotAllowed, match="Ada hands in for this seat, and alone can hand that over"):
        now(ben.hand_over("rome-2"))
    with pytest.raises(NotAllowed, match="rome-9 does not sit on this seat; here are rome-1, rome-2"):
        now(ada.hand_over("rome-9"))
    now(ada.hand_over("rome-2"))
    assert ben.team.leads
    assert not ada.team.leads


def test_a_line_typed_at_a_shared_keyboard_is_whose_name_stands_before_it() -> None:
    room = opened()
    ben = room.join("Ben", seat="rome")
    assert speaker("ben: wait: a turn", (ben,)) == ("rome-1", "wait: a turn")
    assert speaker("Meta: no", (ben,)) == (None, "Meta: no")
    now(room.chair("rome").note("wait: a turn", "rome-1"))
    assert room.chair("rome").team.lines == (TeamLine(1, "rome-1", "wait: a turn"),)
