"""A set of words of one's own is a level: its games bring it along, and need its folder no more once they are begun."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.batch.minded_stub import answer, serving
from tests.batch.studies import planned
from tests.cli import stubs
from tests.transcript.forging import written as rewritten
from wargame.batch.begun_words import begun_words
from wargame.batch.comparisons import effects
from wargame.batch.means_taken import PLAYING
from wargame.batch.planned import ExperimentPlan
from wargame.batch.result_tables import prove
from wargame.batch.run_ledger import contents, whole_record
from wargame.batch.runner import run_experiment
from wargame.batch.variance_split import variance_shares
from wargame.cli import main
from wargame.errors import ExperimentError, FaultyPack, SpecError, TranscriptError
from wargame.players.llm.templates import source
from wargame.present.experiment_arms import arms_in_words
from wargame.review.record_audit import audit_record
from wargame.scenario.prompt_words import hash_told, words_in
from wargame.transcript.entry import in_json
from wargame.transcript.reading import Transcript, read
from wargame.transcript.verify import verify

STUDY = """
name: words
game: {scenario: first-download, turns: 1, seats: {rome: "llm:stub@URL"}}
factors:
  - name: words
    levels:
      - {name: in use}
      - {name: mine, wording: words/mine}
seeds: {first: 1, count: 1}
outcomes:
  - {name: trust, reads: {kind: value, of: [rome.trust.washington]}, at: end}
  - {name: score, reads: {kind: value, of: [rome.score]}, at: end}
"""
MINE = "# What all of you read"

pytestmark = pytest.mark.usefixtures("no_keys")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with stubs.process("--seed", 3, "--latency", 0.0, "--fault", "malformed=0.3") as url:
        yield url


def words(folder: Path) -> Path:
    """A set of one's own beside an experiment's file."""
    mine = folder / "words" / "mine"
    mine.mkdir(parents=True, exist_ok=True)
    for name, before, after in (
        ("rules", "# The table", MINE),
        ("ask_talk", "What do you say", "Now what do you say"),
        ("repair", "was not accepted", "did not pass"),
    ):
        (mine / f"{name}.md.j2").write_text(source(name).replace(before, after), encoding="utf-8")
    return mine


def study(folder: Path, url: str, text: str = STUDY) -> ExperimentPlan:
    words(folder)
    return planned(folder, text.replace("URL", url))


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, url: str) -> tuple[ExperimentPlan, Path]:
    """The experiment, and a folder with its file, the set and, in `games`, its games."""
    home = tmp_path_factory.mktemp("words")
    plan = study(home, url)
    assert run_experiment(plan, home / "games").complete
    return plan, home


@pytest.fixture
def copied(played: tuple[ExperimentPlan, Path], tmp_path: Path) -> tuple[ExperimentPlan, Path]:
    """The same in a folder of one's own."""
    plan, home = played
    shutil.copytree(home, tmp_path, dirs_exist_ok=True)
    return plan, tmp_path / "games"


def sent(record: Transcript) -> str:
    """All texts that were sent to models."""
    pieces = [
        name for call in record.entries if call.kind == "call" for _, said in call.data["messages"] for name in said
    ]
    return "\n".join(record.texts[name] for name in dict.fromkeys(pieces))


def of_mine(plan: ExperimentPlan, folder: Path, to: Path) -> Path:
    """The whole record of the game in one's own words."""
    run = next(run for run in plan.runs if run.cell == 1)
    to.write_bytes(b"".join(line + b"\n" for line in whole_record(contents(folder), run.id)))
    return to


def test_games_in_words_of_ones_own_are_proved_and_made_again_where_the_folder_is_gone(
    copied: tuple[ExperimentPlan, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, folder = copied
    shutil.rmtree(tmp_path / "words")
    assert prove(plan, contents(folder)) == 2
    path = of_mine(plan, folder, tmp_path / "mine.jsonl")
    run = next(run for run in plan.runs if run.cell == 1)
    assert main(["experiment", "expand", str(folder), run.id, "--out", str(tmp_path / "again.jsonl")]) == 0
    assert (tmp_path / "again.jsonl").read_bytes() == path.read_bytes()
    assert main(["verify", str(path)]) == 0
    told = sent(read(path))
    assert MINE in told
    assert "Now what do you say" in told
    assert "did not pass" in told, "the stub's malformed answers are sent back in these words"
    assert "# The table" not in told
    audited = audit_record(path)
    assert audited.compared == audited.prompts > 0, "all prompts are made again to the letter"
    assert audited.leaks == []
    capsys.readouterr()


def test_a_game_broken_off_goes_on_in_its_words_when_the_folder_is_gone(
    copied: tuple[ExperimentPlan, Path], tmp_path: Path
) -> None:
    plan, folder = copied
    run = next(run for run in plan.runs if run.cell == 1)
    lines = whole_record(contents(folder), run.id)
    called = [number for number, line in enumerate(lines, 1) if b'"kind":"call"' in line[:40]]
    again = tmp_path / "again"
    (again / PLAYING).mkdir(parents=True)
    (again / PLAYING / f"{run.id}.jsonl").write_bytes(b"".join(line + b"\n" for line in lines[: called[0]]))
    shutil.rmtree(tmp_path / "words")
    assert run_experiment(replace(plan, cells=plan.cells[1:]), again).complete
    told = sent(read(of_mine(plan, again, tmp_path / "again.jsonl")))
    assert "Now what do you say" in told
    assert "# The table" not in told


def test_a_set_that_has_changed_or_is_gone_is_said_before_anything_is_played(
    copied: tuple[ExperimentPlan, Path], tmp_path: Path, url: str
) -> None:
    plan, folder = copied
    mine = tmp_path / "words" / "mine"
    text = (mine / "ask_talk.md.j2").read_text(encoding="utf-8")
    (mine / "ask_talk.md.j2").write_text(text.replace("Now what", "So what"), encoding="utf-8")
    later = planned(tmp_path, STUDY.replace("URL", url))
    assert later.cells[1].settings != plan.cells[1].settings
    with pytest.raises(SpecError) as fault:
        run_experiment(later, folder)
    assert "cell 'words=mine' was begun with other settings: prompts.ask_talk: " in str(fault.value)
    changed = str(fault.value).partition("prompts.words.ask_talk: ")[2]
    assert "Now what do you say" in changed.partition(" before, ")[0], "a long text is told from where it differs"
    assert "So what do you say" in changed.partition(" before, ")[2]
    assert "rules" not in str(fault.value).partition("Set them")[0]
    (mine / "ask_talk.md.j2").write_text(text.replace("{{ turn }}", "1"), encoding="utf-8")
    with pytest.raises(FaultyPack, match=r"words=mine: wording 'words/mine': ask_talk.md.j2: it leaves out {{ turn }}"):
        planned(tmp_path, STUDY.replace("URL", url))
    shutil.rmtree(mine)
    with pytest.raises(
        FaultyPack, match=r"wording 'words/mine': there is no such set; the sets are .*mine is no folder"
    ):
        planned(tmp_path, STUDY.replace("URL", url))


@pytest.mark.slow
def test_an_experiment_that_is_played_is_told_and_goes_on_where_the_folder_of_its_words_is_gone(
    copied: tuple[ExperimentPlan, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = copied[1], str(tmp_path / "study.yaml")

    def told(command: str) -> tuple[int, str]:
        return main(["experiment", command, file, "--out", str(folder)]), capsys.readouterr().out

    commands = ("status", "run", "analyse", "check")
    before = [told(command) for command in commands]
    assert "2 games: " in before[0][1]
    shutil.rmtree(tmp_path / "words")
    assert [told(command) for command in commands] == before
    (tmp_path / "words" / "mine").mkdir(parents=True)
    assert [told(command) for command in commands] == before, "a folder that was emptied is gone as well"
    shutil.rmtree(tmp_path / "words")
    assert main(["experiment", "check", file]) == 2
    assert "wording 'words/mine': there is no such set" in capsys.readouterr().err, "no games say what the words were"
    assert main(["experiment", "table", file, "--out", str(folder), "--tables", str(tmp_path / "tables")]) == 0
    assert MINE in (tmp_path / "tables" / "manifest.json").read_text(encoding="utf-8")
    other = Path(file).read_text(encoding="utf-8").replace("words/mine", "words/other")
    Path(file).write_text(other, encoding="utf-8")
    capsys.readouterr()
    assert main(["experiment", "status", file, "--out", str(folder)]) == 2
    assert "wording 'words/other': there is no such set" in capsys.readouterr().err, "it is asked for by its path"


def test_the_words_of_a_folder_are_those_that_its_games_were_begun_in(
    played: tuple[ExperimentPlan, Path], tmp_path: Path
) -> None:
    plan, home = played
    assert begun_words(home / "games") == {"words/mine": words_in(plan.cells[1].setup.prompts)}
    shutil.copytree(home / "games", tmp_path / "more")
    again = plan.experiment.model_dump_json().replace("words/mine", "words/moved")
    line = f'{{"what":"begun","format":1,"experiment":{again}}}\n'
    (tmp_path / "more" / "ledger-2-of-2.jsonl").write_text(line, encoding="utf-8")
    assert set(begun_words(tmp_path / "more")) == {"words/mine", "words/moved"}, "a share may have begun no cell itself"
    assert begun_words(tmp_path / "nowhere") == {}
    (tmp_path / "ledger-1-of-1.jsonl").write_bytes(b'{"what":"cell","cell":[]}\n')
    with pytest.raises(ExperimentError, match=r"ledger-1-of-1.jsonl: line 1: this is no line of a ledger"):
        begun_words(tmp_path)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            "{{ 1 // 0 }}",
            "ask_talk.md.j2: line 3: floordiv is not accepted; values, conditions, lists, join and format",
        ),
        ("{{ " + "(" * 300 + "1" + ")" * 300 + " }}", "ask_talk.md.j2: its parts lie deeper than 20 in one another"),
        ("{% if turn %}" * 120 + "{% endif %}" * 120, "ask_talk.md.j2: its parts lie deeper than 20 in one another"),
        (" " * 60_000, "prompts.words.ask_talk: the template in the header has 602"),
    ],
)
def test_words_of_a_strangers_record_that_cannot_be_used_are_told_in_a_sentence(
    more: str, said: str, copied: tuple[ExperimentPlan, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, folder = copied
    path = of_mine(plan, folder, tmp_path / "mine.jsonl")
    lines = path.read_bytes().splitlines()
    before = plan.cells[1].setup.prompts["words.ask_talk"]
    for old, new in ((before, before + more), (hash_told(before), hash_told(before + more))):
        assert lines[0].count(in_json(old)) == 1
        lines[0] = lines[0].replace(in_json(old), in_json(new))
    path.write_bytes(rewritten(lines))
    capsys.readouterr()
    assert main(["audit", str(path)]) != 0
    told = capsys.readouterr().err
    assert said in told
    assert "fault of the program" not in told
    assert len(told.splitlines()) == 1


def test_a_record_whose_words_are_not_those_of_their_hash_is_not_proved(
    copied: tuple[ExperimentPlan, Path], tmp_path: Path
) -> None:
    plan, folder = copied
    path = of_mine(plan, folder, tmp_path / "mine.jsonl")
    lines = path.read_bytes().splitlines()
    assert lines[0].count(b"Now what do you say") == 1
    lines[0] = lines[0].replace(b"Now what do you say", b"Never mind what you say")
    path.write_bytes(rewritten(lines))
    with pytest.raises(TranscriptError, match=r"prompts.words.ask_talk is not the one whose hash prompts.ask_talk is"):
        verify(path)


@pytest.mark.slow
def test_of_a_model_that_is_bound_to_words_of_ones_own_wording_dominates(tmp_path: Path) -> None:
    threats = "factors:\n  - name: threats\n    levels: [{name: as usual}, {name: free, params: {trust_threat: 0}}]"

    def bound(system: str, user: str, phase: str) -> dict[str, object]:
        return answer(phase, {"kind": "train_operators"}) if system.startswith(MINE) else answer(phase)

    with serving(bound) as url:
        text = STUDY.replace("factors:", threats).replace("count: 1", "count: 10")
        plan = study(tmp_path, url, text)
        assert run_experiment(plan, tmp_path / "games").all_ok
    held = contents(tmp_path / "games")
    spread = variance_shares(plan, held)
    told = arms_in_words(plan, effects(plan, held), spread)
    assert told[0].startswith("The words of prompts move what the model does")
    assert any(line.startswith("Wording dominates score: ") for line in told)
    shares = {each.source: each.share for each in spread if each.outcome == "score"}
    assert shares["words"] > 10 * shares["threats"]
