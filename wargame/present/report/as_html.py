"""A report as one HTML file: styles and pictures inside, no script, nothing loaded from anywhere, to be printed too."""

from __future__ import annotations

from functools import cache

from jinja2 import Template
from markupsafe import Markup

from wargame.core.plain_text import plain_line
from wargame.page_templates import page_templates
from wargame.present.report.chart_drawing import drawn
from wargame.present.report.document import (
    Chart,
    Remark,
    Report,
    ReportBlock,
    ReportSentence,
    ReportTable,
    ShareChart,
    Subtitle,
    has_long_word,
    narrow_tables,
    place_of,
)
from wargame.present.report.share_drawing import shares_drawn

KINDS = {
    ReportSentence: "sentence",
    Remark: "remark",
    Subtitle: "subtitle",
    ReportTable: "table",
    Chart: "chart",
    ShareChart: "chart",
}


@cache
def _template() -> Template:
    environment = page_templates("wargame.present.report")
    environment.filters.update(plain=plain_line)
    environment.globals.update(
        kind_of=_kind, lines_of=place_of, drawn=_picture, narrow_tables=narrow_tables, has_long_word=has_long_word
    )
    return environment.get_template("report.html.j2")


def _kind(block: ReportBlock) -> str:
    return KINDS[type(block)]


def _picture(chart: Chart | ShareChart) -> Markup:
    return Markup(drawn(chart) if isinstance(chart, Chart) else shares_drawn(chart))


def as_html(report: Report) -> str:
    """The whole file as text; writes nothing. Linear in the report."""
    return _template().render(report=report)
