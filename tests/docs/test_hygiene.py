"""Nothing that is handed on points at a registry, a mirror or a folder of some machine."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from .blocks import ROOT

PARTS = ("pypi", "pythonhosted", "npmjs", "conda", "crates", "ghcr", "docker", "index-url", "artifactory", "nexus")
REGISTRY = re.compile(r"https?://[^\s\"')]*(" + "|".join(PARTS) + r")|--(extra-)?" + r"index-url", re.IGNORECASE)
FOLDERS = ("home", "root", "Users", "work", "workspace", "mnt", "private", "opt")
MACHINE = re.compile(r"(?<![\w.}/:<-])/(" + "|".join(FOLDERS) + r")/[\w.-]+|[A-Z]:\\\\?(Users|work)", re.IGNORECASE)
IGNORED = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
OUT = {".git", *(line.strip("/ ") for line in IGNORED if line.strip() and not line.startswith("#"))}


def handed_on() -> list[Path]:
    """Every file of the source tree but what `.gitignore` keeps out."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if not any(fnmatch(name, out) for out in OUT)]
        found += [Path(folder, name) for name in names if not any(fnmatch(name, out) for out in OUT)]
    return found


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.slow
@pytest.mark.parametrize(("what", "pattern"), [("registry address", REGISTRY), ("machine path", MACHINE)])
def test_no_text_handed_on_names_a(what: str, pattern: re.Pattern[str]) -> None:
    found = []
    for path in handed_on():
        if path != Path(__file__).resolve():
            for number, line in enumerate(text_of(path).splitlines(), 1):
                if pattern.search(line):
                    found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    assert not found, f"a {what} stands in\n" + "\n".join(found)


def test_the_search_reaches_code_content_and_documents() -> None:
    names = {str(path.relative_to(ROOT)) for path in handed_on()}
    assert {"README.md", "pyproject.toml", "wargame/cli.py", "actors/kyiv/dossier.yaml", "docs/model.md"} <= names
    assert not [name for name in names if name.startswith((".git/", ".venv/", "runs/"))]


def test_the_patterns_catch_what_they_are_for() -> None:
    assert REGISTRY.search("see https://" + "pypi." + "org/simple")
    assert MACHINE.search("open /" + "home/someone/file")
    assert not MACHINE.search("a file under docs/home/page and /usr/bin/env bash")
