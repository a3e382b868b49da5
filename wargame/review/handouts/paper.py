"""Sheets as HTML that prints: everything inside one file, no script, nothing loaded from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal, TypeAlias

from jinja2 import Template

from wargame.page_templates import page_templates
from wargame.review.handouts.sheet import GAP, Blanks, Points, Prose, Rows, Sheet, Title

Paper: TypeAlias = Literal["any", "a4", "letter"]

KINDS = {Title: "heading", Prose: "prose", Points: "points", Rows: "rows", Blanks: "blanks"}


@cache
def _template() -> Template:
    environment = page_templates("wargame.review.handouts")
    environment.globals.update(kind_of=lambda block: KINDS[type(block)])
    return environment.get_template("sheet.html.j2")


def as_html(sheets: Sequence[Sheet], title: str, paper: Paper = "any") -> str:
    """One HTML file with these sheets, each on a page of its own; `any` leaves the size to the printer.

    Gives the text and writes nothing; KeyError for another paper.
    """
    size = {"any": "", "a4": "size: A4;", "letter": "size: Letter;"}[paper]
    return _template().render(sheets=sheets, title=title, size=size, gap=GAP)
