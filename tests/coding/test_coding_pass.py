"""One coder's way through the items: the place, what is left, what is kept of a decision."""

from __future__ import annotations

from pathlib import Path

import pytest

from wargame.coding.coded_items import CodingItem
from wargame.coding.coding_book import coding_book_of
from wargame.coding.coding_folder import CodingFolder
from wargame.coding.coding_pass import CodingPass
from wargame.coding.given_codes import codes_of
from wargame.errors import SpecError


@pytest.fixture
def coding(tmp_path: Path) -> CodingFolder:
    (tmp_path / "coders").mkdir()
    items = [CodingItem(f"i{at}", "message", 1, "Rome", "Meta", f"word {at}") for at in range(4)]
    return CodingFolder(tmp_path, coding_book_of(), {item.id: item for item in items})


def test_a_decision_is_on_the_disk_and_its_remark_stays_until_another_is_given(coding: CodingFolder) -> None:
    walk = CodingPass(coding, "a-1")
    item = walk.item.id
    for category, remark, kept in (
        ("threat", " so  it\nseems ", "so it seems"),
        ("promise", None, "so it seems"),
        ("promise", "otherwise", "otherwise"),
        ("promise", "", ""),
    ):
        walk.decide(category, remark)
        found = codes_of(coding, "a-1")[item]
        assert (found.category, found.remark) == (category, kept)
        assert walk.code == found
    assert walk.left == 3


def test_what_is_refused_leaves_what_was_decided(coding: CodingFolder) -> None:
    walk = CodingPass(coding, "a-1")
    walk.decide("threat", "first")
    for category, remark in (("love", None), ("promise", "x" * 1001)):
        with pytest.raises(SpecError):
            walk.decide(category, remark)
    assert walk.code is not None
    assert (walk.code.category, walk.code.remark) == ("threat", "first")
    assert walk.left == 3


def test_the_next_that_is_left_is_neither_coded_nor_passed(coding: CodingFolder) -> None:
    walk = CodingPass(coding, "a-1")
    walk.at = 1
    walk.decide("threat")
    assert [walk.next_left(start) for start in range(5)] == [0, 2, 2, 3, 4]
    assert walk.next_left(0, {walk.items[0].id, walk.items[2].id}) == 3
    assert CodingPass(coding, "a-1").at == 0
    for walk.at in (0, 2, 3):
        walk.decide("threat")
    assert CodingPass(coding, "a-1").at == 4


def test_each_coder_has_a_way_of_their_own(coding: CodingFolder) -> None:
    CodingPass(coding, "a-1").decide("threat")
    other = CodingPass(coding, "b-1")
    assert other.left == 4
    with pytest.raises(SpecError, match="a coder goes by a pseudonym"):
        CodingPass(coding, "Ada Byron")
