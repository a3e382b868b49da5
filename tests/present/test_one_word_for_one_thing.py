"""One word for one thing: screens, the line mode and the story call nothing by two names."""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.review.test_story_antecedents import moments, played, story_for
from wargame.core.deeds import DEEDS
from wargame.core.ids import CONTROL, PUBLIC

ROOT = Path(__file__).resolve().parents[2]
SPOKEN = ("wargame/present", "wargame/ui", "wargame/console", "wargame/review")
WORDS: Mapping[str, tuple[str, ...]] = {
    "statement": ("signal", "announcement"),
    "offer": ("proposal",),
    "agreement": ("deal", "treaty", "pact between"),
    "budget points": ("money points", "cash", "funds"),
    "political points": ("political capital", "influence points"),
    "the Defense Production Act": ("DPA",),
    "domestic support": ("public support", "approval", "public opinion"),
    "breach": ("violation",),
    "control": ("game master", "moderator", "referee"),
    "sheet": ("order form", "order list"),
    "pledge": ("promise", "promised"),
    "seat": ("faction",),
    "score": ("victory points",),
}
"""By the word that is said, what else the same thing could be called, and is not."""
QUOTED: Mapping[str, tuple[str, ...]] = {"replay-call": ("signal",), "coding": ("promise",)}
"""Pictures that quote: a text as a model was sent it, with the words of prompts; a codebook's own category, by which
readers call anybody's words a promise, pledged by the rules or not."""


def literals(path: Path) -> Iterator[str]:
    """The texts of a file, without docstrings and without names that programs alone read."""
    tree = ast.parse(path.read_text())
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in ("classes", "id"):
            docs |= {id(each) for each in ast.walk(node.value)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docs
            and " " in node.value
        ):
            yield node.value


def said_otherwise(text: str) -> list[str]:
    """Other names of things in a text."""
    others = [other for them in WORDS.values() for other in them]
    return [other for other in others if re.search(rf"\b{other}s?\b", text, re.IGNORECASE)]


@pytest.mark.slow
@pytest.mark.parametrize("folder", SPOKEN)
def test_screens_and_the_line_mode_have_one_word_for_one_thing(folder: str) -> None:
    texts = [(path, text) for path in sorted((ROOT / folder).rglob("*.py")) for text in literals(path)]
    assert len(texts) > 50
    assert [(path.name, text, found) for path, text in texts if (found := said_otherwise(text))] == []


def test_pictures_of_screens_have_one_word_for_one_thing() -> None:
    seen = 0
    for path in sorted((ROOT / "tests/ui/snapshots").glob("*.svg")):
        drawn = path.read_text()
        text = html.unescape(re.sub(r"<[^>]+>", "\n", drawn[drawn.index("<text") :])).replace("\xa0", " ")
        quoted = next((words for name, words in QUOTED.items() if path.name.startswith(name)), ())
        assert set(said_otherwise(text)) <= set(quoted), path.name
        seen += 1
    assert seen > 50


@pytest.mark.slow
@pytest.mark.parametrize("viewer", [CONTROL, PUBLIC, "washington"])
def test_a_story_has_one_word_for_one_thing_and_calls_orders_by_their_deeds(viewer: str) -> None:
    spelt = [kind.replace("_", " ") for kind in DEEDS if "_" in kind and kind.replace("_", " ") not in DEEDS[kind]]
    for moment in moments(story_for(played("between-the-giants", "core", 3), viewer)):
        parts = [line for part in moment.seats for line in (*part.knew, *part.did)]
        for text in (moment.headline, *(reason.text for reason in moment.because), *parts):
            own = re.sub(r'"[^"]*"?', "", text)  # what seats say is theirs
            assert said_otherwise(own) == [], own
            assert [kind for kind in spelt if f" {kind} (" in own] == [], own


def test_the_test_hears_another_word() -> None:
    assert said_otherwise("Two proposals wait") == ["proposal"]
    assert said_otherwise("They use the DPA") == ["DPA"]
    assert said_otherwise("ideal signalling") == []
