"""A claim is checked as the file of an experiment is: every slip with its file and line, before a game is played."""

from __future__ import annotations

from pathlib import Path

import pytest

from wargame.balance.claim_faults import check_claims
from wargame.balance.claims import read_claims
from wargame.errors import FaultyPack

CLAIM = """id: Mine-1
says: A claim that is long enough to be read.
because: It is made for this test.
scenario: first-download
turns: 4
common:
  params: {trust_threat: 1}
  seats: {rome: scripted}
lever:
  start: {rome.budget: 10}
  edits:
    - {at: pack.world.g, to: 1}
    - {at: pack.world.g, to: 2}
  bars:
    - {seat: washington, orders: [threaten], turns: [1]}
    - {seat: rome, clauses: [support], partners: [meta]}
  offers:
    - seat: rome
      terms: {parties: [rome, meta], clauses: [CLAUSE], secret: false, turns: 3}
conditions:
  - {says: money is short, common: {params: {support_cost: 2}}}
measures:
  - {name: trust, reads: {kind: value, of: [rome.trust.washington]}, at: 4, sign: "+"}
  - {name: deals, reads: {kind: signed, clause: support, parties: [rome]}, sign: "+"}
increments: [trust_threat]
""".replace("CLAUSE", "{kind: support, giver: meta, taker: rome, level: 2}")


def check_of(folder: Path, text: str) -> None:
    (folder / "Mine-1.yaml").write_text(text)
    check_claims(read_claims(folder).values())


def test_a_claim_without_a_slip_passes(tmp_path: Path) -> None:
    check_of(tmp_path, CLAIM)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("first-download", "first-downlaod", 4, "scenario: "),
        ("turns: 4\n", "turns: 99\n", 5, "turns: turns is 99"),
        ("trust_threat: 1", "trust_threat: 900", 7, "common.params.trust_threat: parameter trust_threat is 900"),
        ("trust_threat: 1", "trust_thret: 1", 7, "`wargame params` lists all"),
        ("rome: scripted", "roma: scripted", 8, "common.seats.roma: roma: there is no such seat; the seats are"),
        ("rome: scripted", "rome: scriptd", 8, "did you mean scripted? Accepted are scripted, scripted:DOCTRINE"),
        ("rome: scripted", "rome: hawk", 8, "did you mean scripted:temper=hawk?"),
        ("world.g, to: 2", "world.g, do: drop, to: g", 13, "lever.edits[1].to: drop takes no 'to'; it removes all of"),
        ("world.g, to: 2", "world.g", 13, "lever.edits[1]: `to` is missing; it must be what stands there instead"),
        ("world.g, to: 2", "world.g, do: shift", 13, "lever.edits[1]: it cannot be shifted by nothing"),
        ("world.g, to: 2", "world.g, to: fast", 13, "lever.edits[1]: pack.world.g is 'fast'; it must be a number"),
        ("rome.budget", "rome.bugdet", 10, "no such stored variable"),
        ("world.g, to: 2", "wrld.g, to: 2", 13, "lever.edits[1]: pack.wrld.g: there is no 'wrld' here"),
        ("[threaten]", "[threten]", 15, "orders[0]: 'threten' is no kind of order; did you mean 'threaten'"),
        ("seat: washington", "seat: washingtn", 15, "lever.bars[0].seat: washingtn: there is no such seat"),
        ("turns: [1]", "turns: [9]", 15, "lever.bars[0]: turns names 9; this game has 4 turns"),
        ("[support], p", "[suport], p", 16, "clauses[0]: 'suport' is no kind of clause"),
        ("partners: [meta]", "partners: [nobody]", 16, "lever.bars[1]: partners names 'nobody'; it must be a seat"),
        ("parties: [rome, meta]", "parties: [rome, mta]", 19, "parties[1]: mta: there is no such seat"),
        ("support_cost: 2", "support_cots: 2", 21, "conditions[0].common.params.support_cots: no parameter"),
        ("rome.trust.w", "rome.trst.w", 23, "of[0]: trust: no variable is called 'rome.trst.washington'; did you"),
        ("at: 4", "at: 9", 23, "measures[0].at: trust: at is 9; these games have 4 turns"),
        ("clause: support", "clause: suport", 24, "'suport' is no kind of clause; did you mean 'support'"),
        ("parties: [rome]}", "parties: [kyiv]}", 24, "deals: parties names 'kyiv'; it must be a seat of the table"),
    ],
)
def test_a_slip_is_told_with_its_file_and_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in CLAIM
    with pytest.raises(FaultyPack) as fault:
        check_of(tmp_path, CLAIM.replace(old, new))
    assert f"Mine-1.yaml:{line}: " in str(fault.value), str(fault.value)
    assert said in str(fault.value)
    assert len(str(fault.value).splitlines()) == 2, "one fault under the heading"


def test_the_slips_of_all_claims_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "Mine-2.yaml").write_text(CLAIM.replace("Mine-1", "Mine-2").replace("at: 4", "at: 8"))
    with pytest.raises(FaultyPack) as fault:
        check_of(tmp_path, CLAIM.replace("at: 4", "at: 9").replace("[rome]}", "[kyiv]}"))
    assert [each.split(":")[1] for each in str(fault.value).splitlines()[1:]] == ["23", "24", "23"]


def test_an_increment_that_is_not_listed_is_a_slip_too(tmp_path: Path) -> None:
    with pytest.raises(FaultyPack, match=r"Mine-1.yaml:25: increments: threaten moves .* by trust_threat, and that"):
        check_of(tmp_path, CLAIM.replace("[trust_threat]", "[trust_theft]"))


def test_a_measure_stands_there_once(tmp_path: Path) -> None:
    with pytest.raises(FaultyPack, match=r"Mine-1.yaml:24: .*'trust' is a measure already"):
        check_of(tmp_path, CLAIM.replace("name: deals", "name: trust").replace("at: 4", "at: end"))


def test_what_two_edits_leave_right_together_may_be_wrong_in_between(tmp_path: Path) -> None:
    check_of(tmp_path, CLAIM.replace("at: pack.world.g, to: 1", "at: pack.world.g, to: none"))


ONE_MEASURE = CLAIM.replace(
    '  - {name: deals, reads: {kind: signed, clause: support, parties: [rome]}, sign: "+"}\n', ""
)
WORTH = "{kind: worth, seat: rome, terms: {parties: [rome, meta], clauses: [CLAUSE], secret: false, turns: 3}}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("because:", "becuase:", "Mine-1.yaml:3: becuase: becuase is not a key here; did you mean 'because'? It must"),
        ("measures:", "mesures:", "Mine-1.yaml:22: mesures: mesures is not a key here; did you mean 'measures'? It"),
        ("name: trust,", "nam: trust,", "Mine-1.yaml:23: measures[0].nam: nam is not a key here; did you mean 'name'?"),
        ("name: trust,", "", "Mine-1.yaml:23: measures[0].name: name is missing; it must be text of at least 3 char"),
        (
            "kind: value,",
            "kind: 7,",
            "Mine-1.yaml:23: measures[0].reads.kind: kind is 7; it must be one of value, worth",
        ),
        ("[rome.trust.washington]", "7", "Mine-1.yaml:23: measures[0].reads.of: of is 7; it must be a list of at"),
    ],
)
def test_a_slip_of_the_only_measure_is_told_once(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(FaultyPack) as fault:
        check_of(tmp_path, ONE_MEASURE.replace(old, new, 1))
    (told,) = str(fault.value).splitlines()[1:]
    assert said in told


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("{kind: support, giver: meta, taker: rome}", "level: level is missing; it must be one of 1, 2 or 3"),
        ("{kind: support, giver: meta, taker: 5, level: 2}", "taker: taker is 5; it must be text"),
        (
            "{kind: support, giver: meta, taker: rome, level: much}",
            "level: level is 'much'; it must be one of 1, 2 or 3",
        ),
        (
            "{kind: suport, giver: meta, taker: rome, level: 2}",
            "kind: kind is 'suport'; did you mean 'support'? It must",
        ),
    ],
)
def test_a_slip_in_a_clause_of_a_measure_is_judged_by_its_own_kind_alone(
    tmp_path: Path, clause: str, said: str
) -> None:
    reads = WORTH.replace("CLAUSE", clause)
    with pytest.raises(FaultyPack) as fault:
        check_of(tmp_path, CLAIM.replace("{kind: value, of: [rome.trust.washington]}", reads))
    (told,) = str(fault.value).splitlines()[1:]
    assert f"Mine-1.yaml:23: measures[0].reads.terms.clauses[0].{said}" in told


def test_a_claim_whose_sign_alone_is_wrong_is_told_that_alone(tmp_path: Path) -> None:
    one = CLAIM[: CLAIM.index("  - {name: deals")] + "increments: [trust_threat]\n"
    with pytest.raises(FaultyPack) as fault:
        check_of(tmp_path, one.replace('sign: "+"', 'sign: "up"'))
    (told,) = str(fault.value).splitlines()[1:]
    assert "measures[0].sign: sign is 'up'; it must be one of + or -" in told
