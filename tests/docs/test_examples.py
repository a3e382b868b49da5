"""Whatever a document tells a reader to type works as written, in an empty folder, without a network."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .blocks import ROOT, blocks_of, carry_out, documents


@pytest.mark.slow
@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_example_of_a_document_runs_in_order(document: Path, tmp_path: Path) -> None:
    blocks = blocks_of(document)
    if shutil.which("ssh-keygen") is None and any("ssh-keygen" in block.text for block in blocks):
        pytest.skip("ssh-keygen (OpenSSH) is not installed")
    for block in blocks:
        carry_out(block, tmp_path)
