"""Libraries that only some of what is asked needs: loaded when asked for, with a sentence if missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from wargame.errors import MissingLibrary


def library(module: str, called: str, needed: str, install: str = "", else_: str = "") -> Any:
    """A module of a library that is `called` so, such as `SciPy`.

    MissingLibrary without it: `needed` says what needs it, `install` what brings it (its first name, else), and
    `else_` what does without.
    """
    try:
        return import_module(module)
    except ImportError:
        brings = install or module.partition(".")[0]
        raise MissingLibrary(
            f"{called} is not installed, and {needed}: `pip install {brings}`{f'; {else_}' if else_ else ''}"
        ) from None
