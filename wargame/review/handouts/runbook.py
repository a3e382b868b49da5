"""The facilitator's pages: how a session runs, what the world will do and why, and what to do when plans fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wargame.core.setting import Inject, Setting
from wargame.core.words import course, many
from wargame.review.handouts.sheet import Blanks, Block, Points, Prose, Rows, Sheet, SheetColumn, Title
from wargame.rules.model.variable_words import spoken
from wargame.table.presets import PRESETS, Preset

MARK = "For the facilitator only"
SHARES = (0.24, 0.26, 0.1, 0.4)
"""Of the width of a page, for the columns of the list of injects."""
HEAD = ("When", "What", "For", "What it is for")
WHEN = (
    ("A seat is late or leaves.", "Its script plays on, and the record says so. Hand the seat back at a new turn."),
    ("A group cannot agree.", "Ask for a speaker and a vote. Write down who would have decided otherwise."),
    ("Someone wants what is on no list.", "Offer the argument: an action, one effect, three reasons, two dice."),
    ("Two seats read a clause differently.", "The clause as written counts. What was meant is for the review."),
    ("Someone claims a fact.", "Does the public record or a dated source say so? Otherwise it is talk."),
    ("An allegation is told as a fact.", "Ask who says so and how sure they are. Then let play go on."),
    ("A living person is named.", "Institutions are played, never persons. Ask for the office."),
    ("A seat shows its card to another.", "Let it. Telling is a move, and so is lying. Note it for the review."),
    ("Orders cannot be paid.", "Read out the refusal. The seat may change its sheet until time is up."),
    ("You ruled wrongly.", "Say so, correct it as control with a reason, and go on. The record keeps both."),
    ("Time runs short.", "Cut the practice move, then talk, then a turn. Never cut the review."),
    ("The program stops.", "Play on with slips. Nothing is lost: it resumes from its record; enter slips then."),
)
"""What goes otherwise than planned, and what to do."""


def runbook(setting: Setting) -> Sheet:
    """Objectives, timetable, the course of a turn, and what to do when."""
    seats = [seat.name for seat in setting.seats if seat.seated]
    others = [seat.name for seat in setting.seats if not seat.seated]
    played = f"{len(seats)} seats: {', '.join(seats)}."
    present = f" Present without a seat, played by script: {', '.join(others)}." if others else ""
    aims = (Title("Objectives of the exercise"), Points(setting.objectives)) if setting.objectives else ()
    left: tuple[Block, ...] = (
        *aims,
        Title("Before"),
        Points(
            (
                played + present,
                "Print for each seat its role card and its move card, one order slip a turn, and slips for offers. "
                "Hand out role cards face down.",
                "One person is control and rules; one watches and writes. They do not advise seats.",
                "Say aloud: outcomes illustrate, they forecast nothing; nobody is quoted by name afterwards.",
            )
        ),
        Title("Timetable in minutes"),
        Rows(tuple(timetable(setting)), (0.4, 0.22, 0.18, 0.2), head=("", *(p.title.split(":")[0] for p in timed()))),
        Title("A turn"),
        Points(
            (
                "Open the turn. Read the injects aloud, nothing more.",
                f"Talk: {many(setting.talk_rounds, 'round')}. Call the last minute of each.",
                "Each seat reads its statement aloud. Sealed orders come in together, then none may change.",
                "Arguments: hear reasons for and against, each once; rule on them; roll.",
                "Read the news. Ask one seat what surprised it. Do not explain.",
            )
        ),
        Title("Review, protected time"),
        Points(
            (
                "What did you intend in the first turn? What did you expect others to do?",
                "What happened? Begin with what seats saw, then show what they could not see.",
                "Why? Follow one number back to who decided what.",
                "What would you keep, what would you change, and what does the model leave out?",
            )
        ),
    )
    right: tuple[Block, ...] = (
        Title("What to do when"),
        Rows(WHEN, (0.4, 0.6)),
        Title("Afterwards"),
        Prose("The record holds every secret of the game: share views and exports of seats, not the file."),
        Blanks("Notes", 4),
    )
    return Sheet(
        file="runbook",
        title="Runbook",
        subtitle=f"{setting.title}: {course(setting.turns, setting.months)} from {setting.start}",
        mark=MARK,
        columns=(SheetColumn(0.5, left), SheetColumn(0.5, right)),
        readers="control",
    )


def timed() -> list[Preset]:
    """The presets with a clock."""
    return [preset for preset in PRESETS.values() if preset.turn is not None]


def timetable(setting: Setting) -> Iterator[tuple[str, ...]]:
    """One row for each part of a session, one column for each preset with a clock; minutes, empty where it has none."""
    presets = timed()
    parts = (
        ("Reading", [p.brief for p in presets]),
        ("Practice move", [p.practice for p in presets]),
        ("Turns", [_turns(p, setting) for p in presets]),
        ("  of it: talk", [p.talk for p in presets]),
        ("  statement and orders", [p.orders for p in presets]),
        ("  weighing and ruling", [(p.weigh or 0) + (p.ruling or 0) for p in presets]),
        ("  news", [p.news for p in presets]),
        ("Review", [p.review for p in presets]),
        ("Together", [whole(p, setting) for p in presets]),
    )
    for name, minutes in parts:
        yield name, *("" if value is None else f"{value:g}" for value in minutes)


def _turns(preset: Preset, setting: Setting) -> int:
    return min(preset.turns or setting.turns, setting.turns)


def whole(preset: Preset, setting: Setting) -> float:
    """Minutes of a session: reading, practice, all turns and review."""
    outside = sum(minutes or 0 for minutes in (preset.brief, preset.practice, preset.review))
    return outside + _turns(preset, setting) * (preset.turn or 0)


@dataclass(frozen=True, slots=True)
class ToldInject:
    """An inject on the facilitator's list."""

    cells: tuple[str, str, str, str]
    """Under the words of `HEAD`."""
    lead: str
    """What to do with its text: not every inject is for all ears."""
    text: str


def inject_list(setting: Setting) -> tuple[Sheet, ...]:
    """What the world will do, its text to be read aloud and its purpose.

    As many pages as it takes, none if the scenario has no injects.
    """
    pages: list[list[ToldInject]] = []
    for inject in setting.injects:
        told = _told(inject, setting)
        if not pages or not _page([*pages[-1], told], setting, 1, 1).fits:
            pages.append([])
        pages[-1].append(told)
    return tuple(_page(page, setting, at, len(pages)) for at, page in enumerate(pages, 1))


def _page(injects: list[ToldInject], setting: Setting, at: int, of: int) -> Sheet:
    chance = "Standing random events of the rules come on top." if setting.random_injects else "Nothing else happens."
    blocks: list[Block] = []
    for number, told in enumerate(injects):
        blocks += [Rows((told.cells,), SHARES, head=() if number else HEAD), Prose(told.text, lead=told.lead)]
    blocks.append(Prose(f"{chance} Leave out what does not serve the session's question; say so in the review."))
    return Sheet(
        file="injects" if at == 1 else f"injects-{at}",
        title="What the world does" if of == 1 else f"What the world does, {at} of {of}",
        subtitle=setting.title,
        mark=MARK,
        columns=(SheetColumn(1.0, tuple(blocks)),),
        readers="control",
    )


def _told(inject: Inject, setting: Setting) -> ToldInject:
    target = f", {setting.name_of(inject.target)}" if inject.target else ""
    kind = "" if inject.kind == "news" else f" ({inject.kind.replace('_', ' ')}{target})"
    audience = "all" if inject.audience == "public" else ", ".join(map(setting.name_of, inject.audience)) or "control"
    brought = "; ".join(
        f"{word} {text}"
        for word, text in (("from", inject.sender), ("by", inject.delivery), ("brought in by", inject.controller))
        if text
    )
    purpose = [inject.objective.strip()]
    purpose += [f"Expected: {inject.expected.strip()}"] if inject.expected else []
    purpose += [f"Notes: {inject.notes.strip()}"] if inject.notes else []
    what = f"{inject.id.replace('-', ' ')}{kind}"
    what = f"{what}; {brought}" if brought else what
    lead = {"all": "Read aloud:", "control": "For control alone:"}.get(audience, f"For {audience} alone, not aloud:")
    return ToldInject((_when(inject, setting), what, audience, " ".join(filter(None, purpose))), lead, inject.text)


def _when(inject: Inject, setting: Setting) -> str:
    if inject.turn is not None:
        return f"turn {inject.turn}"
    if inject.when is not None:
        bars = [
            f"{word} {bar:g}"
            for word, bar in (("above", inject.when.above), ("below", inject.when.below))
            if bar is not None
        ]
        return f"{spoken(setting, inject.when.variable)} {' and '.join(bars)}"
    return f"by chance, {100 * (inject.probability or 0):.0f}% a quarter"
