"""`wargame local demo`: two turns played by a small model on this machine, and how often it could answer at all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands import chosen
from wargame.commands.local_model import ModelArgument, fetch_told, size_in_words
from wargame.commands.output import say, tell
from wargame.core.spec_words import MODEL, is_model, spec_of

if TYPE_CHECKING:
    from wargame.local.serve import Served

SCENARIO = "first-download"
MEANING = {
    "chosen": "the model's first answer counted",
    "repaired": "its answer counted after it was told what was wrong",
    "fallback": "no answer of it could count; a script decided",
    "timeout": "no answer came in time; a script decided",
    "refusal": "it declined; a script decided",
}
"""What each origin of a decision says about the model."""


def demo(
    model: ModelArgument = None,
    turns: Annotated[int, typer.Option(min=1, max=3, help="How many turns.")] = 2,
    seed: Annotated[int, typer.Option(help="Seed of all chance.")] = 1,
    threads: Annotated[int | None, typer.Option(min=1, help="Default: all cores, since nothing else runs.")] = None,
) -> None:
    """Play first-download with a small model in every seat.

    It needs no key and takes minutes; the smallest model is fetched if none is here.
    """
    path = chosen.fresh_path("local-demo", seed)
    with _serving(_file(model), threads) as url:
        from wargame.local.serve import served_at

        served = served_at(url)
        code = _play(served.name, url, path, turns, seed)
    if code:
        raise typer.Exit(code)
    say("\n" + told(origins(path), served))
    say(f"transcript: {path}")


@contextmanager
def _serving(model: Path, threads: int | None) -> Iterator[str]:
    """The base URL of a server in a process of its own, which ends with the block."""
    from wargame.local.serve import cores

    command = [sys.executable, "-m", "wargame.cli", "local", "serve", "--model", str(model)]
    command += ["--threads", str(threads or cores())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            url = process.stdout.readline().strip() if process.stdout else ""
            if not url:
                raise typer.Exit(process.wait() or 2)
            yield url
        finally:
            process.terminate()


def _file(asked: str | None) -> Path:
    """What was asked for or named; else the largest fetched; else the smallest, fetched now."""
    from wargame.local.catalogue import DEFAULT, MODELS, fetched, located, megabytes, named_file, place_of

    if asked or named_file():
        return located(asked)
    here = [each for each in MODELS if fetched(each)]
    if here:
        return place_of(here[-1])
    tell(f"no model is here; fetching {DEFAULT.name}, {megabytes(DEFAULT.size)}, {DEFAULT.licence}")
    return fetch_told(DEFAULT)


def _play(name: str, url: str, path: Path, turns: int, seed: int) -> int:
    command = [sys.executable, "-m", "wargame.cli", "run", SCENARIO, "--all", spec_of(MODEL, f"{name}@{url}")]
    command += ["--turns", str(turns), "--seed", str(seed), "--out", str(path)]
    return subprocess.run(command, check=False, env={"OPENAI_API_KEY": "none", **os.environ}).returncode


def origins(path: Path) -> Counter[str]:
    """How the models' decisions of a record came about."""
    from wargame.transcript.reading import read
    from wargame.transcript.verify import decisions_of

    made = decisions_of(read(path, mend=True)).values()
    return Counter(each.origin for each in made if is_model(each.player))


def told(counted: Counter[str], served: Served) -> str:
    """What the model managed, in words, with what that does not show."""
    total = sum(counted.values())
    lines = [f"{served.name} ({size_in_words(served.parameters)}) was asked for {total} decisions"]
    for origin, meaning in MEANING.items():
        if counted[origin] or origin in ("chosen", "repaired", "fallback"):
            share = counted[origin] / total if total else 0
            lines.append(f"  {origin:<9} {counted[origin]:>3}  {share:>4.0%}  {meaning}")
    lines.append(
        "A model of this size fills in forms. The course of the game measures the program around it and says nothing "
        "about strategy."
    )
    return "\n".join(lines)
