"""`wargame experiment`: what it answers, and the exit code that a script goes by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.batch.studies import SMALL, written
from wargame.cli import main

from .conftest import Run

TINY = SMALL.replace("count: 3", "count: 1")


def test_check_says_what_a_file_comes_to_and_plays_nothing(tmp_path: Path, wargame: Run) -> None:
    said = wargame("experiment", "check", written(tmp_path, SMALL))
    assert said.code == 0
    assert said.out.splitlines()[0] == "small: 12 games, 4 cells of 3 seeds each"
    assert "pairs: each cell beside 'threats=as usual, rome=scripted', seed by seed: 3 pairs a comparison" in said.out
    assert [path.name for path in tmp_path.iterdir()] == ["study.yaml"]


def test_check_says_that_an_area_of_a_running_count_is_no_number_of_deeds(tmp_path: Path, wargame: Run) -> None:
    path = written(tmp_path, SMALL)
    assert "agreements: `area` sums a count that runs on from the start" in wargame("experiment", "check", path).out
    (remark,) = wargame("experiment", "check", path, "--json").json["remarks"]
    assert remark.startswith("agreements: `area` sums")
    path = written(tmp_path, SMALL.replace("at: area", "at: end"))
    assert "`area`" not in wargame("experiment", "check", path).out
    assert wargame("experiment", "check", path, "--json").json["remarks"] == []


def test_check_gives_every_run_with_its_id(tmp_path: Path, wargame: Run) -> None:
    found = wargame("experiment", "check", written(tmp_path), "--json").json
    assert len({each["run"] for each in found["runs"]}) == found["games"] == 12
    assert {each["cell"] for each in found["runs"]} == {each["name"] for each in found["cells"]}


def test_a_program_is_told_what_a_plan_can_see_and_what_caps_it(tmp_path: Path, wargame: Run) -> None:
    found = wargame("experiment", "check", written(tmp_path, SMALL), "--json").json
    power = found["power"]
    assert (power["pairs"], power["comparisons"]) == (3, 4)
    assert power["visible_among_all"] > power["visible"] > 1, "three pairs see no small difference"
    assert found["budget"] == {"tokens": None, "money": None}
    one = wargame("experiment", "check", written(tmp_path, TINY), "--json").json
    assert one["power"]["visible"] is None, "one pair shows no difference for certain"


def test_a_folder_that_is_none_is_told_by_check_and_by_a_dry_run(tmp_path: Path, wargame: Run) -> None:
    study = written(tmp_path, SMALL)
    for wrong in (study, tmp_path / "nope"):
        said = wargame("experiment", "check", study, "--out", wrong)
        assert (said.code, said.out) == (2, "")
        assert f"{wrong}: there is no such folder" in said.err
    is_none = f"{study}: this is a file: give the folder of its games"
    for wrong, why in ((study, is_none), (tmp_path, "control.json: paused is 'yes'; true or false is accepted")):
        (tmp_path / "control.json").write_text('{"paused": "yes"}')
        for more in ((), ("--dry-run",)):
            said = wargame("experiment", "run", study, "--out", wrong, *more)
            assert (said.code, said.out) == (2, "")
            assert why in " ".join(said.err.split())


def test_a_dry_run_lists_ids_of_games(tmp_path: Path, wargame: Run) -> None:
    study, folder = written(tmp_path, SMALL.replace("count: 3", "count: 6")), tmp_path / "games"
    ids = [each["run"] for each in wargame("experiment", "check", study, "--json").json["runs"]]
    said = wargame("experiment", "run", study, "--out", folder, "--dry-run").out.splitlines()
    assert [line.split()[0] for line in said[-21:-1]] == ids[:20]
    assert said[-21].endswith("seed 1  threats=as usual, rome=scripted")
    assert said[-1] == "and 4 more games, whose ids `--json` lists"


def test_an_analysis_counts_games_in_which_scripts_helped_apart(tmp_path: Path, wargame: Run) -> None:
    study, folder = written(tmp_path, SMALL), tmp_path / "games"
    assert wargame("experiment", "run", study, "--out", folder, "--workers", 1).code == 0
    (ledger,) = folder.glob("ledger-*.jsonl")
    lines = [json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines()]
    helped = next(line for line in lines if line["what"] == "sealed")
    helped["read"]["fallbacks"] = 2
    ledger.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    found = wargame("experiment", "analyse", study, "--out", folder, "--json").json
    counted = {name: found[name] for name in ("games", "ok", "fallbacks", "failed", "stopped", "not_started")}
    assert counted == {"games": 12, "ok": 11, "fallbacks": 1, "failed": 0, "stopped": 0, "not_started": 0}
    assert found["limits"][0].startswith("Simulation: every seat is played by a script or a model.")


def test_a_faulty_file_is_bad_input_with_its_line(tmp_path: Path, wargame: Run) -> None:
    said = wargame("experiment", "check", written(tmp_path, TINY.replace("name: small", "nam: small").lstrip()))
    assert said.code == 2
    assert "study.yaml:1: nam: nam is not a key here" in said.err


def test_run_status_and_expand_from_one_folder(tmp_path: Path, wargame: Run) -> None:
    study, folder = written(tmp_path, TINY), tmp_path / "games"
    before = wargame("experiment", "status", study, "--out", folder)
    assert (before.code, before.out) == (1, f"{folder}: 4 games: 0 ok, 0 failed, 4 not started\n")
    said = wargame("experiment", "run", study, "--out", folder, "--workers", 1)
    assert (said.code, said.out) == (0, f"{folder}: 4 games: 4 ok, 0 failed, 0 not started\n")
    found = wargame("experiment", "status", study, "--out", folder, "--json")
    assert found.code == 0
    assert found.json["ok"] == 4
    run = wargame("experiment", "check", study, "--json").json["runs"][2]["run"]
    assert wargame("experiment", "expand", folder, run, "--out", tmp_path / "game.jsonl").code == 0
    assert wargame("verify", tmp_path / "game.jsonl").code == 0
    turned = wargame("experiment", "expand", study, run, "--out", tmp_path / "other.jsonl")
    assert (turned.code, "give the folder of its games first" in turned.err) == (2, True)
    missing = wargame("experiment", "expand", folder, "g" + "f" * 15, "--out", tmp_path / "other.jsonl")
    assert missing.code == 2
    assert "no game of that id is sealed" in missing.err


def test_processes_are_asked_for_and_a_stall_is_told(tmp_path: Path, wargame: Run) -> None:
    study, folder = written(tmp_path, TINY), tmp_path / "games"
    asks = ("experiment", "control", folder, "--by", "office", "--because", "a free core")
    assert wargame("experiment", "run", study, "--out", folder, "--workers", 1).code == 0
    assert wargame(*asks, "--workers", 3).out.splitlines() == [
        f"{folder}: no cap is set here: that of the file holds, if it has one",
        f"{folder}: not paused",
        f"{folder}: games are played by 3 processes",
        f"{folder}: no session is under way: give `wargame experiment run FILE --out {folder}` to go on",
    ]
    capped = wargame(*asks, "--tokens", 3_000_000)
    assert capped.out.startswith(f"{folder}: cap set: 3,000,000 tokens (0 taken)\n")
    assert capped.err == "no model plays or judges in the games that were begun there: the cap binds none of them\n"
    assert "that of the file holds" in wargame(*asks, "--cap-of-file").out
    assert "--pause, --go-on, --games N or --workers N" in wargame(*asks).err
    with (folder / "ledger-1-of-1.jsonl").open("a", encoding="utf-8") as ledger:
        ledger.write('{"what":"stalled","at":"2026-11-30T05:00:00+00:00","seconds":312}\n')
    said = wargame("experiment", "status", study, "--out", folder)
    assert "stalled: at 2026-11-30T05:00:00+00:00 nothing had happened for 5 min; nothing has been put down" in said.out
    told = wargame("experiment", "status", study, "--out", folder, "--json").json
    assert told["stalls"] == [{"at": "2026-11-30T05:00:00+00:00", "seconds": 312}]
    assert told["stalled"]


@pytest.mark.slow
def test_how_much_parameters_count_is_told_and_what_they_do_not_move(tmp_path: Path, wargame: Run) -> None:
    pytest.importorskip("SALib", reason="SALib is not installed; nothing but designs of Morris and Saltelli needs it")
    text = TINY[: TINY.index("factors:")] + TINY[TINY.index("seeds:") :]
    design = "design: {kind: morris, points: 4, over: [{param: trust_threat}, {param: trust_data}]}\nseeds:"
    study, folder = written(tmp_path, text.replace("seeds:", design)), tmp_path / "games"
    assert wargame("experiment", "run", study, "--out", folder, "--workers", 1).code == 0
    said = wargame("experiment", "analyse", study, "--out", folder).out
    assert "How far each parameter moves an outcome over its whole range, from many places (Morris)." in said
    assert "none of these parameters moves it there" in said, "one turn makes the same agreements whatever threats cost"
    told = wargame("experiment", "analyse", study, "--out", folder, "--json").json["sensitivities"]
    assert [(each["outcome"], each["parameter"]) for each in told[:2]] == [
        ("trust", "trust_threat"),
        ("trust", "trust_data"),
    ]
    assert wargame("experiment", "report", study, "--out", folder, "--report", tmp_path / "page.html").code == 0
    assert "How much each parameter counts" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_dry_run_says_what_is_left_and_leaves_no_folder(tmp_path: Path, wargame: Run) -> None:
    said = wargame("experiment", "run", written(tmp_path, TINY), "--out", tmp_path / "games", "--dry-run")
    assert said.code == 0
    assert f"0 games are sealed in {tmp_path / 'games'}, 4 are to be played" in said.out
    assert not (tmp_path / "games").exists()


def test_it_is_no_success_while_a_game_has_failed(
    tmp_path: Path, wargame: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, folder = written(tmp_path, TINY), tmp_path / "games"

    def broken(*given: object) -> None:
        raise RuntimeError("planted")

    with monkeypatch.context() as planted:
        planted.setattr("wargame.players.random.RandomPlayer.decide", broken)
        said = wargame("experiment", "run", study, "--out", folder, "--workers", 1)
        assert said.code == 1
        assert f"{folder}: 4 games: 2 ok, 2 failed, 0 not started" in said.out
        assert said.out.count("RuntimeError: planted") == 2
        assert said.err.count("a game failed: RuntimeError: planted") == 1, "told when it comes, and once"
        once = wargame("experiment", "run", study, "--out", folder, "--workers", 1, "--failures", 1, "--json")
        assert once.code == 1
        assert len(once.json["failed"]) == 2
    again = wargame("experiment", "run", study, "--out", folder, "--workers", 1)
    assert again.code == 0, "a failed game is played once more"
    assert "4 ok, 0 failed" in again.out


def test_effects_are_told_at_each_level_of_a_factor_that_is_named(tmp_path: Path, wargame: Run) -> None:
    pytest.importorskip("scipy", reason="SciPy is not installed; nothing but the analysis of experiments needs it")
    path, folder = written(tmp_path, SMALL.replace("count: 3", "count: 2")), tmp_path / "out"
    assert wargame("experiment", "run", path, "--out", folder, "--workers", 1).code == 0
    words = ("experiment", "analyse", path, "--out", folder, "--within")
    said = wargame(*words, "rome")
    assert "Effects at each level of rome, each in the games of that level alone." in said.out
    assert "trust, threats: cost no trust: " in said.out
    found = wargame(*words, "rome", "--json").json["within"]
    assert [(each["effect"]["outcome"], each["at"]) for each in found] == [
        ("trust", "scripted"), ("trust", "random"), ("agreements", "scripted"), ("agreements", "random"),
    ]  # fmt: skip
    assert "How far effects differ between the levels of rome (interactions)." in said.out
    apart = wargame(*words, "rome", "--json").json["interactions"]
    assert [(each["difference"]["outcome"], each["at"], each["less_at"]) for each in apart] == [
        ("trust", "random", "scripted"), ("agreements", "random", "scripted"),
    ]  # fmt: skip
    page = tmp_path / "page.html"
    assert wargame("experiment", "report", path, "--out", folder, "--within", "rome", "--to", page).code == 0
    assert "How far effects differ between levels of rome" in page.read_text(encoding="utf-8")
    refused = wargame("experiment", "report", path, "--out", folder, "--within", "roma", "--to", tmp_path / "no.html")
    assert refused.code == 2
    assert not (tmp_path / "no.html").exists()
    no = wargame(*words, "roma")
    assert (no.code, no.out) == (2, "")
    assert "--within roma: 'roma' is no factor of this experiment; did you mean 'rome'?" in no.err


@pytest.mark.parametrize("shard", ["0/2", "3/2", "1", "a/b", "1/0"])
def test_a_share_that_cannot_be_is_refused(tmp_path: Path, wargame: Run, shard: str) -> None:
    said = wargame("experiment", "run", written(tmp_path, TINY), "--out", tmp_path / "games", "--shard", shard)
    assert said.code == 2
    assert "this must be I/N" in said.err
    assert not (tmp_path / "games").exists()


def test_its_json_is_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(
        [
            "experiment",
            "run",
            str(written(tmp_path, TINY)),
            "--out",
            str(tmp_path / "games"),
            "--json",
            "--workers",
            "1",
        ]
    )
    assert json.loads(capsys.readouterr().out)["games"] == 4


def test_tables_and_what_they_say_from_one_folder(tmp_path: Path, wargame: Run) -> None:
    study, folder = written(tmp_path), tmp_path / "games"
    nothing = wargame("experiment", "table", study, "--out", folder, "--tables", tmp_path / "tables")
    assert nothing.code == 2
    assert "no game of this experiment is sealed there" in nothing.err
    wargame("experiment", "run", study, "--out", folder, "--workers", 1)
    said = wargame("experiment", "table", study, "--out", folder, "--to", tmp_path / "tables", "--rebuild")
    assert said.code == 0
    assert f"{tmp_path / 'tables'}: runs: 12 rows" in said.out
    assert "12 games were played again from their records; their rows are equal" in said.err
    taken = wargame("experiment", "table", study, "--out", folder, "--to", tmp_path / "tables", "--rebuild")
    assert taken.code == 2
    assert f"--to {tmp_path / 'tables'}: this is a folder; name one that does not exist yet" in taken.err
    assert "played again" not in taken.err
    pytest.importorskip("scipy", reason="SciPy is not installed; nothing but the analysis of experiments needs it")
    told = wargame("experiment", "analyse", study, "--out", folder)
    assert told.code == 0
    assert told.out.startswith(
        "Simulation: every seat is played by a script or a model. 12 of 12 games, 3 seeds; exploratory"
    )
    found = wargame("experiment", "analyse", study, "--out", folder, "--json").json
    assert len(found["effects"]) == 4
    assert {each["remark"] for each in found["effects"]} <= {"few pairs: fewer than 20", "did not vary"}


def test_an_analysis_opens_with_what_deviates_from_the_plan_that_was_laid_down(tmp_path: Path, wargame: Run) -> None:
    pytest.importorskip("scipy", reason="SciPy is not installed; nothing but the analysis of experiments needs it")
    study, folder = written(tmp_path), tmp_path / "games"
    locked = wargame("experiment", "lock", study, "--out", folder)
    assert locked.code == 0, locked.err
    hash = locked.out.split()[-1]
    wargame("experiment", "run", study, "--out", folder, "--workers", 1)
    told = wargame("experiment", "analyse", study, "--out", folder).out
    assert f"as {hash}, before any game was sealed; nothing deviates from it." in told
    assert "exploratory" not in told
    study.write_text(study.read_text().replace("name: agreements", "name: pacts"))
    wargame("experiment", "run", study, "--out", folder, "--workers", 1)
    told = wargame("experiment", "analyse", study, "--out", folder).out
    assert "2 deviations from it:" in told
    assert "- outcome 'pacts' was not registered: what it shows is exploratory." in told
    assert wargame("experiment", "lock", study, "--out", folder).code == 2
    (study.parent / "study.lock.json").unlink()
    late = wargame("experiment", "lock", study, "--out", folder)
    assert "12 of its games are sealed already, and the registration says so" in late.err
    assert any("12 games were sealed already" in line for line in _registered(wargame, study, folder))


def _registered(wargame: Run, study: Path, folder: Path) -> list[str]:
    found: list[str] = wargame("experiment", "analyse", study, "--out", folder, "--json").json["registered"]
    return found


def test_experiments_that_are_ready_are_listed_and_copied(tmp_path: Path, wargame: Run) -> None:
    assert "doctrine-grid" in wargame("experiment", "ready").out
    copy = tmp_path / "mine.yaml"
    assert wargame("experiment", "ready", "baselines", "--to", copy).code == 0
    assert wargame("experiment", "check", copy).code == 0
    assert wargame("experiment", "ready", "baselines", "--to", copy).code == 2


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (
            "table",
            "Missing option '--to' / '--tables'. FOLDER: A new folder for the tables. Example: wargame experiment",
        ),
        ("report", "Missing option '--to' / '--report'. FILE: A new file for the page, as HTML. Example: wargame"),
    ],
)
def test_where_to_write_is_asked_for_in_one_sentence_with_an_example(
    tmp_path: Path, wargame: Run, command: str, said: str
) -> None:
    missing = wargame("experiment", command, written(tmp_path, TINY), "--out", tmp_path / "games")
    assert missing.code == 2
    assert said in " ".join(missing.err.split())


def test_a_page_is_a_new_file_and_opens_with_its_limits(tmp_path: Path, wargame: Run) -> None:
    pytest.importorskip("scipy", reason="SciPy is not installed; nothing but the analysis of experiments needs it")
    study, folder, page = written(tmp_path, TINY), tmp_path / "games", tmp_path / "page.html"
    early = wargame("experiment", "report", study, "--out", folder, "--report", page)
    assert early.code == 2
    assert "no game of this experiment is sealed there" in early.err
    assert wargame("experiment", "run", study, "--out", folder, "--workers", 1).code == 0
    said = wargame("experiment", "report", study, "--out", folder, "--to", page)
    assert (said.code, said.out) == (0, f"{page}\n")
    text = page.read_text(encoding="utf-8")
    assert text.index("Limits of this page") < text.index("What each level did")
    assert wargame("experiment", "report", study, "--out", folder, "--report", page).code == 2, (
        "nothing is written over"
    )


def test_recorded_games_stand_beside_an_experiment_in_tables_words_and_page(tmp_path: Path, wargame: Run) -> None:
    pytest.importorskip("scipy", reason="SciPy is not installed; nothing but the analysis of experiments needs it")
    study, folder, record = written(tmp_path, TINY), tmp_path / "games", tmp_path / "seminar.jsonl"
    assert wargame("experiment", "run", study, "--out", folder, "--workers", 1).code == 0
    assert wargame("run", "first-download", "--turns", 1, "--seed", 9, "--out", record, "--quiet").code == 0
    there = ("--out", folder, "--with", record)
    assert "runs: 5 rows" in wargame("experiment", "table", study, *there, "--tables", tmp_path / "tables").out
    said = wargame("experiment", "analyse", study, *there)
    assert said.code == 0
    assert "1 recorded game beside the experiment, 0 of them with people." in said.out
    found = wargame("experiment", "analyse", study, *there, "--json").json
    assert [each["name"] for each in found["records"]] == ["seminar.jsonl"]
    assert {(each["outcome"], each["turn"]) for each in found["beside"]} == {("trust", 1), ("agreements", 1)}
    assert wargame("experiment", "report", study, *there, "--report", tmp_path / "page.html").code == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.index("1 recorded game beside") < page.index("Beside recorded games")
    assert wargame("experiment", "analyse", study, "--out", folder, "--with", study).code == 2
