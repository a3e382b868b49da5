"""`wargame bench`: the project's own measurements, which live beside the source and not in the package."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from wargame.commands.output import tell


def bench() -> None:
    """Run the project's own measurements.

    They stand in benchmarks/run.py of the source tree.
    """
    import subprocess

    import wargame

    script = Path(wargame.__file__).resolve().parent.parent / "benchmarks" / "run.py"
    if not script.is_file():
        tell(f"wargame: there is no {script}; the measurements need the source tree: clone it and run `make bench`")
        raise typer.Exit(2)
    raise typer.Exit(subprocess.run([sys.executable, str(script)], check=False).returncode)
