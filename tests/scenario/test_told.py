"""Names and months in what players read: wherever it stands, whatever an actor is called, as its table has it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.scenario.test_check import edit, line_of
from wargame.scenario.bundle import load
from wargame.scenario.check import check
from wargame.scenario.elements.called import called
from wargame.scenario.pack_files import read_pack

S, ALBA, EAGLE = "scenario.yaml", "actors/alba/dossier.yaml", "actors/eagle/dossier.yaml"
PUBLIC = "briefings/public.md"
STEPS = 'first_steps: {alba: [{says: "Ask for its weights before you pay.", done: offer}]}\nwar:'


@pytest.fixture
def falcon(tiny: Path) -> Path:
    """The tiny pack, whose folder holds an actor that no table has: Grey Falcon, of Falconia."""
    shutil.copytree(tiny / "actors" / "eagle", tiny / "actors" / "falcon")
    names = 'id: falcon\nname: "Grey Falcon"\nalso: [Falconia, "the Falcon people", Falconians] # of the coast'
    edit(tiny, "actors/falcon/dossier.yaml", "id: eagle\nname: Eagle", names)
    edit(tiny, S, "war:", STEPS)
    assert check(tiny) == ()
    return tiny


PLACES = [
    (S, "title: Tiny Table", "title: Grey Falcon's Table", "title"),
    (S, "Five invented institutions", "Falconians and institutions", "summary"),
    (S, "Ships pass the strait", "Ships of Falconia pass the strait", "ledger[0].text"),
    (S, "Ask for its weights", "Ask Grey Falcon for weights", "first_steps.alba[0].says"),
    (S, "Boreas keeps its newest model to itself", "Falconia keeps its newest model to itself", "injects[0].text"),
    (S, "Word goes round of a deal", "Falconians tell of a deal", "injects[2].text"),
    (PUBLIC, "# The table", "# The table of Falconia", ""),
    ("briefings/alba.md", "access", "access by Grey Falcon", ""),
    ("actors/alba/voice.md", "Dry, exact", "Dry, exact, unlike the Falcon people", ""),
    (ALBA, "small army", "army by Grey Falcon's", "public"),
    (ALBA, "with Eagle (F8", "with Falconia (F8", "news[0].says"),
    (ALBA, "without a master", "without Falconia", "brief"),
    (ALBA, "Boreas: its wind", "Boreas: as Falconians do, its wind", "bargains[0].says"),
    (ALBA, "found nothing hidden", "found nothing of Falconia", "knows[0].says"),
    (ALBA, "You count what is left", "You ask Grey Falcon what is left", "decides"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("file", "old", "new", "key"), PLACES)
def test_somebody_absent_is_found_wherever_players_would_read_the_name(
    falcon: Path, file: str, old: str, new: str, key: str
) -> None:
    edit(falcon, file, old, new)
    faults = check(falcon)
    assert faults
    assert {(fault.file, fault.key, fault.line) for fault in faults} == {
        (str(falcon / file), key, line_of(falcon, file, new.split("(")[0].strip()))
    }
    assert all("who is not in" in fault.sentence for fault in faults)


def test_a_word_for_somebody_is_told_with_the_name(falcon: Path) -> None:
    edit(falcon, ALBA, "small army", "army like Falconia's")
    advice = "put it into a passage of news with names: [falcon]"
    assert {fault.sentence for fault in check(falcon)} == {
        f"this names Falconia, a word for Grey Falcon, who is not in {where}; {advice}"
        for where in ("this game", "the variant pair")
    }


def test_a_name_is_found_though_a_line_ends_within_it(falcon: Path) -> None:
    edit(falcon, PUBLIC, "Open weights", "What Grey\nFalcon holds: open weights")
    faults = check(falcon)
    assert {fault.line for fault in faults} == {line_of(falcon, PUBLIC, "What Grey")}
    assert all("this names Grey Falcon" in fault.sentence for fault in faults)


def test_a_month_is_found_though_a_line_ends_within_it(tiny: Path) -> None:
    edit(tiny, PUBLIC, "Open weights", "As in October\n2026, open weights")
    (fault,) = check(tiny)
    assert fault.line == line_of(tiny, PUBLIC, "As in October")
    assert "this tells of October 2026, after 2026-07, the start" in fault.sentence


BESIDE_A_FACT = ["(Falconia, F8, 2026, Digest)", "(F8, Falconia, Digest)", "(F8, 2026, Digest; Falconia too)"]


@pytest.mark.parametrize("brackets", BESIDE_A_FACT)
def test_a_name_in_brackets_beside_a_fact_is_found_where_it_is_no_source(falcon: Path, brackets: str) -> None:
    edit(falcon, ALBA, "few chips of its own.", f"few chips {brackets}.")
    assert any("this names Falconia" in fault.sentence for fault in check(falcon))


def test_the_newspaper_of_somebody_absent_may_be_a_source(falcon: Path) -> None:
    edit(falcon, ALBA, "few chips of its own.", "few chips (F8, May 2026, Falconia Times, Falconians' digest).")
    assert check(falcon) == ()


def test_a_text_is_held_against_the_tables_at_which_it_is_read(tiny: Path) -> None:
    """Eagle sits at the full table alone; what a passage or an inject keeps from the other table is no fault."""
    edit(tiny, S, "text: Boreas keeps its newest model", "text: Eagle and Boreas keep their newest models")
    (fault,) = check(tiny)
    assert "Eagle, who is not in the variant pair" in fault.sentence
    edit(tiny, S, "    target: boreas\n  - id: a-letter", "    target: eagle\n  - id: a-letter")
    edit(tiny, S, "kind: model_withheld", "kind: arms_slip")
    assert check(tiny) == ()


def test_nobody_reads_the_voice_of_who_has_no_seat(tiny: Path) -> None:
    (tiny / "actors" / "cedar" / "voice.md").write_text("It says Falcon and means Eagle.\n")
    assert check(tiny) == ()
    (tiny / "actors" / "boreas" / "voice.md").write_text("It says Falcon\nand means Eagle.\n")
    (fault,) = check(tiny)
    assert (fault.line, "variant pair" in fault.sentence) == (2, True)


def test_an_inject_may_tell_of_the_months_of_its_turn_and_of_none_later(tiny: Path) -> None:
    """Turns are quarters and begin in July: the second ends with December."""
    edit(tiny, S, "to itself this year", "to itself in December 2026")
    assert check(tiny) == ()
    edit(tiny, S, "to itself in December 2026", "to itself in January 2027")
    (fault,) = check(tiny)
    assert fault.key == "injects[0].text"
    assert "this tells of January 2027, after 2026-12, the turn in which it comes" in fault.sentence


def test_an_inject_that_may_come_in_any_turn_tells_of_nothing_after_the_start(tiny: Path) -> None:
    edit(tiny, S, "Word goes round", "In August 2026 word goes round")
    (fault,) = check(tiny)
    assert (fault.key, "after 2026-07, the start" in fault.sentence) == ("injects[2].text", True)


def test_words_for_an_actor_that_is_not_read_are_found_on_one_line_and_below_each_other(falcon: Path) -> None:
    flow = called(read_pack(falcon)).actors
    text = (falcon / "actors" / "falcon" / "dossier.yaml").read_text()
    listed = "also:\n  - Falconia\n  - 'the Falcon people' # as they say\n  - Falconians\n"
    (falcon / "actors" / "falcon" / "dossier.yaml").write_text(
        "".join(listed if line.startswith("also:") else line for line in text.splitlines(keepends=True))
    )
    words = {word for word, who in called(read_pack(falcon)).actors.items() if who == {"falcon"}}
    assert words == {"Grey Falcon", "Falconia", "the Falcon people", "Falconians"}
    assert words == {word for word, who in flow.items() if who == {"falcon"}}


def test_a_word_that_somebody_present_shares_is_no_fault(falcon: Path) -> None:
    edit(falcon, ALBA, "name: Alba\n", "name: Alba\nalso: [Falconia]\n")
    edit(falcon, ALBA, "small army", "army, called Falconia's")
    assert check(falcon) == ()


def test_words_for_an_actor_change_no_game(tiny: Path) -> None:
    before = load(tiny).model_dump(mode="json")
    assert "also" not in before["dossiers"]["eagle"]
    edit(tiny, EAGLE, "name: Eagle\n", "name: Eagle\nalso: [Eyrie]\n")
    after = load(tiny).model_dump(mode="json")
    assert after["dossiers"]["eagle"].pop("also") == ["Eyrie"]
    assert after == before
