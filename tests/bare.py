"""The suite as on a machine that has `.[dev]` alone: `python -m pytest -p tests.bare …` hides every other library.

What a test then lacks it must skip for, with a reason. What is hidden is hidden in this process and not in those that
tests start.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

NAME = re.compile(r"[A-Za-z0-9._-]+")


def beyond_dev() -> frozenset[str]:
    """Names by which libraries are imported that the program may use, and that come neither with it nor with `dev`."""
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = {name: _names(group) for name, group in project["optional-dependencies"].items()}
    brought = _with_all_they_need(groups["dev"] | _names(project["dependencies"]))
    return frozenset(each for each in frozenset().union(*groups.values()) if each.lower() not in brought)


def _names(requirements: Sequence[str]) -> frozenset[str]:
    found = [NAME.match(each) for each in requirements]
    return frozenset(each[0].replace("-", "_") for each in found if each)


def _with_all_they_need(names: frozenset[str]) -> frozenset[str]:
    """These libraries and those that come with them, in small letters."""
    found, waiting = set[str](), {each.lower() for each in names}
    while waiting:
        found.add(name := waiting.pop())
        with suppress(PackageNotFoundError):
            needed = _names([each for each in requires(name) or () if "extra ==" not in each])
            waiting |= {each.lower() for each in needed} - found
    return frozenset(found)


class Hidden:
    """Finds no module of these libraries, wherever they are installed."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Nothing, so that the next one looks; ModuleNotFoundError for what is hidden."""
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def pytest_configure() -> None:
    """Hide them before any test is read; called by pytest."""
    sys.meta_path.insert(0, Hidden(beyond_dev()))
