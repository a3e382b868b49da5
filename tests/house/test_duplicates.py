"""Copies of code are counted, and the count does not grow."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.duplicates import LIMIT, SHORTEST, main, pairs

RUN = "\n".join(f"    total += weight_{n} * share_{n}" for n in range(SHORTEST + 1))


@pytest.mark.slow
def test_no_run_of_lines_stands_in_two_files() -> None:
    pytest.importorskip("pylint", reason="pylint is not installed: pip install '.[dev]'")
    found = pairs()
    assert len(found) <= LIMIT, found


def test_a_planted_copy_is_found_with_both_its_places(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pylint", reason="pylint is not installed: pip install '.[dev]'")
    package = tmp_path / "wargame"
    package.mkdir()
    (package / "__init__.py").write_text("")
    for number, name in enumerate(("one", "two", "three")):
        copied = RUN if name != "three" else RUN.replace("share_3", "other")
        (package / f"{name}.py").write_text(f"def rule_{number}(total):\n{copied}\n    return total + {number}\n")
    ((places, lines),) = pairs(tmp_path)
    assert {place.partition(":")[0] for place in places} == {"wargame.one", "wargame.two"}
    assert lines > SHORTEST
    assert main(str(tmp_path)) == int(LIMIT < 1)
    assert "1 pairs of equal runs" in capsys.readouterr().out
