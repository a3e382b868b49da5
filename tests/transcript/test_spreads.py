"""Changes are compared in units of what moves in a turn: measured where references hold, round elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from wargame.core.codebook import FAMILIES
from wargame.core.ids import Variable
from wargame.errors import PackError
from wargame.scenario.copying import copy_pack
from wargame.table.opening import choose
from wargame.transcript.references import References, key_of, store
from wargame.transcript.spreads import ROUND_SPREADS, ChangeSpreads, spreads_of

TRUST = Variable("rome.trust.washington")


def test_every_variable_of_the_codebook_has_a_round_spread() -> None:
    assert set(ROUND_SPREADS) <= {family.pattern for family in FAMILIES}
    for family in FAMILIES:
        assert 0 < ChangeSpreads({}).of(Variable(family.pattern.replace("*", "rome"))) < family.high - family.low


def test_a_measured_spread_counts_before_a_round_one() -> None:
    assert ChangeSpreads({TRUST: 1.5}).of(TRUST) == 1.5
    assert ChangeSpreads({TRUST: 1.5}).of(Variable("rome.trust.meta")) == ROUND_SPREADS["*.trust.*"]


def test_a_misspelt_name_is_said() -> None:
    with pytest.raises(KeyError, match="no variable is called"):
        ChangeSpreads({}).of(Variable("rome.trst"))


def test_measured_spreads_hold_for_the_very_game_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    copy_pack("first-download")
    setup = choose("first-download")
    store("first-download", References(key_of(setup), None, 3, 200, {}, {TRUST: 1.5}))
    assert spreads_of(setup).of(TRUST) == 1.5
    assert spreads_of(setup.changed(turns=2)).of(TRUST) == ROUND_SPREADS["*.trust.*"]


def test_a_file_with_a_spread_of_nothing_is_no_file_of_references(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    copy_pack("first-download")
    setup = choose("first-download")
    path = store("first-download", References(key_of(setup), None, 3, 200, {}, {TRUST: 1.5}))
    path.write_text(path.read_text().replace("1.5", "0.0"))
    with pytest.raises(PackError, match="cannot be read"):
        spreads_of(setup)
