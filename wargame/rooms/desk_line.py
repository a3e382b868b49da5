"""The line from a joined desk to its room: it comes back by itself, and does each act once, in order.

One act is out at a time. Whatever the line does (it breaks, it doubles a message, the host is started again), the act
that was out is answered from what the room remembers, or done anew where doing it twice is doing it once.
"""

from __future__ import annotations

import asyncio
import secrets
import ssl
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import WebSocketException

from wargame.errors import NotAllowed, WargameError
from wargame.rooms.addresses import RoomAddress
from wargame.rooms.ends import end_of
from wargame.rooms.frames import BrokenFrame, number_of, unpacked
from wargame.rooms.line_opening import OPENING, arrival, connected, said_of, seconds_told
from wargame.rooms.messages import AdviceWanted, PlaceAct, written
from wargame.rooms.places import RoomPlace
from wargame.rooms.put_off import PutOff
from wargame.rooms.remote_chair import RemoteChair
from wargame.rooms.remote_end import RemoteEnd

DRAFTS_APART = 0.1
"""Seconds between two sendings of a draft that grows by keystrokes; an act does not wait for them."""
FIRST_REST, LONGEST_REST = 0.3, 5.0
"""Seconds before a line that broke is tried again, doubled each time."""
AN_ACT = 15.0
"""Seconds that an act waits for a line that is down, before whoever acts is told so."""
ADVICE = 300.0
"""Seconds that advice may take: the host may ask a model."""
HOST_ANEW = "the host was started again meanwhile; look in the record whether this is done, before you do it again"
GONE = 4000
"""The code with which a room closes a line for good."""


@dataclass
class _Act:
    made: Callable[[int], PlaceAct]
    done: asyncio.Future[Any] | None
    """None for a draft, for which nobody waits."""


def fresh_life() -> str:
    """A name for a run of the program at a desk."""
    return secrets.token_hex(8)


async def first_look(
    address: RoomAddress,
    sealing: ssl.SSLContext | None,
    life: str,
    *,
    code: str = "",
    key: str = "",
    plain: bool = False,
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Come to a room with a code or a key: the head of its first frame (with the key, for a code), and its parts.

    With `plain`, a code of a place that cannot be played line by line opens nothing, and is not used up.
    PutOff says why the room does not let this desk in; WargameError if there is no room there or it talks otherwise.
    """
    try:
        async with asyncio.timeout(OPENING), connected(address, sealing) as line:
            await line.send(written(arrival(life, code, key, plain)))
            message = await line.recv()
            if isinstance(message, str):
                await line.wait_closed()
                said = from_json(message)
                why = str(said.get("bye", "the room says nothing that can be read"))
                raise PutOff(why, for_good=line.close_code == GONE, again=seconds_told(said.get("again")))
            return unpacked(message, {})
    except TimeoutError:
        raise WargameError(f"{address.uri}: no room answers there within {OPENING:g} seconds") from None
    except ssl.SSLCertVerificationError as fault:
        raise WargameError(
            f"{address.uri}: its certificate is not one that this machine trusts ({fault.verify_message}); give the "
            "host's own with --certificate FILE"
        ) from None
    except (OSError, WebSocketException, ValueError) as fault:
        raise WargameError(f"{address.uri}: there is no room that answers ({said_of(fault)})") from None


class DeskLine:
    """The line of one desk."""

    def __init__(
        self, address: RoomAddress, sealing: ssl.SSLContext | None, life: str, key: str, place: RoomPlace
    ) -> None:
        """To a room that has let this desk in, at a place that it has opened; `end` is what stands here of it."""
        self.life = life
        self._address, self._sealing, self.key = address, sealing, key
        self.end: RemoteEnd = end_of(place, self)
        self.trouble = ""
        """What is amiss with the line, for whoever sits there; empty if nothing is."""
        self.put_off = ""
        """Why the room does not let this desk in any longer; empty while it does."""
        self._acts: deque[_Act] = deque()
        self._out: _Act | None = None
        self._flight = 0
        """The number of the act that is out; 0 for none."""
        self._act = 0
        self._latest_draft = 0
        """The last act of this life that was a draft."""
        self._questions: dict[int, tuple[str, asyncio.Future[str]]] = {}
        self._asked = 0
        self._unsent_questions: list[int] = []
        self._wake = asyncio.Event()
        self._answered = asyncio.Event()
        self._number = 0
        self._host = ""
        """The run of the host that was heard last."""
        self._parts: dict[str, bytes] = {}
        self._early: list[dict[str, Any]] = []
        """Replies that came before the frame that they follow."""

    @property
    def chair(self) -> RemoteChair:
        """The chair at this end of it, where a seat was opened."""
        assert isinstance(self.end, RemoteChair)
        return self.end

    # what the place asks of it

    async def do(self, act: Callable[[int], PlaceAct]) -> Any:
        """Have an act done; what came of it. NotAllowed if the room refuses it, or the line stays down for so long."""
        self._refuse_if_put_off()
        mine = _Act(act, asyncio.get_running_loop().create_future())
        assert mine.done is not None
        self._acts.append(mine)
        self._wake.set()
        try:
            return await asyncio.wait_for(mine.done, AN_ACT)
        except TimeoutError:
            with suppress(ValueError):
                self._acts.remove(mine)
            raise NotAllowed(
                "the line to the room is down, and nobody can say yet whether this arrived; what you prepared is kept, "
                "try again when the line is back"
            ) from None

    def draft_changed(self) -> None:
        """The draft is to be sent on."""
        self._wake.set()

    async def asked(self, question: str) -> str:
        """What the adviser says; NotAllowed if it says nothing in five minutes."""
        self._refuse_if_put_off()
        self._asked += 1
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._questions[self._asked] = question, answer
        self._unsent_questions.append(self._asked)
        self._wake.set()
        try:
            return await asyncio.wait_for(answer, ADVICE)
        except TimeoutError:
            raise NotAllowed(f"no advice came within {ADVICE:g} seconds; ask again") from None

    # the line

    @property
    def busy(self) -> bool:
        """Whether something that was done here is not at the room yet."""
        return self.end.unsent or self._out is not None or bool(self._acts)

    @property
    def over(self) -> bool:
        """Whether the game is over, as far as it is known here."""
        return self.end.clock().phase == "end"

    def took(self, head: dict[str, Any], parts: dict[str, bytes]) -> None:
        """What a first look brought: the place knows it from now on."""
        self.end.received(head, parts, self._latest_draft)

    async def keep(self) -> None:
        """Keep the line up until the game is over. PutOff if the room does not let this desk in any longer."""
        rest = FIRST_REST
        while True:
            self._number, self._parts = 0, {}
            self._early.clear()
            self._answered.clear()
            try:
                async with connected(self._address, self._sealing) as line:
                    await line.send(written(arrival(self.life, "", self.key)))
                    if await self._both_ways(line):
                        return
                why = "the line has ended"
            except (OSError, TimeoutError, WebSocketException, BrokenFrame, ValueError, KeyError, TypeError) as fault:
                why = str(fault) if isinstance(fault, BrokenFrame) else said_of(fault)
            if self.over and not self.end.lingers:
                return
            rest = FIRST_REST if self._number else min(LONGEST_REST, rest * 2)
            kept = "what you prepare is kept here, and it is tried again"
            said = (
                "the game is over, and no line leads to its room any more"
                if self.over
                else "the line to the room is down"
            )
            self.trouble = f"{said} ({why}); {kept}"
            await asyncio.sleep(rest)

    async def _both_ways(self, line: ClientConnection) -> bool:
        """Until the line ends; whether the game is over. PutOff for good."""
        tasks = {asyncio.create_task(self._send(line)), asyncio.create_task(self._receive(line))}
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if line.close_code == GONE:
            self.trouble = self.put_off = self.trouble or "the room has put this desk off"
            self._nothing_more()
            raise PutOff(self.put_off)
        ended = [task.result() for task in done]
        return any(ended)

    def _refuse_if_put_off(self) -> None:
        if self.put_off:
            raise NotAllowed(f"this desk is closed: {self.put_off}")

    def _nothing_more(self) -> None:
        """Nothing that waits for the room is waited for any longer."""
        waiting = [act.done for act in (self._out, *self._acts) if act is not None and act.done is not None]
        for done in (*waiting, *(answer for _, answer in self._questions.values())):
            if not done.done():
                done.set_exception(NotAllowed(f"this desk is closed: {self.put_off}"))

    async def _receive(self, line: ClientConnection) -> bool:
        async for message in line:
            if isinstance(message, str):
                self._heard(from_json(message))
            else:
                self._framed(message)
            if self._number and self.over and not (self._out or self._acts or self.end.lingers):
                return True
        return False

    def _framed(self, message: bytes) -> None:
        number = number_of(message)
        if number <= self._number:
            return  # it came twice
        if number != self._number + 1:
            raise BrokenFrame(f"frame {number} came after frame {self._number}")
        head, parts = unpacked(message, self._parts)
        self._number, self._parts = number, parts
        if self._number == 1:
            self._begun(head)
        self.end.received(head, parts, self._latest_draft)
        self.trouble = ""
        early, self._early = self._early, []
        for reply in early:
            self._heard(reply)

    def _begun(self, head: dict[str, Any]) -> None:
        """A line stands: what was out is answered by what the room remembers, or is to be done again."""
        self._act, out = head["act"], self._out
        self._latest_draft = min(self._latest_draft, self._act)  # what the room has not done is sent again
        another, self._host = self._host not in ("", head["host"]), head["host"]
        if out is not None and head["reply"] and head["reply"]["act"] == self._flight:
            self._reply(head["reply"])
        elif out is not None:
            if out.done is None:
                self.end.unsent = True
            elif another and not self.end.REPEATS and not out.done.done():
                out.done.set_exception(NotAllowed(HOST_ANEW))
            elif not out.done.done():
                self._acts.appendleft(out)
            self._out = None
        self._flight = 0
        self._unsent_questions = list(self._questions)
        self._answered.set()
        self._wake.set()

    def _heard(self, reply: dict[str, Any]) -> None:
        if "bye" in reply:
            self.trouble = str(reply["bye"])
        elif reply["number"] > self._number:
            self._early.append(reply)
        elif "question_number" in reply:
            _, answer = self._questions.pop(reply["question_number"], ("", None))
            if answer is not None and not answer.done():
                if reply["refused"]:
                    answer.set_exception(NotAllowed(reply["refused"]))
                else:
                    answer.set_result(reply["advice"])
        elif reply["act"] == self._flight:
            self._reply(reply)
            self._answered.set()

    def _reply(self, reply: dict[str, Any]) -> None:
        out, self._out, self._flight = self._out, None, 0
        if out is None:
            return
        if out.done is None:
            self.trouble = reply["refused"]
        elif not out.done.done():
            if reply["refused"]:
                out.done.set_exception(NotAllowed(reply["refused"]))
            else:
                out.done.set_result(reply["gave"])

    async def _send(self, line: ClientConnection) -> bool:
        """One act after the other; before each, the draft as it is."""
        loop, last_draft = asyncio.get_running_loop(), 0.0
        await self._answered.wait()
        while True:
            self._wake.clear()
            while self._unsent_questions:
                number = self._unsent_questions.pop(0)
                await line.send(written(AdviceWanted("question", number, self._questions[number][0])))
            rest = last_draft + DRAFTS_APART - loop.time()
            if self.end.unsent and (self._acts or rest <= 0):
                last_draft = loop.time()
                await self._send_act(line, _Act(self.end.taken, None))
                self._latest_draft = self._act
            elif self._acts:
                act = self._acts.popleft()
                if act.done is not None and not act.done.done():
                    await self._send_act(line, act)
            else:
                with suppress(TimeoutError):
                    async with asyncio.timeout(rest if self.end.unsent else None):
                        await self._wake.wait()

    async def _send_act(self, line: ClientConnection, act: _Act) -> None:
        self._act += 1
        self._out, self._flight = act, self._act
        if act.done is None:
            self._latest_draft = self._act
        self._answered.clear()
        await line.send(written(act.made(self._act)))
        await self._answered.wait()
