"""A record in a program: what it was made of, how it ended, tables, questions, proof."""

from __future__ import annotations

from pathlib import Path

import pytest

import wargame
from wargame.core.ids import SeatId, Variable
from wargame.review.endings import ENDINGS
from wargame.review.why import Link
from wargame.scenario.copying import copy_pack
from wargame.table.opening import choose
from wargame.transcript.references import ALONE, References, SeatReference, key_of, store


@pytest.fixture(scope="module")
def record() -> wargame.Record:
    return wargame.play("between-the-giants", variant="core", seed=7, turns=3)


@pytest.fixture(scope="module")
def saved(record: wargame.Record, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return record.save(tmp_path_factory.mktemp("saved") / "new" / "game.jsonl")


def test_it_says_what_it_was_made_of(record: wargame.Record) -> None:
    assert (record.scenario, record.variant, record.seed, record.turns) == ("between-the-giants", "core", 7, 3)
    assert record.params == {}
    assert set(record.names) == set(record.seats)
    assert record.names["kyiv"] == "Kyiv"
    assert repr(record) == "<Record of between-the-giants (core), seed 7, finished>"


def test_it_says_how_it_ended(record: wargame.Record) -> None:
    assert set(record.scores) < set(record.seats)
    assert sum(record.origins.values()) == len(record.table("decisions"))
    assert len(record.state_hash) == 64
    assert record.ending in [each.name for each in ENDINGS]
    assert set(record.bets) == {"paris", "kyiv"}


def test_its_scores_are_placed_where_references_hold_and_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    copy_pack("first-download")
    made = SeatReference(passing=40.0, best=60.0, player="scripted", apart=True)
    store("first-download", References(key_of(choose("first-download")), None, 3, 200, {SeatId("rome"): made}))
    record, other = wargame.play("first-download"), wargame.play("first-download", params={"trust_kept": 2})
    assert record.places is not None
    assert set(record.places) == {"rome"}
    assert record.places["rome"] == pytest.approx(5 * (record.scores["rome"] - 40), abs=0.06)
    assert other.places is None
    assert ", and where each stands" in record.account()
    assert ALONE in other.account()
    (row,) = wargame.play_paired("first-download", [], [1])
    assert row.places == record.places


def test_a_saved_record_is_the_same_and_proves_itself(record: wargame.Record, saved: Path) -> None:
    again = wargame.verify(saved)
    assert (again.path, again.state_hash, again.scores) == (saved, record.state_hash, record.scores)
    with pytest.raises(wargame.SpecError, match="the file exists"):
        record.save(saved)


@pytest.mark.parametrize("name", ["events", "decisions", "messages", "agreements", "measures", "plans", "calls"])
def test_every_table_is_there_for_control_and_for_a_seat(record: wargame.Record, name: str) -> None:
    assert name in record.tables
    whole, own = record.table(name), record.table(name, "paris")
    assert len(own) <= len(whole)
    assert record.table(name) is whole


def test_a_table_or_seat_that_there_is_none_of_is_answered_with_those_there_are(record: wargame.Record) -> None:
    with pytest.raises(wargame.SpecError, match="events, decisions"):
        record.table("moves")
    with pytest.raises(wargame.SpecError, match=r"the seats are .*paris"):
        record.table("events", "rome")


def test_a_series_is_the_value_at_the_end_of_every_turn(record: wargame.Record) -> None:
    truth, estimate = record.series("kyiv.A"), record.series("kyiv.A", "paris")
    assert list(truth) == list(estimate) == [0, 1, 2, 3]
    assert truth[3] == record.game.states[3].values[Variable("kyiv.A")]
    assert truth != estimate
    assert record.series("kyiv.A", "kyiv") == truth
    with pytest.raises(wargame.SpecError, match="nobody knows such a variable"):
        record.series("kyiv.luck")
    with pytest.raises(wargame.SpecError, match="paris knows such a variable"):
        record.series("kyiv.points", "paris")


def test_it_answers_what_a_seat_knew_and_why(record: wargame.Record) -> None:
    assert record.view("paris", 1).turn == 1
    assert record.view("paris").turn == 3
    link = record.why("anthropic.dissent")
    assert isinstance(link, Link)
    assert "anthropic" in link.id
    assert "Turn 2" in record.account()


def test_any_place_of_the_game_can_be_stood_at(record: wargame.Record) -> None:
    places = record.positions
    end = places.end_of(2)
    assert places.state(end).hash() == record.game.states[2].hash()
    assert places.view(end, SeatId("paris")) == record.view("paris", 2)
    assert places.view(places.at(end.number - 1), SeatId("paris")).turn == 2


def test_a_changed_line_is_found(saved: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(saved.read_bytes().replace(b"Paris", b"Paaris", 1))
    with pytest.raises(wargame.BrokenChain):
        wargame.verify(bad)


def test_a_torn_record_is_read_as_far_as_it_goes_and_does_not_prove_itself(saved: Path, tmp_path: Path) -> None:
    torn = tmp_path / "torn.jsonl"
    torn.write_bytes(saved.read_bytes()[:-9])
    record = wargame.read(str(torn))
    assert not record.finished
    assert "torn line" in record.torn
    assert len(record.table("events")) > 100
    with pytest.raises(wargame.SpecError, match="not played to its end"):
        record.scores  # noqa: B018
    with pytest.raises(wargame.TranscriptError, match="torn line"):
        record.verify()
    with pytest.raises(wargame.TranscriptError):
        wargame.verify(torn)


def test_what_is_no_record_is_an_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(wargame.TranscriptError, match="there is no such file"):
        wargame.read(tmp_path / "none.jsonl")
    for words in (b"x", b"some words", b"\n", b"\x00\xff"):
        (tmp_path / "words.jsonl").write_bytes(words)
        with pytest.raises(wargame.TranscriptError):
            wargame.read(tmp_path / "words.jsonl")


def test_parameters_and_codebook_are_tables_with_units_and_ranges() -> None:
    parameters = wargame.parameters()
    row = next(row for row in parameters.to_dicts() if row["name"] == "trust_threat")
    assert row["unit"]
    assert isinstance(row["low"], float)
    assert row["low"] <= row["default"] <= row["high"]  # type: ignore[operator]
    codebook = wargame.codebook().to_dicts()
    assert {"events", "plans", "variables"} <= {row["table"] for row in codebook}
    tokens = [row for row in codebook if row["name"] == "prompt_tokens"]
    assert [row["unit"] for row in tokens] == ["tokens"]


def test_scenarios_are_listed_by_name() -> None:
    assert {"between-the-giants", "first-download"} <= {found.name for found in wargame.scenarios()}
