"""The door of a room for browsers: a page asks for the code, and the next one is a terminal with the desk in it.

The desk is `wargame join`, which runs at the host and has no more of the game than any other desk. A code brings a key,
which the browser keeps in a cookie that no page can read: a reload, a closed tab and a line that dropped lead back to
the same desk. Nothing is asked of any other machine, so a network that leads nowhere is enough.
"""

from __future__ import annotations

import asyncio
import logging
import re
import ssl
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from weakref import WeakSet

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from wargame.errors import NotAllowed, SpecError, WargameError
from wargame.page_templates import page_templates
from wargame.rooms.doors.browser.bounded_lines import BoundedLine, counted_as_desk
from wargame.rooms.doors.browser.browser_line import carry, opened_line
from wargame.rooms.doors.browser.own_names import is_ours, is_own_page
from wargame.rooms.doors.desk_process import DeskProcess
from wargame.rooms.doors.visitors import CLOSED_FOR_GOOD, GAME_OVER, Visitors
from wargame.rooms.keys import Keyring, OpensNothing
from wargame.rooms.places import RoomPlace
from wargame.rooms.put_off import PutOff

PORT = 8430
"""Where it is unless told otherwise."""
PATIENCE = 20.0
"""Seconds in which a code must have come whole, and the room must have looked at it."""
LARGEST_FORM = 2048
"""Bytes of what is brought with a code."""
KEPT_FOR = 30 * 86400
"""Seconds for which a browser keeps a key that it may keep."""
LEFT, OPENED_ELSEWHERE, OVER, FAILED, NO_MORE = 4001, 4002, 4003, 4004, 4005
"""Codes with which a line is closed: whoever sat there has left, the desk was opened elsewhere, its key opens nothing
any more, the desk could not be opened or has failed, the room is closed and its game is over."""
UNREADABLE = LookupError, ValueError, AssertionError, HttpProcessingError, web.RequestPayloadError
"""What reading a form raises that is in letters nobody knows, packed badly, or no form at all."""
NOTHING_HERE = "there is nothing here; the first page asks for a code"
DESK = re.compile(r"[A-Za-z0-9_.+~-]{1,80}")
"""A desk as it may stand in an address."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
SILENT = logging.getLogger(__name__)
SILENT.addHandler(logging.NullHandler())
SILENT.propagate = False
SILENT.setLevel(logging.CRITICAL + 1)


def page_parts() -> dict[str, Path]:
    """The files of which pages are made beside their words, by the names under which a browser asks for them."""
    terminal, own = Path(str(files("textual_serve"))) / "static", Path(__file__).parent
    return {
        "terminal.js": terminal / "js" / "textual.js",
        "terminal.css": terminal / "css" / "xterm.css",
        "mono.ttf": terminal / "fonts" / "RobotoMono-VariableFont_wght.ttf",
        "room.js": own / "room.js",
        "room.css": own / "room.css",
    }


class BrowserDoor:
    """The door for browsers of one room."""

    def __init__(self, visitors: Visitors, keyring: Keyring, names: frozenset[str], *, sealed: bool) -> None:
        """For these visitors; the room may be called by these names, and `sealed` says whether TLS seals the lines."""
        self._visitors, self._keyring, self._names, self._sealed = visitors, keyring, names, sealed
        self._pages, self._parts = page_templates("wargame.rooms.doors.browser"), page_parts()
        self._counted: Counter[str] = Counter()
        self._desks: WeakSet[web.WebSocketResponse] = WeakSet()

    @asynccontextmanager
    async def open(self, host: str, port: int, sealing: ssl.SSLContext | None = None) -> AsyncIterator[int]:
        """Let people in there as long as the block lasts; its port. SpecError if nobody can be let in there."""
        app = web.Application(middlewares=[self._guarded], client_max_size=LARGEST_FORM)
        app.add_routes(
            [
                web.get("/", self._asked),
                web.post("/", self._answered),
                web.get("/part/{name}", self._part),
                web.get("/desk/{desk}", self._page),
                web.post("/desk/{desk}", self._forgotten),
                web.get("/desk/{desk}/line", self._line),
            ]
        )
        app.on_response_prepare.append(_with_headers)
        app.on_shutdown.append(self._ended)
        runner = web.AppRunner(app, access_log=None, logger=SILENT, shutdown_timeout=10.0)
        await runner.setup()
        manager = runner.server
        assert manager is not None
        try:
            server = await asyncio.get_running_loop().create_server(
                lambda: BoundedLine(self._counted, manager, SILENT), host, port, ssl=sealing
            )
        except OSError as fault:
            await runner.cleanup()
            raise SpecError(
                f"--web {port}: nobody can be let in there ({fault.strerror or fault}); another port may be free, and "
                "0 takes any that is"
            ) from None
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
            await runner.cleanup()
            await server.wait_closed()

    async def _ended(self, app: web.Application) -> None:
        await (self._close(NO_MORE, GAME_OVER.encode()) if self._visitors.over() else self.drop())

    async def drop(self) -> None:
        """End the lines of all desks, as a network does that breaks; browsers come back by themselves."""
        await self._close(1001)

    async def _close(self, code: int, why: bytes = b"") -> None:
        await asyncio.gather(
            *(each.close(code=code, message=why) for each in list(self._desks)), return_exceptions=True
        )

    @web.middleware
    async def _guarded(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Answer whoever calls the room by its name; what changes anything is asked by its own pages alone."""
        called = request.headers.get("Host", "")
        if not is_ours(called, self._names):
            raise web.HTTPMisdirectedRequest(text="the room is not called so; open the address that the host prints")
        changes = request.method not in ("GET", "HEAD") or request.path.endswith("/line")
        if changes and not is_own_page(request.headers.get("Origin", ""), called, sealed=self._sealed):
            raise web.HTTPForbidden(text="only a page of the room itself may ask this")
        if not DESK.fullmatch(request.match_info.get("desk", "any")):
            raise web.HTTPNotFound(text=NOTHING_HERE)
        return await handler(request)

    # the first page: a code

    async def _asked(self, request: web.Request) -> web.Response:
        return self._code_page(request)

    def _code_page(self, request: web.Request, said: str = "", status: int = 200) -> web.Response:
        back = [(_desk_of(place), place) for place in self._opened_before(request)]
        return self._shown("code.html.j2", status, said=said, back=back)

    async def _answered(self, request: web.Request) -> web.Response:
        """Whoever has brought a code goes to their desk with a key; whoever has not is asked again."""
        where = request.remote or "?"
        try:
            async with asyncio.timeout(PATIENCE):
                try:
                    form = await request.post()
                except UNREADABLE:
                    return self._code_page(
                        request, "what came with the code cannot be read; type it here once more", 400
                    )
                with self._visitors.stranger(where):
                    opened = await self._visitors.opened(str(form.get("code", ""))[:80], where)
        except (PutOff, NotAllowed) as fault:
            return self._code_page(request, str(fault), 403)
        except (WargameError, TimeoutError):
            return self._code_page(request, "the room does not answer; try again in a while", 503)
        desk = _desk_of(opened.place)
        response = _gone_to(f"/desk/{desk}")
        response.set_cookie(
            self._cookie(desk),
            opened.key,
            max_age=KEPT_FOR if form.get("keep") else None,
            path="/",
            secure=self._sealed,
            httponly=True,
            samesite="Strict",
        )
        return response

    # keys that browsers keep

    def _cookie(self, desk: str) -> str:
        """The name of the cookie with the key of a desk: a browser keeps one for each desk of each room."""
        return f"room-{self._keyring.room}-{desk}"

    def _key(self, request: web.Request, desk: str) -> str:
        """The key that a browser has for a desk; empty if it has none, or one that opens it no longer."""
        key = request.cookies.get(self._cookie(desk), "")
        try:
            return key if key and _desk_of(self._keyring.place_of(key)) == desk else ""
        except OpensNothing:
            return ""

    def _opened_before(self, request: web.Request) -> list[RoomPlace]:
        desks = sorted({name.removeprefix(self._cookie("")) for name in request.cookies})
        return [desk.replace(".", " ") for desk in desks if self._key(request, desk)]

    async def _forgotten(self, request: web.Request) -> web.Response:
        """The browser gives its key away; the desk stays as it is."""
        response = _gone_to("/")
        response.del_cookie(self._cookie(request.match_info["desk"]), path="/")
        return response

    # the page of a desk

    async def _part(self, request: web.Request) -> web.StreamResponse:
        path = self._parts.get(request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound(text=NOTHING_HERE)
        return web.FileResponse(path)

    async def _page(self, request: web.Request) -> web.Response:
        desk = request.match_info["desk"]
        if self._key(request, desk):
            return self._shown("desk.html.j2", desk=desk, place=desk.replace(".", " "), sealed=self._sealed)
        if self._cookie(desk) not in request.cookies:
            return _gone_to("/")
        response = self._code_page(request, "this desk was handed on or withdrawn; a fresh code opens it again", 403)
        response.del_cookie(self._cookie(desk), path="/")
        return response

    async def _line(self, request: web.Request) -> web.StreamResponse:
        key = self._key(request, request.match_info["desk"])
        if not key:
            raise web.HTTPForbidden(text="this browser has no key for the desk")
        line = opened_line()
        await line.prepare(request)
        counted_as_desk(request)
        self._desks.add(line)
        where, back = request.remote or "?", "open the same page again"
        try:
            async with self._visitors.desk(key, where, _size(request), back=back) as desk:
                if await carry(line, desk):
                    await line.close(code=await _why_ended(desk))
        except (WargameError, OSError) as fault:
            await line.close(code=FAILED, message=str(fault).encode()[:120])
        return line

    def _shown(self, page: str, status: int = 200, **words: object) -> web.Response:
        text = self._pages.get_template(page).render(**words)
        return web.Response(text=text, status=status, content_type="text/html")


async def _with_headers(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)
    response.headers["Cache-Control"] = "no-cache" if isinstance(response, web.FileResponse) else "no-store"


async def _why_ended(desk: DeskProcess) -> int:
    code = await desk.ended()
    if desk.replaced:
        return OPENED_ELSEWHERE
    return {0: LEFT, CLOSED_FOR_GOOD: OVER}.get(code, FAILED)


def _desk_of(place: RoomPlace) -> str:
    """A place as it stands in an address: `room.2` for `room 2`."""
    return place.replace(" ", ".")


def _gone_to(path: str) -> web.Response:
    return web.Response(status=303, headers={"Location": path})


def _size(request: web.Request) -> tuple[int, int]:
    """Columns and rows of the terminal, as the browser gives them first."""
    asked = [request.query.get(name, "") for name in ("width", "height")]
    columns, rows = (int(each) if each.isascii() and each.isdigit() and len(each) < 5 else 0 for each in asked)
    return columns or 80, rows or 24
