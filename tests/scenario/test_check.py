"""Checking: every kind of fault is found, at its file, line and key, with what would be accepted."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from wargame.scenario.bundle import load
from wargame.scenario.check import check
from wargame.scenario.faults import Fault

Edit = tuple[str, str, str]
"""A file of the pack, words in it, and what to put in their place."""

S = "scenario.yaml"
ALBA, BOREAS, DELTA = (f"actors/{name}/dossier.yaml" for name in ("alba", "boreas", "delta"))


def edit(pack: Path, file: str, old: str, new: str) -> None:
    path = pack / file
    text = path.read_text()
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1))


def line_of(pack: Path, file: str, words: str) -> int:
    lines = (pack / file).read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def found(pack: Path, key: str) -> Fault:
    faults = [fault for fault in check(pack) if fault.key == key]
    assert len(faults) == 1, check(pack)
    return faults[0]


def test_a_sound_pack_has_no_faults(tiny: Path) -> None:
    assert check(tiny) == ()
    assert check(tiny / S) == ()


def test_a_sound_actor_has_no_faults(tiny: Path) -> None:
    for name in ("alba", "boreas", "cedar", "delta", "eagle"):
        assert check(tiny / "actors" / name) == ()
    assert check(tiny / ALBA) == ()


def test_a_missing_key_is_named_with_its_line(tiny: Path) -> None:
    edit(tiny, S, "        channel: api\n", "")
    fault = found(tiny, "agreements[0].clauses[0].channel")
    assert fault.line == line_of(tiny, S, "- kind: access")
    assert fault.sentence == "channel is missing; it must be one of api, enclave, on_premises or weights"


# element | file | words to replace | their replacement | key | words of the line | words of the sentence
SINGLE = r"""
shape | S | months: 3 | months: 30 | months | months: 30 | a number from 0.25 to 3
shape | S | kind: news | kind: newz | injects[2].kind | kind: newz | did you mean 'news'
shape | ALBA | A: 55 | A: many | start.A | A: many | a number from 0 to 100
shape | S | A: 61 | A: 161 | actors.alba.start.A | A: 161 | a number from 0 to 100
shape | S | A: 61 | AA: 61 | actors.alba.start.AA | AA: 61 | not a key here
shape | S | {autonomy: 0.5} | {air: 0.5} | actors.alba.start.N.air | {air: 0.5} | one of cyber
references | S | - cedar | - cedra | present[0] | - cedra | did you mean 'cedar'
references | S | boreas]\n | paris]\n | variants.pair.seats[1] | paris] | 'paris' is no actor
references | S | alba:\n    start | moscow:\n    start | actors.moscow | moscow: | one of alba
references | S | {eagle: 30} | {egle: 30} | actors.alba.start.trust.egle | egle: 30 | 'eagle'
references | S | belief: high | doctrine: bold | actors.alba.doctrine | doctrine: bold | careful_lab
references | S | parties: [eagle | parties: [egle | agreements[1].parties[0] | [egle | 'eagle'
references | S | giver: eagle | giver: delta | agreements[1].clauses[0].giver | giver: delta | party
references | S | taker: eagle | taker: alba | agreements[1].clauses[1].taker | taker: alba\n        what | different
references | S | toward: delta | toward: nobody | agreements[1].clauses[1].toward | toward: nobody | nobody
references | S | toward: delta | toward: null | agreements[1].clauses[1].toward | toward: null | buyer
references | S | model: wind | model: wnd | agreements[0].clauses[0].model | model: wnd | 'wind'
references | S | target: boreas | target: borea | injects[0].target | target: borea\n | 'boreas'
references | S | target: boreas | target: wind | injects[0].target | target: wind | 'wind' is no actor
references | S | target: boreas | target: alba | injects[0].target | target: alba | lab or champion
references | S | kind: model_withheld | kind: jailbreak | injects[0].target | target: boreas | leave target out
references | S | audience: [alba, eagle] | audience: [alba, egle] | injects[2].audience[1] | egle] | 'eagle'
references | S | alba.trust.boreas | alba.trust.nob | injects[1].changes.alba.trust.nob | nob | no variable
references | S | alba.trust.boreas | alba.H | injects[1].changes.alba.H | alba.H | computed
references | S | {boreas.dis | {alba.dis | injects[1].changes.alba.dissent | alba.dissent | no variable
references | S | variable: boreas.dissent | variable: paris.A | injects[1].when.variable | paris.A | not here
references | S | variable: boreas.dis | variable: boreas.di | injects[1].when.variable | disent | 'boreas.dissent'
references | ALBA | eagle: 40 | egle: 40 | start.trust.egle | egle: 40 | 'eagle'
references | ALBA | eagle: 40 | alba: 40 | start.trust.alba | alba: 40 | itself
references | ALBA | model: breeze | model: breze | access[0].model | model: breze | 'breeze'
references | ALBA | {gale: 0.2} | {gael: 0.2} | start.I.gael | gael | 'gale'
references | ALBA | restricted\n    areas: all | none\n    areas: all | access[1].licence | licence: none | at a price
references | DELTA | members: [alba] | members: [abla] | members[0] | abla | 'alba'
references | DELTA | members: [alba] | members: [boreas] | members[0] | boreas | must be a government
references | BOREAS | sensitivity: 0.9 | anchor: nowhere | anchor | anchor: nowhere | no actor
references | BOREAS | id: boreas | id: boras | id | id: boras | the folder is called 'boreas'
references | ALBA | {cloud: 0.5} | {model: 0.5} | start.home.model | model: 0.5 | never set
references | ALBA | us: 0.3 | us: 0.7 | layers.chips | us: 0.7 | sum to 1.4
references | S | about: [alba, eagle] | about: [alba, egle] | ledger[1].about[1] | egle] | 'eagle'
references | S | {alba.A: 4} | {alba.AA: 4} | ledger[1].brings.alba.AA | alba.AA | no variable
numbers | S | {alba.A: 4} | {alba.A: 400} | ledger[1].brings.alba.A | alba.A | width of its range
numbers | S | done: 0 | done: 3 | ledger[1].done | done: 3 | from 0 to 2
numbers | S | done: 0 | done: 2 | ledger[1].brings | brings: | brings nothing
numbers | S | needs: 2 | needs: 2\n    protection: 1 | ledger[1].protection | protection: 1\n    done | not settled yet
duplicates | S | id: test-range | id: calm-strait | ledger[1].id | id: calm-strait\n    text: A | its own
triggers | S | turn: 2 | turn: 4 | injects[0].turn | turn: 4 | from 1 to 3
triggers | S | above: 20 | above: 100 | injects[1].when.above | above: 100 | never fires
triggers | S | above: 20 | below: 0 | injects[1].when.below | below: 0 | never fires
triggers | S | above: 20 | above: 50, below: 40 | injects[1].when.above | above: 50 | never fires
triggers | S | , above: 20 | | injects[1].when | when: | give above, below or both
triggers | S | kind: staff_letter | kind: mass_strike | injects[1].target | target: boreas\n    changes | government
duplicates | S | id: a-letter | id: a-storm | injects[1].id | id: a-storm\n    kind: staff | its own
duplicates | S | - cedar | - alba | present[0] | - alba\n | stands twice
duplicates | S | boreas, eagle] | boreas, eagle, alba] | seats[3] | eagle, alba] | twice
duplicates | BOREAS | id: breeze | id: wind | models[1].id | id: wind\n    name: Breeze | its own
duplicates | ALBA | name: Alba | name: Eagle | name | | its own
duplicates | ALBA | low_leverage | capability | aims[1] | capability\n    weight: 0.4 | its own
duplicates | ALBA | wind\n    channel: enclave | breeze\n    channel: weights | access[1] | AGAIN | its own
duplicates | DELTA | members: [alba] | members: [alba, alba] | members[1] | members: [alba | its own
balance | ALBA | weight: 0.4 | weight: 0.3 | aims | aims: | sum to 0.9
balance | DELTA | weight: 1 | weight: 1\n  - {measure: norms, weight: 0} | aims[1].weight | weight: 0} | above 0
sources | S | date: May 2026 | date: lately | sources[0].date | date: lately | must hold a year
sources | BOREAS | source: The Intercept | source: "" | sources[0].source | source: "" | source is empty
numbers | S | leak: 0.2 | leek: 0.2 | parameters.leek | leek: 0.2 | leak
numbers | S | leak: 0.2 | leak: 2 | parameters.leak | leak: 2 | from 0 to 1
numbers | S | chips: 0.9 | chip: 0.9 | world.chip | chip: 0.9 | 'chips'
numbers | S | chips: 0.9 | chips: 9 | world.chips | chips: 9 | from 0.3 to 1
numbers | S | raiders: 100 | raider: 100 | war.raider | raider: 100 | 'raiders'
numbers | S | raiders: 100 | raiders: -1 | war.raiders | raiders: -1 | from 0 to 20000
numbers | S | amount: 1 | amount: 0 | agreements[1].clauses[0].amount | amount: 0 | from 1 to 20
numbers | S | price: 1 | price: -1 | agreements[0].clauses[0].price | price: -1 | from 0 to 20
numbers | S | dissent: 5 | dissent: 500 | injects[1].changes.boreas.dissent | 500 | width of its range
references | ALBA | [eagle, cedar] | [eagle, ceder] | bargains[1].names[1] | [eagle, ceder] | 'cedar'
told | ALBA | small army | army by Eagle's | public | army by Eagle | a passage of news with names: [eagle]
told | ALBA | weights of your own | those of Eagle | brief | those of Eagle | of bargains or knows with names: [eagle]
told | ALBA | its wind in | Eagle's wind in | bargains[0].says | Eagle's wind | add eagle to the names of this passage
told | ALBA | nothing hidden | this in May 2027 | knows[0].says | in May 2027 | give this passage since: 2027-05
told | ALBA | small army | hope of spring 2027 | public | hope of spring | tells of spring 2027, after 2026-07
told | ALBA | and sign | as Cedar does | decides | as Cedar does | this names Cedar, who is not in the variant pair
numbers | S | turns: 2\n | turns: 13\n | agreements[1].turns | turns: 13 | from 1 to 12
"""
SECOND_BREEZE = "- model: breeze\n    channel: weights\n    licence: restricted\n    areas: all"
FILES = {"S": S, "ALBA": ALBA, "BOREAS": BOREAS, "DELTA": DELTA}
ROWS = [[cell.strip(" ").replace("\\n", "\n") for cell in row.split("|")] for row in SINGLE.strip().splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize(("element", "file", "old", "new", "key", "at", "words"), ROWS)
def test_each_fault_is_found_at_its_key_and_line(
    tiny: Path, element: str, file: str, old: str, new: str, key: str, at: str, words: str
) -> None:
    path, at = tiny / FILES[file], at.replace("AGAIN", SECOND_BREEZE)
    edit(tiny, FILES[file], old, new)
    faults = [fault for fault in check(tiny) if fault.key == key]
    assert len(faults) == 1, (element, [str(fault) for fault in check(tiny)])
    assert words in faults[0].sentence
    if at:
        text = path.read_text()
        assert faults[0].file == str(path)
        assert faults[0].line == text.count("\n", 0, text.index(at)) + 1


TEXTS: list[tuple[str, Edit, str, int, str]] = [
    ("uncited", (ALBA, "good engineers", "good engineers (F77)"), ALBA, 10, "F77 is used here and not cited"),
    ("uncited", (S, "uses every part", "uses F78"), S, 5, "F78"),
    ("uncited", ("briefings/public.md", "about four", "F79 about four"), "briefings/public.md", 3, "F79"),
    ("uncited", ("briefings/alba.md", "access", "F15 access"), "briefings/alba.md", 1, "F15"),
    ("uncited", ("actors/alba/voice.md", "Dry", "F80 dry"), "actors/alba/voice.md", 1, "F80"),
]


@pytest.mark.parametrize(("element", "change", "file", "line", "words"), TEXTS)
def test_an_f_number_without_a_source_is_found_at_its_line(
    tiny: Path, element: str, change: Edit, file: str, line: int, words: str
) -> None:
    edit(tiny, *change)
    faults = check(tiny)
    assert [(fault.file, fault.line) for fault in faults] == [(str(tiny / file), line)]
    assert words in faults[0].sentence


PASSAGE = "keep weights of your own, and never let one supplier hold more than half"


@pytest.mark.parametrize(
    ("file", "old", "key"),
    [
        (ALBA, "few chips of its own.", "public"),
        (BOREAS, "publishes what it will not do", "public"),
        (S, "Five invented institutions", "summary"),
        (S, "Boreas keeps its newest model to itself this year.", "injects[0].text"),
        ("briefings/public.md", "# The table", ""),
    ],
)
def test_a_passage_of_a_private_brief_in_a_public_text_is_found(tiny: Path, file: str, old: str, key: str) -> None:
    edit(tiny, file, old, f"They {PASSAGE.upper()}.")
    (fault,) = check(tiny)
    assert (fault.file, fault.key) == (str(tiny / file), key)
    assert "private brief of alba" in fault.sentence


def test_what_only_some_may_read_may_repeat_a_brief(tiny: Path) -> None:
    edit(tiny, S, "Word goes round of a deal that nobody has seen.", PASSAGE)
    assert check(tiny) == ()


def test_a_short_private_briefing_is_kept_secret_too(tiny: Path) -> None:
    (tiny / "briefings" / "alba.md").write_text("Sell nothing to Delta.")
    edit(tiny, "briefings/public.md", "# The table", "Alba will sell\nnothing to Delta!")
    (fault,) = check(tiny)
    assert "private brief of alba" in fault.sentence


def test_a_passage_of_a_bargain_in_the_news_is_found(tiny: Path) -> None:
    secret = "a wind that blows on every day of the year and costs nothing at all"
    edit(tiny, ALBA, "its wind in an enclave at 2 points", secret)
    edit(tiny, ALBA, "Its parliament has put off the treaty", f"It buys {secret}, and no treaty")
    (fault,) = check(tiny)
    assert fault.key == "news[0].says"
    assert "private brief of alba" in fault.sentence


PAGES = [
    (
        "public.md",
        "Open weights trail",
        "Eagle holds that they trail",
        3,
        "this names Eagle, who is not in the variant pair",
    ),
    (
        "alba.md",
        "access",
        "access of October 2026",
        1,
        "this tells of October 2026, after 2026-07, the start; leave it out",
    ),
]


@pytest.mark.parametrize(("page", "old", "new", "line", "words"), PAGES)
def test_a_page_that_names_somebody_absent_or_a_later_month_is_found(
    tiny: Path, page: str, old: str, new: str, line: int, words: str
) -> None:
    edit(tiny, f"briefings/{page}", old, new)
    (fault,) = check(tiny)
    assert (fault.file, fault.line) == (str(tiny / "briefings" / page), line)
    assert words in fault.sentence


def test_where_a_fact_comes_from_and_what_is_expected_by_a_date_are_no_faults(tiny: Path) -> None:
    edit(tiny, ALBA, "few chips of its own.", "few chips before 2030 (F8, 2026, Eagle).")
    edit(tiny, ALBA, "since: 2026-09\n    says: Your", "since: 2026-09\n    says: In October 2026 your")
    assert check(tiny) == ()


def test_a_pack_of_one_piece_that_names_the_absent_is_told_and_can_be_played(tiny: Path) -> None:
    edit(tiny, ALBA, "small army", "army by Eagle's")
    assert check(tiny) != ()
    assert "Eagle" in load(tiny).dossiers["alba"].public


def test_an_actor_that_nobody_seats_is_known_by_the_name_in_its_file(tiny: Path) -> None:
    shutil.copytree(tiny / "actors" / "eagle", tiny / "actors" / "falcon")
    edit(tiny, "actors/falcon/dossier.yaml", "id: eagle\nname: Eagle", 'id: falcon\nname: "Grey Falcon"')
    edit(tiny, ALBA, "small army", "army by Grey Falcon's")
    assert "with names: [falcon]" in " ".join(fault.sentence for fault in check(tiny))


def test_files_that_are_missing_or_empty_are_named(tiny: Path) -> None:
    (tiny / "actors" / "alba" / "voice.md").unlink()
    (tiny / "actors" / "boreas" / "voice.md").write_text(" \n")
    (tiny / "briefings" / "paris.md").write_text("For nobody.")
    (tiny / "briefings" / "alba.txt").write_text("Wrong ending.")
    (tiny / "actors" / "delta" / "dossier.yaml").unlink()
    faults = {str(Path(fault.file).relative_to(tiny)): fault for fault in check(tiny)}
    assert "no voice.md" in faults[ALBA].sentence
    assert "empty" in faults["actors/boreas/voice.md"].sentence
    assert "'paris' is no actor of this scenario" in faults["briefings/paris.md"].sentence
    assert "SEAT.md" in faults["briefings/alba.txt"].sentence
    assert "no actor is called 'delta'" in faults[S].sentence
    assert faults[S].line == line_of(tiny, S, "- delta")


def test_circles_of_members_and_anchors_are_shown_with_their_way(tiny: Path) -> None:
    edit(tiny, ALBA, "belief: medium", "anchor: delta")
    fault = next(fault for fault in check(tiny / S) if fault.key == "members[0]")
    assert "delta → alba → delta" in fault.sentence


def test_a_yaml_circle_is_named_with_its_line(tiny: Path) -> None:
    edit(tiny, S, "war:\n", "war: &war\n  all: *war\n")
    (fault,) = check(tiny)
    assert fault.line == line_of(tiny, S, "*war")
    assert "circle" in fault.sentence


def test_a_clause_without_a_kind_is_not_guessed(tiny: Path) -> None:
    edit(tiny, S, "- kind: support\n        giver", "- giver")
    fault = found(tiny, "agreements[0].clauses[1].kind")
    assert fault.sentence.startswith("kind is missing; it must be one of access, guarantee")


def test_what_the_rules_refuse_is_found_in_the_dry_run(tiny: Path) -> None:
    edit(tiny, S, "taker: alba\n        level: 2", "taker: boreas\n        level: 2")
    edit(tiny, S, "giver: boreas\n        taker: boreas", "giver: alba\n        taker: boreas")
    assert "the rules refuse this agreement" in found(tiny, "agreements[0]").sentence


def test_all_faults_are_told_at_once(tiny: Path) -> None:
    edit(tiny, S, "months: 3", "months: long")
    edit(tiny, S, "kind: news", "kind: newz")
    edit(tiny, S, "turn: 2", "turn: 9")
    edit(tiny, S, "id: a-letter", "id: a-storm")
    edit(tiny, S, "target: boreas", "target: borea")
    edit(tiny, S, "leak: 0.2", "leak: 7")
    edit(tiny, S, "parties: [eagle, alba]", "parties: [eagle, alba, paris]")
    edit(tiny, S, "talk_rounds: 1", "talk_rounds: 1\ntalk_rounds: 2")
    edit(tiny, S, "(F1, May", "(F1, F99, May")
    edit(tiny, ALBA, "A: 55", "A: many")
    edit(tiny, ALBA, "eagle: 40", "egle: 40")
    edit(tiny, BOREAS, "id: breeze", "id: wind")
    edit(tiny, BOREAS, "kind: lab", "kind: labor")
    edit(tiny, "actors/eagle/dossier.yaml", "weight: 0.25", "weight: 0.5")
    (tiny / "actors" / "cedar" / "dossier.yaml").write_bytes(b"id: \xff\n")
    (tiny / "actors" / "delta" / "dossier.yaml").write_text("id: [delta\n")
    (tiny / "briefings" / "nobody.md").write_text("For nobody.")
    keys = {(Path(fault.file).parent.name, fault.key) for fault in check(tiny)}
    assert keys >= {
        ("tiny", "months"),
        ("tiny", "injects[2].kind"),
        ("tiny", "injects[0].turn"),
        ("tiny", "injects[1].id"),
        ("tiny", "parameters.leak"),
        ("tiny", "agreements[1].parties[2]"),
        ("tiny", "talk_rounds"),
        ("tiny", "summary"),
        ("alba", "start.A"),
        ("alba", "start.trust.egle"),
        ("boreas", "models[1].id"),
        ("boreas", "kind"),
        ("eagle", "aims"),
        ("cedar", ""),
        ("delta", ""),
        ("briefings", ""),
    }


@pytest.mark.parametrize(
    "make",
    [
        lambda desk: desk / "nothing",
        lambda desk: desk,
        lambda desk: "no-such-name",
        lambda desk: "",
        lambda desk: "x" * 5000,
        lambda desk: "nul\0byte",
        lambda desk: desk / "tiny" / "briefings" / "public.md",
    ],
)
def test_what_is_no_pack_is_a_fault(tiny: Path, make: Callable[[Path], str | Path]) -> None:
    (fault,) = check(make(tiny.parent))
    assert fault.line == 1
    assert fault.sentence


def test_faults_are_read_like_those_of_a_compiler(tiny: Path) -> None:
    edit(tiny, ALBA, "A: 55", "A: many")
    line = line_of(tiny, ALBA, "A: many")
    assert [str(fault) for fault in check(tiny)] == [
        f"{tiny / ALBA}:{line}: start.A: A is 'many'; it must be a number from 0 to 100"
    ]


@pytest.mark.parametrize(
    ("step", "key", "said"),
    [
        ("{says: Do something new., done: dance}", "first_steps.alba[0].done", "must be one of answer"),
        ("{says: Do something new., done: order, turn: 40}", "first_steps.alba[0].turn", "turn 40 never comes"),
        ("{says: Do something new., done: offer, to: nobody}", "first_steps.alba[0].to", "actor of this scenario"),
        ("{says: Do something new., done: order, verb: integrat}", "first_steps.alba[0].verb", "mean 'integrate'"),
        ("{says: Do something new., done: offer, verb: integrate}", "first_steps.alba[0].verb", "done by order"),
        ("{says: Do something new., done: order, look: news}", "first_steps.alba[0].look", "done by answer"),
        ("{says: Do something new., done: answer, look: up}", "first_steps.alba[0].look", "must be one of offer"),
    ],
)
def test_a_first_step_that_nobody_could_take_is_a_fault(tiny: Path, step: str, key: str, said: str) -> None:
    path = tiny / S
    path.write_text(f"{path.read_text()}\nfirst_steps:\n  alba:\n    - {step}\n")
    assert said in found(tiny, key).sentence


def test_first_steps_of_somebody_who_is_not_there_are_a_fault(tiny: Path) -> None:
    path = tiny / S
    path.write_text(f"{path.read_text()}\nfirst_steps:\n  rome:\n    - {{says: Do something new., done: order}}\n")
    assert "actor of this scenario" in found(tiny, "first_steps.rome").sentence


def test_all_faults_of_a_file_are_told_at_once_also_those_of_what_fits_alone_and_not_together(tiny: Path) -> None:
    edit(tiny, ALBA, "A: 55", "A: 550")
    edit(tiny, ALBA, "weight: 0.4", "weight: 0.3")
    assert {"aims", "start.A"} <= {fault.key for fault in check(tiny)}
    assert "sum to 0.9" in found(tiny, "aims").sentence


def test_a_weight_out_of_range_is_told_and_the_sum_that_nobody_can_tell_then_is_not(tiny: Path) -> None:
    edit(tiny, ALBA, "weight: 0.4", "weight: 4")
    keys = {fault.key for fault in check(tiny)}
    assert any(key.startswith("aims[") for key in keys)
    assert "aims" not in keys


def test_a_slip_in_a_seat_is_told_where_it_stands_and_nobody_is_advised_to_repeat_it(tiny: Path) -> None:
    path = tiny / S
    path.write_text(f"{path.read_text()}\nfirst_steps:\n  boreas:\n    - {{says: Do something new., done: order}}\n")
    edit(tiny, S, "seats: [alba, boreas, eagle]", "seats: [alba, boras, eagle]")
    faults = [fault for fault in check(tiny) if fault.file == str(path)]
    assert "did you mean 'boreas'" in faults[0].sentence
    assert faults[0].line == line_of(tiny, S, "boras, eagle")
    assert not [fault.sentence for fault in faults if "mean 'boras'" in fault.sentence]
    assert not [fault.key for fault in faults if fault.key.startswith("first_steps")]
