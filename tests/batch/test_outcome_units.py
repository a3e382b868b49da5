"""What every column of a table is: its type, its unit and its meaning, of outcomes as of all else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

import pytest

from tests.batch.studies import SMALL, planned
from wargame.batch.conduct import EscalationOf, RateOf
from wargame.batch.experiment_file import At, OutcomeLine
from wargame.batch.outcome_units import outcome_unit, reading_unit, sums_what_runs_on
from wargame.batch.result_columns import BESIDE, REMARK, RULED, headings
from wargame.core.ids import Variable
from wargame.paired.readings import EventsOf, LinesOf, OrdersOf, RisesOf, SignedOf, StandingOf, ValueOf
from wargame.transcript.codebook import TABLES, Heading, Type, number, text, whole
from wargame.transcript.limits import LIMITS

WIDE = SMALL.replace("turns: 1}", "turns: 1, seats: {meta: 'llm:small@http://localhost:8080/v1'}}").replace(
    "seeds:",
    "design: {kind: sobol, points: 4, over: [{param: trust_data}]}\nreplicates: 2\nseeds:",
)
WIDE += "  - {name: harmony, reads: {kind: rate, of: harmony}, at: mean}\n"


def _lacking(table: str, columns: Mapping[str, Heading]) -> Iterator[str]:
    for name, heading in columns.items():
        if heading.type not in get_args(Type):
            yield f"{table}.{name}: type"
        if not heading.meaning.strip():
            yield f"{table}.{name}: meaning"
        if (heading.type in ("integer", "number")) != bool(heading.unit):
            yield f"{table}.{name}: unit"


def test_no_column_of_any_table_of_an_experiment_lacks_type_unit_or_meaning(tmp_path: Path) -> None:
    tables = headings(planned(tmp_path, WIDE), beside=True)
    assert set(tables) == {"runs", "seats", "turns", "orders", "gaps"}
    assert {"param.trust_data", "replicate", "outcome.harmony", "people"} <= set(tables["runs"])
    parts = {**tables, "beside": BESIDE, "remark": REMARK, "ruled": RULED}
    assert [fault for name, columns in parts.items() for fault in _lacking(name, columns)] == []


def test_no_column_of_any_table_of_a_record_lacks_type_unit_or_meaning() -> None:
    parts = {**TABLES, "limits": LIMITS}
    assert [fault for name, columns in parts.items() for fault in _lacking(name, columns)] == []


@pytest.mark.parametrize(
    ("heading", "lacks"),
    [
        (whole("how often it was so", ""), "unit"),
        (number("how far it went", ""), "unit"),
        (text(""), "meaning"),
        (Heading("what it says", "words"), "type"),  # type: ignore[arg-type]
    ],
)
def test_a_column_that_is_added_without_is_named(heading: Heading, lacks: str) -> None:
    assert list(_lacking("runs", {"new": heading})) == [f"runs.new: {lacks}"]


def test_an_outcome_is_in_the_unit_of_what_it_reads_and_an_area_in_that_by_turns() -> None:
    trust = ValueOf(of=(Variable("rome.trust.washington"),))
    times: tuple[At, ...] = ("end", "mean", 1)
    assert [OutcomeLine(name="x", reads=trust, at=at).unit for at in times] == ["0-100"] * 3
    assert OutcomeLine(name="x", reads=trust, at="area").unit == "0-100 × turns"
    assert outcome_unit(SignedOf(), "area") == "agreements × turns"


def test_only_an_area_of_a_reading_that_runs_on_counts_early_deeds_again() -> None:
    running = (
        SignedOf(),
        EventsOf(of=("staff_letter",)),
        OrdersOf(of=("threaten",)),
        RisesOf(of=(Variable("rome.A"),)),
    )
    assert all(sums_what_runs_on(each, "area") for each in running)
    assert not any(sums_what_runs_on(each, at) for each in running for at in ("end", "mean", 2))
    assert not any(sums_what_runs_on(each, "area") for each in (LinesOf(), StandingOf(), RateOf(of="harmony")))


def test_a_share_says_so_and_escalation_names_its_table() -> None:
    assert reading_unit(RateOf(of="harmony")) == "share 0-1"
    assert reading_unit(EscalationOf(table="rivera-classes")) == "weight a seat by rivera-classes"


def test_a_parameter_of_a_design_has_the_unit_that_the_rules_declare(tmp_path: Path) -> None:
    assert headings(planned(tmp_path, WIDE))["runs"]["param.trust_data"].unit == "points"
