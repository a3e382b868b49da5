"""What of a report a model is shown that sums it up, and the section in which its words stand apart and marked.

The model is shown sections of the very report that its reader gets, so that it is told nothing that the reader may not
know. What seats thought is not among them.
"""

from __future__ import annotations

from dataclasses import replace

from wargame.core.plain_text import plain_line
from wargame.present.report.as_markdown import as_markdown
from wargame.present.report.bargains import TITLE as AGREEMENTS
from wargame.present.report.document import Remark, Report, ReportBlock, Section
from wargame.present.report.narrative import IN_A_PAGE, WHAT_TURNED_IT

TITLE = "Summary by a language model"
SHOWN = (IN_A_PAGE, WHAT_TURNED_IT, AGREEMENTS)
"""Titles of the sections that are shown, beside the limits."""


def shown_to_model(report: Report) -> str:
    """The part of a report that is sent: its limits and its story, as Markdown."""
    kept = (section for at, section in enumerate(report.sections) if at == 0 or section.title in SHOWN)
    return as_markdown(replace(report, sections=tuple(kept)))


def with_summary(report: Report, text: str, model: str, fault: str = "") -> Report:
    """The report with what a model wrote as its last section, or with why there is nothing."""
    if text:
        paragraphs = [" ".join(plain_line(part).split()) for part in text.split("\n\n")]
        marked = (
            f"Written by {model} from the limits, the story and the agreements of this report. Nobody has checked it, "
            "no sentence of it names a line, and what it says beyond the report is not of the game."
        )
        blocks: tuple[ReportBlock, ...] = (Remark(marked), *(Remark(f"“{part}”") for part in paragraphs if part))
    else:
        blocks = (Remark(f"There is none: {model} gave none ({fault})."),)
    return replace(report, sections=(*report.sections, Section(TITLE, blocks, page=True)))
