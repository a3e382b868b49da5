"""A scenario that was read is kept, and counts only while every file, the program and the places are as they were."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from wargame.errors import FaultyPack, PackError
from wargame.scenario import bundle, kept_bundles
from wargame.scenario.bundle import Bundle, load
from wargame.scenario.pack_files import read_pack


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where entries lie in this test."""
    monkeypatch.setattr(kept_bundles, "user_cache_path", lambda name: tmp_path / "cache" / name)
    return tmp_path / "cache" / "wargame" / "packs"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The packs that were read file by file."""
    found: list[str] = []
    plain = bundle._read

    def reading(folder: Path, variant: str | None) -> kept_bundles.ReadBundle:
        found.append(folder.name)
        return plain(folder, variant)

    monkeypatch.setattr(bundle, "_read", reading)
    return found


def test_an_unchanged_pack_is_read_once_and_is_the_same(tiny: Path, kept: Path, parsed: list[str]) -> None:
    first, second = load(tiny), load(tiny)
    assert first == second
    assert parsed == ["tiny"]
    assert len(list(kept.iterdir())) == 1
    assert load(tiny, "pair") != first, "a variant has an entry of its own"
    assert parsed == ["tiny", "tiny"]


@pytest.mark.usefixtures("kept")
def test_it_is_found_from_another_folder_too(
    tiny: Path, tmp_path: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load(tiny)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert load(tiny) == first
    assert parsed == ["tiny"]


CHANGES: dict[str, Callable[[Path], object]] = {
    "scenario": lambda pack: _edit(pack / "scenario.yaml", "Tiny Table", "Tiny Tables"),
    "dossier": lambda pack: _edit(pack / "actors" / "alba" / "dossier.yaml", "name: Alba", "name: Alban"),
    "voice": lambda pack: _edit(pack / "actors" / "cedar" / "voice.md", "Brisk", "Slow"),
    "briefing": lambda pack: (pack / "briefings" / "public.md").write_text("Another morning."),
    "new briefing": lambda pack: (pack / "briefings" / "boreas.md").write_text("Only Boreas reads this."),
    "lost briefing": lambda pack: (pack / "briefings" / "alba.md").unlink(),
}


def _edit(path: Path, old: str, new: str) -> None:
    text, stamp = path.read_text(), path.stat()
    assert old in text
    path.write_text(text.replace(old, new))
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("what", CHANGES)
def test_a_changed_file_is_read_anew_also_with_its_old_date(tiny: Path, parsed: list[str], what: str) -> None:
    before = load(tiny)
    CHANGES[what](tiny)
    after = load(tiny)
    assert after != before
    assert after == _plainly(tiny)
    assert parsed == ["tiny"] * 2


def _plainly(pack: Path) -> Bundle:
    reading = read_pack(pack)
    assert reading.pack is not None
    return bundle.bundled(reading, reading.pack)


@pytest.mark.usefixtures("kept")
def test_an_actor_that_is_found_elsewhere_now_is_read_anew(tiny: Path, desk: Path, parsed: list[str]) -> None:
    load(tiny)
    here = shutil.copytree(tiny / "actors" / "delta", desk / "actors" / "delta")
    _edit(here / "dossier.yaml", "name: Delta", "name: Delta Two")
    shutil.rmtree(tiny / "actors" / "delta")
    assert load(tiny).dossiers["delta"].name == "Delta Two Union"
    assert parsed == ["tiny"] * 2


@pytest.mark.usefixtures("kept")
def test_a_fault_that_came_since_is_told_as_ever(tiny: Path) -> None:
    load(tiny)
    _edit(tiny / "scenario.yaml", "turn: 2", "turn: 20")
    with pytest.raises(FaultyPack, match="turn is 20"):
        load(tiny)
    (tiny / "actors" / "alba" / "dossier.yaml").unlink()
    with pytest.raises(PackError):
        load(tiny)


def test_a_faulty_pack_is_never_kept(tiny: Path, kept: Path) -> None:
    _edit(tiny / "scenario.yaml", "turn: 2", "turn: 20")
    with pytest.raises(FaultyPack):
        load(tiny)
    assert not kept.exists()


def test_another_program_reads_anew(tiny: Path, kept: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    load(tiny)
    monkeypatch.setattr(kept_bundles, "_program", lambda: "another")
    load(tiny)
    assert parsed == ["tiny"] * 2
    assert len(list(kept.iterdir())) == 2


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "no JSON", "a folder"])
def test_a_damaged_entry_is_read_over(tiny: Path, kept: Path, parsed: list[str], damage: str) -> None:
    before = load(tiny)
    (entry,) = kept.iterdir()
    text = entry.read_text()
    if damage == "a folder":
        entry.unlink()
        entry.mkdir()
    else:
        changed = text.replace("Tiny Table", "Tiny Fable")
        entry.write_text({"cut": text[:-9], "changed": changed, "empty": "", "no JSON": "x\ny"}[damage])
    assert load(tiny) == before
    assert parsed == ["tiny"] * 2


@pytest.mark.parametrize("bundle", [{"pack": 5}, "{}", "no JSON", None])
def test_an_entry_of_another_shape_is_read_over_though_its_seal_is_right(
    tiny: Path, kept: Path, parsed: list[str], bundle: object
) -> None:
    before = load(tiny)
    (entry,) = kept.iterdir()
    text = json.dumps({**json.loads(entry.read_text().partition("\n")[2]), "bundle": bundle})
    entry.write_text(f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}")
    assert load(tiny) == before
    assert load(tiny) == before
    assert parsed == ["tiny"] * 2, "what is read over is kept again"


def test_where_nothing_can_be_kept_packs_are_read_as_ever(tiny: Path, kept: Path, parsed: list[str]) -> None:
    kept.parent.parent.mkdir(parents=True)
    kept.parent.write_text("a file is in the way")
    assert load(tiny) == load(tiny)
    assert parsed == ["tiny"] * 2


def test_only_so_many_are_kept_each_for_its_owner_alone(
    tiny: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_bundles, "MOST_KEPT", 2)
    for name in ("one", "two", "three"):
        load(shutil.copytree(tiny, tiny.parent / name))
    assert len(list(kept.iterdir())) == 2
    assert {path.stat().st_mode & 0o777 for path in kept.iterdir()} == {0o600}
    entries = [json.loads(path.read_text().partition("\n")[2]) for path in kept.iterdir()]
    assert all(entry.keys() == {"names", "of", "bundle"} for entry in entries)


def test_whoever_finds_it_kept_loads_no_parser(tiny: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from wargame.scenario.bundle import load; load(sys.argv[1]); "
        "print(any(name.startswith('ruamel') for name in sys.modules))"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "own")}
    told = [
        subprocess.run(
            [sys.executable, "-c", code, str(tiny)], env=environment, capture_output=True, text=True, check=True
        ).stdout.strip()
        for _ in range(2)
    ]
    assert told == ["True", "False"]
