"""An OpenAI-compatible server for one model file on this machine, reachable from this machine alone."""

from __future__ import annotations

import importlib
import json
import os
import shlex
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any, NoReturn
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from wargame.errors import LocalModelError
from wargame.local.catalogue import digest, folder, known_as

HOST = "127.0.0.1"
PATIENCE = 120.0
"""Seconds in which a loaded model must report that it is healthy."""
DIRECT = build_opener(ProxyHandler({}))
"""Asks this machine without a detour over a proxy."""
SAVED_PROMPTS = 1024
"""MiB of prompts kept ready for the next call that begins alike."""


@dataclass(frozen=True, slots=True)
class ServerPlan:
    """What to serve and with how much of the machine."""

    model: Path
    threads: int
    parallel: int = 2
    """Requests that are answered at once; more wait."""
    ctx: int = 8192
    """Tokens that one request and its answer may have together."""
    port: int = 0
    """0 takes any free one."""


@dataclass(frozen=True, slots=True)
class Served:
    """What a server says that it serves."""

    name: str
    """The model's name; requests may use any."""
    parameters: int | None
    """How many the model has, if the server knows."""
    context: int | None = None
    """Tokens that one request and its answer really have together, if the server says so."""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers."""

    url: str
    """Base URL as OpenAI clients take it."""
    served: Served
    seconds: float
    """How long it took to be ready."""
    engine: object
    """Kept, because the server ends with it."""


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2


def spare_threads() -> int:
    """One fewer than there are cores: the server's threads wait by spinning, and a full machine starves them."""
    return max(1, cores() - 1)


def start(plan: ServerPlan) -> Running:
    """Serve until this process ends; LocalModelError says why it cannot be."""
    engine = _engine()
    name = name_of(plan.model)
    if plan.port:
        _refuse_taken(plan.port)
    begun = monotonic()
    server = _start(engine, plan, name)
    url = f"{server.listening_address}/v1"
    _wait_until_healthy(server.listening_address)
    return Running(url, served_at(url), monotonic() - begun, server)


def end() -> NoReturn:
    """End this process now: the engine's own ending waits for answers under way, and can wait for ever."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def served_at(url: str) -> Served:
    """What the server at a base URL serves."""
    with DIRECT.open(f"{url}/models", timeout=30) as reply:
        first = json.load(reply)["data"][0]
    told = first.get("meta") or {}
    count, context = told.get("n_params"), told.get("n_ctx")
    return Served(
        str(first["id"]), count if isinstance(count, int) else None, context if isinstance(context, int) else None
    )


def name_of(path: Path) -> str:
    """The name a file is served under; a fetched file must still have its hash."""
    model = known_as(path)
    if model is None:
        return path.stem
    found = digest(path)
    if found == model.sha256:
        return model.name
    if path.resolve().parent == folder().resolve():
        raise LocalModelError(
            f"{path} has the SHA-256 {found}, and {model.name} has {model.sha256}: the file was damaged or changed; "
            f"`wargame local fetch {shlex.quote(model.name)}` replaces it"
        )
    return path.stem


def _engine() -> Any:
    try:
        return importlib.import_module("xllamacpp")
    except ImportError as fault:
        missing = isinstance(fault, ModuleNotFoundError)
        why = "is not installed" if missing else f"cannot be loaded ({fault})"
        raise LocalModelError(
            f"xllamacpp, which runs the model, {why}: pip install xllamacpp, or use any other OpenAI-compatible server"
        ) from fault


def _start(engine: Any, plan: ServerPlan, name: str) -> Any:
    given = engine.CommonParams()
    given.model.path = str(plan.model)
    given.model_alias = {name}
    given.hostnames = [HOST]
    given.port = plan.port
    given.n_parallel = plan.parallel
    given.n_ctx = plan.ctx * plan.parallel
    given.kv_unified = False
    given.n_gpu_layers = 0
    given.cpuparams.n_threads = given.cpuparams_batch.n_threads = plan.threads
    given.cache_ram_mib = SAVED_PROMPTS
    given.ui = False
    given.verbosity = 1
    try:
        return engine.Server(given)
    except RuntimeError as fault:
        raise LocalModelError(
            f"{plan.model} cannot be served; what the server wrote above says why. It takes GGUF files of models that "
            "llama.cpp knows, and needs memory for the file and for the context"
        ) from fault


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as fault:
            raise LocalModelError(
                f"--port {port}: {HOST} does not give it ({fault.strerror}); choose another, or 0 for any free one"
            ) from fault


def _wait_until_healthy(root: str) -> None:
    end_of_patience = monotonic() + PATIENCE
    while True:
        try:
            with DIRECT.open(f"{root}/health", timeout=5):
                return
        except (URLError, TimeoutError, ConnectionError) as fault:
            if monotonic() > end_of_patience:
                raise LocalModelError(f"{root}/health does not answer 200 within {PATIENCE:g} s ({fault})") from fault
            sleep(0.05)
