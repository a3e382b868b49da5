"""Whether any prompt or view of a recorded game held what its seat may not know; what seats told each other is apart.

The game is played again. At each question the view of the seat is held against state and audiences, prompts that were
sent are held against the ones that its view gives, and all texts are searched for words that belong to others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from wargame.core.ids import PUBLIC, SeatId
from wargame.core.moves import Decision
from wargame.core.prose import Sentence, Text
from wargame.core.setting import Setting
from wargame.core.views import View
from wargame.review.questions import Questions
from wargame.review.secret_words import SecretSource, SecretWords, smooth
from wargame.review.sent_prompts import Prompted, SentPrompts, seat_of
from wargame.review.sight import breaches, event_breaches, hidden_numbers, texts_in
from wargame.table.bench import names_on
from wargame.table.holding import Holds
from wargame.transcript.entry import Entry
from wargame.transcript.reading import Transcript, read
from wargame.transcript.setup import game_of
from wargame.transcript.verify import replay

MINDS = ("chosen", "repaired", "human", "recorded")
"""Origins of decisions in which somebody can have told a secret: scripts use the same few sentences."""


@dataclass
class RecordAudit:
    """What was looked for, what was searched, and what was found where it does not belong."""

    secrets: int = 0
    """Texts that belong to some seats alone, or to control."""
    short: int = 0
    """Texts too short to be told from chance: they are not looked for."""
    removed: int = 0
    """Texts whose words were taken out of the record: they are neither looked for nor searched."""
    views: int = 0
    """Views that were looked at."""
    prompts: int = 0
    """Prompts that were searched."""
    compared: int = 0
    """Prompts that are, to the letter, what the view of their seat gives."""
    arrivals: int = 0
    """Words of others found with a seat that may have them."""
    spoken: list[str] = field(default_factory=list)
    """Secrets that a seat told, or passed on, to somebody who had no right to them: that is play, and no leak."""
    leaks: list[str] = field(default_factory=list)


def audit_record(path: Path) -> RecordAudit:
    """Look through a record, finished or not; TranscriptError if it does not come out when it is played again.

    TranscriptError also for a record that cannot be read. `leaks` of what is found must be empty. It takes some seconds
    for a whole game, most of them for making the prompts of models again.
    """
    record = read(path, mend=True)
    found = RecordAudit(removed=record.removed)
    auditor = _Auditor(record, found)
    replay(record, confirm=True, witness=auditor)
    found.secrets, found.short = auditor.secrets.texts, auditor.secrets.short
    return found


class _Auditor(Questions):
    """Looks at every question of one game."""

    def __init__(self, record: Transcript, found: RecordAudit) -> None:
        super().__init__()
        self._found, self._record = found, record
        setup = game_of(record)
        book, _ = setup.opening()
        self._holds = Holds(setup)
        self._setting = book.setting
        self.secrets = SecretWords()
        self._told: set[str] = set()
        _keep_all(self.secrets, record, self._setting)
        _grant_all(self.secrets, record, self._setting, self._spoken)
        self._prompts = SentPrompts(record)
        self._searched: set[tuple[str, str]] = set()
        self._seen: dict[SeatId, int] = defaultdict(int)

    def _spoken(self, told: str) -> None:
        if told not in self._told:
            self._told.add(told)
            self._found.spoken.append(told)

    # the moments

    def deciding(self, line: int, decision: Decision) -> None:
        self._look(line, decision.seat, decision.id)
        self._match(line)
        self._hold(self._prompts.taken(line, decision.id))

    def acting(self, line: int) -> None:
        for seat in self.owing:
            self._look(line, seat, f"turn {self.past.step.turn}" if self.past.step else "the end")
        self._match(line)
        if cases := self.past.sequence.state.arguments:
            view = self._before(str(self._record.entries[line - 1].data.get("id")))
            self._prompts.expect_of_judges(cases.values(), view, self.past.sequence.book)

    def _before(self, act: str) -> View:
        """What everybody could read before an act, of which things may have come already."""
        came = {event.id for event in self.past.sequence.record if act in event.causes}
        view = self.ask(self._setting.ids[0]).view
        return replace(view, events=tuple(seen for seen in view.events if seen.cite not in came))

    def undone(self, line: int, to_turn: int) -> None:
        self._hold(self._prompts.taken(line))
        self._seen.clear()

    def ends(self) -> None:
        last = len(self._record.entries)
        for seat in self._setting.ids:
            self._look(last, seat, "the end")
        self._match(last + 1)
        self._hold(self._prompts.taken(last + 1))

    # views

    def _look(self, line: int, seat: SeatId, when: str) -> None:
        view, sequence = self.ask(seat).view, self.past.sequence
        where = f"{seat}, {when} (line {line}): its view holds"
        for what in chain(
            breaches(view, sequence.state, self._setting),
            event_breaches(view, sequence.record, sequence.state, self._seen[seat]),
        ):
            self._found.leaks.append(f"{where} {what}")
        held = (view.facts, view.arguments, view.agreements, view.proposals, view.pledges, view.conditions, view.brief)
        for text in texts_in((held, view.events[self._seen[seat] :])):
            self._search(seat, text, line, where)
        self._seen[seat] = len(view.events)
        self._found.views += 1

    # prompts

    def _match(self, line: int) -> None:
        """What may stand in the prompts of those who are asked here, before this line."""
        for seat in self.owing:
            if self._prompts.wanted(ask := self.ask(seat)):
                state = self.past.sequence.state
                names = (name for name, _ in hidden_numbers(seat, state, self._setting))
                hold = self._holds.of(seat, line)
                ask = ask if hold is None else hold.asked(ask, is_mind=True)
                self._prompts.expect(ask, {name: state.values[name] for name in names})

    def _hold(self, prompts: Iterator[Prompted]) -> None:
        for prompt in prompts:
            self._found.prompts += 1
            self._found.compared += prompt.is_explained
            call = prompt.call
            where = f"{prompt.seat or 'a judge'}, {call.data['decision']} (line {call.n}): its prompt holds"
            for name in prompt.pieces:
                self._search(prompt.seat, self._record.texts[name], call.n, where, str(call.data["decision"]))
            self._found.leaks.extend(f"{where} {what}" for what in prompt.amiss)

    def _search(self, seat: SeatId | None, text: str, line: int, where: str, asked: str = "") -> None:
        """Look for what is not the reader's in a text; a judge, who is no seat, is known by what it was `asked`."""
        reader = asked if seat is None else seat
        if (reader, text) in self._searched or (isinstance(text, Text) and text.is_removed):
            return
        self._searched.add((reader, text))
        told = set()
        for words, stretch in self.secrets.found(text):
            source = stretch.source
            if source.line > line or (seat is not None and source.owner == seat):
                continue
            if stretch.readable(seat, line):
                self._found.arrivals += 1
            elif source not in told and not (self._was_shown(source, words) or self._came_back(asked, line, words)):
                told.add(source)
                self._found.leaks.append(f"{where} {source.label}")

    def _was_shown(self, source: SecretSource, words: str) -> bool:
        """Whether a model only said again what stood in its own prompt: then it is not its secret."""
        return source.owner is not None and any(
            words in smooth(self._record.texts[name]) for name in self._prompts.sent(source.owner, source.line)
        )

    def _came_back(self, asked: str, line: int, words: str) -> bool:
        """Whether a judge was only sent what it had replied itself, with what is wrong with it."""
        calls = (each for each in self._record.entries[: line - 1] if asked and each.kind == "call")
        replies = (each.data["reply"] for each in calls if each.data["decision"] == asked and seat_of(each) is None)
        return any(reply is not None and words in smooth(reply) for reply in replies)


def _keep_all(secrets: SecretWords, record: Transcript, setting: Setting) -> None:
    """Everything that is somebody's."""
    for seat in setting.seats:
        for name, text in (("brief", seat.brief), ("voice", seat.voice)):
            secrets.keep(text, SecretSource("brief", seat.id, f"the {name} of {seat.id}", 0))
    for inject in setting.injects:
        for text in (inject.text, inject.objective, inject.expected, inject.notes):
            secrets.keep(text, SecretSource("control", None, f"the inject {inject.id}", 0))
    for text in setting.objectives:
        secrets.keep(text, SecretSource("control", None, "an objective of the exercise", 0))
    for entry in record.entries:
        for source, texts in _written(entry):
            for text in texts:
                if not text.is_removed:
                    secrets.keep(text, source)


def _written(entry: Entry) -> Iterator[tuple[SecretSource, list[Text]]]:
    """What somebody wrote in a line, with whose it is."""
    data, line = entry.data, entry.n
    if entry.kind == "decision":
        seat, name = str(data["seat"]), str(data["id"])
        own = [data.get(each) for each in ("rationale", "plan", "notebook", "discussion", "dissent")]
        yield SecretSource("reason", seat, f"what {seat} wrote for itself in {name}", line, name), _words(own)
        yield SecretSource("words", seat, f"words of {seat} in {name}", line, name), _words(data["body"])
    elif entry.kind == "call":
        mind = seat_of(entry)
        named = f"the reply of {mind or 'a judge'} in line {line}"
        yield SecretSource("words", mind, named, line), _words(data["reply"])
    elif entry.kind in ("override", "clock"):
        name = str(data.get("id", f"line {line}"))
        if names_on(str(data.get("who"))):
            data = data["move"]  # judges give no reason: the program says how it followed what they proposed
        yield SecretSource("control", None, f"control's words in {name}", line), _words(data)


def _words(value: Any) -> list[Text]:
    """The texts of people and minds within data."""
    if isinstance(value, Sentence):
        return [each for each in value.pieces if isinstance(each, Text)]
    if isinstance(value, Text):
        return [value]
    if isinstance(value, dict):
        return [text for each in value.values() for text in _words(each)]
    return [text for each in value for text in _words(each)] if isinstance(value, (list, tuple)) else []


def _grant_all(secrets: SecretWords, record: Transcript, setting: Setting, spoken: Callable[[str], None]) -> None:
    """Who may read what, from which line on, as the rules had it; `spoken` hears what seats told of it."""
    for seat in setting.seats:
        secrets.grant(f"{seat.public}\n{seat.name}", (PUBLIC,), 0)
        secrets.grant(f"{seat.brief}\n{seat.voice}", (seat.id,), 0)
    secrets.grant(f"{setting.briefing}\n{setting.title}", (PUBLIC,), 0)
    minds: set[str] = set()
    for entry in record.entries:
        if entry.kind == "event":
            audience = (PUBLIC,) if entry.audience == PUBLIC else tuple(map(SeatId, entry.audience))
            by = entry.causes[0].partition("#")[0] if entry.causes else ""
            for text in texts_in((entry.data["text"], entry.data.get("body", ""), entry.data.get("puts", ()))):
                if by in minds:
                    for told in _told(secrets, entry, by, text, audience):
                        spoken(told)
                secrets.grant(text, audience, entry.n)
        elif entry.kind in ("decision", "call"):
            if entry.data.get("origin") in MINDS:
                minds.add(str(entry.data["id"]))
            for source, texts in _written(entry):
                for text in texts:
                    secrets.grant(text, (source.owner,) if source.owner else (), entry.n)


def _told(secrets: SecretWords, entry: Entry, by: str, text: str, audience: Collection[SeatId]) -> Iterator[str]:
    """What an event told somebody of a brief, of its speaker's own papers, or of somebody else's words."""
    about = entry.data.get("about") or ()
    speaker = about[0] if about else None
    for _, stretch in secrets.found(text):
        source = stretch.source
        told = source.kind in ("brief", "reason") if source.owner == speaker else source.owner is not None
        new = [each for each in audience if each != speaker and not stretch.readable(each, entry.n)]
        if told and new and source.line < entry.n and source.decision != by and stretch.readable(speaker, entry.n):
            yield f"{speaker} told {', '.join(new)} in {entry.data['id']} (line {entry.n}): {source.label}"
