"""The lines that frame every seat's screen: where the game stands, which keys there are, what was just done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.keys import key_to_character

from wargame.present.meanings import BAD, NOTE
from wargame.present.table_facts import over
from wargame.ui.widgets.panes import Words, fitted

if TYPE_CHECKING:
    from wargame.core.setting import Setting
    from wargame.table.chair import Clock

STEPS = (("talk", "talk"), ("orders", "orders"), ("weigh", "weighing"), ("adjudication", "ruling"), ("news", "news"))
"""Phases of a turn as people call them; those that pass in a moment are counted with their neighbours."""
AS = {"start": "brief", "inject": "news", "spillover": "adjudication"}

KeyHint = tuple[str, str]
"""A key and what it does."""


def time_left(clock: Clock) -> str:
    """`09:41 left`, with a word in the last five minutes and in the last one."""
    if clock.phase == "end":
        return ""
    if clock.paused:
        return "paused"
    if clock.left is None:
        return "untimed"
    left = max(0, int(clock.left))
    shown = f"{left // 60:02}:{left % 60:02} left"
    if left <= 60:
        return f"{shown}, LAST MINUTE"
    return f"{shown}, last five minutes" if left <= 300 else shown


def urgent(clock: Clock) -> str:
    """How the time left is written: weightier in the last five minutes, and again in the last one."""
    if clock.left is None or clock.paused or clock.left > 300:
        return ""
    return f"bold {BAD}" if clock.left <= 60 else "bold"


def phase(clock: Clock, rounds: int, title: str = "") -> str:
    """`ORDERS`, or `TALK 1/2`: the phase that runs; or that the game of this title is over."""
    if clock.phase == "end":
        return over(title)
    now = AS.get(clock.phase, clock.phase)
    counted = f" {clock.round}/{rounds}" if now == "talk" and clock.round else ""
    return f"{dict(STEPS).get(now, now).upper()}{counted}"


def phases(clock: Clock, rounds: int, title: str = "") -> str:
    """`talk > ORDERS > weighing > ruling > news`, the phase that runs in capitals."""
    if clock.phase == "end":
        return phase(clock, rounds, title)
    now = AS.get(clock.phase, clock.phase)
    steps = STEPS if now in dict(STEPS) else ((now, now), *STEPS)
    return " > ".join(phase(clock, rounds) if each == now else word for each, word in steps)


def bar(turn: int, turns: int, width: int) -> str:
    """Turns behind us and before us."""
    done = round(width * turn / turns) if turns else 0
    return f"[{'#' * done}{'-' * (width - done)}]"


def stand(setting: Setting, clock: Clock, waiting: str, width: int, room: int) -> str:
    """Scenario, turn, phase and time left, as much as fits into `room` of a screen `width` cells wide."""
    title, turns = setting.title.upper(), setting.turns
    now, left = phase(clock, setting.talk_rounds, title), time_left(clock)
    if width >= 100:
        start = f"{fitted(title, 26)}   turn {clock.turn} of {turns} {bar(clock.turn, turns, min(turns, 12))}"
        end = "".join(f"   {part}" for part in (left, waiting) if part)
        line = f"{start}   {phases(clock, setting.talk_rounds, title)}{end}"
        if cell_len(line) > room:
            line = f"{start}   {now}{end}"
    else:
        start = f"{fitted(title, 18)}  T{clock.turn}/{turns}  {now}"
        line = f"{start}  {left.replace(' left', '')}  {waiting}".rstrip()
    return fitted(line, room).ljust(room)


class Header(Words):
    """One line: scenario, turn, phase, time left, and whose screen this is."""

    def show(self, setting: Setting, who: str, clock: Clock, waiting: str, width: int, colour: str = "") -> None:
        """Say where the game stands and who looks, in as many cells as there are."""
        line = stand(setting, clock, waiting, width, max(0, width - cell_len(who) - 2))
        said = Content(line).stylize("bold", 0, min(len(line), len(setting.title)))
        now = phase(clock, setting.talk_rounds, setting.title)
        for part, style in ((now, f"bold {NOTE}"), (time_left(clock), urgent(clock))):
            at = line.find(part.replace(" left", "") if width < 100 and style else part) if part else -1
            if style and at >= 0:
                said = said.stylize(style, at, at + len(part))
        self.say(Content.assemble(said, "  ", (who, f"bold {colour}".strip())))


NAMED = {"/": "slash", "?": "question_mark", "esc": "escape", "+": "plus", "left/right": "right"}
"""Keys that Textual knows by another name than people do."""


def called(key: str) -> str:
    """A key of Textual's as people name it: `question_mark` is ?, `left_square_bracket` is [."""
    character = key_to_character(key) or ""
    return character if character.isprintable() and character.strip() else key


class KeyLine(Words):
    """The bottom row: the keys that matter here, as many as fit, help always among them; a click presses a key."""

    _places: tuple[tuple[int, str], ...] = ()
    """Where each hint ends, in cells, and its key."""

    def on_click(self, event: events.Click) -> None:
        """Press the key whose hint was clicked; of several keys (`F2-F5`) none is meant."""
        key = next((key for end, key in self._places if event.x < end), "")
        name = NAMED.get(key, key.lower())
        if key and (key in NAMED or "-" not in key):
            self.app.simulate_key(name)

    def show(self, keys: Sequence[KeyHint], width: int, *, typing: bool = False) -> None:
        """List these keys in order of weight; what does not fit is left to help, on F1 where letters are typed."""
        last = ("F1" if typing else "?", "help")
        room = width - len(" ".join(last))
        chosen: list[KeyHint] = []
        for key, word in keys:
            needed = cell_len(key) + cell_len(word) + 3
            if key != "?" and needed <= room:
                chosen.append((key, word))
                room -= needed
        parts: list[str | tuple[str, str]] = []
        places, end = [], 0
        for key, word in (*chosen, last):
            parts += [(key, f"bold {NOTE}"), f" {word}  "]
            end += cell_len(key) + cell_len(word) + 3
            places.append((end, key))
        self._places = tuple(places)
        self.say(Content.assemble(*parts))


class Status(Words):
    """The last row: what was just done, or what is wrong, in a sentence."""

    def tell(self, text: str, *, fault: bool = False) -> None:
        """Say it; a fault is marked by a sign as well as by a colour."""
        self.set_class(fault, "fault")
        self.say(f"! {text}" if fault else text)
