"""Screenshots of a real game for the documents: `python docs/screenshots.py` writes `docs/pictures` anew.

The table is the shipped one, `between-the-giants --seats core`, with one seed; shipped scripts play every seat, also
the two of people while nobody looks. The clock stands still, so that two runs write the same bytes. A picture loads
nothing from anywhere: it names fonts that may be there, and falls back on any that keeps columns straight.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import TextArea

from wargame.commands.tables import Tables
from wargame.core.ids import CONTROL, SeatId
from wargame.players.scripted import Scripted
from wargame.present.local_table import of_room
from wargame.review.guided_review import ReviewEntry, add_entry, review_beside
from wargame.review.survey import survey_of
from wargame.review.survey_answers import OfferedSurvey
from wargame.table.opening import choose
from wargame.table.opening_rooms import open_room
from wargame.table.players import Means
from wargame.table.presets import PRESETS
from wargame.table.settings import SessionSettings
from wargame.transcript.line_index import index_of
from wargame.ui.app import WargameApp
from wargame.ui.lobby.forms import LobbyForm
from wargame.ui.lobby.screen import Lobby
from wargame.ui.replay.review_windows import ReviewPage
from wargame.ui.replay.screen import ReplayScreen
from wargame.ui.seat.desk import DeskScreen
from wargame.ui.widgets.window import Question

LONG_AGO = "2026-01-01T12:00:00+00:00"
"""A review that was begun so long ago has no time left, whenever the picture is taken."""
REVIEWED = (
    ReviewEntry(kind="begun", who="lead", at=LONG_AGO),
    *(
        ReviewEntry(kind="answer", who=who, at=LONG_AGO, question=question, text=text)
        for who, question, text in (
            ("oak 7", 1, "a model that nobody can switch off"),
            ("elm 2", 1, "to keep the firm's line"),
            ("oak 7", 3, "we took the first offer"),
            ("elm 2", 4, "ask Washington before the firm"),
        )
    ),
    ReviewEntry(kind="opened", who="lead", at=LONG_AGO),
    ReviewEntry(kind="action", who="lead", at=LONG_AGO, text="brief before talks", owner="Ada", due="2027-01-31"),
)
PICTURES = Path(__file__).parent / "pictures"
SHIPPED = Path(__file__).resolve().parents[1] / "transcripts" / "first-download-scripted.jsonl"
LARGE, SMALL = (120, 36), (80, 24)
SEED, PEOPLE = 11, {"paris": ("Ada", "Ben"), "kyiv": ("Cem",)}
CELL = 12.2
"""How wide the export draws a cell."""
TEXT = re.compile(r'<text class="([\w-]+)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+"[^>]*>([^<]*)</text>')


class Still:
    """Time that never passes."""

    def now(self) -> float:
        """Always the same moment."""
        return 0.0

    def outside(self) -> float:
        """Nor on the wall."""
        return 0.0

    def after(self, seconds: float, ring: Callable[[], None]) -> Callable[[], None]:
        """Nothing rings."""
        return lambda: None


def drawn(app: WargameApp, title: str) -> str:
    """The screen as SVG without anything to load, and without what is only there to clip or to be empty."""
    svg = app.export_screenshot(title=title)
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->", "", svg)
    svg = re.sub(r"terminal-\d+", "t", svg)
    svg = re.sub(r'<clipPath id="t-line-\d+">.*?</clipPath>', "", svg, flags=re.DOTALL)
    svg = re.sub(r'font-family: [^;"]+', "font-family: Menlo, Consolas, DejaVu Sans Mono, monospace", svg)
    svg = TEXT.sub(_trimmed, svg)
    return "\n".join(line.strip() for line in svg.splitlines() if line.strip()) + "\n"


def _trimmed(found: re.Match[str]) -> str:
    """A run of letters where it begins; blanks at its ends need no drawing."""
    style, x, y, said = found.groups()
    cells = said.replace("&#160;", " ")
    letters = re.sub(r"&#?\w+;", "x", cells)
    bare = letters.strip()
    if not bare:
        return ""
    at = float(x) + CELL * (len(letters) - len(letters.lstrip()))
    kept = cells.strip().replace(" ", "&#160;")
    return f'<text class="{style}" x="{at:.1f}" y="{y}" textLength="{CELL * len(bare):.1f}">{kept}</text>'


class Photographer:
    """An app at the table, and somebody who waits until the picture stands."""

    def __init__(self, app: WargameApp, pilot: Pilot[None], folder: Path) -> None:
        """Pictures go into `folder`."""
        self.app, self.pilot, self.folder = app, pilot, folder

    async def settled(self) -> None:
        """Wait until the screen no longer changes."""
        before = ""
        for _ in range(40):
            await self.pilot.pause()
            await asyncio.sleep(0.02)
            now = self.app.export_screenshot()
            if now == before:
                return
            before = now

    async def until(self, done: Callable[[], bool]) -> None:
        """Wait until something is so."""
        for _ in range(500):
            if done():
                await self.settled()
                return
            await asyncio.sleep(0.02)
        raise TimeoutError("the game did not get as far as the picture")

    async def press(self, keys: str) -> None:
        """Keys by name; a word after a quote is typed at once, `_` for a space."""
        for key in keys.split():
            box = self.app.focused
            if key.startswith("'") and isinstance(box, TextArea):
                box.insert(key[1:].replace("_", " "))
            else:
                await self.pilot.press(key)
        await self.settled()

    async def take(self, name: str, title: str) -> None:
        """Keep the screen as a file."""
        await self.settled()
        (self.folder / f"{name}.svg").write_text(drawn(self.app, title), encoding="utf-8")


class Table:
    """The room, whose people answer as their seats' scripts would."""

    def __init__(self) -> None:
        """Opened, with people and one seat word."""
        game = choose("between-the-giants", variant="core", seed=SEED, seats=dict.fromkeys(PEOPLE, "human"))
        self.room = open_room(
            game, None, SessionSettings(preset=PRESETS["half-day"], facilitated=True), Means(time=Still())
        )
        for seat, names in PEOPLE.items():
            for name in names:
                self.room.join(name, seat=seat)
        self.room.set_word("kyiv", "dnipro")
        setting = self.room.setting
        self._minds = {seat: Scripted(setting.by_id[seat].doctrine, SEED) for seat in PEOPLE}

    def at(self, turn: int, phase: str, number: int = 0) -> bool:
        """Whether the game has come to this phase."""
        clock = self.room.clock()
        return (clock.turn, clock.phase) == (turn, phase) and number in (0, clock.round)

    async def play_to(self, camera: Photographer, turn: int, phase: str, number: int = 0) -> None:
        """Answer, and go on where control is waited for, until this phase."""
        while not self.at(turn, phase, number):
            here = self.room.clock()
            if here.phase in ("brief", "adjudication", "news"):
                self.room.control.skip("nothing is left to say here")
            else:
                for seat in PEOPLE:
                    chair = self.room.chair(seat)
                    if chair.owes:
                        await chair.submit(self._minds[seat].answer(chair.look()))
            await camera.until(lambda here=here: self.room.clock() != here)  # type: ignore[misc]


async def sit(camera: Photographer, seat: SeatId, first: str) -> None:
    """Sit down at one of a seat's screens, from behind the curtain."""
    if camera.app.current_mode == "seat":
        await camera.press("f8")
    await camera.app.stage.sit_down(seat, first=first)
    await camera.settled()


async def at_the_table(folder: Path) -> None:
    """Pictures of a game in its third turn and in its fourth."""
    table = Table()
    app = WargameApp(of_room(table.room, control=True))
    async with app.run_test(size=LARGE) as pilot:
        camera = Photographer(app, pilot, folder)
        await table.play_to(camera, 3, "talk", 2)
        await the_desk(camera)
        await table.play_to(camera, 3, "orders")
        await camera.press("f3")
        await camera.press("t r a i n enter enter 1 escape d e p l o y enter down down enter 1 escape 2")
        await camera.take("orders", "Orders: one on the sheet, one half filled in")
        await camera.press("f8")
        await camera.app.screen.run_action("choose(0)")
        await camera.take("curtain", "Between two seats")
        await table.play_to(camera, 4, "talk")
        await sit(camera, "paris", "result")
        await camera.take("result", "What came of a turn, for Paris")
        await sit(camera, "paris", "world")
        await camera.press("right enter")
        await camera.take("world", "World: who depends on whom, and why a number is what it is")
        await camera.press("f5")
        await camera.take("news", "News: what mattered, as far as Paris could see it")
        table.room.control.override("paris.DS", 52, "the poll in the brief was last year's")
        table.room.control.message(("kyiv",), "Two minutes, please.")
        await camera.press("f8")
        await app.stage.sit_down("control")
        await camera.take("control", "Control: the truth, and every act with its reason")


async def the_desk(camera: Photographer) -> None:
    """Paris writes to Washington, over an offer, at both sizes."""
    await sit(camera, "paris", "desk")
    desk = camera.app.screen
    assert isinstance(desk, DeskScreen)
    desk.open_room(("washington",))
    await camera.press("w 'We_sign_if_the_guarantee_outlives_your_next_export_rule. enter")
    await camera.press("'And_we_would_say_so_in_public")
    await camera.take("desk", "Desk: a private channel, what is on the table, what is promised")
    await camera.pilot.resize_terminal(*SMALL)
    await camera.take("desk-small", "The same desk in 80 columns and 24 rows")
    await camera.pilot.resize_terminal(*LARGE)
    await camera.press("escape")


async def in_the_lobby(folder: Path) -> None:
    """A picture of a table being set."""
    app = WargameApp(opener=Tables())
    async with app.run_test(size=LARGE) as pilot:
        camera = Photographer(app, pilot, folder)
        await camera.settled()
        lobby = app.screen
        assert isinstance(lobby, Lobby)
        await camera.until(lambda: lobby.bundle is not None)
        await camera.press("4 right")
        lobby.plan = lobby.plan.with_seat("washington", kind="scripted")
        for seat, names in PEOPLE.items():
            lobby.plan = lobby.plan.with_seat(seat, kind="human", people=", ".join(names))
        lobby.on_lobby_form_changed(LobbyForm.Changed(lobby.plan))
        await camera.press("3")
        await camera.take("lobby", "Lobby: a game, its brief, who sits where")


async def in_the_replay(folder: Path) -> None:
    """Pictures of a game on record: where a word was broken, a moment that mattered, the whole game."""
    app = WargameApp(replaying=(SHIPPED, CONTROL, 1, "Ada"))
    async with app.run_test(size=LARGE) as pilot:
        camera = Photographer(app, pilot, folder)
        await camera.until(lambda: isinstance(app.screen, ReplayScreen) and app.screen.setting is not None)
        await camera.press("b")
        await camera.take("replay", "Replay: a place in a game, why it came to that, what has changed")
        await camera.press("home h")
        await camera.take("replay-moment", "Replay: the first moment that mattered, what it moved and why")
        await camera.press("e")
        await camera.until(lambda: not isinstance(app.screen, ReplayScreen))
        await camera.take("replay-whole", "Replay: the whole game by what moved it most")
        await camera.press("escape home d W")
        await camera.until(lambda: not isinstance(app.screen, ReplayScreen))
        await camera.take("replay-what-if", "Replay: what could be otherwise at a decision")


async def in_a_review(folder: Path) -> None:
    """A picture of a guided review whose answers are open, with evidence and an action."""
    record = Path(shutil.copy(SHIPPED, "class.jsonl"))
    index = index_of(record)
    line = next(number for number in index.numbers("event") if b" signed: " in index.line(number))
    index.close()
    shown = ReviewEntry(
        kind="evidence", who="lead", at=LONG_AGO, question=3, line=line, text="the first offer on the table"
    )
    for entry in (*REVIEWED, shown):
        add_entry(review_beside(record), entry)
    app = WargameApp(replaying=(record, CONTROL, None, "lead"), reviewing="asked")
    async with app.run_test(size=SMALL) as pilot:
        camera = Photographer(app, pilot, folder)
        await camera.until(lambda: isinstance(app.screen, ReviewPage))
        await camera.take("review", "Review: answers once all are open, evidence by line, actions")


async def in_a_survey(folder: Path) -> None:
    """A picture of a question of the survey before the game."""
    game = choose("first-download", seed=SEED, seats={"rome": "human"})
    room = open_room(game, None, SessionSettings(), Means(time=Still()))
    app = WargameApp(replace(of_room(room), survey=OfferedSurvey(survey_of(), Path("class.jsonl"))))
    async with app.run_test(size=SMALL) as pilot:
        camera = Photographer(app, pilot, folder)
        await camera.until(lambda: isinstance(app.screen, Question))
        await camera.press("'elm_2 enter")
        await camera.take("survey", "Survey: one question before the game, under a pseudonym")


def main(folder: Path = PICTURES) -> None:
    """Take all pictures, where no games or scenarios of one's own lie about."""
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.resolve()
    with tempfile.TemporaryDirectory() as empty, contextlib.chdir(empty):
        os.environ |= {"XDG_DATA_HOME": empty, "TEXTUAL_ANIMATIONS": "none"}
        asyncio.run(at_the_table(folder))
        asyncio.run(in_the_lobby(folder))
        asyncio.run(in_the_replay(folder))
        asyncio.run(in_a_review(folder))
        asyncio.run(in_a_survey(folder))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
