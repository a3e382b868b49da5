"""Hundreds of ways to break a pack, made by rule: each is told as a fault in the right place, none as a traceback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wargame.scenario.check import check
from wargame.scenario.dossier import Dossier
from wargame.scenario.faults import Fault, Key, dotted
from wargame.scenario.find import content_root
from wargame.scenario.pack import Pack
from wargame.scenario.source import SourceFile, read

HERE = Path(__file__).parent / "tiny"
FILES = ("scenario.yaml", *(f"actors/{name}/dossier.yaml" for name in ("alba", "boreas", "cedar", "delta", "eagle")))
PROSE = (
    "name",
    "title",
    "text",
    "objective",
    "expected",
    "sender",
    "delivery",
    "controller",
    "notes",
    "says",
    "decides",
)
"""Keys that accept any words."""
MAY_BE_EMPTY = {("agreements", "toward"), ("injects", "target"), ("actors", "belief"), ("start", "grid")}
MAY_BE_EMPTY |= {("start", "vintage"), ("anchor", "anchor")}
"""Keys, with the top key above them, that accept nothing as an answer."""


@dataclass(frozen=True)
class Mutation:
    """One file with one thing wrong with it."""

    name: str
    text: bytes
    key: str | None = None
    """The key that some fault must name."""
    line: int | None = None
    """The line that this fault must name."""


def scalars(value: Any, key: Key = ()) -> Iterator[tuple[Key, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from scalars(inner, (*key, name))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from scalars(inner, (*key, at))
    else:
        yield key, value


def mutations(path: Path) -> Iterator[Mutation]:
    source = read(path)
    lines = source.text.splitlines()
    yield from wrong_values(source, lines)
    yield from strange_keys(source, lines)
    yield from missing_keys(path, source, lines)
    yield from broken_bytes(lines)


def joined(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def wrong_values(source: SourceFile, lines: list[str]) -> Iterator[Mutation]:
    """Each `key: value` that fills a line: a wrong type, nothing, something huge, and the key twice."""
    for count, (key, _) in enumerate(scalars(source.data)):
        number = source.place(key).line
        match = re.fullmatch(r"(\s*(?:- )?)([A-Za-z_.]+): ([^>|\[{].*)", lines[number - 1])
        if match is None or match[2] != key[-1] or (key[0] == "sources" and key[-1] != "fact"):
            continue
        lead, name = match[1], match[2]
        before, after = lines[: number - 1], lines[number:]
        place = dotted(key)
        wrong = [("a list", "[[]]"), ("a set", "{zzz: {}}"), ("a word", "zzz zzz zzz zzz zzz zzz zzz")]
        wrong += [("endless", "1e999"), ("huge", "9" * 5000), ("negative", "-987654321")]
        for what, text in wrong[count % 3 :: 3]:
            if what == "a word" and name in PROSE:
                continue
            broken = [*before, f"{lead}{name}: {text}", *after]
            yield Mutation(f"{place} is {what}", joined(broken), place, number)
        again = [*before, lines[number - 1], f"{lead.replace('-', ' ')}{name}: {match[3]}", *after]
        yield Mutation(f"{place} twice", joined(again), place, number + 1)
        if (key[0], key[-1]) not in MAY_BE_EMPTY:
            yield Mutation(f"{place} is empty", joined([*before, f"{lead}{name}:", *after]), place)


def strange_keys(source: SourceFile, lines: list[str]) -> Iterator[Mutation]:
    """A key that nobody knows, before every key that begins a line."""
    for key, place in source.places.items():
        if not key or isinstance(key[-1], int):
            continue
        line = lines[place.line - 1]
        indent = line[: place.column - 1]
        if indent.strip() or not line[place.column - 1 :].startswith(f"{key[-1]}:"):
            continue
        broken = [*lines[: place.line - 1], f"{indent}Zz9_zz: 5", *lines[place.line - 1 :]]
        yield Mutation(f"strange key before {dotted(key)}", joined(broken), dotted((*key[:-1], "Zz9_zz")), place.line)


def missing_keys(path: Path, source: SourceFile, lines: list[str]) -> Iterator[Mutation]:
    """Each required key of the top level, left out."""
    model = Pack if path.name == "scenario.yaml" else Dossier
    tops = sorted((place.line, key[0]) for key, place in source.places.items() if len(key) == 1)
    for at, (number, name) in enumerate(tops):
        if model.model_fields[str(name)].is_required():
            end = tops[at + 1][0] if at + 1 < len(tops) else len(lines) + 1
            yield Mutation(f"no {name}", joined(lines[: number - 1] + lines[end - 1 :]), str(name), 1)


def broken_bytes(lines: list[str]) -> Iterator[Mutation]:
    """What is no YAML and no text, at every ninth line."""
    text = joined(lines)
    for at in range(0, len(lines), 9):
        before, after = joined(lines[:at]) if at else b"", joined(lines[at:])
        yield Mutation(f"no UTF-8 in line {at + 1}", before + b"\xff" + after, "", at + 1)
        yield Mutation(f"a NUL in line {at + 1}", before + b"\x00" + after, "", at + 1)
        yield Mutation(f"an open bracket in line {at + 1}", before + b"zzz: [\n" + after)
        yield Mutation(f"a circle in line {at + 1}", before + b"zzz: &zzz [*zzz]\n" + after)
    yield Mutation("empty", b"")
    yield Mutation("a list", b"- a\n")
    yield Mutation("deep", b"zzz: " + b"[" * 100000, "zzz" + "[0]" * 23, 1)
    yield Mutation("long", text + b"# " + b"x" * 2**20, "", 1)
    yield Mutation("two documents", text + b"---\na: 1\n", "", len(lines) + 1)


def all_mutations(folder: Path, files: tuple[str, ...]) -> list[tuple[str, Mutation]]:
    return [(file, mutation) for file in files for mutation in mutations(folder / file)]


TINY = all_mutations(HERE, FILES)


def assert_told(faults: tuple[Fault, ...], mutation: Mutation) -> None:
    assert faults, f"{mutation.name}: no fault was found"
    for fault in faults:
        path = Path(fault.file)
        assert path.exists(), fault
        assert fault.sentence.strip(), fault
        length = path.read_bytes().count(b"\n") + 1 if path.is_file() else 1
        assert 1 <= fault.line <= length, fault
    if mutation.key is not None:
        named = [fault for fault in faults if fault.key == mutation.key or fault.key.startswith(f"{mutation.key}.")]
        named += [fault for fault in faults if fault.key.startswith(f"{mutation.key}[")]
        assert named, f"{mutation.name}: {mutation.key} is not named in {[str(fault) for fault in faults]}"
        if mutation.line is not None:
            assert mutation.line in {fault.line for fault in named}, f"{mutation.name}: {named}"


def test_there_are_enough_ways_to_break_a_pack() -> None:
    assert len(TINY) > 800
    assert len({mutation.name for _, mutation in TINY}) > 500


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_every_broken_pack_is_told_as_faults_in_the_right_place(tiny: Path, file: str) -> None:
    path = tiny / file
    sound = path.read_bytes()
    for where, mutation in TINY:
        if where == file:
            path.write_bytes(mutation.text)
            assert_told(check(tiny), mutation)
            if file != "scenario.yaml" and mutation.name != "no aims":
                assert check(path), f"{mutation.name}: not found in the actor alone"
    path.write_bytes(sound)
    assert check(tiny) == ()


def shipped_files() -> list[Path]:
    root = content_root()
    return sorted([*root.glob("scenarios/*/scenario.yaml"), *root.glob("actors/*/dossier.yaml")])


@pytest.mark.slow
@pytest.mark.parametrize("path", shipped_files(), ids=lambda path: path.parent.name)
def test_a_broken_shipped_file_is_told_as_faults(path: Path, desk: Path) -> None:
    folder = desk / path.parent.name
    folder.mkdir()
    for other in path.parent.rglob("*"):
        if other.is_file():
            (folder / other.relative_to(path.parent)).parent.mkdir(parents=True, exist_ok=True)
            (folder / other.relative_to(path.parent)).write_bytes(other.read_bytes())
    every = list(mutations(path))
    for mutation in every[:: max(1, len(every) // 12)]:
        (folder / path.name).write_bytes(mutation.text)
        assert_told(check(folder), mutation)


@pytest.mark.slow
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_no_edit_makes_the_check_stumble(tiny: Path, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from([*FILES, "briefings/public.md", "actors/alba/voice.md"]))
    sound = (HERE / file).read_bytes()
    start = data.draw(st.integers(0, len(sound)))
    end = data.draw(st.integers(start, min(len(sound), start + 80)))
    likely = [b"\n", b": ", b"- ", b"  ", b"null", b"[", b"*a"]
    new = data.draw(st.one_of(st.binary(max_size=12), st.sampled_from(likely)))
    path = tiny / file
    path.write_bytes(sound[:start] + new + sound[end:])
    try:
        for fault in check(tiny):
            assert Path(fault.file).exists()
            assert fault.line >= 1
            assert fault.sentence
    finally:
        path.write_bytes(sound)
