"""Claims are data: all of them can be tried, none is known to the rules, and what a lever did is told rightly."""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path

import pytest

from wargame.balance.claim_arms import OWN, ZERO
from wargame.balance.claim_faults import check
from wargame.balance.claim_results import hash_of
from wargame.balance.claim_trial import Effect, try_claim
from wargame.balance.claims import Claim, MeasureLine, claim_of, claims
from wargame.balance.direct_increments import missing_increments
from wargame.core.ids import Variable
from wargame.errors import PackError, SpecError
from wargame.paired.intervals import Interval
from wargame.paired.readings import ValueOf
from wargame.scenario.find import content_root

ROOT = Path(__file__).resolve().parents[2]
IDS = sorted(path.stem for path in (content_root() / "claims").glob("*.yaml"))


@lru_cache(maxsize=1)
def shipped() -> dict[str, Claim]:
    return dict(claims())


def test_there_are_46_claims_of_two_sources() -> None:
    assert len(shipped()) == 46
    assert sum(name.startswith("S0-") for name in shipped()) == 34


@pytest.mark.slow
@pytest.mark.parametrize("name", IDS)
def test_the_games_of_a_claim_can_be_opened(name: str) -> None:
    check(shipped()[name])


@pytest.mark.parametrize("name", IDS)
def test_a_claim_lists_what_its_lever_adds_directly_to_what_it_measures(name: str) -> None:
    assert list(missing_increments(shipped()[name])) == []


def test_a_claim_that_lists_another_increment_than_its_levers_is_refused() -> None:
    less = shipped()["S0-100"].model_copy(update={"increments": ("kappa_stake",)})
    with pytest.raises(SpecError, match=r"S0-100: increments: take_equity_stake moves \S+ by trust_stake, and that is"):
        check(less)


def test_no_rule_names_a_claim() -> None:
    pattern = re.compile(r"\bS[02]-\d{2,3}\b")
    code = [
        path for part in ("core", "rules", "scenario", "players") for path in (ROOT / "wargame" / part).rglob("*.py")
    ]
    content = [path for part in ("actors", "scenarios") for path in (ROOT / part).rglob("*.yaml")]
    assert len(code) > 150
    assert len(content) > 25
    for path in (*code, *content):
        assert not pattern.search(path.read_text(encoding="utf-8")), path


@pytest.mark.slow
def test_a_lever_moves_what_it_is_about_and_increments_are_tried_at_zero() -> None:
    tried = try_claim(shipped()["S0-135"].model_copy(update={"turns": 4}), (1, 2, 3))
    assert tried.failed == ()
    assert tried.parted == 1
    dissent = {each.under: each for each in tried.effects if each.measure.name == "dissent at the lab"}
    assert set(dissent) == {"", ZERO, OWN}
    for found in dissent.values():
        assert found.interval is not None
        assert found.interval.mean > 0, "staff reacts whatever the direct increments are"


def test_what_it_leans_on_is_moved_by_half_both_ways() -> None:
    claim = shipped()["S0-106"]
    tried = try_claim(claim, (1,), robust=True)
    assert {each.under for each in tried.effects} == {"", "delay_support 1", "delay_support 3"}


def measure(sign: str, than: float = 0.0) -> MeasureLine:
    return MeasureLine.model_validate(
        {"name": "something", "reads": ValueOf(of=(Variable("world.F"),)), "sign": sign, "than": than}, strict=False
    )


@pytest.mark.parametrize(
    ("sign", "than", "interval", "verdict"),
    [
        ("+", 0, Interval(2, 1, 3, 9), "holds"),
        ("-", 0, Interval(2, 1, 3, 9), "fails"),
        ("-", 0, Interval(-2, -3, -1, 9), "holds"),
        ("+", 0, Interval(1, -1, 3, 9), "open"),
        ("+", 0, Interval(0, 0, 0, 9), "fails"),
        ("+", 0, Interval(0, 0, 0, 5), "open"),
        ("+", 0, Interval(3, 3, 3, 6), "holds"),
        ("+", 0, Interval(3, 3, 3, 5), "open"),
        ("-", 0, Interval(0.005, 0, 0.015, 200), "open"),
        ("+", 0, Interval(0.005, 0, 0.015, 200), "open"),
        ("+", -12, Interval(-5, -8, -3, 9), "holds"),
        ("-", 1, Interval(0, -1, 0.5, 9), "holds"),
        ("+", 0, None, "open"),
    ],
)
def test_a_verdict_is_an_interval_clear_of_what_is_claimed(
    sign: str, than: float, interval: Interval | None, verdict: str
) -> None:
    assert Effect(measure(sign, than), "", interval).verdict == verdict


@pytest.mark.parametrize(
    ("sign", "interval", "verdict"),
    [
        ("+", Interval(2, 1, 3, 9), "holds"),
        ("+", Interval(2, 0.5, 3, 9), "open"),
        ("+", Interval(0.0001, 0.00005, 0.0002, 9), "fails"),
        ("+", Interval(0.1, -0.5, 0.9, 9), "fails"),
        ("-", Interval(-2, -3, -1, 9), "holds"),
        ("-", Interval(-1, -2, -0.1, 9), "open"),
        ("-", Interval(2, 1, 3, 9), "fails"),
        ("+", Interval(1, -1, 3, 9), "open"),
    ],
)
def test_a_claim_with_a_smallest_effect_that_matters_holds_of_no_smaller_one(
    sign: str, interval: Interval, verdict: str
) -> None:
    bounded = measure(sign).model_copy(update={"smallest": 1.0})
    assert Effect(bounded, "", interval).verdict == verdict


def test_a_claim_that_none_at_all_would_meet_has_no_smallest_effect() -> None:
    lines = {"name": "something", "reads": {"kind": "signed"}, "sign": "+", "than": -12.0, "smallest": 1.0}
    with pytest.raises(ValueError, match="smallest is for a claim of an effect, and of more than -12 none at all"):
        MeasureLine.model_validate(lines)


def test_a_smallest_effect_makes_another_claim_and_without_one_a_claim_is_what_it_was_before_there_were_any() -> None:
    claim = shipped()["S0-106"]
    before = claim.model_dump_json(exclude={"conditions", "untestable"}).replace(',"smallest":null', "")
    assert hash_of(claim) == hashlib.sha256(before.encode()).hexdigest()
    (first, *others) = claim.measures
    bounded = claim.model_copy(update={"measures": (first.model_copy(update={"smallest": 1.0}), *others)})
    assert hash_of(bounded) != hash_of(claim)


def test_a_claim_that_there_is_not_is_named_with_those_that_resemble_it() -> None:
    with pytest.raises(SpecError, match="'S0-13' is no claim"):
        claim_of("S0-13")


CLAIM = """id: S9-01
says: A claim that is long enough to be read.
because: It is made for this test.
scenario: first-download
lever: {LEVER}
measures:
  - {name: trust, reads: {kind: value, of: [rome.trust.meta]}, sign: "+"}
"""


def write(folder: Path, lever: str, name: str = "S9-01") -> Path:
    (folder / f"{name}.yaml").write_text(CLAIM.replace("{LEVER}", lever))
    return folder


@pytest.mark.parametrize(
    ("lever", "sentence"),
    [
        ("{forces: [{seat: rome, orders: [{kind: dance}]}]}", r"S9-01.yaml:5: lever.forces"),
        ("{bars: [{seats: rome}]}", r"S9-01.yaml:5"),
        ("{more: 1}", r"S9-01.yaml:5"),
    ],
)
def test_a_fault_in_a_claim_names_its_line(tmp_path: Path, lever: str, sentence: str) -> None:
    with pytest.raises(PackError, match=sentence):
        claims(write(tmp_path, lever))


def test_a_claim_is_called_as_its_file(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="it must be the file's name, S9-02"):
        claims(write(tmp_path, "{params: {trust_kept: 0}}", "S9-02"))


@pytest.mark.parametrize(
    ("lever", "sentence"),
    [
        ("{bars: [{seat: atlantis}]}", "S9-01: .*atlantis"),
        ("{start: {rome.no_such: 1}}", "S9-01: .*no such stored variable"),
        ("{edits: [{at: dossiers.atlantis.belief, to: high}]}", "S9-01: .*'atlantis'"),
        ("{params: {no_such: 1}}", "S9-01: .*no parameter is called"),
        (
            "{edits: [{at: dossiers.rome.access, to: [{model: qwn, channel: weights, licence: full, areas: all}]}]}",
            "qwn",
        ),
    ],
)
def test_a_claim_whose_games_cannot_be_opened_says_why(tmp_path: Path, lever: str, sentence: str) -> None:
    with pytest.raises((SpecError, PackError), match=sentence):
        check(claim_of("S9-01", write(tmp_path, lever)))


def test_a_claim_that_gives_a_model_whose_owner_is_not_at_the_table_is_no_claim_about_that_model(
    tmp_path: Path,
) -> None:
    line = "{model: mistral-open, channel: weights, licence: full, areas: all}"
    given = write(tmp_path, f"{{edits: [{{at: dossiers.rome.access, to: [{line}]}}]}}")
    with pytest.raises(SpecError, match=r"S9-01: lever.edits\[0\]: at dossiers.rome.access: .*'mistral-open'.*llama"):
        check(claim_of("S9-01", given))


def test_a_claim_that_measures_a_model_that_is_not_at_the_table_measures_nothing() -> None:
    claim = claim_of("S0-101")
    line = claim.model_dump(mode="json")
    text = json.dumps(line["measures"][0]).replace('"gpt"', '"gptx"')
    absent = claim.model_copy(update={"measures": (MeasureLine.model_validate_json(text),)})
    with pytest.raises(SpecError, match=r"S0-101: measures\[0\]\.reads.*: .*'gptx'"):
        check(absent)


def test_claims_on_coercion_are_tried_without_the_inject_that_answers_it() -> None:
    """The scenario answers a coercive Washington with a directive of its own; that would count as coercion's effect."""
    coercion = {"invoke_dpa", "threaten", "designate_supply_chain_risk"}
    forcing = [
        claim
        for claim in shipped().values()
        if any(order.kind in coercion for forced in claim.lever.forces for order in forced.orders)
    ]
    assert forcing
    for claim in forcing:
        edits = claim.common.edits
        assert any(edit.at == "pack.injects.directive-returns" and edit.do == "drop" for edit in edits), claim.id
