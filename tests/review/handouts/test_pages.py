"""A real browser prints each sheet on one page, on A4 and on Letter; skipped where there is no chromium."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from wargame.review.handouts.deck import deck
from wargame.review.handouts.paper import Paper, as_html
from wargame.review.handouts.sheet import SCALES, Points, Prose, Rows, Sheet, SheetColumn, Title
from wargame.table.opening import choose

BROWSER = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
]
SIZES: dict[Paper, tuple[float, float]] = {"a4": (594.96, 841.92), "letter": (612, 792)}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="no chromium here to print with; the estimate is tested without one"),
]


def printed(sheets: tuple[Sheet, ...], paper: Paper, folder: Path) -> tuple[int, set[tuple[float, float]]]:
    """How many pages a browser makes of sheets, and their sizes in points."""
    page, pdf = folder / "page.html", folder / "page.pdf"
    page.write_text(as_html(sheets, "test", paper), encoding="utf-8")
    command = [str(BROWSER), *FLAGS, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={pdf}", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert pdf.is_file(), done.stderr[-500:]
    content = pdf.read_bytes()
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    return len(re.findall(rb"/Type /Page\b", content)), {(float(wide), float(high)) for wide, high in boxes}


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("scenario", ["first-download", "between-the-giants"])
def test_each_sheet_takes_one_page(scenario: str, paper: Paper, tmp_path: Path) -> None:
    sheets = deck(choose(scenario))
    pages, sizes = printed(sheets, paper, tmp_path)
    assert pages == len(sheets)
    assert [size for size in sizes if size != pytest.approx(SIZES[paper], abs=0.5)] == []


def fullest(scale_at: int) -> Sheet:
    """A sheet with as much on it as the estimate allows in one size of type."""
    wordy = "Institutions bargain over models, machines and data; who pays, who decides, who can switch it off? "

    def sheet(size: int) -> Sheet:
        left = (Title("A heading"), Prose("\n\n".join([wordy * 4] * size)))
        rows = Rows(tuple((f"A number {n}", "12.5") for n in range(size * 3)), (0.8, 0.2))
        right = (Title("Another"), Points((wordy.strip(),) * size), rows)
        return Sheet("x", "Full", "as it can be", "test", (SheetColumn(0.6, left), SheetColumn(0.4, right)))

    size = 1
    while (larger := sheet(size + 1)).fits and larger.scale >= SCALES[scale_at]:
        size += 1
    return sheet(size)


def test_a_sheet_as_full_as_the_estimate_allows_still_takes_one_page(tmp_path: Path) -> None:
    sheets = tuple(fullest(at) for at in range(len(SCALES)))
    assert printed(sheets, "letter", tmp_path)[0] == len(sheets)
