"""A report as Markdown: the same sentences and tables; of charts the caption, since their numbers stand in tables.

Words of players are escaped, so that none of them makes a heading, a link or markup of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wargame.core.plain_text import plain_line
from wargame.present.report.document import (
    Chart,
    Remark,
    Report,
    ReportBlock,
    ReportSentence,
    ReportTable,
    ShareChart,
    Subtitle,
    place_of,
)

_MARKS = re.compile(r"([\\`*_\[\]<#|&~$@])")
_ADDRESS = re.compile(r"(https?|ftp|www|xmpp|mailto)([:.])", re.IGNORECASE)
"""What begins an address that readers of Markdown make a link of by themselves."""
_START = re.compile(r"^([-+=](?=[-+=\s]|$)|>|\d+(?=[.)](?:\s|$)))")


def as_markdown(report: Report) -> str:
    """The whole file as text; writes nothing. Linear in the report."""
    lines = [f"# {_escaped(report.heading)}", "", _escaped(report.told_to), ""]
    for section in report.sections:
        lines += [f"## {_escaped(section.title)}", ""]
        before: ReportBlock | None = None
        for block in section.blocks:
            if before is not None and not (isinstance(before, ReportSentence) and isinstance(block, ReportSentence)):
                lines.append("")
            lines += _block(block)
            before = block
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _block(block: ReportBlock) -> Iterator[str]:
    match block:
        case ReportSentence():
            yield f"{'  ' * block.under}- {_escaped(block.text)} \\[{place_of(block)}\\]"
        case Remark():
            yield _escaped(block.text)
        case Subtitle():
            yield f"### {_escaped(block.text)}"
        case Chart() | ShareChart():
            yield f"{_escaped(block.title)} (drawn in the HTML report)."
        case ReportTable():
            yield f"| {' | '.join(map(_escaped, block.head))} | Record |"
            yield "|---" * (len(block.head) + 1) + "|"
            yield from (f"| {' | '.join(map(_escaped, row.cells))} | {place_of(row)} |" for row in block.rows)


def _escaped(text: str) -> str:
    """Words as words: marks of Markdown anywhere, and what begins a list or a rule at the start."""
    plain = _ADDRESS.sub(r"\1\\\2", _MARKS.sub(r"\\\1", plain_line(text)))
    begins = _START.match(plain)
    if begins is None:
        return plain
    end = begins.end()
    return f"\\{plain}" if end == 1 and not plain[0].isdigit() else f"{plain[:end]}\\{plain[end:]}"
