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
    planned(tmp_path, text.replace("- {name: cost no trust, params: {trust_threat: 0}}", f"- {level}"))
