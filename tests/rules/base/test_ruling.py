"""The working sheet of the adjudicator: what is read of the state, and what is no number of it."""

from __future__ import annotations

import pytest

from tests.rules.desk import Desk
from wargame.core import names
from wargame.core.ids import Variable
from wargame.rules.base.ruling import Ruling


def test_a_number_that_nobody_stores_is_named_and_never_counts_as_nothing() -> None:
    desk = Desk()
    ruling = Ruling(desk.book, desk.state, 1, "adjudication")
    assert ruling.value(names.budget("paris")) > 0
    for wrong in (Variable("paris.bugdet"), names.talent("paris"), names.budget("nowhere")):
        with pytest.raises(KeyError, match=wrong):
            ruling.value(wrong)
        assert ruling.value(wrong, 7.0) == 7.0, "unless its absence means something there"
