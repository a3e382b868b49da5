"""Bundles: everything a game needs in one piece, for a variant no more than that, and JSON without loss."""

from __future__ import annotations

from pathlib import Path

import pytest

from wargame.errors import PackError
from wargame.scenario.bundle import Bundle, load
from wargame.scenario.find import list_scenarios


def test_a_bundle_holds_dossiers_voices_and_briefings(tiny: Path) -> None:
    bundle = load(tiny)
    assert set(bundle.dossiers) == set(bundle.voices) == {"alba", "boreas", "cedar", "delta", "eagle"}
    assert set(bundle.briefings) == {"public", "alba"}
    assert bundle.voices["cedar"].startswith("Brisk")


def test_a_bundle_comes_back_from_json_unchanged(tiny: Path) -> None:
    bundle = load(tiny)
    again = Bundle.model_validate_json(bundle.model_dump_json())
    assert again == bundle
    assert again.pack.agreements == bundle.pack.agreements
    assert again.model_dump_json() == bundle.model_dump_json()


def test_a_variant_reads_only_its_own_actors(tiny: Path) -> None:
    (tiny / "actors" / "eagle" / "dossier.yaml").write_bytes(b"\xff")
    assert set(load(tiny, "pair").dossiers) == {"alba", "boreas"}
    with pytest.raises(PackError, match="UTF-8"):
        load(tiny)


def test_an_unknown_variant_is_met_with_those_there_are(tiny: Path) -> None:
    with pytest.raises(PackError, match=r"did you mean 'pair'.*full table"):
        load(tiny, "pairs")
    with pytest.raises(PackError, match="'trio' is no variant of tiny; it must be one of pair"):
        load(tiny).cast("trio")


def test_loading_tells_all_faults_at_once(tiny: Path) -> None:
    path = tiny / "scenario.yaml"
    path.write_text(path.read_text().replace("turn: 2", "turn: 20").replace("leak: 0.2", "leek: 0.2"))
    with pytest.raises(PackError) as error:
        load(tiny)
    assert "injects[0].turn" in str(error.value)
    assert "parameters.leek" in str(error.value)


def test_loading_an_unknown_name_says_where_it_looked(desk: Path) -> None:
    with pytest.raises(PackError, match="looked in scenarios/"):
        load("no-such-scenario")


@pytest.mark.parametrize("name", [found.name for found in list_scenarios()])
def test_every_shipped_scenario_loads_in_every_variant(name: str) -> None:
    bundle = load(name)
    for variant in bundle.pack.variants:
        seated, present = bundle.cast(variant)
        assert set(load(name, variant).dossiers) == {*seated, *present}
