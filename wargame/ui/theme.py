"""Colours of the interface: three meanings that stay apart for every eye, in Textual's own dark theme."""

from __future__ import annotations

from dataclasses import replace

from textual.theme import BUILTIN_THEMES

from wargame.present.meanings import BAD, GOOD, NOTE

SUCCESS, WARNING, ERROR = GOOD, NOTE, BAD

THEME = replace(
    BUILTIN_THEMES["textual-dark"],
    name="wargame",
    success=SUCCESS,
    warning=WARNING,
    error=ERROR,
    accent=NOTE,
    variables={"footer-key-foreground": WARNING},
)
"""textual-dark with the three meanings set otherwise."""
