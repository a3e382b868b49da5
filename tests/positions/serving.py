"""A server of one's own for one test: real sockets, and whatever answer a rule gives to the body of a request."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

Answering = Callable[[Mapping[str, Any]], Mapping[str, Any] | str]
"""From the body of a request to the words of the model, or to the whole body of the response."""


def text_of_body(body: Mapping[str, Any]) -> str:
    """All that a request says."""
    return "\n\n".join(str(message["content"]) for message in body.get("messages", ()))


def usage(prompt: int, completion: int = 20, cached: int | None = None) -> Mapping[str, Any]:
    """Token counts as endpoints give them; without `cached` nothing is said of a cache."""
    details = {} if cached is None else {"prompt_tokens_details": {"cached_tokens": cached}}
    return {"prompt_tokens": prompt, "completion_tokens": completion, **details}


def completion(text: str, *, used: Mapping[str, Any] | None = None, model: str = "served") -> Mapping[str, Any]:
    """A body that carries these words."""
    told = {"choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}], "model": model}
    return {**told, "usage": used} if used else told


@asynccontextmanager
async def serving(
    answering: Answering, headers: Mapping[str, str] = {}, listing: str = "404 Not Found"
) -> AsyncIterator[str]:
    """The base URL of a server that answers by a rule until the block ends; it lists no models, with this status."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next((int(line[15:]) for line in head.split("\r\n") if line.lower().startswith("content-length:")), 0)
        raw = await reader.readexactly(length)
        if head.startswith("GET"):
            status, told = listing, b"{}"
        else:
            said = answering(json.loads(raw))
            status = "200 OK"
            told = json.dumps(completion(said) if isinstance(said, str) else said).encode()
        more = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        start = f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\n{more}content-length: {len(told)}\r\n"
        writer.write(f"{start}connection: close\r\n\r\n".encode() + told)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
