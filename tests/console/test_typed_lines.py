"""Lines of a pipe for questions that may close: each answers the question that stood there when it came."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from wargame.console.typed_lines import TOO_LATE, TypedLines, still_reading


@contextmanager
def piped(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Standard input from a pipe; the end at which a program writes."""
    reading, writing = os.pipe()
    with os.fdopen(reading) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield writing
        with suppress(OSError):
            os.close(writing)


async def closed(question: Coroutine[Any, Any, str | None]) -> None:
    """Ask, and close the question before anything comes."""
    asked = asyncio.create_task(question)
    await asyncio.sleep(0.02)
    asked.cancel()
    with suppress(asyncio.CancelledError):
        await asked


def test_a_line_that_comes_after_the_next_question_answers_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def test(writing: int) -> None:
        lines = TypedLines()
        await closed(lines.read("first? "))
        second = asyncio.create_task(lines.read("second? "))
        await asyncio.sleep(0.02)
        os.write(writing, b"seal yes\n")
        assert await second == "seal yes"

    with piped(monkeypatch) as writing:
        asyncio.run(asyncio.wait_for(test(writing), 300))
    assert TOO_LATE not in capsys.readouterr().out
    assert not still_reading()


def test_a_line_that_comes_between_two_questions_answers_neither_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def test(writing: int) -> None:
        lines = TypedLines()
        await closed(lines.read("first? "))
        os.write(writing, b"for the first\n")
        while lines._coming is None or not lines._coming.done():  # noqa: ASYNC110 - the thread tells nobody else
            await asyncio.sleep(0.01)
        second = asyncio.create_task(lines.read("second? "))
        await asyncio.sleep(0.02)
        os.write(writing, b"for the second\n")
        assert await second == "for the second"

    with piped(monkeypatch) as writing:
        asyncio.run(asyncio.wait_for(test(writing), 300))
    assert capsys.readouterr().out.count(TOO_LATE) == 1
