"""A report in a real browser with the network off: it is drawn whole on a desk's screen and on paper."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from tests.present.report.conftest import Reports
from wargame.core.ids import CONTROL
from wargame.present.report.as_html import as_html
from wargame.present.report.document import Report, ReportTable, Section, TableRow

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
DESK = (1280, 9000)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed here that could open a report"),
]


def browse(page: Path, *words: str) -> str:
    """What a browser without a network gives for a page."""
    asked = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--proxy-server=127.0.0.1:1")
    profile = f"--user-data-dir={page.parent / 'profile'}"
    done = subprocess.run([CHROMIUM, *asked, profile, *words, page.as_uri()], capture_output=True, timeout=180)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, reports: Reports) -> Path:
    path = tmp_path_factory.mktemp("browser") / "report.html"
    path.write_text(as_html(reports(CONTROL)), encoding="utf-8")
    return path


def pixel_rows(png: bytes) -> Iterator[tuple[int, bytes]]:
    """Bytes for each pixel, and the rows of an 8-bit PNG, without its filters."""
    width, _, _, kind = struct.unpack(">IIBB", png[16:26])
    size = {2: 3, 6: 4}[kind]
    data = zlib.decompress(b"".join(chunk[1] for chunk in chunks(png) if chunk[0] == b"IDAT"))
    before = bytearray(width * size)
    for start in range(0, len(data), width * size + 1):
        row = bytearray(data[start + 1 : start + 1 + width * size])
        for at in range(len(row)):
            left = row[at - size] if at >= size else 0
            corner = before[at - size] if at >= size else 0
            row[at] = (row[at] + predicted(data[start], left, before[at], corner)) & 255
        before = row
        yield size, bytes(row)


def predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 4:
        return min((left, up, corner), key=lambda each: abs(left + up - corner - each))
    return (0, left, up, (left + up) // 2)[kind]


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def test_it_is_drawn_on_a_desk_in_grey_with_white_margins(page: Path) -> None:
    picture = page.with_name("desk.png")
    browse(page, f"--window-size={DESK[0]},1400", f"--screenshot={picture}")
    inked = 0
    for size, row in pixel_rows(picture.read_bytes()):
        assert set(row[: 100 * size]) == set(row[-100 * size :]) == {255}, "something stands in the margin"
        colours = {row[at : at + 3] for at in range(0, len(row), size)}
        assert all(len(set(colour)) == 1 for colour in colours), "a colour that is no grey"
        inked += any(colour[0] < 128 for colour in colours)
    assert inked > 500


PROBE = """<script>addEventListener("load", () => {
  const found = [];
  for (const each of document.querySelectorAll("p, table, th, td, svg, h1, h2, h3, text")) {
    const box = each.getBoundingClientRect(), frame = each.closest("svg, main").getBoundingClientRect();
    if (box.right > frame.right + 1 || box.left < frame.left - 1) found.push(each.outerHTML.slice(0, 120));
    if (each.matches("th, td") && each.scrollWidth > each.clientWidth + 1) found.push(each.outerHTML.slice(0, 120));
  }
  document.title = "wider: " + found.length + " " + found.slice(0, 3).join(" | ");
});</script></head>"""
"""A script that only the tests add: what is wider than the page or than its cell, as the browser measured it."""


def wider(page: Path, width: int) -> str:
    probed = page.with_name("probed.html")
    probed.write_text(page.read_text(encoding="utf-8").replace("</head>", PROBE, 1), encoding="utf-8")
    title = re.search(r"<title>(.*?)</title>", browse(probed, f"--window-size={width},1000", "--dump-dom"), re.DOTALL)
    assert title is not None
    return title.group(1).strip()


@pytest.mark.parametrize("width", [1280, 800])
def test_no_element_is_wider_than_the_page_or_than_its_cell(page: Path, width: int) -> None:
    assert wider(page, width) == "wider: 0"


@pytest.mark.parametrize("columns", [2, 6, 23])
def test_tables_of_many_games_and_of_endless_words_fit_too(tmp_path: Path, columns: int) -> None:
    at = "; ".join(f"{letter} lines {n}, {n + 1}, {n + 2}" for n, letter in enumerate("ABCDEF", 2400))
    cells = ("3, statements and orders, Washington", *["w" * 300, "told everyone: what was said there"] * 12)
    table = ReportTable(
        ("Turn, step, seat", *"ABCDEFGHIJKLMNOPQRSTUVW")[:columns], (TableRow(cells[:columns], (1,), at),)
    )
    path = tmp_path / "wide.html"
    path.write_text(as_html(Report("t", "comparison", "told", (Section("s", (table,)),))), encoding="utf-8")
    assert wider(path, 1280) == "wider: 0"


def test_every_sentence_is_on_its_printed_pages(page: Path, reports: Reports) -> None:
    pytest.importorskip("pdfminer", reason="a PDF is read back by pdfminer.six: pip install '.[dev]'")
    from pdfminer.high_level import extract_text

    printed = page.with_name("printed.pdf")
    browse(page, "--no-pdf-header-footer", f"--print-to-pdf={printed}")
    said = re.sub(r"\s", "", extract_text(BytesIO(printed.read_bytes())))
    missing = [each.text for each in reports(CONTROL).sentences() if re.sub(r"\s", "", each.text) not in said]
    assert missing == []
