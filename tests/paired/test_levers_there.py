"""A lever that can do nothing in its game is told with its line, and one that can is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.batch.studies import planned
from wargame.errors import FaultyPack

HELD = """
name: held
game: {scenario: first-download, turns: 1}
factors:
  - name: rome
    levels:
      - {name: as usual}
      - name: held
        bars: [{seat: rome, orders: [endorse_norms]}]
        LEVER
seeds: {first: 1, count: 1}
outcomes: [{name: trust, reads: {kind: value, of: [rome.trust.washington]}, at: end}]
"""
PAID = (
    "{parties: [rome, meta], clauses: [{kind: support, giver: meta, taker: rome, level: 2}], secret: false, turns: 3}"
)


@pytest.mark.parametrize(
    ("lever", "says"),
    [
        (
            "forces: [{seat: rome, orders: [{kind: invoke_dpa, lab: meta}]}]",
            r"forces\[0\]: rome can never give invoke_dpa: Rome cannot do this; only Washington can",
        ),
        (
            "forces: [{seat: washington, orders: [{kind: invoke_dpa, lab: metta}]}]",
            r"forces\[0\]: invoke_dpa is aimed at 'metta'; it must be a seat of the table: rome, anthropic",
        ),
        (
            "forces: [{seat: rome, orders: [{kind: buy_compute}], turns: [1, 9]}]",
            r"forces\[0\]: turns names 9; this game has 1 turn$",
        ),
        (f"offers: [{{seat: rome, turns: [2], terms: {PAID}}}]", r"offers\[0\]: turns names 2; this game has 1 turn$"),
        ("forces: [{seat: rome, orders: [{kind: buy_compute}], turns: [0]}]", r"forces\[0\]: turns names 0; "),
        ("forces: [{seat: rome, orders: []}]", r"forces\[0\]: orders is empty: it has its seat order nothing$"),
        (
            "forces: [{seat: rome, orders: [{kind: monitor}]}]",
            r"forces\[0\]: rome can never give monitor: Rome is a government; only a lab or champion can do this$",
        ),
        (
            "forces: [{seat: rome, orders: [{kind: suspend, customer: rome}]}]",
            r"forces\[0\]: suspend is aimed at rome itself; no order can be$",
        ),
    ],
)
def test_a_lever_that_can_do_nothing_is_told_with_its_line(tmp_path: Path, lever: str, says: str) -> None:
    with pytest.raises(FaultyPack, match=rf"study\.yaml:10: .*{says}"):
        planned(tmp_path, HELD.replace("LEVER", lever))


@pytest.mark.parametrize(
    ("bar", "says"),
    [
        ("{seat: rome, clauses: [access], partners: [meta, washingtn]}", r"partners names 'washingtn'; it must be"),
        ("{seat: rome, orders: [invoke_dpa]}", r"orders: invoke_dpa: Rome cannot do this"),
        ("{seat: all, orders: [invoke_dpa], turns: [9]}", r"turns names 9; this game has 1 turn$"),
        ("{seat: rome}", r"it bars nothing: a seat alone is no bar; name orders or clauses$"),
        ("{seat: rome, partners: [meta]}", r"it bars nothing: a seat with partners or turns alone is no bar"),
        ("{seat: all, turns: [1]}", r"it bars nothing: a seat with partners or turns alone is no bar"),
        ("{seat: rome, clauses: [access], partners: [rome]}", r"partners names nobody but rome, and no seat agrees"),
    ],
)
def test_a_bar_that_can_do_nothing_is_told_with_its_line_in_the_game_and_in_a_level(
    tmp_path: Path, bar: str, says: str
) -> None:
    one = HELD.replace("LEVER", "").replace("{seat: rome, orders: [endorse_norms]}", bar)
    with pytest.raises(FaultyPack, match=rf"study\.yaml:9: factors\[0\]\.levels\[1\]\.bars\[0\]: {says}"):
        planned(tmp_path, one)
    every = HELD.replace("LEVER", "").replace("turns: 1}", f"turns: 1, bars: [{bar}]}}")
    with pytest.raises(FaultyPack, match=rf"study\.yaml:3: game\.bars\[0\]: {says}"):
        planned(tmp_path, every)


def test_the_line_is_that_of_the_lever_among_those_of_the_game_and_other_factors(tmp_path: Path) -> None:
    held = "{seat: rome, orders: [{kind: buy_compute}]}, {seat: rome, orders: [{kind: buy_compute}], turns: [3]}"
    third = "forces: [{seat: meta, orders: [{kind: monitor}]}]"
    more = f"forces: [{held}]\n  - {{name: other, levels: [{{name: none}}, {{name: some, {third}}}]}}"
    first = "turns: 1, forces: [{seat: meta, orders: [{kind: monitor}]}]}"
    with pytest.raises(FaultyPack, match=r"study\.yaml:10: .*forces\[1\]: turns names 3"):
        planned(tmp_path, HELD.replace("turns: 1}", first).replace("LEVER", more))


def test_what_may_be_given_later_or_to_others_is_no_fault(tmp_path: Path) -> None:
    levers = (
        "forces: [{seat: meta, orders: [{kind: litigate}], turns: [1]}]",
        "forces: [{seat: palantir, orders: [{kind: resume, customer: rome}]}]",
        f"offers: [{{seat: rome, turns: [1], terms: {PAID}}}]",
    )
    for lever in levers:
        assert len(planned(tmp_path, HELD.replace("LEVER", lever)).cells) == 2
    whole = HELD.replace("LEVER", "").replace("orders: [endorse_norms]", "orders: [endorse_norms, invoke_dpa]")
    assert len(planned(tmp_path, whole).cells) == 2, "a bar for many seats and kinds may be too wide for one"
