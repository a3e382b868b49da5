"""Extras stand in the README with what they bring, and no page installs what is not published."""

from __future__ import annotations

import re
import tomllib

from tests.docs.blocks import ROOT, documents

FOR_WORK_ON_IT = {"dev", "bench"}
"""Extras that only whoever changes the program needs."""


def test_every_extra_of_the_program_stands_in_the_readme() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("| Extra |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(declared) - FOR_WORK_ON_IT


def test_no_page_and_no_sentence_installs_the_program_by_its_name() -> None:
    files = [*documents(), *(ROOT / "wargame").rglob("*.py")]
    named = [str(path) for path in files if re.search(r"pip install .?wargame-tabletop", path.read_text("utf-8"))]
    assert named == []
