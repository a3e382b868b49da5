"""Voices of the shipped actors, and a plain one for any other: no two seats share a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from wargame.core.ids import SeatId
from wargame.players.scripted.voices.labs import LABS
from wargame.players.scripted.voices.states import CAPITALS


class Template(NamedTuple):
    """A sentence with places to fill."""

    words: str
    needs: frozenset[str]
    """Traits that terms must have for it to be said of them, as `wording.traits` finds them."""


PLAIN = """
offer | {me} offers {other}: {deal}.
renew | {me} would go on with {other} as before: {deal}.
accept | {me} accepts what {other} wrote: {deal}.
refuse | {me} declines {deal} of {other}: {why}.
counter | {me} answers {other} with terms of its own, on account of this: {why}.
reply | {me} to {other}: {matter}.
act | {me} will {deed}.
deny | {me} will not {deed}.
quiet | {me} has read this: {news}.
case | {me} holds that {case}.
ground | {me} recalls that {ground}.
weigh | {me} speaks {side} {other}: {ground}.
complain | {me} protests to {other}: we {deed}.
"""
"""An actor of somebody's own pack is named in everything that it says, so that no other says the same."""


@lru_cache(maxsize=64)
def voice_of(seat: SeatId, name: str) -> Mapping[str, tuple[Template, ...]]:
    """What a seat can say by occasion; `name` stands in what an actor without lines of its own says."""
    text = LABS.get(seat) or CAPITALS.get(seat)
    lines: dict[str, list[Template]] = {}
    for line in (text or PLAIN.replace("{me}", name.replace("{", "").replace("}", ""))).strip().splitlines():
        head, _, words = line.partition(" | ")
        occasion, *traits = head.split()
        lines.setdefault(occasion, []).append(Template(words, frozenset(traits)))
    return {occasion: tuple(found) for occasion, found in lines.items()}
