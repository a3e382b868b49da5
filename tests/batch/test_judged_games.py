"""Models rule the arguments of an experiment: acts in their names, one cap, fallbacks to the rules told and counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.batch.studies import planned, with_read
from tests.cli import stubs
from wargame.batch.means_taken import PLAYING
from wargame.batch.planned import ExperimentPlan
from wargame.batch.result_tables import manifest, prove, tables_of
from wargame.batch.run_ledger import LedgerContents, contents, whole_record
from wargame.batch.runner import run_experiment
from wargame.cli import main
from wargame.core.control_acts import Act, RuleArgument
from wargame.core.moves import Sealed
from wargame.errors import FaultyPack
from wargame.present.experiment_rows import fallbacks_in_words
from wargame.present.experiment_rulings import rulings_in_words
from wargame.review.record_audit import audit_record
from wargame.table.bench import names_on
from wargame.transcript.verify import Replayed, verify

JUDGED = """
name: judged
game: {scenario: first-download, turns: 1}
factors:
  - name: ruled
    levels:
      - {name: by the rules}
      - {name: by a model, adjudication: {mode: proposed, judges: ["llm:stub@URL"]}}
      - {name: by two, adjudication: {mode: dice, judges: ["llm:stub@URL", "llm:other@OTHER"]}}
seeds: {first: 1, count: 1}
outcomes:
  - {name: trust, reads: {kind: value, of: [rome.trust.washington]}}
"""


pytestmark = pytest.mark.usefixtures("no_keys")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with stubs.process("--seed", 3, "--latency", 0.0) as url:
        yield url


@pytest.fixture(scope="module")
def silent() -> Iterator[str]:
    """An endpoint whose model refuses whatever it is asked."""
    with stubs.process("--seed", 3, "--latency", 0.0, "--fault", "refusal=1") as url:
        yield url


def study(url: str, other: str = "", more: str = "") -> str:
    return JUDGED.replace("OTHER", other or url).replace("URL", url) + more


def game_of(plan: ExperimentPlan, found: LedgerContents, cell: int, folder: Path) -> tuple[Replayed, list[Act]]:
    """The first game of a cell, proved from its whole record, with its acts."""
    run = next(run for run in plan.runs if run.cell == cell)
    path = folder / f"{run.id}.jsonl"
    path.write_bytes(b"".join(line + b"\n" for line in whole_record(found, run.id)))
    game = verify(path)
    return game, list(game.acts.values())


def posts(url: str) -> int:
    """How often the stub was asked since it counted anew."""
    asked: int = stubs.quiet(url)["requests"].get("POST /v1/chat/completions", 0)
    return asked


Played = tuple[ExperimentPlan, LedgerContents, Path]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, url: str) -> Played:
    folder = tmp_path_factory.mktemp("judged")
    plan = planned(folder, study(url))
    stubs.told(url, "tally", "DELETE")
    assert run_experiment(plan, folder / "games").all_ok
    assert posts(url) > 0
    return plan, contents(folder / "games"), folder


def test_each_argument_is_ruled_in_the_name_of_the_model_and_the_record_proves_it(
    played: Played, tmp_path: Path
) -> None:
    plan, found, _ = played
    game, acts = game_of(plan, found, 1, tmp_path)
    assert len([event for event in game.events if event.kind == "argument_put"]) == len(acts) > 0
    for act in acts:
        assert isinstance(act.move, RuleArgument)
        (estimate,) = act.move.estimates
        assert (act.who, estimate.judge) == ("1 stub", "1 stub")
        assert (act.move.mode, act.move.chance) == ("proposed", estimate.chance)
        assert str(act.reason) == f"by odds that the judge proposed: {round(100 * estimate.chance)} percent"
    _, by_two = game_of(plan, found, 2, tmp_path)
    assert {act.who for act in by_two} == {"1 stub, 2 other"}
    assert prove(plan, found) == 3


def test_what_judges_took_and_who_they_were_is_in_tables_settings_and_manifest(played: Played, tmp_path: Path) -> None:
    plan, found, _ = played
    runs = tables_of(plan, found)["runs"]
    for place, judges in enumerate((0, 1, 2)):
        _, acts = game_of(plan, found, place, tmp_path)
        assert runs["asked"][place] == judges * len(acts)
        assert runs["fallbacks"][place] == 0
        assert (int(str(runs["tokens"][place])) > 0) == (judges > 0)
        assert runs["ruled"][place] == len(acts) * bool(judges)
        moves = [act.move for act in acts if isinstance(act.move, RuleArgument)]
        chances = [[each.chance for each in move.estimates] for move in moves if move.estimates]
        apart = [max(each) - min(each) for each in chances if len(each) > 1]
        assert runs["odds"][place] == (pytest.approx(_mean([_mean(each) for each in chances])) if chances else None)
        assert runs["spread"][place] == (pytest.approx(_mean(apart)) if apart else None)
    told = manifest(plan, found)
    assert {name: list(named) for name, named in told["models"].items()} == {"other": ["other"], "stub": ["stub"]}
    level = told["cells"]["ruled=by two"]["adjudication"]
    assert (level["mode"], [spec.partition("@")[0] for spec in level["judges"]]) == ("dice", ["llm:stub", "llm:other"])
    assert plan.cells[1].settings["prompts"]["judge"], "the words in which it was asked are part of what was played"


def test_limits_say_how_often_models_ruled_and_how_far_they_lay_apart(played: Played) -> None:
    plan, found, _ = played
    alone, two = (found.sealed[run.id].read for run in plan.runs[1:])
    assert alone.odds is not None
    assert two.odds is not None
    assert two.spread is not None
    assert rulings_in_words(plan, found) == [
        f"Arguments that models ruled where ruled=by a model: {alone.ruled}, with odds of {alone.odds:.0%} on average.",
        f"Arguments that models ruled where ruled=by two: {two.ruled}, with odds of {two.odds:.0%} on average, "
        f"where judges lay {two.spread:.0%} apart.",
    ]
    asked = alone.asked + two.asked
    told = f"Models were asked for {asked} decisions and rulings; scripts or the rules made 0 of them, in 0 games"
    assert fallbacks_in_words(plan, found, False)[0].startswith(told)


def test_a_mean_counts_the_arguments_alone_of_which_a_judge_spoke(played: Played, tmp_path: Path, url: str) -> None:
    plan, found, _ = played
    one = found.sealed[plan.runs[2].id]
    quiet = with_read(one, ruled=9, heard=1, odds=0.2, compared=1, spread=0.1)
    loud = with_read(one, ruled=4, heard=4, odds=0.7, compared=3, spread=0.5)
    both = planned(tmp_path, study(url).replace("count: 1", "count: 2"))
    runs = [run.id for run in both.runs if run.cell == 2]
    sealed = dict(zip(runs, (quiet, loud), strict=True))
    (said,) = rulings_in_words(both, replace(found, sealed=sealed))
    assert said == (
        "Arguments that models ruled where ruled=by two: 5, with odds of 60% on average, where judges lay 40% apart; "
        "the rules ruled 8 of 13, since no judge gave an opinion."
    )


def test_a_game_from_before_opinions_were_counted_is_proved_and_told(played: Played) -> None:
    plan, found, _ = played
    older = {run: with_read(each, heard=None, compared=None) for run, each in found.sealed.items()}
    before = replace(found, sealed=older)
    assert prove(plan, before) == 3
    assert rulings_in_words(plan, before) == rulings_in_words(plan, found)


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def test_a_judge_that_says_nothing_leaves_it_to_the_rules_and_the_game_is_not_ok(
    tmp_path: Path, url: str, silent: str
) -> None:
    plan = planned(tmp_path, study(silent, url))
    state = run_experiment(plan, tmp_path / "games")
    found = contents(tmp_path / "games")
    plain, alone, two = plan.runs
    _, acts = game_of(plan, found, 1, tmp_path)
    assert state.fallbacks == {alone.id: len(acts), two.id: len(acts)}
    assert not state.all_ok
    for act in acts:
        assert isinstance(act.move, RuleArgument)
        assert (act.move.mode, act.move.estimates, len(names_on(act.who))) == ("rules", (), 1)
        assert "no judge says anything: the rules count; judge 1 stub gave no opinion: " in str(act.reason)
    assert found.sealed[alone.id].read.series == found.sealed[plain.id].read.series, "the rules' own odds and dice"
    _, by_one = game_of(plan, found, 2, tmp_path)
    assert all(isinstance(act.move, RuleArgument) and len(act.move.estimates) == 1 for act in by_one)
    assert all(
        "1 of 2 judges" in str(act.reason) and "judge 1 stub gave no opinion" in str(act.reason) for act in by_one
    )
    runs = tables_of(plan, found)["runs"]
    assert list(runs["state"]) == ["ok", "fallbacks", "fallbacks"]
    assert list(runs["heard"]) == [None, 0, len(by_one)]
    said = (
        f"Arguments that models ruled where ruled=by a model: 0; the rules ruled {len(acts)} of {len(acts)}, since no"
    )
    assert rulings_in_words(plan, found)[0] == f"{said} judge gave an opinion."
    assert prove(plan, found) == 3


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["", "malformed=0.5"])
def test_what_judges_were_told_is_made_again_to_the_letter(tmp_path: Path, mode: str) -> None:
    fault = ("--fault", mode) if mode else ()
    with stubs.process("--seed", 3, "--latency", 0.0, *fault) as url:
        plan = planned(tmp_path, study(url).replace("turns: 1", "turns: 2"))
        assert run_experiment(plan, tmp_path / "games").complete
    found = contents(tmp_path / "games")
    for cell in (1, 2):
        game_of(plan, found, cell, tmp_path)
        run = next(run for run in plan.runs if run.cell == cell)
        audited = audit_record(tmp_path / f"{run.id}.jsonl")
        assert audited.compared == audited.prompts > 0
        assert audited.leaks == []
        record = (tmp_path / f"{run.id}.jsonl").read_text()
        assert "Your opinion rules the argument" in record
        assert "nothing happens by it" not in record


@pytest.mark.slow
def test_the_cap_holds_for_judges_and_what_they_were_asked_is_not_asked_again(tmp_path: Path, url: str) -> None:
    capped = planned(tmp_path, study(url, more="budget: {tokens: 100}\n"))
    first = run_experiment(capped, tmp_path / "games", games=1)
    assert (first.sealed, len(first.stopped)) == (1, 1), "no further game is begun"
    assert all("the cap of 100 tokens has no room for this call" in why for why in first.stopped.values())
    assert not first.failed
    plan = planned(tmp_path, study(url))
    run = next(run for run in plan.runs if run.cell == 2)
    whole = run_experiment(plan, tmp_path / "whole")
    assert whole.all_ok
    record = whole_record(contents(tmp_path / "whole"), run.id)
    calls = [number for number, line in enumerate(record, 1) if b'"kind":"call"' in line[:40]]
    acts = [number for number, line in enumerate(record, 1) if b'"kind":"override"' in line[:40]]
    for last in (calls[0], calls[-1], acts[0]):
        folder = tmp_path / f"killed-{last}"
        (folder / PLAYING).mkdir(parents=True)
        (folder / PLAYING / f"{run.id}.jsonl").write_bytes(b"".join(line + b"\n" for line in record[:last]))
        stubs.told(url, "tally", "DELETE")
        assert run_experiment(plan, folder).all_ok
        again = contents(folder)
        assert whole_record(again, run.id)[:last] == record[:last]
        made = [len(_calls(again, each.id)) for each in plan.runs]
        kept = len([number for number in calls if number <= last])
        preflights = 2
        assert posts(url) == sum(made) - kept + preflights


def _calls(found: LedgerContents, run: str) -> list[bytes]:
    return [line for line in whole_record(found, run) if b'"kind":"call"' in line[:40]]


@pytest.mark.slow
def test_beside_judges_levers_hold_scripts(played: Played, tmp_path: Path, url: str) -> None:
    plan, found, _ = played
    usual = ordered(game_of(plan, found, 1, tmp_path)[0])
    assert usual
    barred = f"bars: [{{seat: washington, orders: [{', '.join(sorted(usual))}]}}]"
    other = planned(tmp_path, study(url).replace("turns: 1}", f"turns: 1, {barred}}}"))
    assert run_experiment(other, tmp_path / "games").all_ok
    for cell in range(3):
        game, acts = game_of(other, contents(tmp_path / "games"), cell, tmp_path)
        assert not usual & ordered(game)
        assert bool(acts) == (cell > 0)


def ordered(game: Replayed) -> set[str]:
    """Kinds of orders that Washington gave, arguments aside."""
    sheets = [made.body for made in game.decisions.values() if made.seat == "washington"]
    return {str(order.kind) for body in sheets if isinstance(body, Sealed) for order in body.orders} - {"argument"}


@pytest.mark.slow
def test_a_model_may_sit_at_a_table_of_judges_too(tmp_path: Path, url: str) -> None:
    text = study(url).replace("turns: 1}", f'turns: 1, seats: {{rome: "llm:stub@{url}"}}}}')
    plan = planned(tmp_path, text)
    assert [len(cell.models) for cell in plan.cells] == [1, 2, 3]
    assert run_experiment(plan, tmp_path / "games").complete
    found = contents(tmp_path / "games")
    assert prove(plan, found) == 3
    asked = tables_of(plan, found)["runs"]["asked"]
    for cell in range(3):
        game, acts = game_of(plan, found, cell, tmp_path)
        made = sum(made.player.startswith("llm:") for made in game.decisions.values())
        assert asked[cell] == made + sum(len(names_on(act.who)) for act in acts)
        assert made > 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("mode: proposed", "mode: umpire", "adjudication"),
        ('judges: ["llm:stub@URL"]', "judges: [scripted]", "'scripted' is no judge; a judge is llm:MODEL"),
        ('judges: ["llm:stub@URL"]', "judges: []", "judges"),
        ('["llm:stub@URL"]', f"[{', '.join(['llm:m'] * 10)}]", "a list of at least one item and of at most 9"),
        ('["llm:stub@URL"]', '["llm:a, 2 b@URL"]', "would count as two"),
        (
            '{mode: proposed, judges: ["llm:stub@URL"]}',
            "null",
            "adjudication is null, which leaves it as it was",
        ),
        ("{mode: proposed, judges", "{judges", "mode"),
        ("{mode: proposed", "{mode: proposed, panel: 3", "panel"),
        ('adjudication: {mode: proposed, judges: ["llm:stub@URL"]}', "adjudication: proposed", "proposed needs people"),
    ],
)
def test_judges_that_cannot_be_are_told_with_their_line(
    tmp_path: Path, url: str, old: str, new: str, said: str
) -> None:
    assert old in JUDGED
    with pytest.raises(FaultyPack) as fault:
        planned(tmp_path, JUDGED.replace(old, new).replace("OTHER", url).replace("URL", url))
    assert "study.yaml:8: " in str(fault.value)
    assert said in str(fault.value)


def test_a_dry_run_says_what_judges_may_take_and_asks_none(
    tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    planned(tmp_path, study(url))
    stubs.told(url, "tally", "DELETE")
    out = str(tmp_path / "games")
    assert main(["experiment", "run", str(tmp_path / "study.yaml"), "--out", out, "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert f"1 game of 'ruled=by a model', each: llm:stub@{url}, as 1 of the judges: likely " in said
    assert f"1 game of 'ruled=by two', each: llm:other@{url}, as 1 of the judges: likely " in said
    assert posts(url) == 0
