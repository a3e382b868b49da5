"""What an arm shows is told with its outcomes, and those are named of which too few pairs tell nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.batch.studies import SMALL, planned
from wargame.batch.comparisons import PairedEffect
from wargame.present.experiment_arms import arms_in_words

ROME = SMALL[SMALL.index("  - name: rome") : SMALL.index("seeds:")]
MODEL = "seats: {washington: 'llm:stub@http://127.0.0.1:1/v1'}"
ORDER = "  - {name: order, levels: [{name: usual}, {name: reversed, order: reversed}]}\n"


def _effect(outcome: str, pairs: int) -> PairedEffect:
    """One that is too small to be told from chance."""
    return PairedEffect(
        outcome=outcome,
        factor="order",
        level="reversed",
        pairs=pairs,
        left_out=0,
        unmoved=0.0,
        mean=0.1,
        low=-1.0,
        high=1.2,
        corrected=1.0,
    )


def told(folder: Path, **pairs: int) -> str:
    """What is said of an arm of order in which nothing moved, with so many pairs of each outcome."""
    text = SMALL.replace("turns: 1}", f"turns: 1, {MODEL}}}").replace(ROME, ORDER)
    made = [_effect(outcome, count) for outcome, count in pairs.items()]
    (said,) = arms_in_words(planned(folder, text), made, ())
    return said


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ({"trust": 6, "bets": 6}, "Whether order moves what the model does: 6 pairs are too few to tell."),
        (
            {"trust": 6, "bets": 3, "score": 6},
            "Whether order moves what the model does: 6 pairs are too few to tell of trust, score; 3 pairs are too few "
            "to tell of bets.",
        ),
        (
            {"trust": 12, "bets": 1},
            "No effect of order was seen: 12 pairs. Of some outcomes nothing can be said yet: 1 pair is too few to "
            "tell of bets.",
        ),
    ],
)
def test_outcomes_with_too_few_pairs_are_named(pairs: dict[str, int], said: str, tmp_path: Path) -> None:
    assert told(tmp_path, **pairs) == said
