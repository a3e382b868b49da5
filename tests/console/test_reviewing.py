"""A review is led in line mode to its report; answers stay closed, thoughts open by the word."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.console.test_console import Lines
from wargame.console.lines import Ended
from wargame.console.reviewing import ReviewLines
from wargame.review.guided_review import read_review, review_beside
from wargame.review.position import Positions
from wargame.review.review_forms import FormName
from wargame.review.timeline import Timeline
from wargame.review.walk import Walk
from wargame.transcript.line_index import index_of
from wargame.transcript.verify import replay

SCRIPTED = Path(__file__).resolve().parents[2] / "transcripts" / "first-download-scripted.jsonl"
REPORTS: list[str] = []


@pytest.fixture(scope="module")
def positions() -> Positions:
    return Positions(replay(index_of(SCRIPTED).transcript()))


@pytest.fixture
def walk(positions: Positions, tmp_path: Path) -> Iterator[Walk]:
    index = index_of(Path(shutil.copy(SCRIPTED, tmp_path / "game.jsonl")))
    timeline = Timeline(index)
    yield Walk(timeline, positions, step=len(timeline) - 1)
    index.close()


def led(walk: Walk, typed: Iterable[str], form: FormName | None = None, words: Iterable[str] = ("",)) -> Lines:
    """A sitting with these lines typed, and these unseen; what was told."""
    lines, unseen = Lines(typed), Lines(words)
    assert walk.positions is not None
    review = ReviewLines(
        record_of(walk),
        walk,
        walk.positions.game.sequence.book.setting,
        "lead",
        lines.read,
        lines.write,
        unseen.read,
        lambda text: REPORTS.append(text) or "report.md",  # type: ignore[func-returns-value]
        lambda: lines.told.append("WIPED"),
    )
    try:
        asyncio.run(review.lead(form))
    except Ended:
        lines.told.append("ENDED")
    return lines


def record_of(walk: Walk) -> Path:
    return walk.timeline.index.path


def a_decision(walk: Walk) -> int:
    """The line of the first decision for which its seat gave a reason."""
    line = walk.timeline
    return next(line.lines[step] for step in range(len(line)) if line.kind(step) == "decision" and reason(walk, step))


def reason(walk: Walk, step: int) -> str:
    """The first line of it, as the replay tells what a script notes."""
    assert walk.names is not None
    return walk.names.noted(str(walk.timeline.entry(step).data.get("rationale", ""))).partition("\n")[0]


def test_thirty_minutes_are_led_to_a_report(walk: Walk) -> None:
    place = str(a_decision(walk))
    answers = ["a ben", "hold", "", "late", "ask first"]
    evidence = ["e", "3", place, "here it turned"]
    told = led(walk, ["30", *answers, "o", *evidence, "c", "brief earlier", "Ada", "2027-01-31", "r", "q"]).text
    assert "passed over: 2" in told
    assert told.index("WIPED") < told.index("The answers of ben are kept")
    report = REPORTS.pop()
    for part in ("**ben**: ask first", f"line {place}: ", "here it turned", "| brief earlier | Ada | 2027-01-31 |"):
        assert part in report


def test_the_page_says_who_has_answered_and_not_what(walk: Walk) -> None:
    told = led(walk, ["a ben", "sell the yards", "p", "q"], "five").text
    typed, page = told.split("WIPED")
    assert "sell the yards" in typed
    assert "answered by ben" in page
    assert "sell the yards" not in page


def test_it_goes_on_where_it_stands_and_a_form_that_is_named_begins_anew(walk: Walk) -> None:
    led(walk, ["a ben", "hold", "cancel", "q"], "thirty")
    assert "how long" not in led(walk, ["q"]).text
    led(walk, ["q"], "thirty")
    led(walk, ["q"], "five")
    begun = read_review(review_beside(record_of(walk))).of("begun")
    assert [each.form for each in begun] == ["thirty", "five"]


def test_looking_leaves_no_file_and_the_page_says_where_what_is_said_is_kept(walk: Walk) -> None:
    place = review_beside(record_of(walk))
    for form in ("thirty", None):
        told = led(walk, ["story", "p", "q"] if form else ["5", "q"], form).text
        assert "what is said will be kept in game.review.jsonl, beside the record" in told
        assert not place.exists()
    told = led(walk, ["c", "brief", "Ada", "2027-01-31", "c", "meet", "Ben", "2027-01-31", "q"], "five").text
    assert told.splitlines().count("  kept in game.review.jsonl, beside the record") == 2
    assert [each.kind for each in read_review(place).entries] == ["begun", "action", "action"]


def test_the_word_that_is_set_stands_after_the_form_that_was_begun(walk: Walk) -> None:
    led(walk, ["T", "q"], "five", ["the lighthouse"] * 3)
    kinds = [each.kind for each in read_review(review_beside(record_of(walk))).entries]
    assert kinds == ["begun", "word", "thoughts"]


@pytest.mark.parametrize("word", ["q", "quit"])
def test_either_word_leaves(walk: Walk, word: str) -> None:
    told = led(walk, ["5", word, "never read"]).text
    assert "never read" not in told
    assert "is no word here" not in told


def test_what_is_mistyped_is_asked_again_and_nothing_else_has_to_be(walk: Walk) -> None:
    place = str(a_decision(walk))
    evidence = ["e", "9", "2", "999999", place, "it gave way"]
    told = led(walk, [*evidence, "c", "brief", "Ada", "soon", "2027-01-31", "sing", "turn 99", "q"], "thirty").text
    for part in ("there are questions 1 to 4", "no event, decision", "an action has a date", "'sing' is no word", "99"):
        assert part in told
    review = read_review(review_beside(record_of(walk)))
    assert [(each.question, each.line) for each in review.of("evidence")] == [(2, int(place))]
    assert [each.due for each in review.of("action")] == ["2027-01-31"]


@pytest.mark.parametrize(
    "typed", [["e", "2", "cancel"], ["e", ""], ["c", "brief", ""], ["c", "brief", "Ada", "cancel"]]
)
def test_what_is_given_up_leaves_nothing(walk: Walk, typed: list[str]) -> None:
    assert "given up" in led(walk, [*typed, "q"], "thirty").text
    assert not review_beside(record_of(walk)).exists()


def test_thoughts_are_told_by_the_instructors_word_alone_and_it_is_marked(walk: Walk) -> None:
    line = a_decision(walk)
    meant = reason(walk, walk.timeline.of_line(line))
    look = f"line {line}"
    closed = led(walk, [look, "T", look, "q"], "thirty", ["w0rd", "word", "w0rd", "W0rd", "wrong"]).text
    assert "The two differed" in closed
    assert "not the instructor's word" in closed
    assert meant not in closed
    opened = led(walk, ["T", look, "T", look, "q"], None, ["w0rd"]).text
    assert opened.count(meant) == 1
    assert len(list(read_review(review_beside(record_of(walk))).of("thoughts"))) == 1
    assert "w0rd" not in closed + opened


def test_moments_and_turns_are_listed_with_lines_that_can_be_evidence(walk: Walk) -> None:
    told = led(walk, ["s", "turn 1", "q"], "thirty").told
    listed = [int(text.split()[1].rstrip(":")) for text in told if text.startswith("line ")]
    assert listed
    assert all(walk.timeline.stands(line) and walk.timeline.turn(walk.timeline.of_line(line)) == 1 for line in listed)
    moment = next(text for text in told if "; size " in text)
    assert walk.timeline.stands(int(moment.partition(", line ")[2].partition(";")[0]))


def test_what_was_answered_before_the_input_ended_is_kept(walk: Walk) -> None:
    assert led(walk, ["a ben", "hold"], "thirty").text.endswith("ENDED")
    assert [each.text for each in read_review(review_beside(record_of(walk))).of("answer")] == ["hold"]
