"""A report as PDF: every sentence on its pages, nothing over their edges, the same bytes twice, words as words."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO

import pytest

pytest.importorskip("typst", reason="a PDF needs typst: pip install '.[pdf]'")
pytest.importorskip("pdfminer", reason="a PDF is read back by pdfminer.six: pip install '.[dev]'")

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTPage

from tests.present.report.conftest import Reports
from wargame.core.ids import CONTROL
from wargame.errors import SpecError
from wargame.present.report.as_pdf import as_pdf
from wargame.present.report.chart_drawing import drawn
from wargame.present.report.document import (
    Chart,
    Panel,
    Report,
    ReportSentence,
    ReportTable,
    Section,
    Series,
    TableRow,
    lines_in_words,
)

EDGE = 20.0
"""Points at each side of a page on which nothing may stand: 7 mm, more than a printer leaves white."""


def characters(item: object) -> Iterator[LTChar]:
    if isinstance(item, LTChar):
        yield item
    elif isinstance(item, Iterable):
        for part in item:
            yield from characters(part)


def pages(pdf: bytes) -> list[LTPage]:
    return list(extract_pages(BytesIO(pdf)))


def letters(text: str) -> str:
    """What is left of a text whatever breaks its lines."""
    return re.sub(r"[\s\u200b]", "", text)


def read_back(found: list[LTPage]) -> str:
    return letters("".join(each.get_text() for page in found for each in characters(page)))


def over_the_edge(found: list[LTPage]) -> list[str]:
    out = []
    for page in found:
        for each in characters(page):
            inside = page.x0 + EDGE <= each.x0 and each.x1 <= page.x1 - EDGE and each.y0 >= EDGE
            out += [] if inside and each.y1 <= page.y1 - EDGE else [each.get_text()]
    return out


@pytest.mark.slow
def test_every_sentence_and_title_stands_on_the_pages_and_nothing_over_their_edges(reports: Reports) -> None:
    report = reports("paris")
    found = pages(as_pdf(report))
    said = read_back(found)
    for sentence in report.sentences():
        assert letters(sentence.text) in said
    assert all(letters(section.title) in said for section in report.sections)
    assert over_the_edge(found) == []


def test_two_runs_write_the_same_bytes(reports: Reports) -> None:
    assert as_pdf(reports(CONTROL)) == as_pdf(reports(CONTROL))


@pytest.mark.slow
def test_a_page_for_each_seat_begins_a_page(reports: Reports) -> None:
    report = reports(CONTROL)
    tops = ["".join(each.get_text() for each in characters(page))[:40] for page in pages(as_pdf(report))]
    for section in report.sections:
        assert not section.page or any(letters(top).startswith(letters(section.title)) for top in tops)


@pytest.mark.slow
def test_long_words_and_wide_tables_are_cut_nowhere() -> None:
    word = "w" * 400
    head = tuple(f"column{at}" for at in range(23))
    rows = tuple(TableRow(tuple(f"cell{at}-{row}" for at in range(23)), (row,)) for row in range(1, 90))
    long = ReportTable(("a", "b"), (TableRow((word, f"{word}x"), (1,)),))
    sentence = ReportSentence(f"{word} said {word}", (3,))
    found = pages(as_pdf(Report("t", "report", "told", (Section("s", (sentence, ReportTable(head, rows), long)),))))
    said = read_back(found)
    assert over_the_edge(found) == []
    assert said.count("w") >= 4 * 400
    assert all(f"cell{at}-{row}" in said for at in range(23) for row in range(1, 90))


def test_words_of_players_are_no_markup() -> None:
    hostile = '#panic("no") *bold* $x$ \\ "quoted" [a](b) @label <tag> // comment'
    found = pages(as_pdf(Report("t", "report", hostile, (Section(hostile, (ReportSentence(hostile, (7,)),)),))))
    assert read_back(found).count(letters(hostile)) == 3
    assert f"[{lines_in_words((7,))}]".replace(" ", "") in read_back(found)


def test_a_chart_is_there_with_its_key() -> None:
    names = ("American models", "Chinese models", "home-grown models")
    chart = Chart("whose", (Panel("p", tuple(Series(name, (1.0, 2.0)) for name in names)),))
    width = float(re.findall(r'width="([\d.]+)"', drawn(chart))[0])
    starts = [float(x) for x in re.findall(r'<text x="([\d.]+)" y="13">', drawn(chart))]
    assert starts[-1] + 5 * len(names[-1]) < width
    said = read_back(pages(as_pdf(Report("t", "report", "told", (Section("s", (chart,)),)))))
    assert all(letters(name) in said for name in names)


def test_without_the_library_the_refusal_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(SpecError, match=r"pip install typst brings it"):
        as_pdf(Report("t", "report", "told", ()))
