"""What is sent is the difference from what is held, and nothing that does not follow from that is believed."""

from __future__ import annotations

import json
import random
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wargame.rooms.frames import BrokenFrame, packed, small_part, unpacked

PARTS = st.dictionaries(st.sampled_from(["view", "events", "turn 1", "turn 2", "draft"]), st.binary(max_size=400))


@given(before=PARTS, now=PARTS)
@settings(deadline=None)
def test_a_frame_makes_what_is_held_into_what_is_so_now(before: dict[str, bytes], now: dict[str, bytes]) -> None:
    head, parts = unpacked(packed({"number": 3}, now, before), before)
    assert parts == now
    assert head["number"] == 3


def test_a_small_change_of_a_large_part_costs_little() -> None:
    dice = random.Random(5)
    numbers = [dice.random() for _ in range(20_000)]
    before = {"view": json.dumps(numbers).encode()}
    numbers[11_000] = 0.5
    frame = packed({}, {"view": json.dumps(numbers).encode()}, before)
    assert len(frame) < len(before["view"]) / 500


def test_a_new_turn_costs_little_beside_the_view_of_now() -> None:
    dice = random.Random(5)
    view = json.dumps([dice.random() for _ in range(5_000)]).encode()
    frame = packed({}, {"view": view, "turn 4": view[:-1] + b",1]"}, {"view": view})
    assert len(frame) < 300


def test_a_part_that_is_held_small_is_sent_whole_once_and_again_only_where_its_content_has_changed() -> None:
    content, other = b"what was known then " * 500, b"what was known later " * 500
    held = {"events": small_part(content), "turn 1": small_part(other, lambda: other)}
    frame = packed({}, held, {})
    assert unpacked(frame, {})[1] == {"events": content, "turn 1": other}
    again = {"events": small_part(bytes(content)), "turn 1": small_part(other)}
    assert packed({}, again, held).endswith(b'"parts":[],"gone":[]}\n')
    _, changed = unpacked(
        packed({}, {**again, "events": small_part(other)}, held), {"events": content, "turn 1": other}
    )
    assert changed == {"events": other, "turn 1": other}


def test_a_part_that_is_held_small_takes_no_room_for_what_it_stands_for() -> None:
    content = json.dumps([random.Random(5).random()] * 20_000).encode()
    tracemalloc.start()
    try:
        held = [small_part(bytes(content)) for _ in range(10)]
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken < len(content) * len(held) / 10


def test_a_frame_that_follows_another_one_than_what_is_held_is_refused() -> None:
    dice = random.Random(5)
    one, other = dice.randbytes(3_000), dice.randbytes(3_000)
    frame = packed({}, {"view": other + b"and more"}, {"view": other})
    with pytest.raises(BrokenFrame):
        unpacked(frame, {"view": one})


@pytest.mark.parametrize("broken", [b"", b"\n", b"{}\n", b'{"parts":[["view",9,9]],"gone":[]}\n', b"[]\nx"])
def test_what_is_no_frame_is_refused(broken: bytes) -> None:
    with pytest.raises(BrokenFrame):
        unpacked(broken, {})


def test_a_frame_that_claims_more_than_memory_is_not_unpacked() -> None:
    import zstandard

    bomb = zstandard.compress(b"0" * 10_000_000)
    head = json.dumps({"parts": [["view", 1 << 40, len(bomb)]], "gone": []}).encode()
    with pytest.raises(BrokenFrame, match="claims"):
        unpacked(head + b"\n" + bomb, {})
    modest = json.dumps({"parts": [["view", 10, len(bomb)]], "gone": []}).encode()
    with pytest.raises(BrokenFrame, match="not as long"):
        unpacked(modest + b"\n" + bomb, {})
