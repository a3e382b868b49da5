"""Colours of the interface: three meanings that stay apart for every eye, in Textual's own dark theme."""

from __future__ import annotations

from dataclasses import replace

from textual.theme import BUILTIN_THEMES

SUCCESS, WARNING, ERROR = "#56B4E9", "#F0E442", "#D55E00"
"""Sky blue, yellow and vermilion stay apart for every common kind of colour blindness."""

THEME = replace(
    BUILTIN_THEMES["textual-dark"],
    name="wargame",
    success=SUCCESS,
    warning=WARNING,
    error=ERROR,
    accent="#F0E442",
    variables={"footer-key-foreground": WARNING},
)
"""textual-dark with the three meanings set otherwise."""
