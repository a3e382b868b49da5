"""Whatever a document tells a reader to type works as written, in an empty folder, without a network."""

from __future__ import annotations

from pathlib import Path

import pytest

from .blocks import ROOT, blocks_of, carry_out, documents


@pytest.mark.slow
@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_example_of_a_document_runs_in_order(document: Path, tmp_path: Path) -> None:
    for block in blocks_of(document):
        carry_out(block, tmp_path)
