"""The page of an experiment opens with its limits, holds what the tables hold, and takes nothing from anywhere."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.batch.studies import SMALL, ledger_of, planned, with_read
from tests.batch.test_beside_records import recorded
from tests.present.report.test_in_a_browser import CHROMIUM, browse
from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import LedgerContents
from wargame.core.ids import SeatId
from wargame.errors import SpecError
from wargame.present.experiment_report.page import experiment_page, page_as_html

pytest.importorskip("scipy", reason="SciPy is not installed; nothing but the analysis of experiments needs it")
Study = tuple[ExperimentPlan, LedgerContents]
EVIL = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    text = SMALL.replace("count: 3", "count: 12").replace("name: cost no trust", f'name: "{EVIL}"')
    plan, chance = planned(tmp_path_factory.mktemp("page"), text), random.Random(2)
    values: dict[tuple[str, str, int], float | None] = {
        (cell.levels["threats"], cell.levels["rome"], seed): 40 + chance.gauss(0, 5) + 30 * (EVIL in cell.name)
        for cell in plan.cells
        for seed in plan.experiment.numbers
    }
    values["as usual", "random", 3] = None
    return plan, ledger_of(plan, values)


@pytest.fixture(scope="module")
def page(study: Study) -> str:
    return page_as_html(experiment_page(*study))


def test_limits_come_first_and_say_what_is_missing(study: Study) -> None:
    first = experiment_page(*study).sections[0]
    assert first.title == "Limits of this page"
    said = " ".join(first.texts)
    assert said.startswith("Simulation: every seat is played by a script or a model. 47 of 48 games, 12 seeds")
    assert "Few seeds: below 20" in said
    assert "0 failed, 1 not started" in said
    assert "4 comparisons were looked at" in said
    assert "2 of 4 did not vary" in said
    assert "Up to 1 seed is left out of a comparison: a game with such a seed is missing" in said


ONE = re.compile(r"(?<![\d.,])1 (?!is\b|was\b|has\b|counts\b)[a-z-]+s\b")


def test_one_of_anything_is_told_in_the_singular(tmp_path: Path) -> None:
    rome = SMALL[SMALL.index("  - name: rome") : SMALL.index("seeds:")]
    only = SMALL.replace("count: 3", "count: 1").replace(rome, "")
    assert ONE.search("of 1 games"), "the pattern sees what it is for"
    plan = planned(tmp_path, only)
    found = ledger_of(
        plan, {("as usual", "as usual", 1): 40.0, ("cost no trust", "cost no trust", 1): 41.0}, ("threats", "threats")
    )
    run = plan.runs[0].id
    spoken = {SeatId("rome"): {"written": 1, "asked": 1, "answers": 1, "agreed": 1}}
    found.sealed[run] = with_read(found.sealed[run], asked=1, fallbacks=1, conduct=spoken)
    found.lost = 1
    beside = [replace(recorded(30.0), acts=1)]
    lost = ledger_of(
        plan, {("as usual", "as usual", 1): 40.0, ("cost no trust", "cost no trust", 1): None}, ("threats", "threats")
    )
    for page in (experiment_page(plan, found, beside=beside), experiment_page(plan, lost)):
        for section in page.sections:
            for words in (*section.texts, *(cell for row in section.rows for cell in row)):
                assert not ONE.search(words), words


def test_what_came_out_stands_before_how_it_was_made(study: Study) -> None:
    titles = [section.title for section in experiment_page(*study).sections]
    assert titles == [
        "Limits of this page",
        "What each level did",
        "Where the spread comes from",
        "What the games came to",
        "Design",
        "Games",
        "Manifest",
    ]


def test_p_is_told_to_be_corrected_for_those_that_have_one(study: Study) -> None:
    said = " ".join(experiment_page(*study).sections[0].texts)
    assert "P is corrected for the 2 of 4 comparisons that have one, and for none that was looked at elsewhere." in said


def test_effects_within_a_factor_and_how_they_differ_are_parts_of_their_own_with_their_limits(study: Study) -> None:
    sections = {each.title: each for each in experiment_page(*study, within="rome").sections}
    titles = list(sections)
    first = titles.index("What each level did")
    assert titles[first + 1 : first + 3] == [
        "What each level did at each level of rome",
        "How far effects differ between levels of rome",
    ]
    inside, differ = (sections[title] for title in titles[first + 1 : first + 3])
    assert [row[:4] for row in inside.rows[:2]] == [
        ("trust", "0-100", f"threats: {EVIL}", "scripted"),
        ("trust", "0-100", f"threats: {EVIL}", "random"),
    ]
    assert differ.rows[0][:6] == ("trust", "0-100", f"threats: {EVIL}", "random", "scripted", "11")
    assert "1 seed left out" in differ.rows[0][-1]
    assert inside.figures[0].title == f"trust (0-100), threats: {EVIL}"
    assert len(inside.figures) == len(differ.figures) == 1, "agreements never vary: a picture would show nothing"
    limits = " ".join(sections["Limits of this page"].texts)
    assert "Effects at each level of rome, and how far they differ, are comparisons beside these" in limits
    assert "comparisons beside these" not in " ".join(experiment_page(*study).sections[0].texts)


def test_a_p_that_is_next_to_nothing_is_told_as_such_all_over_the_page(study: Study) -> None:
    page = page_as_html(experiment_page(*study, within="rome"))
    assert page.count(">&lt; 0.001<") >= 3, "what was planted is told over all games and at each level of Rome"
    assert ">0.000<" not in page
    assert '<td class="number">&lt; 0.001</td>' in page, "and is not broken over two lines"


def test_a_factor_within_which_nothing_can_be_told_is_refused(study: Study) -> None:
    with pytest.raises(SpecError, match="--within roma: 'roma' is no factor of this experiment"):
        experiment_page(*study, within="roma")


def test_records_stand_one_by_one_before_they_are_held_against_games(study: Study) -> None:
    with_records = experiment_page(*study, beside=[recorded(30.0)]).sections
    titles = [section.title for section in with_records]
    first = titles.index("Recorded games")
    assert titles[first : first + 3] == ["Recorded games", "What recorded games came to", "Beside recorded games"]
    came_to = with_records[first + 1]
    assert [row[:3] for row in came_to.rows] == [("people.jsonl", "trust", "30"), ("", "agreements", "0")]
    own = experiment_page(*study, beside=[replace(recorded(30.0), run="g1")]).sections
    assert "Beside recorded games" not in [section.title for section in own], "nothing is left to be held against them"


def test_the_page_takes_nothing_from_anywhere_and_runs_nothing(page: str) -> None:
    assert not re.search(r"<(script|link|img|iframe|object)\b", page)
    addresses = set(re.findall(r"https?://[^\s\"'<]+", page))
    assert addresses <= {"http://www.w3.org/2000/svg"}
    assert "url(" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page, "names stand there as words"


def test_the_same_games_give_the_same_bytes(study: Study, page: str) -> None:
    assert page_as_html(experiment_page(*study)) == page


def test_every_outcome_has_its_pictures_and_every_cell_its_row(study: Study, page: str) -> None:
    assert page.count("<svg ") == 2 * len(study[0].outcomes)
    values = next(each for each in experiment_page(*study).sections if each.title == "What the games came to")
    assert len(values.rows) == len(study[0].outcomes) * len(study[0].cells)
    assert ("trust", "0-100", "threats=as usual, rome=random", "11") in {tuple(row[:4]) for row in values.rows}


def test_the_manifest_is_folded_and_says_nothing_of_what_nobody_set(page: str) -> None:
    folded = page[page.index("<details>") : page.index("</details>")]
    assert "&#34;rules&#34;" in folded
    assert "null" not in folded
    assert "details { display: none; }" in page[page.index("@media print") :].splitlines()[0], "it fills no sheets"


def test_wide_tables_and_pictures_scroll_in_boxes_of_their_own(page: str) -> None:
    for wide in ("<table>", "<svg "):
        places = [found.start() for found in re.finditer(wide, page)]
        assert places
        assert all(page[:at].rstrip().endswith('<div class="wide" tabindex="0">') for at in places)


def with_fallbacks(study: Study) -> LedgerContents:
    """The same games, each with a model that a script played for once."""
    found = study[1]
    sealed = {run: with_read(each, asked=2, fallbacks=1) for run, each in found.sealed.items()}
    return replace(found, sealed=sealed)


def test_who_reads_a_page_is_told_what_can_be_made_and_by_whom(study: Study) -> None:
    said = " ".join(experiment_page(study[0], with_fallbacks(study)).sections[0].texts)
    assert "in these numbers: whoever has the games can make it without them." in said
    assert "--" not in said, "a reader of a page has no command line"


def test_that_nothing_is_left_to_compare_without_fallbacks_is_said_there_alone(study: Study) -> None:
    page = experiment_page(study[0], with_fallbacks(study), without_fallbacks=True)
    said = " ".join(page.sections[0].texts)
    assert "Without the games that had such decisions no comparison has a pair, and no effect can be told" in said
    with_them = " ".join(experiment_page(study[0], with_fallbacks(study)).sections[0].texts)
    assert "no comparison has a pair" not in with_them


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed here that could open a page")
def test_a_browser_without_a_network_draws_it_whole(page: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    drawn = browse(path, "--dump-dom")
    assert drawn.count("<h2>") == 7
    assert drawn.rstrip().endswith("</html>")
    shot = tmp_path / "page.png"
    browse(path, "--window-size=1100,2600", f"--screenshot={shot}")
    assert shot.stat().st_size > 30_000, "not an empty page"
