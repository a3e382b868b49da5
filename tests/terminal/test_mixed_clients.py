"""A whole game whose people came by three doors: a browser, ssh, and `join`, with control and a wall beside them."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.rooms.doors.browser.chromium import CHROMIUM
from tests.rooms.test_fourteen_seats import PEOPLES_WORK, SEATS
from tests.terminal.conftest import Opening
from tests.terminal.control import end, inject, rule, swap, undo
from tests.terminal.desk import SEALING, TYPING, argue, open_offer, open_room, say, seal, to_desk
from tests.terminal.in_a_browser import BrowserTerminal
from tests.terminal.terminal import Terminal, needs_tmux
from tests.terminal.test_rooms import code_of, joined
from wargame.review.deviation_log import of_game
from wargame.transcript.reading import read
from wargame.transcript.verify import replay, verify

LACKING = ", ".join(each for each in ("asyncssh", "aiohttp", "textual_serve", "segno") if find_spec(each) is None)
pytestmark = [
    pytest.mark.slow,
    needs_tmux,
    pytest.mark.skipif(bool(LACKING), reason=f"a room's doors need what is not installed: {LACKING}"),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed"),
    pytest.mark.skipif(shutil.which("ssh") is None, reason="no ssh is installed"),
]
SIZE = (100, 30)
PEOPLE = ("rome", "meta", "palantir")


@pytest.fixture(autouse=True)
def _keys_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of seats are kept in the test's own folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def browsers() -> Iterator[ExitStack]:
    """Browsers that are closed whatever happens."""
    with ExitStack() as opened:
        yield opened


class MixedRoom:
    """A room with all its doors open, and the people who come through them."""

    def __init__(self, terminal: Opening, browsers: ExitStack, folder: Path, *words: str) -> None:
        """Open it by `wargame host` with these words."""
        self._terminal, self._browsers, self._folder = terminal, browsers, folder
        doors = ("--ssh", "0", "--web", "0", "--no-qr")
        self.host = terminal("host", *words, "--port", "0", *doors, "--control")
        seen = self.host.wait("here: who")
        (self._address,) = re.findall(r"ws://[\d.:]+", seen)
        (self._ssh,) = re.findall(r"ssh -p (\d+)", seen)
        (self._page,) = re.findall(r"http://127\.0\.0\.1:\d+/?", seen)

    def by_join(self, place: str, size: tuple[int, int] = SIZE) -> Terminal:
        """Somebody who has the program."""
        return joined(self._terminal, self._address, code_of(self.host, place), size)

    def by_browser(self, place: str) -> BrowserTerminal:
        """Somebody who has a browser."""
        folder = self._folder / f"browser-{place}"
        here = BrowserTerminal(folder, (120, 36), self._page, code_of(self.host, place))
        return self._browsers.enter_context(closing(here))

    def by_ssh(self, place: str) -> Terminal:
        """Somebody who has ssh and nothing else."""
        hosts = self._folder / "hosts"
        strange = ("-F", "none", "-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={hosts}")
        here = self._terminal(size=SIZE, program=("ssh", *strange, "-p", self._ssh, "room@127.0.0.1"))
        here.wait("typed unseen")
        here.type(code_of(self.host, place)).press("Enter")
        return here


def seal_all(desks: tuple[Terminal, ...], then: str, plan: str = "") -> None:
    """Everybody hands in; the last one brings what follows to every desk."""
    for desk in desks:
        seal(desk, then if desk is desks[-1] else "sealed", plan=plan)
    for desk in desks:
        desk.wait(then)


def weighs(*desks: Terminal) -> None:
    """Who has made no argument says nothing to those of others."""
    for desk in desks:
        desk.wait("WEIGHING")
        desk.go("F9", SEALING, TYPING)
        desk.type("No reason to add").wait("reason to add")
        desk.go("F9", gone=(SEALING,))


def test_a_whole_game_is_played_from_a_browser_by_ssh_and_by_join_under_a_facilitator(
    terminal: Opening, browsers: ExitStack, tmp_path: Path
) -> None:
    room = MixedRoom(terminal, browsers, tmp_path, "first-download", *(f"--seat={seat}=human" for seat in PEOPLE))
    host, control, wall = room.host, room.by_join("control", (120, 36)), room.by_browser("room")
    control.wait("RECORD in truth")
    wall.wait("NEWS OF TURN 1")
    rome, meta, palantir = room.by_browser("rome"), room.by_ssh("meta"), room.by_join("palantir")
    desks = (palantir, meta, rome)
    for desk in desks:
        to_desk(desk)
    host.wait("Rome: joined", "Meta: joined", "Palantir: joined")

    say(rome, "Rome speaks to the whole table")
    open_room(rome, "Palantir")
    rome.go("o", "NEW OFFER", "begin from")
    rome.to("begin from")
    rome.go("Enter", "begin from  v")
    rome.go("Enter", "fold", "may be offered")
    rome.to("[make this offer]")
    rome.go("Enter", "drafted, 2 of 8 moves", gone=("NEW OFFER",))
    rome.reload()
    to_desk(rome)
    rome.wait("Rome speaks to the whole table", "offer to Palantir")
    inject(control, "A storm closes the Tiber locks")
    wall.wait("A storm closes the Tiber locks")
    swap(control, "Anthropic", "random legal moves", "Its script is too tame")
    seal_all(desks, "TALK 2/2", plan="More than one source")
    wall.wait("Rome speaks to the whole table")

    open_offer(palantir, "Rome and Palantir")
    palantir.go("c", "COUNTER-OFFER")
    palantir.to("lasts")
    palantir.go("Left", "lasts       < 2 >")
    palantir.to("[counter with these terms]")
    palantir.go("Enter", "drafted, 1 of 8 moves", gone=("COUNTER-OFFER",))
    seal_all(desks, "statement and orders")
    rome.go("F3", "verbs, type to filter")
    argue(rome, "Rome shows what open weights do", "They run on our own machines")
    for desk in desks:
        seal(desk, "WEIGHING" if desk is rome else "sealed")
    weighs(palantir, meta)
    control.wait("waits for a ruling")
    rule(control, "Both sides have been heard")
    for desk in desks:
        desk.wait("turn 2 of 3", "TALK 1/2")

    undo(control, "The room misread the rules")
    for desk in desks:
        desk.wait("CONTROL TOOK TURN 2 BACK")
        to_desk(desk)
    open_offer(rome, "Rome and Palantir")
    rome.go("a", "drafted, 1 of 8 moves")
    seal_all(desks, "TALK 2/2")
    palantir.wait("[agreement signed]")
    seal_all(desks, "statement and orders")
    seal_all(desks, "turn 3 of 3")
    for desk in desks:
        to_desk(desk)
    seal_all(desks, "TALK 2/2")
    seal_all(desks, "statement and orders")
    seal_all(desks, "the play is over")
    control.go("k", "SKIP:", "[close the phase]")
    control.to("[close the phase]")
    control.go("Enter", "the game is over", gone=("SKIP:",))
    wall.wait("THE GAME IS OVER")
    host.wait("the room stays open until whoever is there has left")
    host.press("C-c")
    meta.wait("the game is over; its record is with whoever hosted it")
    assert "the game is over" in host.wait_for_end()

    proof = verify(host.record)
    assert proof.turns == 3
    assert [each.what for each in of_game(proof)] == ["inject_now", "swap", "rule_argument", "roll", "undo"]
    record = replay(read(host.record))
    assert {made.seat for made in record.decisions.values() if made.origin == "human"} == set(PEOPLE)
    kinds = {event.kind for event in record.events}
    assert kinds >= {"message_sent", "offer_made", "offer_countered", "agreement_signed", "argument_ruled"}


@pytest.mark.skipif("WARGAME_MIXED" not in os.environ, reason="fourteen people take minutes: WARGAME_MIXED=1 lets them")
def test_two_turns_of_the_full_table_are_played_from_fourteen_mixed_clients(
    terminal: Opening, browsers: ExitStack, tmp_path: Path
) -> None:
    room = MixedRoom(terminal, browsers, tmp_path, "between-the-giants", "--all", "human")
    control, wall = room.by_join("control", (120, 36)), room.by_browser("room")
    wall.wait("NEWS OF TURN 1")
    desks: dict[str, Terminal] = {}
    took = []
    for number, seat in enumerate(SEATS):
        began = time.monotonic()
        desks[seat] = (room.by_join, room.by_ssh, room.by_browser)[number % 3](seat)
        desks[seat].wait("enter to the desk")
        took.append(time.monotonic() - began)
        to_desk(desks[seat])
    print(f"from nothing to the desk: median {statistics.median(took):.1f} s, most {max(took):.1f} s")
    assert max(took) < PEOPLES_WORK

    for seat in ("washington", "anthropic", "openai"):  # by join, by ssh, from a browser
        say(desks[seat], f"{seat} speaks to the whole table")
    inject(control, "A storm closes the Danube ports")
    wall.wait("A storm closes the Danube ports")
    swap(control, "London", "random legal moves", "They had to leave")
    playing = tuple(desks[seat] for seat in SEATS if seat != "london")
    seal_all(playing, "TALK 2/2", plan="More than one source")
    wall.wait("openai speaks to the whole table")
    seal_all(playing, "statement and orders")
    desks["paris"].go("F3", "verbs, type to filter")
    argue(desks["paris"], "Paris opens a test range for all", "It lies on our own soil")
    for desk in playing:
        seal(desk, "pros and cons" if desk is playing[-1] else "sealed")
    weighs(*(desk for desk in playing if desk is not desks["paris"]))
    control.wait("waits for a ruling")
    rule(control, "Both sides have been heard")
    for desk in playing:
        desk.wait("turn 2 of 10", "TALK 1/2")

    undo(control, "The room misread the rules")
    for desk in playing:
        desk.wait("CONTROL TOOK TURN 2 BACK")
        to_desk(desk)
    seal_all(playing, "TALK 2/2")
    seal_all(playing, "statement and orders")
    for desk in playing:
        seal(desk, "pros and cons" if desk is playing[-1] else "sealed")
    weighs(*playing)  # whoever plays London now has argued
    control.wait("waits for a ruling")
    rule(control, "Nobody has spoken against it")
    for desk in playing:
        desk.wait("turn 3 of 10")
    end(control, "The afternoon is over", "q leaves this desk")
    room.host.wait("the room stays open until whoever is there has left")
    room.host.press("C-c")
    assert "the game is over" in room.host.wait_for_end()
    proof = verify(room.host.record)
    acts = [each.what for each in of_game(proof)]
    ruled = ["rule_argument", "roll"]
    assert acts == ["inject_now", "swap", *ruled, "undo", *ruled, "end_game"]
    assert {made.seat for made in proof.decisions.values() if made.origin == "human"} == set(SEATS) - {"london"}
