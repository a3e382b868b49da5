"""`wargame handout` writes one file a card, names what is too long, and keeps a seat's cards apart."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run


def test_every_card_is_a_file_and_all_of_them_are_in_one_more(wargame: Run, tmp_path: Path) -> None:
    said = wargame("handout", "first-download", "--out", tmp_path / "cards")
    assert said.code == 0
    assert not said.err
    files = sorted((tmp_path / "cards").iterdir())
    assert sorted(said.out.splitlines()) == [str(path) for path in files]
    assert len(files) == 18
    together = (tmp_path / "cards" / "all-for-the-facilitator.html").read_text(encoding="utf-8")
    assert together.count('<section class="sheet"') == 17


def test_one_seat_gets_its_three_cards_and_nothing_else(wargame: Run, tmp_path: Path) -> None:
    assert wargame("handout", "first-download", "--seat", "meta", "--out", tmp_path, "--paper", "a4").code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["meta-minute.html", "meta-moves.html", "meta-role.html"]
    assert "size: A4;" in (tmp_path / "meta-role.html").read_text(encoding="utf-8")


def test_an_unknown_seat_is_named_with_the_seats(wargame: Run, tmp_path: Path) -> None:
    said = wargame("handout", "first-download", "--seat", "oslo", "--out", tmp_path / "none")
    assert said.code == 2
    assert "oslo" in said.err
    assert "palantir" in said.err
    assert not (tmp_path / "none").exists()


def test_a_text_that_is_too_long_for_a_page_is_named_with_its_file(wargame: Run, tmp_path: Path) -> None:
    assert wargame("copy", "first-download", tmp_path / "mine").code == 0
    (dossier,) = (tmp_path / "mine").rglob("rome/dossier.yaml")
    text = dossier.read_text(encoding="utf-8")
    more = "".join("  More of what Rome wants, at length and without end.\n" for _ in range(120))
    dossier.write_text(text.replace("brief: >-\n", f"brief: >-\n{more}", 1), encoding="utf-8")
    said = wargame("handout", tmp_path / "mine", "--out", tmp_path / "cards")
    assert said.code == 0
    assert "rome-role.html: this takes about" in said.err
    assert "a page holds 252; shorten its texts" in said.err
    assert said.err.count("shorten") == 1


def test_a_file_where_the_folder_should_be_is_named_and_left_as_it_is(wargame: Run, tmp_path: Path) -> None:
    there = tmp_path / "cards"
    there.write_text("mine")
    for wanted in (there, there / "deeper"):
        said = wargame("handout", "first-download", "--out", wanted)
        assert said.code == 2
        assert f"--out {wanted}: a file is in the way; name a folder" in said.err
    assert there.read_text() == "mine"
