"""`import wargame`: a small face, whole and in order, that loads nothing before it is used."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import wargame

PACKAGE = Path(wargame.__file__).parent


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_list_of_names_is_sorted_and_has_no_name_twice() -> None:
    assert wargame.__all__ == sorted(set(wargame.__all__))


@pytest.mark.parametrize("name", wargame.__all__)
def test_every_name_is_there_and_says_what_it_is(name: str) -> None:
    found = getattr(wargame, name)
    if name != "__version__":
        assert inspect.getdoc(found)
        assert inspect.getmodule(found) is not wargame


def test_the_stub_for_type_checkers_offers_the_same_names_from_the_same_places() -> None:
    stub = ast.parse((PACKAGE / "__init__.pyi").read_text(encoding="utf-8"))
    lists = [ast.literal_eval(node.value) for node in stub.body if isinstance(node, ast.Assign)]
    assert lists == [wargame.__all__]
    places = {alias.name: node.module for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert {*places, "__version__"} == set(wargame.__all__)
    for name, place in places.items():
        assert getattr(wargame, name).__module__ == place, name


def test_importing_it_loads_nothing_else() -> None:
    loaded = run("import sys\nbefore = set(sys.modules)\nimport wargame\nprint(sorted(set(sys.modules) - before))")
    assert loaded == "['wargame']"


@pytest.mark.slow
def test_reading_and_playing_loads_no_model_no_screen_and_no_command_line() -> None:
    heavy = ("openai", "langgraph", "textual", "typer", "rich", "polars", "pandas")
    run(
        "import sys, wargame\nwargame.play('first-download', turns=1).table('events')\n"
        f"found = [name for name in {heavy!r} if name in sys.modules]\nassert not found, found"
    )


def test_an_unknown_name_is_an_ordinary_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'wargame' has no attribute 'win'"):
        wargame.win  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.slow
def test_completion_in_a_notebook_sees_every_name_and_no_other() -> None:
    assert dir(wargame) == wargame.__all__
    assert run("from wargame import *\nprint(play.__name__, Record.__name__)") == "play Record"


def test_the_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()
