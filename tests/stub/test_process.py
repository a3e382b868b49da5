"""The stub as a process of its own, and as a command."""

from __future__ import annotations

import signal
import subprocess
import sys
import urllib.request

import pytest

COMMANDS = {
    "module": [sys.executable, "-m", "wargame.stub"],
    "command": [sys.executable, "-m", "wargame.cli", "local", "stub"],
}


@pytest.mark.parametrize("how", COMMANDS)
def test_it_prints_where_it_is_serves_and_tells_what_it_was_asked(how: str) -> None:
    words = [*COMMANDS[how], "--port", "0", "--latency", "0", "--fault", "no-usage=1"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        url, export = process.stdout.readline().strip(), process.stdout.readline().strip()
        assert export == f"export OPENAI_BASE_URL={url}"
        body = b'{"model": "m", "messages": [{"role": "user", "content": "hello"}]}'
        with urllib.request.urlopen(urllib.request.Request(f"{url}/chat/completions", data=body), timeout=300) as reply:
            assert b'"usage"' not in reply.read()
    finally:
        process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=300)
    assert process.returncode == 0
    assert "1 calls" in told
    assert "faults: no-usage 1" in told


def test_it_loads_neither_the_game_nor_its_libraries() -> None:
    heavy = ("pydantic", "openai", "langgraph", "textual", "wargame.core")
    code = f"import sys, wargame.stub; print([name for name in sys.modules if name.startswith({heavy})])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_wrong_option_is_a_sentence() -> None:
    done = subprocess.run(
        [*COMMANDS["module"], "--fault", "gremlins"], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 2
    assert "there is no such fault; the faults are 429" in done.stderr
