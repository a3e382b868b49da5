"""The briefing that everyone reads, as one page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wargame.core.setting import Setting
from wargame.core.words import course
from wargame.review.handouts.sheet import Block, Prose, Rows, Sheet, SheetColumn, Title

LEAD = re.compile(r"\A\*\*(.+?)\*\*")
MARKS = re.compile(r"\*\*|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)|`")


def briefing(setting: Setting) -> tuple[Sheet, ...]:
    """The public briefing on one sheet, in one column or two; nothing if the scenario has none."""
    blocks = tuple(_blocks(setting.briefing))
    if not blocks:
        return ()
    half = _middle(blocks)
    return (
        Sheet(
            file="briefing",
            title=setting.title,
            subtitle=f"{course(setting.turns, setting.months)} from {setting.start}",
            mark="For everyone",
            columns=(SheetColumn(0.5, blocks[:half]), SheetColumn(0.5, blocks[half:])),
        ),
    )


def _middle(blocks: tuple[Block, ...]) -> int:
    """Where to break, so that the columns are about equally tall."""
    heights = [block.height(90.0) for block in blocks]
    return min(range(1, len(blocks) + 1), key=lambda at: abs(sum(heights[:at]) - sum(heights[at:])))


def _blocks(text: str) -> Iterator[Block]:
    for part in re.split(r"\n\s*\n", text.strip()):
        if part.startswith("#"):
            first, _, part = part.partition("\n")
            yield Title(first.lstrip("# "))
        if part.startswith("|"):
            yield _table(part)
        elif part.strip():
            lead, rest = LEAD.match(part), LEAD.sub("", part.strip())
            yield Prose(MARKS.sub("", rest), lead=lead[1] if lead else "")


def _table(text: str) -> Rows:
    rows = [tuple(cell.strip() for cell in line.strip("| ").split("|")) for line in text.splitlines()]
    head, *rest = [row for row in rows if not all(set(cell) <= set("-: ") for cell in row)]
    return Rows(tuple(rest), (1 / len(head),) * len(head), head=head)
