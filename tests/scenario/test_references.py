"""Whoever refers to a model of somebody absent has that dossier read, and not those of everybody."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from wargame.scenario import source
from wargame.scenario.check import check
from wargame.scenario.source import SourceFile


@pytest.fixture
def looked_into(desk: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of dossiers as they are read, whole or in part; the owner of a model and a stranger lie beside the pack."""
    for name in ("boreas", "cedar"):
        shutil.move(str(tiny / "actors" / name), desk / "actors" / name)
    read: list[str] = []
    whole, part = source.read, source.read_as

    def reading(path: Path) -> SourceFile:
        read.append(path.parent.name)
        return whole(path)

    def reading_a_part(file: str, text: str) -> SourceFile:
        read.append(Path(file).parent.name)
        return part(file, text)

    monkeypatch.setattr("wargame.scenario.pack_files.read", reading)
    monkeypatch.setattr("wargame.scenario.elements.references.read_as", reading_a_part)
    return read


def test_only_the_likely_owner_is_read_for_a_model_of_somebody_absent(desk: Path, looked_into: list[str]) -> None:
    alba = desk / "tiny" / "actors" / "alba"
    assert "wind" in (alba / "dossier.yaml").read_text()
    assert not [fault for fault in check(alba) if "model of any actor" in fault.sentence]
    assert "boreas" in looked_into
    assert "cedar" not in looked_into


def test_a_model_of_nobody_is_told_after_all_were_read(desk: Path, looked_into: list[str]) -> None:
    dossier = desk / "tiny" / "actors" / "alba" / "dossier.yaml"
    dossier.write_text(dossier.read_text().replace("model: wind", "model: wynd"))
    found = [fault for fault in check(dossier.parent) if "'wynd' is no model of any actor" in fault.sentence]
    assert found
    assert "did you mean 'wind'" in found[0].sentence
    assert "cedar" in looked_into
