"""No way of writing a secret gets it into what is kept, and other words are left as they are."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest

from wargame.players.llm.blotting import BLOTTED, blotted

SECRET = "sk-Zq7/vW+never2be=seen"
SPELLED = {
    "as it is": SECRET,
    "with escapes of JSON": "".join(f"\\u{ord(mark):04x}" for mark in SECRET),
    "with capital escapes": "".join(f"\\u{ord(mark):04X}" for mark in SECRET),
    "some of it escaped": SECRET.replace("/", "\\/").replace("+", "\\u002b"),
    "escaped twice": json.dumps(json.dumps(SECRET.replace("/", "\\/"))),
    "in an address": quote(SECRET, safe=""),
    "in a page": "".join(f"&#{ord(mark)};" for mark in SECRET),
    "in base64": base64.b64encode(f"user:{SECRET}".encode()).decode(),
    "masked in the middle": f"{SECRET[:6]}...{SECRET[-4:]}",
    "masked by stars": f"{SECRET[:4]}************{SECRET[-4:]}",
    "masked at the end": f"{SECRET[:8]}…",
}


@pytest.mark.parametrize("way", SPELLED)
def test_a_secret_is_blotted_out_however_it_is_written(way: str) -> None:
    found = blotted(f'{{"error": "Incorrect API key provided: {SPELLED[way]}. Look it up."}}', [SECRET])
    assert BLOTTED in found
    assert SECRET[3:9] not in found
    assert SECRET[-4:] not in found
    assert SPELLED[way] not in found
    assert found.endswith('. Look it up."}')


@pytest.mark.parametrize(
    "text",
    [
        "We wait... and then we act.",
        "**Bold** words, and <answer> in a mark, 100% of it",
        "an ask: sk or no sk, it is sk...",
        '{"rationale": "Trust & verify…", "plan": "C:\\\\new"}',
    ],
)
def test_other_words_are_left_as_they_are(text: str) -> None:
    assert blotted(text, [SECRET]) == text


def test_a_long_text_of_marks_takes_time_in_proportion_to_its_length() -> None:
    calls = [blotted(mark * 40_000, [SECRET]) for mark in ("*", "\\", "sk-", "a.", "%73", "x")]
    assert all(BLOTTED not in each for each in calls)
