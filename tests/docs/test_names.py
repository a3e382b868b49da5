"""Names that documents use exist in the code, and what must be listed is listed."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from wargame.core.clauses import CLAUSE_TYPES
from wargame.core.orders import EFFECT_KINDS, ORDER_TYPES
from wargame.core.promises import PROMISE_KINDS
from wargame.rules.base.parameters import Parameters
from wargame.rules.model.scoring import RED_LINES
from wargame.scenario.dossier import DoctrineName, Measure
from wargame.scenario.pack import InjectKind

from .blocks import ROOT, documents
from .tables import TABLES, between, citations, cited_by_parameters

MODEL = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLES)
def test_a_generated_table_is_what_the_code_says(name: str) -> None:
    document, make = TABLES[name]
    text = (ROOT / document).read_text(encoding="utf-8")
    assert between(name, text) == make(), f"{document} is out of date: run `python tests/docs/tables.py`"


def test_every_order_kind_and_parameter_appears_in_the_model() -> None:
    missing = [name for name in (*ORDER_TYPES, *Parameters.names()) if f"`{name}`" not in MODEL]
    assert not missing


def test_the_equations_name_parameters_that_exist() -> None:
    section = MODEL.split("## Equations")[1].split("\n## ")[0]
    named = set(re.findall(r"`([a-z]+(?:_[a-z]+)+)`", section))
    strange = named - set(Parameters.names()) - set(ORDER_TYPES) - {"u_coding"}
    assert named
    assert not strange


def test_all_eighteen_equations_are_there() -> None:
    assert [f"E{number}" for number in range(1, 19)] == re.findall(r"^\*\*(E\d+)", MODEL, re.MULTILINE)


@pytest.mark.parametrize(
    ("document", "names"),
    [
        ("agreements.md", [str(clause.__dataclass_fields__["kind"].default) for clause in CLAUSE_TYPES]),
        ("agreements.md", list(PROMISE_KINDS)),
        ("scenarios.md", list(get_args(InjectKind))),
        ("adding-an-actor.md", [*get_args(Measure), *RED_LINES, *get_args(DoctrineName)]),
        ("model.md", list(EFFECT_KINDS)),
    ],
    ids=["clauses", "pledges", "injects", "dossier", "effects"],
)
def test_a_vocabulary_is_listed_whole(document: str, names: list[str]) -> None:
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    assert not [name for name in names if f"`{name}`" not in text]


BEFORE = ("llama-for-allies",)
"""Scenarios that begin before some facts were complete: they cite such a fact by the date of its beginning."""


def test_every_cited_fact_is_listed_with_its_date_source_and_confidence() -> None:
    rows = {}
    for line in (ROOT / "docs" / "facts.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.fullmatch(r"F\d+", cells[0]) and len(cells) == 5:
            rows[cells[0]] = cells
    for folder, citation in citations():
        row = rows[citation["fact"]]
        since, _, until = row[2].partition(" to ")
        early = folder in BEFORE and until != "" and citation["date"] == since
        date = since if early else row[2]
        cited = [citation["date"], citation["source"], citation["confidence"]]
        assert cited == [date, *row[3:]], f"{folder}: {citation}"
    assert set(cited_by_parameters()) <= set(rows)


def test_paths_in_backticks_exist() -> None:
    pattern = re.compile(r"`((?:wargame|actors|scenarios|tests|docs|benchmarks|transcripts)/[\w./-]*)`")
    named = [(path, name) for path in documents() for name in pattern.findall(path.read_text(encoding="utf-8"))]
    assert named
    assert not [f"{path.name}: {name}" for path, name in named if not (ROOT / name).exists()]


def test_links_between_documents_resolve() -> None:
    broken = []
    for document in documents():
        text = document.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            path, _, anchor = target.partition("#")
            assert "://" not in path, f"{document.name}: {target} leaves the repository"
            aim = (document.parent / path).resolve() if path else document
            if not aim.exists() or (anchor and anchor not in _anchors(aim)):
                broken.append(f"{document.relative_to(ROOT)}: {target}")
    assert not broken


def _anchors(path: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_every_document_is_reachable_from_the_readme() -> None:
    seen, todo = set(), [ROOT / "README.md"]
    while todo:
        document = todo.pop()
        if document in seen or document.suffix != ".md":
            continue
        seen.add(document)
        targets = re.findall(r"\]\(([^)\s#]+)", document.read_text(encoding="utf-8"))
        todo += [(document.parent / target).resolve() for target in targets]
    assert not [str(path.relative_to(ROOT)) for path in documents() if path not in seen]


def test_parameters_have_a_meaning_unit_and_source() -> None:
    for item in fields(Parameters):
        assert all(item.metadata[key] for key in ("unit", "source", "meaning")), item.name
