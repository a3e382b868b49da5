"""The prompt templates: content beside the dossiers, each with a version and a hash that stand in the record."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

import wargame
from wargame.errors import SpecError
from wargame.scenario.find import find_prompts

NAMES = (
    *("rules", "dossier", "history", "standing", "now", "lessons", "ask_talk", "ask_orders", "ask_weigh"),
    *("repair", "advice", "judge", "single"),
)
"""Every template there must be."""
SINGLE = "single"
"""The template of the baseline that is asked in one plain prompt; records from before it do without."""
OLD = "b56192e"
"""The wording set of prompts as they were, kept so that both can be tried in the same positions."""
WORDINGS = ("", OLD)
"""Every wording set by the folder in which it lies; the one in use lies in none."""
IN_CODE = (
    *("event_lines", "memory", "position_lines", "deal_sheet", "public_words", "schema_words", "prompts"),
    *("ideas", "order_sizes", "shown", "labels", "single_prompt"),
    *("reply_reading", "mending", "judge"),
)
"""Modules whose words stand in prompts too."""
_VERSION = re.compile(r"\{#\s*version\s+(\S+)\s*#\}")


@cache
def _environment() -> jinja2.Environment:
    folders = find_prompts()
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        autoescape=False,
        auto_reload=False,
    )


@cache
def _source(name: str) -> str:
    loader = _environment().loader
    assert loader is not None
    try:
        return loader.get_source(_environment(), f"{name}.md.j2")[0]
    except jinja2.TemplateNotFound:
        raise SpecError(
            f"actors/prompts/{name}.md.j2: the template is missing; there must be {', '.join(NAMES)}"
        ) from None


@cache
def _worded(wording: str) -> frozenset[str]:
    """The templates that a set words itself; SpecError if there is no such set."""
    if wording not in WORDINGS:
        raise SpecError(f"wording {wording!r}: there is no such set; the sets are {', '.join(filter(None, WORDINGS))}")
    found = (path for folder in find_prompts() for path in (folder / wording).glob("*.md.j2"))
    return frozenset(path.name.removesuffix(".md.j2") for path in found)


@cache
def _template(name: str) -> jinja2.Template:
    _source(name)
    try:
        return _environment().get_template(f"{name}.md.j2")
    except jinja2.TemplateSyntaxError as fault:
        raise SpecError(f"actors/prompts/{name}.md.j2: line {fault.lineno}: {fault.message}") from None


def _of_set(name: str, wording: str) -> str:
    return f"{wording}/{name}" if wording and name in _worded(wording) else name


def render(name: str, wording: str = "", /, **given: Any) -> str:
    """A template of a wording set filled in; SpecError if it asks for something that there is not.

    What a set does not word itself is worded as in the one in use.
    """
    try:
        return _template(_of_set(name, wording)).render(**given).strip()
    except jinja2.UndefinedError as fault:
        raise SpecError(f"actors/prompts/{name}.md.j2: {fault}") from None


def prompt_hashes(wording: str = "") -> Mapping[str, str]:
    """Version and SHA-256 of every template of a set, and of the code that fills them in, for the header of a record.

    SpecError if there is no such set.
    """
    told = {name: _told(_of_set(name, wording)) for name in NAMES}
    code = hashlib.sha256()
    for name in IN_CODE:
        code.update((Path(__file__).parent / f"{name}.py").read_bytes())
    told["code"] = f"{wargame.__version__} {code.hexdigest()}"
    return told


def wording_of(hashes: Mapping[str, str]) -> str:
    """The set that a game with these hashes in its header was worded by: an older one by its own templates.

    Empty for the set in use, and for words that are no longer here.
    """
    for wording in filter(None, WORDINGS):
        own = {name: _told(_of_set(name, wording)) for name in _worded(wording)}
        if own and all(hashes.get(name) == told for name, told in own.items()):
            return wording
    return ""


def is_reworded(hashes: Mapping[str, str]) -> bool:
    """Whether a game with these hashes would go on in other words than it began with."""
    now = prompt_hashes(wording_of(hashes))
    asked = (name for name in NAMES if name != SINGLE or name in hashes)
    return bool(hashes) and any(hashes.get(name) != now[name] for name in asked)


def _told(name: str) -> str:
    found = _VERSION.search(_source(name))
    return f"{found.group(1) if found else '?'} {hashlib.sha256(_source(name).encode()).hexdigest()}"
