"""Packs that somebody else made: no words that steer, no names of authority, no way out of the folder."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.scenario.test_mutations import FILES
from wargame.cli import main
from wargame.core.codebook import FAMILIES
from wargame.core.ids import CONTROL, PUBLIC, RESERVED
from wargame.errors import PackError, TranscriptError
from wargame.scenario.bundle import Bundle, load
from wargame.scenario.check import check
from wargame.scenario.copying import copy_pack
from wargame.scenario.faults import Fault
from wargame.scenario.find import find_actor
from wargame.table.opening import choose, new_game
from wargame.table.people import ROLES
from wargame.table.public_view import PUBLIC_SCREEN
from wargame.transcript.reading import read
from wargame.transcript.setup import game_of

S, ALBA = "scenario.yaml", "actors/alba/dossier.yaml"
SECRET = "what only this machine knows"


def only(pack: Path) -> Fault:
    faults = check(pack)
    assert len(faults) == 1, [str(fault) for fault in faults]
    with pytest.raises(PackError):
        load(pack)
    return faults[0]


def edit(pack: Path, file: str, old: str, new: str) -> None:
    path = pack / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new", "key", "line"),
    [
        (S, "Tiny Table", "Tiny \u202eelbaT", "title", 2),
        (S, "Tiny Table", '"Tiny\\nTable"', "title", 2),
        (S, "Tiny Table", '"Tiny\\tTable"', "title", 2),
        (S, "Tiny Table", '"Tiny\\e[2JTable"', "title", 2),
        (S, "Tiny Table", "Tiny \x1b[2JTable", "title", 2),
        (S, "Tiny Table", "Tiny \x9b2JTable", "title", 2),
        (S, "Tiny Table", "Tiny\u200bTable", "title", 2),
        (S, "three turns", "three\u2066 turns", "summary", 4),
        (S, "Word goes round", "Word\u202d goes round", "injects[2].text", 89),
        (ALBA, "name: Alba", "name: Alba\u200f", "name", 2),
        (ALBA, "name: Alba", 'name: "Al\\nba"', "name", 2),
        (ALBA, "name: Alba", 'name: "Al\\u202eba"', "name", 2),
        ("actors/boreas/dossier.yaml", "name: Breeze", 'name: "Bre\\neze"', "models[1].name", None),
        ("actors/boreas/dossier.yaml", "source: The Intercept", 'source: "The\\nIntercept"', "sources[0].source", None),
        ("briefings/public.md", "# The table", "# The \u202etable", "", 1),
        ("briefings/public.md", "# The table", "# The \x1b]0;x\x07table", "", 1),
        ("actors/alba/voice.md", "Dry", "Dry\u2067", "", 1),
    ],
)
def test_what_steers_or_breaks_a_line_is_one_fault_with_line_and_key(
    tiny: Path, file: str, old: str, new: str, key: str, line: int | None
) -> None:
    edit(tiny, file, old, new)
    fault = only(tiny)
    assert (fault.file, fault.key) == (str(tiny / file), key)
    assert line in (None, fault.line)


def test_texts_of_several_lines_keep_them(tiny: Path) -> None:
    edit(tiny, S, "Word goes round", '"Word\\n\\ngoes round"\n    objective: "one\\ntwo" #')
    assert check(tiny) == ()


def seat_as(tiny: Path, name: str) -> None:
    """Call Alba by another name, wherever it is named."""
    (tiny / "actors" / "alba").rename(tiny / "actors" / name)
    (tiny / "briefings" / "alba.md").rename(tiny / "briefings" / f"{name}.md")
    for path in (tiny / S, *tiny.glob("actors/*/dossier.yaml")):
        path.write_text(re.sub(r"\balba\b", name, path.read_text()))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(RESERVED))
def test_no_seat_is_called_as_authority_is(tiny: Path, name: str) -> None:
    seat_as(tiny, name)
    fault = only(tiny)
    assert (fault.file, fault.line, fault.key) == (str(tiny / S), 10, "seats[0]")
    (fault,) = check(tiny / "actors" / name)
    assert fault.key == "id"


def test_every_word_that_has_authority_is_reserved() -> None:
    of_variables = {part for family in FAMILIES for part in family.pattern.split(".")[:1] if "*" not in part}
    assert {CONTROL, PUBLIC, PUBLIC_SCREEN, *ROLES, *of_variables, "max"} <= RESERVED


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        *("Control", "UMPIRE", "White Cell", " everyone", "White-Cell", "Control.", "[control]", "white\u00a0cell"),
        *("\uff23ontrol", "C\u043entrol", "\u0421ontr\u043el", "umpir\u0435", "\u24d2ontrol", "\U0001d402ontrol"),
    ],
)
def test_no_seat_is_shown_as_authority_is(tiny: Path, name: str) -> None:
    edit(tiny, ALBA, "name: Alba", f'name: "{name}"')
    assert only(tiny).key == "name"


def test_no_model_has_the_id_of_one_that_is_made_in_the_game(tiny: Path) -> None:
    for path in tiny.rglob("*.yaml"):
        path.write_text(re.sub(r"\bbreeze\b", "sov-alba", path.read_text()))
    assert only(tiny).key == "models[1].id"


def test_a_record_does_not_seat_control_either(tiny: Path, tmp_path: Path) -> None:
    data = load(tiny).model_dump(mode="json")
    data["dossiers"]["control"] = data["dossiers"].pop("alba") | {"id": "control"}
    with pytest.raises(ValueError, match="keeps for itself"):
        Bundle.model_validate(data)
    path = tmp_path / "g.jsonl"
    new_game(choose(str(tiny)), path).begin()
    path.write_text(path.read_text().replace('"dossiers":{"alba":', '"dossiers":{"control":', 1))
    with pytest.raises(TranscriptError):
        game_of(read(path))


def link(path: Path, target: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(target)


@pytest.mark.slow
@pytest.mark.parametrize("file", ["actors/alba/voice.md", "briefings/alba.md", ALBA, S, "actors/alba", "briefings"])
def test_a_link_out_of_the_pack_is_a_fault_and_is_not_read(tiny: Path, file: str) -> None:
    outside = tiny.parent / "outside"
    if (tiny / file).is_dir():
        shutil.copytree(tiny / file, outside)
    else:
        outside.write_text(f"{SECRET}\n")
    link(tiny / file, outside)
    fault = only(tiny)
    assert (fault.file, fault.line) == (str(tiny / file), 1)
    assert "leads out of" in fault.sentence
    assert SECRET not in fault.sentence
    with pytest.raises(PackError):
        copy_pack(tiny, tiny.parent / "copy")
    assert not (tiny.parent / "copy").exists()


def test_a_link_that_stays_inside_and_a_linked_pack_are_fine(tiny: Path) -> None:
    shutil.move(tiny / "actors/alba/voice.md", tiny / "alba-voice.md")
    (tiny / "actors/alba/voice.md").symlink_to("../../alba-voice.md")
    (tiny.parent / "linked").symlink_to(tiny)
    assert check(tiny) == check(tiny.parent / "linked") == ()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["../outside", "/etc", "..", "alba/../boreas", "./alba"])
def test_a_scenario_names_no_path(tiny: Path, name: str) -> None:
    shutil.copytree(tiny / "actors" / "alba", tiny.parent / "outside")
    edit(tiny, S, "[alba, boreas, eagle]", f"[alba, boreas, eagle, {name}]")
    assert only(tiny).key == "seats[3]"
    with pytest.raises(PackError):
        copy_pack(tiny, tiny.parent / "copy")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.slow
@pytest.mark.parametrize(
    "spoil", [folder, Path.unlink, lambda path: link(path, path.parent / "nowhere"), lambda path: link(path, path)]
)
def test_nothing_stands_in_for_a_folder_without_a_dossier(desk: Path, spoil: Callable[[Path], None]) -> None:
    pack = copy_pack("first-download", desk / "mine")
    spoil(pack / "actors" / "rome" / "dossier.yaml")
    fault = only(pack)
    assert fault.file == str(pack / S)
    assert fault.key.startswith("seats")
    assert str(pack / "actors" / "rome") in fault.sentence
    with pytest.raises(PackError, match="can be read"):
        find_actor("rome", pack)


@pytest.mark.slow
def test_a_tab_anywhere_in_a_dossier_is_one_fault(tiny: Path) -> None:
    for file in FILES[1:]:
        sound = (tiny / file).read_text().split("\n")
        for at in range(0, len(sound), 7):
            (tiny / file).write_text("\n".join([*sound[:at], f"\t{sound[at]}", *sound[at + 1 :]]))
            faults = check(tiny)
            assert [fault.file for fault in faults] in ([], [str(tiny / file)]), [str(fault) for fault in faults]
        (tiny / file).write_text("\n".join(sound))


STRANGE = ["\t", "\x1b[2J", "\u202e", "control", "public", "null", "-1", "[", "}", "*x", "&x", "!!map", "..", "9" * 400]


def spoilt(text: str, dice: random.Random) -> str:
    lines = text.split("\n")
    for _ in range(dice.choice((1, 1, 1, 2, 5))):
        at = dice.randrange(len(lines))
        match dice.randrange(6):
            case 0:
                lines.pop(at)
            case 1:
                lines.insert(at, dice.choice(lines))
            case 2:
                lines[at] = lines[at].replace(lines[at].partition(": ")[2] or ":", dice.choice(STRANGE))
            case 3:
                cut = dice.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:cut] + dice.choice(STRANGE) + lines[at][cut:]
            case 4:
                other = dice.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
            case _:
                lines[at] = lines[at][: dice.randrange(len(lines[at]) + 1)]
        lines = lines or [""]
    return "\n".join(lines)


@pytest.mark.slow
def test_four_thousand_spoilt_packs_are_told_in_sentences(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dice, told = random.Random(11), 0
    files = [*FILES, "briefings/public.md", "briefings/alba.md", "actors/alba/voice.md"]
    for number in range(4000):
        path = tiny / dice.choice(files)
        sound = path.read_bytes()
        path.write_text(spoilt(sound.decode(), dice), encoding="utf-8")
        for command, codes in (("check", (0, 1)), ("scenarios", (0, 2)))[: 1 + (number % 10 == 0)]:
            code = main([command, str(tiny)])
            out, err = capsys.readouterr()
            assert code in codes, (number, out, err)
            assert "Traceback" not in out + err, (number, out, err)
            assert "fault of the program" not in out + err, (number, err)
            assert "please report" not in out + err, (number, out)
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out + err), (number, out, err)
            if command == "check" and code == 1:
                told += 1
                prefix = f"{re.escape(str(tiny))}[^:]*:[0-9]+: "
                assert not [line for line in out.splitlines() if not re.match(prefix, line)], (number, out)
        path.write_bytes(sound)
    assert told > 2000
    assert os.path.samefile(tiny, tiny.parent / "tiny")
