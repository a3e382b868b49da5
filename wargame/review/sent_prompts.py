"""The prompts of a recorded game, held against those that the views of their seats give.

A prompt follows from what its seat is shown, so the program that made it can make it again, to the letter. A text in
it that cannot be made again came from somewhere else. Prompts of another program are searched for hidden numbers alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from wargame.core.arguments import CaseUnderArgument
from wargame.core.ids import DecisionId, SeatId, Variable
from wargame.core.views import View
from wargame.players.base import Ask
from wargame.players.llm.attempts import hash_of
from wargame.players.llm.completion import reply_of
from wargame.players.llm.judge import ModelJudge
from wargame.players.llm.labels import SeatLabels, labelled, told
from wargame.players.llm.ladder import encoded
from wargame.players.llm.prompts import Prompts, repaired
from wargame.players.llm.reply_reading import fields_wanted, heard
from wargame.players.llm.request import Reply, Request
from wargame.players.llm.shown import shown_of
from wargame.players.llm.single_prompt import prompts_for
from wargame.players.llm.wording_sets import prompt_hashes, wording_of
from wargame.rules.base.rulebook import Rulebook
from wargame.table.calls import call_of
from wargame.transcript.entry import Entry
from wargame.transcript.reading import Transcript

NUMBER = re.compile(r"\d+\.\d{4,}")
"""A number with so many places that it stands nowhere by chance."""
OF_A_DECISION = ("first", "repair1", "repair2")
"""Steps of calls whose prompts follow from a view, or from a case; advice holds a person's question."""


@dataclass(frozen=True, slots=True)
class Prompted:
    """What one call sent."""

    call: Entry
    seat: SeatId | None
    """None for a judge."""
    pieces: tuple[str, ...]
    """Digests of the texts and of the form of the answer."""
    is_explained: bool
    """Whether all of it follows from the view."""
    amiss: tuple[str, ...]
    """What in it does not, each as the end of a sentence."""


class SentPrompts:
    """All prompts of one record, handed out once each when it is known what may stand in them."""

    def __init__(self, record: Transcript) -> None:
        """Nothing is made again yet."""
        self._record = record
        self._calls = [entry for entry in record.entries if entry.kind == "call"]
        self._open = list(self._calls)
        self._wanted = {str(call.data["decision"]) for call in self._calls if call.data["step"] in OF_A_DECISION}
        hashes = dict(record.header.data["prompts"]) if self._calls else {}
        wording = wording_of(hashes)
        shown = shown_of(hashes)
        made = {**prompt_hashes(wording), **shown.as_prompts()} if self._calls else {}
        self._known = bool(made) and hashes == made
        """Whether this program is the one that made them."""
        self._players = dict(_players_of_calls(record))
        self._minds: dict[tuple[SeatId, str], Prompts] = {}
        self._worded = wording, shown
        self._tight: dict[SeatId, bool] = {}
        self._given: dict[str, set[str]] = defaultdict(set)
        """Digests of what may stand in the prompts of each decision."""
        self._lines: dict[str, set[str]] = defaultdict(set)
        self._hidden: dict[str, Mapping[Variable, float]] = {}

    def wanted(self, ask: Ask) -> bool:
        """Whether anything was sent for what is asked."""
        return ask.id in self._wanted

    def sent(self, seat: SeatId, line: int) -> Iterator[str]:
        """Digests of all that was sent for a seat up to a line."""
        for call in self._calls:
            if call.n <= line and seat_of(call) == seat:
                yield from pieces_of(call)

    def expect(self, ask: Ask, hidden: Mapping[Variable, float]) -> None:
        """What may stand in the prompts for this: what it sees now, with what is wrong with each recorded reply.

        `hidden` are the numbers as they are that the seat does not know. Makes the prompt again, at most twice; nothing
        is made where another program wrote the record.
        """
        self._hidden[ask.id] = hidden
        if not self._known:
            return
        calls = [call for call in self._open if call.data["decision"] == ask.id and call.data["step"] in OF_A_DECISION]
        if not calls:
            return
        sent = {self._plainly(name) for call in calls for name in pieces_of(call)}
        mind = self._mind(ask.seat, self._players.get(calls[0].n, ""))
        first = self._tight.get(ask.seat, False)
        for tightly in (first, not first):
            request, labels = mind.request(ask, tightly=tightly, max_tokens=1, seconds=None), mind.labels(ask)
            if hash_of(encoded(labelled(request, labels).schema).decode()) in sent:
                self._tight[ask.seat] = tightly
                self._take(ask, request, labels, calls)
                return

    def expect_of_judges(self, cases: Iterable[CaseUnderArgument], view: View, book: Rulebook) -> None:
        """What may stand in the prompts of judges of these arguments, with what is wrong with each recorded reply.

        `view` is anybody's, since a judge is told what is public alone. Nothing is made where `expect` makes nothing.
        """
        judging = [call for call in self._open if seat_of(call) is None] if self._known else []
        for case in cases if judging else ():
            shown = self._worded[1]
            judge, ruling = (ModelJudge("", 0, _NOBODY, book, rules=rules, shown=shown) for rules in (False, True))
            ways, end = [each.request(case, view) for each in (judge, ruling)], f"-{case.id}"
            labels = judge.labels(view)
            mine = [call for call in judging if str(call.data["decision"]).endswith(end) and call.turn == view.turn]
            for call in mine:
                sent = {self._plainly(name) for name in pieces_of(call)}
                asked = (way for way in ways if sent.issuperset(map(hash_of, texts_of(labelled(way, labels)))))
                request = next(asked, ways[0])
                self._give(str(call.data["decision"]), texts_of(labelled(request, labels)))
                reply = told(reply_of(call_of(call.data, call.n), tuple(request.schema["properties"])), labels)
                if reply.outcome == "answered" and isinstance(wrong := judge.read(reply.text, case), str):
                    again = labelled(repaired(request, reply.text, (wrong,), None), labels)
                    self._give(str(call.data["decision"]), texts_of(again))

    def _give(self, decision: DecisionId, texts: Iterable[str]) -> None:
        for text in texts:
            self._given[decision].add(hash_of(text))
            self._lines[decision].update(text.splitlines())

    def _mind(self, seat: SeatId, player: str) -> Prompts:
        """The prompts of whoever sits on a seat, with what they hold from one ask to the next."""
        if (seat, player) not in self._minds:
            self._minds[seat, player] = prompts_for(player, *self._worded)
        return self._minds[seat, player]

    def _take(self, ask: Ask, request: Request, labels: SeatLabels | None, calls: Collection[Entry]) -> None:
        texts = texts_of(labelled(request, labels))
        for call in calls:
            reply = told(reply_of(call_of(call.data, call.n), fields_wanted(ask.phase)), labels)
            if call.data["status"] == 200 and reply.outcome in ("answered", "truncated"):
                again = repaired(request, reply.text, heard(ask, reply).faults, None, self._worded[0])
                texts += texts_of(labelled(again, labels))
        self._give(ask.id, texts)

    def taken(self, line: int, decision: str = "") -> Iterator[Prompted]:
        """Prompts that were sent before a line, for one decision and its adviser or for all, that were not told yet.

        Each is given once: what is taken here is not there for a later call.
        """
        mine: list[Entry] = []
        rest: list[Entry] = []
        for call in self._open:
            of = str(call.data["decision"])
            (mine if call.n < line and decision in ("", of, of.removesuffix(".advice")) else rest).append(call)
        self._open = rest
        for call in mine:
            yield self._told(call)

    def _told(self, call: Entry) -> Prompted:
        decision, pieces = str(call.data["decision"]), pieces_of(call)
        strange = [name for name in pieces if self._plainly(name) not in self._given[decision]]
        amiss = [f"the number {name}" for name in self._numbers(decision, strange)]
        if self._known and call.data["step"] in OF_A_DECISION and seat_of(call) is not None:
            amiss += [f"a text that its view does not give: {self._place(decision, name)}" for name in strange]
        return Prompted(call, seat_of(call), pieces, not strange, tuple(amiss))

    def _plainly(self, name: str) -> str:
        """The digest of a text without its salt; of removed words the one that is left."""
        words = self._record.texts[name]
        return name if words.is_removed or not words.salt else hash_of(str(words))

    def _numbers(self, decision: str, pieces: Collection[str]) -> Iterator[Variable]:
        """Hidden numbers that stand in texts with all their places."""
        hidden = self._hidden.get(decision, {})
        said = {found for name in pieces for found in NUMBER.findall(self._record.texts[name])}
        for variable, value in hidden.items():
            if any(float(each) == round(value, len(each.partition(".")[2])) for each in said):
                yield variable

    def _place(self, decision: str, name: str) -> str:
        """Where in a text the first line stands that is in none of those that may be sent; its words are not told."""
        known = self._lines[decision]
        lines = self._record.texts[name].splitlines()
        at = next((number for number, line in enumerate(lines, 1) if line not in known), 1)
        return f"{name[:12]}, line {at} of it"


def texts_of(request: Request) -> list[str]:
    """All texts of a request, its schema among them."""
    return [encoded(request.schema).decode(), *(piece.text for said in request.messages for piece in said.pieces)]


class _Nobody:
    """A client that nobody asks."""

    tight = False
    output_tokens = 0

    async def ask(self, request: Request) -> Reply:
        raise NotImplementedError


_NOBODY = _Nobody()


def _players_of_calls(record: Transcript) -> Iterator[tuple[int, str]]:
    """Line of each call made for a seat, and the player spec of whoever sat there; control may swap players."""
    seats: dict[str, str] = dict(record.header.data["seats"])
    for entry in record.entries:
        if entry.kind == "override" and entry.data.get("what") == "swap":
            seats[str(entry.data["target"])] = str(entry.data["after"])
        elif entry.kind == "call" and (seat := seat_of(entry)) is not None:
            yield entry.n, seats.get(seat, "")


def pieces_of(call: Entry) -> tuple[str, ...]:
    """Digests of what a call sent, each once: the texts of its messages and the form of the answer."""
    names = (*(name for _, pieces in call.data["messages"] for name in pieces), call.data["schema"])
    return tuple(dict.fromkeys(map(str, names)))


def seat_of(call: Entry) -> SeatId | None:
    """The seat that a call was made for; None for a judge, who knows what is public."""
    seat = str(call.data["decision"]).split(".")[2]
    return None if seat.startswith("judge") else SeatId(seat)
