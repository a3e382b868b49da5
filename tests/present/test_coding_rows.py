"""A coding in rows: keys of categories, the star of the one that is given, and what is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from wargame.coding.coded_items import CodingItem
from wargame.coding.coding_book import CodingBook
from wargame.coding.coding_folder import CodingFolder
from wargame.coding.coding_pass import CodingPass
from wargame.present.coding_rows import category_rows, definitions, how_far, item_rows, item_title, what_is_left

KINDS = [{"id": f"kind_{at}", "means": f"meaning {at}", "example": f"example {at}"} for at in range(1, 13)]
BOOK = CodingBook.model_validate({"title": "T", "asks": "Which?", "units": ["message"], "categories": KINDS})


@pytest.fixture
def walk(tmp_path: Path) -> CodingPass:
    (tmp_path / "coders").mkdir()
    items = [CodingItem(f"i{at}", "message", 2, "Rome", "everybody", f"word\n{at}" * 60) for at in range(2)]
    return CodingPass(CodingFolder(tmp_path, BOOK, {item.id: item for item in items}), "a-1")


def test_ten_categories_have_a_digit_and_the_given_one_a_star(walk: CodingPass) -> None:
    heads = [row.text.split()[:2] for row in category_rows(BOOK, None, examples=False)]
    assert heads == [
        *([str(at % 10), f"kind_{at}"] for at in range(1, 11)),
        *([f"kind_{n}", "meaning"] for n in (11, 12)),
    ]
    walk.decide("kind_3")
    rows = category_rows(BOOK, walk.code, examples=True)
    assert [row.key for row in rows if row.text.startswith("*")] == ["kind_3"]
    assert rows[2].body == "meaning 3 (such as: example 3)"
    assert len({len("".join(part for part, _ in row.head)) for row in rows}) == 1, "definitions begin under each other"


def test_what_is_left_is_said_until_nothing_is(walk: CodingPass) -> None:
    assert (how_far(walk), what_is_left(walk)) == (
        "0 of 2 items are coded by a-1.",
        "2 are left; the same command goes on with what is left.",
    )
    assert item_title(walk) == "1 of 2: message, turn 2, Rome to everybody"
    walk.decide("kind_1")
    assert what_is_left(walk) == "1 is left; the same command goes on with what is left."
    assert [row.text.split()[:2] for row in item_rows(walk)] == [["1", "kind_1"], ["2", "left"]]
    assert all(len(row.body) == 90 and "\n" not in row.body for row in item_rows(walk))
    walk.at = 1
    walk.decide("kind_2")
    assert (how_far(walk), what_is_left(walk)) == ("2 of 2 items are coded by a-1.", "")


def test_definitions_hold_every_word_of_the_categories() -> None:
    text = definitions(BOOK)
    assert all(word in text for kind in KINDS for word in kind.values())
