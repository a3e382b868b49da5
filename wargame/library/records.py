"""A game on record as a program handles it: what it was made of, how it ended, its tables, and answers to questions.

Nothing is computed before it is asked for, and nothing is computed twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from wargame.core.ids import CONTROL, Variable
from wargame.core.views import View
from wargame.errors import SpecError, TranscriptError
from wargame.library.given import path_of
from wargame.paired import shares
from wargame.paired.shares import RERUNS, ChangeInShares
from wargame.review import proof
from wargame.review.account import account
from wargame.review.endings import ending_of, ending_values
from wargame.review.knowledge import Knowledge
from wargame.review.position import Positions
from wargame.review.why import Chains, Link
from wargame.rules.model.bets import bets
from wargame.rules.model.measures import picture
from wargame.transcript import reading
from wargame.transcript.codebook import TABLES
from wargame.transcript.columns import ColumnTable
from wargame.transcript.export import table_of
from wargame.transcript.private import write_private
from wargame.transcript.references import places
from wargame.transcript.setup import game_of
from wargame.transcript.verify import Replayed, replay

UNSAVED = Path("unsaved.jsonl")
"""What messages call a record that stands in no file."""


def read(path: str | Path) -> Record:
    """A record from its file (.jsonl), finished or not.

    The chain of its lines is checked, its game is not played again: that is `verify`. A torn end is left out and told
    in `Record.torn`. TranscriptError says with the line what cannot be read. Takes some 40 ms a megabyte.
    """
    file = path_of("path", path)
    return Record(reading.read(file, mend=True), file)


def verify(path: str | Path) -> Record:
    """A record that has proved itself: its game was played again from its decisions, and every line came out the same.

    TranscriptError names the first line that does not, and a game that was not played to its end. It needs no player,
    no model and no network, and takes about as long as the rules took in play.
    """
    file = path_of("path", path)
    record = Record(reading.read(file), file)
    record.verify()
    return record


class Record:
    """One game on record. Made by `play`, `read` and `verify`; it never changes."""

    def __init__(self, source: reading.Transcript, path: Path | None) -> None:
        """From the lines as read; `path` is the file that holds them, or None."""
        self.source = source
        """The lines as they were read."""
        self._header: Mapping[str, Any] = source.header.data
        self._tables: dict[tuple[str, str], ColumnTable] = {}
        self.path = path
        """The file, or None if it stands in memory alone: see `save`."""

    def __repr__(self) -> str:
        variant = f" ({self.variant})" if self.variant else ""
        return (
            f"<Record of {self.scenario}{variant}, seed {self.seed}, {'finished' if self.finished else 'unfinished'}>"
        )

    # what it was made of

    @property
    def scenario(self) -> str:
        """Id of the scenario."""
        return str(self._header["scenario"])

    @property
    def variant(self) -> str | None:
        """The smaller table that was played; None is the full one."""
        found = self._header["variant"]
        return None if found is None else str(found)

    @property
    def seed(self) -> int:
        """Seed of all chance."""
        return int(self._header["seed"])

    @property
    def params(self) -> Mapping[str, float]:
        """Parameters that were set for this game, by name; all others are the scenario's or the defaults."""
        return dict(self._header["overrides"])

    @property
    def seats(self) -> Mapping[str, str]:
        """Player spec of every actor when the game began, those without a seat included."""
        return dict(self._header["seats"])

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Name of every actor by its id, such as `Google DeepMind` for `deepmind`."""
        return {seat.id: seat.name for seat in self.game.sequence.book.setting.seats}

    # how it ended

    @property
    def finished(self) -> bool:
        """Whether the game was played to its end."""
        return self.source.finished

    @property
    def torn(self) -> str:
        """What was left out at a torn end of the file, as a sentence; empty for a whole one."""
        return self.source.torn

    @cached_property
    def turns(self) -> int:
        """The last turn that is complete."""
        return self.game.turns

    @property
    def scores(self) -> Mapping[str, float]:
        """Final score of every seat, roughly 0 to 100; SpecError while the game is not finished."""
        return dict(self._ending()["scores"])

    @cached_property
    def places(self) -> Mapping[str, float] | None:
        """Where each final score stands, by seat: 0 is a seat that passes, 100 the best doctrine that is shipped.

        None where no references hold for this game, as with other parameters; a seat whose two references do not lie
        apart is left out. SpecError while the game is not finished.
        """
        return places(game_of(self.source), self.scores)

    @property
    def ending(self) -> str | None:
        """The name of how the game ended, such as `menu`; None at a table without a patron and allies."""
        self._ending()
        values = ending_values(picture(self.game.sequence.book, self.game.sequence.state))
        return None if values is None else ending_of(values).name

    @property
    def bets(self) -> Mapping[str, str]:
        """The bet of each middle power at the last complete turn, by seat, such as `hedged`."""
        look = picture(self.game.sequence.book, self.game.sequence.state)
        return {seat: bet.kind for seat, bet in bets(look).items()}

    @property
    def state_hash(self) -> str:
        """SHA-256 of the final state: two games with the same hash ended alike to the last digit."""
        return str(self._ending()["state_hash"])

    @property
    def origins(self) -> Mapping[str, int]:
        """How many decisions came about in each way: `chosen`, `repaired`, `fallback`, `scripted` and so on."""
        return dict(self._ending()["origins"])

    # tables

    @property
    def tables(self) -> tuple[str, ...]:
        """Names that `table` takes."""
        return tuple(TABLES)

    def table(self, name: str, seat: str = CONTROL) -> ColumnTable:
        """One table of the game as typed columns.

        `seat` is `control` for the truth, or a seat for what that seat could know when the game ended. SpecError names
        the tables, or the seats, if there is none of that name. The first table plays the game again by the rules
        alone (a tenth of a second for a whole game of seven); a table that was made once is kept.
        """
        key = name, seat
        if key not in self._tables:
            self._tables[key] = table_of(self.game, name, seat)
        return self._tables[key]

    def series(self, variable: str, seat: str = CONTROL) -> Mapping[int, float]:
        """A variable at the end of each turn, 0 being the opening: the true value, or what a seat knows or estimates.

        Turns in which the seat knows nothing of it are left out; SpecError if that is all of them.
        """
        table = self.table("measures", seat)
        found = {row["turn"]: row["value"] for row in table.to_dicts() if row["variable"] == variable}
        if not found:
            raise SpecError(
                f"variable {variable!r}: {'nobody' if seat == CONTROL else seat} knows such a variable in this game; "
                f'the column "variable" of table("measures", "{seat}") lists what there is'
            )
        return found  # type: ignore[return-value]

    # questions

    @cached_property
    def positions(self) -> Positions:
        """All places of the game, from the opening to the last event, with the state and every seat's view at each.

        `positions.end_of(2)` is the last place of turn 2, `at(n)` the one after `n` events; `state` and `view` take
        a place. A step forward costs one event, a jump at most the events of one turn.
        """
        return Positions(self.game)

    def view(self, seat: str = CONTROL, turn: int | None = None) -> View:
        """What a seat could know at the end of a turn (the last complete one unless said; 0 is the opening).

        `control` sees the truth. SpecError names the seats or the turns if there is none such.
        """
        return Knowledge(self.game, seat).at(self.turns if turn is None else turn)

    def why(self, variable: str, turn: int | None = None, depth: int = 6) -> Link:
        """How a variable came to its value at the end of a turn: changes, rules and causes, back to who decided what.

        `depth` is how many steps it goes back, from 1; what is cut off is counted in `Link.hidden`. SpecError suggests
        names for a variable that there is none of.
        """
        return self._chains.why(Variable(str(variable)), self.turns if turn is None else turn, depth)

    def because(
        self,
        variable: str,
        turn: int | None = None,
        *,
        since: int | None = None,
        apart: bool = False,
        reruns: int = RERUNS,
    ) -> ChangeInShares:
        """What the change of a number came of, in shares: each decision, inject, act of control and stroke of luck.

        From the end of the turn before `since` to the end of `turn`; both are the last complete turn unless said.
        `apart` makes a root of each order and move of talk. The turns are ruled again up to `reruns` times: seconds.
        SpecError for a turn or a variable that there is none of.
        """
        last = self.turns if turn is None else turn
        meant = self._chains.meant(Variable(str(variable)), last)
        return shares.because(self.game, meant, last, since=since, apart=apart, reruns=reruns)

    def account(self) -> str:
        """The game told in words, turn by turn, as `wargame demo` tells it."""
        return account(self.game, self.path or UNSAVED)

    # proof and keeping

    def verify(self) -> None:
        """Play the game again and compare every line; TranscriptError names the first that comes out otherwise."""
        if self.torn:
            raise TranscriptError(f"{self.path or UNSAVED}: {self.torn}")
        proof.proved(self.source)

    def save(self, path: str | Path) -> Path:
        """Write the record to a new file and give its path; SpecError if there is one already."""
        target = path_of("path", path)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            write_private(target, b"".join(line + b"\n" for line in self.source.lines), new=True)
        except FileExistsError:
            raise SpecError(f"{target}: the file exists; name one that does not exist yet") from None
        return target

    @cached_property
    def game(self) -> Replayed:
        """The game played again by the rules, for whoever wants its events, states and decisions themselves."""
        return replay(self.source)

    @cached_property
    def _chains(self) -> Chains:
        return Chains(self.game)

    def _ending(self) -> Mapping[str, Any]:
        if not self.finished:
            raise SpecError(
                f"{self.path or UNSAVED}: this game was not played to its end; "
                'table("measures") holds what there is so far'
            )
        return self.source.entries[-1].data
