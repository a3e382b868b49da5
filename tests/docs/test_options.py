"""Options that documents name in running text are there: of some command, and of the command that they stand with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
import typer

from tests.docs.blocks import FENCE, ROOT, documents
from wargame.cli import COMMANDS, app

SPAN = re.compile(r"`([^`\n]+)`")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
ANYWHERE = frozenset({"--help", "--debug"})
"""What every command takes; the second is taken out of the words before a command reads them."""
OTHERS: Mapping[str, str] = {"--epochs": "inspect eval"}
"""Options of other programs that the documents name, and of which."""


@cache
def options() -> Mapping[str, frozenset[str]]:
    """Options of every command of the program by its words, such as `experiment run`."""
    found: dict[str, frozenset[str]] = {}
    root: Any = typer.main.get_command(app)
    for command in COMMANDS:
        target = root.get_command(None, command.name)
        found[command.name] = _own(target)
        for name, inner in getattr(target, "commands", {}).items():
            found[f"{command.name} {name}"] = _own(inner)
    return found


def _own(command: Any) -> frozenset[str]:
    names = frozenset(name for each in command.params for name in (*each.opts, *each.secondary_opts))
    return names | ANYWHERE


def _of_benchmarks() -> Iterator[str]:
    """Options of the benchmarks, which have a page of their own."""
    for path in (ROOT / "benchmarks").glob("*.py"):
        yield from re.findall(r'add_argument\("(--[a-z-]+)"', path.read_text(encoding="utf-8"))


def spans() -> Iterator[tuple[str, str]]:
    """Every piece of code within running text, with where it stands."""
    for path in documents():
        text = path.read_text(encoding="utf-8")
        running = FENCE.sub(lambda block: "\n" * block[0].count("\n"), text)
        for found in SPAN.finditer(running):
            yield f"{path.relative_to(ROOT)}:{running.count(chr(10), 0, found.start()) + 1}", found[1]


def test_every_option_in_running_text_is_one_of_some_command() -> None:
    known = frozenset().union(*options().values(), OTHERS, _of_benchmarks())
    strange = [
        f"{place}: {option}" for place, code in spans() for option in OPTION.findall(code) if option not in known
    ]
    assert not strange, "\n".join(strange)


def test_an_option_beside_its_command_is_one_of_that_command() -> None:
    strange = []
    for place, code in spans():
        words = code.split()
        if words[:1] != ["wargame"]:
            continue
        own = options().get(" ".join(words[1:3])) or options().get(" ".join(words[1:2]), ANYWHERE)
        strange += [f"{place}: {code}: {option}" for option in OPTION.findall(code) if option not in own]
    assert not strange, "\n".join(strange)


@pytest.mark.parametrize("option", sorted({name for name in options()["local stub"] if name not in ANYWHERE}))
def test_the_stub_takes_the_same_options_as_a_process_of_its_own(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from wargame.stub.__main__ import main

    with pytest.raises(SystemExit):
        main(["--help"])
    assert re.search(rf"(?<![\w-]){option}(?![\w-])", capsys.readouterr().out)
