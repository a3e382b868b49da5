"""A hundred kills of real processes, many of them of two writers at once: what was sealed or paid for stays."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.cli.stubs import turning
from wargame.cli import main
from wargame.stub import Settings, Stub
from wargame.stub.answers import message_text
from wargame.table.calls import call_of
from wargame.table.session import beside, load
from wargame.transcript.reading import Transcript, read
from wargame.transcript.verify import verify

KILLS, RACES = 100, 20
PATIENCE = 120.0
TOLD = "is being played already", "open it again", "the file exists", "played to its end"
"""What the second of two writers may hear: the first one plays, has played on, has begun, or is through."""

Prompt = tuple[str, ...]
"""What a model is asked, message by message."""


@dataclass
class Child:
    """One process of the program, fed from a file and heard into another."""

    words: Sequence[object]
    folder: Path
    name: str
    answers: int
    """How often its person hands in."""

    def __post_init__(self) -> None:
        typed, self.heard = self.folder / f"{self.name}.in", self.folder / f"{self.name}.out"
        typed.write_text("plan to be quick\n" + "".join(f"why {why}\nseal\nyes\n" for why in self.reasons))
        with typed.open() as source, self.heard.open("wb") as out:
            words = [sys.executable, "-m", "wargame.cli", *map(str, self.words)]
            self.process = subprocess.Popen(words, cwd=self.folder, stdin=source, stdout=out, stderr=out)

    @property
    def reasons(self) -> list[str]:
        """What its person gives as reasons, in this order."""
        return [f"reason {self.name}-{number}" for number in range(self.answers)]

    @property
    def said(self) -> str:
        return self.heard.read_text(errors="replace")

    @property
    def runs(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@dataclass
class Killed:
    """A game that is begun, killed and gone on with until it is over."""

    kind: str
    seed: int
    folder: Path
    url: str
    children: list[Child] = field(default_factory=list)

    @property
    def path(self) -> Path:
        """Its record; where lines are typed, it names itself once it has begun."""
        typed = self.folder / "runs"
        return next(typed.glob("*.jsonl"), typed) if self.kind == "person" else self.folder / "game.jsonl"

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.is_file() else 0

    def child(self) -> Child:
        """One more process that begins or goes on."""
        going_on = "--resume", self.path
        begins: tuple[object, ...] = "first-download", "--seed", self.seed
        if self.kind != "person":
            everyone = "random" if self.kind == "scripts" else f"llm:stub@{self.url}"
            begins = *begins, "--all", everyone, "--out", self.path
        command = ("play", "--plain") if self.kind == "person" else ("run", "--sync", "phase")
        words = *command, *(going_on if self.size else begins)
        name = f"{self.seed}-{len(self.children)}"
        self.children.append(Child(words, self.folder, name, 40 if self.kind == "person" else 0))
        return self.children[-1]


def answered(record: Transcript) -> set[Prompt]:
    """The prompts to which a record holds the reply."""
    calls = (call_of(entry.data, entry.n) for entry in record.entries if entry.kind == "call")
    return {
        tuple("\n\n".join(record.texts[name] for name in names) for _, names in call.messages)
        for call in calls
        if call.status == 200
    }


def asked(stub: Stub) -> Counter[Prompt]:
    """The prompts that an endpoint was sent."""
    return Counter(tuple(map(message_text, note.body["messages"])) for note in tuple(stub.tally.seen))


def until(met: Callable[[], bool], children: Sequence[Child]) -> None:
    """Until something is so, or none of the processes runs any more."""
    last = time.monotonic() + PATIENCE
    while not met() and any(child.runs for child in children):
        assert time.monotonic() < last, [child.said for child in children]
        time.sleep(0.001)


def kill_somewhere(game: Killed, children: Sequence[Child], chance: random.Random) -> None:
    """Kill while it starts, or while it writes; of two, after one was refused, or one a moment before the other."""
    size = game.size
    if len(children) > 1 and chance.random() < 0.6:
        until(lambda: not all(child.runs for child in children), children)
    if chance.random() < 0.2:
        time.sleep(chance.random() * 0.8)
    else:
        enough = size + chance.randint(1, 30_000)
        until(lambda: game.size >= enough, children)
        time.sleep(chance.random() * 0.005)
    if game.size and game.path.read_bytes().count(b"\n"):
        read(game.path, mend=True)
    for child in chance.sample(children, len(children)):
        child.kill()
        if len(children) > 1:
            time.sleep(chance.random() * 0.02)


def after_a_kill(game: Killed, before: bytes, had: set[Prompt], children: Sequence[Child], new: Counter[Prompt]) -> int:
    """What must hold after each kill; how many writers were told that another one plays."""
    refused = [child for child in children if child.process.returncode == 2]
    for child in children:
        assert child.process.returncode in (0, 2, -signal.SIGKILL), child.said
        assert "fault of the program" not in child.said
    for child in refused:
        assert any(words in child.said for words in TOLD), child.said
    assert len(refused) < len(children), "somebody goes on"
    if game.size == 0:
        return 0
    whole = before[: before.rfind(b"\n") + 1]
    assert game.path.read_bytes().startswith(whole), "a whole line is gone"
    if not game.path.read_bytes().count(b"\n"):
        return 0
    record = read(game.path, mend=True)
    assert not record.cut
    assert not [prompt for prompt in new if prompt in had], "a reply was paid for twice"
    if len(refused) == len(children) - 1:
        assert not [prompt for prompt, times in new.items() if times > 1 and prompt in answered(record)]
    for child in game.children:
        for reason in child.reasons[: child.said.count("Handed in.")]:
            assert reason in record.texts.values(), f"{reason} was acknowledged and is gone"
    if game.kind == "person":
        load(beside(game.path))
    return len(refused)


@pytest.mark.slow
def test_a_hundred_kills_lose_nothing_that_was_sealed_pay_nothing_twice_and_break_no_record(tmp_path: Path) -> None:
    chance = random.Random(11)
    kinds = ("scripts", "models", "scripts", "person")
    games: dict[str, Killed] = {}
    finished: list[Killed] = []
    races = told = 0
    settings = Settings(latency=0.01, jitter=0.5, keep=100_000)
    with turning(settings, settings) as stub:
        small: set[Prompt] = set()
        for number in range(KILLS):
            kind = kinds[number % len(kinds)]
            if kind not in games:
                folder = tmp_path / f"{kind}-{number}"
                folder.mkdir()
                games[kind] = Killed(kind, number, folder, stub.url)
            game = games[kind]
            before = game.path.read_bytes() if game.size else b""
            had = answered(read(game.path, mend=True)) if before.count(b"\n") else set()
            stub.forget()
            racing = number % 5 in (1, 3) and (bool(before) or kind != "person")
            children = [game.child() for _ in range(2 if racing else 1)]
            kill_somewhere(game, children, chance)
            small |= {prompt for prompt in asked(stub) if len("".join(prompt)) < 2000}
            new = Counter({prompt: times for prompt, times in asked(stub).items() if prompt not in small})
            races += racing
            told += after_a_kill(game, before, had, children, new)
            if game.path.is_file() and not game.path.read_bytes().count(b"\n"):
                game.path.unlink()
            elif game.size and read(game.path, mend=True).finished:
                finished.append(games.pop(kind))
        for game in games.values():
            if game.size:
                child = game.child()
                until(lambda: False, [child])
                assert child.process.returncode == 0, child.said
                finished.append(game)
        compared = set(kinds) - {"person"}
        for game in finished:
            again, end = tmp_path / f"{game.folder.name}.jsonl", verify(game.path)
            assert not list(game.folder.rglob("*.cut-*"))
            assert main(["run", "--quiet", "--resume", str(game.path)]) == 0
            assert not list(game.folder.rglob(".*.writer")), "nothing of a killed writer stays"
            if game.kind in compared:
                compared.remove(game.kind)
                everyone = "random" if game.kind == "scripts" else f"llm:stub@{stub.url}"
                words = ("run", "first-download", "--seed", game.seed, "--all", everyone, "--quiet", "--out", again)
                assert main([str(word) for word in words]) == 0
                assert verify(again).hashes == end.hashes, "an unbroken game ends the same"
    assert races >= RACES
    assert told >= RACES // 2
    assert {game.kind for game in finished} == set(kinds)
