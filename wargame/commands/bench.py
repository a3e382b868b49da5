"""`wargame bench`: the project's own measurements, which live beside the source and not in the package."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from wargame.commands.output import tell


def bench(
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
    runs: Annotated[int, typer.Option(min=3, max=100, help="Runs behind each median.")] = 10,
    only: Annotated[list[str], typer.Option(metavar="PART", help="games, forks, models, seats, screens, …")] = [],
    base: Annotated[str | None, typer.Option(metavar="REV", help="Measure this revision beside the tree.")] = None,
) -> None:
    """Run the project's own measurements.

    They stand in benchmarks/ of the source tree.
    """
    import subprocess
    from pathlib import Path

    import wargame

    root = Path(wargame.__file__).resolve().parent.parent
    if not (root / "benchmarks" / "__main__.py").is_file():
        tell(
            f"wargame: there is no {root / 'benchmarks'}; the measurements need the source tree: clone it, `make bench`"
        )
        raise typer.Exit(2)
    words = [*(["--json"] if json else []), "--runs", str(runs), *(word for part in only for word in ("--only", part))]
    words += ["--base", base] if base else []
    done = subprocess.run([sys.executable, "-m", "benchmarks", *words], cwd=root, check=False)
    raise typer.Exit(done.returncode)
