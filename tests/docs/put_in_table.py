"""The table of what claims put in by hand, and whether what was kept of them was played with all of it at zero."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from wargame.balance.claim_results import hash_of, stored
from wargame.balance.claims import claims
from wargame.balance.put_in_by_hand import named_alone, put_in_by_hand

HEAD = ("Claim", "At zero", "Measure", "What the lever puts in")


def put_in(results: Path) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """Its head and its rows, one a measure."""
    return HEAD, list(_rows(results))


def _rows(results: Path) -> Iterator[tuple[str, ...]]:
    kept = stored(results)
    for name, claim in claims().items():
        found = put_in_by_hand(claim)
        zero = ", ".join(claim.increments) or "nothing"
        if alone := named_alone(claim, found):
            zero += f"; not traced of these: {', '.join(alone)}"
        if name not in kept or kept[name].data != hash_of(claim):
            zero += " (**not in the results yet**)"
        first = (f"**{name}**", zero)
        for each in found:
            yield (*first, each.measure.name, "; ".join(each.told()))
            first = ("", "")
