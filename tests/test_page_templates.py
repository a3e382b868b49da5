"""Templates of pages: what is filled in is text, and nothing is left out silently."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from wargame.page_templates import page_templates


def test_what_is_filled_into_a_page_is_text_and_no_markup() -> None:
    made = page_templates("wargame.review.handouts").from_string("<p>{{ said }}</p>")
    assert made.render(said="<b>&") == "<p>&lt;b&gt;&amp;</p>"


def test_a_name_that_nobody_gave_is_an_error_and_no_gap() -> None:
    made = page_templates("wargame.review.handouts").from_string("{{ nobody }}")
    with pytest.raises(UndefinedError):
        made.render()
