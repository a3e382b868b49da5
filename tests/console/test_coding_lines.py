"""Coding line by line: each answer is kept at once, and the next session goes on where one stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.coding.games import drawn
from wargame.coding.coding_folder import CodingFolder
from wargame.coding.coding_pass import CodingPass
from wargame.coding.given_codes import codes_of
from wargame.console.coding_lines import code_by_lines
from wargame.console.lines import Ended


@pytest.fixture
def coding(tmp_path: Path) -> CodingFolder:
    return drawn(tmp_path, most=4)


def session(coding: CodingFolder, *lines: str) -> list[str]:
    """What a coder who types these lines is shown; Ended if the input stops."""
    typed: Iterator[str] = iter(lines)
    shown: list[str] = []

    async def read(prompt: str) -> str | None:
        shown.append(prompt)
        return next(typed, None)

    asyncio.run(code_by_lines(CodingPass(coding, "a-1"), read, shown.append))
    return shown


def given(coding: CodingFolder) -> list[str]:
    """Categories in the coder's order, empty where nothing is coded."""
    found = codes_of(coding, "a-1")
    return [found[item.id].category if item.id in found else "" for item in coding.in_order_of("a-1")]


def test_items_are_coded_by_number_and_by_name_with_a_remark(coding: CodingFolder) -> None:
    shown = session(coding, "1", "offer  as it  seems", "3", "2")
    assert given(coding) == ["threat", "offer", "other", "offer"]
    second = coding.in_order_of("a-1")[1]
    assert codes_of(coding, "a-1")[second.id].remark == "as it seems"
    assert shown[-1] == "4 of 4 items are coded by a-1."
    assert f"  {second.text.splitlines()[0]}" in shown


def test_what_was_left_out_comes_again_next_time(coding: CodingFolder) -> None:
    with pytest.raises(Ended):
        session(coding, "1", "", "2")
    assert given(coding) == ["threat", "", "offer", ""]
    shown = session(coding, "3", "quit")
    assert given(coding) == ["threat", "other", "offer", ""]
    assert shown[0] == "A test: 2 of 4 items are coded by a-1."


def test_one_goes_back_and_decides_otherwise(coding: CodingFolder) -> None:
    shown = session(coding, "1", "back", "2", "quit")
    assert given(coding) == ["offer", "", "", ""]
    assert "You have coded it as threat." in shown


def test_what_is_no_category_is_said_and_codes_nothing(coding: CodingFolder) -> None:
    shown = session(coding, "9", "love", "?", f"1 {'x' * 1001}", "quit")
    assert given(coding) == [""] * 4
    assert "'9' is no category: give 1 to 3, a name, or ? to read them." in shown
    assert "'love' is no category: give 1 to 3, a name, or ? to read them." in shown
    assert shown.count("  1 threat: harm is announced") == 2
    assert any("at most 1000 are kept" in line for line in shown)


def test_after_the_last_item_one_still_goes_back(coding: CodingFolder) -> None:
    shown = session(coding, "1", "1", "1", "1", "3", "back", "2", "")
    assert given(coding) == ["threat", "threat", "threat", "offer"]
    assert shown.count("all coded: Enter ends, back goes back ") == 3
    assert "'3': no item is asked for now; give Enter, or back to decide otherwise on one." in shown
    assert "You have coded it as threat." in shown


def test_one_goes_back_when_everything_was_coded_before(coding: CodingFolder) -> None:
    session(coding, "1", "1", "1", "1", "")
    session(coding, "back", "back", "3", "quit")
    assert given(coding) == ["threat", "threat", "other", "threat"]
    assert session(coding, "quit")[-2:] == ["all coded: Enter ends, back goes back ", "4 of 4 items are coded by a-1."]


def test_a_remark_is_shown_and_stays_unless_another_is_given(coding: CodingFolder) -> None:
    shown = session(coding, "1 so it seems", "back", "2", "back", "3 on \x1b[1msecond thoughts", "back", "quit")
    assert "Your remark, kept unless you give another: so it seems" in shown
    assert not any("\x1b" in line for line in shown)
    found = codes_of(coding, "a-1")[coding.in_order_of("a-1")[0].id]
    assert (found.category, found.remark) == ("other", "on \x1b[1msecond thoughts")


def test_a_remark_stays_when_the_category_alone_is_changed(coding: CodingFolder) -> None:
    session(coding, "1 so it seems", "back", "2", "quit")
    found = codes_of(coding, "a-1")[coding.in_order_of("a-1")[0].id]
    assert (found.category, found.remark) == ("offer", "so it seems")


def test_how_many_items_are_left_is_said_at_the_end(coding: CodingFolder) -> None:
    shown = session(coding, "1", "", "", "2", "")
    assert shown[-3:] == [
        "2 of 4 items left, none is next: Enter ends, back goes back ",
        "2 are left; the same command goes on with what is left.",
        "2 of 4 items are coded by a-1.",
    ]
    assert "1 is left; the same command goes on with what is left." in session(coding, "1", "quit")
    assert not any("left;" in line for line in session(coding, "1", ""))


def test_before_the_first_item_there_is_none(coding: CodingFolder) -> None:
    assert "This is the first item; there is none before it." in session(coding, "back", "quit")


def test_nothing_that_is_shown_moves_a_cursor(coding: CodingFolder) -> None:
    assert not any("\x1b" in line or "\r" in line for line in session(coding, "1", "quit"))
