"""Sheets opened and saved by LibreOffice without a screen read back as they were; skipped where it is not installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from wargame.review.msel.exchange import rows_of, take_back
from wargame.review.msel.sheet_files import write_sheet_file
from wargame.scenario.find import find_scenario
from wargame.scenario.pack_files import read_pack

OFFICE = shutil.which("soffice")
UTF8 = "Text - txt - csv (StarCalc):44,34,76,1"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed (soffice is not on the path)"),
]


def saved_again(path: Path, *how: str) -> Path:
    """The file as LibreOffice saves it, in a folder beside it, with a profile of its own."""
    assert OFFICE is not None
    profile = (path.parent / "profile").as_uri()
    out = path.parent / "saved"
    command = [OFFICE, f"-env:UserInstallation={profile}", "--headless", *how, "--outdir", str(out), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert (out / path.name).is_file(), done.stderr
    return out / path.name


@pytest.mark.parametrize("scenario", ["tiny", "between-the-giants"])
@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_a_sheet_saved_by_libreoffice_is_the_scenario_still(
    tiny: Path, tmp_path: Path, scenario: str, ending: str
) -> None:
    folder = tiny if scenario == "tiny" else find_scenario(scenario)
    path = tmp_path / f"msel{ending}"
    write_sheet_file(rows_of(read_pack(folder)), path)
    how = ("--convert-to", "xlsx") if ending == ".xlsx" else (f"--infilter={UTF8}", "--convert-to", f"csv:{UTF8}")
    saved = saved_again(path, *how)
    assert saved.read_bytes() != path.read_bytes(), "it was written anew"
    taken = take_back(folder, saved)
    assert (taken.faults, taken.changed, taken.added, taken.removed) == ((), (), (), ())
    assert taken.after == taken.before
