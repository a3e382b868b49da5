"""Words that seats and control say: carried to their readers whole, within a length, and never parsed."""

from __future__ import annotations

from wargame.core.prose import TEXT_LIMIT, length_of
from wargame.core.refusals import Refusal
from wargame.rules.orders.verbs import refuse


def may_carry(text: str, *, needed: bool = False) -> Refusal | None:
    """Whether a text can be carried; `needed` where an empty one says nothing."""
    if needed and not text.strip():
        return refuse("malformed", "the text is empty")
    if length_of(text) > TEXT_LIMIT:
        return refuse("malformed", f"the text has {length_of(text)} characters; at most {TEXT_LIMIT} are carried")
    return None
