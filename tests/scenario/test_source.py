"""Reading YAML: places are exact, and whatever is wrong comes back as a fault with its line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wargame.scenario.source import LONGEST, SourceFile, read


def source_of(folder: Path, text: str | bytes) -> SourceFile:
    path = folder / "file.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path)


def test_every_key_and_item_has_its_line_and_column(tmp_path: Path) -> None:
    source = source_of(tmp_path, "a: 1\nb:\n  - x\n  - c: [5, 6]\n    d: >-\n      long\n      text\ne: 2\n")
    assert source.data == {"a": 1, "b": ["x", {"c": [5, 6], "d": "long text"}], "e": 2}
    assert source.place(("b", 0)) == (3, 5)
    assert source.place(("b", 1, "c")) == (4, 5)
    assert source.place(("b", 1, "c", 1)) == (4, 12)
    assert source.place(("e",)) == (8, 1)


def test_a_key_that_is_missing_is_placed_at_what_should_hold_it(tmp_path: Path) -> None:
    source = source_of(tmp_path, "a: 1\nb:\n  - x\n")
    assert source.place(("b", 0, "nothing", "here")) == (3, 5)
    assert source.place(("nothing",)).line == 1


def test_values_are_read_by_the_core_schema(tmp_path: Path) -> None:
    text = "a: yes\nb: 012\nc: 2026-07-01\nd: ~\ne: 1_000\nf: '5'\ng: -.5e2\nh: true\n1: one\nno: two\n"
    assert source_of(tmp_path, text).data == {
        "a": "yes",
        "b": 12,
        "c": "2026-07-01",
        "d": None,
        "e": "1_000",
        "f": "5",
        "g": -50.0,
        "h": True,
        "1": "one",
        "no": "two",
    }


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "empty"),
        ("# nothing but a comment\n", 1, "empty"),
        ("- a\n- b\n", 1, "a list"),
        ("just words\n", 1, "'just words'"),
        ("a: 1\nb: 2\na: 3\n", 3, "first in line 1"),
        ("a: 1\nb: {c: 1, c: 2}\n", 2, "first in line 2"),
        ("a: 1\nb: &x\n  c: *x\n", 3, "circle"),
        ("a: &x [*x]\n", 1, "circle"),
        ("a: *nobody\n", 1, "refers to nothing"),
        ("a: 1\nb:\n\tc: 2\n", 3, "spaces"),
        ("a: 1\nb: c: d\n", 2, "colon"),
        ("a: 1\nb: [1, 2\nc: 3\n", 2, "bracket"),
        ("a: 1\nb: 'open\nc: 3\n", 2, "quotation"),
        ("a: 1\n  b: 2\n", 2, "indent"),
        ("a:\n    b: 1\n  c: 2\n", 3, "line up"),
        ("a: 1e999\n", 1, "finite"),
        ("a: .nan\n", 1, "finite"),
        ("a: -.inf\n", 1, "finite"),
        (f"a: {'9' * 5000}\n", 1, "5000 digits"),
        ("a: 1\nb: 10000000000000000000\n", 2, "no larger than"),
        (f"a: {'[' * 5000}\n", 1, "nested"),
        (f"a: {'{b: ' * 5000}\n", 1, "nested"),
        ("\n".join(f"{' ' * depth}a:" for depth in range(40)), 25, "nested"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, "tag"),
        ("a: 1\nb: !thing x\n", 2, "tag"),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", 3, "merge"),
        ("? [a, b]\n: 1\n", 1, "one word"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a: 1\nb: \x00\n", 2, "U+0000"),
        ("a: one\u2028two\n", 1, "U+2028"),
        ('a: "\\x1b[2J"\n', 1, "U+001B"),
        ('a: "\\ud800"\n', 1, "U+D800"),
        ('a: "\\q"\n', 1, "backslash"),
        ("a: @b\n", 1, "quotes"),
        (b"a: 1\nb: \xff\n", 2, "UTF-8"),
        (b"\xff\xfea\x00:\x00", 1, "UTF-8"),
        (b"a: " + b"x" * LONGEST, 1, "1 MiB"),
    ],
)
def test_what_is_wrong_with_a_file_is_a_fault_with_its_line(
    tmp_path: Path, text: str | bytes, line: int, words: str
) -> None:
    source = source_of(tmp_path, text)
    assert [fault.line for fault in source.faults] == [line]
    assert words in source.faults[0].sentence
    assert source.faults[0].file == str(tmp_path / "file.yaml")


def test_aliases_that_unfold_without_end_are_stopped(tmp_path: Path) -> None:
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    (fault,) = source_of(tmp_path, "\n".join(lines)).faults
    assert "unfolds" in fault.sentence
    assert fault.line == 5


def test_a_duplicate_key_does_not_hide_other_faults(tmp_path: Path) -> None:
    source = source_of(tmp_path, "a: 1\na: {a: 1, b: 2}\nb: 1e999\n")
    assert [fault.key for fault in source.faults] == ["a", "b"]
    assert source.data["a"] == 1


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    source = source_of(tmp_path, b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert source.data == {"a": 1, "b": 2}
    assert source.place(("b",)).line == 2


@pytest.mark.parametrize("name", [".", "absent.yaml", "x" * 400, "nul\0byte"])
def test_what_is_no_file_is_a_fault(tmp_path: Path, name: str) -> None:
    (fault,) = read(tmp_path / name).faults
    assert fault.line == 1
    assert fault.sentence


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (fault,) = read(tmp_path / "pipe").faults
    assert "no ordinary file" in fault.sentence


def test_cutting_values_keeps_the_places_of_the_rest(tmp_path: Path) -> None:
    source = source_of(tmp_path, "a:\n  - x\n  - y\n  - z: 1\nb: 2\n")
    rest = source.without([("a", 0), ("b",)])
    assert rest.data == {"a": ["y", {"z": 1}]}
    assert rest.place(("a", 0)).line == 3
    assert rest.place(("a", 1, "z")).line == 4


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>%@`'\"#, \n\t\\0159.?~<"), max_size=60))
def test_no_text_makes_the_reader_stumble(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    source = source_of(tmp_path_factory.mktemp("any"), text)
    assert source.readable or source.faults
    for fault in source.faults:
        assert 1 <= fault.line <= text.count("\n") + 2
        assert fault.sentence
