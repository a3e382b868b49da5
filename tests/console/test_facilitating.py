"""Control in line mode: it rules where the game waits for it, hears the last words, and closes the game."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from tests.ui.rooms import a_room
from wargame.console.playing import play_local_table
from wargame.present.local_table import LocalTable, of_room

ARGUING = ("order argument", "The port opens to all", "raise_trust", "meta", "", "seal")


class Person:
    """Somebody at the keyboard: passes, argues once, and speaks for control when it is asked."""

    def __init__(self, *, ruling: Iterator[str], ending: Iterator[str]) -> None:
        self.told: list[str] = []
        self.asked: list[str] = []
        self._argue = iter(ARGUING)
        self._ruling, self._ending = ruling, ending

    def write(self, line: str) -> None:
        self.told.append(line)

    async def read(self, prompt: str) -> str | None:
        self.asked.append(prompt)
        await asyncio.sleep(0)
        if prompt == "control> ":
            over = any(prompt.startswith("your final argument") for prompt in self.asked)
            return next(self._ending if over else self._ruling, "go")
        if prompt.startswith("your final argument"):
            return "We kept our shelf."
        if prompt.startswith("hand this in"):
            return "yes"
        if prompt.startswith(("your reason", "your plan")):
            return ""
        orders = any("statement and orders" in line for line in self.told)
        return next(self._argue, "seal") if orders else "seal"


def played(ruling: tuple[str, ...], ending: tuple[str, ...]) -> tuple[Person, LocalTable]:
    room = a_room(("rome",), facilitated=True)
    local_table = of_room(room, control=True)
    person = Person(ruling=iter(ruling), ending=iter(ending))

    async def opening() -> LocalTable:
        return local_table

    assert asyncio.run(play_local_table(opening, person.read, person.write, person.read))
    return person, local_table


def test_control_rules_by_its_word_hears_the_last_word_and_closes_the_game() -> None:
    person, table = played(("rule 1 for it is plain enough", "go"), ("nonsense", "reveal", "go we are done"))
    told = "\n".join(person.told)
    assert "1 Rome: The port opens to all (raise trust, Meta)" in told
    assert "Rome's argument succeeded: so control ruled." in told
    assert "'nonsense' is no word of control here" in told
    record = table.host.table.record() if table.host.table else ()
    kinds = [event.kind for event in record]
    assert kinds.index("final_argument") < kinds.index("secrets_revealed")
    assert next(event.body for event in record if event.kind == "final_argument") == "We kept our shelf."
