"""Every order has words that fit after will, will not, said it would not, and that name whom it is aimed at."""

from __future__ import annotations

import re

import pytest

from wargame.core.deeds import DEEDS, deed, intended, intent_in_words, order_as_deed
from wargame.core.ids import ModelId, SeatId
from wargame.core.moves import Intent
from wargame.core.orders import (
    ORDER_TYPES,
    AdoptOpen,
    AnyOrder,
    BuildSovereign,
    ExportDirective,
    RequestIntelligence,
    Threaten,
    has_aim,
)

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


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (AdoptOpen(model=ModelId("llama")), "take up open weights of Llama"),
        (ExportDirective(action="lift"), "rule on foreign access to the newest models (lift)"),
        (BuildSovereign(effort=2), "invest in a model line of its own (effort 2)"),
        (RequestIntelligence(target=SeatId("openai"), about="vintage"), "take a closer look at Openai (vintage)"),
        (
            Threaten(lab=SeatId("meta"), instrument="supply_chain_risk"),
            "use the threat of the law on Meta (Supply chain risk)",
        ),
    ],
)
def test_an_order_is_told_by_what_it_does_with_what_it_sets_in_brackets(order: AnyOrder, said: str) -> None:
    assert order_as_deed(order, str.capitalize).casefold() == said.casefold()


def test_an_order_that_was_added_to_the_game_is_called_by_its_kind() -> None:
    assert deed("hold_exercise", target="Kyiv") == "hold exercise"
