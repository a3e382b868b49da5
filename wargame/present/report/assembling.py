"""A report put together: its sections in their order, for one viewer."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from wargame.core.ids import CONTROL, PUBLIC, SeatId
from wargame.core.setting import Setting
from wargame.errors import SpecError
from wargame.present.report.bargains import agreements, words_and_deeds
from wargame.present.report.causes import causes
from wargame.present.report.courses import courses, stacks, turns_in_rows
from wargame.present.report.decisive import decisive
from wargame.present.report.document import Report, Section
from wargame.present.report.limits import limits, people_in
from wargame.present.report.narrative import in_a_page, what_turned_it
from wargame.present.report.noted import noted
from wargame.present.report.seat_pages import seat_pages
from wargame.present.report.source import ReportSource
from wargame.present.report.thoughts import plans_beside_outcomes, reasons
from wargame.present.report.upkeep import health, origins_and_costs
from wargame.review.story import story_of
from wargame.transcript.salvage import salvaged


def report_of(path: Path, viewer: str = CONTROL, *, thoughts: bool = False) -> Report:
    """The report of a record for a seat, `control` (the truth) or `public`, made anew from its lines.

    With `thoughts` control's report tells plans and private reasons too; who may ask for that is for the caller.
    The same record gives the same report. SpecError names the viewers; TranscriptError as for `salvage.salvaged`. It
    plays the game again once and tells its whole story: some seconds for a long game.
    """
    found = salvaged(path)
    if found.withdrawn and viewer != CONTROL:
        raise SpecError(f"--seat, --public: {path} ends early, and lines that are not read may take words back")
    return report(ReportSource(found.game, story_of(found.game, viewer), found.missing, thoughts))


def report(source: ReportSource) -> Report:
    """The report of a game that was played again already."""
    kind: Literal["report", "simulation"] = "report" if people_in(source) else "simulation"
    told_to = _told_to(source.setting, source.viewer)
    return Report(source.setting.title, kind, told_to, tuple(_sections(source)), source.missing)


def _told_to(setting: Setting, viewer: str) -> str:
    if viewer == CONTROL:
        return "Told as control sees it: the truth, with what was secret."
    if viewer == PUBLIC:
        return "Told as the public knew it."
    return f"Told as {setting.name_of(SeatId(viewer))} knew it; for its eyes."


def _sections(source: ReportSource) -> list[Section]:
    sections = [limits(source)]
    if source.game.turns:
        sections += [
            in_a_page(source),
            what_turned_it(source),
            decisive(source),
            *causes(source),
            turns_in_rows(source),
            courses(source),
            stacks(source),
            agreements(source),
            words_and_deeds(source),
            plans_beside_outcomes(source),
            *reasons(source),
            *seat_pages(source),
            *noted(source),
            origins_and_costs(source),
            health(source),
        ]
    return sections
