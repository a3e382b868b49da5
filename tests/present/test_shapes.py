"""Shapes in plain signs say how a number went, without colour and without guessing."""

from __future__ import annotations

from wargame.present.shapes import BLOCKS, blocks, cut, scale, shape, strip, trend


def test_a_shape_goes_from_low_to_high() -> None:
    assert shape([1, 2, 3, 4, 5]) == "_.-=#"
    assert shape([5, 1]) == "#_"


def test_level_numbers_have_a_level_shape() -> None:
    assert shape([4, 4, 4]) == "---"


def test_what_is_not_known_is_a_question_mark() -> None:
    assert shape([None, 1, 2]) == "?_#"
    assert shape([None, None]) == "??"


def test_a_trend_is_a_word() -> None:
    assert trend([1, 3]) == "rising"
    assert trend([3, 1]) == "falling"
    assert trend([3, 3.2]) == "level"
    assert trend([3, 9, 3]) == "up and down"
    assert trend([None, 3]) == "not known before"


def test_the_scale_carries_its_numbers_over_its_marks() -> None:
    numbers, marks = scale(50)
    assert marks.count("|") == 11
    for value in (0, 50, 100):
        assert marks[numbers.index(str(value))] == "|"


def test_letters_stand_at_their_value_and_never_cover_each_other() -> None:
    lines = strip([("A", 0, False), ("B", 50, True), ("C", 51, True), ("D", 100, False)], 50)
    text = "\n".join(lines)
    assert lines[0][0] == "A"
    assert lines[0][50] == "D"
    assert text.count("(B)") == text.count("(C)") == 1
    assert text.index("(B)") == 24


def test_blocks_go_from_low_to_high_and_take_the_cells_they_are_given() -> None:
    assert blocks([0, 50, 100]) == "▁▅█"
    assert blocks([0, 100], wide=2) == "▁▁██"


def test_a_small_move_looks_small_and_a_level_number_stands_in_the_middle() -> None:
    low, high = tuple(blocks([50, 51], least=10))
    assert abs(BLOCKS.index(low) - BLOCKS.index(high)) <= 1
    assert set(blocks([40, 40, 40], least=10)) < set(BLOCKS[2:6])


def test_blocks_mark_what_is_not_known() -> None:
    assert blocks([None, 1.0, 2.0]) == "·▁█"
    assert blocks([None], wide=3) == "···"


def test_a_long_word_is_cut_with_a_mark() -> None:
    assert cut("Google DeepMind", 11) == "Google Dee…"
    assert cut("Meta", 4) == "Meta"
