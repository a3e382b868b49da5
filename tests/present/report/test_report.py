"""A report: limits first, every sentence with lines that are there, the same bytes twice, and nothing of others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.present.report.conftest import Reports
from wargame.core.ids import CONTROL, PUBLIC
from wargame.errors import SpecError, TranscriptError
from wargame.present.report.as_html import as_html
from wargame.present.report.as_markdown import as_markdown
from wargame.present.report.assembling import report_of
from wargame.present.report.document import Report, ReportSentence, ReportTable, Section, TableRow, lines_in_words
from wargame.present.story_rows import reason_in_words
from wargame.review.story import story_of
from wargame.transcript.verify import verify

VIEWERS = (CONTROL, PUBLIC, "paris", "anthropic")


def lines_of(report: Report) -> Iterator[tuple[str, tuple[int, ...]]]:
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, ReportSentence):
                yield block.text, block.lines
            elif isinstance(block, ReportTable):
                yield from ((" ".join(row.cells), row.lines) for row in block.rows)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_every_sentence_and_row_names_lines_that_are_in_the_record(record: Path, reports: Reports, viewer: str) -> None:
    count = len(record.read_bytes().splitlines())
    found = list(lines_of(reports(viewer)))
    assert len(found) > 20
    for text, lines in found:
        assert lines, text
        assert all(1 <= line <= count for line in lines), text


def test_the_story_is_the_one_of_the_terminal_with_its_lines(record: Path, reports: Reports) -> None:
    story = story_of(verify(record), CONTROL)
    told = dict(lines_of(reports(CONTROL)))
    by_line = {number: json.loads(line) for number, line in enumerate(record.read_bytes().splitlines(), 1)}
    for turn in story.turns:
        for moment in story.turn(turn).moments[:2]:
            lines = next(lines for text, lines in told.items() if text.rstrip(".") == moment.headline.rstrip("."))
            assert by_line[lines[0]]["kind"] == "event"
            for reason in moment.because[:2]:
                words = reason_in_words(moment, reason).casefold().rstrip(".")
                assert any(text.casefold().rstrip(".") == words for text in told)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_limits_stand_first_and_a_game_without_people_is_a_simulation(reports: Reports, viewer: str) -> None:
    report = reports(viewer)
    assert report.heading == "Simulation: Between the Giants"
    first = report.sections[0]
    assert first.title == "Limits of this report"
    said = " ".join(block.text for block in first.blocks if isinstance(block, ReportSentence))
    assert "one game (n = 1)" in said
    assert "Of 7 seats 0 had a person, 0 a language model and 7 a script: the share of AI seats is 0 %." in said
    for text in (as_html(report), as_markdown(report)):
        assert text.index("Limits of this report") < text.index("one game") < text.index("The game on one page")


def test_two_runs_write_the_same_bytes(record: Path, reports: Reports) -> None:
    again = report_of(record)
    assert as_html(again) == as_html(reports(CONTROL))
    assert as_markdown(again) == as_markdown(reports(CONTROL))


class Read(HTMLParser):
    """The sentences of an HTML report with their lines, and whatever it would load."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[str]] = []
        self.loads: list[str] = []
        self._in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [f"{tag} {name}={value}" for name, value in attrs if name in ("src", "data", "action", "srcset")]
        self.loads += [f"{tag} {v}" for n, v in attrs if n in ("href", "xlink:href") and not str(v).startswith("#")]
        self.loads += [tag] if tag in ("script", "link", "iframe", "object", "img", "base") else []
        kind = dict(attrs).get("class")
        if tag == "p" and kind in ("said", "under"):
            self.found.append(["", ""])
        self._in = str(kind) if tag == "span" else self._in

    def handle_endtag(self, tag: str) -> None:
        self._in = "" if tag == "span" else self._in

    def handle_data(self, data: str) -> None:
        if self._in in ("text", "at"):
            self.found[-1][self._in == "at"] += data


def markdown_sentences(text: str) -> Iterator[str]:
    inside = 0
    for token in MarkdownIt("commonmark").parse(text):
        inside += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if inside and token.type == "inline":
            yield "".join(child.content for child in token.children or ())


@pytest.mark.parametrize("viewer", VIEWERS)
def test_markdown_and_html_say_the_same_sentences_with_the_same_lines(reports: Reports, viewer: str) -> None:
    report = reports(viewer)
    page = Read()
    page.feed(as_html(report))
    meant = [f"{each.text} [{lines_in_words(each.lines)}]" for each in report.sentences()]
    assert [f"{text} {at}" for text, at in page.found] == meant
    assert list(markdown_sentences(as_markdown(report))) == meant


@pytest.mark.parametrize("viewer", VIEWERS)
def test_the_page_loads_nothing_from_anywhere(reports: Reports, viewer: str) -> None:
    text = as_html(reports(viewer))
    page = Read()
    page.feed(text)
    assert page.loads == []
    assert not re.search(r"url\(|@import|https?:(?!//www\.w3\.org/2000/svg)", text)


def test_words_of_players_make_no_markup() -> None:
    hostile = "<script>alert(1)</script> # [x](http://example.org) | *a* \u202e- 1. `b` &lt; \\"
    report = Report("x", "report", hostile, ())
    assert "<script>" not in as_html(report)
    tokens = MarkdownIt("commonmark").parse(as_markdown(report))
    kinds = {child.type for token in tokens for child in token.children or ()}
    assert kinds <= {"text", "text_special"}


def test_an_unknown_seat_is_refused_with_those_that_there_are(record: Path) -> None:
    with pytest.raises(SpecError, match="it must be one of washington, "):
        report_of(record, "atlantis")


@pytest.mark.slow
def test_a_broken_record_gives_a_partial_report_that_says_so(record: Path, tmp_path: Path) -> None:
    lines = record.read_bytes().splitlines(keepends=True)
    whole = verify(record)
    turn_3 = next(entry.n for entry in whole.record.entries if entry.turn == 3)
    lines[turn_3 + 20] = lines[turn_3 + 20].replace(b'"', b"'", 2)
    path = tmp_path / "game.jsonl"
    path.write_bytes(b"".join(lines))
    report = report_of(path)
    first = next(report.sentences()).text
    assert first.startswith("This report is partial: the record is damaged (line ")
    assert f"turns 1 to 2 are told, to line {turn_3 - 1}" in first
    for viewer in VIEWERS:
        assert all(1 <= line < turn_3 for _, lines in lines_of(report_of(path, viewer)) for line in lines)
    text = as_markdown(report)
    assert "### Turn 2," in text
    assert "### Turn 3," not in text


def test_a_line_that_the_rules_do_not_give_ends_the_report_before_it(record: Path, tmp_path: Path) -> None:
    """Also where whoever changed it mended the chain behind it."""
    from wargame.transcript.chain import check
    from wargame.transcript.entry import linked

    lines = record.read_bytes().splitlines()
    at = next(n for n, line in enumerate(lines) if b'"kind":"trust_' in line and b'"turn":3,' in line[:60])
    lines[at] = re.sub(rb'"after":[\d.]+', b'"after":99.5', lines[at], count=1)
    for number in range(at + 1, len(lines)):
        lines[number] = re.sub(
            rb'"prev":"\w+"', f'"prev":"{linked(lines[number - 1])}"'.encode(), lines[number], count=1
        )
    lines.pop()  # the seal would tell it too
    assert check(lines)[1] is None
    path = tmp_path / "game.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    report = report_of(path)
    assert "turns 1 to 2 are told" in report.partial


def test_a_record_that_stops_is_told_as_far_as_it_goes(record: Path, tmp_path: Path) -> None:
    whole = verify(record)
    turn_2 = next(entry.n for entry in whole.record.entries if entry.turn == 2)
    path = tmp_path / "game.jsonl"
    path.write_bytes(b"".join(record.read_bytes().splitlines(keepends=True)[: turn_2 + 5]))
    report = report_of(path)
    assert report.partial == f"the game was not played to its end; turn 1 is told, to line {turn_2 - 1}"


def test_what_is_no_record_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    path.write_bytes(b"nothing\n")
    with pytest.raises(TranscriptError):
        report_of(path)


def test_addresses_that_players_write_are_words_and_no_links() -> None:
    said = "see http://e.example, HTTPS://e.example, www.e.example and a@e.example"
    report = Report("t", "report", "", (Section("s", (ReportSentence(said, (1,)),)),))
    text = as_markdown(report)
    assert not re.search(r"http[s]?:|www\.|[a-z]@", text, re.IGNORECASE)
    assert said in MarkdownIt().render(text), "and read as they were written"


def test_a_long_word_in_a_cell_may_break_anywhere_and_others_only_at_blanks() -> None:
    word = f"{'w' * 60}<b>"
    table = ReportTable(("a", "b"), (TableRow((word, "dependence"), (1,)),))
    text = as_html(Report("t", "report", "told", (Section("s", (table,)),)))
    assert f'<td class="long">{"w" * 60}&lt;b&gt;</td><td>dependence</td>' in text
    assert ".long { overflow-wrap: anywhere; }" in text
