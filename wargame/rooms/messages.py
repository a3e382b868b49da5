"""What a joined desk sends to its room: one small JSON object each, read as a typed value and never as anything else.

The first says who comes, by a code or by a key. All others are numbered acts of that place, each sent once the one
before it was answered, but for a question to the adviser, which may take its time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from pydantic_core import from_json

from wargame.core.ids import DecisionId, SeatId
from wargame.core.moves import Body
from wargame.errors import NotAllowed
from wargame.rooms.typed_json import in_bytes, of_bytes
from wargame.table.chair import Draft
from wargame.table.desk_acts import DeskAct
from wargame.transcript.entry_values import as_written

LARGEST_FIRST = 4096
"""Bytes of what somebody may send before it is known who it is."""
LARGEST = 1 << 20
"""Bytes of any other message: a draft with every text in it at its longest is a tenth of that."""


@dataclass(frozen=True, slots=True)
class CodeBrought:
    """Somebody comes with a code."""

    kind: Literal["code"]
    version: str
    """Of the program, which must be the host's."""
    life: str
    """A name of this run of the joined program, made at random."""
    code: str
    plain: bool = False
    """Whether the desk is to be played line by line, which not every place can be."""


@dataclass(frozen=True, slots=True)
class KeyBrought:
    """Somebody comes back with the key of a place."""

    kind: Literal["key"]
    version: str
    life: str
    key: str


@dataclass(frozen=True, slots=True)
class DraftKept:
    """What the seat has prepared, as a whole."""

    kind: Literal["draft"]
    act: int
    """Numbers the acts of one life, from 1."""
    draft: Draft
    base: Draft | None = None
    """What of the seat's draft stood at the host when this was made of it, where several people share it; else None."""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The seat's answer of a phase."""

    kind: Literal["answer"]
    act: int
    asked: DecisionId | None
    """The question that it answers."""
    body: Body
    rationale: str
    plan: str
    notebook: str


@dataclass(frozen=True, slots=True)
class Dissented:
    """Somebody of the seat would decide otherwise; an empty text takes it back."""

    kind: Literal["dissent"]
    act: int
    text: str
    handle: str | None


@dataclass(frozen=True, slots=True)
class NoteSaid:
    """Somebody says something to the others on their seat."""

    kind: Literal["said"]
    act: int
    text: str
    number: int
    """How many lines that makes of this person, so that one that comes again is known."""


@dataclass(frozen=True, slots=True)
class LeadGiven:
    """Whoever hands in for a seat lets another do so."""

    kind: Literal["lead"]
    act: int
    handle: str


@dataclass(frozen=True, slots=True)
class Concluded:
    """The seat's final argument."""

    kind: Literal["conclusion"]
    act: int
    text: str


@dataclass(frozen=True, slots=True)
class HasRead:
    """The seat has read what there is to read in this phase."""

    kind: Literal["read"]
    act: int
    turn: int
    phase: str


@dataclass(frozen=True, slots=True)
class DeskActed:
    """An act at control's desk."""

    kind: Literal["control"]
    act: int
    hands: str | None
    """Handle of whoever has sat down at it; None for whoever the place belongs to."""
    does: DeskAct


@dataclass(frozen=True, slots=True)
class JudgesAsked:
    """Control asks the judges about an argument."""

    kind: Literal["judges"]
    act: int
    hands: str | None
    case: str


@dataclass(frozen=True, slots=True)
class SlipWanted:
    """Control enters the paper slip of a seat, and is to see what the seat sees."""

    kind: Literal["slip"]
    act: int
    hands: str | None
    seat: SeatId


@dataclass(frozen=True, slots=True)
class NoteWritten:
    """An observer's note."""

    kind: Literal["observed"]
    act: int
    id: str
    """A name of its own: a note that comes twice is kept once."""
    begun: float
    """When it was begun, in seconds of the host's own time."""
    tag: str
    """A word of the codebook, or nothing."""
    text: str


@dataclass(frozen=True, slots=True)
class PseudonymChosen:
    """Somebody would answer the survey under a pseudonym; the answer says why not, or nothing."""

    kind: Literal["pseudonym"]
    act: int
    pseudonym: str


@dataclass(frozen=True, slots=True)
class SurveyAnswered:
    """An answer to one item of the survey; of several the last counts."""

    kind: Literal["survey"]
    act: int
    pseudonym: str
    when: str
    """`before` or `after`."""
    item: str
    number: int
    words: str


@dataclass(frozen=True, slots=True)
class SurveyOver:
    """The survey was gone through, or left out."""

    kind: Literal["survey_over"]
    act: int
    when: str


@dataclass(frozen=True, slots=True)
class ConsentSaid:
    """Whether what somebody writes in private may be shown afterwards."""

    kind: Literal["consent"]
    act: int
    handle: str
    given: bool


@dataclass(frozen=True, slots=True)
class AdviceWanted:
    """A question to the seat's adviser."""

    kind: Literal["question"]
    question_number: int
    """Numbers the questions of one life, from 1; the answer bears it."""
    text: str


Arrival: TypeAlias = CodeBrought | KeyBrought
FormAct: TypeAlias = PseudonymChosen | SurveyAnswered | SurveyOver | ConsentSaid
"""What is said at a desk beside the game."""
PlaceAct: TypeAlias = (
    DraftKept
    | HandedIn
    | Dissented
    | NoteSaid
    | LeadGiven
    | Concluded
    | HasRead
    | DeskActed
    | JudgesAsked
    | SlipWanted
    | NoteWritten
    | PseudonymChosen
    | SurveyAnswered
    | SurveyOver
    | ConsentSaid
)
FromDesk: TypeAlias = PlaceAct | AdviceWanted


def arrival_of(message: str | bytes) -> Arrival:
    """Who comes, from the first message; NotAllowed if it says nothing of the kind."""
    if len(message) > LARGEST_FIRST:
        raise NotAllowed(f"the first message has at most {LARGEST_FIRST} bytes, this one {len(message)}")
    try:
        return cast(Arrival, of_bytes(Arrival, message))
    except ValueError:
        raise NotAllowed("the first message must bring a code or a key of this room") from None


def from_desk(message: str | bytes) -> FromDesk:
    """What a joined desk sends; NotAllowed if it is no such message. Whole numbers stay whole where they were."""
    try:
        read = of_bytes(FromDesk, message)
    except ValueError:
        raise NotAllowed("this is no message of a desk") from None
    return cast(
        FromDesk, as_written(read, from_json(message)) if isinstance(read, DraftKept | HandedIn | DeskActed) else read
    )


def written(message: Arrival | FromDesk) -> str:
    """A message as it is sent."""
    return in_bytes(type(message), message).decode()
