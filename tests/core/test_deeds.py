"""Every order has words that fit after will, will not, said it would not, and that name whom it is aimed at."""

from __future__ import annotations

import re

import pytest

from wargame.core.deeds import DEEDS, deed, intended, intent_in_words
from wargame.core.moves import Intent
from wargame.core.orders import ORDER_TYPES, has_aim

BARE = {
    "accept", "answer", "automate", "bring", "bundle", "buy", "change", "close", "copy", "end", "endorse", "finance",
    "go", "hold", "invest", "keep", "label", "leave", "license", "move", "offer", "oppose", "press", "publish", "put",
    "release", "restore", "rule", "set", "share", "show", "step", "suspend", "take", "train", "tune", "use", "watch",
    "work",
}  # fmt: skip
"""Verbs in the form that stands after `will`; a phrase that begins with anything else does not fit there."""


def test_every_kind_of_order_has_its_words_and_nothing_else_has() -> None:
    assert DEEDS.keys() == ORDER_TYPES.keys()


@pytest.mark.parametrize("kind", ORDER_TYPES)
def test_a_deed_is_an_infinitive_that_fits_after_will_and_will_not(kind: str) -> None:
    for will in (True, False):
        said = intent_in_words(Intent(will=will, verb=kind, target=None), str)
        verb = said.removeprefix("will " if will else "will not ").split()[0]
        assert verb in BARE, said
        assert not re.search(r"[{}_]", said)


@pytest.mark.parametrize("kind", [kind for kind in ORDER_TYPES if has_aim(kind) and kind != "argument"])
def test_a_deed_that_is_aimed_names_its_aim(kind: str) -> None:
    assert "Anthropic" in deed(kind, target="Anthropic")
    assert "anybody" in intended(Intent(will=False, verb=kind, target=None), str)


def test_what_is_whose_follows_the_speaker() -> None:
    assert deed("build_sovereign", its="our") == "invest in a model line of our own"
    assert deed("build_sovereign") == "invest in a model line of its own"
    assert deed("illicit_use", model="Llama") == "use Llama beyond its terms"
