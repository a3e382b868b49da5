"""The prompt templates in use: content beside the dossiers, each with a version and a hash that stand in the record.

Other words for the same are `wording_sets`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

import wargame
from wargame.errors import SpecError
from wargame.scenario.find import find_prompts
from wargame.scenario.prompt_words import hash_told

NAMES = (
    *("rules", "dossier", "history", "standing", "now", "lessons", "ask_talk", "ask_orders", "ask_weigh"),
    *("repair", "advice", "judge", "single"),
)
"""Every template there must be."""
SINGLE = "single"
"""The template of the baseline that is asked in one plain prompt; records from before it do without."""
ENDING = ".md.j2"
"""How the name of a template's file ends."""
IN_CODE = (
    *("event_lines", "memory", "position_lines", "deal_sheet", "public_words", "schema_words", "prompts"),
    *("ideas", "order_sizes", "shown", "labels", "single_prompt"),
    *("reply_reading", "mending", "judge"),
)
"""Modules whose words stand in prompts too."""
MANNER: Mapping[str, Any] = {
    "undefined": jinja2.StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": False,
    "autoescape": False,
}
"""How templates of every set are filled in."""


@cache
def _environment() -> jinja2.Environment:
    folders = find_prompts()
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]), auto_reload=False, **MANNER
    )


@cache
def _source(name: str) -> str:
    loader = _environment().loader
    assert loader is not None
    try:
        return loader.get_source(_environment(), f"{name}{ENDING}")[0]
    except jinja2.TemplateNotFound:
        raise SpecError(
            f"actors/prompts/{name}{ENDING}: the template is missing; there must be {', '.join(NAMES)}"
        ) from None


@cache
def _template(name: str) -> jinja2.Template:
    _source(name)
    try:
        return _environment().get_template(f"{name}{ENDING}")
    except jinja2.TemplateSyntaxError as fault:
        raise SpecError(f"actors/prompts/{name}{ENDING}: line {fault.lineno}: {fault.message}") from None


def source(name: str) -> str:
    """A template as it is written; SpecError if it is missing."""
    return _source(name)


def render(name: str, /, **given: Any) -> str:
    """A template filled in; SpecError if it asks for something that there is not."""
    try:
        return _template(name).render(**given).strip()
    except jinja2.UndefinedError as fault:
        raise SpecError(f"actors/prompts/{name}{ENDING}: {fault}") from None


def hashes_in_use() -> dict[str, str]:
    """Version and SHA-256 of every template, and of the code that fills them in."""
    told = {name: hash_told(_source(name)) for name in NAMES}
    code = hashlib.sha256()
    for name in IN_CODE:
        code.update((Path(__file__).parent / f"{name}.py").read_bytes())
    told["code"] = f"{wargame.__version__} {code.hexdigest()}"
    return told
