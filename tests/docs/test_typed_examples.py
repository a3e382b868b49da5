"""What a document tells a reader to write in Python also passes the reader's own strict type checker."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .blocks import ROOT, blocks_of, documents

GROWS_THE_ENGINE = "adding-an-order.md"
"""Its example adds a kind of order while the program runs, which no type checker can follow."""
WITH_PYTHON = [
    path
    for path in documents()
    if path.name != GROWS_THE_ENGINE and any(block.language == "python" for block in blocks_of(path))
]
SCRIPT = """
import wargame

rows = wargame.play_paired("first-download", [wargame.Arm("calm")], range(1, 3), variables=["rome.A"])
for row in rows:
    print(row.scores["rome"], row.values["rome.A"])
for pair in wargame.differences(rows):
    print(pair.scores["rome"], pair.values["rome.A"])
record: wargame.Record = wargame.play("first-download", turns=1)
number: float = record.view("rome", turn=1).values[wargame.Variable("rome.A")]
other = wargame.branch(record, wargame.Seated("rome", "random", turn=1))
"""


@pytest.mark.slow
@pytest.mark.parametrize("document", WITH_PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_python_example_of_a_document_is_typed(document: Path, tmp_path: Path) -> None:
    for place, block in enumerate(block for block in blocks_of(document) if block.language == "python"):
        (tmp_path / f"example_{place}.py").write_text(block.text, encoding="utf-8")
    checked(tmp_path)


@pytest.mark.slow
def test_a_strictly_typed_program_reads_rows_pairs_and_views_by_plain_names(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    checked(tmp_path)


def checked(folder: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(ROOT / ".mypy_cache"), "."]
    here = {**os.environ, "MYPYPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=here, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
