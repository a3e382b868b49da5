"""Fenced blocks of a document, and what it takes to carry them out as a reader would."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"\A(?:# |<!-- )(?P<path>[\w./-]+\.\w+)(?: -->)?\n")
SHOWN = ("text", "json", "mermaid")
"""Languages of blocks that only show something."""


def documents() -> list[Path]:
    """README, changelog, the documents, and the notes beside the benchmarks."""
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")), *_notes()]


def _notes() -> list[Path]:
    return [ROOT / "benchmarks" / "README.md"]


@dataclass(frozen=True)
class Block:
    """One fenced block."""

    document: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.document}:{self.line}"


def blocks_of(path: Path) -> list[Block]:
    """The fenced blocks of a document in order."""
    text = path.read_text(encoding="utf-8")
    name = str(path.relative_to(ROOT))
    return [Block(name, text.count("\n", 0, m.start()) + 1, m[1], m[2]) for m in FENCE.finditer(text)]


def carry_out(block: Block, folder: Path) -> None:
    """Do what a reader of this block would do, in a folder that holds what earlier blocks left."""
    if block.language in ("yaml", "markdown"):
        named = FILE.match(block.text)
        if named:
            target = folder / named["path"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text[named.end() :], encoding="utf-8")
    elif block.language == "python":
        _run([sys.executable, "-c", block.text], folder, block)
    elif block.language == "sh":
        if re.search(r"^make ", block.text, re.MULTILINE):
            _targets_exist(block)
        else:
            _run(["bash", "-euo", "pipefail", "-c", block.text], folder, block)
    elif block.language == "console":
        _converse(block, folder)
    else:
        assert block.language in SHOWN, f"{block}: a block of {block.language or 'no language'} is never carried out"


def _targets_exist(block: Block) -> None:
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for line in filter(None, map(str.strip, block.text.splitlines())):
        command = line.partition("#")[0].split()
        assert command[0] == "make", f"{block}: {line!r} stands among targets of the Makefile and is none"
        assert set(command[1:]) <= known, f"{block}: {line!r} is no target of the Makefile"


def _converse(block: Block, folder: Path) -> None:
    """Each `$ command` must succeed, and what is shown after it must come out in this order; `...` skips anything."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        heard = _run(["bash", "-euo", "pipefail", "-c", command], folder, block)
        at = 0
        for piece in filter(None, (piece.strip() for line in shown.splitlines() for piece in line.split("..."))):
            found = heard.find(piece, at)
            assert found >= 0, f"{block}: `{command}` no longer says {piece!r}; it says:\n{heard}"
            at = found + len(piece)


def _run(command: list[str], folder: Path, block: Block) -> str:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("OPENAI", "COV", "PYTEST"))}
    path = os.pathsep.join((str(Path(sys.prefix) / "bin"), os.environ.get("PATH", "")))
    env = {**kept, "PATH": path, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "COLUMNS": "120", "NO_COLOR": "1"}
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=600
    )
    assert done.returncode == 0, f"{block}: exit {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout + done.stderr
