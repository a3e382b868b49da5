"""What exercise planners write beside an inject, and what a session is meant to be: read, kept, and control's alone."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from wargame.core.setting import Inject
from wargame.players.base import blinded
from wargame.rules.base.rulebook import Rulebook
from wargame.scenario.assembly import build
from wargame.scenario.bundle import Bundle, load
from wargame.scenario.check import check
from wargame.scenario.pack import SessionPreset
from wargame.table.presets import PRESETS

WORDS = ("expected", "sender", "delivery", "controller", "notes")
BESIDE_THE_STORM = """\
    expected: Alba asks who else has a model of that size.
    sender: The board of Boreas
    delivery: A press release, read aloud
    controller: Industry cell
    notes: Hold it back if the talk has turned to supply already.
"""


@pytest.fixture
def planned(tiny: Path) -> Path:
    """The tiny pack with everything that planners write."""
    path = tiny / "scenario.yaml"
    text = path.read_text().replace("    turn: 2\n", f"    turn: 2\n{BESIDE_THE_STORM}")
    path.write_text(
        f"{text}objectives: [See what a cut supply costs on the day after.]\npreset: half-day\nadjudication: umpire\n"
    )
    return tiny


def test_a_pack_that_says_nothing_of_them_is_written_as_before(tiny: Path) -> None:
    content = load(tiny).model_dump(mode="json")["pack"]
    assert not {"objectives", "preset", "adjudication"} & set(content)
    assert not any(name in inject for inject in content["injects"] for name in WORDS)


def test_a_bundle_keeps_them_through_json(planned: Path) -> None:
    bundle = load(planned)
    assert bundle.pack.preset == "half-day"
    assert bundle.pack.adjudication == "umpire"
    assert Bundle.model_validate_json(bundle.model_dump_json()) == bundle


def test_control_has_them_and_no_player_has(planned: Path) -> None:
    opening = build(load(planned))
    storm: Inject = opening.setting.injects[0]
    assert storm.sender == "The board of Boreas"
    assert all(getattr(storm, name) in BESIDE_THE_STORM for name in WORDS)
    assert opening.setting.objectives == ("See what a cut supply costs on the day after.",)
    for book in blinded(Rulebook(opening.setting, opening.parameters, seed=0)).values():
        assert book.setting.injects == ()
        assert book.setting.objectives == ()


def test_presets_that_a_pack_may_name_are_those_of_the_table() -> None:
    assert set(get_args(SessionPreset)) == set(PRESETS)


@pytest.mark.parametrize(
    ("line", "key", "said"),
    [
        ("preset: whole-day", "preset", "must be one of untimed, 90-minutes, two-hours or half-day"),
        ("adjudication: coin", "adjudication", "must be one of rules, dice, probability, vote, umpire or proposed"),
        ("objectives: [Short.]", "objectives[0]", "text of at least 10 characters"),
        ('objectives: ["Two lines\\nare too many here."]', "objectives[0]", "must stand on one line"),
    ],
)
def test_a_wrong_one_is_named_with_what_is_accepted(tiny: Path, line: str, key: str, said: str) -> None:
    path = tiny / "scenario.yaml"
    path.write_text(f"{path.read_text()}{line}\n")
    (fault,) = check(tiny)
    assert (fault.key, said in fault.sentence) == (key, True), fault
