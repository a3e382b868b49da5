"""One file from a model hub over HTTP: in blocks, and going on where an earlier attempt broke off."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from wargame.errors import LocalModelError
from wargame.local.catalogue import BLOCK, Hub, LocalModel, megabytes

ROOT = "https://huggingface.co"
ELSEWHERE = "WARGAME_HUB"
"""Environment variable with another root address that serves the same paths."""
PATIENCE = 60.0
"""Seconds without a byte after which an attempt is given up."""


def address(source: Hub) -> str:
    """Where a file is asked for."""
    root = os.environ.get(ELSEWHERE, "").strip().rstrip("/") or ROOT
    if not re.match(r"https?://", root):
        raise LocalModelError(f"{ELSEWHERE}={root}: this must begin with http:// or https://")
    return f"{root}/{source.path}"


def download(model: LocalModel, source: Hub, part: Path, told: Callable[[int], None]) -> None:
    """Bring `part` to the model's full length; what arrived stays there if the line breaks."""
    have = part.stat().st_size if part.is_file() else 0
    if have > model.size:
        part.unlink()
        have = 0
    told(have)
    if have == model.size:
        return
    where = address(source)
    try:
        have = _receive(where, model, part, have, told)
    except HTTPError as fault:
        raise LocalModelError(f"{where} answers {fault.code} {fault.reason}; {_instead()}") from fault
    except URLError as fault:
        raise LocalModelError(f"{where} cannot be reached ({fault.reason}); {_instead()}") from fault
    except (TimeoutError, ConnectionError, HTTPException) as fault:
        have = part.stat().st_size if part.is_file() else 0
        raise LocalModelError(_broken_off(model, have, str(fault) or type(fault).__name__)) from fault
    if have < model.size:
        raise LocalModelError(_broken_off(model, have, "the line was closed"))


def _receive(where: str, model: LocalModel, part: Path, have: int, told: Callable[[int], None]) -> int:
    headers = {"User-Agent": "wargame", "Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    with urlopen(Request(where, headers=headers), timeout=PATIENCE) as reply:
        goes_on = reply.status == 206 and reply.headers.get("Content-Range", "").startswith(f"bytes {have}-")
        if not goes_on:
            have = 0
        coming = reply.headers.get("Content-Length")
        if coming is not None and have + int(coming) != model.size:
            raise LocalModelError(
                f"{where} offers a file of {have + int(coming):,} bytes, and {model.name} has {model.size:,}; "
                "nothing was fetched"
            )
        with part.open("ab" if goes_on else "wb") as file:
            while have < model.size and (block := reply.read(min(BLOCK, model.size - have))):
                file.write(block)
                have += len(block)
                told(have)
    return have


def _broken_off(model: LocalModel, have: int, why: str) -> str:
    return (
        f"{model.name}: broken off at {megabytes(have)} of {megabytes(model.size)} ({why}); fetch again to go on there"
    )


def _instead() -> str:
    return f"get the file another way and name it in WARGAME_LOCAL_GGUF, or set {ELSEWHERE} to a mirror that you trust"
