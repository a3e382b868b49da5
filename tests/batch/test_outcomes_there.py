"""An outcome that no game of an experiment has is told with its line, all of them together."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.batch.studies import SMALL, planned
from wargame.errors import FaultyPack

TRUST = "{kind: value, of: [rome.trust.washington]}"


@pytest.mark.parametrize(
    ("reads", "said"),
    [
        ("{kind: events, of: [signd]}", "reads.of[0]: 'signd' is no kind of event; did you mean 'agreement_signed'"),
        ("{kind: orders, of: [thraten]}", "reads.of[0]: 'thraten' is no kind of order; did you mean 'threaten'"),
        ("{kind: signed, clause: acces}", "reads.clause: 'acces' is no kind of clause; did you mean 'access'? It must"),
        ("{kind: lines, holder: [roma]}", "reads.holder[0]: trust: holder names 'roma'; it must be a seat of the tabl"),
        ("{kind: signed, parties: [kyiv]}", "reads.parties[0]: trust: parties names 'kyiv'; it must be a seat of the"),
        ("{kind: rate, of: harmony, by: [kyiv]}", "reads: trust: by names 'kyiv'; it must be a seat of the table: rom"),
    ],
)
def test_an_outcome_that_no_game_has_is_told_with_its_line(tmp_path: Path, reads: str, said: str) -> None:
    with pytest.raises(FaultyPack) as fault:
        planned(tmp_path, SMALL.lstrip().replace(TRUST, reads))
    assert f"study.yaml:14: outcomes[0].{said}" in str(fault.value)
    assert len(str(fault.value).splitlines()) == 1


def test_of_an_outcome_that_is_not_there_no_effect_is_called_too_large(tmp_path: Path) -> None:
    text = SMALL.lstrip().replace("[rome.trust.washington]}, at: end", "[rome.trst]}, at: 9, smallest: 200")
    assert "smallest: 200" in text
    with pytest.raises(FaultyPack) as fault:
        planned(tmp_path, text)
    assert "no variable is called 'rome.trst'" in str(fault.value)
    assert "no two games can differ" not in str(fault.value)


def test_an_effect_too_large_is_told_beside_a_turn_that_is_not_there(tmp_path: Path) -> None:
    text = SMALL.lstrip().replace("[rome.trust.washington]}, at: end", "[rome.trust.washington]}, at: 9, smallest: 200")
    with pytest.raises(FaultyPack) as fault:
        planned(tmp_path, text)
    assert "at is 9" in str(fault.value)
    assert "smallest is 200, and no two games can differ by more than 100 (0-100)" in str(fault.value)


def test_all_such_outcomes_are_told_together(tmp_path: Path) -> None:
    text = (
        SMALL.lstrip()
        .replace("trust.washington", "trst.washington")
        .replace("{kind: signed}", "{kind: lines, owner: [x]}")
    )
    with pytest.raises(FaultyPack) as fault:
        planned(tmp_path, text)
    assert [each.split(":")[1] for each in str(fault.value).splitlines()] == ["14", "15"]


def test_a_seat_of_one_of_the_tables_is_one_of_the_experiment(tmp_path: Path) -> None:
    text = SMALL.replace("- {name: random, seats: {rome: random}}", "- {name: random, params: {trust_data: 1}}")
    text = text.replace("{kind: signed}", "{kind: signed, parties: [kyiv]}")
    level = "{name: other, scenario: between-the-giants, variant: core, turns: 1}"
    found = planned(tmp_path, text.lstrip().replace("- {name: cost no trust, params: {trust_threat: 0}}", f"- {level}"))
    usual = "threats=as usual, rome=scripted, threats=as usual, rome=random"
    parties, trust = found.remarks[::-1]
    assert "study.yaml:15: outcomes[1].reads.parties[0]: agreements: in 2 of 4 cells" in parties
    assert f"({usual}) parties names 'kyiv'; it must be a seat of the table: rome, " in parties
    assert parties.endswith("so that effects between such cells and others say nothing")
    assert "study.yaml:14: outcomes[0].reads.of[0]: trust: in 2 of 4 cells (threats=other, rome=scri" in trust


@pytest.mark.parametrize(
    ("outcome", "largest"),
    [
        ("{name: o, reads: {kind: value, of: [rome.trust.washington]}, smallest: S}", "100 (0-100)"),
        ("{name: o, reads: {kind: value, of: [rome.trust.washington]}, at: area, smallest: S}", "100 (0-100 × turns)"),
        ("{name: o, reads: {kind: value, of: [rome.cutoff.washington]}, smallest: S}", "1 (0-1)"),
        ("{name: o, reads: {kind: value, of: [rome.A], less: [washington.A]}, smallest: S}", "200 (0-100)"),
        ("{name: o, reads: {kind: value, of: [rome.A, washington.A], how: sum}, smallest: S}", "200 (0-100)"),
        ("{name: o, reads: {kind: measure, seat: rome, measure: supplier_diversity}, smallest: S}", "100 (0-100)"),
        ("{name: o, reads: {kind: rate, of: harmony}, smallest: S}", "1 (share 0-1)"),
    ],
)
def test_a_smallest_effect_that_nothing_can_reach_is_told_with_its_line(
    tmp_path: Path, outcome: str, largest: str
) -> None:
    text = SMALL.lstrip().replace("{name: trust, reads: {kind: value, of: [rome.trust.washington]}, at: end}", outcome)
    most = float(largest.split()[0])
    with pytest.raises(FaultyPack) as fault:
        planned(tmp_path, text.replace("S}", f"{most + 0.5}}}"))
    said = (
        f"study.yaml:14: outcomes[0].smallest: o: smallest is {most + 0.5:g}, and no two games can differ by more than"
    )
    assert str(fault.value).endswith(f"{said} {largest}; a number above 0 and up to that is accepted")
    planned(tmp_path, text.replace("S}", f"{most}}}"))


def test_a_smallest_effect_of_a_number_of_events_has_no_bound(tmp_path: Path) -> None:
    planned(tmp_path, SMALL.replace("reads: {kind: signed}", "reads: {kind: signed}, smallest: 100000"))
