"""A row that is too long is cut after a word, with a mark; only a word that is longer than the room is cut itself."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from wargame.ui.widgets.panes import fitted, whole_words


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("Paris signed", 12, "Paris signed"),
        ("Paris signed, and left", 14, "Paris signed…"),
        ("Paris signed, and left", 13, "Paris signed…"),
        ("Paris signed and left", 14, "Paris signed…"),
        ("Paris signed and left", 17, "Paris signed and…"),
        ("incomprehensibilities", 8, "incompr…"),
        ("   incomprehensibilities", 8, "   inco…"),
        ("巴黎 签署 协议", 8, "巴黎…"),
        ("Paris", 0, ""),
    ],
)
def test_a_row_is_cut_after_a_word(text: str, width: int, shown: str) -> None:
    assert whole_words(text, width) == shown
    assert cell_len(whole_words(text, width)) <= width


@pytest.mark.parametrize("text", ["Paris signed and left the table", "巴黎签署协议然后离开", "Львів підписав угоду"])
@pytest.mark.parametrize("width", range(0, 34))
def test_a_text_that_is_cut_never_takes_more_room_than_there_is_and_loses_no_more_than_it_must(
    text: str, width: int
) -> None:
    cut = fitted(text, width)
    assert cell_len(cut) <= width
    assert cut == text or cell_len(cut) >= width - 1
