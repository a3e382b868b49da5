"""Shares that came out, kept beside the record under its hash, so that turns are not ruled again for them."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from wargame.core.ids import Variable
from wargame.errors import SpecError
from wargame.paired.kept_seal import seal_of
from wargame.paired.shares import ChangeInShares
from wargame.rules.version import RULES
from wargame.transcript.entry import linked
from wargame.transcript.foreign import ordinary_bytes
from wargame.transcript.private import write_private
from wargame.transcript.reading import Transcript

MOST_KEPT = 200
"""Answers that are kept of one record; the oldest go first."""


@dataclass(frozen=True)
class SharesQuestion:
    """What was asked."""

    record: str
    """Hash of the line of the record that closes the last turn that counts: the lines before it are bound by it."""
    rules: int
    variable: Variable
    since: int
    until: int
    apart: bool
    reruns: int


@dataclass(frozen=True)
class _Kept:
    asked: SharesQuestion
    found: ChangeInShares
    seal: str = ""

    @property
    def as_it_was(self) -> bool:
        """Whether nothing of it was changed since it was kept."""
        return self.seal == seal_of(asdict(self.asked), asdict(self.found))


def beside(record: Path) -> Path:
    """Where the shares of a record are kept."""
    return record.with_name(f"{record.stem}.because.json")


def asked(record: Transcript, variable: Variable, turns: tuple[int, int], apart: bool, reruns: int) -> SharesQuestion:
    """A question about a record, by which its answer is found again; `turns` are the first and the last that count."""
    since, until = turns
    closes = [
        entry.n
        for entry in record.entries
        if entry.kind == "clock" and entry.turn == until and entry.data.get("what") == "turn_end"
    ]
    line = record.lines[closes[-1] - 1] if closes else record.lines[-1]
    return SharesQuestion(linked(line), RULES, variable, since, until, apart, reruns)


def kept(record: Path, question: SharesQuestion) -> ChangeInShares | None:
    """The answer that was found before; None if there is none.

    A file that cannot be read, and an answer that was changed, count as none.
    """
    return next((each.found for each in _all(record) if each.asked == question), None)


def kept_beside(record: Transcript) -> tuple[ChangeInShares, ...]:
    """Every answer that is kept of this record as it stands, in the order in which they were asked for.

    Answers to turns that were played otherwise since, those of other rules, and those that were changed are left out.
    """
    return tuple(each.found for each in _all(record.path) if each.asked == _anew(record, each.asked))


def _anew(record: Transcript, question: SharesQuestion) -> SharesQuestion:
    """The same question asked of a record as it stands."""
    turns = question.since, question.until
    return asked(record, question.variable, turns, question.apart, question.reruns)


def keep(record: Path, question: SharesQuestion, found: ChangeInShares) -> None:
    """Keep an answer beside those that are there; SpecError if it cannot be written."""
    path = beside(record)
    others = [each for each in _all(record) if each.asked != question]
    data = [asdict(each) for each in (*others, _Kept(question, found, seal_of(asdict(question), asdict(found))))][
        -MOST_KEPT:
    ]
    try:
        write_private(path, json.dumps(data, separators=(",", ":")).encode())
    except OSError as fault:
        raise SpecError(f"{path}: the shares cannot be kept there ({fault.strerror})") from None


def _all(record: Path) -> list[_Kept]:
    try:
        return [each for each in _FORM.validate_json(ordinary_bytes(beside(record))) if each.as_it_was]
    except (OSError, ValidationError, ValueError):
        return []


_FORM = TypeAdapter(list[_Kept])
