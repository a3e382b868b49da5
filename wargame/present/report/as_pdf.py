"""A report as PDF on A4, by Typst, which comes in one wheel with its fonts: no browser and no library of the system.

The report goes to it as data and never as markup, so that a word of a player stays a word.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any

from wargame.errors import SpecError
from wargame.present.report.chart_drawing import drawn, width_of
from wargame.present.report.document import (
    Chart,
    Remark,
    Report,
    ReportBlock,
    ReportSentence,
    ReportTable,
    ShareChart,
    Subtitle,
    broken,
    narrow_tables,
    place_of,
)
from wargame.present.report.share_drawing import SHARES_WIDTH, shares_drawn

WIDE = 40
"""Characters of a cell from which its column takes the room that others leave."""
MISSING = "--pdf: the library that writes it is not here; {install} brings it, and any browser prints the HTML report"
INSTALL = "pip install typst"


def as_pdf(report: Report) -> bytes:
    """The whole file; writes nothing. The same report gives the same bytes where the same fonts are installed.

    SpecError names what to install where the library is missing. About a second for a long game.
    """
    check_pdf()
    import typst

    template = files("wargame.present.report").joinpath("report.typ").read_bytes()
    made = typst.compile(template, format="pdf", sys_inputs={"report": json.dumps(_data(report))})
    assert isinstance(made, bytes)
    return made


def check_pdf() -> None:
    """SpecError, which names what to install, where the library is missing."""
    try:
        import typst  # noqa: F401
    except ImportError:
        raise SpecError(MISSING.format(install=INSTALL)) from None


def _data(report: Report) -> dict[str, Any]:
    sections = [
        {
            "title": _words(section.title),
            "limits": place == 0,
            "page": section.page,
            "blocks": [part for block in section.blocks for part in _block(block)],
        }
        for place, section in enumerate(report.sections)
    ]
    return {"heading": _words(report.heading), "told": _words(report.told_to), "sections": sections}


def _block(block: ReportBlock) -> Iterator[dict[str, Any]]:
    match block:
        case ReportSentence():
            yield {"kind": "sentence", "text": _words(block.text), "lines": place_of(block), "under": block.under}
        case Remark():
            yield {"kind": "remark", "text": _words(block.text)}
        case Subtitle():
            yield {"kind": "subtitle", "text": _words(block.text)}
        case Chart():
            yield {"kind": "chart", "title": _words(block.title), "svg": drawn(block), "width": width_of(block)}
        case ShareChart():
            svg = shares_drawn(block)
            yield {"kind": "chart", "title": _words(block.title), "svg": svg, "width": SHARES_WIDTH}
        case ReportTable():
            yield from map(_table, narrow_tables(block))


def _table(table: ReportTable) -> dict[str, Any]:
    rows = [{"cells": list(map(_words, row.cells)), "lines": place_of(row)} for row in table.rows]
    wide = [_is_wide([row.cells[place] for row in table.rows]) for place in range(len(table.head))]
    columns = ["wide" if each else "narrow" for each in wide]
    return {
        "kind": "table",
        "head": [*map(_words, table.head), "Record"],
        "columns": [*columns, "narrow"],
        "rows": rows,
    }


def _is_wide(cells: Sequence[str]) -> bool:
    return any(len(cell) > WIDE for cell in cells)


def _words(text: str) -> str:
    """A text in which even the longest word finds a place to break."""
    return "\u200b".join(broken(text))
