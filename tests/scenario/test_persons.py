"""Institutions play: who is called like a person is found by the form of the name, and nothing else is."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.scenario.test_check import edit, line_of
from wargame.scenario.bundle import load
from wargame.scenario.check import check
from wargame.scenario.elements.persons import Vocabulary, seeming_persons
from wargame.scenario.find import content_root
from wargame.scenario.laying import lay_actor, lay_scenario

S, ALBA, VOICE = "scenario.yaml", "actors/alba/dossier.yaml", "actors/alba/voice.md"

PLACES = [
    (S, "Word goes round", "Elinor Dashwood tells", "injects[2].text"),
    (
        S,
        "objective: Show that access",
        "controller: Elinor M. Dashwood\n    objective: Show that access",
        "injects[0].controller",
    ),
    (S, "Ships pass the strait", "Ships of Elinor van der Dashwood pass the strait", "ledger[0].text"),
    (ALBA, "small army", "army under Elinor Dashwood-Ferrars", "public"),
    (ALBA, "found nothing hidden", "found, as Elinor\n      Dashwood said, nothing", "knows[0].says"),
    (VOICE, "Dry, exact", "Dry as Elinor Dashwood, exact", ""),
    ("briefings/public.md", "# The table", "# The table of General Dashwood", ""),
    ("briefings/alba.md", "access", "what Mr. Dashwood has", ""),
]


@pytest.mark.parametrize(("file", "old", "new", "key"), PLACES)
def test_who_is_called_like_a_person_is_found_with_file_line_and_key(
    tiny: Path, file: str, old: str, new: str, key: str
) -> None:
    edit(tiny, file, old, new)
    (fault,) = check(tiny)
    assert (fault.file, fault.key) == (str(tiny / file), key)
    assert fault.line == line_of(tiny, file, "Elinor" if "Elinor" in new else "Dashwood")
    assert "looks like the name of a person; name the institution, or list" in fault.sentence


def test_a_seat_that_is_called_like_a_person_is_found(tiny: Path) -> None:
    edit(tiny, ALBA, "name: Alba\n", "name: Elinor Dashwood\n")
    fault = next(fault for fault in check(tiny) if fault.key == "name")
    assert fault.sentence.startswith("'Elinor Dashwood' looks like the name of a person, and seats are institutions")
    edit(tiny, ALBA, "name: Elinor Dashwood\n", "name: Elinor Dashwood\ninstitutions: [Elinor Dashwood]\n")
    assert check(tiny) == ()


def test_a_seat_does_not_get_by_with_a_folder_called_like_the_person(tiny: Path) -> None:
    """The ids of actors stand in small letters everywhere, and are no ordinary words."""
    (tiny / "actors" / "alba").rename(tiny / "actors" / "dashwood")
    for path in (tiny / S, *tiny.glob("actors/*/dossier.yaml")):
        path.write_text(path.read_text().replace("alba", "dashwood").replace("name: Alba", "name: Elinor Dashwood"))
    (tiny / "briefings" / "alba.md").rename(tiny / "briefings" / "dashwood.md")
    assert "name" in {fault.key for fault in check(tiny)}


NOBODY = [
    "few chips of its own (F8, May 2026, Elinor Dashwood).",
    "few chips, as in March Boreas said.",
    "few chips. Since Boreas Alba has more.",
    "few chips, and a Small Army Command of good engineers.",
    "few chips and much of Firm Dashwood.",
]


@pytest.mark.parametrize("words", NOBODY)
def test_sources_actors_months_and_ordinary_words_are_taken_for_nobody(tiny: Path, words: str) -> None:
    edit(tiny, ALBA, "few chips of its own.", words)
    edit(tiny, S, "sources:", "institutions: [Firm Dashwood]\nsources:")
    assert check(tiny) == ()


@pytest.mark.parametrize("words", ["few chips and a Dashwood.", "few chips and a Small Army."])
def test_a_surname_by_itself_and_a_name_of_ordinary_words_are_not_seen(tiny: Path, words: str) -> None:
    """What the look at forms cannot do, as its documentation says."""
    edit(tiny, ALBA, "few chips of its own.", words)
    assert check(tiny) == ()


def test_a_game_of_such_names_can_be_played_and_is_the_same(tiny: Path) -> None:
    before = load(tiny).model_dump(mode="json")
    edit(tiny, S, "sources:", "institutions: [Firm Dashwood]\nsources:")
    after = load(tiny).model_dump(mode="json")
    assert after["pack"].pop("institutions") == ["Firm Dashwood"]
    assert after == before
    edit(tiny, S, "Word goes round", "Elinor Dashwood tells")
    assert "Elinor Dashwood" in load(tiny).pack.injects[2].text


def test_an_actor_laid_under_a_name_of_two_words_is_no_person(desk: Path) -> None:
    lay_actor("san_marino")
    lay_scenario("pax-silica", ("san_marino", "meta"))
    assert check("pax-silica") == ()


def test_no_claim_names_a_person() -> None:
    """Dossiers and scenarios as shipped are looked through by `check`; these are the texts beside them."""
    dossiers = [path.read_text("utf-8") for path in content_root().glob("actors/*/dossier.yaml")]
    claims = {path.name: path.read_text("utf-8") for path in content_root().glob("claims/*.yaml")}
    assert len(claims) > 40
    words = Vocabulary.of([*dossiers, *claims.values()], ["Project Maven", "Anthropic", "Washington"])
    assert not [(name, found[0]) for name, text in claims.items() for found in seeming_persons(text, words)]
    assert [found[0] for found in seeming_persons("It was Elinor Dashwood.", words)] == ["Elinor Dashwood"]


def test_a_long_text_of_capitals_takes_no_longer_than_its_length() -> None:
    words = Vocabulary.of([], [])
    began = time.process_time()
    assert len(list(seeming_persons("Ab van " * 40_000 + "Cd", words))) <= 1
    assert len(list(seeming_persons("Ab-" * 80_000, words))) == 0
    assert time.process_time() - began < 60, "about as long as it is, and not as its square"
