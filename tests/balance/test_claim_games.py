"""Games of many claims: shared ones are played once, what was read is kept, and nothing differs from a claim alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest

from wargame.balance.claim_arms import PLAIN, WHERE, ZERO, at_value
from wargame.balance.claim_cost import GameTimes
from wargame.balance.claim_games import ROWS, ClaimOpenings, ClaimRow, ClaimRows, WantedGames, reading_name
from wargame.balance.claim_results import ClaimFound, found_of
from wargame.balance.claim_stages import ClaimTrials
from wargame.balance.claim_trial import try_claim
from wargame.balance.claim_verdicts import judged
from wargame.balance.claims import Claim, claim_of, claims
from wargame.errors import ExperimentError, PackError, SpecError
from wargame.paired.unvaried import FEWEST_ALIKE

SEEDS = (1, 2)
THREAT = """id: {ID}
says: When Washington threatens a lab at home, Rome trusts it less.
because: What is done to a firm at home may be done to a customer abroad.
scenario: first-download
turns: 1
common: {bars: [{seat: washington, orders: [threaten]}]}
lever:
  forces:
    - {seat: washington, turns: [1], orders: [{kind: threaten, lab: anthropic, instrument: supply_chain_risk}]}
conditions:
  - {says: trust is felt twice as much, common: {params: {trust_threat: 16}}}
measures:
  - {name: trust of Rome in Washington, reads: {kind: value, of: [rome.trust.washington]}, at: 1, sign: "-", than: THAN}
increments: [trust_threat]
"""
UNTESTABLE = """id: Mine-2
says: What nobody has ever written down is not read by anybody.
because: It was made for this test.
scenario: first-download
untestable: no record holds what nobody has written
"""


def threat(folder: Path, name: str = "Mine-1", than: float = 0.0) -> Claim:
    text = THREAT.replace("{ID}", name).replace("THAN", f"{than:g}")
    (folder / f"{name}.yaml").write_text(text)
    return claim_of(name, folder)


def tried(claim: Claim, rows: ClaimRows | None = None, seeds: Sequence[int] = SEEDS) -> ClaimFound:
    (found,) = ClaimTrials((claim,), seeds, rows or ClaimRows()).play()
    return found


@lru_cache(maxsize=1)
def licence() -> Claim:
    return claim_of("S0-106").model_copy(update={"turns": 2})


def wanted(*every: Claim) -> WantedGames:
    openings, games = ClaimOpenings(), WantedGames()
    for claim in every:
        games.want(openings.pair(claim), [each.reads for each in claim.measures])
    return games


@pytest.mark.slow
def test_what_comes_out_together_is_what_comes_out_alone(tmp_path: Path) -> None:
    for claim in (threat(tmp_path), licence().model_copy(update={"measures": licence().measures[:1]})):
        alone = found_of(try_claim(claim, SEEDS), range(1, 3))
        assert tried(claim) == alone


def test_a_base_that_claims_share_is_played_once(tmp_path: Path) -> None:
    one, other = threat(tmp_path), threat(tmp_path, "Mine-3", -1)
    assert len(wanted(one).games) == 2
    assert len(wanted(one, other).games) == 2, "they differ in what is claimed alone"
    free = one.model_copy(update={"common": licence().common, "turns": 2})
    assert wanted(free, licence()).games.keys() != wanted(free).games.keys()
    assert len(wanted(free, licence()).games) == 3, "two levers and one base"


def test_all_claims_with_their_shared_games_cost_less_than_125_games_a_seed() -> None:
    """At 200 pairs that is less than 25,000 plain games."""
    trials = ClaimTrials(tuple(claims().values()), (1,), ClaimRows())
    (stage,) = trials.stages()
    assert 46 < stage.games < 125


@pytest.mark.slow
def test_games_that_were_played_are_there_after_a_break_and_are_the_same(tmp_path: Path) -> None:
    claim, folder = threat(tmp_path), tmp_path / "kept"
    whole = tried(claim)
    played = []

    def breaking(done: int, of: int) -> None:
        played.append(of)
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), ClaimRows(folder) as rows:
        ClaimTrials((claim,), SEEDS, rows, progress=breaking).play()
    with ClaimRows(folder) as rows:
        trials = ClaimTrials((claim,), SEEDS, rows, progress=lambda done, of: played.append(of))
        (stage,) = trials.stages()
        assert stage.games == played[0] - 3
        assert trials.play() == (whole,)
        assert trials.stages()[0].games == 0
        assert tried(claim, rows) == whole


@pytest.mark.slow
def test_a_reading_that_was_not_taken_has_its_games_played_again_and_keeps_the_others(tmp_path: Path) -> None:
    claim, rows = threat(tmp_path), ClaimRows()
    first = tried(claim, rows)
    line = licence().measures[0]
    more = claim.model_copy(update={"measures": (*claim.measures, line)})
    both = tried(more, rows)
    assert [each for each in both.effects if each.measure == claim.measures[0].name] == list(first.effects)
    assert {each.measure for each in both.effects} == {claim.measures[0].name, line.name}
    assert tried(claim, rows) == first


def test_a_folder_that_another_plays_into_is_refused_and_so_is_a_file_of_something_else(tmp_path: Path) -> None:
    with (
        ClaimRows(tmp_path / "one"),
        pytest.raises(ExperimentError, match="one: what was read of games cannot be kept"),
    ):
        ClaimRows(tmp_path / "one")
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / ROWS).write_text("mine, and no database at all")
    with pytest.raises(ExperimentError, match="two: what was read of games cannot be kept"):
        ClaimRows(tmp_path / "two")
    assert (tmp_path / "two" / ROWS).read_text() == "mine, and no database at all"


def test_an_effect_that_is_put_in_directly_is_told_from_one_that_is_not(tmp_path: Path) -> None:
    found = tried(threat(tmp_path), seeds=range(1, 1 + FEWEST_ALIKE))
    by_under = {each.under: each for each in found.effects}
    assert set(by_under) == {"", ZERO, f"{WHERE}trust is felt twice as much"}
    assert by_under[ZERO].mean == 0
    assert judged(found).verdict == "by increments only"


@pytest.mark.slow
def test_a_claim_that_holds_only_under_a_condition_that_it_names_says_so(tmp_path: Path) -> None:
    claim = threat(tmp_path, than=-2)
    found = tried(claim, seeds=range(1, 1 + FEWEST_ALIKE))
    now, doubled = (
        next(each.mean for each in found.effects if each.under == under)
        for under in ("", f"{WHERE}trust is felt twice as much")
    )
    assert now is not None
    assert doubled is not None
    assert doubled < -2 < now < 0
    assert judged(found).verdict == "holds under a condition"
    assert "trust is felt twice as much" in judged(found).why[0]


def test_a_claim_that_no_game_can_try_says_why_and_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "Mine-2.yaml").write_text(UNTESTABLE)
    claim = claim_of("Mine-2", tmp_path)
    trials = ClaimTrials((claim,), SEEDS, ClaimRows())
    assert trials.stages()[0].games == 0
    (found,) = trials.play()
    assert judged(found).verdict == "not testable here"
    assert judged(found).why == ("no record holds what nobody has written",)
    with pytest.raises(SpecError, match="Mine-2: not testable here"):
        try_claim(claim, SEEDS)


@pytest.mark.parametrize("line", ["", "measures: []\n"])
def test_a_claim_without_measures_must_say_why(tmp_path: Path, line: str) -> None:
    text = "\n".join(row for row in UNTESTABLE.splitlines() if not row.startswith("untestable"))
    (tmp_path / "Mine-2.yaml").write_text(f"{text}\n{line}")
    with pytest.raises(PackError, match=r"measures, at least one, or `untestable` tells why there can be none"):
        claims(tmp_path)


@pytest.mark.slow
def test_parameters_that_an_effect_leans_on_are_found_and_the_value_at_which_it_turns(tmp_path: Path) -> None:
    """The effect is a multiple of `trust_threat`, so that the value at which it is -1.2 follows from two of them."""
    claim = threat(tmp_path, than=-1.2).model_copy(update={"increments": (), "conditions": ()})
    seeds = range(1, 1 + FEWEST_ALIKE)
    trials = ClaimTrials((claim,), seeds, ClaimRows(), players=True, robust=True, workers=2)
    expected = {stage.name: stage for stage in trials.stages()}
    (found,) = trials.play()
    assert expected["parameters screened"].games > 300
    assert set(found.leans) == {"trust_threat", "trust_labs", "trust_reversion"}
    (flip,) = [each for each in found.flips if each.parameter == "trust_threat"]
    means = {each.under: each.mean for each in found.effects}
    half = means["trust_threat 4"]
    assert half is not None
    turn = 4 * 1.2 / -half
    assert flip.fails < turn < flip.holds
    assert flip.holds - flip.fails == pytest.approx(4 / 16)
    assert judged(found).verdict == "holds under a condition"
    assert sum(each.under.startswith("everyone ") for each in found.effects) == 7


def test_a_parameter_that_the_claim_itself_sets_is_not_moved_beside_it(tmp_path: Path) -> None:
    """Set in both of its games, it would take the lever away, and the effect with it."""
    claim = threat(tmp_path)
    lever = claim.lever.model_copy(update={"params": {"trust_threat": 16}})
    common = claim.common.model_copy(update={"params": {"trust_data": 1}})
    trials = ClaimTrials((claim,), SEEDS, ClaimRows(), robust=True)
    own = ClaimTrials((claim.model_copy(update={"lever": lever, "common": common}),), SEEDS, ClaimRows(), robust=True)
    free, left = (
        {name for under in each._screen(each.claims[0]) for name in under.arm.params} for each in (trials, own)
    )
    assert free - left == {"trust_threat", "trust_data"}


def test_no_turn_is_told_where_so_few_pairs_stand_on_the_other_side_as_it_is(tmp_path: Path) -> None:
    """Of twelve pairs the first six may be moved: where these lie beyond what is claimed already, nothing turned."""
    claim = threat(tmp_path, than=-3).model_copy(update={"increments": (), "conditions": ()})
    openings, half = ClaimOpenings(), at_value("trust_threat", 4.0)
    name = reading_name(claim.measures[0].reads)

    def turned(first_six: float) -> list[float]:
        rows = ClaimRows()
        for seed in range(1, 13):
            for under, effect in ((PLAIN, first_six if seed <= 6 else -8.0), (half, -1.0)):
                for game, value in zip(openings.pair(claim, under), (50.0, 50.0 + effect + seed / 100), strict=True):
                    rows._rows[game.key, seed] = ClaimRow(series={name: (value,)}, course=f"{value}")
        trials = ClaimTrials((claim,), range(1, 13), rows, robust=True, beside=6, openings=openings)
        return [span.fails for span in trials._spans(claim, ("trust_threat",)) if span.fails < 8]

    assert turned(-8.0) == [4]
    assert turned(-2.0) == []


@pytest.mark.slow
def test_other_players_may_have_fewer_pairs_than_the_claim_itself(tmp_path: Path) -> None:
    claim = threat(tmp_path).model_copy(update={"conditions": (), "increments": ()})
    every, few = (ClaimTrials((claim,), (1, 2, 3), ClaimRows(), players=True, beside=beside) for beside in (0, 2))
    as_it_is, others, best = few.stages()
    assert (as_it_is.games, others.games) == (2 * 3, every.stages()[1].games // 3 * 2)
    assert best.games == 2 * 2
    (found,), (alone,) = few.play(), ClaimTrials((claim,), (1, 2, 3), ClaimRows()).play()
    assert (found.seeds, found.beside, alone.beside) == (3, 2, 0)
    assert [each for each in found.effects if not each.under] == list(alone.effects)
    (fewer,) = ClaimTrials((claim,), (1, 2), ClaimRows(), players=True).play()
    beside = [each for each in fewer.effects if each.under]
    assert beside
    assert [each for each in found.effects if each.under] == beside


def test_best_players_may_have_fewer_pairs_than_other_tables_since_their_games_take_longest(tmp_path: Path) -> None:
    claim = threat(tmp_path).model_copy(update={"conditions": (), "increments": ()})
    trials = ClaimTrials((claim,), (1, 2, 3), ClaimRows(), players=True, beside=3, beside_slow=2)
    (found,) = trials.play()
    pairs = {each.under: each.pairs for each in found.effects}
    assert pairs.pop("everyone best") == 2
    assert set(pairs.values()) == {3}
    assert trials.stages()[2].games == 0


def test_games_are_told_by_what_decides_how_long_they_take(tmp_path: Path) -> None:
    """Their scenario, its length and who plays; a game with the lever takes as long as one without."""
    claim = threat(tmp_path).model_copy(update={"conditions": (), "increments": ()})
    short = claim.model_copy(update={"id": "Mine-2", "turns": 2})
    plain, others, best = ClaimTrials((claim, short), SEEDS, ClaimRows(), players=True).stages()
    assert [(each.game.setup.turns, each.games) for each in plain.sorts] == [
        (claim.turns, 2 * len(SEEDS)),
        (2, 2 * len(SEEDS)),
    ]
    assert {spec for each in best.sorts for spec in each.game.setup.seats.values()} == {"best"}
    assert len(others.sorts) == 2 * 6
    assert sum(each.games for each in others.sorts) == others.games == 6 * plain.games


def test_each_sort_of_game_is_timed_once_and_counts_as_often_as_it_is_played(tmp_path: Path) -> None:
    timed: list[None] = []
    times = GameTimes(lambda: timed.append(None))
    (stage,) = ClaimTrials((threat(tmp_path).model_copy(update={"turns": 1}),), SEEDS, ClaimRows()).stages()
    one = [replace(each, games=1) for each in stage.sorts]
    assert times.of(stage.sorts) == pytest.approx(times.of(one) * stage.games)
    assert len(timed) == len(stage.sorts) == 1


def test_a_row_that_was_changed_is_told_with_its_game_in_one_line(tmp_path: Path) -> None:
    with ClaimRows(tmp_path / "kept"):
        pass
    with closing(sqlite3.connect(tmp_path / "kept" / ROWS)) as base, base:
        base.execute("INSERT INTO rows VALUES ('g1', 7, '[]')")
    with pytest.raises(ExperimentError) as fault:
        ClaimRows(tmp_path / "kept")
    assert f"kept/{ROWS}: game g1, seed 7: this is no row of a game (row: " in str(fault.value).replace("\\", "/")
    assert len(str(fault.value).splitlines()) == 1
